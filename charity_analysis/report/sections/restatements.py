"""What has changed since the half-year was published: figure, was, is, difference, and the rows behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from charity_analysis.report.correction_note import (
    CORRECTION,
    NumberedRows,
    Restatement,
    show_day,
    show_difference,
    show_place,
    show_row,
    show_stated,
    why_without_rows,
)
from charity_analysis.report.elements import Fragment, Part, escape, join, notice, paragraphs, quoted, table
from charity_analysis.report.record_changes import FigureChange
from charity_analysis.report.restatement import PUBLISHED, PublishedDamaged, restate

if TYPE_CHECKING:
    from charity_analysis.report.half_year import HalfYear


# More rows than this are read in the draft of the note.
_MOST_ROWS = 200
_HEADING = Fragment("<h2>更正说明</h2>")


def render_restatements(report: HalfYear) -> Fragment:
    """The section 更正说明 with its heading, or nothing where nothing published has changed."""
    try:
        restatements = restate(report)
    except PublishedDamaged:
        return join(_HEADING, notice("error", f"{PUBLISHED} 无法读取，不能与已公布的数字核对；请从备份恢复这个文件。"))
    if not restatements:
        return join()
    return join(_HEADING, *(_step(number, one) for number, one in enumerate(reversed(restatements), 1)))


def _step(number: int, restatement: Restatement) -> Fragment:
    comparison = restatement.comparison
    numbered = NumberedRows.of(comparison)
    anchor = f"ev-correction-{number}"
    published = quoted(show_day(restatement.published_on))
    until = join(quoted(show_day(restatement.corrected_on)), "公布的") if restatement.corrected_on else "本报告"
    lead = join(published, "公布的数字中，下列各项由", until, "更正。序号指所依据的台账行，列在表后。")
    lines = [_line(change, numbered, anchor) for change in comparison.changes]
    figures = table(
        pd.DataFrame(lines),
        join("更正：", published, "公布的数字"),
        numeric=["原公布", "更正为", "差额"],
        quotes=["指标", "依据"],
        note=why_without_rows(comparison),
        stacked=True,
    )
    return join(paragraphs([lead]), figures, *([_rows(numbered, anchor)] if numbered.rows else []))


def _line(change: FigureChange, numbered: NumberedRows, anchor: str) -> dict[str, Part]:
    """What was published and what is right, leading to the rows that tell the one from the other."""
    values = {
        "原公布": show_stated(change, change.was),
        "更正为": show_stated(change, change.now),
        "差额": show_difference(change),
    }
    shown = {name: _link(value, anchor) if change.rows else quoted(value) for name, value in values.items()}
    return {"指标": change.name, **shown, "依据": numbered.numbers(change) or "—"}


def _link(value: str, anchor: str) -> Fragment:
    """A value that leads to the rows of its correction, which many values share: no way leads back to just one."""
    return Fragment(f'<a class="figure" href="#{escape(anchor)}">{escape(value)}</a>')


def _rows(numbered: NumberedRows, anchor: str) -> Fragment:
    """The rows in the open: what a correction rests on is not folded away, neither on the screen nor on paper."""
    lines = [
        {"序号": str(number), "出处": show_place(row), "原来": show_row(row.was), "现在": show_row(row.now)}
        for number, row in enumerate(numbered.rows[:_MOST_ROWS], 1)
    ]
    rest = len(numbered.rows) - len(lines)
    note = quoted(f"另有 {rest} 行，见更正说明草稿 {CORRECTION}。") if rest else ""
    rows = table(
        pd.DataFrame(lines), "更正依据的台账行", quotes=["序号", "出处", "原来", "现在"], note=note, stacked=True
    )
    return Fragment(f'<div id="{escape(anchor)}">{rows.html}</div>')
