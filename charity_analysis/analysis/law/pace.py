"""The pace of charitable spending towards what the law asks for by 31 December."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import ceil
from typing import TYPE_CHECKING

import pandas as pd

from charity_analysis.analysis.figures import Figure, missing, sum_amounts
from charity_analysis.analysis.law.cost_classes import charitable
from charity_analysis.analysis.law.extents import CONFIGURED, Extent
from charity_analysis.analysis.law.statutory_amounts import base_of, measured
from charity_analysis.analysis.law.statutory_scope import applicable_rules
from charity_analysis.analysis.law.years import Year
from charity_analysis.periods import ReportingPeriod
from charity_analysis.rules.statutory import RatioRule

if TYPE_CHECKING:
    from charity_analysis.ledger.ledger import Ledger


@dataclass(frozen=True)
class Pace:
    """How far the year's charitable spending has come. Money in fen.

    `line_fen` is `required` × `base`, rounded up. `by_month` has one row per month from January to the period's end:
    month ("2020-01"), spent_fen, cumulative. `undated` is what is spent in the year on no stated day of it: it is in
    `spent` and in no month.
    """

    rule_id: str
    name: str
    base_name: str
    base: Figure
    required: float
    line_fen: int
    spent: Figure
    left: Figure
    by_month: pd.DataFrame
    undated: Figure


def spending_pace(ledger: Ledger, period: str) -> Pace | None:
    """The pace against the rule that asks for most; None where no rule is known to hold, or an amount is not known."""
    year = Year.up_to(ledger, period)
    spent = measured("charitable_spending", year)
    rules = applicable_rules(ledger, period).of_measure("charitable_spending").rules
    lines = [(rule, base_of(rule.base, year)) for rule in rules]
    if not lines or spent.fen is None or any(base.fen is None for _, base in lines):
        return None
    rule, base = max(lines, key=lambda line: _required_fen(*line))
    by_month, undated = _by_month(year, ReportingPeriod.parse(period))
    return Pace(
        rule.id,
        rule.name,
        base.name,
        base.as_figure("base", base.name, base.name, (CONFIGURED,)),
        rule.percent / 100,
        _required_fen(rule, base),
        spent.as_figure("spent", "本年至今慈善活动支出", "逐笔相加"),
        left_to_spend(rule, base, spent),
        by_month,
        undated,
    )


def left_to_spend(rule: RatioRule, base: Extent, spent: Extent) -> Figure:
    """max(0, required share × base − spent) in fen, rounded up to the fen; the precisions add up.

    Source: domain.md K10.
    """
    name = f"年底前还须支出（{rule.article}）"
    why = "；".join(one.why_missing for one in (base, spent) if one.fen is None)
    if why or spent.fen is None:
        return missing(rule.id, name, "fen", why)
    difference = _required_fen(rule, base) - spent.fen
    halfwidth = ceil(Fraction(rule.percent, 100) * base.halfwidth_fen) + spent.halfwidth_fen
    value = max(0, difference)
    # Below nought nothing is left to be off by: only what reaches above it counts.
    reach = max(max(0, difference + halfwidth) - value, value - max(0, difference - halfwidth))
    row_ids = tuple(dict.fromkeys((*base.row_ids, *spent.row_ids)))
    formula = f"max(0，{rule.percent}% × {base.name} － {spent.name})"
    made_of = (base.as_figure("base", base.name, "", (CONFIGURED,)), spent.as_figure("spent", spent.name, ""))
    return Figure(rule.id, name, "fen", value, reach, row_ids, formula, made_of=made_of)


def _required_fen(rule: RatioRule, base: Extent) -> int:
    return ceil(Fraction(rule.percent, 100) * (base.fen or 0))


def _by_month(year: Year, period: ReportingPeriod) -> tuple[pd.DataFrame, Figure]:
    """Cumulative charitable spending by month, and what has no stated day in these months."""
    rows = charitable(year.disbursements)
    months = [f"{year.year}-{month:02d}" for month in range(1, period.last_day.month + 1)]
    day = rows["paid_date"].dt.strftime("%Y-%m").where(rows["date_basis"].isin(("stated", "as_of")))
    dated = day.isin(months)
    sums = rows[dated].groupby(day[dated])["amount_fen"].sum().reindex(months).fillna(0).astype("int64")
    table = pd.DataFrame({"month": months, "spent_fen": sums.cumsum().to_numpy()})
    return table, sum_amounts(rows[~dated], "undated", "未载明拨付日的慈善活动支出")
