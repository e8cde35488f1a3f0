"""Whether the new value of a cell can be read where it will stand: as the day, amount or count of its column."""

from __future__ import annotations

from charity_analysis.ingest.layout.tables import find_tables
from charity_analysis.ingest.sheets import CellPosition, Sheet
from charity_analysis.ledger.cells import Problem, parse_column
from charity_analysis.rules import column_rules

_Column = tuple[str, str, str]


class SheetColumns:
    """What the columns of one sheet's tables are for, cell by cell."""

    def __init__(self, sheet: Sheet, file_stem: str) -> None:
        self._by_row: dict[int, dict[int, _Column]] = {}
        tables, _ = find_tables(sheet, file_stem)
        for table in tables:
            rules = column_rules(table.kind)
            # Where each row states its own unit, any will do to see that there is a figure.
            unit = table.unit or "元"
            own = {
                column: (rules[name].type, unit, table.header.headings[column])
                for name, column in table.header.columns.items()
            }
            for row in table.rows:
                # Tables may stand beside one another.
                self._by_row[row] = self._by_row[row] | own if row in self._by_row else own

    def why_unreadable(self, position: CellPosition, text: str) -> str | None:
        """Why `text` cannot be read in this cell: a code of rules/reasons.csv; None where it can be."""
        column = self._by_row.get(position[0], {}).get(position[1])
        if column is None:
            return None
        (value,) = parse_column([text], *column)
        return value.reason if isinstance(value, Problem) else None
