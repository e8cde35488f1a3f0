"""An amount is judged against its line exactly, and only where every amount that it can be gives the same answer."""

from __future__ import annotations

from fractions import Fraction

import pytest
from builders_years import In, Out, association, ledger_of
from hypothesis import given
from hypothesis import strategies as st

from charity_analysis.analysis.law.cost_classes import of_class, unclassed
from charity_analysis.analysis.law.extents import Extent, extent_of, judge, ratio, unknown

ROW = ("X-1",)
fen = st.integers(0, 10**13)
halves = st.integers(0, 10**8)


def exact(amount: int, **more: int) -> Extent:
    return Extent("x", amount, row_ids=ROW, **more)


@pytest.mark.parametrize(
    ("spent", "direction", "answer"),
    [
        (70, "at_least", "met"), (69, "at_least", "not_met"), (71, "at_least", "met"),
        (70, "at_most", "met"), (69, "at_most", "met"), (71, "at_most", "not_met"),
    ],
)  # fmt: skip
def test_a_share_equal_to_the_line_is_met(spent: int, direction: str, answer: str) -> None:
    assert judge(exact(spent), exact(100), 70, direction) == answer  # type: ignore[arg-type]


def test_a_line_that_no_fen_falls_on_is_judged_exactly() -> None:
    """70 % of 0.33 yuan is 23.1 fen: 23 fen are too few, 24 are enough."""
    assert judge(exact(23), exact(33), 70, "at_least") == "not_met"
    assert judge(exact(24), exact(33), 70, "at_least") == "met"


@given(fen, fen.map(lambda amount: amount + 1), st.integers(1, 100), st.sampled_from(["at_least", "at_most"]))
def test_exact_amounts_are_always_decided(part: int, base: int, percent: int, direction: str) -> None:
    is_met = part >= Fraction(percent, 100) * base if direction == "at_least" else part <= Fraction(percent, 100) * base
    assert judge(exact(part), exact(base), percent, direction) == ("met" if is_met else "not_met")  # type: ignore[arg-type]


@given(fen, fen.map(lambda amount: amount + 10**9), halves, halves, halves, st.integers(1, 100), st.data())
def test_what_is_decided_holds_for_every_amount_within_the_extents(
    part: int, base: int, part_half: int, base_half: int, may_add: int, percent: int, data: st.DataObject
) -> None:
    direction = data.draw(st.sampled_from(["at_least", "at_most"]))
    wide = Extent("x", part, part_half, ROW, may_add_fen=may_add)
    answer = judge(wide, Extent("y", base, base_half, ROW), percent, direction)
    true_part = data.draw(st.integers(part - part_half, part + part_half + may_add))
    true_base = data.draw(st.integers(base - base_half, base + base_half))
    assert answer in ("undecidable", judge(exact(true_part), exact(true_base), percent, direction))


def test_an_extent_that_only_touches_the_line_from_the_wrong_side_is_undecidable() -> None:
    """69 ± 1 of 100 reaches 70 %, and 71 ± 1 goes down to it: either may be on the line, which counts as met."""
    assert judge(Extent("x", 69, 1, ROW), exact(100), 70, "at_least") == "undecidable"
    assert judge(Extent("x", 71, 1, ROW), exact(100), 70, "at_most") == "undecidable"


@pytest.mark.parametrize("base", [0, -100])
def test_nothing_is_judged_against_a_base_of_nought_or_less(base: int) -> None:
    assert judge(exact(50), exact(base), 70, "at_least") == "undecidable"
    assert judge(exact(50), exact(base), 13, "at_most") == "undecidable"
    assert ratio(exact(50), exact(base), "x", "x").value is None


def test_an_unknown_amount_is_undecidable_on_either_side() -> None:
    assert judge(unknown("x", "缺"), exact(100), 70, "at_least") == "undecidable"
    assert judge(exact(100), unknown("x", "缺"), 70, "at_least") == "undecidable"
    assert ratio(exact(100), unknown("x", "缺"), "x", "x").why_missing == "缺"


def test_goods_without_a_value_leave_open_what_more_money_would_change() -> None:
    open_ended = exact(60, unvalued_count=1)
    assert judge(open_ended, exact(100), 70, "at_least") == "undecidable"
    assert judge(exact(70, unvalued_count=1), exact(100), 70, "at_least") == "met"
    assert judge(exact(75), exact(100, unvalued_count=1), 70, "at_least") == "undecidable"
    assert judge(exact(60), exact(100, unvalued_count=1), 70, "at_least") == "not_met"
    assert judge(exact(10, unvalued_count=1), exact(100), 13, "at_most") == "undecidable"


def test_payments_without_a_class_widen_the_extent_upwards_and_refunds_downwards() -> None:
    payments = [Out(500), Out(100, None), Out(-30, None), Out(None, None), Out(7, "management")]
    rows = ledger_of(association(), {"2020H1": [In(1)]}, {"2020H1": payments}).disbursements
    extent = extent_of(of_class(rows, "programme"), "支出", unclassed(rows))
    assert (extent.low, extent.high, extent.unvalued_count) == (470, None, 1)
    assert extent.may_add_fen == 100
    assert any("既未写费用类别也未写项目" in text for text in extent.doubts)


def test_a_ratio_with_a_configured_base_is_proved_by_the_rows_of_its_part() -> None:
    assert ratio(exact(8), Extent("净资产", 100), "x", "x").row_ids == ROW
