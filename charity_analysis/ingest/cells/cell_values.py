"""A cell's text or number as the parsers read it: full-width folded, the unseen and the dust taken away."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, time, timedelta
from decimal import Decimal
from math import isfinite

from charity_analysis.ingest.cells.errors import UnreadableCell
from charity_analysis.ingest.sheets import FaultyCell

# Folding these would join a footnote mark or an exponent to the number before it: 1000² is not 10002.
_MARKS = ("<super>", "<sub>", "<circle>", "<square>", "<fraction>")


# A spreadsheet keeps fifteen digits, and shows longer numbers as 1.10101E+17.
_EXACT_TO = 10**15
_LOST_DIGITS = re.compile(r"[0-9](?:\.[0-9]+)?E\+(?:1[1-9]|[2-9][0-9])")
# What a spreadsheet shows where a formula failed, as exports and copies carry it along.
ERROR_VALUE = re.compile(r"#(?:REF!|N/A|VALUE!|NAME\?|DIV/0!|NULL!|NUM!|SPILL!|CALC!|名称\?)|Err:[0-9]{3}")

# Shown as nothing, though Unicode counts them as letters, marks and symbols: fillers, joiners, variation selectors.
_UNSEEN = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0") | {chr(c) for c in range(0xFE00, 0xFE10)}


def plain_text(value: str) -> str:
    """`value` with full-width and half-width forms made one, invisible format characters gone, outer blanks cut.

    Blanks inside stay (a non-breaking one becomes a plain one), since they may part two values.

    Raises: UnreadableCell("blank") where nothing is left.
    """
    if not value.isascii():  # most cells are plain digits: nothing to fold
        value = "".join(_fold(character) for character in value if not _is_unseen(character))
    text = value.strip()
    if not text:
        raise UnreadableCell("blank")
    return text


def plain_number(value: object, otherwise: str) -> Decimal:
    """The exact decimal of a cell that is a number; floats to the 15 digits that a spreadsheet keeps.

    Raises: UnreadableCell (blank, is_boolean, is_date, not_finite, error_value, formula_not_computed, or `otherwise`).
    """
    if isinstance(value, FaultyCell):
        raise UnreadableCell(value.reason)
    if value is None:
        raise UnreadableCell("blank")
    if isinstance(value, bool):
        raise UnreadableCell("is_boolean")
    if isinstance(value, (date, time, timedelta)):
        raise UnreadableCell("is_date")
    if isinstance(value, int):
        return Decimal(value)
    if not isinstance(value, float):
        raise UnreadableCell(otherwise)
    if not isfinite(value):
        raise UnreadableCell("not_finite")
    return Decimal(format(value, ".15g"))


def written_text(value: object) -> str:
    """The trimmed text of a cell that names or numbers something; a whole number without its decimal point.

    Raises: UnreadableCell (precision_lost, error_value, formula_not_computed).
    """
    if type(value) is str:
        if value[:1] in "#E" and ERROR_VALUE.fullmatch(value.strip()):
            raise UnreadableCell("error_value")
        if "E+" in value and _LOST_DIGITS.fullmatch(value.strip()):
            raise UnreadableCell("precision_lost")
        return value.strip()
    if isinstance(value, FaultyCell):
        raise UnreadableCell(value.reason)
    if isinstance(value, (int, float)) and abs(value) >= _EXACT_TO:
        raise UnreadableCell("precision_lost")
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value).strip()


def is_plain(text: str) -> bool:
    """True where texts joined to one hold nothing invisible, no error value and no damaged number: all as they show."""
    return text.isprintable() and "E+" not in text and "#" not in text and "Err:" not in text


def has_lost_digits(values: list[object]) -> list[int]:
    """Positions of numbers, or of their texts, of which a spreadsheet has kept the first digits only."""
    kinds = set(map(type, values))
    if not kinds & {float, int, str}:
        return []
    return [
        at
        for at, value in enumerate(values)
        if (type(value) is str and "E+" in value and _LOST_DIGITS.fullmatch(value.strip()))
        or (type(value) in (float, int) and not -_EXACT_TO < value < _EXACT_TO)  # type: ignore[operator]
    ]


def _is_unseen(character: str) -> bool:
    return character in _UNSEEN or unicodedata.category(character) == "Cf"


def _fold(character: str) -> str:
    """The compatibility form of one character; itself where folding would change what is said."""
    decomposition = unicodedata.decomposition(character)
    folded = unicodedata.normalize("NFKC", character)
    is_numbered_mark = decomposition.startswith("<compat>") and any(part.isdigit() for part in folded)
    return character if is_numbered_mark or decomposition.startswith(_MARKS) else folded
