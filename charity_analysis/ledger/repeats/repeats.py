"""Which rows of an organisation's lists say again what another row says: held, or named where they may be real.

Five questions, in this order: whole stretches of a list that another list holds (`repeated_rows`, by the rule of
repeat_evidence.py); receipt numbers that stand twice (`receipt_repeated`, `receipt_conflict`); rows amid repeated ones
that differ in nothing but their amount (`revised_amount`); equal gifts that nothing tells apart, which count
(`possible_duplicate`); and whole lists of the same amounts in the same order, told differently, which count as well
(`possible_repeat`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from charity_analysis.ingest.findings import Finding
from charity_analysis.ledger.repeats.repeat_lists import IDENTITIES, Listing
from charity_analysis.ledger.repeats.repeat_rows import NO_AMOUNT, Rows
from charity_analysis.money import format_yuan

if TYPE_CHECKING:
    import numpy as np

    from charity_analysis.ledger.repeats.repeat_search import Search

__all__ = ["Hold", "Listing", "Repeats", "find_repeats"]
# More than so many of a kind on one list are told as one: the rest of their rows are held all the same.
_MOST_TOLD_SINGLY = 20


@dataclass(frozen=True)
class Hold:
    """Why one row is held: by which rule, for which cell ("D7", None where unknown), and which row it repeats."""

    rule: str
    cell: str | None
    original: str


@dataclass
class Repeats:
    """What `find_repeats` found: `held` by row_id, and the findings in the order of the lists."""

    held: dict[str, Hold] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)


def find_repeats(lists: Sequence[Listing]) -> Repeats:
    """The rows of `lists` that repeat rows of earlier ones, and equal ones that may be real.

    Every row is kept or held: rows are never changed, and of rows that say the same one always counts, save where one
    receipt, or one row of two editions, has two amounts. Of two lists that is the earlier whose folder's period is;
    then, whose last day is; then, that has fewer rows, since a whole is made after its parts; then, that stands first
    in `lists`.
    """
    found = Repeats()
    for kind, identity in IDENTITIES.items():
        alike = [listing for listing in lists if listing.kind == kind and listing.rows.num_rows]
        if alike:
            alike.sort(key=lambda listing: _age(listing, identity.date))
            _find(Rows(kind, alike), found)
    return found


def _age(listing: Listing, date: str) -> tuple[str, int, int]:
    import pyarrow.compute as pc

    last = pc.max(listing.rows[date]).cast("int64").as_py() if date else None
    return listing.period, last or 0, listing.rows.num_rows


def _find(rows: Rows, found: Repeats) -> None:
    import numpy as np

    search = None
    has_receipts = "receipt_no" in rows.table.column_names
    counted = np.arange(rows.count)
    if len(rows.lists) > 1:
        from charity_analysis.ledger.repeats.repeat_search import Search

        search = Search(rows)
        found.findings += _hold_repeats(search, found)
        counted = counted[search.root == counted]
    if has_receipts:
        counted = _hold_receipts(rows, counted, found)
    if search is not None:
        counted = _hold_revised_amounts(search, counted, found)
    if has_receipts:
        found.findings += _equal_gifts(rows, counted)
    if search is not None:
        found.findings += (_possible_duplicate(rows, *equal) for equal in search.equal_elsewhere(counted))
        found.findings += _possible_repeats(rows, counted)


def _hold_repeats(search: Search, found: Repeats) -> Iterator[Finding]:
    rows, amount = search.rows, search.rows.identity.amount
    for overlap in search.run():
        original = rows.lists[overlap.earlier].place
        _hold(rows, overlap.held, "repeated_rows", amount, rows.places(search.root[overlap.held]), found)
        yield _finding("repeated_rows", rows, overlap.held, amount, original)
        if len(overlap.revised):
            yield _finding("revised_rows", rows, overlap.revised, amount, original)


def _hold(rows: Rows, at: np.ndarray, rule: str, column: str, originals: list[str], found: Repeats) -> None:
    for row_id, cell, original in zip(rows.row_ids(at), rows.cells(at, column), originals, strict=True):
        found.held[row_id] = Hold(rule, cell, original)


def _hold_receipts(rows: Rows, counted: np.ndarray, found: Repeats) -> np.ndarray:
    """Hold rows for their receipt's number; the rows that still count."""
    import numpy as np

    from charity_analysis.ledger.repeats.repeat_receipts import find_shared_receipts

    together: dict[tuple[int, str], list[tuple[int, int]]] = {}
    for each in find_shared_receipts(rows, counted):
        together.setdefault((int(rows.list_of[each.row]), each.rule), []).append((each.row, each.original))
    for (_, rule), pairs in together.items():
        at, originals = (np.array(each) for each in zip(*pairs, strict=True))
        places = rows.places(originals)
        _hold(rows, at, rule, "receipt_no", places, found)
        # One finding each, or one for all of them where they are many.
        parts = np.split(at, len(at)) if len(at) <= _MOST_TOLD_SINGLY else [at]
        told = zip(parts, places[: len(parts)], strict=True)
        found.findings += [_finding(rule, rows, part, "receipt_no", place) for part, place in told]
        counted = counted[~np.isin(counted, at)]
    return counted


