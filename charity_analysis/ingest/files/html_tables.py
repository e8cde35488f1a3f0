"""Web pages that were saved as spreadsheets: every table is a sheet, what stands above it is its title."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field
from pathlib import Path

from charity_analysis.ingest.files.html_markup import (
    ATTRIBUTES,
    PLAIN,
    CellFormat,
    FormatReader,
    cell_value,
    declared_encoding,
    is_struck,
    plain_value,
    remove_unseen,
    render,
)
from charity_analysis.ingest.files.text_encoding import decode
from charity_analysis.ingest.refusals import FileRefused
from charity_analysis.ingest.sheets import CellPosition, MergedRange, Sheet, Workbook, is_blank

# A tag of the tables' structure; behind it, most of the time, a cell's whole content and the cell's end.
_STRUCTURE = re.compile(rf"<(/?)(table|tr|td|th|body|html)(?=[\s/>]){ATTRIBUTES}>(?:([^<]*+)</t[dh]>)?+", re.IGNORECASE)
# A tag of these that could not be told apart: the page cannot be read for certain.
_BROKEN = re.compile(r"<(?:table|t[rdh])(?=[\s/>])", re.IGNORECASE)
_SHEET_NAME = re.compile(r"<x:Name>([^<]{1,100})</x:Name>", re.IGNORECASE)
_MOST_ROWS, _MOST_COLUMNS, _MOST_CELLS = 1_048_576, 16_384, 30_000_000
_DEEPEST, _MOST_TABLES = 50, 5_000
# Text around a table that may be its title or its notes; the rest of a page is not looked at.
_AROUND_CHARACTERS, _AROUND_LINES = 20_000, 10


def read_html_tables(path: Path) -> Workbook:
    """The tables of the web page at `path`, each with the lines of text before it; cells are texts.

    Raises: FileRefused (undecidable_encoding, damaged_file, too_spread, not_a_spreadsheet); OSError.
    """
    content = path.read_bytes()
    text = decode(content, declared_encoding(content))
    seen, styles = remove_unseen(text)
    tables = _Page(FormatReader(styles)).read(seen)
    if not tables:
        raise FileRefused("not_a_spreadsheet", "没有表格的网页")
    names = [html.unescape(name) for name in _SHEET_NAME.findall(text)]
    if len(names) != len(tables):
        names = [""] if len(tables) == 1 else [f"表{number}" for number in range(1, len(tables) + 1)]
    return Workbook([table.as_sheet(name) for table, name in zip(tables, names, strict=True)])


@dataclass
class _Table:
    """One table while it is read; `column` is where the next cell of the last row goes."""

    is_hidden: bool = False
    is_implied: bool = False
    before: list[str] = field(default_factory=list)
    after: list[str] = field(default_factory=list)
    rows: list[list[object]] = field(default_factory=list)
    merges: list[MergedRange] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    struck: set[CellPosition] = field(default_factory=set)
    currencies: dict[CellPosition, str] = field(default_factory=dict)
    column: int = 0
    is_in_row: bool = False
    attributes: str | None = None
    content: list[str] = field(default_factory=list)
    covered: dict[int, int] = field(default_factory=dict)

    def as_sheet(self, name: str) -> Sheet:
        """The table as a sheet, the lines around it in rows of their own."""
        above, last = len(self.before), len(self.rows) - 1
        merges = [(t + above, left, min(b, last) + above, right) for t, left, b, right in self.merges]
        lines: list[list[object]] = [[line] for line in self.before]
        below: list[list[object]] = [[line] for line in self.after]
        return Sheet(
            name,
            [*lines, *self.rows, *below],
            tuple(merge for merge in merges if merge[:2] != merge[2:]),
            is_hidden=self.is_hidden,
            hidden_rows=frozenset(row + above for row in self.hidden_rows),
            struck=frozenset((row + above, column) for row, column in self.struck),
            currencies={(row + above, column): name for (row, column), name in self.currencies.items()},
        )

    @property
    def is_filled(self) -> bool:
        """True where any cell shows anything."""
        return any(not is_blank(value) for row in self.rows for value in row)


class _Page:
    """Reads a page tag by tag; tables inside cells are tables of their own, unless they hold a single cell."""

    def __init__(self, formats: FormatReader) -> None:
        self._formats = formats
        self._open: list[_Table] = []
        self._tables: list[_Table] = []
        self._around: list[str] = []
        self._cells = 0

    def read(self, text: str) -> list[_Table]:
        """The filled tables in the order in which they begin.

        Raises: FileRefused (damaged_file) where the page ends inside a table; (too_spread).
        """
        at = 0
        for tag in _STRUCTURE.finditer(text):
            start = tag.start()
            if start > at and not (between := text[at:start]).isspace():
                self._take(between)
            at = tag.end()
            end, name, attributes, content = tag.groups()
            if content is None or not self._take_whole(attributes, content):
                self._handle(name.lower(), end == "/", attributes)
                if content is not None:
                    self._take(content)
                    self._handle("td", True, "")
        self._take(text[at:])
        if any(not table.is_implied for table in self._open):
            raise FileRefused("damaged_file")
        self._close_all()
        tables = [table for table in self._tables if table.is_filled]
        if tables:
            tables[-1].after = self._lines_around()
        return tables

    def _take_whole(self, attributes: str, content: str) -> bool:
        """Take a cell that stands whole and plain in an ordinary row, as nearly all do; False where it does not."""
        table = self._open[-1] if self._open else None
        if table is None or not table.is_in_row or table.attributes is not None or table.covered:
            return False
        style, number = self._formats.read(attributes) if attributes else (PLAIN, None)
        cells = table.rows[-1]
        if style is not PLAIN or len(cells) != table.column or table.column >= _MOST_COLUMNS:
            return False
        cells.append(plain_value(content) if number is None else cell_value(content, number))
        table.column += 1
        return True

    def _take(self, markup: str) -> None:
        """Text between two tags of tables: a cell's content, or what stands around the table."""
        if "<" in markup and _BROKEN.search(markup):
            raise FileRefused("damaged_file")
        if self._open and self._open[-1].attributes is not None:
            self._open[-1].content.append(markup)
        elif not markup.isspace():
            self._around.append(markup[-_AROUND_CHARACTERS:])

    def _handle(self, name: str, is_end: bool, attributes: str) -> None:
        if name in ("body", "html"):
            if is_end:
                self._close_all()
        elif name == "table":
            if is_end:
                self._close_table()
            else:
                self._open_table(attributes)
        elif is_end:
            if self._open:
                self._close_cell(self._open[-1])
                if name == "tr":
                    self._open[-1].is_in_row = False
        else:
            if not self._open:
                self._open_table("", is_implied=True)
            self._begin(self._open[-1], name, attributes)

    def _begin(self, table: _Table, name: str, attributes: str) -> None:
        """Begin a row or a cell; the one before ends where its end was left out."""
        self._close_cell(table)
        if name == "tr" or not table.is_in_row:
            if len(table.rows) >= _MOST_ROWS:
                raise FileRefused("too_spread", f"{len(table.rows)} 行")
            table.rows.append([])
            table.column, table.is_in_row = 0, True
        if name == "tr":
            if attributes and self._formats.read(attributes)[0].is_hidden:
                table.hidden_rows.add(len(table.rows) - 1)
        else:
            table.attributes = attributes

    def _close_cell(self, table: _Table) -> None:
        if table.attributes is None:
            return
        markup, (style, number) = "".join(table.content), self._formats.read(table.attributes)
        table.attributes = None
        table.content.clear()
        self._place(table, markup, style, number)

    def _place(self, table: _Table, markup: str, style: CellFormat, number: float | None) -> None:
        value = cell_value(markup, number)
        cells = table.rows[-1]
        if (
            style is PLAIN
            and not table.covered
            and len(cells) == table.column < _MOST_COLUMNS
            and not is_struck(markup)
        ):
            cells.append(value)
            table.column += 1
            return
        row, column = len(table.rows) - 1, table.column
        while table.covered and table.covered.get(column, -1) >= row:
            column += 1
        width = style.column_span
        self._cells += column + width - len(table.rows[-1])
        if column + width > _MOST_COLUMNS or self._cells > _MOST_CELLS:
            raise FileRefused("too_spread", f"{max(column + width, self._cells)} 格")
        table.rows[-1].extend([""] * (column - len(table.rows[-1])))
        table.rows[-1].append(cell_value(markup, number))
        table.column = column + width
        if width > 1 or style.row_span > 1:
            table.merges.append((row, column, row + style.row_span - 1, column + width - 1))
            table.covered.update(dict.fromkeys(range(column, column + width), row + style.row_span - 1))
        if style.is_struck or is_struck(markup):
            table.struck.add((row, column))
        if style.currency:
            table.currencies[row, column] = style.currency

    def _open_table(self, attributes: str, *, is_implied: bool = False) -> None:
        if len(self._open) >= _DEEPEST or len(self._tables) >= _MOST_TABLES:
            raise FileRefused("too_spread", f"{len(self._tables)} 张表")
        table = _Table(self._formats.read(attributes)[0].is_hidden, is_implied, self._lines_around())
        self._open.append(table)
        self._tables.append(table)

    def _close_table(self) -> None:
        if not self._open:
            return
        table = self._open.pop()
        self._close_cell(table)
        outer = self._open[-1] if self._open else None
        if outer is not None and outer.attributes is not None and len(table.rows) == 1 and len(table.rows[0]) == 1:
            outer.content.append(html.escape(str(table.rows[0][0])))
            self._tables.remove(table)

    def _close_all(self) -> None:
        while self._open:
            self._close_table()

    def _lines_around(self) -> list[str]:
        markup = "".join(self._around)[-_AROUND_CHARACTERS:]
        self._around.clear()
        return [line for line in render(markup).split("\n") if not is_blank(line)][-_AROUND_LINES:]
