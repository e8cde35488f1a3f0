"""What formats say of a table's cells: an amount shown in other money cannot be read, a row struck through is void."""

from __future__ import annotations

from charity_analysis.ingest.cells.number_formats import SCALED
from charity_analysis.ingest.findings import excerpt
from charity_analysis.ingest.layout.raw_table import Doubt, Table
from charity_analysis.ingest.sheets import FaultyCell, Sheet, is_blank
from charity_analysis.money import UNIT_FEN
from charity_analysis.rules import table_rules


def mark_amounts_by_format(sheet: Sheet, table: Table) -> None:
    """Put a FaultyCell in the place of each amount whose number format shows foreign money, or another unit.

    A format that shows 万元 may stand for a number of 万元, or shorten one of 元: only where the table itself is
    in 万元 is there one reading.
    """
    column = table.header.amount_column
    if column is None or not sheet.currencies:
        return
    name = next(name for name, number in table.header.columns.items() if number == column)
    values = table.columns[name]
    for position, row in enumerate(table.rows):
        currency = sheet.currencies.get((row, column))
        if currency is not None and not is_blank(values[position]):
            if currency not in UNIT_FEN and currency != SCALED:
                values[position] = FaultyCell(f"{currency} {values[position]}", "foreign_currency")
            elif currency != table.unit:
                values[position] = FaultyCell(f"{values[position]} {currency}", "unit_in_format")


def doubt_struck_rows(sheet: Sheet, table: Table) -> None:
    """Doubt each row of `table` that is struck through where it counts: in a required cell, or in half of its cells."""
    if not sheet.struck:
        return
    struck: dict[int, set[int]] = {}
    for row, column in sheet.struck:
        struck.setdefault(row, set()).add(column)
    names = {*table_rules()[table.kind].required, "amount", "opening_balance"}
    decisive = {column for name, column in table.header.columns.items() if name in names}
    for row in struck.keys() & set(table.rows):
        filled = {column for column, value in enumerate(sheet.rows[row]) if not is_blank(value)}
        crossed = struck[row] & filled
        if crossed and (crossed & decisive or 2 * len(crossed) >= len(filled)):
            column = min(crossed & decisive or crossed)
            table.doubts.setdefault(row, Doubt("void_row", column, {"text": excerpt(sheet.value(row, column))}))
