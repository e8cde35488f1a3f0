"""Exact money: nothing is rounded silently, intervals add, and display rounds half up."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from charity_analysis.money import (
    UNIT_FEN,
    Money,
    apportion,
    apportion_shares,
    format_halfwidth_yuan,
    format_wan,
    format_yuan,
    judge_difference,
    printed_halfwidth_fen,
    to_fen,
)

fens = st.integers(-(10**14), 10**14)
amounts = st.builds(Money, fens, st.integers(0, 10**8))


@pytest.mark.parametrize(
    ("number", "unit", "fen"),
    [
        ("0.01", "元", 1),
        ("-29312.17", "元", -2_931_217),
        ("20.5", "千元", 2_050_000),
        ("7.1", "万元", 7_100_000),
        ("1.234567", "万元", 1_234_567),
        ("3", "百万元", 300_000_000),
        ("0.5", "亿元", 5_000_000_000),
    ],
)
def test_a_number_of_a_unit_is_whole_fen(number, unit, fen):
    assert to_fen(Decimal(number), unit) == fen


@pytest.mark.parametrize("number", ["0.001", "0.005", "1." + "0" * 40 + "1", "NaN", "Infinity", "-Infinity"])
def test_what_is_no_whole_number_of_fen_is_refused(number):
    with pytest.raises(ValueError, match="whole number of fen"):
        to_fen(Decimal(number))


def test_digits_beyond_the_context_of_decimals_are_not_lost():
    assert to_fen(Decimal("12345678901234567890123456789012.34")) == 1_234_567_890_123_456_789_012_345_678_901_234


@pytest.mark.parametrize(
    ("number", "unit", "halfwidth_fen"),
    [
        ("7.1", "万元", 50_000),
        ("7.10", "万元", 5_000),
        ("50.2", "万元", 50_000),
        ("53.13", "万元", 5_000),
        ("200", "万元", 500_000),
        ("20.5", "千元", 5_000),
        ("1.2", "亿元", 500_000_000),
        ("1.23456", "万元", 5),
        ("1.234567", "万元", 0),
        ("1", "元", 0),
        ("1.5", "元", 0),
        ("-7.1", "万元", 50_000),
    ],
)
def test_the_halfwidth_is_half_of_the_last_printed_digit(number, unit, halfwidth_fen):
    assert printed_halfwidth_fen(Decimal(number), unit) == halfwidth_fen


def test_amounts_agree_where_their_intervals_touch():
    printed = Money(7_100_000, 50_000)
    assert printed.agrees_with(Money(7_150_000))
    assert not printed.agrees_with(Money(7_150_001))
    assert Money(100).agrees_with(Money(100))
    assert not Money(100).agrees_with(Money(101))


def test_the_published_epidemic_figures_agree_within_their_rounding():
    received, paid, remitted = Money(420_290_000, 5_000), Money(53_130_000, 5_000), Money(367_150_000, 5_000)
    left = received - paid - remitted
    assert left == Money(10_000, 15_000)
    assert left.agrees_with(Money(0))


@given(amounts, amounts)
def test_agreement_goes_both_ways_and_every_amount_agrees_with_itself(one, other):
    assert one.agrees_with(other) == other.agrees_with(one)
    assert one.agrees_with(one)


@given(amounts, amounts)
def test_amounts_add_and_precision_is_never_gained(one, other):
    total, difference = one + other, one - other
    assert (total.fen, difference.fen) == (one.fen + other.fen, one.fen - other.fen)
    assert total.halfwidth_fen == difference.halfwidth_fen == one.halfwidth_fen + other.halfwidth_fen
    assert total == other + one


@given(st.decimals(-(10**6), 10**6, places=6), st.sampled_from(sorted(UNIT_FEN)))
def test_a_printed_number_lies_within_the_halfwidth_of_what_rounds_to_it(number, unit):
    rounded = round(number, 2)
    halfwidth = printed_halfwidth_fen(rounded, unit)
    assert unit == "元" or abs(number - rounded) * UNIT_FEN[unit] <= halfwidth


@pytest.mark.parametrize(
    ("fen", "decimals", "shown"),
    [
        (894_806_217, None, "8,948,062.17"),
        (0, None, "0.00"),
        (5, None, "0.05"),
        (-50_000, None, "-500.00"),
        (150, 0, "2"),
        (149, 0, "1"),
        (-150, 0, "-2"),
        (-4, 0, "0"),
    ],
)
def test_yuan_are_grouped_and_rounded_half_up(fen, decimals, shown):
    assert format_yuan(fen, decimals) == shown


@pytest.mark.parametrize(
    ("fen", "decimals", "shown"),
    [
        (894_806_217, 2, "894.81"),
        (1_234_567_890_000, 2, "1,234,567.89"),
        (5_000, 2, "0.01"),
        (-1, 2, "0.00"),
        (7_100_000, 0, "7"),
    ],
)
def test_wan_are_grouped_and_rounded_half_up(fen, decimals, shown):
    assert format_wan(fen, decimals) == shown


@pytest.mark.parametrize(
    ("halfwidth_fen", "shown"),
    [(0, ""), (50_000, "± 500 元"), (500_000_000, "± 5,000,000 元"), (50, "± 0.5 元"), (5, "± 0.05 元")],
)
def test_the_precision_is_said_in_yuan(halfwidth_fen, shown):
    assert format_halfwidth_yuan(halfwidth_fen) == shown


@given(fens)
def test_two_decimals_show_every_fen(fen):
    assert Decimal(format_yuan(fen).replace(",", "")) * 100 == fen


@given(fens)
def test_nothing_is_ever_shown_as_minus_nought(fen):
    for shown in (format_yuan(fen, 0), format_yuan(fen), format_wan(fen)):
        assert set(shown) & set("123456789") or not shown.startswith("-")


def test_a_difference_is_judged_by_what_printing_can_explain():
    received, paid = Money(420_290_000, 5_000), Money(53_130_000, 5_000)
    assert judge_difference(received - paid - Money(367_150_000, 5_000)) == "within_rounding"
    assert judge_difference(received - paid - Money(360_000_000, 5_000)) == "contradiction"
    assert judge_difference(received - paid - Money(367_160_000, 5_000)) == "exact"


@given(amounts, amounts)
def test_a_difference_is_a_contradiction_just_where_the_amounts_do_not_agree(one, other):
    assert (judge_difference(one - other) == "contradiction") is not one.agrees_with(other)
    assert judge_difference(one - other) == judge_difference(other - one)


parts_of_totals = st.lists(st.integers(-(10**12), 10**12), max_size=30)
displays = st.sampled_from([("万元", 2), ("万元", 0), ("元", 0), ("元", 2), ("亿元", 3)])


def test_three_equal_parts_add_up_to_their_displayed_total():
    """10 000 yuan in three: 3 333.33 + 3 333.33 + 3 333.34; in 万元 0.33 + 0.33 + 0.34 = 1.00, nothing left over."""
    parts = apportion([333_333, 333_333, 333_334])
    assert parts.shown == (Decimal("0.33"), Decimal("0.33"), Decimal("0.34"))
    assert (parts.total, parts.residue_fen) == (Decimal("1.00"), 0)


def test_what_the_displayed_total_leaves_out_is_stated():
    """8 948 062.17 yuan are shown as 894.81 万元: 37.83 yuan more than there are."""
    parts = apportion([445_000_000, 420_281_217, 29_525_000])
    assert parts.shown == (Decimal("445.00"), Decimal("420.28"), Decimal("29.53"))
    assert (parts.total, parts.residue_fen) == (Decimal("894.81"), -3_783)


def test_parts_that_cancel_out_and_no_parts_at_all_add_up_to_nought():
    assert apportion([-4_999, 4_999]).total == sum(apportion([-4_999, 4_999]).shown) == 0
    assert apportion([]).shown == ()
    assert apportion([0, 0]).shown == (Decimal("0.00"), Decimal("0.00"))


@given(parts_of_totals, displays)
def test_displayed_parts_add_up_to_the_displayed_total(parts, display):
    shown = apportion(parts, *display)
    assert sum(shown.shown) == shown.total
    assert shown.total * UNIT_FEN[display[0]] + shown.residue_fen == sum(parts)


@given(parts_of_totals, displays)
def test_each_displayed_part_is_off_by_less_than_one_unit_of_its_last_digit(parts, display):
    unit, decimals = display
    digit_fen = Decimal(UNIT_FEN[unit]).scaleb(-decimals)
    for fen, shown in zip(parts, apportion(parts, unit, decimals).shown, strict=True):
        assert abs(shown * UNIT_FEN[unit] - fen) < digit_fen


@given(parts_of_totals, displays, st.randoms())
def test_the_order_of_the_parts_changes_nothing_that_is_displayed(parts, display, random):
    mixed = parts.copy()
    random.shuffle(mixed)
    one, other = (sorted(zip(order, apportion(order, *display).shown, strict=True)) for order in (parts, mixed))
    assert one == other


@given(parts_of_totals)
def test_negative_parts_are_rounded_by_the_same_law(parts):
    negated = apportion([-fen for fen in parts])
    assert negated.total == -apportion(parts).total
    assert sum(negated.shown) == negated.total


@given(st.lists(st.integers(0, 10**12), min_size=1, max_size=30).filter(any), st.integers(0, 3))
def test_displayed_shares_add_up_to_a_hundred(parts, decimals):
    shown = apportion_shares(parts, decimals)
    assert sum(shown) == 100
    for part, percent in zip(parts, shown, strict=True):
        assert abs(percent - Decimal(part) * 100 / sum(parts)) < Decimal(1).scaleb(-decimals)
        assert part or not percent


def test_three_thirds_are_a_hundred_percent_and_shares_of_nothing_are_refused():
    assert apportion_shares([1, 1, 1]) == (Decimal("33.3"), Decimal("33.3"), Decimal("33.4"))
    for parts in ([], [0, 0], [5, -5], [-1]):
        with pytest.raises(ValueError, match="nothing"):
            apportion_shares(parts)


def test_where_remainders_tie_the_larger_part_is_rounded_up_wherever_it_stands():
    """1.5 and 2.5 万元 are 4 万元 in all: 1 and 3, in either order."""
    assert apportion([1_500_000, 2_500_000], "万元", 0).shown == (1, 3)
    assert apportion([2_500_000, 1_500_000], "万元", 0).shown == (3, 1)
