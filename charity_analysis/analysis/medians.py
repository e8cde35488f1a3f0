"""The middle of exact amounts."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction


def middle(amounts: Sequence[int]) -> Fraction:
    """The median in the amounts' unit, exact: of an even number the mean of the two in the middle.

    Raises: ValueError where there is none.
    """
    if not amounts:
        raise ValueError("nothing has no middle")
    ordered, half = sorted(amounts), len(amounts) // 2
    return Fraction(ordered[half]) if len(amounts) % 2 else Fraction(ordered[half - 1] + ordered[half], 2)
