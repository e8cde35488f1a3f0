"""Equal gifts that nothing tells apart: real more often than not, so that they count, and are named once a list."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from charity_analysis.ledger.repeats.repeat_receipts import have_receipts
from charity_analysis.ledger.repeats.repeat_rows import Rows, combine, compact

if TYPE_CHECKING:
    import numpy as np

_TELLING = ("programme", "purpose", "channel", "fund", "quantity")


def find_equal_gifts(rows: Rows, counted: np.ndarray) -> list[tuple[np.ndarray, np.ndarray]]:
    """For each list those of the `counted` rows (in order) that are equal to one above, and that one for each.

    Equal in all that tells gifts apart; where each of them has a receipt of its own, nothing is to be said.
    """
    import numpy as np

    code = combine(combine(compact(rows.day), rows.party), compact(rows.fen))
    if len(rows.lists) > 1:
        code = combine(code, rows.list_of)
    left, code = _equal(counted, code[counted])
    # Few rows are left as a rule: the columns that tell gifts apart are looked at for those only.
    for column in _TELLING:
        if len(left):
            left, code = _equal(left, combine(code, rows.codes(column)[0][left]))
    _, first, slot = np.unique(code, return_index=True, return_inverse=True)
    has_gap = np.zeros(len(first), dtype=bool)
    has_gap[slot[~have_receipts(rows, left)]] = True
    is_repeat = has_gap[slot] & (np.arange(len(left)) != first[slot])
    found, originals = left[is_repeat], left[first[slot[is_repeat]]]
    starts = np.unique(rows.list_of[found], return_index=True)[1]
    return [(found[start:end], originals[start:end]) for start, end in pairwise([*starts, len(found)])]


def _equal(at: np.ndarray, code: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Those of the rows `at` whose `code` another of them has, and their codes."""
    import numpy as np

    are_equal = np.bincount(code, minlength=1)[code] > 1
    return at[are_equal], code[are_equal]
