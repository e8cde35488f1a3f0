"""What the formats of a table's cells say of its values: a foreign currency makes an amount unreadable."""

from __future__ import annotations

from charity_analysis.ingest.raw_table import Table
from charity_analysis.ingest.sheets import FaultyCell, Sheet, is_blank

_REASON = "foreign_currency"


def mark_foreign_amounts(sheet: Sheet, table: Table) -> None:
    """Put a FaultyCell in the place of each amount of `table` whose number format names a foreign currency."""
    column = table.header.amount_column
    if column is None or not sheet.currencies:
        return
    name = next(name for name, number in table.header.columns.items() if number == column)
    values = table.columns[name]
    for position, row in enumerate(table.rows):
        currency = sheet.currencies.get((row, column))
        if currency is not None and not is_blank(values[position]):
            values[position] = FaultyCell(f"{currency} {values[position]}", _REASON)
