"""The exporter: what comes into the page, what stays out, and that the page needs nothing but itself."""

from __future__ import annotations

import copy
import re
import subprocess
import sys
from html import unescape
from pathlib import Path

import nbformat
import pytest
from bs4 import BeautifulSoup
from nbconvert.exporters import get_exporter
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from charity_analysis.report.chart_style import PALETTE
from charity_analysis.report.exporter import TEMPLATES, CharityReportExporter, css_text, outline

STYLE_SHEET = (TEMPLATES / "charity_report" / "report.css").read_text(encoding="utf-8")


def export(notebook: NotebookNode) -> str:
    page: str = CharityReportExporter().from_notebook_node(notebook)[0]
    return page


def page_of(*cells: NotebookNode, **about: str) -> BeautifulSoup:
    return BeautifulSoup(export(new_notebook(cells=list(cells), metadata={"charity_report": about})), "html.parser")


def shows(mime_type: str, content: str) -> NotebookNode:
    return new_code_cell("code()", outputs=[new_output("display_data", data={mime_type: content})])


@pytest.fixture
def exported(report_page: str) -> BeautifulSoup:
    return BeautifulSoup(report_page, "html.parser")


def test_nbconvert_knows_the_exporter_by_its_name() -> None:
    assert get_exporter("charity_report") is CharityReportExporter


def test_two_exports_of_a_notebook_are_the_same_to_the_byte(notebook: NotebookNode, report_page: str) -> None:
    assert export(notebook) == report_page


def test_the_export_leaves_the_notebook_as_it_was(notebook: NotebookNode) -> None:
    before = copy.deepcopy(notebook)
    export(notebook)
    assert notebook == before


def test_a_report_stays_small(report_page: str) -> None:
    assert len(report_page.encode()) < 400_000


def test_code_streams_and_plain_results_stay_out(exported: BeautifulSoup) -> None:
    text = exported.get_text()
    for noise in ("code_of_the_cell", "stderr-of-the-cell", "stdout-of-the-cell", "plain-result", "In [", "Out["):
        assert noise not in text


def test_a_cell_that_is_for_analysts_only_stays_out() -> None:
    cell = new_markdown_cell("给分析人员", metadata={"tags": ["not-in-report"]})
    assert page_of(cell, new_markdown_cell("给读者")).main.get_text(strip=True) == "给读者"


def test_prose_and_results_stand_in_the_notebooks_order(exported: BeautifulSoup) -> None:
    text = exported.main.get_text()
    places = [
        text.index(part)
        for part in ("标价", "公益支出", "一、收支", "支出 8,948,062.17", "两行金额", "二、明细", "付款明细")
    ]
    assert places == sorted(places)


def test_the_page_asks_for_nothing_and_runs_nothing(exported: BeautifulSoup) -> None:
    assert not exported.find_all(["script", "img", "iframe", "object", "embed", "form", "base"])
    assert [link["href"] for link in exported.find_all("link")] == ["data:,"]
    addresses = re.findall(r"url\(([^)]{0,40})", str(exported))
    assert all(address.startswith(("data:font/woff2;base64,", "#")) for address in addresses)
    assert "@import" not in str(exported)


def test_the_page_forbids_itself_scripts_and_requests(exported: BeautifulSoup) -> None:
    policy = exported.find("meta", attrs={"http-equiv": "Content-Security-Policy"})["content"]
    assert "default-src 'none'" in policy
    assert "script-src" not in policy


def test_the_page_says_what_it_is(exported: BeautifulSoup) -> None:
    assert exported.html["lang"] == "zh-CN"
    assert exported.title.get_text() == "福州市仓山区慈善总会 2020年上半年 2020年上半年慈善收支报告"
    masthead = exported.find("header").get_text(" ", strip=True)
    assert masthead == "福州市仓山区慈善总会 2020年上半年 内部版"
    assert "生成于 2020-07-22 09:36" in exported.find("footer").get_text()


def test_a_notebook_without_metadata_has_no_masthead_and_still_a_title() -> None:
    page = BeautifulSoup(export(new_notebook(cells=[new_markdown_cell("# 数据质量 & 核对")])), "html.parser")
    assert page.title.get_text() == "数据质量 & 核对"
    assert page.find("header") is None and page.find("footer") is None


