"""The checks of counting rows, from a plain list: each gives one finding a table and rule, with all its rows."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from charity_analysis.ingest.findings import Finding
from charity_analysis.ledger.file_parts import FilePart
from charity_analysis.ledger.row_checks.books import check_books, check_total_stated
from charity_analysis.ledger.row_checks.parties import (
    check_approvals,
    check_beneficiaries,
    check_related_parties,
    check_unlisted_donors,
)
from charity_analysis.ledger.row_checks.persons import check_numbers_of_persons, check_sensitive_persons
from charity_analysis.ledger.row_checks.rows import Rows
from charity_analysis.ledger.row_checks.wording import (
    check_plan_targets,
    check_purposes,
    check_receipt_kinds,
    check_units,
)

CHECKS: tuple[Callable[[Rows], Iterator[Finding]], ...] = (
    check_numbers_of_persons,
    check_sensitive_persons,
    check_related_parties,
    check_books,
    check_approvals,
    check_unlisted_donors,
    check_beneficiaries,
    check_units,
    check_purposes,
    check_receipt_kinds,
    check_plan_targets,
    check_total_stated,
)


def check_counting_rows(files: list[FilePart]) -> list[FilePart]:
    """`files` with the findings about their counting rows; rows that are held take no part in them."""
    return [_checked(file) for file in files]


def _checked(file: FilePart) -> FilePart:
    tables = [Rows(table) for table in file.tables if table.clean.num_rows]
    found = [finding for rows in tables for check in CHECKS for finding in check(rows)]
    if any(finding.rule == "summary_left_out" for finding in file.findings):
        # A sheet of this file that sums the others up states the total.
        found = [finding for finding in found if finding.rule != "total_not_stated"]
    placed = [
        finding.at(file=file.source.file, organisation=file.source.organisation, period=file.source.period)
        for finding in found
    ]
    return replace(file, findings=[*file.findings, *placed]) if placed else file
