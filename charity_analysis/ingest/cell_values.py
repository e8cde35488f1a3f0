"""A cell's text or number as the parsers read it: full-width folded, the unseen and the dust taken away."""

from __future__ import annotations

import unicodedata
from datetime import date, time, timedelta
from decimal import Decimal
from math import isfinite

from charity_analysis.ingest.errors import UnreadableCell
from charity_analysis.ingest.sheets import FaultyCell

# Folding these would join a footnote mark or an exponent to the number before it: 1000² is not 10002.
_MARKS = ("<super>", "<sub>", "<circle>", "<square>", "<fraction>")


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


def _is_unseen(character: str) -> bool:
    return character in _UNSEEN or unicodedata.category(character) == "Cf"


def _fold(character: str) -> str:
    """The compatibility form of one character; itself where folding would change what is said."""
    decomposition = unicodedata.decomposition(character)
    folded = unicodedata.normalize("NFKC", character)
    is_numbered_mark = decomposition.startswith("<compat>") and any(part.isdigit() for part in folded)
    return character if is_numbered_mark or decomposition.startswith(_MARKS) else folded
