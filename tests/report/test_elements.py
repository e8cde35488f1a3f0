"""The pieces of HTML: what they say, and that no text from the data becomes markup."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape
from html.parser import HTMLParser
from typing import Any
from urllib.parse import unquote

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.figure import Figure

from charity_analysis.report import charts
from charity_analysis.report.elements import (
    Fragment,
    Tile,
    chart,
    cite,
    details,
    escape,
    join,
    notice,
    paragraphs,
    table,
    tiles,
)
from charity_analysis.report.embed import inline_svg

HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "'><svg/onload=alert(1)>",
    "{{ 7 * 7 }}{% raw %}",
    "$x$ \\(y\\)",
    "**粗** [链](javascript:alert(1)) `码`",
    "\u202e颠倒\u2066\u200f\u0000",
    "</table></div></main>",
    "&lt;b&gt; &amp;",
]


class Structure(HTMLParser):
    """The tags and the names of their attributes, in order; the texts beside."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, ...]] = []
        self.texts: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, *(name for name, _ in attrs if name != "class")))

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


def shares(label: str) -> pd.DataFrame:
    return pd.DataFrame({"label": [label], "amount_fen": [100]})


def numbers(column: str = "金额", cell: str = "1") -> pd.DataFrame:
    return pd.DataFrame({"名称": [cell], column: [cell]})


BUILDERS: dict[str, Callable[[str], Fragment]] = {
    "join": lambda text: join(text, Fragment("<b>己</b>"), text),
    "paragraphs": lambda text: paragraphs([text, join(text)]),
    "cite, its text": lambda text: cite(text, "K1"),
    "cite, its anchor": lambda text: cite("1", text),
    "tile, its texts": lambda text: tiles([Tile(text, text, text + "个", text + "注")]),
    "tile, its address": lambda text: tiles([Tile("名", "1", href="#" + text), Tile("名", "1", href=text + "x")]),
    "table, its caption": lambda text: table(numbers(), text, note="注" + text),
    "table, its cells": lambda text: table(numbers(cell=text), "表", numeric=["金额"], total=True),
    "table, its headings": lambda text: table(numbers(text), "表", column_labels={"名称": text}),
    "chart, its words": lambda text: chart(charts.plot_shares(shares("甲")), text, text, shares("甲")),
    "chart, its table": lambda text: chart(charts.plot_shares(shares("甲")), "问", "答", shares(text)),
    "details": lambda text: details(text, text, "K1"),
    "details, its anchor": lambda text: details("名", "文", text),
    "notice": lambda text: notice("info", text),
}


@pytest.mark.parametrize("hostile", HOSTILE)
@pytest.mark.parametrize("name", BUILDERS)
def test_a_hostile_text_changes_no_markup(name: str, hostile: str) -> None:
    html = BUILDERS[name](hostile).html
    assert Structure(html).tags == Structure(BUILDERS[name]("文").html).tags
    assert not re.search("[\u202a-\u202e\u2066-\u2069\u200e\u200f\u0000]", html)
    assert "javascript:" not in "".join(re.findall(r'href="([^"]*)"', html))


@settings(max_examples=60, deadline=None)
@given(st.text(min_size=1), st.sampled_from([name for name in BUILDERS if not name.startswith("chart")]))
def test_no_text_at_all_changes_any_markup(text: str, name: str) -> None:
    assert Structure(BUILDERS[name](text).html).tags == Structure(BUILDERS[name]("文").html).tags


@given(st.text(alphabet=st.characters(exclude_categories=["Cc", "Cf", "Cs"])))
def test_a_text_is_read_as_it_was_written(text: str) -> None:
    assert "".join(Structure(f"<p>{escape(text)}</p>").texts) == text


def test_a_fragment_shows_itself_with_a_mark_that_no_data_can_set() -> None:
    data, metadata = join("支出 ", cite("8,948,062.17", "K4"))._repr_mimebundle_()
    assert data["text/html"] == '支出 <a class="figure" href="#K4">8,948,062.17</a>'
    assert data["text/plain"] == "支出 8,948,062.17"
    assert metadata == {"text/html": {"charity_report": True}}


