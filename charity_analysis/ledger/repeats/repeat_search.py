"""Goes over the lists in their order and finds, for each, the earlier lists that hold the same rows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from charity_analysis.ledger.repeats.repeat_days import CommonDays
from charity_analysis.ledger.repeats.repeat_editions import say_one_holds_the_other
from charity_analysis.ledger.repeats.repeat_evidence import NEARLY_ALL, accept, could_accept
from charity_analysis.ledger.repeats.repeat_keys import Keys
from charity_analysis.ledger.repeats.repeat_pairs import Pairs, find_gaps
from charity_analysis.ledger.repeats.repeat_revisions import in_place, left_alone, without_repeats
from charity_analysis.ledger.repeats.repeat_rows import Rows

if TYPE_CHECKING:
    import numpy as np

# A true repeat is among the first that are tried, since it shares rows that no other list has.
_MOST_TRIED_IN_VAIN = 16


@dataclass(frozen=True)
class Overlap:
    """The rows of list `later` held as repeats of list `earlier`; `revised` rows differ from theirs in one point."""

    later: int
    earlier: int
    held: np.ndarray
    revised: np.ndarray


@dataclass(frozen=True)
class _Proven:
    """Two lists that overlap, the `pairs` that prove it, and of how many rows the shorter list has in common days."""

    later: int
    earlier: int
    pairs: Pairs
    fewer: int


class Search:
    """What is known so far: `root` is the row that counts for each row, itself unless it is a repeat."""

    def __init__(self, rows: Rows) -> None:
        import numpy as np

        self.rows = rows
        self.root = np.arange(rows.count)
        self._used_by = np.full(rows.count, -1)
        self._proven: list[_Proven] = []
        self._keys = Keys(rows)
        self._days = CommonDays(rows)
        self._bounds = np.searchsorted(self._keys.shared, rows.starts)

    def run(self) -> Iterator[Overlap]:
        """The overlaps of all lists, in their order."""
        if len(self._keys.shared):
            for later in range(1, len(self.rows.lists)):
                yield from self._overlaps_of(later)

    def _overlaps_of(self, later: int) -> Iterator[Overlap]:
        in_vain = 0
        for earlier in self._keys.holders.likely(later):
            overlap = self._compare(later, earlier) if self._could_repeat(later, earlier) else None
            in_vain = 0 if overlap else in_vain + 1
            if overlap:
                yield overlap
            if in_vain == _MOST_TRIED_IN_VAIN:
                return

    def _rows_of(self, listing: int) -> np.ndarray:
        """The list's rows whose like stands elsewhere."""
        return self._keys.shared[self._bounds[listing] : self._bounds[listing + 1]]

    def _could_repeat(self, later: int, earlier: int) -> bool:
        """False where a quick look at which rows stand in both lists shows that `accept` would accept nothing new."""
        import numpy as np

        mine, key = self._rows_of(later), self._keys.key
        both = mine[np.isin(key[mine], key[self._rows_of(earlier)])]
        if not (self.root[both] == both).any():
            return False
        weight = self._keys.most_weight[both]
        lists = self.rows.lists
        are_editions = say_one_holds_the_other(lists[later], lists[earlier])
        return could_accept(both, weight, *self._days.count(later, earlier), are_editions)

    def _compare(self, later: int, earlier: int) -> Overlap | None:
        mine, theirs = self._rows_of(later), self._rows_of(earlier)
        pairs = self._keys.pair(mine, theirs)
        accepted = self._accept(later, earlier, pairs)
        if accepted.all():
            # Rows that repeat another list already are done with: what is left is paired with what is left.
            free = mine[self.root[mine] == mine]
            unused = theirs[self._used_by[self.root[theirs]] != later]
            rest = self._keys.pair(free, unused)
            repeats, partners = rest.later, rest.earlier
        else:
            repeats, partners = pairs.later[accepted], pairs.earlier[accepted]
            free = (self.root[repeats] == repeats) & (self._used_by[self.root[partners]] != later)
            repeats, partners = repeats[free], partners[free]
        if len(repeats) == 0:
            return None
        self.root[repeats] = self.root[partners]
        self._used_by[self.root[partners]] = later
        return Overlap(later, earlier, repeats, self._revised(later, earlier, pairs))

    def _accept(self, later: int, earlier: int, pairs: Pairs) -> np.ndarray:
        import numpy as np

        sizes, lists, starts = self._days.count(later, earlier), self.rows.lists, self.rows.starts
        mine = np.setdiff1d(np.arange(starts[later], starts[later + 1]), pairs.later, assume_unique=True)
        theirs = np.setdiff1d(np.arange(starts[earlier], starts[earlier + 1]), pairs.earlier, assume_unique=True)
        revised = np.hstack(
            (in_place(self._keys, pairs, later, earlier), left_alone(self._keys, mine, theirs, with_nameless=False))
        )
        are_editions = say_one_holds_the_other(lists[later], lists[earlier])
        accepted = accept(pairs, *sizes, len(without_repeats(revised)[0]), are_editions)
        if accepted.any():
            proof = Pairs(pairs.later[accepted], pairs.earlier[accepted], pairs.weight[accepted])
            self._proven.append(_Proven(later, earlier, proof, min(sizes)))
        return accepted

    def revised_amounts(self) -> np.ndarray:
        """Rows that count, later and earlier in two lines, alike but for their amount; known once `run` is through."""
        import numpy as np

        found = [np.empty((2, 0), dtype=np.int64), *map(self._revised_amounts, self._proven)]
        return without_repeats(np.hstack(found))

    def _revised_amounts(self, proven: _Proven) -> np.ndarray:
        import numpy as np

        starts, later, earlier = self.rows.starts, proven.later, proven.earlier
        found = in_place(self._keys, proven.pairs, later, earlier)
        # Lists that agree in one stretch alone may tell of different gifts elsewhere.
        matched = len(proven.pairs.later)
        if 2 * matched >= proven.fewer:
            mine, theirs = (np.arange(starts[each], starts[each + 1]) for each in (later, earlier))
            mine = mine[self.root[mine] == mine]
            repeated = np.zeros(self.rows.count, dtype=bool)
            repeated[self.root[starts[later] : starts[later + 1]]] = True
            theirs = theirs[~repeated[self.root[theirs]]]
            alone = left_alone(
                self._keys, mine, theirs, with_nameless=matched >= min(NEARLY_ALL * proven.fewer, proven.fewer - 1)
            )
            found = np.hstack((found, alone))
        found = found[:, self.root[found[0]] == found[0]]
        return np.array([found[0], self.root[found[1]]])

    def _revised(self, later: int, earlier: int, pairs: Pairs) -> np.ndarray:
        """Rows between two neighbours that repeat two neighbours, alike but for their date or their name."""
        rows, starts = self.rows, self.rows.starts
        mine, theirs = find_gaps(pairs, (starts[later], starts[earlier]), (starts[later + 1], starts[earlier + 1]))
        is_same_day, is_same_party = rows.day[mine] == rows.day[theirs], rows.party[mine] == rows.party[theirs]
        found = (rows.fen[mine] == rows.fen[theirs]) & (is_same_day != is_same_party) & (self.root[mine] == mine)
        revised: np.ndarray = mine[found]
        return revised

    def equal_elsewhere(self, counted: np.ndarray) -> Iterator[tuple[np.ndarray, np.ndarray]]:
        """For each list its `counted` rows whose like counts in an earlier list, and their like there."""
        import numpy as np

        shared = self._keys.shared
        left = shared[np.isin(shared, counted, assume_unique=True)]
        _, first, slot = np.unique(self._keys.key[left], return_index=True, return_inverse=True)
        originals = left[first[slot]]
        is_equal = self.rows.list_of[originals] != self.rows.list_of[left]
        found, originals = left[is_equal], originals[is_equal]
        starts = np.unique(self.rows.list_of[found], return_index=True)[1]
        for start, end in pairwise([*starts, len(found)]):
            yield found[start:end], originals[start:end]
