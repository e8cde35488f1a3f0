"""Cells of the workbook: how each kind of value looks, and that text stays text.

The cells are written as they stand in the file: through the library ten thousand rows would take many seconds.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import lru_cache
from html import escape
from typing import Any

from charity_analysis.ingest.addresses import column_letters
from charity_analysis.report.handover.cell_texts import clean_text, escape_formula, fit_cell, is_run
from charity_analysis.report.handover.sheets import Formula, Shown

_BLUE, _GREY, _LINE = "DCE6F1", "F2F2F2", "BFBFBF"
# Spreadsheets keep 15 digits of a number, two of them behind the point; more are kept as text.
MOST_EXACT = Decimal(10) ** 13
_LINE_HEIGHT, _HIGHEST = 15.0, 409.0
_FIRST_DAY = date(1899, 12, 30).toordinal()
# Programs read this as a character: _x003D_ is an equals sign.
_READ_AS_CHARACTER = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
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
    """The rows of one sheet, as text of the file; their styles are those of the sheet's book."""

    def __init__(self, sheet: Any, font: str) -> None:
        self._sheet = sheet
        self._font = font
        self._styles: dict[tuple[str, bool, bool], int] = {}
        self._rows: list[str] = []

    def add(self, row: Sequence[Shown], look: str = "", *, is_sum: bool = False, height: float | None = None) -> None:
        """Add `row` below the others; each cell's look follows from its value unless it is named."""
        number = len(self._rows) + 1
        cells = "".join(self._cell(f"{_letters(n)}{number}", value, look, is_sum) for n, value in enumerate(row))
        high = f' ht="{height:g}" customHeight="1"' if height else ""
        self._rows.append(f'<row r="{number}"{high}>{cells}</row>')

    def add_sums(self, label: str, sums: Mapping[int, Formula]) -> None:
        """Add a row with `label` and the sums of their columns; an empty one where there are none."""
        number = len(self._rows) + 1
        cells = self._cell(f"A{number}", label, "label", False) if sums else ""
        cells += "".join(self._cell(f"{_letters(n)}{number}", sums[n], "", True) for n in sorted(sums) if n)
        self._rows.append(f'<row r="{number}">{cells}</row>')

    def put_into(self, content: bytes) -> bytes:
        """The sheet `content`, which has no rows, with these."""
        rows = f"<sheetData>{''.join(self._rows)}</sheetData>".encode()
        before, _, after = re.split(rb"(<sheetData ?/>|<sheetData></sheetData>)", content, maxsplit=1)
        return before + rows + after

    def _cell(self, address: str, value: Shown, look: str, is_sum: bool) -> str:
        shown = value.value if isinstance(value, Formula) else value
        if isinstance(shown, Decimal) and abs(shown) >= MOST_EXACT:
            value = shown = f"{shown:,f}"
        text, is_escaped = _text(shown) if isinstance(shown, str) else ("", False)
        key = (look or _look(shown), is_sum, is_escaped)
        if key not in self._styles:
            self._styles[key] = self._new_style(*key)
        start = f'<c r="{address}" s="{self._styles[key]}"'
        if isinstance(shown, str):
            # Text whatever it begins with.
            return f'{start} t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>' if text else f"{start}/>"
        if shown is None:
            return f"{start}/>"
        # Programs that show without computing take the result.
        formula = f"<f>{escape(value.text)}</f>" if isinstance(value, Formula) else ""
        return f"{start}>{formula}<v>{_number(shown)}</v></c>"

    def _new_style(self, look: str, is_sum: bool, is_escaped: bool) -> int:
        from openpyxl.cell import WriteOnlyCell
        from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

        cell: Any = WriteOnlyCell(self._sheet)
        cell.number_format = _FORMATS[look]
        is_head, is_bare = look == "head", look in ("title", "label")
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
        return int(cell.style_id)


_letters = lru_cache(column_letters)


@lru_cache(maxsize=1 << 15)
def _text(text: str) -> tuple[str, bool]:
    """`text` as it is written, and whether a spreadsheet would run it."""
    fitted = fit_cell(clean_text(text))
    return escape(_READ_AS_CHARACTER.sub("_x005F_", escape_formula(fitted)), quote=False), is_run(fitted)


def _number(value: object) -> str:
    if isinstance(value, date):
        return str(value.toordinal() - _FIRST_DAY)
    return f"{value:f}" if isinstance(value, Decimal) else repr(value)


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
