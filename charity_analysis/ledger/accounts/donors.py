"""Payments in a donor's name that come to more than the donor gave."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING

from charity_analysis.ingest.findings import Finding, excerpt
from charity_analysis.ledger.accounts.book import Book, row_ids, sums
from charity_analysis.ledger.accounts.fund_periods import NOTHING, fund_key
from charity_analysis.money import Money, format_yuan
from charity_analysis.rules import normalise

if TYPE_CHECKING:
    import pyarrow as pa

_Key = tuple[str, str]


def check_donors(book: Book) -> Iterator[Finding]:
    """One finding per donor, fund and period in which the payments so far exceed the gifts so far.

    Only where the fund's first opening is known: it may hold earlier gifts of the donor, so it counts as such.
    """
    known = {key: money for key, money in _first_openings(book).items() if money is not None}
    payments = _by_key(_named(book.disbursements, known))
    gifts = _by_key(_named(book.donations, {fund for _, fund in payments}))
    for key, paid in sorted(payments.items()):
        for period in sorted(paid):
            left = known[key[1]] + _so_far(gifts.get(key, {}), period) - _so_far(paid, period)
            if left.fen < -left.halfwidth_fen:
                yield _finding(book, key, period, NOTHING - left)


def _first_openings(book: Book) -> dict[str, Money | None]:
    """What each fund held when it first stands in the ledger; None where that is not known."""
    first: dict[str, Money | None] = {}
    for one in book.funds:
        first.setdefault(fund_key(one.fund), one.opening)
    return first


def _named(table: pa.Table, funds: Collection[str]) -> pa.Table:
    """The rows of `table` that name a donor and one of `funds`."""
    import pyarrow as pa
    import pyarrow.compute as pc

    spellings = [fund for fund in table["fund"].unique().to_pylist() if fund and fund_key(fund) in funds]
    table = table.filter(pc.is_in(table["fund"], value_set=pa.array(spellings, pa.large_string())))
    return table.filter(pc.is_valid(table["donor"]))


def _by_key(table: pa.Table) -> dict[_Key, dict[str, Money]]:
    """Sums of the rows by donor and fund, and by period."""
    found: dict[_Key, dict[str, Money]] = {}
    for row in sums(table, ["donor", "fund", "period"]):
        periods = found.setdefault((normalise(row["donor"]), fund_key(row["fund"])), {})
        periods[row["period"]] = periods.get(row["period"], NOTHING) + row["sum"]
    return found


def _so_far(by_period: dict[str, Money], period: str) -> Money:
    return sum((money for one, money in by_period.items() if one <= period), NOTHING)


def _finding(book: Book, key: _Key, period: str, excess: Money) -> Finding:
    # The donor may be a private person: the rows say who it is.
    donors = [d for d in book.disbursements["donor"].unique().to_pylist() if d and normalise(d) == key[0]]
    funds = [f for f in book.disbursements["fund"].unique().to_pylist() if f and fund_key(f) == key[1]]
    ids = [row_ids(book.disbursements, donor=d, fund=f, period=period) for d in donors for f in sorted(funds)[:1]]
    values = {"period": period, "fund": excerpt(min(funds)), "amount": format_yuan(excess.fen)}
    return Finding("donor_overspent", values=values, period=period, row_ids=tuple(i for part in ids for i in part))
