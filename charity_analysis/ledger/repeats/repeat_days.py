"""The days that two lists both cover, and how many rows each has on them."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from charity_analysis.ledger.repeats.repeat_rows import Rows

if TYPE_CHECKING:
    import numpy as np


class CommonDays:
    """Counts rows on the days that two lists both cover."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows
        self._days = lru_cache(maxsize=1024)(self._sorted_days)

    def count(self, later: int, earlier: int) -> tuple[int, int]:
        """How many rows each of two lists has from the first to the last day that both cover.

        Rows without a day of their own are on the days of every list of their period's folder.
        """
        first, second = self._days(later), self._days(earlier)
        lists = self._rows.lists
        is_one_period = lists[later].period == lists[earlier].period
        undated = [self._undated(listing) if is_one_period else 0 for listing in (later, earlier)]
        if len(first) == 0 or len(second) == 0:
            return undated[0], undated[1]
        start, end = max(first[0], second[0]), min(first[-1], second[-1])
        return _between(first, start, end) + undated[0], _between(second, start, end) + undated[1]

    def _sorted_days(self, listing: int) -> np.ndarray:
        import numpy as np

        part = slice(self._rows.starts[listing], self._rows.starts[listing + 1])
        return np.sort(self._rows.day[part][self._rows.is_dated[part]])

    def _undated(self, listing: int) -> int:
        return int(self._rows.starts[listing + 1] - self._rows.starts[listing]) - len(self._days(listing))


def _between(days: np.ndarray, start: int, end: int) -> int:
    return max(0, int(days.searchsorted(end, "right") - days.searchsorted(start)))
