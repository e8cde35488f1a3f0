"""Where the ledger's columns stand on a sheet: their letters, by the ledger's names."""

from __future__ import annotations

from charity_analysis.ingest.addresses import column_letters
from charity_analysis.ingest.layout.tables import Table
from charity_analysis.ledger.schema import COLUMNS, LEDGER_NAMES


def letters_by_name(table: Table) -> dict[str, str]:
    """The letters of the table's columns by the ledger's names: {"received_date": "B", "amount_fen": "D"}."""
    names = LEDGER_NAMES.get(table.kind, {})
    return {
        f"{name}_fen" if f"{name}_fen" in COLUMNS[table.kind] else names.get(name, name): column_letters(column)
        for name, column in table.header.columns.items()
    }
