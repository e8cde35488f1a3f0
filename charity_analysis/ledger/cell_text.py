"""What a raw cell says as a person copies it from the sheet, and whether that is the text that was expected."""

from __future__ import annotations

import re
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation
from math import isfinite

from charity_analysis.ingest.cells.dates import parse_date
from charity_analysis.ingest.cells.errors import UnreadableCell
from charity_analysis.ingest.sheets import Sheet, is_blank

# What no sheet can hold.
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_MONEY_MARKS = re.compile("[¥￥,，]")


def comparable(text: str) -> str:
    """`text` with one kind of line end, without outer blanks, with a blank for what no sheet can hold."""
    return _UNWRITABLE.sub(" ", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def plain_text(value: object) -> str:
    """A raw cell's text as a person would copy it from the sheet: 2020-01-07, numbers to their 15 digits, TRUE."""
    if is_blank(value):
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float) and isfinite(value):
        return f"{_number(value):f}"
    if isinstance(value, datetime) and value.time() == time():
        return str(value.date())
    return comparable(str(value))


def says(value: object, expected: str) -> bool:
    """True where the raw cell still says `expected`: as text, or as the same number or day written another way."""
    text = comparable(expected)
    if plain_text(value) == text:
        return True
    if isinstance(value, bool):
        return plain_text(value) == text.upper()
    if isinstance(value, (int, float)):
        return isfinite(value) and _written_number(text) == _number(value)
    return isinstance(value, date) and _written_day(text) == _whole_day(value)


def matching_text(sheet: Sheet, row: int, column: int, expected: str) -> str | None:
    """The text that the cell shows, where that is `expected`; None where it is not.

    A cell that a merged one covers shows nothing of its own; findings name it with what the merged cell gives it.
    """
    own = sheet.value(row, column)
    if says(own, expected):
        return plain_text(own)
    covering = covering_value(sheet, row, column)
    return plain_text(covering) if covering != "" and is_blank(own) and says(covering, expected) else None


def covering_value(sheet: Sheet, row: int, column: int) -> object:
    """The value of the merged cell that covers the cell at this place; "" where none does."""
    for top, left, bottom, right in sheet.merges:
        if top <= row <= bottom and left <= column <= right and (row, column) != (top, left):
            return sheet.value(top, left)
    return ""


def _number(value: float) -> Decimal:
    # Spreadsheets show 15 digits of what they store, and no sign of zero.
    return Decimal(value) if isinstance(value, int) else Decimal(f"{value:.15g}") + 0


def _written_number(text: str) -> Decimal | None:
    try:
        number = Decimal(_MONEY_MARKS.sub("", text))
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def _written_day(text: str) -> date | None:
    """The day that `text` states, without a time of day."""
    try:
        read = parse_date(text)
    except UnreadableCell:
        return None
    return read.day if read.basis == "stated" and ":" not in text else None


def _whole_day(value: date) -> date | None:
    if isinstance(value, datetime):
        return value.date() if value.time() == time() else None
    return value
