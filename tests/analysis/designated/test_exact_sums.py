"""What amounts tell: the same amount on both sides is evidence only where nothing else can be read from them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from charity_analysis.analysis.designated.exact_sums import MOST_AMOUNTS, find_same, find_whole

few = st.lists(st.integers(1, 20), max_size=6)


@pytest.mark.parametrize(
    ("gifts", "payments", "expected"),
    [
        ([100, 70], [100], [(0, 0)]),
        ([100, 70], [70, 100], [(0, 1), (1, 0)]),
        ([100, 100], [100], []),  # which of the two?
        ([100], [100, 100], []),
        ([100], [100, 60, 40], []),  # 60 and 40 come to it as well
        ([100, 60], [60, 40], []),  # 60 alone, or with 40 the other
        ([60, 40], [100, 60], []),  # 60 and 40 are the other payment
        ([60], [50], []),
        ([], [50], []),
    ],
)
def test_an_amount_is_found_again_only_where_there_is_one_reading(
    gifts: list[int], payments: list[int], expected: list[tuple[int, int]]
) -> None:
    assert find_same(gifts, payments) == expected


def test_among_many_amounts_the_same_one_tells_nothing() -> None:
    many = [1 << power for power in range(MOST_AMOUNTS + 1)]
    assert find_same(many[:-1], [many[0]]) == [(0, 0)]
    assert find_same(many, [many[0]]) == []


def test_a_part_is_the_whole_only_where_no_others_come_to_it() -> None:
    assert find_whole(100, [70, 100]) == 1
    assert find_whole(100, [70, 30, 100]) is None
    assert find_whole(100, [100, 100]) is None
    assert find_whole(100, [70, 30]) is None
    assert find_whole(100, [100, *[1 << power for power in range(MOST_AMOUNTS)]]) is None


@given(few, few, st.randoms(use_true_random=False))
def test_the_order_of_amounts_decides_nothing(gifts: list[int], payments: list[int], random: object) -> None:
    found = {gifts[one] for one, _ in find_same(gifts, payments)}
    random.shuffle(gifts)  # type: ignore[attr-defined]
    random.shuffle(payments)  # type: ignore[attr-defined]
    pairs = find_same(gifts, payments)
    assert {gifts[one] for one, _ in pairs} == found
    assert all(gifts[one] == payments[other] for one, other in pairs)
