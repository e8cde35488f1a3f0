"""One sheet of an open document spreadsheet as it grows row by row; blanks that repeat to its far end are left out."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import accumulate

from charity_analysis.ingest.files.open_document_styles import DocumentStyles
from charity_analysis.ingest.files.spread import check_spread
from charity_analysis.ingest.refusals import FileRefused
from charity_analysis.ingest.sheets import CellPosition, MergedRange, Sheet, is_blank

# No ledger says the same so often in one go; a value that does was meant to fill the memory.
_MOST_REPEATS_OF_A_VALUE = 100_000
_MOST_CELLS = 20_000_000
_REPEATED = "table:number-columns-repeated"
_SPANNED_ROWS, _SPANNED_COLUMNS = "table:number-rows-spanned", "table:number-columns-spanned"
_SPANNED = frozenset((_SPANNED_ROWS, _SPANNED_COLUMNS))
# A linked file's sheets are kept as tables that no program shows, named for the file.
_FOREIGN_TABLE = "'#$"


class DocumentSheet:
    """Grows by `start_row`, `add_cell` and `end_row`; `sheet` is what came of it."""

    def __init__(self, attributes: Mapping[str, str], styles: DocumentStyles) -> None:
        self.name = attributes.get("table:name", "")
        self.style = attributes.get("table:style-name", "")
        self.has_source = False
        self._styles = styles
        self._columns: list[tuple[int, str]] = []
        self._rows: list[list[object]] = []
        self._merges: list[MergedRange] = []
        self._hidden: list[tuple[int, int]] = []
        self._struck: set[CellPosition] = set()
        self._currencies: dict[CellPosition, str] = {}
        self._known: dict[str, tuple[bool, str]] = {}
        self._row_attributes: Mapping[str, str] = {}
        self._row: list[object] = []
        self._marks: list[tuple[int, bool, str]] = []
        self._spans: list[tuple[int, int, int]] = []
        self._blank_rows = self._blank_cells = self._width = self._count = 0

    @property
    def is_foreign(self) -> bool:
        """True for what is kept of a linked file, and is no sheet of this one."""
        return self.has_source and _FOREIGN_TABLE in self.name

    def add_column(self, attributes: Mapping[str, str]) -> None:
        """Take the default style of columns in."""
        self._columns.append((_repeats(attributes, "columns"), attributes.get("table:default-cell-style-name", "")))

    def start_row(self, attributes: Mapping[str, str]) -> None:
        """Begin a row."""
        self._row_attributes, self._row, self._marks, self._spans, self._blank_cells = attributes, [], [], [], 0

    def add_cell(self, attributes: Mapping[str, str], value: object, currency: str) -> None:
        """Add a cell as often as it repeats.

        Raises: FileRefused (too_spread) for a value that repeats beyond reason.
        """
        times = _repeats(attributes, "columns") if _REPEATED in attributes else 1
        column = len(self._row) + self._blank_cells
        if not _SPANNED.isdisjoint(attributes):
            rows, columns = (_number(attributes.get(name, "1")) for name in (_SPANNED_ROWS, _SPANNED_COLUMNS))
            if rows > 1 or columns > 1:
                self._spans.append((column, rows, columns))
        if is_blank(value):
            self._blank_cells += times
            return
        if times > _MOST_REPEATS_OF_A_VALUE:
            raise FileRefused("too_spread", f"× {times}")
        if times > 1 or self._blank_cells:
            check_spread(1, column + times, len(self._row))
        self._row += [""] * self._blank_cells + [value] * times
        self._blank_cells = 0
        for place in range(column, column + times):
            is_struck, foreign = self._said_of(attributes.get("table:style-name") or self._default_style(place))
            if is_struck or foreign or currency:
                self._marks.append((place, is_struck, currency or foreign))

    def end_row(self) -> None:
        """Add the row as often as it repeats.

        Raises: FileRefused (too_spread) for values that repeat, or lie apart, beyond reason.
        """
        times = _repeats(self._row_attributes, "rows")
        first = len(self._rows) + self._blank_rows
        if self._row_attributes.get("table:visibility", "visible") != "visible":
            self._hidden.append((first, first + times))
        if not self._row:
            self._blank_rows += times
            self._add_merges(first, 1)
            return
        self._count += times * (len(self._row) - self._row.count(""))
        self._width = max(self._width, len(self._row))
        if times > _MOST_REPEATS_OF_A_VALUE or self._count > _MOST_CELLS:
            raise FileRefused("too_spread", f"× {times}")
        check_spread(first + times, self._width, self._count)
        self._rows += [[] for _ in range(self._blank_rows)]
        self._rows += [list(self._row) for _ in range(times)]
        self._blank_rows = 0
        self._add_merges(first, times)
        for row in range(first, first + times):
            for column, is_struck, currency in self._marks:
                if is_struck:
                    self._struck.add((row, column))
                if currency:
                    self._currencies[row, column] = currency

    def sheet(self) -> Sheet:
        """The whole sheet, its rows of one width."""
        for row in self._rows:
            row += [""] * (self._width - len(row))
        count = len(self._rows)
        return Sheet(
            self.name,
            self._rows,
            tuple(self._merges),
            is_hidden=not self._styles.is_displayed(self.style),
            hidden_rows=frozenset(row for first, after in self._hidden for row in range(first, min(after, count))),
            struck=frozenset(self._struck),
            currencies=self._currencies,
        )

    def _add_merges(self, first: int, times: int) -> None:
        for row in range(first, first + times):
            for column, rows, columns in self._spans:
                self._merges.append((row, column, row + rows - 1, column + columns - 1))

    def _said_of(self, style: str) -> tuple[bool, str]:
        if style not in self._known:
            self._known[style] = self._styles.is_struck(style), self._styles.currency(style)
        return self._known[style]

    def _default_style(self, column: int) -> str:
        """The style of a cell that names none: its row's, else its column's."""
        of_row = self._row_attributes.get("table:default-cell-style-name")
        if of_row or not self._columns:
            return of_row or ""
        ends = accumulate(times for times, _ in self._columns)
        return next((style for end, (_, style) in zip(ends, self._columns, strict=True) if column < end), "")


def _repeats(attributes: Mapping[str, str], kind: str) -> int:
    return _number(attributes.get(f"table:number-{kind}-repeated", "1"))


def _number(text: str) -> int:
    if not text.isdecimal() or len(text) > 30:
        raise FileRefused("damaged_file")
    return max(int(text), 1)
