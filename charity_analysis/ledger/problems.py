"""Which rows must be held: cells that are blank or cannot be read where the ledger needs them, and rows in doubt."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from charity_analysis.ingest.addresses import cell_address
from charity_analysis.ingest.cells.cell_values import has_lost_digits
from charity_analysis.ingest.findings import Finding, excerpt
from charity_analysis.ingest.layout.tables import Table
from charity_analysis.ledger.cells import NOT_GIVEN, NotGiven, Problem
from charity_analysis.rules import table_rules

# Columns whose value decides what a row's money is: a row without it is held.
_DECISIVE = {
    "date": "unreadable_date",
    "amount": "unreadable_amount",
    "opening_balance": "unreadable_amount",
    "reclassified": "unreadable_amount",
}
# An assertion that is not made leaves nothing out.
_NEED_NOT_BE_STATED = frozenset({"closing_balance"})


def find_problems(
    table: Table, parsed: dict[str, list[Any]], findings: list[Finding]
) -> Iterator[tuple[int, list[tuple[str, str]]]]:
    """Positions of rows to be held, each with its cells and rules; a finding is noted for every cell.

    Numbers that lost their digits (1.10101E+17) are noted once a column. The usual row is never looked at by itself.
    """
    faults = _faulty_cells(table, parsed)
    findings += _lost_digits(table, faults)
    in_doubt = table.ragged or table.doubts
    rows = {row: position for position, row in enumerate(table.rows)} if in_doubt else {}
    suspects = {*faults, *(rows[row] for row in (*table.ragged, *table.doubts) if row in rows)}
    for position in sorted(suspects):
        found = [*_cell_findings(table, parsed, position, faults.get(position, [])), *_row_findings(table, position)]
        findings += found
        cells = [(finding.cell or "", finding.rule) for finding in found if finding.severity == "error"]
        if cells:
            yield position, cells


def _faulty_cells(table: Table, parsed: dict[str, list[Any]]) -> dict[int, list[tuple[str, str]]]:
    """Rules and columns of the cells that fall under one, by position."""
    required = table_rules()[table.kind].required
    faults: dict[int, list[tuple[str, str]]] = {}
    for name, values in parsed.items():
        kinds = {Problem, NotGiven} | ({type(None)} if name in required else set())
        kinds &= set(map(type, values))
        for position in [at for at, value in enumerate(values) if type(value) in kinds] if kinds else ():
            rule = _rule_for(name, values[position], name in required)
            if rule is not None:
                faults.setdefault(position, []).append((rule, name))
    return faults


def _rule_for(name: str, value: Any, is_required: bool) -> str | None:
    """The rule that a parsed cell falls under; None where all is well."""
    if isinstance(value, Problem):
        if name in _DECISIVE:
            return _DECISIVE[name]
        if is_required:
            return "unreadable_name"
        return "id_precision_lost" if value.reason == "precision_lost" else "unreadable_cell"
    if value is NOT_GIVEN and name in _NEED_NOT_BE_STATED:
        return None
    if value is NOT_GIVEN:
        return "opening_balance_unknown" if name == "opening_balance" else "not_valued"
    if value is None and is_required:
        return {"date": "blank_date", "amount": "blank_amount"}.get(name, "blank_name")
    return None


def _cell_findings(
    table: Table, parsed: dict[str, list[Any]], position: int, faults: list[tuple[str, str]]
) -> Iterator[Finding]:
    for rule, name in faults:
        if rule == "id_precision_lost":
            continue  # told once for the whole column
        value = parsed[name][position]
        values = {
            "column": table.header.headings[table.header.columns[name]],
            "text": excerpt(table.columns[name][position]),
            "reason": value.reason if isinstance(value, Problem) else "",
        }
        yield Finding(rule, sheet=table.sheet, cell=table.cell(name, table.rows[position]), values=values)


def _row_findings(table: Table, position: int) -> Iterator[Finding]:
    row = table.rows[position]
    if row in table.ragged:
        yield Finding("field_count", sheet=table.sheet, cell=cell_address(row, max(table.header.headings) + 1))
    doubt = table.doubts.get(row)
    if doubt is not None:
        yield Finding(doubt.rule, sheet=table.sheet, cell=cell_address(row, doubt.column), values=doubt.values)


def _lost_digits(table: Table, faults: dict[int, list[tuple[str, str]]]) -> Iterator[Finding]:
    """One finding for each column of numbers that lost their last digits; none of them is used as a number."""
    positions: dict[int, list[int]] = {}
    for position, cells in sorted(faults.items()):
        for rule, name in cells:
            if rule == "id_precision_lost":
                positions.setdefault(table.header.columns[name], []).append(position)
    for number, values in zip(table.header.unmapped, table.extras.values(), strict=False):
        positions[number] = has_lost_digits(values)
    texts = {number: table.columns[name] for name, number in table.header.columns.items()}
    texts |= dict(zip(table.header.unmapped, table.extras.values(), strict=False))
    for number, lost in positions.items():
        if lost:
            text = excerpt(texts[number][lost[0]])
            said = {"column": table.header.headings[number], "text": text, "rows": str(len(lost))}
            cell = cell_address(table.rows[lost[0]], number)
            yield Finding("id_precision_lost", sheet=table.sheet, cell=cell, values=said)