def test_the_contents_lead_to_the_second_level_headings(exported: BeautifulSoup) -> None:
    entries = [(link["href"], link.get_text()) for link in exported.nav.ol.find_all("a")]
    assert [text for _, text in entries] == ["一、收支", "二、明细"]
    for href, text in entries:
        assert exported.find(id=href[1:]).name == "h2"
        assert exported.find(id=href[1:]).get_text() == text


def test_no_identifier_and_no_name_of_a_region_stands_twice(exported: BeautifulSoup) -> None:
    identifiers = [element["id"] for element in exported.find_all(id=True)]
    regions = [element["aria-label"] for element in exported.find_all(role="region")]
    assert len(identifiers) == len(set(identifiers))
    assert len(regions) == len(set(regions))
    assert {"付款明细", "付款明细（2）", "付款明细（3）"} <= set(regions)


def test_headings_keep_the_identifiers_that_they_have() -> None:
    found = outline('<h1>总<em>报</em>告</h1><h2 id="own">甲</h2><h2>乙 &amp; 丙</h2><h3>丁</h3>')
    assert found.title == "总报告"
    assert [(entry.anchor, entry.text) for entry in found.contents] == [("own", "甲"), ("section-3", "乙 & 丙")]
    assert '<h3 id="section-4">丁</h3>' in found.html


def test_dollar_signs_are_money_and_no_formula(exported: BeautifulSoup) -> None:
    assert "标价 $x$ 与 $y$ 不是公式。" in exported.main.get_text()


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        "<img src='https://example.org/x.png' onerror='alert(1)'>",
        "![图](https://example.org/x.png)",
        "[链](javascript:alert(1))",
        "<a href='JaVaScRiPt:alert(1)'>链</a>",
        "<style>main { display: none }</style>",
        "<iframe src='https://example.org'></iframe>",
        "<svg><script>alert(1)</script></svg>",
        "<p style='background: url(https://example.org/x)'>段</p>",
        "</main></div><form action='https://example.org'><input name=x></form>",
        "<link rel=stylesheet href=https://example.org/x.css>",
        "<meta http-equiv=refresh content='0;url=https://example.org'>",
    ],
)
@pytest.mark.parametrize("way", ["prose", "html"])
def test_html_that_is_not_our_own_is_cleaned(way: str, hostile: str) -> None:
    prose, html = f"前\n\n{hostile}\n\n后", f"<p>前</p>{hostile}<p>后</p>"
    page = page_of(new_markdown_cell(prose) if way == "prose" else shows("text/html", html))
    main = page.main
    assert not main.find_all(["script", "img", "style", "iframe", "svg", "form", "input", "link", "meta"])
    assert not re.search(r"\son\w+=|url\(", str(main))
    assert not [link for link in main.find_all("a") if "script" in link.get("href", "").lower()]
    assert len(page.find_all("main")) == 1
    assert main.get_text().index("前") < main.get_text().index("后")


def test_data_with_template_signs_is_not_evaluated() -> None:
    assert "{{ 7 * 7 }}{% raw %}" in page_of(new_markdown_cell("{{ 7 * 7 }}{% raw %}")).main.get_text()


def test_a_data_frame_keeps_its_table_and_scrolls_in_a_box_of_its_own() -> None:
    frame = (
        "<div><style scoped>.dataframe {}</style><table border='1' class='dataframe'><tr><td>甲</td></tr></table></div>"
    )
    main = page_of(shows("text/html", frame)).main
    assert main.find("td").get_text() == "甲"
    assert "table-box" in main.find("table").parent["class"]
    assert ".dataframe" not in main.get_text()


def test_a_markdown_table_keeps_the_side_on_which_its_figures_stand() -> None:
    main = page_of(new_markdown_cell("| 口径 | 金额 |\n|---|---:|\n| 用途 | 1.00 |")).main
    assert main.find_all("td")[1]["style"] == "text-align:right;"


def test_own_html_passes_as_it_is_and_without_its_mark_it_does_not(notebook: NotebookNode, report_page: str) -> None:
    assert "<svg " in report_page
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            if "metadata" in output:
                output.metadata = {}
    assert "<svg " not in export(notebook)


