"""A table's rows sorted into data and all the rest, and the data's values column by column."""

from __future__ import annotations

from dataclasses import replace

from charity_analysis.ingest.addresses import cell_address, column_letters
from charity_analysis.ingest.findings import Finding, excerpt
from charity_analysis.ingest.quick_rows import rows_to_look_at
from charity_analysis.ingest.raw_table import Doubt, Subtotal, Table
from charity_analysis.ingest.rows import RowClass, RowClassifier
from charity_analysis.ingest.sheets import Sheet, is_blank
from charity_analysis.ingest.stretches import Stretch


def collect_rows(sheet: Sheet, table: Table, stretch: Stretch) -> list[str]:
    """Sort the rows below the header of `table`; the texts of its notes, which may state its unit."""
    classifier = RowClassifier(sheet, table.header)
    section = ""
    notes: list[str] = []
    rows = range(table.header.last_row + 1, stretch.end)
    repeated = {row for row in stretch.repeated | stretch.titles if row in rows}
    ordinary_from = rows.start
    for row in sorted({*rows_to_look_at(sheet, table.header, rows), *repeated}):
        _add_rows(table, range(ordinary_from, row), section)
        ordinary_from = row + 1
        if row in stretch.repeated:
            table.ignored[RowClass.HEADER] += 1
            continue
        found = classifier.classify(row)
        if found.row_class == RowClass.DATA and row in stretch.titles:
            table.ignored[RowClass.HEADER] += 1
        elif found.row_class == RowClass.DATA:
            _add_rows(table, range(row, row + 1), section)
            if found.doubt:
                said = {"text": excerpt(sheet.value(row, found.doubt_column))}
                table.doubts[row] = Doubt(found.doubt, found.doubt_column, said)
        else:
            table.ignored[found.row_class] += 1
        if found.row_class == RowClass.SUBTOTAL:
            stated = found.stated or _amount(sheet, table, row)
            table.subtotals.append(Subtotal(row, found.rank, stated, found.is_head))
        elif found.row_class == RowClass.BALANCE:
            table.balances.append(Subtotal(row, found.rank, _amount(sheet, table, row)))
        elif found.row_class == RowClass.SECTION:
            section = [text for value in sheet.rows[row] if (text := str(value).strip())][-1]
        elif found.row_class == RowClass.NOTE:
            notes += [value for value in sheet.rows[row] if isinstance(value, str) and value]
        elif found.row_class == RowClass.CONTINUATION:
            cell = cell_address(row, table.header.amount_column or 0)
            table.findings.append(Finding("merged_amount", sheet=sheet.name, cell=cell))
    _add_rows(table, range(ordinary_from, rows.stop), section)
    return notes


def _add_rows(table: Table, rows: range, section: str) -> None:
    table.rows.extend(rows)
    table.sections.extend([section] * len(rows))


def collect_columns(sheet: Sheet, table: Table) -> None:
    """Fill in the values of the data rows; what stands under no heading is kept under its column's letters."""
    filled = RowClassifier(sheet, table.header).fill_down()
    # What stands beyond the last heading has no column to belong to.
    width = max(table.header.headings) + 1
    table.ragged = {row for row in table.rows if _is_ragged(sheet, row, width)}
    nameless = {
        column: f"{column_letters(column)}列"
        for column in range(width)
        if column not in table.header.headings and any(not is_blank(sheet.value(row, column)) for row in table.rows)
    }
    table.header = replace(table.header, headings=table.header.headings | nameless)
    for name, column in table.header.columns.items():
        table.columns[name] = _values(sheet, table.rows, column, filled)
    for column, heading in table.header.unmapped.items():
        table.keep_extra(heading, _values(sheet, table.rows, column, filled))


def _is_ragged(sheet: Sheet, row: int, width: int) -> bool:
    """True where a row has more fields than the header, or a text's record has fewer: its cells may be shifted."""
    cells = sheet.rows[row]
    return (sheet.is_text and len(cells) < width) or any(not is_blank(value) for value in cells[width:])


def _amount(sheet: Sheet, table: Table, row: int) -> object:
    column = table.header.amount_column
    return sheet.value(row, column) if column is not None else ""


def _values(sheet: Sheet, rows: list[int], column: int, filled: dict[tuple[int, int], object]) -> list[object]:
    """The column's raw values, a merged cell's for all the rows it covers."""
    values = [sheet.value(row, column) for row in rows]
    if not filled:
        return values
    return [filled.get((row, column), value) if value == "" else value for row, value in zip(rows, values, strict=True)]
