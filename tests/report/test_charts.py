"""The charts: what they show, that nothing in them overlaps or runs out of the picture, that they leave no trace."""

from __future__ import annotations

import re
from typing import Any
from xml.etree import ElementTree

import matplotlib
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle
from matplotlib.transforms import Bbox

from charity_analysis.report import charts
from charity_analysis.report.chart_style import (
    PALETTE,
    TYPE_POINTS,
    WIDTH_POINTS,
    Chart,
    charity_style,
    svg_text,
    text_width,
    wrap,
)

PLOTS = [
    "plot_programme_amounts",
    "plot_half_years",
    "plot_months",
    "plot_shares",
    "plot_plan_and_actual",
]
# Up to a hundred billion 元: more than any federation moves.
FEN = st.integers(min_value=-10_000_000_000_000, max_value=10_000_000_000_000)
GIVEN_FEN = st.integers(min_value=0, max_value=10_000_000_000_000)
NAMES = st.text(alphabet="慈善助学项目（临洮）“”1+·AWm@ $", min_size=1, max_size=40)


def labels(chart: Chart) -> list[str]:
    return [text.get_text() for text in chart.texts]


def rectangles(chart: Chart) -> list[Rectangle]:
    return [found for found in chart.findobj(Rectangle) if found is not chart.patch]


def bars(chart: Chart, colour: str) -> list[Rectangle]:
    face = matplotlib.colors.to_rgba(PALETTE[colour])
    return [bar for bar in rectangles(chart) if bar.get_facecolor() == face]


def label_boxes(chart: Chart) -> list[tuple[str, Bbox]]:
    """Each label with its box in points from the lower left corner, as it is really drawn."""
    renderer = FigureCanvasAgg(chart).get_renderer()
    scale = 72 / chart.dpi
    return [
        (text.get_text(), Bbox(text.get_window_extent(renderer).get_points() * scale))
        for text in chart.texts
        if text.get_text().strip()
    ]


def assert_legible(chart: Chart) -> None:
    """Every label lies within the picture, and no two lie over each other."""
    boxes = label_boxes(chart)
    height = chart.get_figheight() * 72
    for text, box in boxes:
        assert box.x0 >= -1.5 and box.x1 <= WIDTH_POINTS + 1.5, f"{text} runs out sideways: {box}"
        assert box.y0 >= -1.5 and box.y1 <= height + 1.5, f"{text} runs out above or below: {box}"
    for number, (text, box) in enumerate(boxes):
        for other, other_box in boxes[number + 1 :]:
            across = min(box.x1, other_box.x1) - max(box.x0, other_box.x0)
            down = min(box.y1, other_box.y1) - max(box.y0, other_box.y0)
            assert across <= 1 or down <= 1, f"{text} lies over {other}"


@pytest.mark.parametrize("name", PLOTS)
def test_a_chart_of_real_figures_is_legible(name: str, chart_tables: dict[str, pd.DataFrame]) -> None:
    assert_legible(getattr(charts, name)(chart_tables[name]))


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(NAMES, FEN, st.none() | FEN), min_size=1, max_size=16))
def test_programmes_of_any_name_and_amount_are_legible(rows: list[tuple[str, int, int | None]]) -> None:
    chart = charts.plot_programme_amounts(pd.DataFrame(rows, columns=["programme", "amount_fen", "previous_fen"]))
    assert_legible(chart)
    height = chart.get_figheight() * 72
    for mark in (line for line in chart.findobj(Line2D) if line.get_linewidth() == 2):
        (x, _), (top, bottom) = mark.get_data()
        for text, box in label_boxes(chart):
            beside = x <= box.x0 + 0.5 or x >= box.x1 - 0.5
            assert beside or height - bottom >= box.y1 or height - top <= box.y0, f"a mark crosses {text}"


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(GIVEN_FEN, GIVEN_FEN), min_size=1, max_size=12))
def test_half_years_of_any_amount_are_legible(rows: list[tuple[int, int]]) -> None:
    table = pd.DataFrame(rows, columns=["received_fen", "paid_fen"])
    table["period"] = [f"{2016 + number // 2}H{number % 2 + 1}" for number in range(len(table))]
    assert_legible(charts.plot_half_years(table))


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(FEN, FEN), min_size=1, max_size=12), st.booleans())
def test_months_of_any_amount_are_legible(rows: list[tuple[int, int]], last_not_stated: bool) -> None:
    table = pd.DataFrame(rows, columns=["received_fen", "paid_fen"])
    table["month"] = [f"2020-{number + 1:02d}" for number in range(len(table))]
    if last_not_stated:
        table.loc[len(table) - 1, "month"] = "未载明"
    assert_legible(charts.plot_months(table))


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(NAMES, GIVEN_FEN), min_size=1, max_size=6).filter(lambda rows: sum(fen for _, fen in rows)))
def test_shares_of_any_size_are_legible_and_fill_the_bar(rows: list[tuple[str, int]]) -> None:
    chart = charts.plot_shares(pd.DataFrame(rows, columns=["label", "amount_fen"]))
    assert_legible(chart)
    ends = [bar.get_x() + bar.get_width() for bar in rectangles(chart) if bar.get_height() == 32]
    assert max(ends) <= WIDTH_POINTS + 0.7


