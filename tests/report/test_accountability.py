"""The sections that answer for the money: funds, chains, ratios, plans, key figures, findings, printed totals."""

from __future__ import annotations

import re
from decimal import Decimal

import pandas as pd
import pytest

from charity_analysis.analysis.designated.chains import trace_designated
from charity_analysis.analysis.figures import Figure
from charity_analysis.analysis.funds import fund_table
from charity_analysis.analysis.law.statutory import statutory_verdicts
from charity_analysis.ledger.paths import Folders
from charity_analysis.money import format_yuan
from charity_analysis.report import elements
from charity_analysis.report.half_year import HalfYear
from charity_analysis.report.sections import (
    chains,
    evidence,
    findings,
    funds,
    key_figures,
    money,
    plans,
    ratios,
    stated_totals,
    summary,
    tables,
)
from conftest import Office


def text_of(html: str) -> str:
    return re.sub(r"<[^>]*>", "", html)


def open_sample(folders: Folders, organisation: str, period: str) -> HalfYear:
    return HalfYear.load(organisation, period, str(folders.raw), str(folders.processed))


def open_office(office: Office) -> HalfYear:
    return open_sample(office.folders, office.organisation, "2020H1")


@pytest.fixture(scope="module")
def cangshan_report(cangshan: object, sample_folders: Folders) -> HalfYear:
    return open_sample(sample_folders, "cangshan", "2020H1")


@pytest.fixture(scope="module")
def demo_report(demo: object, sample_folders: Folders) -> HalfYear:
    return open_sample(sample_folders, "demo", "2020H1")


def test_every_fund_of_the_demo_stands_with_its_closing_balance_and_the_sum_of_all(demo_report: HalfYear) -> None:
    html = funds.render_funds(demo_report).html
    table = fund_table(demo_report.ledger)
    period = table[table["period"] == "2020H1"]
    for fund in period.itertuples():
        row = re.search(rf"<tr><th[^>]*>{re.escape(fund.fund)}</th>.*?</tr>", html)
        assert row is not None and format_yuan(fund.closing_fen) in text_of(row[0]), fund.fund
    assert format_yuan(int(period["closing_fen"].sum())) in text_of(html.rpartition('<tr class="total">')[2])
    assert format_yuan(int(period["closing_fen"].sum())) in text_of(summary.render_tiles(demo_report).html)


def test_a_fund_without_an_opening_shows_the_least_that_is_left(office: Office) -> None:
    # Nothing is known of the start: of 100 in and 30 out at least 70 must be left.
    heads = ["序号", "捐赠日期", "捐赠人", "捐赠金额", "项目", "资金池"]
    office.workbook("捐赠收入.xlsx", {"捐赠": [heads, [1, "2020-01-07", "甲公司", 100, "慈善助学", "助学基金"]]})
    paid = ["拨付日期", "收款单位", "拨付金额", "项目", "资金池"]
    office.workbook("拨付支出.xlsx", {"拨付": [paid, ["2020-02-07", "区教育局", 30, "慈善助学", "助学基金"]]})
    text = text_of(funds.render_funds(open_office(office)).html)
    assert "未载明（至少 70.00）" in text
    assert "期初余额" in text and "不按 0 计" in text


def test_the_letter_to_a_donor_names_each_tranche_with_its_day_payee_and_approval(cangshan_report: HalfYear) -> None:
    html = chains.render_chains(cangshan_report).html
    letter = next(part for part in html.split('<details class="fold letter">')[1:] if "正祥" in part)
    text = text_of(letter.partition("</details>")[0])
    assert "您的 200.00 万元 → 临洮县财政局" in text
    for said in ("1,000,000.00", "900,000.00", "100,000.00", "2020-02-19", "2020-03-30", "2020-06-04"):
        assert said in text
    assert text.count("〔2020〕") == 3
    assert "已全部拨付到收款方" in text


def test_the_flows_of_designated_money_add_up_to_what_was_received(cangshan_report: HalfYear) -> None:
    found = trace_designated(cangshan_report.ledger, "2020H1").chains
    flows = chains.chain_flows(found)
    assert flows["amount_fen"].sum() == sum(chain.received.fen for chain in found)
    assert (flows["amount_fen"] > 0).all()


