"""Amounts written out in Chinese numerals: 壹万元整, 贰拾万零叁佰元正, 一万二千三百元."""

from __future__ import annotations

import re
from fractions import Fraction

from charity_analysis.ingest.cells.amount_in_figures import checked_fen
from charity_analysis.ingest.cells.chinese_numerals import DASH_OR_ONE, DIGITS, NUMERALS, numeral_value
from charity_analysis.ingest.cells.errors import UnreadableCell
from charity_analysis.money import Money

_AMOUNT = re.compile(
    rf"(?P<bare>[{NUMERALS}]+)"
    rf"|(?:(?P<yuan>[{NUMERALS}]+)元)?零?(?:(?P<jiao>[零{DIGITS}])角)?(?:(?P<fen>[零{DIGITS}])分)?"
)


def words_amount(text: str, unit: str) -> Money | None:
    """The amount that plain numerals say; None where `text` is no such amount.

    It is exact: who writes a number out names every place that is not nought, so a short name (两万) tells nothing
    about rounding. A numeral without 元 is in 元 where it names 万 or 亿, or where `unit` is 元.

    Raises: UnreadableCell (ambiguous, too_large).
    """
    match = _AMOUNT.fullmatch(text)
    if match is None or not text:
        return None
    bare = match["bare"]
    lacks_unit = unit != "元" and bare and not set(bare) & set("万亿")  # 五百 in a column of 万元
    if bare == DASH_OR_ONE or lacks_unit:
        raise UnreadableCell("ambiguous")
    yuan, tenths, hundredths = (
        numeral_value(part or "零") for part in (bare or match["yuan"], match["jiao"], match["fen"])
    )
    if yuan is None or tenths is None or hundredths is None:
        return None
    return Money(checked_fen(Fraction(yuan * 100 + tenths * 10 + hundredths)))
