"""The rows of one calendar year, both halves together, and which halves have none."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from charity_analysis.analysis.scope import counted, gifts, other_income
from charity_analysis.periods import ReportingPeriod

if TYPE_CHECKING:
    import pandas as pd

    from charity_analysis.ledger.ledger import Ledger


@dataclass(frozen=True)
class Year:
    """One year's rows that count in totals. `halves` are the half-years looked at: both, or the first alone."""

    ledger: Ledger
    year: int
    halves: tuple[int, ...] = (1, 2)

    @classmethod
    def up_to(cls, ledger: Ledger, period: str) -> Year:
        """The year of `period` up to the period's end."""
        parsed = ReportingPeriod.parse(period)
        return cls(ledger, parsed.year, tuple(range(1, parsed.half + 1)))

    @property
    def periods(self) -> tuple[str, ...]:
        """Codes of the half-years looked at."""
        return tuple(str(ReportingPeriod(self.year, half)) for half in self.halves)

    @cached_property
    def income(self) -> pd.DataFrame:
        """One row per income: gifts, and what is no gift."""
        return self._rows("donations")

    @cached_property
    def donations(self) -> pd.DataFrame:
        """One row per gift."""
        return gifts(self.income)

    @cached_property
    def other_income(self) -> pd.DataFrame:
        """One row per income that is no gift."""
        return other_income(self.income)

    @cached_property
    def disbursements(self) -> pd.DataFrame:
        """One row per payment line."""
        return self._rows("disbursements")

    def held(self, table: str) -> pd.DataFrame:
        """One row per row of `table` that was held back: in no total until its file is mended."""
        rows = self.ledger.held
        return rows[rows["kind"].eq(table).fillna(False) & rows["period"].isin(self.periods)]

    def lacks(self, table: str) -> str | None:
        """Why the year is not whole: the half-years of which `table` has no row; None where none lacks.

        A half-year without a row is one whose ledger was not handed in; it is not taken for one without money.
        """
        there = set(self._rows(table)["period"])
        absent = "、".join(period for period in self.periods if period not in there)
        what = {"donations": "收入", "disbursements": "支出"}[table]
        return f"台账中没有 {absent} 的{what}记录" if absent else None

    def _rows(self, table: str) -> pd.DataFrame:
        rows = counted(self.ledger.tables[table])
        return rows[rows["period"].isin(self.periods)]
