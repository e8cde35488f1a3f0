"""A figure proves itself: it has rows, or says why it has no value; precision adds up, and is never lost."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from charity_analysis.analysis.figures import Figure, missing, share, subtract, sum_amounts, sum_counts
from charity_analysis.ledger.schema import typed_table

amounts = st.lists(st.tuples(st.integers(-(10**12), 10**12), st.integers(0, 10**6)), min_size=1, max_size=40)


def rows_of(pairs: list[tuple[int | None, int]]) -> pd.DataFrame:
    return typed_table(
        "donations",
        {
            "row_id": [f"D-{number:016x}" for number in range(len(pairs))],
            "amount_fen": [fen for fen, _ in pairs],
            "amount_halfwidth_fen": [halfwidth for _, halfwidth in pairs],
            "source_row": [1] * len(pairs),
        },
    )


def test_a_value_without_rows_does_not_build() -> None:
    with pytest.raises(ValueError, match="no rows"):
        Figure("x", "x", "fen", 1)


def test_a_missing_value_needs_a_reason() -> None:
    with pytest.raises(ValueError, match="reason"):
        Figure("x", "x", "fen")


def test_rows_without_an_amount_are_not_said_to_be_no_rows() -> None:
    assert sum_amounts(rows_of([(None, 0)]), "x", "x").why_missing == "这类记录都没有写明金额，不按 0 计"
    assert sum_amounts(rows_of([]), "x", "x").why_missing == "本期没有这类记录"


@given(amounts, st.randoms())
def test_totals_over_any_split_are_equal(pairs: list[tuple[int, int]], random: object) -> None:
    rows = rows_of(pairs)
    whole = sum_amounts(rows, "w", "w")
    mask = pd.Series([random.random() < 0.5 for _ in pairs])  # type: ignore[attr-defined]
    parts = [sum_amounts(part, "p", "p") for part in (rows[mask], rows[~mask]) if len(part)]
    assert whole.value == sum(part.value for part in parts)
    assert whole.halfwidth == sum(part.halfwidth for part in parts)
    assert set(whole.row_ids) == {row for part in parts for row in part.row_ids}


def test_an_amount_that_is_not_given_is_in_no_sum_and_in_no_rows() -> None:
    figure = sum_amounts(rows_of([(500, 0), (None, 0)]), "x", "x")
    assert (figure.value, len(figure.row_ids)) == (500, 1)


def test_a_sum_of_no_rows_is_missing_rather_than_nought() -> None:
    assert sum_amounts(rows_of([]), "x", "x").value is None
    assert sum_amounts(rows_of([(None, 0)]), "x", "x").value is None


def test_a_difference_carries_both_precisions() -> None:
    first = sum_amounts(rows_of([(420_290_000, 5_000)]), "a", "接收")
    second = sum_amounts(rows_of([(53_130_000, 5_000)]), "b", "支出")
    difference = subtract(first, second, "c", "剩余")
    assert (difference.value, difference.halfwidth) == (367_160_000, 10_000)


def test_a_difference_from_an_unknown_figure_is_unknown() -> None:
    known = sum_amounts(rows_of([(1, 0)]), "a", "甲")
    unknown = missing("b", "乙", "fen", "期初余额未载明")
    assert subtract(known, unknown, "c", "差").why_missing == "期初余额未载明"


@given(st.integers(1, 10**9), st.integers(0, 10**6), st.integers(10**7, 10**12), st.integers(0, 10**6))
def test_the_true_share_lies_within_the_stated_bound(part: int, part_half: int, whole: int, whole_half: int) -> None:
    row = ("D-0",)
    computed = share(
        Figure("p", "p", "fen", part, part_half, row), Figure("w", "w", "fen", whole, whole_half, row), "s", "s"
    )
    assert computed.value is not None
    for true_part in (part - part_half, part + part_half):
        for true_whole in (whole - whole_half, whole + whole_half):
            assert abs(true_part / true_whole - computed.value) <= computed.halfwidth * (1 + 1e-9) + 1e-12


@pytest.mark.parametrize("whole", [0, -5])
def test_a_share_of_nothing_is_not_given(whole: int) -> None:
    row = ("D-0",)
    assert share(Figure("p", "p", "fen", 1, 0, row), Figure("w", "w", "fen", whole, 0, row), "s", "s").value is None


def test_counts_are_summed_only_where_they_are_stated() -> None:
    rows = rows_of([(1, 0), (1, 0)])
    rows["quantity"] = [25, None]
    assert sum_counts(rows, "quantity", "x", "x").value == 25
    assert sum_counts(rows.iloc[1:], "quantity", "x", "x").value is None
