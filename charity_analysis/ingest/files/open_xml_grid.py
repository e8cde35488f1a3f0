"""Values of cells as a grid: dense rows, within what memory holds; and texts that are days."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from charity_analysis.ingest.addresses import cell_address
from charity_analysis.ingest.refusals import FileRefused
from charity_analysis.ingest.sheets import is_blank

# A full sheet of a ledger's width; more would fill the memory with blanks.
MOST_CELLS = 40_000_000


def check_spread(height: int, width: int, row: int, column: int) -> None:
    """Refuse a grid that memory does not hold, by the name of the cell that makes it so large.

    Raises: FileRefused (too_spread).
    """
    if height * width > MOST_CELLS:
        raise FileRefused("too_spread", cell_address(row, column))


def dense_rows(cells: Mapping[int, Mapping[int, object]]) -> list[list[object]]:
    """Rows from the first, all of one width, of values by row and column; what looks blank widens nothing.

    Raises: FileRefused (too_spread).
    """
    seen = {row: [at for at, value in values.items() if not is_blank(value)] for row, values in cells.items()}
    seen = {row: columns for row, columns in seen.items() if columns}
    if not seen:
        return []
    height, width = max(seen) + 1, max(map(max, seen.values())) + 1
    _, far_row, far_column = max((row * max(columns), row, max(columns)) for row, columns in seen.items())
    check_spread(height, width, far_row, far_column)
    rows: list[list[object]] = [[""] * width for _ in range(height)]
    for row in seen:
        for column, value in cells[row].items():
            if column < width:
                rows[row][column] = value
    return rows


def iso_date(text: str) -> date | str:
    """The day or moment of an ISO 8601 text; as it stands where it has a zone of its own or is something else."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return text
    if moment.tzinfo is not None:
        return text
    return moment if "T" in text or ":" in text else moment.date()
