"""K1–K27: each is there once, proves its rows or says why it cannot, and small cases come out as worked by hand."""

from __future__ import annotations

import pytest

from charity_analysis.analysis.figures import Figure
from charity_analysis.analysis.key_figures import key_figures
from charity_analysis.analysis.scope import gifts
from charity_analysis.ledger.ledger import Ledger
from conftest import Office


def figures_of(ledger: Ledger, period: str = "2020H1") -> dict[str, Figure]:
    return {figure.id: figure for figure in key_figures(ledger, period)}


def test_each_of_the_27_is_there_exactly_once_in_order(cangshan: Ledger) -> None:
    assert [figure.id for figure in key_figures(cangshan, "2020H1")] == [f"K{number}" for number in range(1, 28)]


def test_no_figure_of_any_period_has_a_value_without_rows_of_the_ledger(demo: Ledger, cangshan: Ledger) -> None:
    for ledger in (demo, cangshan):
        known = {row for table in ledger.tables.values() if "row_id" in table for row in table["row_id"]}
        for period in ledger.periods:
            for figure in key_figures(ledger, period):
                for one in (figure, *figure.parts):
                    assert (one.value is None) == bool(one.why_missing), (period, one.id)
                    assert set(one.row_ids) <= known, (period, one.id)


def test_the_sample_gives_the_published_totals(cangshan: Ledger) -> None:
    figures = figures_of(cangshan)
    assert figures["K1"].value == 884_290_000
    assert figures["K4"].value == figures["K5"].value == 894_806_217
    assert figures["K15"].value == pytest.approx(8 / 18)
    assert figures["K16"].value == 0
    assert figures["K23"].value == pytest.approx(19 / 26)
    assert {part.id: part.value for part in figures["K20"].parts} == {"人": 195, "户": 19}


def test_what_cannot_be_decided_says_what_is_missing(cangshan: Ledger) -> None:
    figures = figures_of(cangshan)
    assert "限定" in (figures["K3"].why_missing or "")
    assert figures["K8"].why_missing == "台账中没有这类费用的记录，不能认定为 0"
    assert figures["K24"].why_missing == "无可比数据"


def test_shares_of_programmes_and_payees_add_up_to_one(cangshan: Ledger, demo: Ledger) -> None:
    for ledger in (cangshan, demo):
        figures = figures_of(ledger)
        for identifier in ("K21", "K27"):
            assert figures[identifier].value is None
            assert sum(part.value or 0 for part in figures[identifier].parts) == pytest.approx(1)


def test_a_small_office_comes_out_as_worked_by_hand(office: Office) -> None:
    """In: 600 + 400 restricted = 1 000 yuan. Out: 300 to 3 people at 100 each, 200 for management, 8 = 300 + 200."""
    head = ["捐赠日期", "捐赠人", "捐赠金额", "是否限定", "票据号"]
    office.workbook(
        "捐赠收入.xlsx",
        {
            "捐赠收入": [
                ["单位:元"],
                head,
                ["2020-01-05", "甲", 600, "非限定性", "A1"],
                ["2020-02-05", "乙", 400, "限定性", None],
            ]
        },
    )
    head = ["拨付日期", "收款单位", "拨付金额", "项目", "费用类别", "批准文号", "人数", "计量单位", "标准(元)"]
    office.workbook(
        "拨付支出.xlsx",
        {
            "拨付支出": [
                ["单位:元"],
                head,
                ["2020-03-05", "困难学生", 300, "慈善助学", "业务活动成本", "示慈〔2020〕1号", 3, "人", 100],
                ["2020-03-06", "办公用品店", 200, None, "管理费用", None, None, None, None],
            ]
        },
    )
    figures = figures_of(office.ledger())
    assert figures["K1"].value == 100_000
    assert figures["K3"].value == pytest.approx(0.4)
    assert figures["K4"].value == 30_000
    assert figures["K5"].value == 50_000
    assert figures["K8"].value == pytest.approx(0.4)
    assert figures["K15"].value == pytest.approx(0.5)
    assert figures["K16"].value == pytest.approx(0.5)
    assert {part.id: part.value for part in figures["K20"].parts} == {"人": 3}


def test_the_year_on_year_change_needs_both_periods(demo: Ledger) -> None:
    assert figures_of(demo, "2016H1")["K24"].why_missing == "无可比数据"
    parts = {part.id: part for part in figures_of(demo, "2017H1")["K24"].parts}
    received = gifts(demo.donations).groupby("period")["amount_fen"].sum()
    assert parts["捐赠收入"].value == pytest.approx(received["2017H1"] / received["2016H1"] - 1)
