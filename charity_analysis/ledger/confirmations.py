"""Rows of which a person has stated that they are no repeats: they count, whatever other rows say."""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace

from charity_analysis.ingest.addresses import cell_position
from charity_analysis.ingest.findings import Finding
from charity_analysis.ledger.corrections import Correction
from charity_analysis.ledger.file_parts import FilePart
from charity_analysis.ledger.repeats.repeats import Repeats
from charity_analysis.money import format_yuan


def without_confirmed(repeats: Repeats, files: list[FilePart], corrections: Sequence[Correction]) -> Repeats:
    """`repeats` less the rows that an applied correction confirms as they stand; its findings tell of the others."""
    confirmed = _confirmed_rows(files, corrections) & repeats.held.keys()
    if not confirmed:
        return repeats
    held = {row_id: hold for row_id, hold in repeats.held.items() if row_id not in confirmed}
    told: list[Finding] = []
    for finding in repeats.findings:
        left = [row_id for row_id in finding.row_ids if row_id not in confirmed]
        if finding.severity != "error" or len(left) == len(finding.row_ids):
            told.append(finding)
        elif left:
            values = finding.values | {"rows": str(len(left)), "amount": format_yuan(_total_fen(files, set(left)))}
            told.append(finding.at(values=values, row_ids=tuple(left), cell=held[left[0]].cell))
    return replace(repeats, held=held, findings=told)


def _confirmed_rows(files: list[FilePart], corrections: Sequence[Correction]) -> set[str]:
    """The row_ids of clean rows in which an applied correction confirms a cell."""
    by_line = {str(correction.row): correction for correction in corrections if correction.is_confirmation}
    found: set[str] = set()
    for file in files if by_line else ():
        places = {
            ((finding.sheet or "").strip(), cell_position(correction.cell)[0] + 1)
            for finding in file.findings
            if finding.rule == "correction_applied" and (correction := by_line.get(finding.values["row"]))
        }
        for table in file.tables if places else ():
            rows = table.clean.select(["row_id", "source_row"]).to_pydict()
            for row_id, row in zip(rows["row_id"], rows["source_row"], strict=True):
                if (table.sheet.strip(), row) in places:
                    found.add(row_id)
    return found


def _total_fen(files: list[FilePart], row_ids: AbstractSet[str]) -> int:
    """Sum of the amounts of these clean rows, in fen."""
    total = 0
    for table in (table for file in files for table in file.tables):
        column = "opening_balance_fen" if table.kind == "funds" else "amount_fen"
        if column in table.clean.column_names:
            rows = table.clean.select(["row_id", column]).to_pydict()
            total += sum(
                fen or 0 for row_id, fen in zip(rows["row_id"], rows[column], strict=True) if row_id in row_ids
            )
    return total
