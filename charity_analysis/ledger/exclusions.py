"""Held rows of which a person has stated that they rightly do not count: they stay held, and are no error any more."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from charity_analysis.ingest.addresses import cell_position
from charity_analysis.ingest.findings import Finding
from charity_analysis.ledger.file_parts import FilePart
from charity_analysis.money import format_yuan

CONFIRMED = "exclusion_confirmed"
# Rules by which a row is held though it may be just as it should be. No other hold can be lawful for ever.
EXCLUDABLE = frozenset(
    {
        "void_row",
        "cancelled_row",
        "not_paid",
        "zero_amount",
        "pledge_not_received",
        "repeated_rows",
        "receipt_repeated",
        "receipt_conflict",
    }
)
# The sheet and the row, as people count.
_Place = tuple[str, int]


@dataclass(frozen=True)
class _HeldRow:
    row_id: str
    place: _Place
    cells: tuple[str, ...]
    rules: tuple[str, ...]
    amount_fen: int


def settle_exclusions(files: list[FilePart]) -> list[FilePart]:
    """`files` with no error for rows that are confirmed not to count, and one for each statement without such a row.

    The rows stay held, and so does their money.
    """
    return [_settle(file) if any(f.rule == CONFIRMED for f in file.findings) else file for file in files]


def _settle(file: FilePart) -> FilePart:
    stated = {_place(finding) for finding in file.findings if finding.rule == CONFIRMED}
    rows = {row.row_id: row for row in _held_rows(file)}
    settled = {
        row_id: row for row_id, row in rows.items() if row.place in stated and EXCLUDABLE.intersection(row.rules)
    }
    places = {row.place for row in settled.values()}
    cells = {(row.place[0], *cell) for row in settled.values() for cell in zip(row.cells, row.rules, strict=False)}
    findings: list[Finding] = []
    for finding in file.findings:
        if finding.rule == CONFIRMED and _place(finding) not in places:
            findings.append(finding.at(rule="exclusion_unfounded"))
        elif finding.severity == "error" and finding.row_ids and finding.rule in EXCLUDABLE:
            findings += _of_others(finding, rows, settled)
        elif finding.severity != "error" or (_sheet(finding), finding.cell, finding.rule) not in cells:
            findings.append(finding)
    return replace(file, findings=findings)


def _of_others(finding: Finding, rows: dict[str, _HeldRow], settled: dict[str, _HeldRow]) -> Iterator[Finding]:
    """A finding of several rows as it is without those that are settled; none where no other is left."""
    left = [row_id for row_id in finding.row_ids if row_id not in settled]
    if len(left) == len(finding.row_ids):
        yield finding
    elif left:
        held = [rows[row_id] for row_id in left if row_id in rows]
        amount = format_yuan(sum(row.amount_fen for row in held))
        values = finding.values | {"rows": str(len(left)), "amount": amount}
        cell = held[0].cells[0] if held else finding.cell
        yield finding.at(values=values, row_ids=tuple(left), cell=cell)


def _held_rows(file: FilePart) -> Iterator[_HeldRow]:
    names = ["row_id", "source_row", "cells", "rules", "amount_fen"]
    for table in file.tables:
        columns = (table.held[name].to_pylist() for name in names)
        for row_id, row, cells, rules, fen in zip(*columns, strict=True):
            place = (table.sheet.strip(), row)
            yield _HeldRow(row_id, place, tuple(cells.split(";")), tuple(rules.split(";")), fen or 0)


def _place(finding: Finding) -> _Place:
    return _sheet(finding), cell_position(finding.cell or "A1")[0] + 1


def _sheet(finding: Finding) -> str:
    return (finding.sheet or "").strip()
