"""Key figures of income, cost and dated rules (K2–K4, K6–K10), each worked by hand, each with exactly its own rows."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

import pytest
from builders_years import In, Out, association, ledger_of

from charity_analysis.analysis.figures import Figure
from charity_analysis.analysis.key_figures import key_figures
from charity_analysis.ledger.ledger import Ledger
from charity_analysis.ledger.organisations import Organisation

YUAN = 100
Rows = dict[str, list[In]]


def figures_of(ledger: Ledger, period: str) -> dict[str, Figure]:
    return {figure.id: figure for figure in key_figures(ledger, period)}


def small_income() -> Rows:
    """2019: 600 + 20 of interest, then 380; 2020: 50 with 5 of interest, then 40."""
    return {
        "2019H1": [In(600 * YUAN), In(20 * YUAN, "利息收入")],
        "2019H2": [In(380 * YUAN)],
        "2020H1": [In(50 * YUAN), In(5 * YUAN, "利息收入")],
        "2020H2": [In(40 * YUAN)],
    }


def small_payments() -> dict[str, list[Out]]:
    """2020: 300 for programmes, 30 management, 2 fundraising, 8 other; then 400 and 60 management."""
    return {
        "2020H1": [Out(300 * YUAN), Out(30 * YUAN, "management"), Out(2 * YUAN, "fundraising"), Out(8 * YUAN, "other")],
        "2020H2": [Out(400 * YUAN), Out(60 * YUAN, "management")],
    }


ACCOUNTS = {"restricted_not_yet_usable_yuan": "100", "released_from_time_restriction_yuan": "50.50"}
PUBLIC = association(True, y2019=ACCOUNTS)


def worked(organisation: Organisation = PUBLIC, income: Rows | None = None) -> Ledger:
    return ledger_of(organisation, income or small_income(), small_payments())


def test_total_income_is_gifts_and_what_is_no_gift() -> None:
    """K2 of 2020H1 = 50 + 5 = 55 yuan."""
    figure = figures_of(worked(), "2020H1")["K2"]
    assert figure.value == 5_500
    assert figure.row_ids == ("D-2020H1-0", "D-2020H1-1")
    assert {part.id: part.value for part in figure.parts} == {"捐赠收入": 5_000, "其他收入": 500}


def test_where_the_ledger_lists_gifts_alone_the_total_is_not_known() -> None:
    figure = figures_of(worked(), "2020H2")["K2"]
    assert figure.value is None
    assert "不能认定为 0" in (figure.why_missing or "")


def test_gifts_that_all_say_that_they_are_unrestricted_make_a_share_of_nought() -> None:
    """K3 = 0 ÷ 3 yuan; one gift that does not say makes it unknown."""
    rows = {"2020H1": [In(100, is_restricted=False), In(200, is_restricted=False)]}
    figure = figures_of(ledger_of(PUBLIC, rows, {}), "2020H1")["K3"]
    assert (figure.value, len(figure.row_ids)) == (0, 2)
    rows["2020H1"].append(In(100))
    assert figures_of(ledger_of(PUBLIC, rows, {}), "2020H1")["K3"].value is None


def test_charitable_spending_says_what_counts_by_its_programme_and_what_has_no_class() -> None:
    """K4 = 10 stated + 4 by its programme = 14; 3 with neither are in no class, and 1 is management."""
    payments = [Out(1000), Out(400, None, "慈善助学"), Out(300, None), Out(100, "management")]
    figures = figures_of(ledger_of(PUBLIC, {"2020H1": [In(1)]}, {"2020H1": payments}), "2020H1")
    assert (figures["K4"].value, figures["K5"].value) == (1_400, 1_800)
    assert [(part.value, part.row_ids) for part in figures["K4"].parts] == [
        (400, ("X-2020H1-1",)),
        (300, ("X-2020H1-2",)),
    ]
    assert "1 笔支出费用类别与项目均未写明" in figures["K8"].formula


def test_last_years_income_is_adjusted_by_what_is_configured() -> None:
    """K6 = 600 + 20 + 380 − 100 + 50.50 = 950.50 yuan, from the three rows of 2019."""
    for period in ("2020H1", "2020H2"):
        figure = figures_of(worked(), period)["K6"]
        assert figure.value == 95_050
        assert figure.row_ids == ("D-2019H1-0", "D-2019H1-1", "D-2019H2-0")


def test_agency_and_partner_money_is_in_no_years_income() -> None:
    income = small_income()
    income["2019H1"] += [In(999, books="agency"), In(999, books="partner"), In(100, books="uncertain")]
    assert figures_of(worked(income=income), "2020H1")["K6"].value == 95_050 + 100


def test_income_without_interest_is_said_to_be_without() -> None:
    income = small_income()
    del income["2019H1"][1]
    figure = figures_of(worked(income=income), "2020H1")["K6"]
    assert figure.value == 93_050
    assert "没有利息、补助等其他收入的记录" in figure.formula


@pytest.mark.parametrize("absent", [*ACCOUNTS, "2019H1", "2019H2"])
def test_adjusted_income_is_not_known_without_any_one_of_its_parts(absent: str) -> None:
    income = {period: rows for period, rows in small_income().items() if period != absent}
    accounts = {key: value for key, value in ACCOUNTS.items() if key != absent}
    figure = figures_of(worked(association(True, y2019=accounts), income), "2020H1")["K6"]
    assert figure.value is None
    assert absent in (figure.why_missing or "")


def test_the_annual_ratio_is_the_whole_years_spending_by_the_base_of_the_rule() -> None:
    """K7 = (300 + 400) ÷ 950.50 = 73.65 %; in the first half it is not given."""
    figure = figures_of(worked(), "2020H2")["K7"]
    assert figure.value == pytest.approx(700 / 950.5)
    assert set(figure.row_ids) == {"X-2020H1-0", "X-2020H2-0", "D-2019H1-0", "D-2019H1-1", "D-2019H2-0"}
    assert [part.value is None for part in figure.parts] == [False, True]
    assert "下半年" in (figures_of(worked(), "2020H1")["K7"].why_missing or "")


def test_without_public_fundraising_the_annual_ratio_is_by_net_assets() -> None:
    """K7 = 700 ÷ 10 000 = 7 %, of the three-year mean (8 000 + 9 000 + 10 000) ÷ 3 = 9 000: 7.78 %; by income 73.65 %."""
    years = {f"y{year}": {"net_assets_yuan": yuan} for year, yuan in ((2017, "8000"), (2018, "9000"))}
    figure = figures_of(worked(association(False, y2019={**ACCOUNTS, "net_assets_yuan": "10000"}, **years)), "2020H2")[
        "K7"
    ]
    assert figure.value == pytest.approx(0.07)
    assert figure.row_ids == ("X-2020H1-0", "X-2020H2-0")
    parts = {part.id: part.value for part in figure.parts}
    assert parts["2017—2019 年平均年末净资产"] == pytest.approx(700 / 9000)
    assert parts["2019 年调整后收入"] == pytest.approx(700 / 950.5)


def test_management_and_fundraising_cost_are_shares_of_the_period() -> None:
    """2020H1: K8 = 30 ÷ (300 + 30 + 2 + 8) = 8.82 %; K9 = 2 ÷ 50 = 4 %, interest being no gift."""
    figures = figures_of(worked(), "2020H1")
    assert figures["K5"].value == 34_000
    assert figures["K8"].value == pytest.approx(30 / 340)
    assert figures["K9"].value == pytest.approx(0.04)
    assert set(figures["K9"].row_ids) == {"X-2020H1-2", "D-2020H1-0"}
    assert "不能认定为 0" in (figures_of(worked(), "2020H2")["K9"].why_missing or "")


def test_what_is_left_to_spend_by_the_end_of_the_year() -> None:
    """K10 = 70 % × 950.50 − 300 = 665.35 − 300 = 365.35 yuan; in the second half it is not given."""
    figure = figures_of(worked(), "2020H1")["K10"]
    assert figure.value == 36_535
    assert set(figure.row_ids) == {"X-2020H1-0", "D-2019H1-0", "D-2019H1-1", "D-2019H2-0"}
    assert "只在上半年计算" in (figures_of(worked(), "2020H2")["K10"].why_missing or "")


def test_nothing_is_left_to_spend_where_the_half_year_spent_it_all() -> None:
    payments = {"2020H1": [Out(666 * YUAN)]}
    figure = figures_of(ledger_of(PUBLIC, small_income(), payments), "2020H1")["K10"]
    assert (figure.value, figure.halfwidth) == (0, 0)


def test_a_part_of_a_fen_that_must_be_spent_is_a_whole_one() -> None:
    """70 % × 950.51 = 665.357 yuan: 665.36 − 300 = 365.36."""
    income = small_income()
    income["2019H2"] = [In(380 * YUAN + 1)]
    assert figures_of(worked(income=income), "2020H1")["K10"].value == 36_536


def test_precision_goes_through_to_what_is_left() -> None:
    """± 10 yuan on last year's income and ± 3 on what is spent: 70 % × 10 + 3 = ± 10 yuan."""
    income = small_income()
    income["2019H2"] = [In(380 * YUAN, halfwidth=1_000)]
    payments = {"2020H1": [Out(300 * YUAN, halfwidth=300)]}
    figure = figures_of(ledger_of(PUBLIC, income, payments), "2020H1")["K10"]
    assert (figure.value, figure.halfwidth) == (36_535, 1_000)


