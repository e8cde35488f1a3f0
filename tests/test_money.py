"""Exact money: nothing is rounded silently, intervals add, and display rounds half up."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from charity_analysis.money import (
    UNIT_FEN,
    Money,
    format_halfwidth_yuan,
    format_wan,
    format_yuan,
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
