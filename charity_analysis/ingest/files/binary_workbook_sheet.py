"""One sheet of a binary workbook (.xlsb): its cells as the records hold them. Source: [MS-XLSB] 2.1.7.62."""

from __future__ import annotations

import struct
from dataclasses import dataclass, field

from charity_analysis.ingest.cells.serial_dates import serial_date
from charity_analysis.ingest.files.binary_workbook_records import records, wide_text
from charity_analysis.ingest.files.binary_workbook_styles import BinaryStyles
from charity_analysis.ingest.files.spread import check_spread
from charity_analysis.ingest.refusals import FileRefused
from charity_analysis.ingest.sheets import CellPosition, FaultyCell, MergedRange

_ROW, _BLANK, _SHORT_NUMBER, _ERROR, _BOOLEAN, _NUMBER, _TEXT, _SHARED_TEXT = range(8)
_FORMULA_TEXT, _FORMULA_NUMBER, _FORMULA_BOOLEAN, _FORMULA_ERROR = range(8, 12)
_RICH_TEXT = 62
# Cells without a column, which only the clipboard has.
_SHORT_CELLS = frozenset(range(12, 19))
_END_SHEET, _BEGIN_DATA, _END_DATA, _MERGE, _ROWS_FORMAT = 130, 145, 146, 176, 485
_ROW_HIDDEN, _ROWS_HIDDEN, _ALWAYS_CALCULATED = 0x10, 0x02, 0x03
_MOST_ROWS, _MOST_COLUMNS = 1_048_576, 16_384
_ERRORS = {
    0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!", 0x2A: "#N/A",
    0x2B: "#GETTING_DATA",
}  # fmt: skip


@dataclass
class BinarySheet:
    """The cells of one sheet by row, and what is said of them."""

    cells: dict[int, dict[int, object]] = field(default_factory=dict)
    merges: list[MergedRange] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    struck: set[CellPosition] = field(default_factory=set)
    currencies: dict[CellPosition, str] = field(default_factory=dict)

    def grid(self) -> list[list[object]]:
        """All cells from the first, "" where blank.

        Raises: FileRefused (too_spread).
        """
        filled = {row: cells for row, cells in self.cells.items() if cells}
        height = max(filled, default=-1) + 1
        width = max((max(cells) for cells in filled.values()), default=-1) + 1
        check_spread(height, width, sum(map(len, filled.values())))
        rows: list[list[object]] = [[""] * width for _ in range(height)]
        for row, cells in filled.items():
            for column, value in cells.items():
                rows[row][column] = value
        return rows


class BinarySheetReader:
    """Reads sheets that share texts and styles."""

    def __init__(self, texts: list[str], styles: BinaryStyles, is_1904: bool) -> None:
        self._texts, self._styles, self._is_1904 = texts, styles, is_1904

    def read(self, part: bytes) -> BinarySheet:
        """Raises: FileRefused (damaged_file) where the sheet does not come to its end, or holds a cell twice."""
        sheet = BinarySheet()
        cells: dict[int, object] = {}
        row, kind, is_inside, are_hidden = -1, -1, False, False
        marked = self._styles.struck | self._styles.currencies.keys()
        shown: set[int] = set()
        for kind, at, end in records(part):
            if (is_inside and _ROW < kind <= _FORMULA_ERROR) or kind == _RICH_TEXT:
                column, style = struct.unpack_from("<II", part, at)
                style &= 0xFFFFFF
                if kind == _BLANK:
                    continue
                if row < 0 or column >= _MOST_COLUMNS or column in cells:
                    raise FileRefused("damaged_file")
                cells[column] = self._value(kind, part, at + 8, end, style)
                if style in marked:
                    self._mark(sheet, (row, column), style)
            elif kind == _ROW and is_inside:
                (row,) = struct.unpack_from("<I", part, at)
                if row in sheet.cells or row >= _MOST_ROWS:
                    raise FileRefused("damaged_file")
                cells = sheet.cells[row] = {}
                is_hidden = part[at + 11] & _ROW_HIDDEN or part[at + 8 : at + 10] == b"\0\0"
                (sheet.hidden_rows if is_hidden else shown).add(row)
            elif kind == _MERGE:
                top, bottom, left, right = struct.unpack_from("<4I", part, at)
                sheet.merges.append((top, left, bottom, right))
            elif kind in (_BEGIN_DATA, _END_DATA):
                is_inside = kind == _BEGIN_DATA
            elif kind == _ROWS_FORMAT:
                are_hidden = bool(part[at + 8] & _ROWS_HIDDEN)
            elif is_inside and kind in _SHORT_CELLS:
                raise FileRefused("damaged_file")
        if kind != _END_SHEET or is_inside:
            raise FileRefused("damaged_file")
        if are_hidden:
            sheet.hidden_rows |= sheet.cells.keys() - shown
        return sheet

    def _value(self, kind: int, part: bytes, at: int, end: int, style: int) -> object:
        if kind == _SHARED_TEXT:
            return self._texts[int.from_bytes(part[at : at + 4], "little")]
        if kind == _SHORT_NUMBER:
            return self._number(_short_number(int.from_bytes(part[at : at + 4], "little")), style)
        if kind in (_NUMBER, _FORMULA_NUMBER):
            (number,) = struct.unpack_from("<d", part, at)
            if kind == _FORMULA_NUMBER and number == 0 and part[at + 8] & _ALWAYS_CALCULATED:
                return FaultyCell("=…", "formula_not_computed")
            return self._number(number, style)
        if kind in (_ERROR, _FORMULA_ERROR):
            return FaultyCell(_ERRORS.get(part[at], "#ERR!"), "error_value")
        if kind in (_BOOLEAN, _FORMULA_BOOLEAN):
            return bool(part[at])
        return wide_text(part, at + (kind == _RICH_TEXT), end)[0]

    def _number(self, number: float, style: int) -> object:
        if style in self._styles.dates:
            return serial_date(number, self._is_1904, False)
        return serial_date(number, self._is_1904, True) if style in self._styles.durations else number

    def _mark(self, sheet: BinarySheet, position: CellPosition, style: int) -> None:
        if style in self._styles.struck:
            sheet.struck.add(position)
        if style in self._styles.currencies:
            sheet.currencies[position] = self._styles.currencies[style]


def _short_number(packed: int) -> float:
    """The number in 30 bits: a whole one or the upper part of a float, in hundredths where the first bit says so."""
    if packed & 2:
        whole = packed >> 2
        number = float(whole - (1 << 30) if whole >= 1 << 29 else whole)
    else:
        (number,) = struct.unpack("<d", struct.pack("<II", 0, packed & ~3))
    return number / 100 if packed & 1 else number
