"""The law in force at a period's end against the books: met, not met, exempt, not due, or what is missing to decide."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

import pytest
from builders_years import In, Out, association, ledger_of, plain_year

from charity_analysis.analysis.law.statutory import Verdict, spending_pace, statutory_verdicts
from charity_analysis.ledger.ledger import Ledger
from charity_analysis.ledger.organisations import Organisation
from charity_analysis.ledger.schema import typed_table

SPENDING, MANAGEMENT, DRAFT = "EXP16-7-2-spending", "EXP16-7-2-management", "EXP25d-fundraising"
YUAN = 100
PUBLIC = association(True, y2019=plain_year())


def books(
    organisation: Organisation,
    income: Sequence[In] = (In(600 * YUAN), In(400 * YUAN)),
    payments: Sequence[Out] = (Out(300 * YUAN), Out(400 * YUAN)),
    extra: Mapping[str, Sequence[In]] | None = None,
) -> Ledger:
    """Income of 2019, half a year each; payments of 2020: the first in its first half, the rest in the second."""
    return ledger_of(
        organisation,
        {"2019H1": income[:1], "2019H2": income[1:], "2020H1": [In(YUAN)], "2020H2": [In(YUAN)], **(extra or {})},
        {"2020H1": payments[:1], "2020H2": payments[1:]},
    )


def verdicts(ledger: Ledger, period: str = "2020H2") -> dict[str, Verdict]:
    found = statutory_verdicts(ledger, period)
    assert len({verdict.rule_id for verdict in found}) == len(found)
    return {verdict.rule_id: verdict for verdict in found}


def test_spending_of_just_seventy_percent_is_met_and_says_by_what() -> None:
    """700 yuan spent in 2020 ÷ (600 + 400) yuan of 2019 = 70 %."""
    verdict = verdicts(books(PUBLIC))[SPENDING]
    assert (verdict.status, verdict.required, verdict.direction) == ("met", 0.7, "at_least")
    assert verdict.actual.value == pytest.approx(0.7)
    assert verdict.base_name == "2019 年调整后收入"
    assert set(verdict.actual.row_ids) == {"X-2020H1-0", "X-2020H2-0", "D-2019H1-0", "D-2019H2-0"}
    assert (verdict.effective_from, verdict.effective_to) == (date(2016, 10, 11), None)
    assert "2019 年调整后收入" in verdict.why
    assert "70.00%，不低于 70%" in verdict.why


def test_spending_of_a_fen_less_is_not_met_and_says_that_the_mean_is_not_known() -> None:
    verdict = verdicts(books(PUBLIC, payments=(Out(300 * YUAN), Out(400 * YUAN - 1))))[SPENDING]
    assert verdict.status == "not_met"
    assert "为 69.9990%，低于 70%" in verdict.why
    assert "缺 2017、2018 年的台账收入" in verdict.why


def three_years(incomes_yuan: Sequence[int], spent_yuan: int) -> Ledger:
    """Incomes of 2017, 2018 and 2019, half in each half-year; all of 2020's spending in its second half but a fen."""
    organisation = association(True, y2017=plain_year(), y2018=plain_year(), y2019=plain_year())
    income = {
        f"{year}H{half}": [In(yuan * YUAN // 2)]
        for year, yuan in zip((2017, 2018, 2019), incomes_yuan, strict=True)
        for half in (1, 2)
    }
    payments = {"2020H1": [Out(1)], "2020H2": [Out(spent_yuan * YUAN - 1)]}
    return ledger_of(organisation, {**income, "2020H1": [In(1)]}, payments)


def test_the_mean_of_three_years_may_stand_in_for_the_last() -> None:
    """600 spent: of 1 000 in 2019, 60 %; of the mean (500 + 900 + 1 000) ÷ 3 = 800, 75 %."""
    verdict = verdicts(three_years((500, 900, 1000), 600))[SPENDING]
    assert (verdict.status, verdict.base_name) == ("met", "2017—2019 年平均收入")
    assert verdict.actual.value == pytest.approx(0.75)


def test_neither_the_last_year_nor_the_mean_makes_it_not_met() -> None:
    """500 spent: of 1 000, 50 %; of the mean 800, 62.5 %."""
    verdict = verdicts(three_years((500, 900, 1000), 500))[SPENDING]
    assert (verdict.status, verdict.base_name) == ("not_met", "2019 年调整后收入")
    assert verdict.actual.value == pytest.approx(0.5)
    assert "62.50%" in verdict.why


def test_the_last_year_goes_before_the_mean_where_both_are_met() -> None:
    assert verdicts(three_years((500, 900, 1000), 900))[SPENDING].base_name == "2019 年调整后收入"


def test_amounts_whose_printing_straddles_the_line_are_undecidable() -> None:
    """70.00 万元 ± 50 yuan of 100 万元: from 69.995 % to 70.005 %."""
    income = (In(50_000_000), In(50_000_000))
    verdict = verdicts(books(PUBLIC, income, (Out(35_000_000, halfwidth=2_500), Out(35_000_000, halfwidth=2_500))))[
        SPENDING
    ]
    assert verdict.status == "undecidable"
    assert "可能在 70% 线的任一侧" in verdict.why
    assert "± 50 元" in verdict.why
    clear = verdicts(books(PUBLIC, income, (Out(35_000_000, halfwidth=2_500), Out(35_005_000, halfwidth=2_500))))
    assert clear[SPENDING].status == "met"


def test_payments_without_a_class_that_would_decide_make_it_undecidable() -> None:
    payments = (Out(300 * YUAN), Out(300 * YUAN), Out(150 * YUAN, None))
    verdict = verdicts(books(PUBLIC, payments=payments))[SPENDING]
    assert verdict.status == "undecidable"
    assert "另有 1 笔支出既未写费用类别也未写项目（150.00 元）" in verdict.why


def held_back(ledger: Ledger, kind: str, period: str, fen: int | None) -> Ledger:
    """The same ledger with one row of `kind` held back."""
    row = {"kind": [kind], "period": [period], "source_row": [1], "amount_fen": [fen]}
    return replace(ledger, tables={**ledger.tables, "held": typed_table("held", row)})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("kind", "period", "fen", "status"),
    [
        ("disbursements", "2020H1", 100 * YUAN, "undecidable"),  # 690 + 100 would be enough
        ("disbursements", "2020H1", 9 * YUAN, "not_met"),  # 699 would not
        ("disbursements", "2020H1", None, "undecidable"),
        ("disbursements", "2019H1", None, "not_met"),
        ("donations", "2020H1", None, "not_met"),
        ("donations", "2019H1", 100 * YUAN, "not_met"),
        ("donations", "2019H1", -100 * YUAN, "undecidable"),  # 690 of 900 would be enough
    ],
)
def test_a_row_that_is_held_back_counts_as_what_it_may_become(
    kind: str, period: str, fen: int | None, status: str
) -> None:
    ledger = books(PUBLIC, payments=(Out(300 * YUAN), Out(390 * YUAN)))
    assert verdicts(ledger)[SPENDING].status == "not_met"
    verdict = verdicts(held_back(ledger, kind, period, fen))[SPENDING]
    assert verdict.status == status
    assert ("另有 1 笔记录待改正、未计入" in verdict.why) == (status == "undecidable")


def test_what_is_met_may_not_be_where_income_is_held_back() -> None:
    assert verdicts(held_back(books(PUBLIC), "donations", "2019H2", 1))[SPENDING].status == "undecidable"
    assert verdicts(held_back(books(PUBLIC), "disbursements", "2020H2", 1))[SPENDING].status == "met"


def test_money_of_uncertain_books_counts_and_is_said() -> None:
    verdict = verdicts(books(PUBLIC, income=(In(600 * YUAN), In(400 * YUAN, books="uncertain"))))[SPENDING]
    assert verdict.status == "met"
    assert "账务归属待核实：2019 年调整后收入中 400.00 元" in verdict.why


def test_a_base_of_nought_is_not_divided_by() -> None:
    verdict = verdicts(books(PUBLIC, income=(In(500), In(-500))))[SPENDING]
    assert verdict.status == "undecidable"
    assert verdict.actual.value is None
    assert "为 0 或为负" in verdict.why


@pytest.mark.parametrize(
    ("organisation", "named"),
    [
        (association(None, None), ("kind", "public_fundraising")),
        (association(True, None), ("kind",)),
        (association(None, "foundation"), ("public_fundraising",)),
        (association(True, "club"), ("club", "foundation、association、service_body")),
        (association(False), ("years.2019", "net_assets_yuan")),
    ],
)
def test_where_it_is_not_known_which_line_holds_there_is_one_undecidable_verdict_a_measure(
    organisation: Organisation, named: tuple[str, ...]
) -> None:
    ledger = books(organisation)
    for period in ("2020H1", "2020H2"):
        found = [verdict for verdict in statutory_verdicts(ledger, period) if verdict.status != "draft"]
        assert [(verdict.rule_id, verdict.status, verdict.required) for verdict in found] == [
            ("EXP16", "undecidable", None),
            ("EXP16", "undecidable", None),
        ]
        assert [verdict.direction for verdict in found] == ["at_least", "at_most"]
        for verdict in found:
            assert all(word in verdict.why for word in named)
            assert verdict.actual.value is None
        assert spending_pace(ledger, period) is None


@pytest.mark.parametrize(
    ("absent", "named"),
    [
        ("restricted_not_yet_usable_yuan", "[years.2019] 未填写 restricted_not_yet_usable_yuan"),
        ("released_from_time_restriction_yuan", "[years.2019] 未填写 released_from_time_restriction_yuan"),
    ],
)
def test_what_is_not_configured_of_the_last_year_is_named(absent: str, named: str) -> None:
    accounts = {key: value for key, value in plain_year().items() if key != absent}
    verdict = verdicts(books(association(True, y2019=accounts)))[SPENDING]
    assert verdict.status == "undecidable"
    assert named in verdict.why


def test_a_half_year_that_was_not_handed_in_is_named() -> None:
    year = {"2020H1": [Out(1)], "2020H2": [Out(1)]}
    ledger = ledger_of(PUBLIC, {"2019H2": [In(100)], "2020H1": [In(1)]}, year)
    assert "没有 2019H1 的收入记录" in verdicts(ledger)[SPENDING].why
    ledger = ledger_of(PUBLIC, {"2019H1": [In(1)], "2019H2": [In(1)], "2020H1": [In(1)]}, {"2020H2": [Out(1)]})
    for identifier in (SPENDING, MANAGEMENT):
        assert verdicts(ledger)[identifier].status == "undecidable"
        assert "没有 2020H1 的支出记录" in verdicts(ledger)[identifier].why


def test_before_the_rule_there_is_none_and_its_first_year_lacks_the_year_before() -> None:
    periods = ("2016H1", "2016H2", "2017H1", "2017H2")
    ledger = ledger_of(
        association(True, y2016=plain_year()),
        {period: [In(100)] for period in periods},
        {period: [Out(80), Out(1, "management")] for period in periods},
    )
    assert set(verdicts(ledger, "2016H1")) == {DRAFT}
    first = verdicts(ledger, "2016H2")
    assert (first[SPENDING].status, first[MANAGEMENT].status) == ("undecidable", "exempt")
    assert "没有 2015H1、2015H2 的收入记录" in first[SPENDING].why
    assert verdicts(ledger, "2017H2")[SPENDING].status == "met"


def test_a_first_half_is_not_due_and_says_what_is_left_to_spend() -> None:
    """70 % × 1 000 − 300 = 400 yuan."""
    verdict = verdicts(books(PUBLIC), "2020H1")[SPENDING]
    assert verdict.status == "not_due"
    assert verdict.actual.value == pytest.approx(0.3)
    assert "年底前还须支出 400.00 元" in verdict.why


@pytest.mark.parametrize(
    ("management_yuan", "all_yuan", "status"),
    [
        (199_999, 400_000, "exempt"),  # far above 13 %, and exempt
        (200_000, 1_600_000, "met"),  # 12.5 %
        (208_000, 1_600_000, "met"),  # 13 %
        (208_001, 1_600_000, "not_met"),
        (200_000, 400_000, "not_met"),
    ],
)
def test_management_cost_under_two_hundred_thousand_yuan_is_exempt(
    management_yuan: int, all_yuan: int, status: str
) -> None:
    payments = (Out((all_yuan - management_yuan) * YUAN), Out(management_yuan * YUAN, "management"))
    verdict = verdicts(books(PUBLIC, payments=payments))[MANAGEMENT]
    assert (verdict.status, verdict.required) == (status, 0.13)


def test_a_management_cost_that_may_be_exempt_is_not_held_against_anyone() -> None:
    payments = (Out(100_000 * YUAN), Out(200_000 * YUAN, "management", halfwidth=50_000))
    verdict = verdicts(books(PUBLIC, payments=payments))[MANAGEMENT]
    assert verdict.status == "undecidable"
    assert "是否低于 200,000 元" in verdict.why


def test_no_row_of_management_cost_is_not_nought() -> None:
    verdict = verdicts(books(PUBLIC))[MANAGEMENT]
    assert verdict.status == "undecidable"
    assert "不能认定为 0" in verdict.why


@pytest.mark.parametrize("spent_percent", [2, 4])
def test_a_draft_is_shown_with_the_present_figure_and_never_judged(spent_percent: int) -> None:
    payments = (Out(10_000), Out(2 * spent_percent, "fundraising"))
    for period in ("2020H1", "2020H2"):
        verdict = verdicts(books(PUBLIC, payments=payments), period)[DRAFT]
        assert (verdict.status, verdict.required, verdict.effective_from) == ("draft", 0.03, None)
    assert verdict.actual.value == pytest.approx(2 * spent_percent / 200)


def small(net_assets_yuan: str, income_yuan: int, spent_yuan: int) -> dict[str, Verdict]:
    """An association that may not raise funds publicly."""
    organisation = association(False, y2019=plain_year(net_assets_yuan=net_assets_yuan))
    income = (In(income_yuan * YUAN - 1), In(1))
    return verdicts(books(organisation, income, (Out(1), Out(spent_yuan * YUAN - 1))))


def test_the_smallest_associations_answer_to_their_assets_and_to_their_income() -> None:
    """Net assets 999 999.99, income 100 000; 49 999 spent: 5.0 % < 8 %, 49.999 % < 50 %; 80 000: both are met."""
    found = small("999999.99", 100_000, 49_999)
    assert [found[name].status for name in ("EXP16-9-4-spending", "EXP16-9-4-income")] == ["not_met", "not_met"]
    found = small("999999.99", 100_000, 80_000)
    assert [found[name].status for name in ("EXP16-9-4-spending", "EXP16-9-4-income")] == ["met", "met"]
    assert found["EXP16-9-4-spending"].actual.value == pytest.approx(80_000 / 999_999.99)
    assert set(found["EXP16-9-4-spending"].actual.row_ids) == {"X-2020H1-0", "X-2020H2-0"}


def test_a_million_of_net_assets_is_the_next_band() -> None:
    found = small("1000000", 100_000, 80_000)
    assert set(found) == {"EXP16-9-3-spending", "EXP16-9-3-management", DRAFT}
    assert found["EXP16-9-3-spending"].status == "met"


def test_negative_net_assets_are_no_base() -> None:
    assert small("-5", 100_000, 80_000)["EXP16-9-4-spending"].status == "undecidable"


def test_the_sample_of_published_facts_is_undecidable_and_says_why(cangshan: Ledger) -> None:
    found = [verdict for verdict in statutory_verdicts(cangshan, "2020H1") if verdict.status != "draft"]
    assert [verdict.status for verdict in found] == ["undecidable", "undecidable"]
    assert all("kind" in verdict.why and "public_fundraising" in verdict.why for verdict in found)
    assert spending_pace(cangshan, "2020H1") is None


# --- pace ---------------------------------------------------------------------------------------------------


def test_the_pace_is_cumulative_by_month_and_sets_days_not_stated_apart() -> None:
    """Line 700; January 100, April 50 and 25, no day 30, management 9: 100, 100, 100, 175, 175, 175; 700 − 205 = 495."""
    payments = [
        Out(100 * YUAN, day="2020-01-31"),
        Out(50 * YUAN, day="2020-04-01"),
        Out(25 * YUAN, day="2020-04-30"),
        Out(30 * YUAN),
        Out(9 * YUAN, "management", day="2020-05-01"),
    ]
    income = {"2019H1": [In(600 * YUAN)], "2019H2": [In(400 * YUAN)], "2020H1": [In(1)]}
    pace = spending_pace(ledger_of(PUBLIC, income, {"2020H1": payments}), "2020H1")
    assert pace is not None
    assert list(pace.by_month["month"]) == [f"2020-0{month}" for month in range(1, 7)]
    assert list(pace.by_month["spent_fen"]) == [10_000, 10_000, 10_000, 17_500, 17_500, 17_500]
    assert (pace.undated.value, pace.spent.value) == (3_000, 20_500)
    assert (pace.base.value, pace.required, pace.line_fen, pace.left.value) == (100_000, 0.7, 70_000, 49_500)
    assert pace.rule_id == SPENDING


def test_the_pace_of_a_second_half_is_the_whole_years() -> None:
    payments = (Out(300 * YUAN, day="2020-06-30"), Out(300 * YUAN, day="2020-12-31"))
    pace = spending_pace(books(PUBLIC, payments=payments), "2020H2")
    assert pace is not None
    assert list(pace.by_month["spent_fen"]) == [0] * 5 + [30_000] * 6 + [60_000]
    assert pace.undated.value is None
    assert pace.left.value == 10_000


@pytest.mark.parametrize(("net_assets_yuan", "line_yuan"), [("100", 500), ("900000", 72_000)])
def test_of_two_lines_the_pace_goes_by_the_one_that_asks_for_more(net_assets_yuan: str, line_yuan: int) -> None:
    """50 % × 1 000 = 500 yuan against 8 % × 100 = 8, and against 8 % × 900 000 = 72 000 yuan."""
    pace = spending_pace(books(association(False, y2019=plain_year(net_assets_yuan=net_assets_yuan))), "2020H1")
    assert pace is not None
    assert pace.line_fen == line_yuan * YUAN
    assert pace.base.row_ids
