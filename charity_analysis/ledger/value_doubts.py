"""Rows whose values can be read, and yet cannot be meant: an amount of nothing, a day years away from the folder."""

from __future__ import annotations

from typing import Any

from charity_analysis.ingest.findings import excerpt
from charity_analysis.ingest.layout.raw_table import Doubt
from charity_analysis.ingest.layout.tables import Table
from charity_analysis.money import Money
from charity_analysis.periods import ReportingPeriod

_MONEY_KINDS = frozenset({"donations", "disbursements", "agency"})
# A ledger may go on from years before; what lies years ahead was mistyped.
_MOST_YEARS_AHEAD, _MOST_YEARS_BEHIND = 2, 10


def doubt_values(table: Table, parsed: dict[str, list[Any]], folder_period: str) -> None:
    """Doubt the rows of `table` with an amount of 0 that are no gifts of goods, and those dated far off."""
    if table.kind in _MONEY_KINDS:
        _doubt_zeros(table, parsed)
        _doubt_far_days(table, parsed, folder_period)


def _doubt_zeros(table: Table, parsed: dict[str, list[Any]]) -> None:
    amounts = parsed.get("amount", [])
    zeros = [at for at, amount in enumerate(amounts) if type(amount) is Money and not amount.fen]
    forms = parsed.get("form", [])
    for position in zeros:
        if not forms or forms[position] != "goods":
            said = {"text": excerpt(table.columns["amount"][position])}
            doubt = Doubt("zero_amount", table.header.columns["amount"], said)
            table.doubts.setdefault(table.rows[position], doubt)


def _doubt_far_days(table: Table, parsed: dict[str, list[Any]], folder_period: str) -> None:
    days = parsed.get("date", [])
    period = ReportingPeriod.parse(folder_period)
    years = range(period.year - _MOST_YEARS_BEHIND, period.year + _MOST_YEARS_AHEAD + 1)
    # Days written alike are one object; objects are told apart without looking into them.
    distinct = {id(value): getattr(value, "day", None) for value in days}
    far = {identity for identity, day in distinct.items() if day is not None and day.year not in years}
    for position in [at for at, value in enumerate(days) if id(value) in far] if far else ():
        said = {"text": excerpt(table.columns["date"][position]), "folder": folder_period}
        doubt = Doubt("implausible_date", table.header.columns["date"], said)
        table.doubts.setdefault(table.rows[position], doubt)
