"""The classes that rows below a header fall into."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class RowClass(StrEnum):
    """The classes of rows; everything but DATA is ignored, and counted."""

    DATA = "data"
    SUBTOTAL = "subtotal"
    BLANK = "blank"
    HEADER = "header"
    SECTION = "section"
    NOTE = "note"
    CONTINUATION = "continuation"
    CARRIED = "carried"  # a sum carried over a page break
    BALANCE = "balance"  # a balance carried over from an earlier period
    PART = "part"  # a part of the sum above it


@dataclass(frozen=True)
class ClassifiedRow:
    """One row below a header, 0-based, with its class.

    For a subtotal: its rank, what its label states itself, and whether it stands at the head of what it sums up.
    For data: `doubt` is the rule of findings for which the row must be held, about the cell in `doubt_column`.
    """

    row: int
    row_class: RowClass
    rank: int = 0
    stated: str = ""
    is_head: bool = False
    doubt: str = ""
    doubt_column: int = 0
