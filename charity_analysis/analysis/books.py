"""The rows that the figures of one period are made of, and those of the periods around it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from charity_analysis.analysis.designated.chains import Tracing, trace_designated
from charity_analysis.analysis.figures import Figure, sum_amounts
from charity_analysis.analysis.funds import roll_funds
from charity_analysis.analysis.planning.plans import PlanAnswer, answer_plans
from charity_analysis.analysis.scope import counted, gifts, in_period, other_income
from charity_analysis.periods import ReportingPeriod

if TYPE_CHECKING:
    import pandas as pd

    from charity_analysis.ledger.accounts.fund_periods import FundPeriod
    from charity_analysis.ledger.ledger import Ledger


@dataclass(frozen=True)
class Books:
    """One period's rows that count in totals: own books and uncertain ones. Tables are those of the ledger's schema."""

    ledger: Ledger
    period: str

    @cached_property
    def donations(self) -> pd.DataFrame:
        """One row per gift of the period."""
        return gifts(counted(in_period(self.ledger.donations, self.period)))

    @cached_property
    def other_income(self) -> pd.DataFrame:
        """One row per income of the period that is no gift: interest, grants, fees, services."""
        return other_income(counted(in_period(self.ledger.donations, self.period)))

    @cached_property
    def disbursements(self) -> pd.DataFrame:
        """One row per payment line of the period."""
        return counted(in_period(self.ledger.disbursements, self.period))

    @cached_property
    def received(self) -> Figure:
        """Σ donations, in fen."""
        return sum_amounts(self.donations, "received", "捐赠收入")

    @cached_property
    def paid(self) -> Figure:
        """Σ disbursements, in fen."""
        return sum_amounts(self.disbursements, "paid", "总支出")

    @cached_property
    def funds(self) -> tuple[FundPeriod, ...]:
        """Every fund of the period, rolled forward; several figures rest on it."""
        return tuple(one for one in roll_funds(self.ledger) if one.period == self.period)

    @cached_property
    def tracing(self) -> Tracing:
        """Designated money followed up to the period's end."""
        return trace_designated(self.ledger, self.period)

    @cached_property
    def plans(self) -> tuple[PlanAnswer, ...]:
        """The period's plans and promises, each answered by the ledger."""
        return answer_plans(self.ledger, self.period)

    def of(self, period: ReportingPeriod) -> Books | None:
        """The books of another period; None where the ledger has no data for it."""
        return Books(self.ledger, str(period)) if str(period) in self.ledger.periods else None

    def one_year_before(self) -> Books | None:
        """The same half of the year before."""
        return self.of(ReportingPeriod.parse(self.period).year_before)

    def previous(self) -> Books | None:
        """The half-year before."""
        return self.of(ReportingPeriod.parse(self.period).previous)
