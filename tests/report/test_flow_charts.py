"""The charts of flows and of the year's pace: what they show, that nothing overlaps, that every amount is in them."""

from __future__ import annotations

from decimal import Decimal

import pandas as pd
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from matplotlib.patches import PathPatch
from report.test_charts import NAMES, assert_legible, labels, rectangles

from charity_analysis.report.chart_style import TYPE_POINTS, svg_text, wrap, wrap_evenly
from charity_analysis.report.flow_chart import plot_flows, summed_flows
from charity_analysis.report.pace_chart import plot_pace

FLOWS = pd.DataFrame(
    [
        ("福建正祥集团（控股）有限公司", "新冠肺炎疫情防控", "区卫健局", 100_000_000),
        ("福建正祥集团（控股）有限公司", "新冠肺炎疫情防控", "区人民政府账户", 90_000_000),
        ("福建正祥集团（控股）有限公司", "新冠肺炎疫情防控", "街道", 10_000_000),
        ("榕兴公司", "东西部扶贫协作（临洮）", "临洮县扶贫办", 95_000_000),
        ("榕兴公司", "东西部扶贫协作（临洮）", None, 5_000_000),
    ],
    columns=["donor", "programme", "payee", "amount_fen"],
)
MONTHS = pd.DataFrame({"month": ["2020-01", "2020-02", "2020-03"], "spent_fen": [0, 110_000_000, 210_000_000]})
AMOUNTS = st.integers(min_value=0, max_value=10**13)


def test_flows_name_each_donor_programme_and_payee_with_amounts_that_add_up() -> None:
    chart = plot_flows(FLOWS)
    assert_legible(chart)
    shown = labels(chart)
    assert {"捐赠人", "项目", "收款方", "区卫健局", "未对应拨付", "（控股）有限公", "300.00 万元"} - set(shown) <= {
        "（控股）有限公",
        "300.00 万元",
    }
    amounts = [Decimal(text.removesuffix(" 万元").replace(",", "")) for text in shown if text.endswith(" 万元")]
    # Each of the three stages shows the whole 300 万元.
    assert sum(amounts) == 3 * Decimal("300.00")


def test_a_band_is_as_broad_as_its_money() -> None:
    bands = [band.get_path().vertices for band in plot_flows(FLOWS).findobj(PathPatch)]
    heights = sorted(round(float(points[-2][1] - points[0][1]), 6) for points in bands)
    # Donor → programme: 200 and 100; programme → payee: 100, 95, 90, 10, 5; the whole is 190 points high.
    expected = sorted(amount / 300 * 190 for amount in (200, 100, 100, 95, 90, 10, 5))
    assert heights == pytest.approx(expected)


def test_what_no_payment_is_known_for_is_in_outline() -> None:
    hollow = [bar for bar in rectangles(plot_flows(FLOWS)) if bar.get_facecolor()[3] == 0]
    assert len(hollow) == 1


def test_donors_beyond_the_eighth_are_added_up() -> None:
    table = pd.DataFrame(
        {
            "donor": [f"捐赠人{n}" for n in range(12)],
            "programme": "慈善助学",
            "payee": "区教育局",
            "amount_fen": range(12, 0, -1),
        }
    )
    flows = summed_flows(table)
    assert flows["donor"].nunique() == 9
    assert flows.loc[flows["donor"] == "其余 4 位捐赠人", "amount_fen"].tolist() == [4 + 3 + 2 + 1]
    assert flows["amount_fen"].sum() == table["amount_fen"].sum()


@settings(max_examples=20, deadline=None)
@given(
    st.lists(
        st.tuples(NAMES, NAMES, st.none() | NAMES, st.integers(1, 10**13)),
        min_size=1,
        max_size=14,
    )
)
def test_flows_between_any_names_are_legible_and_lose_nothing(rows: list[tuple[str, str, str | None, int]]) -> None:
    table = pd.DataFrame(rows, columns=["donor", "programme", "payee", "amount_fen"])
    assert_legible(plot_flows(table))
    assert summed_flows(table)["amount_fen"].sum() == table["amount_fen"].sum()


@pytest.mark.parametrize(
    ("table", "message"),
    [
        (FLOWS.iloc[:0], "empty"),
        (FLOWS.drop(columns="programme"), "programme"),
        (FLOWS.assign(amount_fen=0), "above 0"),
    ],
)
def test_flows_that_cannot_be_drawn_are_refused_in_words(table: pd.DataFrame, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        plot_flows(table)


def test_the_pace_says_what_is_spent_what_must_be_and_what_is_left() -> None:
    assert {"至3月 210.00", "须支出 350.00", "还差", "140.00 万元"} <= set(labels(plot_pace(MONTHS, 350_000_000)))
    assert {"已超过", "10.00 万元"} <= set(labels(plot_pace(MONTHS, 200_000_000)))


@settings(max_examples=30, deadline=None)
@given(st.lists(AMOUNTS, min_size=1, max_size=12), AMOUNTS)
@example([0], 0)
@example([5, 5], 6)
def test_a_pace_of_any_amounts_is_legible(amounts: list[int], required: int) -> None:
    months = [f"2020-{number + 1:02d}" for number in range(len(amounts))]
    assert_legible(plot_pace(pd.DataFrame({"month": months, "spent_fen": amounts}), required))


def test_a_pace_without_months_is_refused_in_words() -> None:
    with pytest.raises(ValueError, match="empty"):
        plot_pace(MONTHS.iloc[:0], 1)
    with pytest.raises(ValueError, match="spent_fen"):
        plot_pace(MONTHS.drop(columns="spent_fen"), 1)


def test_the_same_flows_give_the_same_picture() -> None:
    assert svg_text(plot_flows(FLOWS)) == svg_text(plot_flows(FLOWS))
    assert svg_text(plot_pace(MONTHS, 1)) == svg_text(plot_pace(MONTHS, 1))


@given(st.text(alphabet="慈善助学12，（）“ Ab", max_size=40), st.integers(4, 20), st.integers(1, 3))
def test_even_lines_hold_the_same_words_in_no_more_lines(text: str, ems: int, lines: int) -> None:
    plain, even = wrap(text, ems * TYPE_POINTS, lines), wrap_evenly(text, ems * TYPE_POINTS, lines)
    assert "".join(plain) == "".join(even)
    assert len(even) == len(plain)


def test_a_name_breaks_before_its_bracket_and_no_line_ends_in_an_opening_one() -> None:
    assert wrap_evenly("东西部扶贫协作（临洮）", 9.5 * TYPE_POINTS) == ["东西部扶贫协作", "（临洮）"]
    assert wrap("福建正祥集团（控股）", 7.2 * TYPE_POINTS) == ["福建正祥集团", "（控股）"]
