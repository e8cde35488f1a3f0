"""Receipt numbers that stand twice: one receipt is one gift, and cannot be for two amounts."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from charity_analysis.ledger.repeat_rows import NO_AMOUNT, Rows, combine, number
from charity_analysis.rules import label_index

if TYPE_CHECKING:
    import numpy as np

# One digit alone is a count of receipts, or a mark. A number of fewer than six is the office's own, and begins anew.
_FEWEST_CHARACTERS, _FEWEST_LASTING_DIGITS = 2, 6
# Where so many of a list's own short numbers stand elsewhere too, and most for other sums, it numbers for itself.
_FEWEST_SHARED = 3


@dataclass(frozen=True)
class SharedReceipt:
    """A row that is held for its receipt number, by `rule`; `original` is the first row that has the number."""

    rule: str
    row: int
    original: int


def find_shared_receipts(rows: Rows, counted: np.ndarray) -> list[SharedReceipt]:
    """Of the `counted` rows (in order), those whose receipt number another has: repeats of it, or at odds with it."""
    import numpy as np

    codes, texts = _receipt_numbers(rows, counted)
    if not texts:
        return []
    # A refund names the receipt of the gift that it gives back.
    codes = np.where(codes < 0, -1, codes * 2 + (rows.fen < 0))
    usable = counted[(codes[counted] >= 0) & (rows.fen[counted] != NO_AMOUNT)]
    found = usable[_stand_twice(codes[usable])]
    if len(found) == 0:
        return []
    found, scoped = _scoped(rows, found, codes[found], texts)
    return _judge(rows, found, scoped)


def _receipt_numbers(rows: Rows, counted: np.ndarray) -> tuple[np.ndarray, list[str]]:
    """The number of each row's receipt among the texts that are receipt numbers; −1 where it has none."""
    import numpy as np

    codes, texts = rows.codes(rows.identity.number, fold=True)
    if not texts or len(np.unique(kept := codes[counted][codes[counted] >= 0])) == len(kept):
        return codes, []
    own = [text.lstrip("0") if text.isdigit() else text for text in texts]
    words = "|".join(map(re.escape, label_index("no_receipt")))
    is_number = re.compile(rf"(?!.*(?:{words}))(?=.*[1-9]).{{{_FEWEST_CHARACTERS},}}", re.DOTALL).fullmatch
    index: dict[str, int] = {}
    renumbered = [
        index.setdefault(same, len(index)) if is_number(text) else -1 for text, same in zip(texts, own, strict=True)
    ]
    return np.array([*renumbered, -1], dtype=np.int64)[codes], list(index)


def _stand_twice(codes: np.ndarray) -> np.ndarray:
    import numpy as np

    _, slot, counts = np.unique(codes, return_inverse=True, return_counts=True)
    return counts[slot] > 1


def _scoped(rows: Rows, found: np.ndarray, codes: np.ndarray, texts: list[str]) -> tuple[np.ndarray, np.ndarray]:
    """The rows and their numbers, where short numbers are told apart by year, and by list where a list has its own."""
    import numpy as np

    is_short = np.array(
        [sum(c.isdigit() for c in texts[code // 2]) < _FEWEST_LASTING_DIGITS for code in codes.tolist()]
    )
    years = (
        np.where(rows.is_dated[found], rows.day[found], 0).astype("datetime64[D]").astype("datetime64[Y]").astype(int)
    )
    scoped = combine(codes, np.where(is_short, years + 1_000_000, 0))
    for listing in _lists_with_own_numbers(rows, found, scoped, is_short):
        own = is_short & (rows.list_of[found] == listing)
        scoped[own] = combine(scoped[own], rows.list_of[found][own]) + scoped.max(initial=0) + 1
    left = _stand_twice(scoped)
    return found[left], scoped[left]


def _lists_with_own_numbers(rows: Rows, found: np.ndarray, codes: np.ndarray, is_short: np.ndarray) -> list[int]:
    import numpy as np

    _, first, slot = np.unique(codes, return_index=True, return_inverse=True)
    original = found[first[slot]]
    is_elsewhere = is_short & (rows.list_of[original] != rows.list_of[found])
    at_odds = is_elsewhere & (rows.fen[original] != rows.fen[found])
    size = len(rows.lists)
    shared = np.bincount(rows.list_of[found][is_elsewhere], minlength=size)
    odd = np.bincount(rows.list_of[found][at_odds], minlength=size)
    return np.flatnonzero((shared >= _FEWEST_SHARED) & (2 * odd > shared)).tolist()


def _judge(rows: Rows, found: np.ndarray, codes: np.ndarray) -> list[SharedReceipt]:
    """Amounts that agree, as printed, are one gift told twice; others cannot both be right."""
    import numpy as np

    if len(found) == 0:
        return []
    slot = number(codes)
    least, most = np.full(slot.max() + 1, np.iinfo(np.int64).max), np.full(slot.max() + 1, NO_AMOUNT)
    np.minimum.at(least, slot, rows.fen[found] + rows.halfwidth_fen[found])
    np.maximum.at(most, slot, rows.fen[found] - rows.halfwidth_fen[found])
    _, first = np.unique(slot, return_index=True)
    shared = []
    for row, group in zip(found.tolist(), slot.tolist(), strict=True):
        original = int(found[first[group]])
        if most[group] > least[group]:
            other = original if row != original else int(found[np.flatnonzero(slot == group)[1]])
            shared.append(SharedReceipt("receipt_conflict", row, other))
        elif row != original:
            shared.append(SharedReceipt("receipt_repeated", row, original))
    return shared
