"""Which row of one record is which row of another: sheets by their ids, rows by number, or by what they say."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import Any

# A row of one sheet: its position in the record, its number in the sheet, and what it says.
_Row = tuple[int, int, tuple[Any, ...]]
# Comparing every row with every other takes time; beyond so many pairs rows go by their numbers.
_MOST_PAIRS = 4_000_000


def match_rows(old: dict[str, Any], new: dict[str, Any]) -> dict[int, int]:
    """Position in `old` → position in `new` of each row that is in both.

    A row inserted above moves all numbers below it: those rows are still the same ones. A sheet that was renamed, with
    the same rows in it, is the same sheet.
    """
    before, after = _by_sheet(old), _by_sheet(new)
    matched: dict[int, int] = {}
    for sheet, other in _sheet_pairs(before, after):
        matched.update(_match_sheet(before[sheet], after[other]))
    return matched


def _by_sheet(record: dict[str, Any]) -> dict[str, list[_Row]]:
    """Each sheet's rows by their numbers."""
    sheets: dict[str, list[_Row]] = defaultdict(list)
    for position, (place, number, *says) in enumerate(record["rows"]):
        sheets[record["places"][place]["ids"]].append((position, number, tuple(says)))
    return {sheet: sorted(rows, key=lambda row: row[1]) for sheet, rows in sheets.items()}


def _sheet_pairs(before: dict[str, list[_Row]], after: dict[str, list[_Row]]) -> Iterator[tuple[str, str]]:
    yield from ((sheet, sheet) for sheet in before if sheet in after)
    # What stands in a sheet, its kind (the first letter) with it, tells a renamed one.
    new_ones: dict[tuple[Any, ...], list[str]] = defaultdict(list)
    for sheet in after:
        if sheet not in before:
            new_ones[_content(sheet, after[sheet])].append(sheet)
    for sheet in before:
        if sheet not in after and new_ones[_content(sheet, before[sheet])]:
            yield sheet, new_ones[_content(sheet, before[sheet])].pop(0)


def _content(sheet: str, rows: list[_Row]) -> tuple[Any, ...]:
    return sheet[:1], *((number, says) for _, number, says in rows)


def _match_sheet(before: list[_Row], after: list[_Row]) -> dict[int, int]:
    """By number or by sequence, whichever leaves fewer rows that differ."""
    by_number = _match_by_number(before, after)
    if not _unlike(by_number, before, after):
        return by_number
    by_sequence = _match_by_sequence(before, after)
    return min(by_number, by_sequence, key=lambda matched: _unlike(matched, before, after))


def _unlike(matched: dict[int, int], before: list[_Row], after: list[_Row]) -> int:
    """How many rows are only in one, or say otherwise."""
    said = {position: says for position, _, says in before}
    says_now = {position: says for position, _, says in after}
    alike = sum(said[position] == says_now[other] for position, other in matched.items())
    changed = len(matched) - alike
    return len(before) + len(after) - 2 * len(matched) + changed


def _match_by_number(before: list[_Row], after: list[_Row]) -> dict[int, int]:
    numbers = {number: position for position, number, _ in after}
    return {position: numbers[number] for position, number, _ in before if number in numbers}


def _match_by_sequence(before: list[_Row], after: list[_Row]) -> dict[int, int]:
    """The same rows in the same order; where some were replaced, the first by the first, and so on."""
    start = 0
    while start < min(len(before), len(after)) and before[start][2] == after[start][2]:
        start += 1
    end = 0
    while end < min(len(before), len(after)) - start and before[-1 - end][2] == after[-1 - end][2]:
        end += 1
    matched = {one[0]: other[0] for one, other in zip(before[:start], after[:start], strict=True)}
    if end:
        matched |= {one[0]: other[0] for one, other in zip(before[-end:], after[-end:], strict=True)}
    middle, other_middle = before[start : len(before) - end], after[start : len(after) - end]
    if len(middle) * len(other_middle) > _MOST_PAIRS:
        return matched | _match_by_number(middle, other_middle)
    blocks = SequenceMatcher(None, [row[2] for row in middle], [row[2] for row in other_middle], autojunk=False)
    for kind, low, high, other_low, other_high in blocks.get_opcodes():
        if kind in ("equal", "replace"):
            matched |= {
                one[0]: other[0]
                for one, other in zip(middle[low:high], other_middle[other_low:other_high], strict=False)
            }
    return matched
