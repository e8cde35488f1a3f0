"""Equal gifts that nothing tells apart: real more often than not, so that they count, and are named once a list."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from charity_analysis.ledger.repeat_receipts import have_receipts
from charity_analysis.ledger.repeat_rows import Rows, combine, number

if TYPE_CHECKING:
    import numpy as np

_TELLING = ("programme", "purpose", "channel", "fund", "quantity")


def find_equal_gifts(rows: Rows, counted: np.ndarray) -> list[tuple[np.ndarray, np.ndarray]]:
    """For each list those of the `counted` rows (in order) that are equal to one above, and that one for each.

    Equal in all that tells gifts apart; where each of them has a receipt of its own, nothing is to be said.
    """
    import numpy as np

    # Twice the same name is rare on most lists: the columns that tell apart are looked at for those rows only.
    code = combine(combine(number(rows.day), rows.party), number(rows.fen))
    code = combine(code, rows.list_of)
    left = counted[_group(code[counted])[2] > 1]
    for column in _TELLING:
        if len(left):
            code = combine(code[left], rows.codes(column)[0][left])
            size = _group(code)[2]
            left, code = left[size > 1], _spread(code[size > 1], left[size > 1], rows.count)
    if len(left) == 0:
        return []
    first, slot, _ = _group(code[left])
    has_gap = np.zeros(len(first), dtype=bool)
    has_gap[slot[~have_receipts(rows, left)]] = True
    is_repeat = has_gap[slot] & (np.arange(len(left)) != first[slot])
    found, originals = left[is_repeat], left[first[slot[is_repeat]]]
    starts = np.unique(rows.list_of[found], return_index=True)[1]
    return [(found[start:end], originals[start:end]) for start, end in pairwise([*starts, len(found)])]


def _group(code: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Of each distinct number the place where it first stands; each row's group; and how many rows that has."""
    import numpy as np

    slot = number(code)
    first = np.full(int(slot.max(initial=-1)) + 1, len(slot))
    np.minimum.at(first, slot, np.arange(len(slot)))
    return first, slot, np.bincount(slot, minlength=len(first))[slot]


def _spread(code: np.ndarray, at: np.ndarray, count: int) -> np.ndarray:
    import numpy as np

    spread = np.zeros(count, dtype=np.int64)
    spread[at] = code
    return spread
