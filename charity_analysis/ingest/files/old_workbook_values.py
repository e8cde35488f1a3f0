"""The values of an old workbook's cells, by the xlrd library."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from charity_analysis.ingest.cells.serial_dates import serial_date
from charity_analysis.ingest.files.old_workbook_records import OldRecords, without_the_rest
from charity_analysis.ingest.files.old_workbook_sheets import COLUMNS, OldSheet
from charity_analysis.ingest.refusals import FileRefused
from charity_analysis.ingest.sheets import FaultyCell

if TYPE_CHECKING:
    import xlrd
# Older workbooks hold texts in the system's encoding. Where it is not stated, or said to be that of Western Europe
# (as many programs write whatever they run on), the texts are tried as Chinese first: wrong, they seldom decode.
_CHINESE = "gb18030"
_WESTERN_CODEPAGES = (None, 1252, 32769, 28591, 367, 10000)
_DATE, _BOOLEAN, _ERROR = 3, 4, 5
_CONVERTED = frozenset((_DATE, _BOOLEAN, _ERROR))


def read_old_values(stream: bytes, records: OldRecords) -> list[tuple[str, list[list[object]]]]:
    """Each worksheet's name and cells by row, "" where blank.

    Raises: FileRefused (damaged_file) where the library reads fewer or more cells than there are records; whatever
    it raises on contents that it does not expect.
    """
    book = _open(stream, records)
    sheets = [_read_sheet(book, number, sheet, records) for number, sheet in enumerate(records.sheets)]
    if book.nsheets != len(sheets):
        raise FileRefused("damaged_file")
    return sheets


def _open(stream: bytes, records: OldRecords) -> xlrd.book.Book:
    import xlrd

    if records.bounds:
        stream = without_the_rest(stream)
    with open(os.devnull, "w") as silence:  # noqa: PTH123
        if not records.styles.is_biff8 and records.codepage in _WESTERN_CODEPAGES:
            try:
                return xlrd.open_workbook(file_contents=stream, logfile=silence, encoding_override=_CHINESE)
            except UnicodeDecodeError:
                pass
        return xlrd.open_workbook(file_contents=stream, logfile=silence)


def _read_sheet(book: Any, number: int, sheet: OldSheet, records: OldRecords) -> tuple[str, list[list[object]]]:
    from xlrd.biffh import error_text_from_code

    cells = book.sheet_by_index(number)
    rows: list[list[object]] = []
    count = 0
    for row in range(cells.nrows):
        values, types = cells.row_values(row), bytes(cells.row_types(row))
        count += len(types) - types.count(0) - types.count(6)
        if not _CONVERTED.isdisjoint(types):
            for column, kind in enumerate(types):
                if kind == _DATE:
                    is_duration = row * COLUMNS + column in sheet.durations
                    values[column] = serial_date(values[column], records.is_1904, is_duration)
                elif kind == _BOOLEAN:
                    values[column] = bool(values[column])
                elif kind == _ERROR:
                    values[column] = FaultyCell(error_text_from_code.get(values[column], "#ERR!"), "error_value")
        rows.append(values)
    if count != len(sheet.cells):
        raise FileRefused("damaged_file")
    for cell, tokens in sheet.not_computed.items():
        row, column = divmod(cell, COLUMNS)
        rows[row][column] = FaultyCell(_formula_text(book, tokens, row, column), "formula_not_computed")
    return cells.name, rows


def _formula_text(book: Any, tokens: bytes, row: int, column: int) -> str:
    from xlrd.formula import FMLA_TYPE_CELL, decompile_formula

    try:
        return f"={decompile_formula(book, tokens, len(tokens), FMLA_TYPE_CELL, row, column)}"
    except Exception:
        return "=…"  # the library knows common formulas only; the text is no more than a help
