"""Cells of the workbook: how each kind of value looks, and that text stays text."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from charity_analysis.report.handover.cell_texts import clean_text, escape_formula, fit_cell, is_run
from charity_analysis.report.handover.sheets import Formula, Shown

_BLUE, _GREY, _LINE = "DCE6F1", "F2F2F2", "BFBFBF"
# Spreadsheets keep 15 digits of a number, two of them behind the point; more are kept as text.
MOST_EXACT = Decimal(10) ** 13
_LINE_HEIGHT, _HIGHEST = 15.0, 409.0
_FORMATS = {
    "title": "General",
    "label": "General",
    "head": "@",
    "text": "@",
    "day": "yyyy-mm-dd",
    "money": "#,##0.00_ ;[Red]-#,##0.00_ ",
    "count": "#,##0_ ",
    "share": "0.00%_ ",
}


class SheetCells:
    """The cells of one sheet. One serves a column again and again, since each row is written at once."""

    def __init__(self, sheet: Any, font: str) -> None:
        self._sheet = sheet
        self._font = font
        self._cells: dict[tuple[int, str, bool, bool], Any] = {}

    def cell(self, column: int, value: Shown, look: str = "", *, is_sum: bool = False) -> Any:
        """A cell with `value`; its look follows from the value unless it is named."""
        shown = value.value if isinstance(value, Formula) else value
        if isinstance(shown, Decimal) and abs(shown) >= MOST_EXACT:
            value = shown = f"{shown:,f}"
        text = fit_cell(clean_text(shown)) if isinstance(shown, str) else ""
        look = look or _look(shown)
        key = (column, look, is_sum, is_run(text))
        cell = self._cells.get(key)
        if cell is None:
            cell = self._cells[key] = self._new(*key[1:])
        if isinstance(value, Formula):
            cell.value, cell.data_type = f"={value.text}", "f"
        elif isinstance(shown, str):
            # Text whatever it begins with.
            cell.value, cell.data_type = escape_formula(text) or None, "s" if text else "n"
        else:
            cell.value = shown
        return cell

    def _new(self, look: str, is_sum: bool, is_escaped: bool) -> Any:
        from openpyxl.cell import WriteOnlyCell
        from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

        cell: Any = WriteOnlyCell(self._sheet)
        cell.number_format = _FORMATS[look]
        is_head = look == "head"
        is_bare = look in ("title", "label")
        cell.font = Font(name=self._font, size=14 if look == "title" else 10, bold=is_sum or is_head or is_bare)
        if not is_bare:
            side = Side(style="thin", color=_LINE)
            cell.border = Border(side, side, side, side)
            cell.alignment = Alignment(
                horizontal="left" if look == "day" else None,
                vertical="center" if is_head else "top",
                wrap_text=look in ("text", "head"),
            )
        if is_head or is_sum:
            cell.fill = PatternFill("solid", fgColor=_BLUE if is_head else _GREY)
        # Where somebody edits the cell, only this mark keeps it text.
        cell.quotePrefix = is_escaped
        return cell


def _look(value: object) -> str:
    if isinstance(value, Decimal):
        return "money"
    if isinstance(value, date):
        return "day"
    if isinstance(value, float):
        return "share"
    return "count" if isinstance(value, int) else "text"


def row_height(row: Sequence[object], widths: Sequence[float]) -> float | None:
    """The height in points that the wrapped texts of `row` take in columns so wide; None where a line is enough."""
    lines = 1
    for value, width in zip(row, widths, strict=False):
        # Only what might be too long is measured.
        if isinstance(value, str) and (2 * len(value) > width or "\n" in value):
            lines = max(lines, sum(max(1, -(-display_width(line) // int(width - 1))) for line in value.split("\n")))
    return min(lines * _LINE_HEIGHT, _HIGHEST) if lines > 1 else None


def display_width(value: object) -> int:
    """How many digits wide `value` is on the sheet: a Chinese character takes two."""
    if isinstance(value, Formula):
        value = value.value
    if isinstance(value, Decimal):
        return len(f"{value:,f}")
    if isinstance(value, float):
        return len("100.00%")
    text = "" if value is None else str(value)
    return max(sum(2 if unicodedata.east_asian_width(c) in "WFA" else 1 for c in line) for line in text.split("\n"))
