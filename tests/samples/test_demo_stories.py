"""What the synthetic federations are made to show: accounts, plans, registers and gifts with a known outcome."""

from __future__ import annotations

import tomllib
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from charity_analysis.analysis.planning.plans import answer_plans
from charity_analysis.ledger.ledger import Ledger
from samples.demo import build_demo, closing_balances_fen, control_totals
from samples.demo2 import build_demo2, demo2_control_totals
from samples.demo_accounts import annual_accounts
from samples.demo_answers import PlanResult, expected_answers
from samples.demo_records import PERIODS, Demo

RAW = Path(__file__).resolve().parents[2] / "data" / "raw"
RECORDS: dict[str, Demo] = {"demo": build_demo(), "demo2": build_demo2()}


# Annual accounts


def test_a_years_accounts_are_those_of_its_two_half_years() -> None:
    totals = control_totals()
    for year, accounts in annual_accounts(build_demo()).items():
        halves = [totals[f"{year}H{half}"] for half in (1, 2)]
        assert accounts.income_fen == sum(half["total_income_fen"] for half in halves)
        assert accounts.spending_fen == sum(half["paid_fen"] for half in halves)
        by_class: Counter[str] = Counter()
        for half in halves:
            by_class.update(half["by_cost_class_paid_fen"])
        assert accounts.charitable_spending_fen == by_class["业务活动成本"]
        assert accounts.management_fen == by_class["管理费用"]
        assert accounts.net_assets_fen == sum(halves[1]["by_fund_closing_fen"].values())


def test_the_demo_spends_enough_in_every_year_but_2017_and_too_much_on_management_in_2018() -> None:
    """Charitable spending ÷ adjusted income of the year before (at least 70 %), management ÷ spending (at most 13 %)."""
    accounts = annual_accounts(build_demo())
    shares = {
        year: accounts[year].charitable_spending_fen / accounts[year - 1].adjusted_income_fen
        for year in range(2017, 2021)
    }
    assert 0.6 < shares[2017] < 0.7
    assert all(0.7 <= shares[year] <= 0.95 for year in (2018, 2019, 2020))
    management = {year: one.management_fen / one.spending_fen for year, one in accounts.items()}
    assert [year for year, part in management.items() if part > 0.13] == [2018]


@pytest.mark.parametrize("sample", RECORDS)
def test_net_assets_are_configured_as_the_closing_balances_of_all_funds(sample: str) -> None:
    records = RECORDS[sample]
    settings = tomllib.loads((RAW / sample / "organisation.toml").read_text(encoding="utf-8"))
    first, *years = settings["years"]
    openings = sum(row.amount_fen for row in records.opening_balances if row.period == f"{years[0]}H1")
    assert settings["years"][first] == {"net_assets_yuan": f"{openings / 100:.2f}"}
    for year in years:
        closing = sum(closing_balances_fen(records, f"{year}H2").values())
        assert settings["years"][year]["net_assets_yuan"] == f"{closing // 100}.{closing % 100:02d}"


def test_demo2_is_small_and_may_not_raise_funds_publicly() -> None:
    settings = tomllib.loads((RAW / "demo2" / "organisation.toml").read_text(encoding="utf-8"))
    assert (settings["kind"], settings["public_fundraising"]) == ("association", False)
    assert all(float(year["net_assets_yuan"]) < 1_000_000 for year in settings["years"].values())
    for period, totals in demo2_control_totals().items():
        assert 30 <= totals["donation_count"] + totals["disbursement_count"] <= 60, period
    assert not {gift.channel for gift in build_demo2().donations} & {"网络募捐", "慈善一日捐"}


# Plans and promises


def test_promises_of_founders_are_kept_in_part_in_full_beyond_and_not_at_all() -> None:
    """2017H1: 40 000 of 80 000; 2018H1: 60 000 of 60 000; 2019H1: nothing of 50 000; 2020H1: 120 000 of 100 000."""
    demo = build_demo()
    found = [
        (result.status, result.planned_fen, result.actual_fen)
        for period in ("2017H1", "2018H1", "2019H1", "2020H1")
        for result in expected_answers(demo, period).values()
        if result.planned_count is None
    ]
    assert found == [
        ("partly", 80_000_00, 40_000_00),
        ("met", 60_000_00, 60_000_00),
        ("not_started", 50_000_00, 0),
        ("met", 100_000_00, 120_000_00),
    ]


