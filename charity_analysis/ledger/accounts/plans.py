"""Plans of a period against what was done under the same programme, counted in the same unit."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from charity_analysis.ingest.findings import Finding, excerpt
from charity_analysis.ledger.accounts.book import MOST_ROWS, Book, select
from charity_analysis.money import format_yuan
from charity_analysis.rules import label_names

_NO_PROMISE_TO_PAY = frozenset({"disclosure"})


def check_plans(book: Book) -> Iterator[Finding]:
    """One finding per plan of a period with data of which fewer were reached than planned, with the gap."""
    done: dict[tuple[str, str, str], tuple[int, int, tuple[str, ...]]] = {}
    for row in select_plans(book):
        key = (row["period"], row["programme"], row["unit"])
        if key not in done:
            done[key] = _done(book, *key)
        count, fen, ids = done[key]
        if count < row["planned_count"]:
            yield _finding(row, count, fen, ids)


def select_plans(book: Book) -> Iterator[dict[str, Any]]:
    """The plans that can be compared: with a number, a unit and a programme, for a period that has data."""
    for row in book.table("plans").to_pylist():
        is_comparable = row["planned_count"] is not None and row["unit"] and row["programme"]
        if is_comparable and row["period"] in book.filed and row["plan_kind"] not in _NO_PROMISE_TO_PAY:
            yield row


def _done(book: Book, period: str, programme: str, unit: str) -> tuple[int, int, tuple[str, ...]]:
    """How many were reached, what was paid for them in fen, and the rows."""
    import pyarrow.compute as pc

    rows = select(book.disbursements, period=period, programme=programme, beneficiary_unit=unit)
    rows = rows.filter(pc.is_valid(rows["beneficiary_count"]))
    count, fen = (pc.sum(rows[name]).as_py() or 0 for name in ("beneficiary_count", "amount_fen"))
    return count, fen, tuple(rows["row_id"].slice(0, MOST_ROWS).to_pylist())


def _finding(row: dict[str, Any], count: int, fen: int, ids: tuple[str, ...]) -> Finding:
    gap = None if row["amount_fen"] is None else row["amount_fen"] - fen
    values = {
        "period": row["period"],
        "item": excerpt(row["item"]),
        "planned": str(row["planned_count"]),
        "done": str(count),
        "unit": label_names("unit").get(row["unit"], row["unit"]),
        "gap": str(row["planned_count"] - count),
        "amount": "—" if gap is None else format_yuan(max(0, gap)),
    }
    return Finding("plan_gap", values=values, period=row["period"], row_ids=(row["row_id"], *ids))
