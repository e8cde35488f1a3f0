"""Whose money it is: rows that count although their books are uncertain, and rows that stand beside the totals."""

from __future__ import annotations

from collections.abc import Iterator

from charity_analysis.ingest.findings import Finding
from charity_analysis.ledger.row_checks.rows import Rows

_LISTS = frozenset({"donations", "disbursements"})
_FEWEST_ROWS = 2


def check_books(rows: Rows) -> Iterator[Finding]:
    """Money in uncertain books, held for others, or of partners, each with its sum."""
    if rows.kind in _LISTS:
        yield from rows.find("books_uncertain", "books", rows.one_of("books", ["uncertain"]))
    if rows.kind in _LISTS or rows.kind == "agency":
        yield from rows.find("agency_beside", "books", rows.one_of("books", ["agency"]))
        yield from rows.find("partner_beside", "books", rows.one_of("books", ["partner"]))


def check_total_stated(rows: Rows) -> Iterator[Finding]:
    """A list of gifts or payments that has no total over all its rows, with the sum that it would be."""
    import pyarrow.compute as pc

    is_list = rows.kind in _LISTS and rows.part.clean.num_rows >= _FEWEST_ROWS
    if is_list and not pc.any(rows.part.totals["covers_all"]).as_py():
        yield from rows.find("total_not_stated", "amount_fen", pc.invert(rows.missing("row_id")))
