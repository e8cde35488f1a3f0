"""Subtotals as balance assertions: each is checked against the rows it covers, to the precision of both."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import accumulate

from charity_analysis.ingest.amounts import parse_amount
from charity_analysis.ingest.errors import UnreadableCell
from charity_analysis.ingest.findings import Finding
from charity_analysis.ingest.tables import Subtotal, Table
from charity_analysis.money import Money, format_halfwidth_yuan, format_yuan


@dataclass(frozen=True)
class Coverage:
    """The sum of the rows a subtotal may cover, how many they are, and how many have no readable amount."""

    total: Money
    rows: int
    unreadable: int


class _RunningSums:
    """Sums of any stretch of rows in constant time, since every subtotal may be read in several ways."""

    def __init__(self, amounts: Mapping[int, Money | None]) -> None:
        self._rows = sorted(amounts)
        ordered = [amounts[row] for row in self._rows]
        self._fen = [0, *accumulate(money.fen if money else 0 for money in ordered)]
        self._halfwidth = [0, *accumulate(money.halfwidth_fen if money else 0 for money in ordered)]
        self._unreadable = [0, *accumulate(money is None for money in ordered)]

    def between(self, start: int, end: int) -> Coverage:
        """What lies strictly between the rows `start` and `end`."""
        first, last = bisect_left(self._rows, start + 1), bisect_left(self._rows, end)
        return Coverage(
            Money(self._fen[last] - self._fen[first], self._halfwidth[last] - self._halfwidth[first]),
            last - first,
            self._unreadable[last] - self._unreadable[first],
        )


def check_subtotals(table: Table, amounts: Mapping[int, Money | None]) -> list[Finding]:
    """Findings for the subtotals of `table` that its rows do not bear out.

    `amounts` maps each data row to its amount, None where it has none that can be read. A subtotal covers the
    rows since the last one of its own rank or above; failing that, since an earlier one or the table's start,
    since ledgers close groups and pages with the same word as the whole.
    """
    findings: list[Finding] = []
    column = "opening_balance" if table.kind == "funds" else "amount"
    sums = _RunningSums(amounts)
    earlier: list[Subtotal] = []
    for subtotal in table.subtotals:
        stated = _stated(subtotal, table.unit)
        if stated is not None and column in table.header.columns:
            coverages = _coverages(subtotal, earlier, sums)
            if not any(c.unreadable == 0 and c.total.agrees_with(stated) for c in coverages):
                findings.append(_finding(table, table.cell(column, subtotal.row), stated, coverages[0]))
        earlier.append(subtotal)
    return findings


def _stated(subtotal: Subtotal, unit: str) -> Money | None:
    try:
        return parse_amount(subtotal.value, unit)
    except UnreadableCell:
        return None


def _coverages(subtotal: Subtotal, earlier: list[Subtotal], sums: _RunningSums) -> list[Coverage]:
    """What the subtotal may cover, the usual reading first."""
    same = [other.row for other in earlier if other.rank >= subtotal.rank]
    usual = same[-1] if same else -1
    starts = dict.fromkeys((usual, *(other.row for other in reversed(earlier)), -1))
    coverages = [sums.between(start, subtotal.row) for start in starts]
    # A total right below another of its rank has no rows of its own: it means the whole.
    return coverages if coverages[0].rows else [coverages[-1], *coverages[:-1]]


def _finding(table: Table, cell: str, stated: Money, coverage: Coverage) -> Finding:
    values = {
        "stated": format_yuan(stated.fen),
        "computed": format_yuan(coverage.total.fen),
        "difference": format_yuan(stated.fen - coverage.total.fen),
        "precision": format_halfwidth_yuan(stated.halfwidth_fen + coverage.total.halfwidth_fen) or "± 0 元",
        "unreadable": str(coverage.unreadable),
    }
    rule = "total_unchecked" if coverage.unreadable else "total_mismatch"
    return Finding(rule, sheet=table.sheet, cell=cell, values=values)
