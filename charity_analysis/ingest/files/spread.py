"""Sheets whose few cells lie so far apart that the grid between them would fill the memory."""

from __future__ import annotations

from charity_analysis.ingest.refusals import FileRefused

# The grid is kept whole, some 8 bytes a place: below this it does no harm however empty it is.
_HARMLESS_PLACES = 4_000_000
# Ledgers fill half their grid; one with a stray cell at its far end still a twentieth, or it is small.
_PLACES_A_CELL = 20


def check_spread(row_count: int, column_count: int, cell_count: int) -> None:
    """Raises: FileRefused (too_spread) where `cell_count` cells do not warrant a grid of that size."""
    places = row_count * column_count
    if places > _HARMLESS_PLACES and places > _PLACES_A_CELL * cell_count:
        raise FileRefused("too_spread", f"{row_count} × {column_count}")
