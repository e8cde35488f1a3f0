"""The workbook beside the report: what leadership and finance open in a spreadsheet."""

from __future__ import annotations

import io
from datetime import timedelta, timezone
from typing import TYPE_CHECKING, Any

from charity_analysis.ingest.addresses import column_letters
from charity_analysis.report.handover.cell_texts import clean_text
from charity_analysis.report.handover.notes import note_lines
from charity_analysis.report.handover.sheet_cells import SheetCells, display_width, row_height
from charity_analysis.report.handover.sheets import HEAD_ROW, Sheet, build_sheets
from charity_analysis.report.packing import generation_time, repack
from charity_analysis.rules import handover_texts

if TYPE_CHECKING:
    from charity_analysis.report.half_year import HalfYear

_CHINA = timezone(timedelta(hours=8))
_FONT = "微软雅黑"
_NARROWEST, _WIDEST = 9, 40
# So many rows say how wide a column is.
_MEASURED_ROWS = 200
# What stays in sight beside the heads while one scrolls: the first columns.
_FROZEN_COLUMN = "C"
_LAST_PRINTED = "place"
_A4 = 9


def workbook(report: HalfYear) -> bytes:
    """The .xlsx of `report`: notes, key figures, totals, funds, payments, gifts, goods beside, findings, dictionary.

    Money is in 元 and exact. Sums are formulas whose results are stored with them. The bytes are the same on every run
    with the same SOURCE_DATE_EPOCH.
    """
    texts = handover_texts("zh")
    made = f"{generation_time().astimezone(_CHINA):%Y-%m-%d %H:%M}"
    about = f"{report.name} {report.period.label()}"
    book = BookWriter(about, f"{about} {texts[f'edition_{report.edition}']}", made)
    book.write_notes(texts["sheet_notes"], note_lines(report, made))
    for sheet in build_sheets(report):
        book.write(sheet)
    return book.pack()


class BookWriter:
    """A workbook in the making: `about` stands above each sheet, `foot` and `made` below each page."""

    def __init__(self, about: str, foot: str, made: str) -> None:
        from openpyxl import Workbook

        self._book = Workbook(write_only=True)
        # A name must stand there, and it is nobody's.
        self._book.properties.creator = "charity_analysis"
        self._book.properties.title = clean_text(about)
        self._about, self._foot, self._made = about, foot, made
        self._texts = handover_texts("zh")
        self._cells: list[SheetCells] = []

    def write_notes(self, name: str, lines: list[tuple[str, str]]) -> None:
        """The sheet of notes: a subject and what is said of it."""
        sheet = self._begin(name)
        widths = 30.0, 90.0
        sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = widths
        cells = self._cells[-1]
        cells.add([self._about], "title")
        cells.add([self._texts["item"], self._texts["content"]], "head")
        for line in lines:
            cells.add(line, height=row_height(line, widths))

    def write(self, sheet: Sheet) -> None:
        """A sheet of rows: its title, the sum above, the heads, the rows."""
        heads = [sheet.listing.meaning(column).names["zh"] for column in sheet.listing.columns]
        widths = self._lay_out(self._begin(sheet.name), sheet, heads)
        cells = self._cells[-1]
        cells.add([f"{self._about} {sheet.name}"], "title")
        cells.add_sums(self._texts["sum_visible"], sheet.sums)
        cells.add(heads, "head")
        for number, row in enumerate(sheet.rows):
            cells.add(row, is_sum=number in sheet.is_sum, height=row_height(row, widths))

    def pack(self) -> bytes:
        """The finished workbook."""
        buffer = io.BytesIO()
        self._book.save(buffer)
        parts = {f"xl/worksheets/sheet{n}.xml": cells.put_into for n, cells in enumerate(self._cells, start=1)}
        return repack(buffer.getvalue(), parts)

    def _begin(self, name: str) -> Any:
        """A sheet with its paper: A4 across, as wide as the page, with a foot on each."""
        sheet: Any = self._book.create_sheet(name)
        self._cells.append(SheetCells(sheet, _FONT))
        sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", _A4
        sheet.page_setup.fitToHeight = 0
        sheet.sheet_properties.pageSetUpPr.fitToPage = True
        sheet.oddFooter.left.text = clean_text(self._foot)[:80].replace("&", "&&")
        sheet.oddFooter.center.text = self._texts["footer_page"].format(page="&P", pages="&N")
        sheet.oddFooter.right.text = self._made
        return sheet

    def _lay_out(self, paper: Any, sheet: Sheet, heads: list[str]) -> list[float]:
        """Widths, what stays in sight, filters and paper; the width of each column."""
        widths = []
        for column, head in enumerate(heads):
            measured = [head, *(row[column] for row in sheet.rows[:_MEASURED_ROWS]), sheet.sums.get(column)]
            widths.append(float(min(max(max(map(display_width, measured)) + 2, _NARROWEST), _WIDEST)))
            paper.column_dimensions[column_letters(column)].width = widths[-1]
        paper.freeze_panes = f"{_FROZEN_COLUMN}{HEAD_ROW + 1}"
        last_row = HEAD_ROW + max(len(sheet.rows), 1)
        paper.auto_filter.ref = f"A{HEAD_ROW}:{column_letters(len(heads) - 1)}{last_row}"
        paper.print_title_rows = f"{HEAD_ROW}:{HEAD_ROW}"
        # A list is too wide for paper: what lies beyond the place is for the screen.
        columns = sheet.listing.columns
        printed = columns.index(_LAST_PRINTED) + 1 if _LAST_PRINTED in columns else len(columns)
        paper.print_area = f"A1:{column_letters(printed - 1)}{last_row}"
        return widths
