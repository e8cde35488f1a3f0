"""The earlier lists that a list is laid beside, likeliest first: the cost grows with rows, not with pairs of lists."""

from __future__ import annotations

from typing import TYPE_CHECKING

from charity_analysis.ledger.repeat_evidence import FOR_SAME_ROWS, NAMED, WEAK
from charity_analysis.ledger.repeat_keys import Keys

if TYPE_CHECKING:
    import numpy as np


class Holders:
    """For each key that several lists share, those lists in their order."""

    def __init__(self, key: np.ndarray, list_of: np.ndarray) -> None:
        import numpy as np

        order = np.lexsort((list_of, key))
        ranked, lists = key[order], list_of[order]
        is_new = np.ones(len(order), dtype=bool)
        is_new[1:] = (np.diff(ranked) != 0) | (np.diff(lists) != 0)
        self.lists = lists[is_new]
        self.keys, self.starts, self.counts = np.unique(ranked[is_new], return_index=True, return_counts=True)

    def before(self, listing: int, starts: np.ndarray, ends: np.ndarray) -> np.ndarray:
        """For each stretch of `lists`, which is in order and holds `listing`, the place just before it."""
        import numpy as np

        spans = zip(starts.tolist(), ends.tolist(), strict=True)
        return np.array([start + int(self.lists[start:end].searchsorted(listing)) - 1 for start, end in spans])


class Candidates:
    """The earlier lists that share rows with one list, the likeliest first."""

    def __init__(self, holders: Holders, mine: np.ndarray, keys: Keys, later: int) -> None:
        import numpy as np

        self._holders, self._mine = holders, mine
        own, first = np.unique(keys.key[mine], return_index=True)
        at = holders.keys.searchsorted(own)
        self._slot = own.searchsorted(keys.key[mine])
        self._start, counts = holders.starts[at], holders.counts[at]
        ends = self._start + counts
        self._at = holders.before(later, self._start, ends)
        self._weight = 1.0 / np.maximum(counts - 1, 1)
        self._tried: set[int] = set()
        weight = np.where(keys.is_named[keys.rows.party[mine[first]]], NAMED, WEAK)
        if weight[self._at >= self._start].sum() < FOR_SAME_ROWS:
            # A few anonymous gifts that many lists share could prove nothing, whatever the list.
            self._at[:] = -1

    def next(self, root: np.ndarray) -> int | None:
        """The list to try next; None where nothing that is left could prove a repeat."""
        import numpy as np

        while True:
            is_open = np.zeros(len(self._at), dtype=bool)
            is_open[self._slot[root[self._mine] == self._mine]] = True
            is_open &= self._at >= self._start
            if not is_open.any():
                return None
            lists, slot = np.unique(self._holders.lists[self._at[is_open]], return_inverse=True)
            best = int(lists[len(lists) - 1 - np.bincount(slot, weights=self._weight[is_open])[::-1].argmax()])
            self._at[is_open] -= lists[slot] == best
            if best not in self._tried:
                self._tried.add(best)
                return best
