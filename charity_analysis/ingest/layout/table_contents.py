"""A table's rows sorted into data and all the rest, and the data's values column by column."""

from __future__ import annotations

from dataclasses import replace

from charity_analysis.ingest.addresses import cell_address, column_letters
from charity_analysis.ingest.findings import Finding, excerpt
from charity_analysis.ingest.layout.quick_rows import rows_to_look_at
from charity_analysis.ingest.layout.raw_table import Doubt, Subtotal, Table
from charity_analysis.ingest.layout.rows import ClassifiedRow, RowClass, RowClassifier
from charity_analysis.ingest.layout.stretches import Stretch
from charity_analysis.ingest.layout.twin_parties import fill_parties_from_twins
from charity_analysis.ingest.layout.units import is_unit_alone, name_units
from charity_analysis.ingest.sheets import Sheet, is_blank


def collect_rows(sheet: Sheet, table: Table, stretch: Stretch) -> list[str]:
    """Sort the rows below the header of `table`; the texts of its notes, which may state its unit."""
    sorting = _Sorting(sheet, table)
    rows = range(table.header.last_row + 1, stretch.end)
    headers = {row for row in stretch.repeated if row in rows}
    titles = {row for row in stretch.titles if row in rows}
    ordinary_from = rows.start
    # The first row may number the columns, and look like data of nothing but figures.
    first = {*rows[:1]}
    for row in sorted({*rows_to_look_at(sheet, table.header, rows), *headers, *titles, *first}):
        sorting.add_data(range(ordinary_from, row))
        ordinary_from = row + 1
        if row in headers:
            table.ignored[RowClass.HEADER] += 1
        else:
            sorting.add(row, is_title=row in titles)
    sorting.add_data(range(ordinary_from, rows.stop))
    return sorting.notes


class _Sorting:
    """Puts the rows of one table where they belong, from top to bottom."""

    def __init__(self, sheet: Sheet, table: Table) -> None:
        self.notes: list[str] = []
        self._sheet, self._table = sheet, table
        self._classifier = RowClassifier(sheet, table.header)
        self._section = ""

    def add_data(self, rows: range) -> None:
        """Add rows of data, which belong to the section they stand in."""
        self._table.rows.extend(rows)
        self._table.sections.extend([self._section] * len(rows))

    def add(self, row: int, is_title: bool) -> None:
        """Add one row by its class; what looks like data among repeated titles is one of them."""
        found = self._classifier.classify(row)
        if found.row_class == RowClass.DATA and not is_title:
            self.add_data(range(row, row + 1))
            if found.doubt:
                said = {"text": excerpt(self._sheet.value(row, found.doubt_column))}
                self._table.doubts[row] = Doubt(found.doubt, found.doubt_column, said)
            return
        self._table.ignored[RowClass.HEADER if found.row_class == RowClass.DATA else found.row_class] += 1
        self._keep_what_it_says(row, found)

    def _keep_what_it_says(self, row: int, found: ClassifiedRow) -> None:
        sheet, table = self._sheet, self._table
        if found.row_class == RowClass.SUBTOTAL:
            stated = found.stated or _amount(sheet, table, row)
            table.subtotals.append(Subtotal(row, found.rank, stated, found.is_head))
            self.notes += [value for value in sheet.rows[row] if isinstance(value, str) and name_units(value)]
        elif found.row_class == RowClass.BALANCE:
            table.balances.append(Subtotal(row, found.rank, _amount(sheet, table, row)))
        elif found.row_class == RowClass.SECTION:
            self._section = [text for value in sheet.rows[row] if (text := str(value).strip())][-1]
        elif found.row_class == RowClass.NOTE:
            self.notes += [value for value in sheet.rows[row] if isinstance(value, str) and value]
            amount = _amount(sheet, table, row)
            if isinstance(amount, str) and is_unit_alone(amount):
                self.notes.append(f"单位:{amount.strip('()（） ')}")
        elif found.row_class == RowClass.CONTINUATION:
            cell = cell_address(row, table.header.amount_column or 0)
            table.findings.append(Finding("merged_amount", sheet=sheet.name, cell=cell))


def collect_columns(sheet: Sheet, table: Table) -> None:
    """Fill in the values of the data rows; what stands under no heading is kept under its column's letters."""
    columns = _Columns(sheet, table)
    # What stands beyond the last heading has no column to belong to.
    width = max(table.header.headings) + 1
    table.ragged = columns.find_ragged(width)
    nameless = {
        column: f"{column_letters(column)}列"
        for column in range(width)
        if column not in table.header.headings and not all(map(is_blank, columns.raw(column)))
    }
    table.header = replace(table.header, headings=table.header.headings | nameless)
    for name, column in table.header.columns.items():
        table.columns[name] = columns.filled(column)
    for column, heading in table.header.unmapped.items():
        table.keep_extra(heading, columns.filled(column))
    fill_parties_from_twins(table)


class _Columns:
    """The data rows of one table, read column by column."""

    def __init__(self, sheet: Sheet, table: Table) -> None:
        self._sheet = sheet
        self._is_text = sheet.is_text
        self._rows = table.rows
        self._block = [sheet.rows[row] for row in table.rows]
        self._shortest = min(map(len, self._block), default=0)
        self._longest = max(map(len, self._block), default=0)
        self._from_merges: dict[int, dict[int, object]] = {}
        for (row, column), value in RowClassifier(sheet, table.header).fill_down().items():
            self._from_merges.setdefault(column, {})[row] = value

    def raw(self, column: int) -> list[object]:
        """The column's values as they stand; "" where a row ends before it."""
        if self._rows and self._rows[-1] - self._rows[0] + 1 == len(self._rows):
            return self._sheet.column(column, range(self._rows[0], self._rows[-1] + 1))
        if column < self._shortest:
            return [cells[column] for cells in self._block]
        return [cells[column] if column < len(cells) else "" for cells in self._block]

    def filled(self, column: int) -> list[object]:
        """The column's values, a merged cell's for all the rows it covers."""
        values = self.raw(column)
        covered = self._from_merges.get(column)
        if covered is None:
            return values
        return [
            covered.get(row, value) if value == "" else value for row, value in zip(self._rows, values, strict=True)
        ]

    def find_ragged(self, width: int) -> set[int]:
        """Rows with more fields than the header, or records of a text with fewer: their cells may be shifted."""
        ragged = set[int]()
        if self._is_text and self._shortest < width:
            ragged = {row for row, cells in zip(self._rows, self._block, strict=True) if len(cells) < width}
        for column in range(width, self._longest):
            values = self.raw(column)
            if not all(map(is_blank, set(values))):
                ragged |= {row for row, value in zip(self._rows, values, strict=True) if not is_blank(value)}
        return ragged


def _amount(sheet: Sheet, table: Table, row: int) -> object:
    column = table.header.amount_column
    return sheet.value(row, column) if column is not None else ""
