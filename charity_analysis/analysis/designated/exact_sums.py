"""Which amounts on one side are amounts on the other, where there is only one way to read it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

# Among more amounts than this some sums agree by chance: what agrees is then no evidence of anything.
MOST_AMOUNTS = 12


def find_same(gifts: Sequence[int], payments: Sequence[int]) -> list[tuple[int, int]]:
    """Places of a gift and a payment of exactly the same amount, where no other sum can be read from the amounts.

    No other sum: neither of the two, alone or with others of its side, is the amount of anything else on the other,
    and no others of its side add up to it. All amounts are above 0. The order of the amounts decides nothing.
    """
    if len(gifts) > MOST_AMOUNTS or len(payments) > MOST_AMOUNTS:
        return []
    once = {amount for amount, count in Counter(payments).items() if count == 1}
    return [
        (place, payments.index(amount))
        for place, amount in enumerate(gifts)
        if amount in once and not _read_otherwise(amount, gifts, payments)
    ]


def find_whole(whole: int, parts: Sequence[int]) -> int | None:
    """The place of the only part that is exactly `whole`, where no other parts add up to it; else None."""
    if len(parts) > MOST_AMOUNTS or parts.count(whole) != 1:
        return None
    place = list(parts).index(whole)
    return None if whole in _sums(_without(parts, whole)) else place


def _read_otherwise(amount: int, gifts: Sequence[int], payments: Sequence[int]) -> bool:
    return _joins(amount, payments, gifts) or _joins(amount, gifts, payments)


def _joins(amount: int, side: Sequence[int], other: Sequence[int]) -> bool:
    """True where others of `side` make `amount`, or `amount` with some of them makes another amount of `other`."""
    sums = _sums(_without(side, amount))
    return amount in sums or any(rival - amount in sums for rival in _without(other, amount))


def _without(amounts: Sequence[int], amount: int) -> list[int]:
    rest = list(amounts)
    rest.remove(amount)
    return rest


def _sums(amounts: Sequence[int]) -> set[int]:
    """What any of the amounts, or none, add up to."""
    sums = {0}
    for amount in amounts:
        sums |= {known + amount for known in sums}
    return sums
