"""The synthetic federations against the law: amounts summed from the generator's records, without the package."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

import pytest

from charity_analysis.analysis.figures import Figure
from charity_analysis.analysis.key_figures import key_figures
from charity_analysis.analysis.law.statutory import Verdict, spending_pace, statutory_verdicts
from charity_analysis.ledger.ledger import Ledger
from conftest import PROJECT
from samples.demo import build_demo
from samples.demo2 import build_demo2
from samples.demo_records import Demo

DEMO_YEARS = range(2017, 2021)


def accounts_fen(name: str, year: int, key: str) -> int:
    content = tomllib.loads((PROJECT / "data" / "raw" / name / "organisation.toml").read_text(encoding="utf-8"))
    return int(Decimal(content["years"][str(year)][key]) * 100)


def total(rows: Iterable[Any], year: int, half: int | None = None, cost_class: str | None = None) -> int:
    periods = (f"{year}H1", f"{year}H2") if half is None else (f"{year}H{half}",)
    return sum(
        row.amount_fen for row in rows if row.period in periods and (cost_class is None or row.cost_class == cost_class)
    )


def adjusted_fen(name: str, demo: Demo, year: int) -> int:
    return (
        total((*demo.donations, *demo.other_income), year)
        - accounts_fen(name, year, "restricted_not_yet_usable_yuan")
        + accounts_fen(name, year, "released_from_time_restriction_yuan")
    )


def figures_of(ledger: Ledger, period: str) -> dict[str, Figure]:
    return {figure.id: figure for figure in key_figures(ledger, period)}


def verdict_of(ledger: Ledger, period: str, rule_id: str) -> Verdict:
    return next(verdict for verdict in statutory_verdicts(ledger, period) if verdict.rule_id == rule_id)


@pytest.mark.parametrize("year", DEMO_YEARS)
def test_the_demos_income_of_last_year_and_its_annual_ratio_are_those_of_the_records(demo: Ledger, year: int) -> None:
    records = build_demo()
    income, spent = adjusted_fen("demo", records, year - 1), total(records.disbursements, year, None, "业务活动成本")
    figures = figures_of(demo, f"{year}H2")
    assert figures["K6"].value == income
    assert figures["K7"].value == pytest.approx(spent / income, rel=1e-12)
    verdict = verdict_of(demo, f"{year}H2", "EXP16-7-2-spending")
    means = [adjusted_fen("demo", records, one) for one in range(year - 3, year) if one >= 2016]
    is_met = spent * 10 >= income * 7 or (len(means) == 3 and spent * 30 >= sum(means) * 7)
    assert verdict.status == ("met" if is_met else "not_met")


@pytest.mark.parametrize("year", DEMO_YEARS)
def test_what_the_demo_must_still_spend_after_a_first_half_is_that_of_the_records(demo: Ledger, year: int) -> None:
    records = build_demo()
    income, spent = adjusted_fen("demo", records, year - 1), total(records.disbursements, year, 1, "业务活动成本")
    left = max(0, -(-income * 7 // 10) - spent)
    assert figures_of(demo, f"{year}H1")["K10"].value == left
    pace = spending_pace(demo, f"{year}H1")
    assert pace is not None
    assert (pace.base.value, pace.spent.value, pace.left.value) == (income, spent, left)
    assert pace.by_month["spent_fen"].iloc[-1] + (pace.undated.value or 0) == spent


@pytest.mark.parametrize("year", range(2016, 2021))
def test_the_demos_management_cost_is_judged_by_the_records(demo: Ledger, year: int) -> None:
    payments = build_demo().disbursements
    cost, spent = total(payments, year, None, "管理费用"), total(payments, year)
    expected = "exempt" if cost < 20_000_000 else "met" if cost * 100 <= spent * 13 else "not_met"
    assert verdict_of(demo, f"{year}H2", "EXP16-7-2-management").status == expected


def test_the_demo_shows_each_answer_that_a_federation_can_get(demo: Ledger) -> None:
    found = {verdict.status for period in demo.periods for verdict in statutory_verdicts(demo, period)}
    assert found >= {"met", "not_met", "undecidable", "not_due", "draft"}


@pytest.mark.parametrize("half", [1, 2])
def test_the_demos_costs_and_incomes_of_a_half_year_are_those_of_the_records(demo: Ledger, half: int) -> None:
    records, figures = build_demo(), figures_of(demo, f"2019H{half}")
    gifts, payments = total(records.donations, 2019, half), records.disbursements
    assert figures["K2"].value == gifts + total(records.other_income, 2019, half)
    assert figures["K8"].value == pytest.approx(total(payments, 2019, half, "管理费用") / total(payments, 2019, half))
    assert figures["K9"].value == pytest.approx(total(payments, 2019, half, "筹资费用") / gifts)


def test_the_small_federation_answers_to_its_assets_and_to_its_income(demo2: Ledger) -> None:
    records = build_demo2()
    spent = total(records.disbursements, 2020, None, "业务活动成本")
    assets = accounts_fen("demo2", 2019, "net_assets_yuan")
    income = adjusted_fen("demo2", records, 2019)
    assert assets < 100_000_000
    found = {verdict.rule_id: verdict for verdict in statutory_verdicts(demo2, "2020H2")}
    assert found["EXP16-9-4-spending"].actual.value == pytest.approx(spent / assets)
    assert found["EXP16-9-4-spending"].status == ("met" if spent * 100 >= assets * 8 else "not_met")
    assert found["EXP16-9-4-income"].actual.value == pytest.approx(spent / income)
    assert found["EXP16-9-4-income"].status == ("met" if spent * 2 >= income else "not_met")
    assert found["EXP16-9-4-management"].required == 0.2


def test_the_small_federations_first_year_lacks_last_years_income_and_has_last_years_assets(demo2: Ledger) -> None:
    found = {verdict.rule_id: verdict for verdict in statutory_verdicts(demo2, "2019H2")}
    assert found["EXP16-9-4-income"].status == "undecidable"
    assert "没有 2018H1、2018H2 的收入记录" in found["EXP16-9-4-income"].why
    assert found["EXP16-9-4-spending"].status in ("met", "not_met")