def test_of_two_lines_the_one_that_asks_for_more_is_left() -> None:
    """Net assets 10 000: 8 % = 800 − 300 = 500 left; half of the income 475.25 − 300 = 175.25 left."""
    figure = figures_of(worked(association(False, y2019={**ACCOUNTS, "net_assets_yuan": "10000"})), "2020H1")["K10"]
    assert figure.value == 50_000
    assert [part.value for part in figure.parts] == [50_000, 17_525]


def test_without_configuration_no_ratio_of_law_is_given_and_each_says_what_to_add() -> None:
    ledger = worked(association(None, None, y2019=ACCOUNTS))
    assert figures_of(ledger, "2020H1")["K6"].value == 95_050
    for period, identifier in (("2020H2", "K7"), ("2020H1", "K10")):
        figure = figures_of(ledger, period)[identifier]
        assert figure.value is None
        assert "kind" in (figure.why_missing or "")


def test_before_the_rule_was_in_force_no_rule_asks_for_spending() -> None:
    ledger = ledger_of(PUBLIC, {"2016H1": [In(1)]}, {"2016H1": [Out(1)]})
    assert figures_of(ledger, "2016H1")["K10"].why_missing == "2016-06-30 没有生效的比例规定"


OWN = ("K1", "K2", "K3", "K4", "K5", "K6", "K7", "K8", "K9", "K10")


