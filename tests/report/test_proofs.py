"""Every figure proves itself: its panel holds rows that add up to it, and a page with an unproved number is not made."""

from __future__ import annotations

import re

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from charity_analysis.analysis.figures import Figure, share, subtract
from charity_analysis.report import completion, elements
from charity_analysis.report.audit import UnprovedFigure, find_unproved
from charity_analysis.report.exporter import CharityReportExporter
from charity_analysis.report.half_year import HalfYear
from charity_analysis.report.sections import evidence, money, plans, recipients, summary
from conftest import Office

SECTIONS = (summary.render_tiles, summary.render_sentences, money.render_spending, recipients.render_payments)


def open_office(office: Office) -> HalfYear:
    return HalfYear.load(office.organisation, "2020H1", str(office.folders.raw), str(office.folders.processed))


@pytest.fixture
def two_payments(office: Office) -> HalfYear:
    office.disbursements(
        [["2020-01-07", "困难户", 500, "助困", 5, None], ["2020-02-07", "第一小学", 250.5, "助学", None, None]]
    )
    return open_office(office)


def proof(html: str, anchor: str) -> str:
    found = re.search(rf'id="{re.escape(anchor)}" tabindex=-1>.*?<div class=proof>(.*?)</div>', html, re.DOTALL)
    assert found, anchor
    return found[1]


def test_a_figures_panel_lists_its_rows_with_file_sheet_row_and_amount_and_their_sum(two_payments: HalfYear) -> None:
    two_payments.cite(two_payments.figures["paid"])
    panel = proof(evidence.render_evidence(two_payments).html, "ev-paid")
    assert "2020H1/拨付支出.xlsx › 拨付" in panel
    assert re.findall(r"第 (\d) 行<td>([\d.]+)", panel) == [("4", "500.00"), ("5", "250.50")]
    assert "<tfoot><tr><th scope=row>合计<td>750.50" in panel


def test_a_difference_and_a_share_show_what_they_are_made_of_each_with_its_sum(two_payments: HalfYear) -> None:
    paid = two_payments.figures["paid"]
    one = Figure("one", "一笔", "fen", 50_000, 0, paid.row_ids[:1])
    two_payments.cite(subtract(paid, one, "difference", "其余"))
    two_payments.cite(share(one, paid, "share", "占比"))
    html = evidence.render_evidence(two_payments).html
    for anchor in ("ev-difference", "ev-share"):
        text = elements.plain(elements.Fragment(proof(html, anchor)))
        assert "本期支出 750.50 元" in text and "一笔 500.00 元" in text


def test_each_link_to_a_figure_has_a_way_back_to_itself(two_payments: HalfYear) -> None:
    paid = two_payments.figures["paid"]
    cited = [two_payments.cite(paid) for _ in range(3)]
    html = "".join(one.html for one in cited if isinstance(one, elements.Fragment))
    html += evidence.render_evidence(two_payments).html
    ids = re.findall(r'\bid="([^"]+)"', html)
    assert len(ids) == len(set(ids))
    for anchor in ("ev-paid", "ev-paid.1", "ev-paid.2"):
        assert re.search(rf'href="#{re.escape(anchor)}" id="at-{re.escape(anchor)}"', html)
        assert f'id="{anchor}" tabindex=-1><a href="#at-{anchor}">' in html


def test_figures_of_one_name_that_differ_never_share_a_proof(two_payments: HalfYear) -> None:
    rows = two_payments.figures["paid"].row_ids
    first, second = (Figure("same", "同名", "fen", fen, 0, rows) for fen in (1, 2))
    assert two_payments.anchor(first) != two_payments.anchor(second)
    assert [figure.value for figure in two_payments.cited.values()] == [1, 2]


@pytest.mark.parametrize(
    "bare",
    ["支出 8,948.17 元", "占 12.5%", "共 3 笔", "还差 7 户", "约 420.29 万元"],
)
def test_a_bare_number_in_a_sentence_is_found_and_its_place_named_without_its_text(bare: str) -> None:
    page = f"<h2>收入</h2>{elements.paragraphs(['没有数字。', bare]).html}"
    (found,) = find_unproved(page)
    assert (found.section, found.place) == ("收入", "<p> 2")


def test_a_number_in_a_link_to_its_rows_and_a_quoted_text_are_no_bare_numbers() -> None:
    cited = elements.join("支出 ", elements.cite("8,948.17", "ev-paid"), " 元，", elements.quoted("不低于 70%"))
    assert find_unproved(f"<h2>收入</h2><p>{cited.html}</p><p>2020-02-03，仓扶办〔2020〕32号，第 5 行</p>") == []


def test_a_cell_of_a_column_of_numbers_must_be_proved_whatever_its_unit() -> None:
    import pandas as pd

    bare = elements.table(pd.DataFrame({"项": ["甲"], "笔数": [3]}), "表", numeric=["笔数"])
    assert [one.element for one in find_unproved(bare.html)] == ["td"]


def test_a_whole_report_with_a_bare_number_is_not_made(two_payments: HalfYear) -> None:
    def shown(piece: object) -> object:
        data, *metadata = (
            (piece._repr_mimebundle_(),) if not isinstance(piece, elements.Fragment) else piece._repr_mimebundle_()
        )
        return new_code_cell(
            "", outputs=[new_output("display_data", data=data, metadata=metadata[0] if metadata else {})]
        )

    bare = elements.paragraphs(["共 3 笔。"])
    cells = [new_markdown_cell("# 报告\n\n## 支出"), shown(bare), shown(completion.complete(two_payments))]
    with pytest.raises(UnprovedFigure) as refused:
        CharityReportExporter().from_notebook_node(new_notebook(cells=cells))
    assert (refused.value.section, refused.value.place) == ("支出", "<p> 1")


def test_names_full_of_numbers_are_no_figures_and_do_not_stop_a_report(office: Office) -> None:
    name = "全区142名困难户共 5,000.00 元（100%）3 笔"
    office.disbursements([["2020-01-07", name, 500, name, 5, None]])
    report = open_office(office)
    html = "".join(section(report).html for section in (*SECTIONS, plans.render_plans))
    assert find_unproved(html) == []


def test_figures_under_two_names_that_say_the_same_share_one_panel_that_tells_both(two_payments: HalfYear) -> None:
    paid = two_payments.figures["paid"]
    for name in ("one", "other"):
        two_payments.cite(paid.named(name, name))
    html = evidence.render_evidence(two_payments).html
    assert html.count("<div class=proof>") == 1
    assert "one（也是：other）" in html
    assert all(f'id="ev-{name}" tabindex=-1><a href="#at-ev-{name}">' in html for name in ("one", "other"))


def test_a_figure_that_counts_rows_names_them_sheet_by_sheet(two_payments: HalfYear) -> None:
    two_payments.count(two_payments.figures["paid"].row_ids, "number", "笔数")
    panel = proof(evidence.render_evidence(two_payments).html, "ev-number")
    assert "2 行：第 4–5 行<td>2" in panel


def test_the_list_holds_the_main_figures_only_and_every_other_has_its_panel(two_payments: HalfYear) -> None:
    paid = two_payments.figures["paid"]
    two_payments.cite(paid)
    two_payments.cite(Figure("single", "一笔", "fen", 50_000, 0, paid.row_ids[:1]))
    html = evidence.render_evidence(two_payments).html
    assert html.count("<li>") == 1 and 'id="ev-single"' in html
