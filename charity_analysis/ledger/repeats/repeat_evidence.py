"""Two lists side by side: which rows of the later say the same as rows of the earlier, and whether that is a repeat.

Equal rows alone prove nothing: of 6 661 real gifts of one day, 190 are equal to another in date, name and amount. So
the rule asks how far two lists agree. A row weighs NAMED where its name is a name and no row of its list is equal to
it, or where both state the same receipt or voucher number; each distinct other row (anonymous, or equal to another)
weighs WEAK. The rows of the later list are held as repeats where, over the days that both lists cover,
- each list has just the rows of the other, and they weigh FOR_SAME_ROWS; or
- all rows of the list that has fewer stand in the other, be it some with another amount (REVISED), and they weigh
  FOR_ALL_OF_ONE, or FOR_SAME_ROWS where the lists' names say that one holds the other; or
- at least half of them do, and they weigh FOR_MOST_OF_ONE: then named rows are held, and the others that stand beside
  one in both lists; all others only where nearly all (NEARLY_ALL) rows agree; or
- some stand in the same order in both, LEAST_BLOCK or more that weigh FOR_A_BLOCK: these are held.
Rows stand beside each other, or in order, where no more than one row (WIDEST_GAP), the same number in both lists, parts
them: of a list that was copied, a row may have been reworded.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from charity_analysis.ledger.repeats.repeat_pairs import Pairs

if TYPE_CHECKING:
    import numpy as np

# In thirds of a named row: three different anonymous gifts tell as much as one by name.
NAMED, REVISED, WEAK = 3, 2, 1
FOR_SAME_ROWS, FOR_ALL_OF_ONE, FOR_MOST_OF_ONE, FOR_A_BLOCK = NAMED, 2 * NAMED, 2 * NAMED + WEAK, 2 * NAMED
# Chance puts equal rows side by side in two lists about once in a hundred thousand pairs; thrice means one was copied.
LEAST_BLOCK = 3
WIDEST_GAP = 1
NEARLY_ALL = 0.9


def accept(pairs: Pairs, in_later: int, in_earlier: int, revised: int = 0, are_editions: bool = False) -> np.ndarray:
    """True for each pair whose later row is a repeat by the rule above.

    `in_later` and `in_earlier` count the rows that each list has on the days that both cover, `revised` those that both
    have with another amount; `are_editions` is what the lists' names say.
    """
    import numpy as np

    matched, fewer = len(pairs.later), min(in_later, in_earlier)
    weight = int(pairs.weight.sum())
    if matched == in_later == in_earlier:
        needed = FOR_SAME_ROWS
    elif matched + revised >= fewer:
        weight += REVISED * revised
        # One row alone is no edition.
        needed = FOR_SAME_ROWS if are_editions and matched + revised > 1 else FOR_ALL_OF_ONE
    else:
        needed = FOR_MOST_OF_ONE
    if weight < needed or 2 * matched < fewer:
        return _in_order(pairs, LEAST_BLOCK, FOR_A_BLOCK)
    if matched + revised >= NEARLY_ALL * fewer:
        return np.ones(matched, dtype=bool)
    return _in_order(pairs, 1, NAMED)


def could_accept(
    later: np.ndarray, weight: np.ndarray, in_later: int, in_earlier: int, are_editions: bool = False
) -> bool:
    """False where `accept` would accept nothing; `later` are the rows that both lists have, `weight` their most."""
    import numpy as np

    fewer, most = min(in_later, in_earlier), int(weight.sum())
    unlike = max(0, fewer - len(later))
    is_little = unlike > 0 and most + REVISED * unlike < FOR_ALL_OF_ONE
    if most < FOR_SAME_ROWS or (is_little and not are_editions):
        return False
    if 2 * len(later) >= fewer:
        return True
    run = np.concatenate(([0], np.cumsum(np.diff(later) > WIDEST_GAP + 1)))
    return bool(_are_enough(run, weight, LEAST_BLOCK, FOR_A_BLOCK).any())


def _in_order(pairs: Pairs, least: int, needed: int) -> np.ndarray:
    """True for each pair in a run, upwards or downwards in both lists, of `least` rows that weigh what is `needed`."""
    import numpy as np

    found = np.zeros(len(pairs.later), dtype=bool)
    step = np.diff(pairs.later)
    for direction in (1, -1) if len(found) else ():
        goes_on = (step <= WIDEST_GAP + 1) & (np.diff(pairs.earlier) == direction * step)
        run = np.concatenate(([0], np.cumsum(~goes_on)))
        found |= _are_enough(run, pairs.weight, least, needed)[run]
    return found


def _are_enough(run: np.ndarray, weight: np.ndarray, least: int, needed: int) -> np.ndarray:
    """For each number of a run whether its rows are many and heavy enough."""
    import numpy as np

    are_enough: np.ndarray = (np.bincount(run) >= least) & (np.bincount(run, weights=weight) >= needed)
    return are_enough
