"""A cell → a whole number of people or goods."""

from __future__ import annotations

import re
from decimal import Decimal

from charity_analysis.ingest.cells.amount_in_figures import FIGURE
from charity_analysis.ingest.cells.cell_values import plain_number, plain_text
from charity_analysis.ingest.cells.chinese_numerals import DASH_OR_ONE, NUMERALS, numeral_value, to_plain_numerals
from charity_analysis.ingest.cells.errors import UnreadableCell
from charity_analysis.ingest.cells.number_refusals import COUNTERS, reason_against

_LARGEST = 1_000_000_000

_COUNT = re.compile(rf"(?P<figure>-?{FIGURE})\s*(?:{COUNTERS})?|(?P<numeral>[{NUMERALS}]+)\s*(?:{COUNTERS})?")
_IN_WAN = re.compile(rf"{FIGURE}\s*[百千万亿]")


def parse_count(value: object) -> int:
    """The whole number of people or goods in `value`; a counter word may follow it: "142", 142.0, "142人".

    A figure in 万 (1.2万人次) is refused as approximate: a count carries no precision that could say so.

    Raises: UnreadableCell (blank, not_a_count, not_whole, negative, ambiguous, approximate, range, foreign_currency,
    too_large, is_date, is_boolean, not_finite, damaged_by_excel, error_value, formula_not_computed).
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
