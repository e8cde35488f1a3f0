"""How the cells of the review workbook look."""

from __future__ import annotations

from typing import Any

_YELLOW, _AMBER, _BLUE, _RED, _LINE = "FFF2CC", "FFD966", "D9E2F3", "C00000", "BFBFBF"


class Looks:
    """The looks of one sheet's cells: notice, how, header, header_to_fill_in, text, count, fill_in, fill_in_day."""

    def __init__(self, sheet: Any) -> None:
        from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

        self._sheet = sheet
        side = Side(style="thin", color=_LINE)
        framed = {"border": Border(side, side, side, side), "alignment": Alignment(wrap_text=True, vertical="top")}
        header = {
            **framed,
            "alignment": Alignment(wrap_text=True, vertical="center", horizontal="center"),
            "font": Font(bold=True),
        }
        yellow = {"fill": PatternFill("solid", fgColor=_YELLOW)}
        # Text format keeps programs from turning what is written into days and figures.
        text = {"number_format": "@"}
        self._parts: dict[str, dict[str, Any]] = {
            "notice": {"font": Font(bold=True, color=_RED)},
            "how": {"font": Font(color=_RED)},
            "header": {**header, "fill": PatternFill("solid", fgColor=_BLUE)},
            "header_to_fill_in": {**header, "fill": PatternFill("solid", fgColor=_AMBER)},
            "text": {**framed, **text},
            "count": {**framed, "number_format": "0"},
            "fill_in": {**framed, **text, **yellow},
            "fill_in_day": {**framed, **yellow, "number_format": "yyyy-mm-dd"},
        }

    def cell(self, look: str) -> Any:
        """A new cell of this look, without a value."""
        from openpyxl.cell import WriteOnlyCell

        cell: Any = WriteOnlyCell(self._sheet)
        for name, part in self._parts[look].items():
            setattr(cell, name, part)
        return cell
