"""Receipt numbers that stand twice: one receipt is one gift, and cannot be for two amounts."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from charity_analysis.ledger.repeats.repeat_names import fold_all
from charity_analysis.ledger.repeats.repeat_rows import NO_AMOUNT, Rows, combine, number
from charity_analysis.rules import label_index

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa

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

    codes, texts = _receipt_numbers(rows)
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


def _receipt_numbers(rows: Rows) -> tuple[np.ndarray, list[str]]:
    """The number of each row's receipt among the texts that are receipt numbers; −1 where it has none."""
    import numpy as np

    if _differ_in_digits(rows.table[rows.identity.number]):
        return np.full(rows.count, -1, dtype=np.int64), []
    codes, values = rows.codes(rows.identity.number)
    if _are_distinct(values) and len(values) + np.count_nonzero(codes < 0) == len(codes):
        return codes, []
    texts = _without_prefixes(fold_all(values.to_pylist()))
    index: dict[str, int] = {}
    numbers = [index.setdefault(text, len(index)) if text else -1 for text in map(_number_in, texts)]
    return np.array([*numbers, -1], dtype=np.int64)[codes], list(index)


def _differ_in_digits(values: pa.ChunkedArray) -> bool:
    """True where each text has digits of its own: then no two say the same number, however they are spelt.

    Only plain characters and ideographs are taken at their word; others may fold into digits, or into nothing.
    """
    import numpy as np
    import pyarrow as pa
    import pyarrow.compute as pc

    stated = values.drop_null()
    if not pc.all(pc.match_substring_regex(stated, r"^[!-~\x{4e00}-\x{9fff}]{1,40}$")).as_py():
        return False
    try:
        digits = pc.replace_substring_regex(stated, "[^0-9]+", "").cast(pa.int64())
    except pa.ArrowInvalid:
        return False  # one has none, or too many
    ordered = np.sort(digits.to_numpy())
    return bool((ordered[1:] != ordered[:-1]).all())


def _are_distinct(values: pa.Array) -> bool:
    """True where no two texts could say the same number: quick, and sure only of texts in plain characters."""
    import pyarrow.compute as pc

    if not pc.all(pc.string_is_ascii(values)).as_py():
        return len({text.lstrip("0") for text in _without_prefixes(fold_all(values.to_pylist()))}) == len(values)
    visible = pc.replace_substring_regex(pc.ascii_lower(values), r"[\x00-\x20\x7f]", "")
    visible = pc.replace_substring_regex(visible, _prefix(), "")
    return int(pc.count_distinct(pc.utf8_ltrim(visible, "0")).as_py()) == len(values)


@cache
def _prefix() -> str:
    """A pattern for what says no more than that a number follows: "NO.", "票号"."""
    words = sorted(label_index("receipt_prefix"), key=len, reverse=True)
    return f"^(?:{'|'.join(map(re.escape, words))})+[.:#]*"


def _without_prefixes(texts: list[str]) -> list[str]:
    """Texts as they are compared, less what stands before their figures and merely says that they are a number."""
    joined = "\n".join(texts)
    if joined.count("\n") != len(texts) - 1:
        return texts
    return re.sub(rf"{_prefix()}(?=[0-9]{{2,}}$)", "", joined, flags=re.MULTILINE).split("\n")


@cache
def _no_number() -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, label_index("no_receipt"))))


def _number_in(text: str) -> str:
    """The receipt number that a cell's text, as texts are compared, says; "" where it says none.

    Leading noughts go: one office keeps its numbers as texts, another as numbers.
    """
    if len(text) < _FEWEST_CHARACTERS or not any("0" < character <= "9" for character in text):
        return ""
    if text.isdigit():
        return text.lstrip("0")
    return "" if _no_number().search(text) else text


def have_receipts(rows: Rows, at: np.ndarray) -> np.ndarray:
    """True for each of the rows `at` that states a receipt number."""
    import numpy as np

    texts = rows.table[rows.identity.number].take(at).fill_null("").to_pylist()
    return np.array([bool(_number_in(text)) for text in fold_all(texts)], dtype=bool)


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
