"""A whole column of numbers → fen at once, as most columns of amounts are written."""

from __future__ import annotations

from charity_analysis.ingest.cells.amount_in_figures import LARGEST_FEN


def usual_fens(values: list[float]) -> list[int | None] | None:
    """The fen of each number of 元, None where one needs a closer look; None for all where one is no finite number.

    The nearest float to a whole number of fen is that number; what differs from it carries dust, or a fraction.
    """
    try:
        fens = [round(value * 100) for value in values]
    except (ValueError, OverflowError):
        return None
    if [fen / 100 for fen in fens] == values and -LARGEST_FEN <= min(fens, default=0) <= max(
        fens, default=0
    ) <= LARGEST_FEN:
        return [*fens]
    return [
        fen if fen / 100 == value and -LARGEST_FEN <= fen <= LARGEST_FEN else None
        for fen, value in zip(fens, values, strict=True)
    ]
