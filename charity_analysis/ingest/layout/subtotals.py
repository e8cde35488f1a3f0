"""Subtotals as balance assertions: each is checked against the rows it covers, to the precision of both."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import accumulate
from sys import maxsize

from charity_analysis.ingest.cells.amounts import parse_amount
from charity_analysis.ingest.cells.errors import UnreadableCell
from charity_analysis.ingest.findings import Finding, excerpt
from charity_analysis.ingest.layout.tables import Subtotal, Table
from charity_analysis.money import Money, format_halfwidth_yuan, format_yuan

# How many of the subtotals above one may be its start: enough for a page of groups, and no more work a row.
_MOST_READINGS = 100


@dataclass(frozen=True)
class PrintedTotal:
    """What one subtotal claims, in its `cell`, and what the rows it covers come to.

    `verdict`: exact; within_rounding (as near as both are printed); contradiction; unchecked, where it or a row that
    it covers cannot be read. `stated` is None where the total itself cannot be read, and `reason` says why.
    `covers_all`: no row of data in its table is left out.
    """

    row: int
    cell: str
    text: str
    stated: Money | None
    computed: Money
    unreadable: int
    verdict: str = "unchecked"
    covers_all: bool = False
    reason: str = ""

    @property
    def is_open(self) -> bool:
        """True where its rows do not bear it out, or cannot."""
        return self.verdict in ("contradiction", "unchecked")


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
        self._known: dict[int, int] = {}
        ordered = [amounts[row] for row in self._rows]
        self._fen = [0, *accumulate(money.fen if money else 0 for money in ordered)]
        self._halfwidth = [0, *accumulate(money.halfwidth_fen if money else 0 for money in ordered)]
        self._unreadable = [0, *accumulate(money is None for money in ordered)]

    def between(self, start: int, end: int) -> Coverage:
        """What lies strictly between the rows `start` and `end`."""
        first, last = self._before(start), self._before(end)
        return Coverage(
            Money(self._fen[last] - self._fen[first], self._halfwidth[last] - self._halfwidth[first]),
            last - first,
            self._unreadable[last] - self._unreadable[first],
        )

    def bear_out(self, start: int, end: int, stated: Money, opening: Money | None) -> str:
        """Whether all between the rows `start` and `end` is readable and comes to `stated`: "rows", "opening", or "".

        "opening" where it does so with the balance that is carried over. No objects are made: a ledger of thousands
        of subtotals asks this a hundred times for each.
        """
        first, last = self._before(start), self._before(end)
        if self._unreadable[last] != self._unreadable[first]:
            return ""
        excess = self._fen[last] - self._fen[first] - stated.fen
        precision = self._halfwidth[last] - self._halfwidth[first] + stated.halfwidth_fen
        if abs(excess) <= precision:
            return "rows"
        is_with_opening = opening is not None and abs(excess + opening.fen) <= precision + opening.halfwidth_fen
        return "opening" if is_with_opening else ""

    @property
    def rows(self) -> int:
        """How many rows of data there are."""
        return len(self._rows)

    def _before(self, row: int) -> int:
        """How many rows of data stand above `row`, which is none itself."""
        found = self._known.get(row)
        if found is None:
            found = self._known[row] = bisect_left(self._rows, row)
        return found


def read_totals(table: Table, amounts: Mapping[int, Money | None]) -> list[PrintedTotal]:
    """The subtotals of `table` that print something, each against the rows that bear it out, or the usual ones.

    `amounts` maps each data row to its amount, None where it has none that can be read. A subtotal covers the
    rows since the last one of its own rank or above; failing that, since an earlier one or the table's start,
    since ledgers close groups and pages with the same word as the whole; with no row above it, those below. It may
    include the balance that is carried over at the table's head.
    """
    totals: list[PrintedTotal] = []
    column = "opening_balance" if table.kind == "funds" else "amount"
    sums = _RunningSums(amounts)
    opening = _opening_balance(table)
    for number, subtotal in enumerate(table.subtotals if column in table.header.columns else []):
        cell = table.cell(column, subtotal.row)
        try:
            stated = parse_amount(subtotal.value, table.unit)
        except UnreadableCell as error:
            if error.reason != "blank":
                usual = sums.between(*next(_readings(table.subtotals, number, sums)))
                claim = PrintedTotal(subtotal.row, cell, str(subtotal.value), None, usual.total, usual.unreadable)
                totals.append(replace(claim, covers_all=usual.rows == sums.rows, reason=error.reason))
            continue
        judged = _judge(stated, opening, sums, _readings(table.subtotals, number, sums))
        totals.append(replace(judged, row=subtotal.row, cell=cell, text=str(subtotal.value)))
    return totals


def _judge(
    stated: Money, opening: Money | None, sums: _RunningSums, readings: Iterator[tuple[int, int]]
) -> PrintedTotal:
    """What `stated` is worth by the first of its readings that bears it out, or else by the usual one."""
    usual: tuple[int, int] | None = None
    for reading in readings:
        usual = usual or reading
        how = sums.bear_out(*reading, stated, opening)
        if how:
            covered = sums.between(*reading)
            computed = covered.total + opening if how == "opening" and opening is not None else covered.total
            verdict = "exact" if computed.fen == stated.fen else "within_rounding"
            return PrintedTotal(0, "", "", stated, computed, 0, verdict, covered.rows == sums.rows)
    assert usual is not None
    covered = sums.between(*usual)
    verdict = "unchecked" if covered.unreadable else "contradiction"
    return PrintedTotal(0, "", "", stated, covered.total, covered.unreadable, verdict, covered.rows == sums.rows)


def total_findings(table: Table, totals: list[PrintedTotal]) -> list[Finding]:
    """Findings for the totals that their rows do not bear out, or only as nearly as both are printed."""
    findings: list[Finding] = []
    for total in totals:
        if total.stated is None:
            values = {"text": excerpt(total.text), "reason": total.reason}
            findings.append(Finding("unreadable_total", sheet=table.sheet, cell=total.cell, values=values))
        elif total.verdict != "exact":
            findings.append(_finding(table, total, total.stated))
    return findings


def _opening_balance(table: Table) -> Money | None:
    """The balance carried over at the head of `table`; None where it has none that can be read."""
    try:
        return parse_amount(table.balances[0].value, table.unit) if table.balances else None
    except UnreadableCell:
        return None


def _readings(subtotals: list[Subtotal], number: int, sums: _RunningSums) -> Iterator[tuple[int, int]]:
    """The stretches of rows, both ends exclusive, that a subtotal may cover; the usual reading first."""
    rank, row = subtotals[number].rank, subtotals[number].row
    earlier = (subtotals[at] for at in range(number - 1, -1, -1))
    usual = next((other.row for other in earlier if other.rank >= rank), -1)
    is_head = subtotals[number].is_head
    if is_head or not sums.between(-1, row).rows:
        # A total at the head of its table, or of its group.
        later = (subtotals[at] for at in range(number + 1, len(subtotals)))
        yield (
            row,
            next((other.row for other in later if (other.is_head or not is_head) and other.rank >= rank), maxsize),
        )
        yield row, maxsize
        return
    if not sums.between(usual, row).rows:
        # A total right below another of its rank has no rows of its own: it means the whole.
        yield -1, row
    yield usual, row
    for at in range(number - 1, max(-1, number - 1 - _MOST_READINGS), -1):
        yield subtotals[at].row, row
    yield -1, row


def _finding(table: Table, total: PrintedTotal, stated: Money) -> Finding:
    values = {
        "stated": format_yuan(stated.fen),
        "computed": format_yuan(total.computed.fen),
        "difference": format_yuan(stated.fen - total.computed.fen),
        "precision": format_halfwidth_yuan(stated.halfwidth_fen + total.computed.halfwidth_fen) or "± 0 元",
        "unreadable": str(total.unreadable),
    }
    rules = {"unchecked": "total_unchecked", "within_rounding": "total_within_rounding"}
    rule = rules.get(total.verdict, "total_mismatch")
    return Finding(rule, sheet=table.sheet, cell=total.cell, values=values)
