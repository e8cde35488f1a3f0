"""How the cells of the review workbook look, prepared once: setting a style cell by cell takes most of the time."""

from __future__ import annotations

from typing import Any

_YELLOW, _BLUE, _RED, _LINE = "FFF2CC", "D9E2F3", "C00000", "BFBFBF"


def prepare_looks(sheet: Any) -> dict[str, Any]:
    """Style by name: notice, how, header, header_to_fill_in, text, count, fill_in, fill_in_day."""
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

    side = Side(style="thin", color=_LINE)
    framed = {"border": Border(side, side, side, side), "alignment": Alignment(wrap_text=True, vertical="top")}
    header = {**framed, "alignment": Alignment(wrap_text=True, vertical="center", horizontal="center")}
    yellow = {"fill": PatternFill("solid", fgColor=_YELLOW)}
    blue = {"fill": PatternFill("solid", fgColor=_BLUE)}
    bold = {"font": Font(bold=True)}
    # Text format keeps programs from turning what is written into days and figures.
    text = {"number_format": "@"}
    return {
        "notice": _style(sheet, font=Font(bold=True, color=_RED)),
        "how": _style(sheet, font=Font(color=_RED)),
        "header": _style(sheet, **header, **bold, **blue),
        "header_to_fill_in": _style(sheet, **header, **bold, fill=PatternFill("solid", fgColor="FFD966")),
        "text": _style(sheet, **framed, **text),
        "count": _style(sheet, **framed, number_format="0"),
        "fill_in": _style(sheet, **framed, **text, **yellow),
        "fill_in_day": _style(sheet, **framed, **yellow, number_format="yyyy-mm-dd"),
    }


def _style(sheet: Any, **parts: Any) -> Any:
    from openpyxl.cell import WriteOnlyCell

    cell: Any = WriteOnlyCell(sheet)
    for name, part in parts.items():
        setattr(cell, name, part)
    return cell._style
