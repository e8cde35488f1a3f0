"""Each plan is answered by the rows that can answer it, or says why none can: nothing is shared out by guess."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from charity_analysis.analysis.planning.plans import PlanAnswer, answer_plans
from charity_analysis.ledger.ledger import Ledger
from charity_analysis.money import Money
from conftest import Office

PLAN = ["事项", "性质", "项目", "对象", "时间", "目标数", "计量单位", "标准(元)", "计划金额", "里程碑"]
PAID = ["拨付日期", "收款单位", "拨付金额", "项目", "人数", "计量单位"]
GIFT = ["捐赠日期", "捐赠人", "捐赠金额", "项目", "基金"]


def write(
    office: Office, name: str, heading: Sequence[str], rows: Sequence[Sequence[Any]], period: str = "2020H1"
) -> None:
    """One ledger of `name` in a period's folder, with its title and unit above the headings."""
    book = Workbook()
    for row in ([name], ["单位:元"], heading, *rows):
        book.active.append(list(row))
    folder: Path = office.raw / period
    folder.mkdir(exist_ok=True)
    book.save(folder / f"{name}.xlsx")


def answers(office: Office, period: str = "2020H1") -> dict[str, PlanAnswer]:
    return {answer.item: answer for answer in answer_plans(office.ledger(), period)}


def test_26_households_planned_and_19_done_lack_7_and_70_000_yuan(cangshan: Ledger) -> None:
    """26 − 19 = 7 households; 260 000 − 190 000 (± 5 000, printed as 19 万元) = 70 000 ± 5 000 yuan."""
    (answer,) = answer_plans(cangshan, "2020H1")
    assert (answer.planned_count, answer.unit, answer.gap_count) == (26, "household", 7)
    assert answer.gap == Money(7_000_000, 500_000)
    assert answer.status == "partly"
    assert answer.actual is not None
    assert answer.actual.row_ids == answer.actual_count.row_ids  # type: ignore[union-attr]


def test_a_plan_for_a_period_without_a_ledger_is_not_called_undone(cangshan: Ledger) -> None:
    following = answer_plans(cangshan, "2020H2")
    assert len(following) == 9
    assert {answer.status for answer in following} == {"no_target"}
    assert all(answer.actual is None and answer.actual_count is None for answer in following)


def test_a_plan_is_answered_by_its_programme_in_its_own_unit(office: Office) -> None:
    """Planned 10 persons for 1 000 yuan. Paid 700 to 7 persons, 500 to 5 households: 3 persons and 300 yuan lack."""
    write(office, "工作计划", PLAN, [["助学", "计划", "慈善助学", "学生", "6月", 10, "人", 100, 1000, None]])
    rows = [
        ["2020-03-01", "甲校", 700, "慈善助学", 7, "人"],
        ["2020-03-02", "乙校", 500, "慈善助学", 5, "户"],
        ["2020-03-03", "丙院", 900, "慈善助医", 9, "人"],
    ]
    write(office, "拨付支出", PAID, rows)
    answer = answers(office)["助学"]
    assert (answer.actual_count.value, answer.gap_count, answer.gap) == (7, 3, Money(30_000))  # type: ignore[union-attr]
    assert (answer.status, answer.due) == ("partly", date(2020, 6, 30))


def test_two_plans_that_one_payment_could_answer_are_not_measured(office: Office) -> None:
    plans = [
        ["春季助学", "计划", "慈善助学", "学生", "3月", 10, "人", None, None, None],
        ["夏季助学", "计划", "慈善助学", "学生", "6月", 10, "人", None, None, None],
        ["助学家访", "计划", "慈善助学", "家庭", "6月", 5, "户", None, None, None],
    ]
    write(office, "工作计划", PLAN, plans)
    paid = [["2020-03-01", "甲校", 700, "慈善助学", 7, "人"], ["2020-03-02", "乙村", 500, "慈善助学", 5, "户"]]
    write(office, "拨付支出", PAID, paid)
    found = answers(office)
    assert found["春季助学"].status == found["夏季助学"].status == "not_measurable"
    assert "夏季助学" in found["春季助学"].why
    assert found["春季助学"].actual_count is None
    assert found["助学家访"].status == "met"