def test_the_plain_form_of_a_long_fragment_is_short() -> None:
    assert len(repr(paragraphs(["慈善" * 100]))) == 60


def test_a_citation_and_its_rows_meet_at_one_anchor() -> None:
    anchor = 'K21 慈善 "助学"/50%'
    (reference,) = re.findall(r'href="#([^"]*)"', cite("1", anchor).html)
    (identifier,) = re.findall(r'id="([^"]*)"', details("名", "文", anchor).html)
    assert unquote(reference) == unescape(identifier)
    assert " " not in identifier


@pytest.mark.parametrize(
    ("href", "target"), [("#K1", "#K1"), ("https://example.org/?a=1&b=2", "https://example.org/?a=1&amp;b=2")]
)
def test_a_tile_leads_into_the_page_or_to_a_site(href: str, target: str) -> None:
    assert f'<a class="figure" href="{target}">1</a>' in tiles([Tile("名", "1", href=href)]).html


@pytest.mark.parametrize(
    "href", ["javascript:alert(1)", "data:text/html,x", " https://x", "//example.org", "file:///x"]
)
def test_a_tile_leads_nowhere_else(href: str) -> None:
    assert 'href="#"' in tiles([Tile("名", "1", href=href)]).html


def cells_of(fragment: Fragment) -> list[str]:
    return re.findall(r"<(?:th|td)\b[^>]*>.*?</(?:th|td)>", fragment.html)


def test_a_table_names_itself_its_columns_and_its_rows() -> None:
    shown = table(
        pd.DataFrame({"programme": ["慈善助学"], "人数": [25]}), "项目", column_labels={"programme": "项目名"}
    )
    assert cells_of(shown) == [
        '<th scope="col" style="--ems:4">项目名</th>',
        '<th scope="col" style="--ems:2">人数</th>',
        '<th scope="row">慈善助学</th>',
        "<td>25</td>",
    ]
    assert '<div class="table-box" role="region" tabindex="0" aria-label="项目">' in shown.html
    assert "<caption><span>项目</span></caption>" in shown.html


def test_numbers_stand_to_the_right_with_separators_and_what_is_missing_is_a_dash() -> None:
    frame = pd.DataFrame({"名": ["甲", None], "数": [1234567, None], "文": ["8,948,062.17", pd.NA]})
    shown = cells_of(table(frame, "表", numeric=["数", "文"]))
    assert shown[4:6] == ['<td class="number">1,234,567</td>', '<td class="number">8,948,062.17</td>']
    assert shown[6:] == ['<th scope="row">—</th>', '<td class="number">—</td>', '<td class="number">—</td>']


def test_a_fraction_keeps_its_digits() -> None:
    assert '<td class="number">0.125</td>' in table(pd.DataFrame({"a": ["x"], "b": [0.125]}), "表", numeric=["b"]).html


@pytest.mark.parametrize(("text", "ems"), [("助学", 2), ("2020-01-07", 6), ("困难群众", 4), ("困难群众" * 9, 13)])
def test_a_column_asks_for_the_room_of_its_longest_text_up_to_a_limit(text: str, ems: int) -> None:
    assert f'style="--ems:{ems}"' in table(pd.DataFrame({"a": ["", text]}), "表").html


def test_only_the_last_row_is_a_total_and_only_where_asked_for() -> None:
    frame = pd.DataFrame({"名": ["甲", "合计"], "数": [1, 1]})
    assert re.findall(r'<tr class="total"><th scope="row">([^<]*)', table(frame, "表", total=True).html) == ["合计"]
    assert "total" not in table(frame, "表").html


def test_without_row_headers_every_cell_is_plain() -> None:
    assert 'scope="row"' not in table(pd.DataFrame({"名": ["甲"]}), "表", row_header=False).html


def test_a_finished_fragment_may_stand_in_a_cell() -> None:
    frame = pd.DataFrame({"日": ["2020-01-07"], "数": [cite("1.00", "K1")]})
    assert cells_of(table(frame, "表", numeric=["数"]))[2:] == [
        '<th scope="row">2020-01-07</th>',
        '<td class="number"><a class="figure" href="#K1">1.00</a></td>',
    ]