def changed(rows: Mapping[str, Sequence[In]], period: str, number: int) -> Rows:
    copy = {name: list(each) for name, each in rows.items()}
    copy[period][number] = replace(copy[period][number], fen=(copy[period][number].fen or 0) + 1)
    return copy


@pytest.mark.parametrize(
    ("period", "row"),
    [
        (period, row)
        for period in ("2020H1", "2020H2")
        for row in ("D-2019H1-0", "D-2019H1-1", "D-2019H2-0", "D-2020H1-0", "D-2020H1-1", "D-2020H2-0",
                    "X-2020H1-0", "X-2020H1-1", "X-2020H1-2", "X-2020H1-3", "X-2020H2-0", "X-2020H2-1")
    ],
)  # fmt: skip
def test_a_change_of_one_row_changes_exactly_the_figures_that_cite_it(period: str, row: str) -> None:
    letter, place, number = row.split("-")
    change: Callable[..., dict[str, list[In]]] = changed
    income, payments = small_income(), small_payments()
    other_income = change(income, place, int(number)) if letter == "D" else income
    other_payments = change(payments, place, int(number)) if letter == "X" else payments  # type: ignore[arg-type]
    before = figures_of(ledger_of(PUBLIC, income, payments), period)
    after = figures_of(ledger_of(PUBLIC, other_income, other_payments), period)  # type: ignore[arg-type]
    citing = {name for name in OWN if any(row in one.row_ids for one in (before[name], *before[name].parts))}
    assert {name for name in OWN if before[name] != after[name]} == citing
