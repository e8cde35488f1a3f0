"""A table's serial numbers: where they skip or repeat, a row may have been deleted or entered twice."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from charity_analysis.ingest.addresses import cell_address
from charity_analysis.ingest.findings import Finding
from charity_analysis.ingest.layout.raw_table import Table
from charity_analysis.ingest.sheets import Sheet

_MOST_PLACES = 5


def find_serial_gaps(sheet: Sheet, table: Table) -> list[Finding]:
    """One finding for all places where the numbers go on otherwise than by one.

    Numbers that begin again at 1, run downward, or are in disorder but complete are in order; what is no plain
    number (JZ-2020-007), or goes by no steps of one at all, is no numbering.
    """
    column = table.header.columns.get("serial_no")
    if column is None or _is_in_order(table.columns.get("serial_no", [])):
        return []
    if _runs_on([sheet.value(row, column) for row in table.rows]):
        return []
    numbered = [(row, number) for row in table.rows if (number := _number(sheet.value(row, column))) is not None]
    numbers = [number for _, number in numbered]
    if len(numbers) < 2 or set(numbers) == set(range(min(numbers), min(numbers) + len(numbers))):
        return []
    step = -1 if sum(after < before for before, after in pairwise(numbers)) * 2 > len(numbers) else 1
    steps = sum(after - before == step for before, after in pairwise(numbers))
    if numbers[0] != 1 and steps * 2 < len(numbers) - 1:
        return []
    places = list(_places(sheet, column, numbered, step))
    if not places:
        return []
    named = "、".join(f"{before}→{after}（第 {row + 1} 行）" for row, before, after in places[:_MOST_PLACES])
    detail = named + ("…" if len(places) > _MOST_PLACES else "")
    cell = cell_address(places[0][0], column)
    return [Finding("serial_gap", sheet=sheet.name, cell=cell, values={"detail": detail})]


def _runs_on(values: list[object]) -> bool:
    """True for plain numbers that go on by one to the end, as nearly always: told without a look at each."""
    first = values[0] if values else None
    if not isinstance(first, float) or not first.is_integer():
        return False
    return values == list(range(int(first), int(first) + len(values)))


def _is_in_order(values: list[object]) -> bool:
    """True for numbers that go up by one from the first to the last, as nearly all do; told at once for all."""
    if not values or not set(map(type, values)) <= {int, float}:
        return False
    first = values[0]
    return isinstance(first, (int, float)) and values == [first + number for number in range(len(values))]


def _places(sheet: Sheet, column: int, numbered: list[tuple[int, int]], step: int) -> Iterator[tuple[int, int, int]]:
    """Row, number before and number after of each break in the numbering."""
    for (above, before), (row, after) in pairwise(numbered):
        if after - before == step or (step == 1 and after == 1 and before != 1):
            continue
        # Rows that were numbered beforehand and never filled in are no gap.
        between = {_number(sheet.value(between, column)) for between in range(above + 1, row)}
        if after - before > 1 and between.issuperset(range(before + 1, after)):
            continue
        yield row, before, after


def _number(value: object) -> int | None:
    """The whole number in a cell, None where it holds something else."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return value
    if isinstance(value, float):
        return int(value) if value.is_integer() else None
    text = value.strip() if isinstance(value, str) else ""
    return int(text) if text.isdecimal() and len(text) < 10 else None
