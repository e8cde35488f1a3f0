"""A listing: rows of one kind with columns of the data dictionary, as every hand-over file takes them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from charity_analysis.rules.dictionary import ColumnMeaning, column_meanings

if TYPE_CHECKING:
    import pandas as pd

# None is what is not stated or not published; money is in whole fen, wherever the column's name says so.
Value = str | int | float | bool | date | None


@dataclass(frozen=True)
class Listing:
    """Rows under `columns`, whose meaning the dictionary states for `table`."""

    table: str
    columns: tuple[str, ...]
    rows: list[tuple[Value, ...]]

    def meaning(self, column: str) -> ColumnMeaning:
        """What `column` means here.

        Raises: KeyError where the dictionary does not know it.
        """
        return column_meanings(self.table)[column]


def in_yuan(fen: int) -> Decimal:
    """`fen` in 元 with its two decimals, exactly."""
    return Decimal(fen).scaleb(-2)


def listing_of(table: str, frame: pd.DataFrame, columns: Sequence[str]) -> Listing:
    """The rows of `frame`, in plain Python values; a column that it does not have is empty throughout."""
    known = [plain_column(frame[name]) if name in frame else [None] * len(frame) for name in columns]
    return Listing(table, tuple(columns), list(zip(*known, strict=True)))


def plain_column(series: pd.Series[Any]) -> list[Value]:
    """The values of a column of the ledger: days, whole numbers, flags and texts; None where it has none."""
    name = str(series.dtype).lower()
    cells = zip(series.tolist(), series.isna().tolist(), strict=True)
    if name.startswith("datetime"):
        return [None if is_missing else value.date() for value, is_missing in cells]
    if name.startswith("int"):
        return [None if is_missing else int(value) for value, is_missing in cells]
    return [None if missing else value if isinstance(value, bool) else str(value) for value, missing in cells]
