"""One sheet of an old workbook, record by record: which cells hold a value, and what else is said of them.

Source: [MS-XLS] 2.3 and 2.4.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass, field

from charity_analysis.ingest.files.old_workbook_formulas import gives_a_number, refers_to_itself
from charity_analysis.ingest.files.old_workbook_styles import OldStyles
from charity_analysis.ingest.refusals import FileRefused
from charity_analysis.ingest.sheets import MergedRange

BOF_KINDS = frozenset((0x0009, 0x0209, 0x0409, 0x0809))
EOF_KIND = 0x000A
COLUMNS = 256
_LABEL_SHARED, _MANY_NUMBERS = 0x00FD, 0x00BD
_FORMULAS = frozenset((0x0006, 0x0206, 0x0406))
# Records of one cell with a value, and how long they are at the least; the first four are of BIFF2.
_CELL_LENGTHS = {
    0x0002: 9, 0x0003: 15, 0x0004: 8, 0x0005: 9, 0x0006: 16, 0x0206: 16, 0x0406: 16, 0x0203: 14, 0x0204: 8, 0x0205: 8,
    0x00D6: 8, 0x00FD: 10, 0x027E: 10,
}  # fmt: skip
CELL_KINDS = frozenset((*_CELL_LENGTHS, _MANY_NUMBERS))
# What belongs to a formula: its text, and what it shares with others.
FORMULA_KINDS = frozenset((0x0007, 0x0207, 0x0021, 0x0221, 0x0036, 0x0037, 0x0236, 0x04BC))
_ROW, _DEFAULT_ROW, _DIMENSIONS, _MERGED = 0x0208, 0x0225, 0x0200, 0x00E5
_ROW_HIDDEN, _DEFAULT_ROW_HIDDEN, _HEIGHT = 0x20, 0x02, 0x7FFF
_CALCULATE_ON_LOAD, _NO_NUMBER, _IS_EMPTY = 0x03, b"\xff\xff", 3
_ZEROES = (bytes(8), bytes(7) + b"\x80")
# Records whose length is always the same: another one has swallowed cells, or was a cell.
_LENGTHS = {_ROW: 16, _DEFAULT_ROW: 4, 0x0201: 6, 0x0236: 16, 0x0055: 2}
# What else may stand among the cells of a sheet; any other kind there is a record whose name was damaged.
_OTHERS = frozenset(
    (0x001C, 0x003C, 0x0055, 0x005D, 0x007D, 0x00BE, 0x00D7,
     0x00EC, 0x00EF, 0x01B6, 0x01B8, 0x0200, 0x0201, 0x0207, 0x0208, 0x020B, 0x0221, 0x0225, 0x0236, 0x04BC,
     *range(0x0800, 0x0900))
)  # fmt: skip
# The same, as sheets have it that stand alone.
_OTHERS_OF_BIFF2 = frozenset((0x0001, 0x0007, 0x0008, 0x000B, 0x0021, 0x0025, 0x0036, 0x0037, 0x0024, 0x0044))
_CONTINUED = 0x003C


@dataclass
class OldSheet:
    """What the records say; a cell is named by row × COLUMNS + column, a formula by its tokens."""

    is_hidden: bool = False
    cells: set[int] = field(default_factory=set)
    not_computed: dict[int, bytes] = field(default_factory=dict)
    durations: set[int] = field(default_factory=set)
    struck: set[int] = field(default_factory=set)
    currencies: dict[int, str] = field(default_factory=dict)
    merges: list[MergedRange] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    shown_rows: set[int] = field(default_factory=set)
    are_rows_hidden: bool = False
    dimensions: tuple[int, int] | None = None
    is_ordered: bool = True
    last: int = -1


def read_old_sheet(stream: bytes, start: int, styles: OldStyles, shared_text_count: int) -> OldSheet:
    """The sheet whose first record (BOF) begins at byte `start` of the workbook's records.

    Raises: FileRefused (damaged_file) where the records do not lead to the sheet's end or contradict each other.
    """
    sheet, at, depth, stray, before = OldSheet(), start, 0, False, 0
    others = _OTHERS if styles.styles else _OTHERS | _OTHERS_OF_BIFF2
    unpack = struct.unpack_from
    while True:
        kind, length = unpack("<HH", stream, at)
        data, at = at + 4, at + 4 + length
        if at > len(stream):
            raise FileRefused("damaged_file")
        if kind in BOF_KINDS:
            depth += 1
        elif kind == EOF_KIND:
            depth -= 1
            if depth == 0:
                break
        elif depth > 1:
            continue  # a chart inside the sheet
        elif kind in CELL_KINDS:
            if stray or length < _CELL_LENGTHS.get(kind, 0):
                raise FileRefused("damaged_file")
            if kind == _MANY_NUMBERS:
                _read_many_numbers(sheet, stream[data:at], styles)
                continue
            row, column, style = unpack("<HHH", stream, data)
            _add_cell(sheet, row, column, style, styles)
            if kind == _LABEL_SHARED and unpack("<I", stream, data + 6)[0] >= shared_text_count:
                raise FileRefused("damaged_file")
            if kind in _FORMULAS:
                _read_formula(sheet, stream[data:at], row, column, styles.is_biff8)
        else:
            if _LENGTHS.get(kind, length) != length:
                raise FileRefused("damaged_file")
            stray = stray or _is_stray(sheet, kind, before, others)
            _read_other(sheet, kind, stream[data:at], styles.is_biff8)
        before = kind
    _check(sheet)
    return sheet


def _is_stray(sheet: OldSheet, kind: int, before: int, others: frozenset[int]) -> bool:
    """True for a record that cannot stand where it does, once the cells have begun."""
    has_begun = sheet.last >= 0 or sheet.hidden_rows or sheet.shown_rows
    # What a cell holds never goes on in another record, but for the text of a formula.
    goes_on = kind == _CONTINUED and (before in CELL_KINDS or before == _ROW)
    return bool(has_begun and kind not in others) or goes_on


def _add_cell(sheet: OldSheet, row: int, column: int, style: int, styles: OldStyles) -> None:
    cell = row * COLUMNS + column
    # Of two values in one cell, one is damaged or lost.
    if column >= COLUMNS or cell in sheet.cells:
        raise FileRefused("damaged_file")
    sheet.cells.add(cell)
    if cell < sheet.last:
        sheet.is_ordered = False
    sheet.last = cell
    if style in styles.struck:
        sheet.struck.add(cell)
    if style in styles.durations:
        sheet.durations.add(cell)
    if style in styles.currencies:
        sheet.currencies[cell] = styles.currencies[style]


def _read_many_numbers(sheet: OldSheet, record: bytes, styles: OldStyles) -> None:
    """A run of numbers in one row: row, first column, (style, number)…, last column."""
    row, first = struct.unpack_from("<HH", record)
    (last,) = struct.unpack_from("<H", record, len(record) - 2)
    if len(record) != 6 + 6 * (last - first + 1) or last < first:
        raise FileRefused("damaged_file")
    for place, column in enumerate(range(first, last + 1)):
        (style,) = struct.unpack_from("<H", record, 4 + 6 * place)
        _add_cell(sheet, row, column, style, styles)


def _read_formula(sheet: OldSheet, record: bytes, row: int, column: int, is_biff8: bool) -> None:
    cell, result, options = row * COLUMNS + column, record[6:14], record[14]
    size = int.from_bytes(record[20:22], "little")
    tokens = record[22 : 22 + size]
    if result[6:] == _NO_NUMBER:
        if result[0] == _IS_EMPTY and gives_a_number(tokens, is_biff8):
            sheet.not_computed[cell] = tokens
    elif result in _ZEROES and (options & _CALCULATE_ON_LOAD or refers_to_itself(tokens, is_biff8, row, column)):
        sheet.not_computed[cell] = tokens


def _read_other(sheet: OldSheet, kind: int, record: bytes, is_biff8: bool) -> None:
    if kind == _ROW and len(record) >= 14:
        row, height, options = struct.unpack_from("<H4xH4xH", record)
        is_hidden = options & _ROW_HIDDEN or height & _HEIGHT == 0
        (sheet.hidden_rows if is_hidden else sheet.shown_rows).add(row)
    elif kind == _DEFAULT_ROW and len(record) >= 4:
        sheet.are_rows_hidden = bool(record[0] & _DEFAULT_ROW_HIDDEN)
    elif kind == _DIMENSIONS and len(record) >= 10:
        _, bottom, _, right = struct.unpack_from("<IIHH" if is_biff8 and len(record) >= 12 else "<4H", record)
        sheet.dimensions = bottom, right
    elif kind == _MERGED:
        (count,) = struct.unpack_from("<H", record)
        if len(record) < 2 + 8 * count:
            raise FileRefused("damaged_file")
        for top, bottom, left, right in struct.iter_unpack("<4H", record[2 : 2 + 8 * count]):
            sheet.merges.append((top, left, bottom, right))


def _check(sheet: OldSheet) -> None:
    """A wrong size alone, or cells in any order, are some program's way; both together are a cell that has moved."""
    if sheet.are_rows_hidden:
        sheet.hidden_rows |= {cell // COLUMNS for cell in sheet.cells} - sheet.shown_rows
    if sheet.dimensions and not sheet.is_ordered:
        bottom, right = sheet.dimensions
        if any(cell // COLUMNS >= bottom or cell % COLUMNS >= right for cell in sheet.cells):
            raise FileRefused("damaged_file")