def test_what_is_left_of_the_gifts_is_a_flow_without_payee(demo_report: HalfYear) -> None:
    found = trace_designated(demo_report.ledger, "2020H1").chains
    flows = chains.chain_flows(found)
    left = flows.loc[flows["payee"].isna(), "amount_fen"].sum()
    assert left == sum(chain.residue.fen for chain in found if not chain.is_closed) > 0


def test_what_no_payment_is_known_for_is_said_and_not_guessed(demo_report: HalfYear) -> None:
    text = text_of(chains.render_chains(demo_report).html)
    assert "台账中没有能够对应到这笔捐赠的拨付" in text
    assert "没有对应到捐赠的拨付" in text


def test_a_period_without_designated_gifts_says_so(office: Office) -> None:
    office.donations([[1, "2020-01-07", "甲", 100, None]])
    assert "本期没有可以追踪的定向捐赠" in text_of(chains.render_chains(open_office(office)).html)


def test_a_ratio_that_cannot_be_decided_says_what_to_configure(cangshan_report: HalfYear) -> None:
    text = text_of(ratios.render_ratios(cangshan_report).html)
    assert "无法判定" in text
    assert "organisation.toml 未填写 kind" in text
    assert "未施行（草案）" in text
    assert "（K10）因此也不能给出" in text


def test_a_first_half_shows_what_must_still_be_spent(demo_report: HalfYear) -> None:
    text = text_of(ratios.render_ratios(demo_report).html)
    left = demo_report.key_figures["K10"]
    assert left.value is not None
    assert f"年底前还须支出 {format_yuan(int(left.value))} 元" in text
    assert "离 70% 还差多少？" in text


def test_each_verdict_stands_in_words(sample_folders: Folders, demo: object) -> None:
    report = open_sample(sample_folders, "demo", "2020H2")
    text = text_of(ratios.render_ratios(report).html)
    for verdict in statutory_verdicts(report.ledger, "2020H2"):
        assert verdict.name in text
        assert ratios.STATUS_WORDS[verdict.status] in text


def test_the_plan_of_26_households_shows_a_gap_of_7_and_of_70_000(cangshan_report: HalfYear) -> None:
    text = text_of(plans.render_plans(cangshan_report).html)
    assert "计划 26 户，实际 19 户，少 7 户" in text
    assert "计划 260,000.00 元，实际 190,000.00 元，少 70,000.00 元" in text
    assert "部分做到" in text
    assert "少 7 户、少 70,000.00 元" in text_of(summary.render_sentences(cangshan_report).html)


@pytest.mark.parametrize("name", ["cangshan_report", "demo_report"])
def test_each_key_figure_has_a_value_or_a_reason(name: str, request: pytest.FixtureRequest) -> None:
    report: HalfYear = request.getfixturevalue(name)
    html = key_figures.render_key_figures(report).html
    for figure in report.key_figures.values():
        assert f"{figure.id} {figure.name}" in text_of(html)
        if figure.why_missing:
            assert figure.why_missing in text_of(html).replace("&quot;", '"'), figure.id


def test_an_interval_is_the_value_with_its_precision() -> None:
    # 502 000 ± 500 元, 30 % ± 0.5 %, and an exact count.
    assert key_figures.interval(Figure("K", "", "fen", 50_200_000, 50_000, ("R",))) == "501,500.00 至 502,500.00"
    assert key_figures.interval(Figure("K", "", "share", 0.3, 0.005, ("R",))) == "29.50% 至 30.50%"
    assert key_figures.interval(Figure("K", "", "count", 3, 0, ("R",))) == "精确"


def test_findings_stand_by_severity_with_the_remedy_once_and_in_its_place(office: Office) -> None:
    # The warning stands in the file that is read first.
    office.donations([[1, "未载明", "甲", 100, None]], name="1月.xlsx")
    office.donations([[1, "2020-01-07", "丙", 100, None], [2, "2020-02-30", "乙", 30, None]], name="2月.xlsx")
    html = findings.render_findings(open_office(office)).html
    marks = re.findall(r'class="card card-(\w+)"', html)
    assert marks[0] == "error"
    assert marks == sorted(marks, key=["error", "warning", "info"].index)
    error = text_of(html.partition("</li>")[0])
    message, _, remedy = error.partition("怎么办")
    assert "捐赠!B5" in message and remedy.strip()
    assert remedy.strip() not in message


