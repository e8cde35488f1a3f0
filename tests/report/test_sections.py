"""The report's sections: every cited figure leads to evidence that adds up to it, and nothing unknown becomes 0."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest

from charity_analysis.ledger.ledger import Ledger
from charity_analysis.ledger.paths import Folders
from charity_analysis.report.audit import find_unproved
from charity_analysis.report.half_year import HalfYear, show_value
from charity_analysis.report.sections import (
    chains,
    evidence,
    funds,
    key_figures,
    money,
    plans,
    quality,
    ratios,
    recipients,
    summary,
)
from conftest import Office

RENDER = (
    summary.render_tiles,
    summary.render_sentences,
    money.render_income,
    money.render_spending,
    money.render_course,
    funds.render_funds,
    chains.render_chains,
    recipients.render_payees,
    recipients.render_beneficiaries,
    recipients.render_beside,
    plans.render_plans,
    ratios.render_ratios,
    key_figures.render_key_figures,
    quality.render_quality,
    recipients.render_payments,
)
# Figures that a formula gives, not a plain sum of their rows; a tranche may be a part of its payment.
DERIVED = re.compile(
    r"K\d+|law-|pace-|gap-|flow|fund|.*-change|chain|letter-|unplaced|tranche-|cost-mean|programme-.*-share"
)


def render(report: HalfYear) -> str:
    """All sections but the evidence, then the evidence of what they cited."""
    return "".join(section(report).html for section in RENDER) + evidence.render_evidence(report).html


def text_of(html: str) -> str:
    return re.sub(r"<[^>]*>", "", html)


@pytest.fixture(scope="module")
def report(cangshan: Ledger, sample_folders: Folders) -> HalfYear:
    return HalfYear.load("cangshan", "2020H1", str(sample_folders.raw), str(sample_folders.processed))


@pytest.mark.parametrize(
    "figure",
    [
        "8,948,062.17",
        "8,842,900.00",
        "4,450,000.00",
        "4,202,812.17",
        "5,202,812.17",
        "74,000.00",
        "130,000.00",
        "6,250.00",
        "190,000.00",
        "8,652,900.00",
        "8,758,062.17",
    ],
)
def test_the_summary_of_the_sample_cites_the_control_figures(report: HalfYear, figure: str) -> None:
    assert re.search(
        rf'<a class="figure" href="#ev-[^"]+"[^>]*>{re.escape(figure)}</a>', summary.render_sentences(report).html
    )


def test_the_summary_says_what_is_uncertain_and_what_was_planned(report: HalfYear) -> None:
    text = text_of(summary.render_sentences(report).html)
    assert "其中 190,000.00 元账务归属待核实" in text
    assert "4,450,000.00 元到账日期未载明、可能属于以前期间" in text
    assert "计划 26 户，实际 19 户，少 7 户" in text
    assert "不计入以上合计：受托代理 130,000.00 元、合作方出资 6,250.00 元" in text


@pytest.mark.parametrize("period", ["2016H1", "2020H2"])
def test_every_link_of_a_demo_report_lands_on_its_evidence_and_no_number_is_unproved(
    demo: Ledger, sample_folders: Folders, period: str
) -> None:
    html = render(HalfYear.load("demo", period, str(sample_folders.raw), str(sample_folders.processed)))
    from urllib.parse import unquote

    targets = {unquote(target) for target in re.findall(r'href="#([^"]+)"', html)}
    anchors = re.findall(r'\bid="([^"]+)"', html)
    assert targets
    assert targets <= set(anchors)
    assert len(anchors) == len(set(anchors))
    assert find_unproved(html) == []


@pytest.mark.parametrize(("organisation", "period"), [("cangshan", "2020H1"), ("demo", "2018H2")])
def test_the_rows_of_every_money_figure_add_up_to_it(sample_folders: Folders, organisation: str, period: str) -> None:
    report = HalfYear.load(organisation, period, str(sample_folders.raw), str(sample_folders.processed))
    render(report)
    cited = [figure for figure in report.cited.values() if figure.unit == "fen" and not DERIVED.match(figure.id)]
    assert len(cited) > 20
    for figure in cited:
        assert report.sources.loc[list(figure.row_ids), "amount"].sum() == figure.value, figure.id


def test_the_evidence_of_a_count_lists_counts_that_add_up(report: HalfYear) -> None:
    render(report)
    counts = [figure for figure in report.cited.values() if figure.unit == "count" and not DERIVED.match(figure.id)]
    counts = [figure for figure in counts if not figure.counts_rows]
    assert {figure.value for figure in counts} >= {195, 19, 26, 75}
    for figure in counts:
        assert report.sources.loc[list(figure.row_ids), "count"].sum() == figure.value, figure.id
    assert "数目" in evidence.render_evidence(report).html


def test_evidence_of_many_rows_lists_stretches_that_add_up(sample_folders: Folders) -> None:
    report = HalfYear.load("demo", "2020H1", str(sample_folders.raw), str(sample_folders.processed))
    received = report.figures["received"]
    report.cite(received)
    html = evidence.render_evidence(report).html
    rows, _, total = html.partition("<tfoot>")
    amounts = [Decimal(text.replace(",", "")) for text in re.findall(r"<td>(-?[\d,]+\.\d\d)", rows)]
    assert show_value(received) in total
    assert sum(amounts) * 100 == received.value
    assert re.search(r"第 \d+–\d+", html)


def test_the_comparison_names_the_periods_that_are_missing(report: HalfYear) -> None:
    assert "无可比数据。台账中没有 2019H2、2019H1 的数据" in text_of(money.render_income(report).html)


def test_a_months_nought_is_not_read_as_nothing_where_money_has_no_day(report: HalfYear) -> None:
    text = text_of(money.render_course(report).html)
    assert "另有收入 8,652,900.00 元、支出 1,031,312.17 元没有写明日期" in text


def test_an_unknown_opening_balance_is_said_and_never_shown_as_nought(report: HalfYear) -> None:
    html = funds.render_funds(report).html
    assert "10 项资金的期末余额不能给出" in text_of(html)
    assert "一般资金本期支出多于收入，期初至少有 104,250.00 元" in text_of(html)
    assert re.findall(r"<td[^>]*>未载明</td>", html)
    assert summary.render_tiles(report).html.count("期末余额") == 1
    assert "不按 0 计" in text_of(summary.render_tiles(report).html)


def test_held_rows_stand_in_the_report_with_their_amount(office: Office) -> None:
    office.donations([[1, "2020-01-07", "甲", 100, None], [2, "2020-02-30", "乙", 30, None]])
    folders = office.folders
    report = HalfYear.load(office.organisation, "2020H1", str(folders.raw), str(folders.processed))
    text = text_of(quality.render_quality(report).html)
    assert "有 1 行暂不计入，其中能识别的金额合计 30.00 元" in text
    whole = text_of(render(report))
    assert "以下数字不含暂不计入的 1 行，其中能识别的金额合计 30.00 元" in whole
    assert "本期没有支出记录" in whole


def test_every_error_and_every_date_of_another_period_is_shown_and_what_is_left_out_whole_is_said(
    office: Office,
) -> None:
    faulty = [[number, f"2020-02-{number}", "甲", 10, None] for number in (30, 31)]
    office.donations(
        [[1, "2020-01-07", "甲", 100, None], *faulty, *[[4, f"2019-0{n}-08", "乙", n, None] for n in (1, 2)]]
    )
    (office.period / "照片.xlsx").write_bytes(b"\x89PNG\r\n\x1a\n")
    folders = office.folders
    report = HalfYear.load(office.organisation, "2020H1", str(folders.raw), str(folders.processed))
    text = text_of(quality.render_quality(report).html)
    for said in (
        "捐赠!B5：“2020-02-30”",
        "捐赠!B6：“2020-02-31”",
        "捐赠!B7：日期属于 2019H1",
        "捐赠!B8：日期属于 2019H1",
    ):
        assert said in text
    assert text.count("照片.xlsx：不是电子表格") == 2
    assert "另有 1 个文件未能计入；见“数据质量”" in text_of(render(report))


def test_a_period_with_payments_only_still_renders(office: Office) -> None:
    office.disbursements([["2020-01-07", "困难户", 500, None, None, None]])
    folders = office.folders
    report = HalfYear.load(office.organisation, "2020H1", str(folders.raw), str(folders.processed))
    text = text_of(render(report))
    assert "本期没有捐赠收入记录" in text
    assert "500.00" in text


GOODS = ["拨付日期", "收款方", "金额", "形式", "数量", "计量单位", "资金池"]
COATS = ["2020-06-02", "示例区福利院", "未估值", "物资", 50, "件", "一般资金"]


def _goods_paid_out(office: Office, rows: list[list[object]]) -> HalfYear:
    office.workbook("拨付支出.xlsx", {"拨付": [["单位:元"], GOODS, *rows]})
    office.workbook("期初.xlsx", {"基金期初余额": [["单位:元"], ["资金池", "期初余额"], ["一般资金", 1000]]})
    return HalfYear.load(office.organisation, "2020H1", str(office.folders.raw), str(office.folders.processed))


def test_goods_paid_out_without_a_value_stand_in_the_report_as_what_they_are(office: Office) -> None:
    """One payment of 500 yuan for 5 persons and 50 coats that nobody valued: 500 yuan, 5 persons, no closing balance."""
    report = _goods_paid_out(office, [["2020-06-01", "困难户", 500, "现金", 5, "人", "一般资金"], COATS])
    text = text_of(render(report))
    assert "支出 500.00 元；另有 1 笔没有估值，不在其中。" in text
    assert "其中 1 笔没有估值，金额不在内，也不按 0 计。" in text
    assert re.search(r"2020-06-02示例区福利院未估值", text)
    tiles = text_of(summary.render_tiles(report).html)
    assert "期末余额—1 项资金不能给出（有物资没有估值），不按 0 计" in tiles
    assert "受益对象5\N{NO-BREAK SPACE}人" in tiles and "件" not in tiles
    assert "另有 1 笔支出没有写明人数" in text_of(recipients.render_beneficiaries(report).html)


def test_a_period_of_goods_without_any_value_is_not_a_period_without_payments(office: Office) -> None:
    text = text_of(render(_goods_paid_out(office, [COATS])))
    assert "2020年上半年的 1 笔支出都没有估值，金额不能给出，不按 0 计。" in text
    assert "没有支出记录" not in text


def test_the_sums_below_the_tables_lead_to_their_rows_as_the_lines_do(report: HalfYear) -> None:
    for section in (money.render_income, money.render_spending, recipients.render_payees, recipients.render_payments):
        sums = re.findall(r'<tr class="total">.*?</tr>', section(report).html)
        assert sums and all('<a class="figure"' in line for line in sums)


def test_persons_alone_are_no_matter_of_different_units(office: Office) -> None:
    report = _goods_paid_out(office, [["2020-06-01", "困难户", 500, "现金", 5, "人", "一般资金"]])
    assert report.key_figures["K20"].why_missing == "按计量单位给出，见分项"
    assert "没有写明人数" not in text_of(recipients.render_beneficiaries(report).html)


def test_a_period_that_has_rows_but_no_file_of_its_own_still_renders(office: Office) -> None:
    office.donations([[1, "2019-12-31", "甲", 500, "疫情防控"]])
    folders = office.folders
    report = HalfYear.load(office.organisation, "2019H2", str(folders.raw), str(folders.processed))
    assert "500.00" in text_of(render(report))


def test_a_malformed_period_or_one_without_data_is_refused(sample_folders: Folders) -> None:
    for period in ("2020h1", "2031H1"):
        with pytest.raises(ValueError, match=period):
            HalfYear.load("cangshan", period, str(sample_folders.raw), str(sample_folders.processed))
