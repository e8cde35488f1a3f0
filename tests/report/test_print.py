"""A report on paper, read from the printed PDF: every page says whose and when, and nothing is cut."""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_markdown_cell, new_notebook
from pypdf import PdfReader
from report.conftest import shown, tidy_tables

from charity_analysis.report import cards, charts, elements
from charity_analysis.report.exporter import CharityReportExporter

ROWS = 90
FOOT = "测试慈善总会·2020年上半年·内部版·生成于2020-07-2209:36"


def notebook_of_long_tables() -> NotebookNode:
    """A long table with tall rows between pictures, cards and letters, as a report has them."""
    lines = pd.DataFrame(
        {
            "日期": [f"首{place:03d}" for place in range(ROWS)],
            "收款方": ["全区低保户、孤寡老人、孤儿及类似孤儿等困难户" * (place % 3 + 1) for place in range(ROWS)],
            "批准文号": [f"文号〔2020〕{place}号末{place:03d}" for place in range(ROWS)],
        }
    )
    months = tidy_tables()["plot_months"]
    picture = elements.chart(charts.plot_months(months), "哪个月？", "一句话。", months)
    card = cards.Card("某表 › 某格：金额无法识别", "错误", "error", rows=(("怎么办", "请改正原表。" * 9),))
    cells = [
        new_markdown_cell("# 半年报告\n\n## 一、总表\n\n这一段在表前。"),
        shown(elements.table(lines, "长表", numeric=[], stacked=True)),
        new_markdown_cell("## 二、图与卡片\n\n这一段在图前。"),
        *(shown(picture) for _ in range(2)),
        shown(cards.cards([card] * 9, "发现")),
        shown(cards.fold("其余", elements.table(lines.head(5), "短表"))),
    ]
    about = {
        "organisation_name": "测试慈善总会",
        "period_label": "2020年上半年",
        "generated_at": "2020-07-22 09:36",
        "edition": "internal",
    }
    return new_notebook(cells=cells, metadata={"charity_report": about})


@pytest.fixture(scope="module")
def printed(browser: Any, tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """What each printed page says, without blanks."""
    path: Path = tmp_path_factory.mktemp("print") / "report.html"
    path.write_text(CharityReportExporter().from_notebook_node(notebook_of_long_tables())[0], encoding="utf-8")
    tab = browser.new_page()
    tab.goto(path.as_uri())
    pdf = PdfReader(io.BytesIO(tab.pdf(prefer_css_page_size=True, print_background=True)))
    tab.close()
    assert {(round(page.mediabox.width), round(page.mediabox.height)) for page in pdf.pages} == {(595, 842)}, "A4"
    return [re.sub(r"\s", "", page.extract_text()) for page in pdf.pages]


def test_every_page_has_its_number_the_period_and_the_time(printed: list[str]) -> None:
    assert len(printed) > 4
    for number, text in enumerate(printed, 1):
        assert f"{number}/{len(printed)}" in text
        assert FOOT in text


def test_no_row_is_cut_and_the_head_stands_on_every_page_of_the_table(printed: list[str]) -> None:
    for place in range(ROWS):
        (first,) = [page for page in printed if f"首{place:03d}" in page][:1]
        assert f"末{place:03d}" in first, place
        assert "收款方批准文号" in first, place


def test_no_heading_or_caption_is_left_alone_at_the_foot(printed: list[str]) -> None:
    for before, after in (
        ("一、总表", "这一段在表前"),
        ("这一段在表前", "长表"),
        ("长表", "首000"),
        ("二、图", "这一段在图前"),
    ):
        assert [after in page for page in printed if before in page] == [True], before


def test_a_picture_and_a_card_are_on_one_page_each(printed: list[str]) -> None:
    for page in printed:
        assert page.count("哪个月？") == page.count("未载明")
        assert page.count("金额无法识别") == page.count("怎么办") == page.count("请改正原表。") // 9


def test_no_page_is_half_empty_but_the_last(printed: list[str]) -> None:
    assert min(len(page) for page in printed[:-1]) > 200
