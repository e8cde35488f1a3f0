"""The workbook beside the report: what leadership and finance open in a spreadsheet."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from datetime import timedelta, timezone
from functools import partial
from typing import TYPE_CHECKING, Any

from charity_analysis.ingest.addresses import cell_address, column_letters
from charity_analysis.report.handover.notes import note_lines
from charity_analysis.report.handover.sheet_cells import SheetCells, display_width, row_height
from charity_analysis.report.handover.sheets import HEAD_ROW, Formula, Sheet, build_sheets
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
_WITHOUT_RESULT = re.compile(r'(<c r="([A-Z]+[0-9]+)"[^>]*><f>[^<]*</f>)<v(?: ?/>|></v>)')


def workbook(report: HalfYear) -> bytes:
    """The .xlsx of `report`: notes, key figures, totals, funds, payments, gifts, goods beside, findings, dictionary.

    Money is in 元 and exact. Sums are formulas whose results are stored with them. The bytes are the same on every run
    with the same SOURCE_DATE_EPOCH.
    """
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    texts = handover_texts("zh")
    made = f"{generation_time().astimezone(_CHINA):%Y-%m-%d %H:%M}"
    about = f"{report.name} {report.period.label()}"
    # A name must stand there, and it is nobody's.
    book.properties.creator = "charity_analysis"
    book.properties.title = about
    writer = _Writer(book, about, f"{about} {texts[f'edition_{report.edition}']}", made)
    writer.write_notes(texts["sheet_notes"], note_lines(report, made))
    changes = {}
    for number, sheet in enumerate(build_sheets(report), start=2):
        writer.write(sheet)
        changes[f"xl/worksheets/sheet{number}.xml"] = partial(_with_results, dict(_results(sheet)))
    buffer = io.BytesIO()
    book.save(buffer)
    return repack(buffer.getvalue(), changes)


def _results(sheet: Sheet) -> Iterator[tuple[str, str]]:
    """What the sheet's formulas come to, by the address of each."""
    lines = [(HEAD_ROW - 2, sheet.sums.items()), *((HEAD_ROW + n, enumerate(sheet.rows[n])) for n in sheet.is_sum)]
    for line, cells in lines:
        for column, cell in cells:
            if isinstance(cell, Formula):
                yield cell_address(line, column), f"{cell.value:f}"


def _with_results(results: dict[str, str], content: bytes) -> bytes:
    """A sheet whose formulas carry their results, for programs that show without computing."""
    if not results:
        return content
    text = content.decode("utf-8")
    return _WITHOUT_RESULT.sub(lambda found: f"{found[1]}<v>{results[found[2]]}</v>", text).encode("utf-8")


class _Writer:
    """Writes the sheets of one book, each as it is given."""

    def __init__(self, book: Any, about: str, foot: str, made: str) -> None:
        self._book, self._about, self._foot, self._made = book, about, foot, made
        self._texts = handover_texts("zh")

    def write_notes(self, name: str, lines: list[tuple[str, str]]) -> None:
        """The sheet of notes: a subject and what is said of it."""
        sheet = self._begin(name)
        widths = 30.0, 90.0
        sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = widths
        cells = SheetCells(sheet, _FONT)
        sheet.append([cells.cell(0, self._about, "title")])
        sheet.append([cells.cell(0, self._texts["item"], "head"), cells.cell(1, self._texts["content"], "head")])
        for number, line in enumerate(lines, start=3):
            sheet.row_dimensions[number].height = row_height(line, widths)
            sheet.append([cells.cell(column, value) for column, value in enumerate(line)])

    def write(self, sheet: Sheet) -> None:
        """A sheet of rows: its title, the sum above, the heads, the rows."""
        heads = [sheet.listing.meaning(column).names["zh"] for column in sheet.listing.columns]
        paper = self._begin(sheet.name)
        widths = self._lay_out(paper, sheet, heads)
        cells = SheetCells(paper, _FONT)
        paper.append([cells.cell(0, f"{self._about} {sheet.name}", "title")])
        paper.append(self._sum_line(cells, sheet))
        paper.append([cells.cell(column, head, "head") for column, head in enumerate(heads)])
        for number, row in enumerate(sheet.rows):
            is_sum = number in sheet.is_sum
            if height := row_height(row, widths):
                paper.row_dimensions[HEAD_ROW + 1 + number].height = height
            paper.append([cells.cell(column, value, is_sum=is_sum) for column, value in enumerate(row)])

    def _sum_line(self, cells: SheetCells, sheet: Sheet) -> list[Any]:
        if not sheet.sums:
            return []
        line: list[Any] = [None] * len(sheet.listing.columns)
        line[0] = cells.cell(0, self._texts["sum_visible"], "label")
        for column, formula in sheet.sums.items():
            line[column] = cells.cell(column, formula, is_sum=True)
        return line

    def _begin(self, name: str) -> Any:
        """A sheet with its paper: A4 across, as wide as the page, with a foot on each."""
        sheet: Any = self._book.create_sheet(name)
        sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", _A4
        sheet.page_setup.fitToHeight = 0
        sheet.sheet_properties.pageSetUpPr.fitToPage = True
        sheet.oddFooter.left.text = self._foot.replace("&", "&&")[:80]
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
