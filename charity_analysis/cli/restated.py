"""What a run says of published figures that the books now contradict."""

from __future__ import annotations

from typing import TYPE_CHECKING

from charity_analysis import wording

if TYPE_CHECKING:
    from pathlib import Path

    from charity_analysis.report.correction_note import Restatement
    from charity_analysis.report.record_changes import FigureChange

_MOST_FIGURES, _MOST_ROWS = 12, 3


def restated_lines(organisation: str, period: str, pending: Restatement, draft: Path) -> str:
    """Which figures of a published period changed, from what to what, because of which rows; nobody is named."""
    changes = pending.comparison.changes
    head = wording.text(
        "restated",
        organisation=organisation,
        period=period,
        day=pending.published_on,
        count=str(len(changes)),
        path=str(draft),
    )
    lines = [f"  {_line(change)}" for change in changes[:_MOST_FIGURES]]
    rest = len(changes) - len(lines)
    more = [f"  {wording.text('restated_more', count=str(rest))}"] if rest else []
    return "\n".join([head, *lines, *more])


def _line(change: FigureChange) -> str:
    from charity_analysis.report.correction_note import show_place, show_stated

    places = "；".join(map(show_place, change.rows[:_MOST_ROWS]))
    rest = len(change.rows) - _MOST_ROWS
    if rest > 0:
        places = wording.text("restated_rows_more", places=places, count=str(rest))
    return wording.text(
        "restated_figure",
        name=change.name,
        was=show_stated(change, change.was),
        now=show_stated(change, change.now),
        rows=places or wording.text("restated_no_rows"),
    )
