"""Key figures of dated rules: adjusted income, spending ratio, what is left to spend (K6, K7, K10)."""

from __future__ import annotations

from dataclasses import replace

from charity_analysis.analysis.books import Books
from charity_analysis.analysis.figures import Figure
from charity_analysis.analysis.key.rule import Compute, KeyRule
from charity_analysis.analysis.law.extents import Extent, ratio
from charity_analysis.analysis.law.pace import left_to_spend
from charity_analysis.analysis.law.statutory_amounts import adjusted_income, base_of, measured, three_year_mean
from charity_analysis.analysis.law.statutory_scope import applicable_rules
from charity_analysis.analysis.law.years import Year
from charity_analysis.periods import ReportingPeriod
from charity_analysis.rules.statutory import RatioRule

_SPENDING = "charitable_spending"


def _adjusted_income(rule: KeyRule, books: Books) -> Figure:
    """K6: income of the year before the period's, as art. 10 adjusts it; rows of both its halves."""
    before = Year(books.ledger, ReportingPeriod.parse(books.period).year - 1)
    income = adjusted_income(books.ledger, before.year)
    formula = rule.formula
    if income.fen is not None and before.other_income.empty:
        formula += "（上年台账没有利息、补助等其他收入的记录，未计入）"
    return income.as_figure(rule.id, rule.name, formula)


def _spending_ratio(rule: KeyRule, books: Books) -> Figure:
    """K7: the year's charitable spending ÷ the base of the line in force, at a year's end.

    The value is by the law's first line and its plain base; every line, and the three-year mean, stands in the parts.
    """
    if ReportingPeriod.parse(books.period).half == 1:
        return rule.missing("年度比例，下半年数据齐备后按全年计算")
    applicable = applicable_rules(books.ledger, books.period).of_measure(_SPENDING)
    if not applicable.rules:
        return rule.missing(applicable.gap)
    year = Year.up_to(books.ledger, books.period)
    spent = measured(_SPENDING, year)
    bases = [base for line in applicable.rules for base in (base_of(line.base, year), three_year_mean(line.base, year))]
    parts = tuple(ratio(spent, base, base.name, base.name, f"{spent.name} ÷ {base.name}") for base in bases)
    first = parts[0]
    return replace(first, id=rule.id, name=rule.name, parts=parts)


def _left_to_spend(rule: KeyRule, books: Books) -> Figure:
    """K10: what must still be spent by 31 December, for a first half: the most that any line in force asks for."""
    if ReportingPeriod.parse(books.period).half == 2:
        return rule.missing("只在上半年计算；全年结果见年度慈善支出比例")
    applicable = applicable_rules(books.ledger, books.period).of_measure(_SPENDING)
    if not applicable.rules:
        return rule.missing(applicable.gap)
    year = Year.up_to(books.ledger, books.period)
    spent = measured(_SPENDING, year)
    lines = tuple(_line(line, base_of(line.base, year), spent) for line in applicable.rules)
    unknown = next((line for line in lines if line.value is None), None)
    if unknown is not None:
        return rule.missing(unknown.why_missing or "", lines if len(lines) > 1 else ())
    most = max(lines, key=lambda line: int(line.value or 0))
    return replace(most, id=rule.id, name=rule.name, parts=lines if len(lines) > 1 else ())


def _line(line: RatioRule, base: Extent, spent: Extent) -> Figure:
    return replace(left_to_spend(line, base, spent), id=base.name, name=base.name)


FIGURES: dict[str, Compute] = {
    "K6": _adjusted_income,
    "K7": _spending_ratio,
    "K10": _left_to_spend,
}