def test_counted_plans_are_missed_met_and_exceeded() -> None:
    results = [r for period in PERIODS for r in expected_answers(build_demo(), period).values() if r.planned_count]
    gaps = [(result.planned_count or 0) - (result.actual_count or 0) for result in results]
    assert min(gaps) < 0 < max(gaps)
    assert 0 in gaps


@pytest.mark.parametrize("sample", RECORDS)
def test_the_ledger_answers_every_plan_as_the_generator_does(sample: str, request: pytest.FixtureRequest) -> None:
    ledger: Ledger = request.getfixturevalue(sample)
    for period in ledger.periods:
        found = {
            answer.item: PlanResult(
                answer.status,
                answer.planned.fen if answer.planned else 0,
                int(answer.actual.value or 0) if answer.actual else 0,
                answer.planned_count,
                int(answer.actual_count.value or 0) if answer.actual_count else None,
            )
            for answer in answer_plans(ledger, period)
            if answer.period == period
        }
        assert found == expected_answers(RECORDS[sample], period), period


# Registers


def test_one_item_was_published_late_and_one_never() -> None:
    items = build_demo().disclosures
    assert [item.due for item in items if item.published is None] == [date(2019, 10, 31)]
    assert [item.due for item in items if item.published and item.published > item.due] == [date(2018, 7, 31)]
    assert {item.period for item in items} == {*PERIODS[1:]}
    totals = control_totals()
    counts = {p: (t["disclosures_on_time_count"], t["disclosures_due_count"]) for p, t in totals.items()}
    assert counts["2018H1"] == (3, 3)
    assert counts["2018H2"] == counts["2019H2"] == (1, 2)


def test_registers_state_the_balances_that_are_carried_and_in_one_year_those_that_are_left(demo: Ledger) -> None:
    records = build_demo()
    full = {"2018H1": "2017H2", "2018H2": "2018H1", "2019H1": "2018H2", "2019H2": "2019H1"}
    for period, before in full.items():
        register = demo.funds[demo.funds["period"] == period].set_index("fund")
        carried = closing_balances_fen(records, before)
        stated = register["opening_balance_fen"].to_dict()
        assert {fund: stated[fund] for fund in carried if fund in stated} == {
            f: carried[f] for f in stated if f in carried
        }
        closing = register["closing_balance_fen"]
        if period.startswith("2019"):
            assert closing.to_dict() == {fund: closing_balances_fen(records, period)[fund] for fund in register.index}
        else:
            assert closing.isna().all()


def test_what_is_moved_between_funds_comes_to_nothing_over_all_of_them(demo: Ledger) -> None:
    moved = demo.funds[demo.funds["reclassified_fen"].notna()]
    assert moved[["period", "fund", "reclassified_fen"]].values.tolist() == [
        ["2019H2", "一般资金", -200_000_00],
        ["2019H2", "慈善助困专项", 200_000_00],
    ]
    before, after = (sum(closing_balances_fen(build_demo(), period).values()) for period in ("2019H1", "2019H2"))
    totals = control_totals()["2019H2"]
    assert after == before + totals["total_income_fen"] - totals["paid_fen"]


# Gifts with a story


@pytest.mark.parametrize(
    ("donor", "given", "tranches"),
    [
        ("示例安居实业有限公司", (date(2020, 5, 12), 800_000_00), [(date(2020, 10, 15), 400_000_00)]),
        (
            "示例长河重工有限公司",
            (date(2018, 8, 20), 600_000_00),
            [
                (date(2018, 10, 11), 300_000_00),
                (date(2018, 12, 20), 180_000_00),
                (date(2019, 3, 14), 120_000_00),
            ],
        ),
        (
            "示例明德康复器械有限公司",
            (date(2018, 3, 12), 90_000_00),
            [(date(2018, 4, 9), 45_000_00), (date(2018, 5, 21), 45_000_00)],
        ),
    ],
    ids=["half unspent", "three tranches", "in goods"],
)
def test_a_told_gift_is_spent_by_just_these_payments_each_with_an_approval(
    donor: str, given: tuple[date, int], tranches: list[tuple[date, int]]
) -> None:
    records = build_demo()
    gifts = [gift for gift in records.donations if gift.donor == donor]
    payments = [payment for payment in records.disbursements if payment.donor == donor]
    assert [(gift.received, gift.amount_fen) for gift in gifts] == [given]
    assert [(payment.paid, payment.amount_fen) for payment in payments] == tranches
    assert all(payment.approval_no for payment in payments)
    assert {payment.is_goods for payment in payments} == {gift.is_goods for gift in gifts}
