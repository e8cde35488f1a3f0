"""A cell → a whole number of people or goods."""

from __future__ import annotations

import re
from decimal import Decimal

from charity_analysis.ingest.amount_in_figures import FIGURE
from charity_analysis.ingest.cell_values import plain_number, plain_text
from charity_analysis.ingest.chinese_numerals import DASH_OR_ONE, NUMERALS, numeral_value, to_plain_numerals
from charity_analysis.ingest.errors import UnreadableCell
from charity_analysis.ingest.number_refusals import reason_against

_LARGEST = 1_000_000_000

# What a count may be followed by. 打 (a dozen) and 万 are none: they change the number.
_COUNTERS = (
    "人次|户次|人份|人|名|位|户|家|所|次|期|场|项|个|件|箱|套|台|只|双|对|盒|瓶|袋|包|张|本|册|份|批|辆|把|条|床|副|桶"
    "|支|枝|枚|面|罐|卷|组|块|顶|幅|间|棵|株|头|片|粒|根|板|提|筐|捆|车|吨|公斤|千克|斤|升|米|平方米|笔"
)
_COUNT = re.compile(rf"(?P<figure>-?{FIGURE})\s*(?:{_COUNTERS})?|(?P<numeral>[{NUMERALS}]+)\s*(?:{_COUNTERS})?")
_IN_WAN = re.compile(rf"{FIGURE}\s*[百千万亿]")


def parse_count(value: object) -> int:
    """The whole number of people or goods in `value`; a counter word may follow it: "142", 142.0, "142人".

    A figure in 万 (1.2万人次) is refused as approximate: a count carries no precision that could say so.

    Raises: UnreadableCell (blank, not_a_count, not_whole, negative, ambiguous, approximate, range, foreign_currency,
    too_large, is_date, is_boolean, not_finite).
    """
    number = _number_in_text(plain_text(value)) if isinstance(value, str) else plain_number(value, "not_a_count")
    if number < 0:
        raise UnreadableCell("negative")
    if number > _LARGEST:
        raise UnreadableCell("too_large")
    if number != number.to_integral_value():
        raise UnreadableCell("not_whole")
    return int(number)


def _number_in_text(text: str) -> Decimal:
    """The number in front of a counter word; sign and decimals are judged by the caller."""
    text = to_plain_numerals(text).replace("−", "-")
    if text == DASH_OR_ONE:
        raise UnreadableCell("ambiguous")
    match = _COUNT.fullmatch(text)
    if match and match["figure"]:
        return Decimal(match["figure"].replace(",", ""))
    number = numeral_value(match["numeral"]) if match else None
    if number is None:
        raise UnreadableCell("approximate" if _IN_WAN.match(text) else reason_against(text, "not_a_count"))
    return Decimal(number)
