"""Two lists side by side: which row of the later stands for which row of the earlier."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np


@dataclass(frozen=True)
class Pairs:
    """Rows that say the same, in the later list's order: `later[k]` and `earlier[k]`, each once, with its `weight`."""

    later: np.ndarray
    earlier: np.ndarray
    weight: np.ndarray


def pair_up(left: np.ndarray, right: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Positions of equal numbers: the first of a number on the left with the first of it on the right, and so on."""
    import numpy as np

    width = max(len(left), len(right)) + 1
    _, first, second = np.intersect1d(
        _numbered(left, width), _numbered(right, width), assume_unique=True, return_indices=True
    )
    return first, second


def _numbered(codes: np.ndarray, width: int) -> np.ndarray:
    """Each code with how many of its like stand before it."""
    import numpy as np

    order = np.argsort(codes, kind="stable")
    ranked = codes[order]
    is_first = np.ones(len(codes), dtype=bool)
    is_first[1:] = ranked[1:] != ranked[:-1]
    positions = np.arange(len(codes))
    numbered = np.empty(len(codes), dtype=np.int64)
    numbered[order] = ranked * width + positions - np.maximum.accumulate(np.where(is_first, positions, 0))
    return numbered


def align(later: np.ndarray, earlier: np.ndarray, code: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Positions in `later` and `earlier` (both in order) of rows of equal `code`, each row once.

    Where several rows are equal, the one that stands beside the same neighbours is taken.
    """
    import numpy as np

    first, second = pair_up(code[later], code[earlier])
    is_single = ~_stand_twice(code[later])[first] & ~_stand_twice(code[earlier])[second]
    if is_single.all() or not is_single.any():
        return first, second
    anchors, fixed = first[is_single], second[is_single]
    order = np.argsort(anchors)
    anchors, fixed = anchors[order], fixed[order]
    rest = np.setdiff1d(np.arange(len(later)), anchors)
    for side in (-1, 0):
        nearest = (anchors.searchsorted(rest) + side).clip(0, len(anchors) - 1)
        wanted = later[rest] + earlier[fixed[nearest]] - later[anchors[nearest]]
        guess = earlier.searchsorted(wanted).clip(0, len(earlier) - 1)
        fits = (earlier[guess] == wanted) & (code[earlier[guess]] == code[later[rest]]) & ~np.isin(guess, fixed)
        guess, at = np.unique(guess[fits], return_index=True)
        anchors, fixed = np.concatenate((anchors, rest[fits][at])), np.concatenate((fixed, guess))
        order = np.argsort(anchors)
        anchors, fixed = anchors[order], fixed[order]
        rest = np.setdiff1d(rest, anchors)
    others = np.setdiff1d(np.arange(len(earlier)), fixed)
    first, second = pair_up(code[later[rest]], code[earlier[others]])
    return np.concatenate((anchors, rest[first])), np.concatenate((fixed, others[second]))


def _stand_twice(code: np.ndarray) -> np.ndarray:
    """True for each number that stands more than once."""
    import numpy as np

    _, slot, counts = np.unique(code, return_inverse=True, return_counts=True)
    twice: np.ndarray = counts[slot] > 1
    return twice


def find_gaps(pairs: Pairs, starts: tuple[int, int], ends: tuple[int, int]) -> tuple[np.ndarray, np.ndarray]:
    """Rows without a pair, later and earlier, that stand alone between the same two neighbours in both lists.

    `starts` and `ends` bound the later and the earlier list; the first row of both, and the last of the earlier, have
    one neighbour only.
    """
    import numpy as np

    later = np.concatenate(([starts[0] - 1], pairs.later))
    earlier = np.concatenate(([starts[1] - 1], pairs.earlier))
    is_gap = np.append((np.diff(later) == 2) & (np.diff(earlier) == 2), False)
    is_gap[-1] = later[-1] + 1 < ends[0] and earlier[-1] + 2 == ends[1]
    first, second = later[is_gap] + 1, earlier[is_gap] + 1
    is_free = ~np.isin(first, pairs.later) & ~np.isin(second, pairs.earlier)
    return first[is_free], second[is_free]