@settings(max_examples=25, deadline=None)
@given(
    st.lists(
        st.tuples(
            NAMES, st.none() | st.integers(0, 10**6), st.integers(0, 10**6), st.sampled_from(["户", "人次", "%"])
        ),
        min_size=1,
        max_size=8,
    )
)
def test_plans_of_any_size_are_legible(rows: list[tuple[str, int | None, int, str]]) -> None:
    assert_legible(charts.plot_plan_and_actual(pd.DataFrame(rows, columns=["item", "planned", "actual", "unit"])))


@pytest.mark.parametrize("name", PLOTS)
def test_an_empty_table_is_refused_in_words(name: str, chart_tables: dict[str, pd.DataFrame]) -> None:
    with pytest.raises(ValueError, match="empty"):
        getattr(charts, name)(chart_tables[name].iloc[:0])


@pytest.mark.parametrize("name", PLOTS)
def test_a_missing_column_is_named(name: str, chart_tables: dict[str, pd.DataFrame]) -> None:
    column = chart_tables[name].columns[1]
    with pytest.raises(ValueError, match=column):
        getattr(charts, name)(chart_tables[name].drop(columns=column))


@pytest.mark.parametrize("name", PLOTS)
def test_a_chart_leaves_its_table_and_matplotlibs_settings_as_they_were(
    name: str, chart_tables: dict[str, pd.DataFrame]
) -> None:
    table, before = chart_tables[name], dict(matplotlib.rcParams)
    copy = table.copy(deep=True)
    svg_text(getattr(charts, name)(table))
    pd.testing.assert_frame_equal(table, copy)
    assert dict(matplotlib.rcParams) == before


@pytest.mark.parametrize("name", PLOTS)
def test_the_same_table_gives_the_same_picture(name: str, chart_tables: dict[str, pd.DataFrame]) -> None:
    first, second = (svg_text(getattr(charts, name)(chart_tables[name])) for _ in range(2))
    assert first == second
    assert not re.search(r"<dc:date>|clipPath|<use", first)


@pytest.mark.parametrize("name", PLOTS)
def test_type_stays_readable_on_a_phone(name: str, chart_tables: dict[str, pd.DataFrame]) -> None:
    chart = getattr(charts, name)(chart_tables[name])
    assert min(text.get_fontsize() for text in chart.texts) * 358 / (chart.get_figwidth() * 72) >= 10


def test_programmes_stand_in_order_of_amount_with_their_amounts(chart_tables: dict[str, pd.DataFrame]) -> None:
    shown = labels(charts.plot_programme_amounts(chart_tables["plot_programme_amounts"]))
    amounts = [text for text in shown if text.endswith("万元")]
    assert amounts == ["445.00 万元", "420.28 万元", "0.00 万元", "−12.00 万元"]
    assert "上一期" in shown


def test_bars_are_as_long_as_their_amounts() -> None:
    chart = charts.plot_programme_amounts(
        pd.DataFrame({"programme": ["甲", "乙", "丙"], "amount_fen": [400, 100, -200]}), "received"
    )
    first, second = bars(chart, "received")
    (refund,) = bars(chart, "mark")
    assert first.get_width() == pytest.approx(4 * second.get_width())
    assert refund.get_width() == pytest.approx(-2 * second.get_width())
    assert first.get_x() == refund.get_x()


def test_without_an_earlier_period_there_is_no_mark_for_it() -> None:
    assert "上一期" not in labels(
        charts.plot_programme_amounts(pd.DataFrame({"programme": ["慈善助学"], "amount_fen": [625_000]}))
    )


def test_half_years_end_in_the_last_periods_amounts(chart_tables: dict[str, pd.DataFrame]) -> None:
    chart = charts.plot_half_years(chart_tables["plot_half_years"])
    assert {"收入", "支出", "884.29 万元", "894.81 万元"} <= set(labels(chart))
    assert [text.get_text() for text in chart.texts if text.get_fontweight() == "bold"][:2] == ["上", "2020"]


