"""Rows of two lists that overlap, alike but for their amount: one payment, and one of its amounts is wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

from charity_analysis.ledger.repeats.repeat_keys import Keys
from charity_analysis.ledger.repeats.repeat_names import is_anonymous
from charity_analysis.ledger.repeats.repeat_pairs import Pairs, find_gaps
from charity_analysis.ledger.repeats.repeat_rows import NO_AMOUNT

if TYPE_CHECKING:
    import numpy as np


def in_place(keys: Keys, pairs: Pairs, later: int, earlier: int) -> np.ndarray:
    """Rows of one date and party, later and earlier in two lines, that stand between the same two neighbours."""
    import numpy as np

    starts = keys.rows.starts
    mine, theirs = find_gaps(pairs, (starts[later], starts[earlier]), (starts[later + 1], starts[earlier + 1]))
    is_same = keys.who[mine] == keys.who[theirs]
    return _that_differ(keys, np.array([mine[is_same], theirs[is_same]]))


def left_alone(keys: Keys, mine: np.ndarray, theirs: np.ndarray, with_nameless: bool) -> np.ndarray:
    """Of the rows without a like, `mine` later and `theirs` earlier, those that alone have their date and party."""
    import numpy as np

    who = keys.who
    mine = mine[np.isin(who[mine], who[theirs])]
    theirs = theirs[np.isin(who[theirs], who[mine])]
    mine, theirs = _single(mine, who), _single(theirs, who)
    _, first, second = np.intersect1d(who[mine], who[theirs], assume_unique=True, return_indices=True)
    found = _that_differ(keys, np.array([mine[first], theirs[second]]))
    fen, names = keys.rows.fen, keys.rows.party_names if len(found[0]) else []
    parties = keys.rows.party[found[0]].tolist()
    is_named = [with_nameless or (party >= 0 and not is_anonymous(names[party])) for party in parties]
    is_one_sign = (fen[found[0]] < 0) == (fen[found[1]] < 0)
    alone: np.ndarray = found[:, np.array(is_named, dtype=bool) & is_one_sign]
    return alone


def without_repeats(found: np.ndarray) -> np.ndarray:
    """Each row once: of pairs that share one, the first."""
    import numpy as np

    for side in (0, 1):
        found = found[:, np.sort(np.unique(found[side], return_index=True)[1])]
    return found


def _single(at: np.ndarray, who: np.ndarray) -> np.ndarray:
    import numpy as np

    _, first, counts = np.unique(who[at], return_index=True, return_counts=True)
    single: np.ndarray = at[first[counts == 1]]
    return single


def _that_differ(keys: Keys, found: np.ndarray) -> np.ndarray:
    """The pairs whose amounts, as printed, differ, and whose numbers of receipt or voucher do not."""
    import numpy as np

    mine, theirs = found
    fen, halfwidth, numbers = keys.rows.fen, keys.rows.halfwidth_fen, keys.numbers
    is_stated = (fen[mine] != NO_AMOUNT) & (fen[theirs] != NO_AMOUNT)
    differ = np.abs(fen[mine] - fen[theirs]) > halfwidth[mine] + halfwidth[theirs]
    agree = (numbers[mine] == numbers[theirs]) | (numbers[mine] < 0) | (numbers[theirs] < 0)
    that_differ: np.ndarray = found[:, is_stated & differ & agree]
    return that_differ