def test_the_same_finding_in_many_places_is_one_card_with_the_places(cangshan_report: HalfYear) -> None:
    html = findings.render_findings(cangshan_report).html
    found = findings.period_findings(cangshan_report)
    rules = found.loc[found["severity"] != "error", "rule"].nunique()
    assert html.count("<li class=") == rules
    (card,) = [part for part in html.split("<li ") if "期初余额未载明" in text_of(part) and "10 条" in part]
    assert "基金期初余额!C5" in card and "等 9 处" in card


def test_printed_totals_are_judged_in_words(office: Office) -> None:
    def rows(*amounts: object) -> list[list[object]]:
        lines = [[n, f"2020-0{n}-07", f"捐赠人{n}", amount, None] for n, amount in enumerate(amounts[:-1], 1)]
        return [*lines, ["合计", None, None, amounts[-1], None]]

    office.donations(rows(100, 30, 130), name="1.xlsx")
    # 7.1 ± 0.05 and 3.2 ± 0.05 万元 may well be 10.2 ± 0.05.
    office.donations(rows(7.1, 3.2, 10.2), name="2.xlsx", unit="万元")
    office.donations(rows(500, 999), name="3.xlsx")
    text = text_of(stated_totals.render_stated_totals(open_office(office)).html)
    assert "✓ 相符" in text and "✗ 不符" in text and "≈ 在舍入之内" in text
    assert text.index("3.xlsx") < text.index("2.xlsx") < text.index("1.xlsx"), "what contradicts stands first"


def test_income_that_is_no_gift_stands_apart_from_the_gifts(office: Office) -> None:
    heads = ["序号", "捐赠日期", "捐赠人", "捐赠金额", "捐赠渠道"]
    rows = [[1, "2020-01-07", "甲", 100, "日常捐赠"], [2, "2020-03-21", "银行", 7, "利息收入"]]
    office.workbook("捐赠收入.xlsx", {"收入": [heads, *rows]})
    gifts, _, other = text_of(money.render_income(open_office(office)).html).partition("其他收入（不是捐赠")
    assert "利息" in other and "7.00" in other
    assert "107.00" not in gifts and "100.00" in gifts


def test_the_shares_of_a_table_add_up_to_100(demo_report: HalfYear) -> None:
    for html in (money.render_income(demo_report).html, money.render_spending(demo_report).html):
        for body in re.findall(r"<tbody>.*?</tbody>", html):
            rows = [re.findall(r">(-?[\d.]+)%</td>", row) for row in body.split("<tr")]
            shares = [Decimal(found[0]) for found in rows if len(found) == 1]
            if shares and shares[-1] == 100:
                assert sum(shares[:-1]) == 100


def test_what_a_picture_in_wan_leaves_out_is_said_in_yuan() -> None:
    # 3 × 33 333.33 元 are 99 999.99 元: 10.00 万元 shown, 0.01 元 too much.
    told = elements.plain(tables.residue_note([3_333_333] * 3))
    assert told == "图中各数相加为 10.00 万元；准确合计与此相差 -0.01 元。"
    assert tables.residue_note([1_000_000]) == ""


def test_the_evidence_of_a_figure_that_is_no_sum_says_so(demo_report: HalfYear) -> None:
    demo_report.cite(demo_report.key_figures["K18"])
    demo_report.cite(demo_report.figures["paid"])
    html = evidence.render_evidence(demo_report).html
    entries = dict(re.findall(r'id="ev-([^".]+)" tabindex=-1>.*?<div class=proof>(.*?)</div>', html, re.DOTALL))
    assert "不是各行相加" in entries["K18"]
    assert "不是各行相加" not in entries["paid"]


def test_the_evidence_of_a_lag_says_that_it_is_days(demo_report: HalfYear) -> None:
    lag = demo_report.key_figures["K13"]
    demo_report.cite(lag)
    assert f"{lag.name} <b>{lag.value} 天</b>" in evidence.render_evidence(demo_report).html


def test_a_figure_that_rests_on_the_settings_says_so(demo_report: HalfYear) -> None:
    figure = Figure("set", "上年末净资产", "fen", 100, 0, ("organisation.toml",), "设置")
    demo_report.cite(figure)
    assert "机构设置（organisation.toml）" in evidence.render_evidence(demo_report).html
    del demo_report.cited["set"]


def test_the_table_of_a_flow_keeps_missing_payees_missing() -> None:
    flows = chains.chain_flows([])
    assert isinstance(flows, pd.DataFrame) and flows.empty