def test_a_missing_half_year_is_a_gap_and_not_a_nought(chart_tables: dict[str, pd.DataFrame]) -> None:
    chart = charts.plot_half_years(chart_tables["plot_half_years"])
    dots = [line for line in chart.findobj(Line2D) if line.get_linewidth() in (4.5, 8)]
    assert len(dots) == 5


def test_months_of_one_year_are_named_without_it_and_what_is_not_stated_is_hollow(
    chart_tables: dict[str, pd.DataFrame],
) -> None:
    chart = charts.plot_months(chart_tables["plot_months"])
    assert {"1月", "2月", "未载明", "收入 19.00", "支出 26.40", "0", "865.29"} <= set(labels(chart))
    hollow = [bar for bar in rectangles(chart) if bar.get_facecolor()[3] == 0 and bar.get_edgecolor()[3] == 1]
    assert len(hollow) == 2


def test_months_of_several_years_keep_their_years() -> None:
    table = pd.DataFrame({"month": ["2019-12", "2020-01"], "received_fen": [1, 2], "paid_fen": [3, 4]})
    assert {"2019-12", "2020-01"} <= set(labels(charts.plot_months(table)))


def test_shares_add_up_and_name_every_part(chart_tables: dict[str, pd.DataFrame]) -> None:
    shown = labels(charts.plot_shares(chart_tables["plot_shares"]))
    assert {"政府账户 90.8%", "政府账户", "812.15 万元", "供应商", "5.6%", "个人", "3.6%"} <= set(shown)


@pytest.mark.parametrize(
    ("amounts", "message"), [([5, -1], "negative"), ([0, 0], "add up to 0"), ([1] * 7, "at most 6 parts")]
)
def test_what_is_no_share_of_a_whole_is_refused(amounts: list[int], message: str) -> None:
    table = pd.DataFrame({"label": [str(number) for number in range(len(amounts))], "amount_fen": amounts})
    with pytest.raises(ValueError, match=message):
        charts.plot_shares(table)


def test_plans_show_what_was_done_of_what_was_planned(chart_tables: dict[str, pd.DataFrame]) -> None:
    shown = labels(charts.plot_plan_and_actual(chart_tables["plot_plan_and_actual"]))
    assert {"19 / 26 户", "完成 73%", "884.29 / 500.00 万元", "完成 177%", "3 项", "未定计划数"} <= set(shown)


def test_a_name_with_signs_of_formulas_and_markup_is_shown_as_it_is() -> None:
    name = "助学 $x_1$ <b>&\\alpha"
    chart = charts.plot_shares(pd.DataFrame({"label": [name], "amount_fen": [1]}))
    texts = [
        element.text for element in ElementTree.fromstring(svg_text(chart)).iter() if element.tag.endswith("}text")
    ]
    assert name in texts


def test_a_chart_shows_itself_in_a_notebook_as_svg_with_families_to_fall_back_on() -> None:
    picture = charts.plot_shares(pd.DataFrame({"label": ["甲"], "amount_fen": [1]}))._repr_svg_()
    ElementTree.fromstring(picture)
    assert "'Noto Sans CJK SC', 'Source Han Sans SC'" in picture


def test_the_style_ends_with_its_block() -> None:
    before = dict(matplotlib.rcParams)
    with charity_style():
        assert matplotlib.rcParams["svg.fonttype"] == "none"
    assert dict(matplotlib.rcParams) == before


@given(st.text(alphabet="慈善助学12，）“ Ab", max_size=60), st.integers(5, 20), st.integers(1, 3))
def test_wrapping_loses_nothing_silently(text: str, ems: int, lines: int) -> None:
    broken = wrap(text, ems * TYPE_POINTS, lines)
    words = " ".join(text.split())
    assert len(broken) <= lines
    joined = "".join(broken)
    assert joined == words or (joined.endswith("…") and words.startswith(joined[:-1]))


@given(st.text(alphabet="慈善助学0123456789,.% 万元（）“”+-−·…WMilm@&", min_size=1, max_size=30), st.booleans())
@settings(max_examples=40, deadline=None)
def test_the_width_reckoned_with_is_never_narrower_than_the_drawn_one(text: str, bold: bool) -> None:
    chart = Chart(40)
    chart.label(0, 20, text, bold=bold)
    boxes: list[Any] = label_boxes(chart)
    if boxes:
        assert boxes[0][1].width <= text_width(text) + 1.5
