"""The earlier lists that a list is laid beside, likeliest first: the cost grows with rows, not with pairs of lists."""

from __future__ import annotations

from typing import TYPE_CHECKING

from charity_analysis.ledger.repeats.repeat_evidence import FOR_SAME_ROWS

if TYPE_CHECKING:
    import numpy as np

# What stands in more lists than this is looked up in the latest of them, which hold what the ones before them hold.
_MOST_HOLDERS = 64


class Holders:
    """Which lists hold each key that several lists share."""

    def __init__(self, key: np.ndarray, list_of: np.ndarray, weight: np.ndarray, list_count: int) -> None:
        import numpy as np

        order = np.lexsort((list_of, key))
        ranked, lists = key[order], list_of[order]
        is_new = np.ones(len(order), dtype=bool)
        is_new[1:] = (np.diff(ranked) != 0) | (np.diff(lists) != 0)
        entry = np.cumsum(is_new) - 1
        self.is_single = np.empty(len(order), dtype=bool)
        self.is_single[order] = np.bincount(entry)[entry] == 1
        self._lists, self._weight, keys = lists[is_new], weight[order][is_new], ranked[is_new]
        _, starts, counts = np.unique(keys, return_index=True, return_counts=True)
        self._start, self._rarity = np.repeat(starts, counts), np.repeat(1.0 / np.maximum(counts - 1, 1), counts)
        self._by_list = np.argsort(self._lists, kind="stable")
        self._bounds = np.searchsorted(self._lists[self._by_list], np.arange(list_count + 1))

    def likely(self, later: int) -> list[int]:
        """Earlier lists that share enough with list `later` to prove a repeat, those with the rarest rows first."""
        import numpy as np

        own = self._by_list[self._bounds[later] : self._bounds[later + 1]]
        first = np.maximum(self._start[own], own - _MOST_HOLDERS)
        counts = own - first
        if counts.sum() == 0:
            return []
        within = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
        lists = self._lists[np.repeat(first, counts) + within]
        beyond = self._weight[own[first > self._start[own]]].sum()
        weight = np.bincount(lists, np.repeat(self._weight[own], counts), later) + beyond
        rarity = np.bincount(lists, np.repeat(self._rarity[own], counts), later)
        found = np.flatnonzero((weight >= FOR_SAME_ROWS) & (rarity > 0))
        return found[np.lexsort((-found, -rarity[found]))].tolist()  # type: ignore[no-any-return]