def test_a_picture_alone_is_shown_and_a_broken_one_is_said_to_be_broken() -> None:
    picture = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><path d="M 0 0"/><script>x</script></svg>'
    assert page_of(shows("image/svg+xml", picture)).main.find("svg")["role"] == "img"
    assert "这里的图无法显示。" in page_of(shows("image/svg+xml", "<svg")).main.get_text()


def test_pictures_of_several_cells_keep_their_identifiers_apart() -> None:
    pictures = [
        f'<svg xmlns="http://www.w3.org/2000/svg"><defs><clipPath id="a"><path d="M {n} 0"/></clipPath></defs>'
        f'<path clip-path="url(#a)" d="M 0 0"/></svg>'
        for n in (1, 2)
    ]
    main = page_of(*(shows("image/svg+xml", picture) for picture in pictures)).main
    first, second = (element["id"] for element in main.find_all(id=True))
    assert first != second
    assert [path["clip-path"] for path in main.find_all("path", attrs={"clip-path": True})] == [
        f"url(#{first})",
        f"url(#{second})",
    ]


def test_a_cell_that_failed_is_not_passed_over_in_silence() -> None:
    failed = new_code_cell(
        "1/0", outputs=[new_output("error", ename="ZeroDivisionError", evalue="秘", traceback=["秘"])]
    )
    text = page_of(failed).main.get_text()
    assert "计算没有完成" in text and "秘" not in text and "Zero" not in text


@pytest.mark.parametrize("field", ["organisation_name", "period_label", "generated_at", "edition"])
def test_hostile_metadata_stay_text(field: str) -> None:
    hostile = '</style><script>alert(1)</script>"; } body { display: none } \\'
    page = page_of(new_markdown_cell("# 题"), **{field: hostile})
    assert not page.find_all("script")
    assert len(page.find_all("style")) == 2
    assert hostile in unescape(page.get_text())


def test_the_foot_of_a_printed_page_is_one_css_string() -> None:
    assert css_text(["总会", None, '"a\\</style>']) == '"总会 · \\000022a\\00005c\\00003c\\00002fstyle\\00003e"'


def test_a_notebook_from_a_file_gives_the_same_page(notebook: NotebookNode, report_page: str, tmp_path: Path) -> None:
    nbformat.write(notebook, tmp_path / "report.ipynb")
    assert CharityReportExporter().from_filename(str(tmp_path / "report.ipynb"))[0] == report_page


def test_the_exporter_does_without_matplotlib_and_pandas() -> None:
    code = (
        "import sys, charity_analysis.report.exporter;"
        "print([name for name in ('matplotlib', 'pandas', 'numpy') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def themes() -> dict[str, dict[str, str]]:
    blocks = re.findall(r":root \{(.*?)\}", STYLE_SHEET, re.DOTALL)[:2]
    light, dark = (dict(re.findall(r"--([\w-]+):\s*(#[0-9a-f]{6});", block)) for block in blocks)
    return {"light": light, "dark": dark}


def luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(first: str, second: str) -> float:
    lighter, darker = sorted((luminance(first), luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def test_the_charts_colours_are_those_of_the_style_sheet() -> None:
    light, dark = themes().values()
    assert {name: light[f"chart-{name}"] for name in PALETTE} == PALETTE
    assert {f"chart-{name}" for name in PALETTE} <= dark.keys()


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(
    ("type_colour", "ground"),
    [
        ("text", "paper"),
        ("muted", "paper"),
        ("red", "paper"),
        ("ink", "paper"),
        ("text", "band"),
        ("red", "band"),
        ("ink", "band"),
        ("chart-text", "chart-paper"),
        ("chart-muted", "chart-paper"),
        ("chart-received", "chart-paper"),
        ("chart-paid", "chart-paper"),
        ("chart-text", "chart-band"),
        ("chart-text", "chart-received-soft"),
        ("chart-text", "chart-paid-soft"),
        ("chart-text", "chart-mark"),
        ("chart-text", "chart-line"),
    ],
)
def test_type_stands_out_from_its_ground(theme: str, type_colour: str, ground: str) -> None:
    colours = themes()[theme]
    assert contrast(colours[type_colour], colours[ground]) >= 4.5


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_marks_stand_out_from_the_paper(theme: str) -> None:
    colours = themes()[theme]
    assert contrast(colours["chart-mark"], colours["chart-paper"]) >= 3
