"""Which rows must be held: cells that are blank or cannot be read where the ledger needs them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from charity_analysis.ingest.addresses import cell_address
from charity_analysis.ingest.findings import Finding, excerpt
from charity_analysis.ingest.tables import Table
from charity_analysis.ledger.cells import NOT_GIVEN, Problem
from charity_analysis.rules import table_rules


def find_problems(
    table: Table, parsed: dict[str, list[Any]], findings: list[Finding]
) -> Iterator[tuple[int, list[tuple[str, str]]]]:
    """Positions of rows to be held, each with its cells and rules; a finding is noted for every cell."""
    required = table_rules()[table.kind].required
    for position, row in enumerate(table.rows):
        cells: list[tuple[str, str]] = []
        for name, values in parsed.items():
            rule = _rule_for(name, values[position], name in required)
            if rule is None:
                continue
            cell = table.cell(name, row)
            findings.append(_cell_finding(rule, table, cell, name, position, values[position]))
            if findings[-1].severity == "error":
                cells.append((cell, rule))
        if row in table.ragged:
            cells.append((cell_address(row, max(table.header.headings) + 1), "field_count"))
            findings.append(Finding("field_count", sheet=table.sheet, cell=cells[-1][0]))
        doubt = table.doubts.get(row)
        if doubt is not None:
            cells.append((cell_address(row, doubt.column), doubt.rule))
            findings.append(Finding(doubt.rule, sheet=table.sheet, cell=cells[-1][0], values=doubt.values))
        if cells:
            yield position, cells


def _rule_for(name: str, value: Any, is_required: bool) -> str | None:
    """The rule that a parsed cell falls under; None where all is well."""
    if isinstance(value, Problem):
        if name in ("date", "amount", "opening_balance"):
            return "unreadable_date" if name == "date" else "unreadable_amount"
        return "unreadable_cell"
    if value is NOT_GIVEN:
        return "opening_balance_unknown" if name == "opening_balance" else "not_valued"
    if value is None and is_required:
        return {"date": "blank_date", "amount": "blank_amount"}.get(name, "blank_name")
    return None


def _cell_finding(rule: str, table: Table, cell: str, name: str, position: int, value: Any) -> Finding:
    values = {
        "column": table.header.headings[table.header.columns[name]],
        "text": excerpt(table.columns[name][position]),
        "reason": value.reason if isinstance(value, Problem) else "",
    }
    return Finding(rule, sheet=table.sheet, cell=cell, values=values)
