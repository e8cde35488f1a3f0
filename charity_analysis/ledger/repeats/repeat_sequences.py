"""Lists that give the same amounts in the same order but are told differently: masked names, other days, no fen.

Such a list may be another list again, yet names and days that differ prove nothing: it counts, and is named.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from charity_analysis.ledger.repeats.repeat_rows import Rows

if TYPE_CHECKING:
    import numpy as np

# So many rows with so many different amounts: fees that are all alike come in the same order by nature.
_LEAST_ROWS, _LEAST_AMOUNTS = 6, 4
# A gift is booked the day after it is given, or after a weekend; a month's shift is the same people giving again.
_MOST_DAYS_APART = 3
_MOST_TRIED = 64
_FACTOR = 0x9E3779B97F4A7C15


def find_same_sequences(rows: Rows, counted: np.ndarray) -> Iterator[tuple[np.ndarray, int]]:
    """For each list that gives all amounts of an earlier one, or has all of its own there: its rows, and that list.

    Only lists of which at least half of these rows count are looked at, and only rows that count are given.
    """
    import numpy as np

    counts = np.zeros(rows.count, dtype=bool)
    counts[counted] = True
    found: dict[int, tuple[np.ndarray, int]] = {}
    # Fen are cut off, or rounded to the nearest yuan.
    for yuan in (rows.fen // 100, (rows.fen + 50) // 100):
        for part, at in _heads_elsewhere(rows, yuan):
            start, size = int(rows.starts[part]), int(rows.starts[part + 1] - rows.starts[part])
            first, second = sorted((slice(start, start + size), slice(at, at + size)), key=lambda each: each.start)
            later = int(rows.list_of[second.start])
            are_counted = 2 * min(counts[first].sum(), counts[second].sum()) >= size
            if later not in found and are_counted and _are_alike(rows, yuan, first, second):
                mine = np.arange(second.start, second.stop)
                found[later] = mine[counts[mine]], int(rows.list_of[first.start])
    for later in sorted(found):
        yield found[later]


def _heads_elsewhere(rows: Rows, yuan: np.ndarray) -> Iterator[tuple[int, int]]:
    """Lists and where in other lists their first amounts stand, with room for the whole list there."""
    import numpy as np

    sizes, size = np.diff(rows.starts), rows.count - _LEAST_ROWS + 1
    parts = np.flatnonzero(sizes >= _LEAST_ROWS)
    if len(parts) == 0 or len(sizes) < 2:
        return
    grams = np.zeros(size, dtype=np.uint64)
    for shift in range(_LEAST_ROWS):
        grams = grams * np.uint64(_FACTOR) + yuan[shift : shift + size].astype(np.uint64)
    heads = grams[rows.starts[parts]]
    places = np.flatnonzero(np.isin(grams, heads))
    order = places[np.argsort(grams[places], kind="stable")]
    ranked = grams[order]
    bounds = zip(np.searchsorted(ranked, heads).tolist(), np.searchsorted(ranked, heads, "right").tolist(), strict=True)
    for part, (low, high) in zip(parts.tolist(), bounds, strict=True):
        at = order[low:high]
        has_room = (rows.list_of[at] != part) & (at + sizes[part] <= rows.starts[rows.list_of[at] + 1])
        yield from ((part, place) for place in at[has_room][:_MOST_TRIED].tolist())


def _are_alike(rows: Rows, yuan: np.ndarray, first: slice, second: slice) -> bool:
    """True where two stretches give the same amounts, of several sorts, on days that agree."""
    import numpy as np

    if (yuan[first] != yuan[second]).any() or len(np.unique(yuan[first])) < _LEAST_AMOUNTS:
        return False
    fen, other_fen = rows.fen[first], rows.fen[second]
    if (fen != other_fen).any() and (fen % 100).any() and (other_fen % 100).any():
        return False
    is_dated, is_other_dated = rows.is_dated[first], rows.is_dated[second]
    if not (is_dated.any() and is_other_dated.any()):
        lists, list_of = rows.lists, rows.list_of
        return bool(lists[list_of[first.start]].period == lists[list_of[second.start]].period)
    apart = (rows.day[second] - rows.day[first])[is_dated]
    return bool((is_dated == is_other_dated).all() and (apart == apart[0]).all() and abs(apart[0]) <= _MOST_DAYS_APART)