def test_payments_in_another_unit_do_not_answer_a_plan_and_none_at_all_is_not_nought(office: Office) -> None:
    plans = [
        ["助困", "计划", "慈善助困", "家庭", "6月", 10, "户", None, None, None],
        ["助老", "计划", "慈善助老", "老人", "年内", 10, "人", None, None, None],
    ]
    write(office, "工作计划", PLAN, plans)
    write(office, "拨付支出", PAID, [["2020-03-01", "甲", 700, "慈善助困", 7, "人"]])
    found = answers(office)
    assert (found["助困"].status, found["助困"].gap_count) == ("not_measurable", None)
    assert "按“人”登记" in found["助困"].why
    assert (found["助老"].status, found["助老"].actual_count, found["助老"].gap_count) == ("not_started", None, None)
    assert "尚未到期" in found["助老"].why


@pytest.fixture
def pledged(office: Office) -> Office:
    """甲公司 founded 甲基金 and promised it 1 000 yuan within the year; 乙 gave to the fund too."""
    funds = [["甲基金", 0, "限定性", "甲公司"]]
    write(office, "基金期初余额", ["基金", "期初余额", "是否限定", "设立人"], funds)
    write(
        office, "工作计划", PLAN, [["甲公司认捐", "认捐", "慈善助学", "甲基金", "年内", None, None, None, 1000, None]]
    )
    gifts = [["2020-03-01", "甲公司", 400, "慈善助学", "甲基金"], ["2020-03-02", "乙", 600, "慈善助学", "甲基金"]]
    write(office, "捐赠收入", GIFT, gifts)
    return office


def test_a_pledge_to_a_fund_is_answered_by_the_founders_gifts_into_it(pledged: Office) -> None:
    """Promised 1 000, the founder gave 400: 600 lack, whatever others gave; there is time until 31 December."""
    answer = answers(pledged)["甲公司认捐"]
    assert (answer.actual.value, answer.gap, answer.status) == (40_000, Money(60_000), "partly")  # type: ignore[union-attr]
    assert "2020-12-31" in answer.why


def test_a_founder_keeps_the_pledge_however_the_name_is_spelt(pledged: Office) -> None:
    gifts = [["2020-03-01", "甲 公 司", 400, "慈善助学", "甲基金"], ["2020-03-02", "乙", 600, "慈善助学", "甲基金"]]
    write(pledged, "捐赠收入", GIFT, gifts)
    answer = answers(pledged)["甲公司认捐"]
    assert (answer.actual.value, answer.status) == (40_000, "partly")  # type: ignore[union-attr]


def test_what_is_not_yet_due_is_asked_again_with_the_rows_since_then(pledged: Office) -> None:
    write(pledged, "捐赠收入", GIFT, [["2020-09-01", "甲公司", 500, "慈善助学", "甲基金"]], "2020H2")
    answer = answers(pledged, "2020H2")["甲公司认捐"]
    assert (answer.period, answer.actual.value, answer.gap) == ("2020H1", 90_000, Money(10_000))  # type: ignore[union-attr]
    write(pledged, "捐赠收入", GIFT, [["2021-02-01", "甲公司", 100, "慈善助学", "甲基金"]], "2021H1")
    late = answers(pledged, "2021H1")["甲公司认捐"]
    assert (late.status, late.why) == ("met", "2020年上半年的承诺")
    write(pledged, "捐赠收入", GIFT, [["2021-09-01", "甲公司", 700, "慈善助学", "甲基金"]], "2021H2")
    assert answers(pledged, "2021H2") == {}


def test_a_promise_that_is_not_kept_in_time_is_asked_for_until_it_is(pledged: Office) -> None:
    """400 of 1 000 yuan by the end of 2020: 600 lack then, and in each report thereafter."""
    for period, day in (("2020H2", "2020-09-01"), ("2021H1", "2021-02-01")):
        write(pledged, "捐赠收入", GIFT, [[day, "乙", 500, "慈善助学", "甲基金"]], period)
        answer = answers(pledged, period)["甲公司认捐"]
        assert (answer.status, answer.gap) == ("partly", Money(60_000))
        assert answer.why == "2020年上半年的承诺；时限为 2020-12-31，本期末已到期"


def test_a_promise_that_was_kept_stays_kept_when_there_is_another_to_the_same_fund(pledged: Office) -> None:
    promised = [["甲公司再认捐", "认捐", "慈善助学", "甲基金", "半年内", None, None, None, 200, None]]
    write(pledged, "捐赠收入", GIFT, [["2020-09-01", "甲公司", 600, "慈善助学", "甲基金"]], "2020H2")
    write(pledged, "捐赠收入", GIFT, [["2021-02-01", "甲公司", 150, "慈善助学", "甲基金"]], "2021H1")
    write(pledged, "工作计划", PLAN, promised, "2021H1")
    assert answers(pledged, "2020H2")["甲公司认捐"].status == "met"
    (answer,) = answers(pledged, "2021H1").values()
    assert (answer.item, answer.status, answer.gap) == ("甲公司再认捐", "partly", Money(5_000))