def _hold_revised_amounts(search: Search, counted: np.ndarray, found: Repeats) -> np.ndarray:
    """Hold both rows of each payment that two overlapping lists give two amounts for; the rows that still count."""
    import numpy as np

    rows = search.rows
    later, earlier = search.revised_amounts()
    both = np.array([[*later, *earlier], [*earlier, *later]], dtype=np.int64)
    both = both[:, np.isin(both[0], counted)]
    for listing in np.unique(rows.list_of[both[0]]).tolist():
        at, others = both[:, rows.list_of[both[0]] == listing]
        at, first = np.unique(at, return_index=True)
        others = others[first]
        places, amount = rows.places(others), rows.identity.amount
        _hold(rows, at, "revised_amount", amount, places, found)
        size = 1 if len(at) <= _MOST_TOLD_SINGLY else len(at)
        for start in range(0, len(at), size):
            part = slice(start, start + size)
            finding = _finding("revised_amount", rows, at[part], amount, places[start])
            other_fen = int(rows.fen[others[part]].sum())
            found.findings.append(finding.at(values=finding.values | {"other_amount": format_yuan(other_fen)}))
    return counted[~np.isin(counted, both[0])]


def _equal_gifts(rows: Rows, counted: np.ndarray) -> Iterator[Finding]:
    from charity_analysis.ledger.repeats.repeat_duplicates import find_equal_gifts

    for equal in find_equal_gifts(rows, counted):
        yield _possible_duplicate(rows, *equal)


def _possible_duplicate(rows: Rows, at: np.ndarray, original: np.ndarray) -> Finding:
    return _finding("possible_duplicate", rows, at, rows.identity.amount, rows.places(original[:1])[0])


def _possible_repeats(rows: Rows, counted: np.ndarray) -> Iterator[Finding]:
    from charity_analysis.ledger.repeats.repeat_sequences import find_same_sequences

    for at, earlier in find_same_sequences(rows, counted):
        yield _finding("possible_repeat", rows, at, rows.identity.amount, rows.lists[earlier].place)


def _finding(rule: str, rows: Rows, at: np.ndarray, column: str, original: str) -> Finding:
    """A finding for the rows `at` of one list: its cell is the first one's."""
    listing, fen = rows.lists[int(rows.list_of[at[0]])], rows.fen[at]
    values = {
        "rows": str(len(at)),
        "amount": format_yuan(int(fen[fen != NO_AMOUNT].sum())),
        "original": original,
    }
    place = {
        "organisation": listing.organisation,
        "period": listing.period,
        "file": listing.file,
        "sheet": listing.sheet,
    }
    return Finding(rule, cell=rows.cells(at[:1], column)[0], values=values, row_ids=tuple(rows.row_ids(at))).at(**place)
