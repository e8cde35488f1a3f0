"""Totals of a table in which some rows may count, or not: no total is called wrong that is right in one reading."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from charity_analysis.ingest.layout.subtotals import PrintedTotal, read_totals
from charity_analysis.ingest.layout.tables import Table
from charity_analysis.ledger.columns import Source, source_columns
from charity_analysis.money import Money

# Rows held for what they say of themselves: whoever added the sheet up may have counted them or not.
_OPEN_RULES = frozenset({"void_row", "cancelled_row", "not_paid", "pledge_not_received", "unclear_refund"})
_READINGS: tuple[Callable[[Money], Money], ...] = (
    lambda _: Money(0),
    lambda money: Money(-money.fen, money.halfwidth_fen),
)


def check_totals(table: Table, amounts: Mapping[int, Money | None]) -> list[PrintedTotal]:
    """The totals of `table`; one is wrong only where it is so however void, pledged and unclear rows are read."""
    totals = read_totals(table, amounts)
    open_rows = [row for row, doubt in table.doubts.items() if doubt.rule in _OPEN_RULES and row in amounts]
    for read in _READINGS if open_rows and any(total.is_open for total in totals) else ():
        other = dict(amounts)
        other |= {row: read(money) for row in open_rows if (money := amounts[row]) is not None}
        again = read_totals(table, other)
        totals = [new if old.is_open and not new.is_open else old for old, new in zip(totals, again, strict=True)]
    return totals


def total_columns(table: Table, source: Source, totals: list[PrintedTotal]) -> dict[str, list[Any]]:
    """Columns of the ledger's table `totals`: one row per printed total, with what it was checked against.

    What rows that cannot all be read come to is not known: such a total has nothing computed.
    """
    columns = source_columns(table, source, [total.row for total in totals], "T")
    stated = [total.stated for total in totals]
    computed = [None if total.unreadable else total.computed for total in totals]
    return columns | {
        "kind": [table.kind] * len(totals),
        "cell": [total.cell for total in totals],
        "amount_fen": [money.fen if money else None for money in stated],
        "amount_halfwidth_fen": [money.halfwidth_fen if money else 0 for money in stated],
        "computed_fen": [money.fen if money else None for money in computed],
        "computed_halfwidth_fen": [money.halfwidth_fen if money else 0 for money in computed],
        "verdict": [total.verdict for total in totals],
        "covers_all": [total.covers_all for total in totals],
    }
