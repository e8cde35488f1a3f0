"""A cell → an exact amount of money with its printed precision. What can be read two ways is refused, not guessed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from charity_analysis.ingest.amount_in_figures import FIGURE, figures_amount, number_amount
from charity_analysis.ingest.amount_in_words import words_amount
from charity_analysis.ingest.cell_values import plain_number, plain_text
from charity_analysis.ingest.chinese_numerals import DIGITS, NUMERALS, to_plain_numerals
from charity_analysis.ingest.counts import parse_count
from charity_analysis.ingest.errors import UnreadableCell
from charity_analysis.ingest.number_refusals import reason_against
from charity_analysis.money import Money
from charity_analysis.rules import normalise

__all__ = ["UnreadableCell", "is_unvalued", "parse_amount", "parse_count"]

_LONGEST_TEXT = 100  # a long note in the wrong column is not searched for amounts
_UNVALUED = re.compile(r"\(?[暂尚]?(?:未估值|未估价|待估值|待估价)\)?")

_LABEL = r"(?:\(?(?:人民币|[大小]写)\)?|RMB|CNY|¥|:)*"
_AMOUNT = re.compile(
    rf"(?P<outer>[-负]?){_LABEL}(?P<inner>[-负]?)(?P<body>[0-9{NUMERALS}].*?)[整正]?(?:RMB|CNY|\(?人民币\)?)?",
    re.IGNORECASE,
)
_NEGATIVE_IN_BRACKETS = re.compile(rf"\((¥?{FIGURE})\)")

# A non-breaking blank holds a number together; any other blank between two numbers may part them.
_GROUPING_BLANK = re.compile(r"(?<=\d)[\u00a0\u202f](?=\d{3}(?!\d))")
_IDLE_BLANK = re.compile(rf"\s+(?![0-9零{DIGITS}十])|(?<![0-9.,元角分整正{NUMERALS}])\s+")
_SPREAD_OUT = re.compile(r"[^\s0-9](?:\s+[^\s0-9])+")  # 壹 万 元 整

# Where one cell may go on with a second amount: 1000元(壹仟元整), 壹仟元整¥1000.
_SEAM = re.compile(r"[\s(、;/+&和及与]+|(?<![0-9]),|,(?![0-9])|(?<=[元角分整正])|(?=¥)")


class _Reading(NamedTuple):
    """An amount, and whether it was written in words rather than in figures."""

    money: Money
    is_in_words: bool


def parse_amount(value: object, unit: str = "元") -> Money:
    """The amount in `value` with its printed precision; a bare number is in `unit`, a text may name its own.

    Raises: UnreadableCell (blank, not_an_amount, ambiguous, approximate, range, foreign_currency, fraction_of_fen,
    too_large, is_date, is_boolean, disagrees, two_amounts, not_finite).
    """
    if not isinstance(value, str):
        return number_amount(plain_number(value, "not_an_amount"), unit)
    text = _tidy(value)
    reading = _read(text, unit) or _read_twice(text, unit)
    if reading is None:
        raise UnreadableCell(reason_against(text, "not_an_amount"))
    return reading.money


def is_unvalued(value: object) -> bool:
    """True where the source says that the amount is not valued (未估值): it is unknown then, never 0."""
    return isinstance(value, str) and _UNVALUED.fullmatch(normalise(value)) is not None


def _tidy(value: str) -> str:
    """The text without blanks that say nothing, its numerals and minus in their plain writing.

    Raises: UnreadableCell (blank; not_an_amount where it is longer than any).
    """
    text = to_plain_numerals(plain_text(_GROUPING_BLANK.sub(",", value))).replace("−", "-")
    if len(text) > _LONGEST_TEXT:
        raise UnreadableCell("not_an_amount")
    return re.sub(r"\s", "", text) if _SPREAD_OUT.fullmatch(text) else _IDLE_BLANK.sub("", text)


def _read(text: str, unit: str) -> _Reading | None:
    """The one amount that the whole of `text` is; None where it is none."""
    bracketed = _NEGATIVE_IN_BRACKETS.fullmatch(text)
    match = _AMOUNT.fullmatch(f"-{bracketed[1]}" if bracketed else text)
    if match is None or (match["outer"] and match["inner"]):
        return None
    in_figures = figures_amount(match["body"], unit)
    money = in_figures or words_amount(match["body"], unit)
    if money is None:
        return None
    sign = -1 if match["outer"] or match["inner"] else 1
    return _Reading(Money(sign * money.fen, money.halfwidth_fen), is_in_words=in_figures is None)


def _read_twice(text: str, unit: str) -> _Reading | None:
    """The amount of a cell that gives it in figures and in words; None where `text` holds no two amounts.

    Raises: UnreadableCell (disagrees, two_amounts).
    """
    for first_text, second_text in _halves(text):
        first, second = _read(first_text, unit), _read(second_text, unit)
        if first is None or second is None:
            continue
        if first.is_in_words == second.is_in_words:
            raise UnreadableCell("two_amounts")
        if first.money.fen != second.money.fen:
            raise UnreadableCell("disagrees")
        return first if first.is_in_words else second
    return None


def _halves(text: str) -> Iterator[tuple[str, str]]:
    """`text` parted at each place where a second amount may begin."""
    for seam in _SEAM.finditer(text):
        yield text[: seam.start()], text[seam.end() :].removesuffix(")")
