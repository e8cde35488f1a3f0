"""Two lists side by side: which rows of the later say the same as rows of the earlier, and whether that is a repeat.

Equal rows alone prove nothing: of 6 661 real gifts of one day, 190 are equal to another in date, name and amount. So
the rule asks how far two lists agree. A row weighs NAMED where its name is a name and no row of its list is equal to
it, or where both state the same receipt or voucher number; each distinct other row (anonymous, or equal to another)
weighs WEAK. The rows of the later list are held as repeats where, over the days that both lists cover,
- each list has just the rows of the other, and they weigh FOR_SAME_ROWS; or
- all rows of the list that has fewer stand in the other, and they weigh FOR_ALL_OF_ONE; or
- at least half of them do, and they weigh FOR_MOST_OF_ONE: then named rows and ordered blocks are held, and the other
  anonymous rows only where nearly all (NEARLY_ALL) rows agree; or
- some stand in the same order in both, LEAST_BLOCK or more without a gap that weigh FOR_A_BLOCK: these are held.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from charity_analysis.ledger.repeat_pairs import Pairs

if TYPE_CHECKING:
    import numpy as np

# In thirds of a named row: three different anonymous gifts tell as much as one by name.
NAMED, WEAK = 3, 1
FOR_SAME_ROWS, FOR_ALL_OF_ONE, FOR_MOST_OF_ONE, FOR_A_BLOCK = NAMED, 2 * NAMED, 3 * NAMED, 2 * NAMED
# Chance puts equal rows side by side in two lists about once in a hundred thousand pairs; thrice means one was copied.
LEAST_BLOCK = 3
NEARLY_ALL = 0.9


def accept(pairs: Pairs, in_later: int, in_earlier: int) -> np.ndarray:
    """True for each pair whose later row is a repeat by the rule above.

    `in_later` and `in_earlier` count the rows that each list has on the days that both cover.
    """
    import numpy as np

    matched, fewer = len(pairs.later), min(in_later, in_earlier)
    weight = int(pairs.weight.sum())
    if matched == in_later == in_earlier:
        needed = FOR_SAME_ROWS
    elif matched >= fewer:
        needed = FOR_ALL_OF_ONE
    else:
        needed = FOR_MOST_OF_ONE
    in_blocks = _find_blocks(pairs)
    if weight < needed or 2 * matched < fewer:
        return in_blocks
    if matched >= NEARLY_ALL * fewer:
        return np.ones(matched, dtype=bool)
    return in_blocks | (pairs.weight >= NAMED)


def could_accept(later: np.ndarray, weight: np.ndarray, in_later: int, in_earlier: int) -> bool:
    """False where `accept` would accept nothing; `later` are the rows that both lists have, `weight` their most."""
    import numpy as np

    fewer, most = min(in_later, in_earlier), int(weight.sum())
    if most < FOR_SAME_ROWS or (most < FOR_ALL_OF_ONE and len(later) < fewer):
        return False
    if 2 * len(later) >= fewer:
        return True
    run = np.concatenate(([0], np.cumsum(np.diff(later) != 1)))
    return bool(_are_blocks(run, weight).any())


def _find_blocks(pairs: Pairs) -> np.ndarray:
    """True for each pair in a run of neighbours in both lists, upwards or downwards, that is long and heavy enough."""
    import numpy as np

    found = np.zeros(len(pairs.later), dtype=bool)
    if len(found) < LEAST_BLOCK:
        return found
    for step in (1, -1):
        goes_on = (np.diff(pairs.later) == 1) & (np.diff(pairs.earlier) == step)
        run = np.concatenate(([0], np.cumsum(~goes_on)))
        found |= _are_blocks(run, pairs.weight)[run]
    return found


def _are_blocks(run: np.ndarray, weight: np.ndarray) -> np.ndarray:
    """For each number of a run whether its rows are many and heavy enough."""
    import numpy as np

    are_blocks: np.ndarray = (np.bincount(run) >= LEAST_BLOCK) & (np.bincount(run, weights=weight) >= FOR_A_BLOCK)
    return are_blocks