def test_a_table_without_rows_still_has_its_headings() -> None:
    assert cells_of(table(pd.DataFrame({"名": [], "数": []}), "表")) == [
        '<th scope="col" style="--ems:1">名</th>',
        '<th scope="col" style="--ems:1">数</th>',
    ]


def test_a_chart_is_one_image_with_its_question_its_words_and_its_figures() -> None:
    data = pd.DataFrame({"label": ["政府账户", "个人"], "amount_fen": [812_150_000, None]})
    shown = chart(charts.plot_shares(shares("政府账户")), "钱付给了谁？", "全部付给政府账户。", data).html
    assert re.match(r'<figure class="chart"><figcaption>钱付给了谁？</figcaption><svg [^>]*role="img"', shown)
    assert 'aria-label="全部付给政府账户。"' in shown
    assert '<td class="number">8,121,500.00</td>' in shown and '<td class="number">—</td>' in shown
    assert "<summary>数据表</summary>" in shown and 'aria-label="钱付给了谁？（数据）"' in shown


def test_a_plan_in_fen_is_listed_in_yuan() -> None:
    data = pd.DataFrame(
        {"item": ["募集", "帮扶"], "planned": [500_000_000, 26], "actual": [884_290_000, 19], "unit": ["fen", "户"]}
    )
    shown = chart(charts.plot_plan_and_actual(data), "问", "答", data).html
    assert re.findall(r'<td class="number">([^<]*)', shown) == ["5,000,000.00", "8,842,900.00", "26", "19"]
    assert "<td data-quoted>元</td>" in shown and "fen" not in shown


def test_a_chart_may_bring_its_own_table() -> None:
    own = table(numbers(), "自备")
    assert own.html in chart(charts.plot_shares(shares("甲")), "问", "答", own).html


def test_a_picture_with_identifiers_keeps_them_apart_from_those_of_other_charts() -> None:
    figure = Figure()
    figure.add_subplot().plot([1, 2], [3, 4], marker="o")
    first, again, other = (chart(figure, title, "图", shares("甲")).html for title in ("甲", "甲", "乙"))
    identifiers = set(re.findall(r' id="([^"]*)"', first))
    assert first == again
    assert identifiers and identifiers.isdisjoint(re.findall(r' id="([^"]*)"', other))
    assert set(re.findall(r'(?:href="#|url\(#)([^")]*)', first)) == identifiers


def test_a_picture_takes_its_colours_from_the_page() -> None:
    shown = chart(charts.plot_shares(shares("甲")), "问", "答", shares("甲")).html
    assert "fill:var(--chart-received,#1f4e5f)" in shown
    assert not re.search(r"(?<!,)#[0-9a-f]{6}", shown)


@pytest.mark.parametrize(
    "inside",
    [
        "<script>alert(1)</script>",
        '<image href="https://example.org/x.png"/>',
        "<style>* { display: none }</style>",
        '<rect onload="alert(1)" x="1"/>',
        '<a href="javascript:alert(1)"><text>x</text></a>',
        '<use href="https://example.org/x.svg#a"/>',
        '<rect style="fill: url(https://example.org/x)"/>',
        "<foreignObject><p>x</p></foreignObject>",
    ],
)
def test_a_picture_keeps_shapes_and_text_only(inside: str) -> None:
    shown = inline_svg(
        f'<svg xmlns="http://www.w3.org/2000/svg"><path d="M 0 0"/>{inside}</svg>', label="图", prefix="p-"
    )
    assert '<path d="M 0 0"' in shown
    assert not re.search(r"script|image|style>|onload|https:|foreign|<a", shown.replace('xmlns="http:', ""))


@pytest.mark.parametrize("broken", ["", "<svg", "no picture", "<svg><g></svg>"])
def test_a_broken_picture_is_refused(broken: str) -> None:
    with pytest.raises(ValueError, match="not an SVG"):
        inline_svg(broken, label="图", prefix="p-")


def test_an_unknown_kind_of_notice_is_refused() -> None:
    kind: Any = "alarm"
    with pytest.raises(ValueError, match="alarm"):
        notice(kind, "x")
