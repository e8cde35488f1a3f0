"""Laws of the trends, whoever gave what and when."""

from __future__ import annotations

from itertools import pairwise

import pandas as pd
import pytest
from builders_designated import In, ledger_of
from hypothesis import given, settings
from hypothesis import strategies as st

from charity_analysis.analysis.trends import (
    Giving,
    cohort_of,
    cohort_retention,
    donor_changes,
    gift_changes,
    gifts_by_band,
    mix_over_time,
    recurring_giving,
)
from charity_analysis.analysis.trends.concentration import gini, lorenz_points

NAMES = ("甲公司", "乙公司", "丙公司", "丁公司", "戊公司", "己公司", "庚公司", "匿名")
DAYS = ("2019-03-01", "2019-09-05", "2020-01-20", "2020-08-01")
GIFTS = st.lists(
    st.tuples(
        st.sampled_from(NAMES), st.sampled_from(DAYS), st.integers(1, 10**9), st.sampled_from([True, False, None])
    ),
    min_size=1,
    max_size=25,
)
SUMS = st.lists(st.integers(1, 10**12), min_size=1, max_size=60)


def rows(gifts: list[tuple[str, str, int, bool | None]]) -> list[In]:
    return [In(f"g{n}", name, None, fen, day, designated=free) for n, (name, day, fen, free) in enumerate(gifts)]


@settings(max_examples=12)
@given(GIFTS, st.sampled_from(["previous", "year_before"]))
def test_donors_are_new_kept_or_returned_and_those_before_kept_or_lapsed(gifts: list, base: str) -> None:
    giving = Giving(ledger_of(rows(gifts), []))
    for line in donor_changes(giving, base).itertuples():
        if not pd.isna(line.kept_count):
            assert line.kept_count + line.lapsed_count == line.base_count == len(giving.donors[line.base_period])
            assert line.new_count + line.kept_count + line.returned_count == line.donor_count
    first = cohort_retention(giving)
    first = first[first["half_years_since"] == 0]
    assert first["active_count"].equals(first["cohort_count"])
    assert first["cohort_count"].sum() == len(frozenset().union(*giving.donors.values()))


@settings(max_examples=12)
@given(GIFTS)
def test_parts_add_up_to_the_whole(gifts: list) -> None:
    giving = Giving(ledger_of(rows(gifts), []))
    whole = giving.gifts.groupby("period")["amount_fen"].sum()
    mix = mix_over_time(giving, "designation").groupby("period")
    assert mix["share"].sum().astype(float).tolist() == pytest.approx([1] * len(whole))
    for parts in (mix, gifts_by_band(giving).groupby("period"), recurring_giving(giving).groupby("period")):
        sums = parts["amount_fen"].sum()
        assert sums[sums != 0].to_dict() == whole.to_dict()
        assert {row for ids in parts["row_ids"].sum() for row in ids} == set(giving.gifts["row_id"])


@settings(max_examples=8)
@given(GIFTS, st.randoms(use_true_random=False))
def test_the_order_of_rows_makes_no_difference(gifts: list, random) -> None:
    ledger = ledger_of(rows(gifts), [])
    order = list(range(len(ledger.donations)))
    random.shuffle(order)
    mixed = ledger_of(rows(gifts), [])
    mixed.tables["donations"] = ledger.donations.iloc[order].reset_index(drop=True)
    for compute in (donor_changes, gift_changes, cohort_retention, gifts_by_band):
        one, other = compute(Giving(ledger)), compute(Giving(mixed))
        for table in (one, other):
            table["row_ids"] = table["row_ids"].map(sorted)
        pd.testing.assert_frame_equal(one, other)
    assert cohort_of(Giving(ledger)) == cohort_of(Giving(mixed))


@given(SUMS)
def test_the_lorenz_curve_rises_ever_steeper_from_nought_to_one(sums: list[int]) -> None:
    points = lorenz_points(sums)
    assert points.iloc[0].tolist() == [0, 0, 0]
    assert points.iloc[-1].tolist() == [1, 1, sum(sums)]
    steps = [after - before for before, after in pairwise(points["amount_fen"])]
    assert steps == sorted(steps) and steps[0] > 0
    # The curve never lies above the line of equal shares.
    assert (points["amount_share"] <= points["donor_share"] + 1e-12).all()


@given(SUMS)
def test_gini_is_twice_the_area_between_the_curve_and_the_line_of_equal_shares(sums: list[int]) -> None:
    points = lorenz_points(sums)
    shares, step = points["amount_share"], 1 / len(sums)
    area = sum((before + after) / 2 * step for before, after in pairwise(shares))
    assert gini(sums) == pytest.approx(1 - 2 * area, abs=1e-9)
    assert 0 <= gini(sums) < 1


@given(st.integers(1, 10**12), st.integers(1, 50))
def test_gini_is_nought_where_all_give_the_same(fen: int, count: int) -> None:
    assert gini([fen] * count) == 0


def test_inequality_of_nothing_is_not_given() -> None:
    with pytest.raises(ValueError, match="not given"):
        gini([])
    assert lorenz_points([]).empty
