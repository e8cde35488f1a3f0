"""What differs between two records of one period: which figure, from what to what, because of which rows."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from charity_analysis.report.record import Record
from charity_analysis.report.record_rows import spread_positions
from charity_analysis.report.row_matching import match_rows


@dataclass(frozen=True)
class Measured:
    """What a row said: fen, ± fen, count; None where the sheet does not give it."""

    fen: int | None
    halfwidth: int
    count: int | None


@dataclass(frozen=True)
class RowChange:
    """A row that a figure rests on no more (`now` is None), newly rests on (`was` is None), or that says otherwise."""

    place: str
    number: int
    was: Measured | None
    now: Measured | None

    def difference(self, unit: str) -> int:
        """What the row adds to a sum's change, in fen or as a count; what is not given adds nothing."""
        return _measure(self.now, unit) - _measure(self.was, unit)


@dataclass(frozen=True)
class Stated:
    """What a figure said: value and halfwidth in its unit, or why it was missing."""

    value: int | float | None
    halfwidth: int | float = 0
    why_missing: str = ""


@dataclass(frozen=True)
class FigureChange:
    """One figure that says otherwise; `rows` are those it changed because of, none where only its making changed."""

    id: str
    name: str
    unit: str
    was: Stated
    now: Stated
    rows: tuple[RowChange, ...]

    @property
    def difference(self) -> int | float | None:
        """now − was in the figure's unit; None where either is missing."""
        if self.was.value is None or self.now.value is None:
            return None
        return self.now.value - self.was.value


@dataclass(frozen=True)
class Comparison:
    """Every figure that differs, in the records' order; `is_made_otherwise` where code or rules are not the same."""

    changes: tuple[FigureChange, ...]
    is_made_otherwise: bool


def compare_records(old: Record, new: Record) -> Comparison:
    """What `new` says otherwise than `old`; nothing where no figure's value or precision differs.

    What either does not show, because it would tell of few people, is not compared: it would be told after all. Figures
    beside the key figures, and parts, are left out where a key figure says just the same.
    """
    matched = match_rows(old, new)
    told: set[tuple[Any, ...]] = set()
    changes = []
    for key, was, now in _pairs(old, new):
        change = _change(key, was, now, old, new, matched)
        if change is None:
            continue
        content = (change.unit, change.was, change.now, change.rows)
        is_key_figure = key.startswith("K") and "/" not in key
        if is_key_figure or content not in told:
            changes.append(change)
        told.add(content)
    return Comparison(tuple(changes), old.get("code_version") != new.get("code_version"))


def _pairs(old: Record, new: Record) -> Iterator[tuple[str, Record | None, Record | None]]:
    """Each figure with its counterpart: key figures, then their parts, then the others, in the order of `new`."""
    for entries in (_key_figures, _parts, _others):
        was, now = entries(old), entries(new)
        for key in [*now, *(key for key in was if key not in now)]:
            yield key, was.get(key), now.get(key)


def _key_figures(record: Record) -> dict[str, Record]:
    return {entry["id"]: entry for entry in record["key_figures"]}


def _parts(record: Record) -> dict[str, Record]:
    return {
        f"{entry['id']}/{part['id']}": {**part, "name": f"{entry['id']} {entry['name']}：{part['name']}"}
        for entry in record["key_figures"]
        for part in entry.get("parts", ())
    }


def _others(record: Record) -> dict[str, Record]:
    return {f"figure/{entry['id']}": entry for entry in record["figures"]}


def _change(
    key: str, was: Record | None, now: Record | None, old: Record, new: Record, matched: dict[int, int]
) -> FigureChange | None:
    if any(entry is not None and entry.get("hidden") for entry in (was, now)):
        return None
    stated_was, stated_now = _stated(was), _stated(now)
    if _says_the_same(stated_was, stated_now):
        return None
    entry = now or was or {}
    name = f"{key} {entry['name']}" if "/" not in key else entry["name"]
    rows = _row_changes(was, now, old, new, matched)
    return FigureChange(key, name, entry["unit"], stated_was, stated_now, tuple(rows))


def _stated(entry: Record | None) -> Stated:
    if entry is None:
        return Stated(None, 0, "没有这一项")
    return Stated(entry["value"], entry["halfwidth"], entry.get("why_missing") or "")


def _says_the_same(was: Stated, now: Stated) -> bool:
    if was.value is None or now.value is None:
        return was.value is now.value
    # Shares are the only figures that are not whole: the last bits may differ by the order of a sum.
    return all(
        one == other if isinstance(one, int) and isinstance(other, int) else math.isclose(one, other, rel_tol=1e-12)
        for one, other in ((was.value, now.value), (was.halfwidth, now.halfwidth))
    )


def _row_changes(
    was: Record | None, now: Record | None, old: Record, new: Record, matched: dict[int, int]
) -> Iterator[RowChange]:
    before = spread_positions(was["rows"]) if was else []
    after = spread_positions(now["rows"]) if now else []
    kept = set(after)
    come_from = {matched[position]: position for position in before if matched.get(position) in kept}
    for position in before:
        if matched.get(position) not in kept:
            place, number, said = _row(old, position)
            yield RowChange(place, number, said, None)
    for position in after:
        place, number, says = _row(new, position)
        said_before = _row(old, come_from[position])[2] if position in come_from else None
        if says != said_before:
            yield RowChange(place, number, said_before, says)


def _row(record: Record, position: int) -> tuple[str, int, Measured]:
    place, number, fen, halfwidth, count = record["rows"][position]
    return record["places"][place]["place"], number, Measured(fen, halfwidth, count)


def _measure(measured: Measured | None, unit: str) -> int:
    if measured is None:
        return 0
    return (measured.count if unit == "count" else measured.fen) or 0