def test_gifts_that_could_keep_either_of_two_running_promises_keep_neither_for_certain(pledged: Office) -> None:
    """By the end of 2020 the founder owes 600 of the first promise and 500 of the second, and gives 500 once."""
    promised = [["甲公司再认捐", "认捐", "慈善助学", "甲基金", "半年内", None, None, None, 500, None]]
    write(pledged, "捐赠收入", GIFT, [["2020-09-01", "甲公司", 500, "慈善助学", "甲基金"]], "2020H2")
    write(pledged, "工作计划", PLAN, promised, "2020H2")
    found = answers(pledged, "2020H2")
    assert {answer.status for answer in found.values()} == {"not_measurable"}
    assert len(found) == 2


def test_what_was_met_is_not_asked_again(pledged: Office) -> None:
    gifts = [["2020-03-01", "甲公司", 1000, "慈善助学", "甲基金"]]
    write(pledged, "捐赠收入", GIFT, gifts)
    write(pledged, "捐赠收入", GIFT, [["2020-09-01", "乙", 500, "慈善助学", "甲基金"]], "2020H2")
    assert answers(pledged)["甲公司认捐"].status == "met"
    assert answers(pledged, "2020H2") == {}


def test_a_pledge_to_a_fund_whose_founder_is_not_stated_is_not_measured(pledged: Office) -> None:
    write(pledged, "基金期初余额", ["基金", "期初余额", "是否限定", "设立人"], [["甲基金", 0, "限定性", None]])
    answer = answers(pledged)["甲公司认捐"]
    assert (answer.status, answer.actual) == ("not_measurable", None)
    assert "设立人" in answer.why


def test_a_plan_to_raise_money_is_answered_by_the_gifts_of_its_programme(office: Office) -> None:
    """Planned 2 000 yuan of one-day giving, received 2 100: met."""
    write(office, "工作计划", PLAN, [["一日捐", "计划", "慈善一日捐", "各单位", "6月", None, None, None, 2000, None]])
    write(office, "捐赠收入", GIFT, [["2020-05-01", "甲单位", 2100, "慈善一日捐", None]])
    write(office, "拨付支出", PAID, [["2020-05-02", "甲", 1, "慈善一日捐", 1, "人"]])
    answer = answers(office)["一日捐"]
    assert (answer.status, answer.gap, answer.actual.value) == ("met", Money(-10_000), 210_000)  # type: ignore[union-attr]


def test_a_promise_without_a_target_stays_open_and_is_listed_once(office: Office) -> None:
    promise = ["支持甲村", "承诺", "慈善助医", "甲村", "未载明", None, None, None, None, None]
    write(office, "工作计划", PLAN, [promise])
    write(office, "拨付支出", PAID, [["2020-03-01", "甲", 700, "慈善助困", 7, "人"]])
    write(office, "拨付支出", PAID, [["2020-09-01", "甲", 700, "慈善助困", 7, "人"]], "2020H2")
    (answer,) = answer_plans(office.ledger(), "2020H2")
    assert (answer.item, answer.status, answer.period) == ("支持甲村", "no_target", "2020H1")
    assert "2020年上半年的承诺" in answer.why
    write(office, "工作计划", PLAN, [[*promise[:4], "12月", *promise[5:]]], "2020H2")
    assert [answer.period for answer in answer_plans(office.ledger(), "2020H2")] == ["2020H2"]


def test_items_due_for_publication_are_no_plans(office: Office) -> None:
    item = ["年报", "信息公开", None, "社会公众", "2020-05-31", None, None, None, None, "2020-05-30"]
    write(office, "工作计划", PLAN, [item])
    assert answer_plans(office.ledger(), "2020H1") == ()


def test_every_plan_of_the_synthetic_sample_is_answered_in_each_of_its_periods(demo: Ledger) -> None:
    for period in demo.periods:
        answered = answer_plans(demo, period)
        own = demo.plans[(demo.plans["period"] == period) & demo.plans["plan_kind"].ne("disclosure")]
        assert [answer.row_id for answer in answered if answer.period == period] == own["row_id"].tolist()
        for answer in answered:
            assert answer.why or answer.status in ("met", "partly")
            if answer.gap is not None:
                assert answer.planned is not None
                assert answer.planned.fen - answer.gap.fen == answer.actual.value  # type: ignore[union-attr]
