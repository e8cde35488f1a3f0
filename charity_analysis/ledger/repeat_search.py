"""Goes over the lists in their order and finds, for each, the earlier lists that hold the same rows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from charity_analysis.ledger.repeat_candidates import Candidates, Holders
from charity_analysis.ledger.repeat_days import CommonDays
from charity_analysis.ledger.repeat_evidence import accept
from charity_analysis.ledger.repeat_keys import Keys
from charity_analysis.ledger.repeat_pairs import Pairs, find_gaps
from charity_analysis.ledger.repeat_rows import Rows

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


@dataclass
class Search:
    """What is known so far: `root` is the row that counts for each row, itself unless it is a repeat."""

    rows: Rows
    keys: Keys = field(init=False)
    root: np.ndarray = field(init=False)

    def __post_init__(self) -> None:
        import numpy as np

        self.keys = Keys(self.rows)
        self.root = np.arange(self.rows.count)
        self._days = CommonDays(self.rows)
        self._used_by = np.full(self.rows.count, -1)

    @cached_property
    def shared(self) -> np.ndarray:
        """Rows whose like stands in another list too, in order."""
        import numpy as np

        key, list_of = self.keys.key, self.rows.list_of
        first, last = np.full(key.max(initial=0) + 1, len(self.rows.lists)), np.full(key.max(initial=0) + 1, -1)
        np.minimum.at(first, key, list_of)
        np.maximum.at(last, key, list_of)
        return np.flatnonzero(first[key] != last[key])

    def run(self) -> list[Overlap]:
        """The overlaps of all lists, in their order."""
        import numpy as np

        if len(self.rows.lists) < 2 or len(self.shared) == 0:
            return []
        found = []
        for later in np.unique(self.rows.list_of[self.shared])[1:].tolist():
            found += self._overlaps_of(later)
        return found

    def _overlaps_of(self, later: int) -> list[Overlap]:
        found: list[Overlap] = []
        candidates = Candidates(self._holders, self._rows_of(later), self.keys, later)
        in_vain = 0
        while in_vain < _MOST_TRIED_IN_VAIN and (earlier := candidates.next(self.root)) is not None:
            overlap = self._compare(later, earlier)
            in_vain = 0 if overlap else in_vain + 1
            found += [overlap] if overlap else []
        return found

    @cached_property
    def _holders(self) -> Holders:
        return Holders(self.keys.key[self.shared], self.rows.list_of[self.shared])

    @cached_property
    def _bounds(self) -> np.ndarray:
        import numpy as np

        return np.searchsorted(self.shared, self.rows.starts)

    def _rows_of(self, listing: int) -> np.ndarray:
        """The list's rows whose like stands elsewhere."""
        return self.shared[self._bounds[listing] : self._bounds[listing + 1]]

    def _compare(self, later: int, earlier: int) -> Overlap | None:
        mine, theirs = self._rows_of(later), self._rows_of(earlier)
        pairs = self.keys.pair(mine, theirs)
        accepted = accept(pairs, *self._days.count(later, earlier))
        if not accepted.any():
            return None
        if accepted.all():
            # Rows that repeat another list already are done with: what is left is paired with what is left.
            free = mine[self.root[mine] == mine]
            unused = theirs[self._used_by[self.root[theirs]] != later]
            rest = self.keys.pair(free, unused)
            repeats, partners = rest.later, rest.earlier
        else:
            repeats, partners = pairs.later[accepted], pairs.earlier[accepted]
            free = (self.root[repeats] == repeats) & (self._used_by[self.root[partners]] != later)
            repeats, partners = repeats[free], partners[free]
        self.root[repeats] = self.root[partners]
        self._used_by[self.root[partners]] = later
        return Overlap(later, earlier, repeats, self._revised(later, earlier, pairs)) if len(repeats) else None

    def _revised(self, later: int, earlier: int, pairs: Pairs) -> np.ndarray:
        """Rows between two neighbours that repeat two neighbours, alike but for their date or their name."""
        rows, starts = self.rows, self.rows.starts
        mine, theirs = find_gaps(pairs, (starts[later], starts[earlier]), (starts[later + 1], starts[earlier + 1]))
        is_same_day, is_same_party = rows.day[mine] == rows.day[theirs], rows.party[mine] == rows.party[theirs]
        found = (rows.fen[mine] == rows.fen[theirs]) & (is_same_day != is_same_party) & (self.root[mine] == mine)
        revised: np.ndarray = mine[found]
        return revised

    def equal_elsewhere(self, counted: np.ndarray) -> Iterator[tuple[np.ndarray, int]]:
        """For each list its `counted` rows whose like counts in an earlier list, and the first one's like there."""
        import numpy as np

        left = self.shared[np.isin(self.shared, counted, assume_unique=True)]
        _, first, slot = np.unique(self.keys.key[left], return_index=True, return_inverse=True)
        originals = left[first[slot]]
        is_equal = self.rows.list_of[originals] != self.rows.list_of[left]
        found, originals = left[is_equal], originals[is_equal]
        starts = np.unique(self.rows.list_of[found], return_index=True)[1]
        for start, end in zip(starts, [*starts[1:], len(found)], strict=True):
            yield found[start:end], int(originals[start])
