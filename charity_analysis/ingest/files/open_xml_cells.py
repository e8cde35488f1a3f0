"""A worksheet read cell by cell: slowly, but right however it is written; what contradicts itself is refused."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from charity_analysis.ingest.cells.serial_dates import serial_date
from charity_analysis.ingest.files.open_xml_formulas import column_number, counts_itself
from charity_analysis.ingest.files.open_xml_grid import dense_rows, iso_date
from charity_analysis.ingest.files.open_xml_marks import Marks, styles_that_matter
from charity_analysis.ingest.files.open_xml_parse import LocalNames, is_on, parse_xml
from charity_analysis.ingest.files.open_xml_strings import RichText, SharedStrings, unescaped
from charity_analysis.ingest.files.open_xml_styles import Style, ValueKind
from charity_analysis.ingest.refusals import FileRefused
from charity_analysis.ingest.sheets import FaultyCell

LAST_ROW, LAST_COLUMN = 1_048_576, 16_384
_ADDRESS = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})")
_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?")


@dataclass
class _Cell:
    """The cell that is being read."""

    row: int = -1
    column: int = -1
    type: str = "n"
    style: int = -1
    value: list[str] | None = None
    formula: list[str] | None = None
    rich: RichText | None = None


@dataclass
class CellReader:
    """Reads one worksheet; afterwards `cells` holds each row's values by column, and `marks` what else was said."""

    strings: SharedStrings
    styles: tuple[Style, ...]
    is_1904: bool
    marks: Marks = field(default_factory=Marks)
    cells: dict[int, dict[int, object]] = field(default_factory=dict)

    def read(self, pieces: Iterable[bytes]) -> None:
        """Read the sheet's XML.

        Raises: FileRefused (damaged_file, unsafe_archive).
        """
        self._names = LocalNames()
        self._matter = styles_that_matter(self.styles)
        self._row, self._next_column = -1, 0
        self._cell: _Cell | None = None
        self._text: list[str] | None = None
        self._depth = 0
        parse_xml(pieces, self._start, self._end, self._add)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        local = self._names[name]
        self._depth += 1
        if self._depth == 1 and local != "worksheet":
            raise FileRefused("damaged_file")
        cell = self._cell
        if cell is not None:
            self._start_within(cell, local, attributes)
        elif local == "c":
            self._start_cell(attributes)
        elif local == "row":
            self._start_row(attributes)
        elif local == "mergeCell":
            self._add_merge(attributes.get("ref", ""))

    def _start_within(self, cell: _Cell, local: str, attributes: dict[str, str]) -> None:
        if cell.rich is not None:
            cell.rich.start(local, attributes)
        elif local == "v":
            if cell.value is not None:
                raise FileRefused("damaged_file")
            cell.value = self._text = []
        elif local == "f":
            cell.formula = self._text = []
        elif local == "is":
            cell.rich = RichText()

    def _add(self, piece: str) -> None:
        if self._text is not None:
            self._text.append(piece)
        elif self._cell is not None and self._cell.rich is not None:
            self._cell.rich.add(piece)

    def _end(self, name: str) -> None:
        local = self._names[name]
        self._depth -= 1
        cell = self._cell
        if cell is None:
            return
        if local in ("v", "f"):
            self._text = None
        elif local == "c":
            self._cell = None
            self._finish(cell)
        elif local == "is":
            assert cell.rich is not None
            cell.value, cell.type = cell.value or [], "rich"
            self._rich, cell.rich = cell.rich, None
        elif cell.rich is not None:
            cell.rich.end(local)

    def _start_row(self, attributes: dict[str, str]) -> None:
        number = attributes.get("r", "")
        if number and not number.isdecimal():
            raise FileRefused("damaged_file")
        self._row = int(number) - 1 if number else self._row + 1
        self._next_column = 0
        if not 0 <= self._row < LAST_ROW:
            raise FileRefused("damaged_file")
        height = attributes.get("ht", "")
        if is_on(attributes.get("hidden", "")) or (_NUMBER.fullmatch(height) and float(height) == 0):
            self.marks.hidden_rows.add(self._row)

    def _start_cell(self, attributes: dict[str, str]) -> None:
        row, column = self._row, self._next_column
        if (reference := attributes.get("r")) is not None:
            row, column = _position(reference)
        # A cell outside any row, or in a row of another number: nobody knows where it belongs.
        if row != self._row or row < 0 or column >= LAST_COLUMN:
            raise FileRefused("damaged_file")
        self._next_column = column + 1
        style = attributes.get("s", "")
        number = int(style) if style.isdecimal() and int(style) < len(self.styles) else -1
        self._cell = _Cell(row, column, attributes.get("t", "n"), number)

    def _add_merge(self, reference: str) -> None:
        first, _, last = reference.partition(":")
        top, left = _position(first)
        bottom, right = _position(last or first)
        self.marks.merges.append((min(top, bottom), min(left, right), max(top, bottom), max(left, right)))

    def _finish(self, cell: _Cell) -> None:
        value = self._value(cell)
        if cell.formula is not None and counts_itself("".join(cell.formula), cell.row, cell.column):
            value = FaultyCell("=" + "".join(cell.formula), "formula_circular")
        if value == "":
            return
        at = cell.row, cell.column
        row = self.cells.setdefault(cell.row, {})
        if cell.column in row:
            raise FileRefused("damaged_file")
        row[cell.column] = value
        if isinstance(value, FaultyCell):
            self.marks.faults[at] = value
        if cell.style in self._matter:
            self.marks.styled[at] = cell.style

    def _value(self, cell: _Cell) -> object:
        text = "".join(cell.value or [])
        if cell.type == "rich":
            if self._rich.is_struck:
                self.marks.struck.add((cell.row, cell.column))
            if self._rich.is_partly_marked:
                return FaultyCell(self._rich.text, "partly_marked")
            return self._rich.text
        if cell.formula is not None and not text and not (cell.type == "str" and cell.value is not None):
            return FaultyCell("=" + "".join(cell.formula), "formula_not_computed")
        if cell.type in ("str", "inlineStr"):
            return unescaped(text)
        text = text.strip()
        return self._typed(cell, text) if text else ""

    def _typed(self, cell: _Cell, text: str) -> object:
        if cell.type == "s":
            return self._shared(cell, text)
        if cell.type == "b" and text.lower() in ("0", "1", "true", "false"):
            return text.lower() in ("1", "true")
        if cell.type == "e":
            return FaultyCell(text, "error_value")
        if cell.type == "d":
            return iso_date(text)
        if cell.type != "n":
            raise FileRefused("damaged_file")
        if not _NUMBER.fullmatch(text):
            return unescaped(text)
        kind = self.styles[cell.style].kind if cell.style >= 0 else ValueKind.NUMBER
        if kind == ValueKind.NUMBER:
            return float(text)
        return serial_date(float(text), self.is_1904, kind == ValueKind.DURATION)

    def _shared(self, cell: _Cell, text: str) -> str | FaultyCell:
        if not text.isdecimal() or int(text) >= len(self.strings.texts):
            raise FileRefused("damaged_file")
        if int(text) in self.strings.struck:
            self.marks.struck.add((cell.row, cell.column))
        if int(text) in self.strings.partly_marked:
            return FaultyCell(self.strings.texts[int(text)], "partly_marked")
        return self.strings.texts[int(text)]

    def grid(self) -> list[list[object]]:
        """The values as rows from the first, all of one width.

        Raises: FileRefused (too_spread) where a cell lies so far away that blanks would fill the memory.
        """
        return dense_rows(self.cells)


def _position(reference: str) -> tuple[int, int]:
    match = _ADDRESS.fullmatch(reference)
    if match is None:
        raise FileRefused("damaged_file")
    row, column = int(match[2]) - 1, column_number(match[1])
    if not (0 <= row < LAST_ROW and column < LAST_COLUMN):
        raise FileRefused("damaged_file")
    return row, column
