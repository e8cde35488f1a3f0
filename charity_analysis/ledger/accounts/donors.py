"""Payments in a donor's name that come to more than the donor gave."""

from __future__ import annotations

from collections.abc import Iterator

from charity_analysis.ingest.findings import Finding, excerpt
from charity_analysis.ledger.accounts.book import Book, row_ids, sums
from charity_analysis.ledger.accounts.roll_forward import NOTHING, fund_key
from charity_analysis.money import Money, format_yuan
from charity_analysis.rules import normalise

_Key = tuple[str, str]


def check_donors(book: Book) -> Iterator[Finding]:
    """One finding per donor, fund and period in which the payments so far exceed the gifts so far.

    Only where the fund's first opening is known: it may hold earlier gifts of the donor, so it counts as such.
    """
    openings = _first_openings(book)
    gifts = _by_key(book, "donations")
    for key, paid in sorted(_by_key(book, "disbursements").items()):
        opening = openings.get(key[1])
        for period in sorted(paid) if opening is not None else ():
            left = (opening or NOTHING) + _so_far(gifts.get(key, {}), period) - _so_far(paid, period)
            if left.fen < -left.halfwidth_fen:
                yield _finding(book, key, period, NOTHING - left)


def _first_openings(book: Book) -> dict[str, Money | None]:
    """What each fund held when it first stands in the ledger; None where that is not known."""
    first: dict[str, Money | None] = {}
    for one in book.funds:
        first.setdefault(fund_key(one.fund), one.opening)
    return first


def _by_key(book: Book, kind: str) -> dict[_Key, dict[str, Money]]:
    """Sums of the rows that name a donor and a fund, by both and by period."""
    table = book.donations if kind == "donations" else book.disbursements
    found: dict[_Key, dict[str, Money]] = {}
    for row in sums(table, ["donor", "fund", "period"]):
        if row["donor"] and row["fund"]:
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
