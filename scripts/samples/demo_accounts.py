"""A synthetic federation's annual accounts, computed from its records."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from samples.demo import closing_balances_fen
from samples.demo_records import FEN, Demo
from samples.demo_templates import MANAGEMENT_COST, PROGRAMME_COST

# Year → yuan that could not yet be used, yuan released. 2017: from gifts before 2016, which the books do not show.
TIME_RESTRICTED_YUAN: dict[int, tuple[int, int]] = {
    2017: (0, 1_400_000),
    2018: (200_000, 600_000),
    2019: (0, 500_000),
    2020: (400_000, 0),
}


@dataclass(frozen=True)
class AnnualAccounts:
    """One year; money in fen. `adjusted_income_fen`: income less what could not yet be used plus what was released."""

    net_assets_fen: int
    income_fen: int
    not_yet_usable_fen: int
    released_fen: int
    charitable_spending_fen: int
    management_fen: int
    spending_fen: int

    @property
    def adjusted_income_fen(self) -> int:
        """The base of the next year's spending ratio."""
        return self.income_fen - self.not_yet_usable_fen + self.released_fen


def annual_accounts(
    demo: Demo, time_restricted_yuan: Mapping[int, tuple[int, int]] = TIME_RESTRICTED_YUAN
) -> dict[int, AnnualAccounts]:
    """Year → its accounts, for every year that has income."""
    years = sorted({gift.received.year for gift in demo.donations})
    return {year: _accounts(demo, year, time_restricted_yuan.get(year, (0, 0))) for year in years}


def _accounts(demo: Demo, year: int, time_restricted_yuan: tuple[int, int]) -> AnnualAccounts:
    income = [row for row in (*demo.donations, *demo.other_income) if row.received.year == year]
    payments = [payment for payment in demo.disbursements if payment.paid.year == year]
    unusable, released = time_restricted_yuan

    def spent_on(cost_class: str) -> int:
        return sum(payment.amount_fen for payment in payments if payment.cost_class == cost_class)

    return AnnualAccounts(
        net_assets_fen=sum(closing_balances_fen(demo, f"{year}H2").values()),
        income_fen=sum(row.amount_fen for row in income),
        not_yet_usable_fen=unusable * FEN,
        released_fen=released * FEN,
        charitable_spending_fen=spent_on(PROGRAMME_COST),
        management_fen=spent_on(MANAGEMENT_COST),
        spending_fen=sum(payment.amount_fen for payment in payments),
    )
