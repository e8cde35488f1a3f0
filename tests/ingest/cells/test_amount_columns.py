"""A column of amounts read at once says what each of its cells says by itself."""

from __future__ import annotations

from math import inf, nan

from hypothesis import given
from hypothesis import strategies as st

from charity_analysis.ingest.cells.amount_columns import usual_fens
from charity_analysis.ingest.cells.amounts import UnreadableCell, parse_amount

usual = st.integers(-(10**11), 10**11).map(lambda fen: fen / 100)


@given(st.lists(st.one_of(usual, st.floats(-2e9, 2e9), st.sampled_from([0.1 + 0.2, 0.005, 1e9, 1e9 + 0.01, -0.0]))))
def test_a_column_read_at_once_says_what_its_cells_say(values: list[float]) -> None:
    fens = usual_fens(values)
    assert fens is not None
    for fen, value in zip(fens, values, strict=True):
        if fen is not None:
            assert parse_amount(value).fen == fen


@given(st.lists(usual))
def test_whole_fen_need_no_closer_look(values: list[float]) -> None:
    assert usual_fens(values) == [round(value * 100) for value in values]


def test_what_is_no_usual_amount_is_left_to_a_closer_look() -> None:
    assert usual_fens([1.0, 0.1 + 0.2, 1e9 + 1, 0.005]) == [100, None, None, None]
    assert usual_fens([1.0, nan]) is None
    assert usual_fens([1.0, inf]) is None
    assert usual_fens([]) == []


@given(st.floats(-2e9, 2e9))
def test_an_amount_of_more_than_the_largest_is_never_taken(value: float) -> None:
    (fen,) = usual_fens([value]) or [None]
    try:
        parse_amount(value)
    except UnreadableCell:
        assert fen is None
