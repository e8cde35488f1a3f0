"""One sheet of a workbook in XML: its cells put where they belong."""

from __future__ import annotations

import re
from datetime import date, datetime

from charity_analysis.ingest.files.xml_spreadsheet_styles import OWN, StyleReader
from charity_analysis.ingest.refusals import FileRefused
from charity_analysis.ingest.sheets import CellPosition, FaultyCell, MergedRange, Sheet

_INDEX, _STYLE, _FORMULA = f"{OWN}Index", f"{OWN}StyleID", f"{OWN}Formula"
_ACROSS, _DOWN, _SPAN, _HIDDEN = f"{OWN}MergeAcross", f"{OWN}MergeDown", f"{OWN}Span", f"{OWN}Hidden"
_MOST_ROWS, _MOST_COLUMNS, _MOST_CELLS = 1_048_576, 16_384, 30_000_000
_NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d{1,3})?")
# Fractions hold no more digits than these.
_EXACT_DIGITS = 15
_LONGEST_NUMBER = 100
# A time without a day is written as one of the days before all others.
_NO_DAY = (date(1899, 12, 30), date(1899, 12, 31))


def data_value(kind: str, text: str) -> object:
    """The value of a cell that is written as `text` and is of this kind; the text where it is not what it says."""
    if kind == "String":
        return text
    text = text.strip()
    if kind == "Number" and _NUMBER.fullmatch(text):
        return int(text) if text.isdecimal() and len(text) > _EXACT_DIGITS else float(text)
    if kind == "Error":
        return FaultyCell(text, "error_value")
    if kind == "Boolean" and text in ("0", "1"):
        return text == "1"
    return _day_or_time(text) if kind == "DateTime" else text


def _day_or_time(text: str) -> object:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return text
    return moment.time() if moment.date() in _NO_DAY else moment


class SheetBuilder:
    """Takes the rows and cells of one sheet as they come; `value` and `is_struck` are the current cell's."""

    def __init__(self, name: str, styles: StyleReader) -> None:
        self.is_hidden = False
        self.value: object = ""
        self.is_struck = False
        self._name = name
        self._styles = styles
        self._rows: list[list[object]] = []
        self._merges: list[MergedRange] = []
        self._hidden_rows: set[int] = set()
        self._struck: set[CellPosition] = set()
        self._currencies: dict[CellPosition, str] = {}
        self._row = self._next_row = self._next_column = 0
        self._row_style = ""
        self._cell: dict[str, str] = {}
        self._cells = 0

    def start_row(self, attributes: dict[str, str]) -> None:
        """Begin a row; `Span` are further rows like it, without cells.

        Raises: FileRefused (damaged_file, too_spread).
        """
        attributes = _qualified(attributes)
        self._row = _place(attributes, self._next_row)
        self._next_row = self._row + 1 + _number(attributes, _SPAN)
        if self._next_row > _MOST_ROWS:
            raise FileRefused("too_spread", f"{self._next_row} 行")
        if attributes.get(_HIDDEN) == "1":
            self._hidden_rows.update(range(self._row, self._next_row))
        self._row_style = attributes.get(_STYLE, "")
        self._next_column = 0

    def start_cell(self, attributes: dict[str, str]) -> None:
        """Begin a cell."""
        self._cell, self.value, self.is_struck = attributes, "", False

    def end_cell(self) -> None:
        """Put the current cell in its place.

        Raises: FileRefused (damaged_file, too_spread).
        """
        cell, value = self._cell, self.value
        # Nearly all cells follow one another, with a style and no more.
        if (not cell or (len(cell) == 1 and _STYLE in cell)) and self._next_column < _MOST_COLUMNS:
            if value != "":
                self._put(self._next_column, value, cell.get(_STYLE, self._row_style))
            self._next_column += 1
            return
        cell = _qualified(cell)
        column = _place(cell, self._next_column)
        across, down = _number(cell, _ACROSS), _number(cell, _DOWN)
        self._next_column = column + 1 + across
        if self._next_column > _MOST_COLUMNS or self._row + down >= _MOST_ROWS:
            raise FileRefused("too_spread", f"{self._next_column} 列")
        if across or down:
            self._merges.append((self._row, column, self._row + down, column + across))
        if value == "" and _FORMULA in cell:
            value = FaultyCell(cell[_FORMULA], "formula_not_computed")
        if value != "":
            self._put(column, value, cell.get(_STYLE, self._row_style))

    def _put(self, column: int, value: object, style: str) -> None:
        if self._row >= len(self._rows):
            self._rows.extend([] for _ in range(self._row + 1 - len(self._rows)))
        cells = self._rows[self._row]
        self._cells += column + 1 - len(cells)
        if self._cells > _MOST_CELLS:
            raise FileRefused("too_spread", f"{self._cells} 格")
        if column > len(cells):
            cells.extend([""] * (column - len(cells)))
        cells.append(value)
        is_struck, currency = self._styles.look_up(style)
        if is_struck or self.is_struck:
            self._struck.add((self._row, column))
        if currency:
            self._currencies[self._row, column] = currency

    def build(self) -> Sheet:
        """The whole sheet."""
        last = len(self._rows) - 1
        merges = [(top, left, min(bottom, last), right) for top, left, bottom, right in self._merges if top <= last]
        return Sheet(
            self._name,
            self._rows,
            tuple(merges),
            is_hidden=self.is_hidden,
            hidden_rows=frozenset(self._hidden_rows),
            struck=frozenset(self._struck),
            currencies=self._currencies,
        )


def _qualified(attributes: dict[str, str]) -> dict[str, str]:
    """The attributes in the workbook's namespace; some programs leave its prefix out."""
    return {name if " " in name else f"{OWN}{name}": value for name, value in attributes.items()}


def _number(attributes: dict[str, str], name: str) -> int:
    """A count that an attribute gives; 0 where it is not there.

    Raises: FileRefused (damaged_file) where it is none.
    """
    text = attributes.get(name, "0")
    if not text.isdecimal() or len(text) > _LONGEST_NUMBER:
        raise FileRefused("damaged_file")
    return int(text)


def _place(attributes: dict[str, str], following: int) -> int:
    """The 0-based place of a row or cell: behind the last, or where its index says.

    Raises: FileRefused (damaged_file) where that is a place already taken.
    """
    place = _number(attributes, _INDEX) - 1 if _INDEX in attributes else following
    if place < following:
        raise FileRefused("damaged_file")
    return place
