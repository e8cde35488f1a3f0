"""Retention by cohort, and who gives once and who again: donors by the half-years in which they gave."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pandas as pd

from charity_analysis.analysis.trends.shares import share_of_donors, share_of_money, sum_fen
from charity_analysis.periods import ReportingPeriod
from charity_analysis.rules.trends import trend_limit

if TYPE_CHECKING:
    from charity_analysis.analysis.trends.giving import Giving


def cohort_of(giving: Giving) -> dict[str, str]:
    """Donor, as names are compared → the half-year of the first gift in the ledger.

    A cohort is all donors whose first gift in the ledger fell in the same half-year.
    The ledger's first half-year also holds those who gave before it began.
    """
    return {str(donor): str(period) for donor, period in giving.given.groupby("donor_key")["period"].min().items()}


def cohort_retention(giving: Giving) -> pd.DataFrame:
    """How many donors of a cohort give in each half-year from its first on: one row per cohort and period.

    Columns: cohort, period, half_years_since (0 is the first), cohort_count, active_count, active_share (0–1),
    why_missing, undecided_count, row_ids of the active donors' gifts in the period.

    A cohort is all donors whose first gift in the ledger fell in the same half-year.
    """
    rows = giving.given.assign(cohort=giving.given["donor_key"].map(cohort_of(giving)))
    columns = ["cohort", "period", "half_years_since", "cohort_count", "active_count", "active_share"]
    columns += ["why_missing", "undecided_count", "row_ids"]
    return pd.DataFrame(list(_cohort_lines(giving, rows)), columns=columns).astype({"active_share": "Float64"})


def _cohort_lines(giving: Giving, rows: pd.DataFrame) -> Iterator[dict[str, Any]]:
    for cohort, of_cohort in rows.groupby("cohort"):
        members = frozenset(of_cohort["donor_key"])
        for period in (period for period in giving.periods if period >= str(cohort)):
            active = of_cohort[of_cohort["period"] == period]
            count = active["donor_key"].nunique()
            share = share_of_donors(count, len(members))
            yield {
                "cohort": cohort,
                "period": period,
                "half_years_since": count_half_years(str(cohort), period),
                "cohort_count": len(members),
                "active_count": count,
                "active_share": share.value,
                "why_missing": share.why_missing,
                "undecided_count": giving.count_undecided(members),
                "row_ids": tuple(active["row_id"]),
            }


def count_half_years(first: str, last: str) -> int:
    """How many half-years `last` comes after `first`."""
    one, other = ReportingPeriod.parse(first), ReportingPeriod.parse(last)
    return (other.year - one.year) * 2 + other.half - one.half


def recurring_donors(giving: Giving) -> frozenset[str]:
    """The recurring donors, as names are compared.

    Recurring is a donor who gave in at least two half-years of the ledger.
    One-off is a donor who gave in only one half-year of the ledger.
    """
    times = giving.given.groupby("donor_key")["period"].nunique()
    return frozenset(map(str, times.index[times >= trend_limit("recurring_half_years")]))


def recurring_giving(giving: Giving) -> pd.DataFrame:
    """What recurring, one-off and unnamed donors gave: one row per period and group.

    Columns: period, group (recurring, one_off, unnamed), donor_count (missing for unnamed: it is not known how many
    they are), gift_count, amount_fen, amount_share (0–1, of all gifts of the period), why_missing, later_half_years
    (of the ledger: one-off donors of its last half-years may yet come again), undecided_count, row_ids.

    Recurring is a donor who gave in at least two half-years of the ledger.
    One-off is a donor who gave in only one half-year of the ledger.
    """
    rows = giving.gifts
    again = rows["donor_key"].isin(recurring_donors(giving))
    group = pd.Series("one_off", index=rows.index).mask(again, "recurring").mask(~rows["is_named"], "unnamed")
    lines = []
    for period in giving.periods:
        whole = sum_fen(rows[rows["period"] == period])
        for name in ("recurring", "one_off", "unnamed"):
            part = rows[(rows["period"] == period) & (group == name)]
            donors = giving.donors[period].intersection(part["donor_key"])
            fen = sum_fen(part)
            share = share_of_money(fen, whole)
            lines.append(
                {
                    "period": period,
                    "group": name,
                    "donor_count": None if name == "unnamed" else len(donors),
                    "gift_count": len(part),
                    "amount_fen": fen,
                    "amount_share": share.value,
                    "why_missing": share.why_missing,
                    "later_half_years": giving.periods[::-1].index(period),
                    "undecided_count": giving.count_undecided(donors),
                    "row_ids": tuple(part["row_id"]),
                }
            )
    return pd.DataFrame(lines).astype({"donor_count": "Int64", "amount_fen": "Int64", "amount_share": "Float64"})
