"""What founders promised to their named funds, half-year by half-year, and what they gave of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from samples.demo_records import FEN, Donation
from samples.demo_world import NAMED_FUNDS, Fund

# What each founder gives every September, and when its fund is set up, in the order of NAMED_FUNDS.
YEARLY_YUAN = (120_000, 300_000, 200_000, 250_000, 60_000)


@dataclass(frozen=True)
class Pledge:
    """A promise for one half-year. In second halves the yearly gift answers it, in first halves `given` alone."""

    for_period: str
    fund: Fund
    promised_yuan: int
    given_yuan: int = 0


PLEDGES = (
    Pledge("2016H2", NAMED_FUNDS[0], 120_000),
    Pledge("2017H1", NAMED_FUNDS[1], 80_000, 40_000),
    Pledge("2017H2", NAMED_FUNDS[1], 400_000),
    Pledge("2018H1", NAMED_FUNDS[2], 60_000, 60_000),
    Pledge("2018H2", NAMED_FUNDS[2], 200_000),
    Pledge("2019H1", NAMED_FUNDS[0], 50_000),
    Pledge("2019H2", NAMED_FUNDS[3], 300_000),
    Pledge("2020H1", NAMED_FUNDS[3], 100_000, 120_000),
    Pledge("2020H2", NAMED_FUNDS[4], 50_000),
    Pledge("2021H1", NAMED_FUNDS[1], 120_000),
)


def founders_gift(fund: Fund, day: date, yuan: int) -> Donation:
    """A gift of the founder into its named fund."""
    return Donation(
        received=day,
        donor=fund.founder,
        donor_kind="社会组织" if fund.founder.endswith("会") else "企业",
        amount_fen=yuan * FEN,
        programme=fund.programme,
        purpose=f"注入{fund.name}",
        channel="冠名基金",
        fund=fund.name,
        is_restricted=True,
        consents=True,
    )


def pledged_gifts() -> Iterator[Donation]:
    """What founders gave in first halves to keep a promise, in whole, in part, or more than it."""
    for pledge in PLEDGES:
        if pledge.given_yuan:
            yield founders_gift(pledge.fund, date(int(pledge.for_period[:4]), 6, 15), pledge.given_yuan)
