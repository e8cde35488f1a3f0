"""Totals of a table in which some rows may count, or not: no total is called wrong that is right in one reading."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from charity_analysis.ingest.findings import Finding
from charity_analysis.ingest.layout.subtotals import check_subtotals
from charity_analysis.ingest.layout.tables import Table
from charity_analysis.money import Money

# Rows held for what they say of themselves: whoever added the sheet up may have counted them or not.
_OPEN_RULES = frozenset({"void_row", "cancelled_row", "not_paid", "pledge_not_received", "unclear_refund"})
_READINGS: tuple[Callable[[Money], Money], ...] = (
    lambda _: Money(0),
    lambda money: Money(-money.fen, money.halfwidth_fen),
)


def check_totals(table: Table, amounts: Mapping[int, Money | None]) -> list[Finding]:
    """Findings for the totals of `table` that are wrong however its void, pledged and unclear rows are read."""
    findings = check_subtotals(table, amounts)
    open_rows = [row for row, doubt in table.doubts.items() if doubt.rule in _OPEN_RULES and row in amounts]
    for read in _READINGS if findings and open_rows else ():
        other = dict(amounts)
        other |= {row: read(money) for row in open_rows if (money := amounts[row]) is not None}
        wrong = {finding.cell for finding in check_subtotals(table, other)}
        findings = [finding for finding in findings if finding.cell in wrong]
    return findings
