"""On time is what the register says was published by its due day; recomputable is what rows bear out."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from charity_analysis.analysis.books import Books
from charity_analysis.analysis.figures import Figure
from charity_analysis.analysis.key.people import FIGURES as PEOPLE
from charity_analysis.analysis.key.publication import FIGURES
from charity_analysis.analysis.key.rule import KeyRule, distinct_keys
from charity_analysis.ledger.ledger import Ledger
from conftest import Office

HEADING = ["事项", "性质", "项目", "对象", "时间", "目标数", "计量单位", "计划金额", "里程碑"]


def register(office: Office, items: list[tuple[str, str | None, str | None]]) -> None:
    """A register of items to publish: item, due day, day of publication."""
    rows = [[item, "信息公开", None, "社会公众", due, None, None, None, done] for item, due, done in items]
    office.workbook("信息公开登记.xlsx", {"计划与承诺": [["计划与承诺"], HEADING, *rows]})


def figure(ledger: Ledger, identifier: str, period: str = "2020H1") -> Figure:
    return (FIGURES | PEOPLE)[identifier](KeyRule(identifier, identifier, "share", "formula"), Books(ledger, period))


def test_on_time_as_worked_by_hand(office: Office) -> None:
    """Due in 2020H1: four. Published on the day, a day early, 3 days late, never: 2 ÷ 4; the fifth is due later.

    What is early is on time: 0 days late, not −1.
    """
    items = [
        ("年报", "2020-05-31", "2020-05-31"),
        ("一季度募捐", "2020-03-31", "2020-03-30"),
        ("项目进展", "2020-06-30", "2020-07-03"),
        ("关联交易", "2020年4月30日前", None),
        ("二季度募捐", "2020-07-31", "2020-07-01"),
    ]
    register(office, items)
    share = figure(office.ledger(), "K25")
    assert share.value == pytest.approx(0.5)
    assert [part.value for part in share.parts] == [0, 0, 3, None]
    assert [(part.unit, part.name.endswith("（迟公开天数）")) for part in share.parts] == [("days", True)] * 4
    assert "没有登记公开日" in (share.parts[3].why_missing or "")
    assert len(share.row_ids) == 4


@pytest.mark.parametrize(("due", "done"), [("5月底", "2020-05-30"), (None, "2020-05-30"), ("2020-05-31", "5月已公开")])
def test_a_day_that_cannot_be_read_is_named_and_leaves_the_share_open(
    office: Office, due: str | None, done: str | None
) -> None:
    register(office, [("年报", due, done), ("一季度募捐", "2020-03-31", "2020-03-30")])
    share = figure(office.ledger(), "K25")
    assert share.value is None
    assert "“年报”" in (share.why_missing or "")
    assert "其余 1 项中 1 项按时" in (share.why_missing or "")


def test_where_nothing_is_registered_it_is_said_what_to_do(cangshan: Ledger) -> None:
    assert "请在“计划与承诺”表登记" in (figure(cangshan, "K25").why_missing or "")


def with_totals(ledger: Ledger, verdicts: list[str]) -> Ledger:
    """`ledger` with printed totals of these verdicts."""
    import pandas as pd

    columns = {"row_id": [f"T-{n}" for n in range(len(verdicts))], "period": ["2020H1"] * len(verdicts)}
    totals = pd.DataFrame({**columns, "verdict": pd.Series(verdicts, dtype="str")})
    return replace(ledger, tables={**ledger.tables, "totals": totals})


def paid(office: Office, rows: list[list[Any]]) -> Ledger:
    office.disbursements(rows)
    return office.ledger()


def test_recomputable_as_worked_by_hand(office: Office) -> None:
    """Totals: exact, within rounding, wrong, unchecked; products: 3 × 100 = 300, 2 × 100 ≠ 250. In all 3 ÷ 6."""
    ledger = paid(
        office, [["2020-03-01", "甲", 300, "慈善助学", 3, 100], ["2020-03-02", "乙", 250, "慈善助学", 2, 100]]
    )
    share = figure(with_totals(ledger, ["exact", "within_rounding", "contradiction", "unchecked"]), "K26")
    assert share.value == pytest.approx(3 / 6)
    assert {part.id: part.value for part in share.parts} == {"totals": 0.5, "products": 0.5}
    assert set(share.row_ids) == {"T-0", "T-1", "T-2", "T-3", *ledger.disbursements["row_id"]}


def test_where_nothing_printed_can_be_computed_there_is_no_share(office: Office) -> None:
    ledger = paid(office, [["2020-03-01", "甲", 300, "慈善助学", None, None]])
    assert figure(with_totals(ledger, []), "K26").value is None
    assert figure(with_totals(ledger, ["unchecked"]), "K26").value == 0


def plans(office: Office, rows: list[list[Any]]) -> Ledger:
    office.workbook("工作计划.xlsx", {"计划与承诺": [["计划与承诺"], ["单位:元"], HEADING, *rows]})
    head = ["拨付日期", "收款单位", "拨付金额", "项目", "人数", "计量单位"]
    lines = [["2020-03-01", "甲校", 700, "慈善助学", 7, "人"], ["2020-03-02", "乙", 500, "慈善助困", 5, "户"]]
    office.workbook("拨付支出.xlsx", {"拨付支出": [["单位:元"], head, *lines]})
    return office.ledger()


def test_completion_of_the_only_plan_as_worked_by_hand(office: Office) -> None:
    """Planned 10 persons and 1 400 yuan, reached 7 with 700: 70 % by count, 50 % by amount; the count is the value."""
    share = figure(plans(office, [["助学", "计划", "慈善助学", "学生", "6月", 10, "人", 1400, None]]), "K23")
    assert share.value == pytest.approx(0.7)
    assert {part.id: part.value for part in share.parts} == {"助学": pytest.approx(0.7), "助学（金额）": 0.5}


def test_two_plans_have_no_completion_in_common(office: Office) -> None:
    rows = [
        ["慰问", "计划", "慈善助学", "学生", "6月", 10, "人", None, None],
        ["慰问", "计划", "慈善助困", "家庭", "6月", 5, "户", None, None],
    ]
    share = figure(plans(office, rows), "K23")
    assert share.value is None
    assert [(part.id, part.value) for part in share.parts] == [("慰问", pytest.approx(0.7)), ("慰问（2）", 1)]


def test_a_plan_that_cannot_be_measured_says_why_beside_the_one_that_can(office: Office) -> None:
    rows = [
        ["助学", "计划", "慈善助学", "学生", "6月", 10, "人", None, None],
        ["助老", "计划", "慈善助老", "老人", "6月", 10, "人", None, None],
    ]
    share = figure(plans(office, rows), "K23")
    assert share.value == pytest.approx(0.7)
    assert share.parts[1].why_missing == "台账中没有“慈善助老”的支出记录；时限为 2020-06-30，本期末已到期"


def test_the_same_name_twice_makes_two_keys() -> None:
    assert distinct_keys(["甲", "乙", "甲", "甲"]) == ["甲", "乙", "甲（2）", "甲（3）"]
