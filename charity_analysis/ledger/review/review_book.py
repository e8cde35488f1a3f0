"""The workbook that a clerk fills in: held cells, what is left out whole, other errors, and how to fill it in."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from charity_analysis.ledger.cell_text import comparable
from charity_analysis.ledger.review.review import OpenError, Review
from charity_analysis.ledger.review.review_looks import Looks
from charity_analysis.rules import review_texts

if TYPE_CHECKING:
    from openpyxl import Workbook

# Columns by their key in rules/review.csv, with their widths in characters; those to fill in stand at the end.
TO_FILL_IN = ("new_value", "reason", "approved_by", "approved_on")
CELL_COLUMNS = {
    "organisation": 12,
    "file": 26,
    "sheet": 10,
    "cell": 8,
    "heading": 13,
    "expected_text": 22,
    "why": 30,
    "remedy": 30,
    "context": 38,
    "new_value": 22,
    "reason": 24,
    "approved_by": 12,
    "approved_on": 13,
}
_ERROR_COLUMNS = {"organisation": 12, "file": 30, "sheet": 14, "cell": 8, "rows": 10, "why": 60, "remedy": 50}
# Above the headings: that the sheet is internal, and what to do with it.
_HEADER_ROW = 3
_MOST_ROWS = 1_048_576 - _HEADER_ROW
# A sheet takes 32 767 characters a cell.
_LONGEST_TEXT = 32_000
_RUN_BY_SPREADSHEETS = ("=", "+", "-", "@", "\t", "\r")


class TooManyCells(ValueError):
    """More held cells than a sheet has rows."""


def fit(text: str) -> str:
    """`text` as a sheet can hold it."""
    return comparable(text)[:_LONGEST_TEXT]


def write_review(review: Review, path: Path, language: str) -> None:
    """Write the workbook of `review` to `path`, wholly or not at all.

    Raises: TooManyCells; OSError where the disk refuses.
    """
    from openpyxl import Workbook

    if max(len(review.cells), len(review.errors)) > _MOST_ROWS:
        raise TooManyCells
    book = Workbook(write_only=True)
    # A name must stand there, and it is nobody's.
    book.properties.creator = "charity_analysis"
    _Writer(book, language).write(review)
    aside = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        book.save(aside)
        aside.replace(path)
    finally:
        aside.unlink(missing_ok=True)


class _Writer:
    def __init__(self, book: Workbook, language: str) -> None:
        self._book = book
        self._texts = review_texts(language)
        self._looks: Looks
        self._cells: dict[tuple[int, str, bool], Any] = {}

    def write(self, review: Review) -> None:
        """All sheets in their order; a list of errors that has none is left out."""
        self._write_cells(review)
        whole = [error for error in review.errors if error.is_whole]
        others = [error for error in review.errors if not error.is_whole]
        for name, errors in (("tables", whole), ("errors", others)):
            if errors:
                self._write_errors(f"sheet_{name}", f"how_{name}", errors)
        self._write_help()

    def _write_cells(self, review: Review) -> None:
        sheet = self._begin("sheet_cells", CELL_COLUMNS, "E", len(review.cells))
        _restrict(sheet, self._texts, len(review.cells))
        self._append(sheet, [("notice", self._texts["confidential"])])
        self._append(sheet, [("how", self._texts["how"])])
        looks = ["header_to_fill_in" if column in TO_FILL_IN else "header" for column in CELL_COLUMNS]
        self._append(sheet, zip(looks, (self._texts[column] for column in CELL_COLUMNS), strict=True))
        given = [column for column in CELL_COLUMNS if column not in TO_FILL_IN]
        blank = [("fill_in_day" if column == "approved_on" else "fill_in", "") for column in TO_FILL_IN]
        for held in review.cells:
            self._append(sheet, [*(("text", getattr(held, column)) for column in given), *blank])

    def _write_errors(self, name: str, how: str, errors: list[OpenError]) -> None:
        sheet = self._begin(name, _ERROR_COLUMNS, "C", len(errors))
        self._append(sheet, [("notice", self._texts["confidential"])])
        self._append(sheet, [("how", self._texts[how])])
        self._append(sheet, [("header", self._texts[column]) for column in _ERROR_COLUMNS])
        for error in errors:
            self._append(sheet, [("text", getattr(error, column)) for column in _ERROR_COLUMNS])

    def _write_help(self) -> None:
        sheet = self._book.create_sheet(self._texts["sheet_help"])
        sheet.column_dimensions["A"].width = 110
        self._looks, self._cells = Looks(sheet), {}
        for key, text in self._texts.items():
            if key.startswith("help_"):
                self._append(sheet, [("notice" if key == "help_confidential" else "text", text)])

    def _begin(self, name: str, columns: Mapping[str, int], frozen: str, count: int) -> Any:
        """A sheet of a list, laid out for screen and paper: what identifies a row stays in sight."""
        sheet: Any = self._book.create_sheet(self._texts[name])
        self._looks, self._cells = Looks(sheet), {}
        for number, width in enumerate(columns.values()):
            sheet.column_dimensions[chr(ord("A") + number)].width = width
        last = chr(ord("A") + len(columns) - 1)
        sheet.freeze_panes = f"{frozen}{_HEADER_ROW + 1}"
        sheet.auto_filter.ref = f"A{_HEADER_ROW}:{last}{_HEADER_ROW + max(count, 1)}"
        sheet.page_setup.orientation = "landscape"
        sheet.page_setup.fitToHeight = 0
        sheet.sheet_properties.pageSetUpPr.fitToPage = True
        sheet.print_title_rows = f"{_HEADER_ROW}:{_HEADER_ROW}"
        return sheet

    def _append(self, sheet: Any, cells: Iterable[tuple[str, Any]]) -> None:
        sheet.append([self._cell(column, look, value) for column, (look, value) in enumerate(cells)])

    def _cell(self, column: int, look: str, value: Any) -> Any:
        """A cell of the sheet in hand; one serves a column again and again, since each row is written at once."""
        is_number = isinstance(value, int)
        text = value if is_number else fit(value or "")
        is_run = not is_number and text.startswith(_RUN_BY_SPREADSHEETS)
        key = (column, "count" if is_number else look, is_run)
        cell = self._cells.get(key)
        if cell is None:
            cell = self._cells[key] = self._looks.cell(key[1])
            # Only this mark keeps it text where somebody edits it.
            cell.quotePrefix = is_run
        cell.value = text or None
        if text and not is_number:
            # Text whatever it begins with.
            cell.data_type = "s"
        return cell


def _restrict(sheet: Any, texts: Mapping[str, str], count: int) -> None:
    """Say what belongs in a cell when it is chosen, and refuse what is no day where a day belongs."""
    from openpyxl.worksheet.datavalidation import DataValidation

    last = _HEADER_ROW + max(count, 1)
    columns: Sequence[str] = list(CELL_COLUMNS)
    for column in ("new_value", "reason", "approved_on"):
        rule = DataValidation(allow_blank=True, showInputMessage=True, prompt=texts[f"prompt_{column}"])
        if column == "approved_on":
            rule.type, rule.operator, rule.formula1 = "date", "greaterThan", "36526"  # 2000-01-01
            rule.showErrorMessage, rule.error = True, texts["prompt_approved_on"]
        letter = chr(ord("A") + columns.index(column))
        rule.add(f"{letter}{_HEADER_ROW + 1}:{letter}{last}")
        sheet.data_validations.append(rule)
