"""Plans of a period against what was done under the same programme, counted in the same unit."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from charity_analysis.ingest.findings import Finding, excerpt
from charity_analysis.ledger.accounts.book import MOST_ROWS, Book, select
from charity_analysis.ledger.accounts.fund_periods import fund_key
from charity_analysis.money import format_yuan
from charity_analysis.rules import label_names

_Plan = dict[str, Any]
_Done = tuple[int, int, tuple[str, ...]]


def check_plans(book: Book) -> Iterator[Finding]:
    """One finding per plan of a period with data of which fewer were reached than planned, with the gap.

    Where it cannot be said which payments answer a plan nothing is found: analysis.plans says why.
    """
    plans = [row for row in book.table("plans").to_pylist() if row["plan_kind"] != "disclosure"]
    for plan in plans:
        done = _done(book, plan) if _is_comparable(book, plan, plans) else None
        if done is not None and done[0] < plan["planned_count"]:
            yield _finding(plan, *done)


def _is_comparable(book: Book, plan: _Plan, plans: list[_Plan]) -> bool:
    """True for a plan to pay with a number, a unit and a programme that no other plan of the period shares."""
    if plan["planned_count"] is None or not plan["unit"] or not plan["programme"] or plan["period"] not in book.filed:
        return False
    if plan["programme"] in label_names("raised_programme").values():
        return False
    funds = {fund_key(entry.fund) for entry in book.entries}
    return not any(
        other["row_id"] != plan["row_id"]
        and (other["period"], other["programme"]) == (plan["period"], plan["programme"])
        and other["unit"] in (None, plan["unit"])
        and not (other["plan_kind"] == "pledge" and fund_key(other["target"]) in funds)
        for other in plans
    )


def _done(book: Book, plan: _Plan) -> _Done | None:
    """How many were reached, what was paid for them in fen, and the rows; None where that is not said in its unit."""
    import pyarrow.compute as pc

    paid = select(book.disbursements, period=plan["period"], programme=plan["programme"])
    rows = select(paid, beneficiary_unit=plan["unit"])
    if paid.num_rows and not rows.num_rows:
        return None
    if rows.num_rows and not pc.count(rows["beneficiary_count"]).as_py():
        return None  # not said how many, which is not none
    count, fen = (pc.sum(rows[name]).as_py() or 0 for name in ("beneficiary_count", "amount_fen"))
    return count, fen, tuple(rows["row_id"].slice(0, MOST_ROWS).to_pylist())


def _finding(plan: _Plan, count: int, fen: int, ids: tuple[str, ...]) -> Finding:
    planned = plan["amount_fen"]
    if planned is None and plan["unit_amount_fen"] is not None:
        planned = plan["planned_count"] * plan["unit_amount_fen"]
    values = {
        "period": plan["period"],
        "item": excerpt(plan["item"]),
        "planned": str(plan["planned_count"]),
        "done": str(count),
        "unit": label_names("unit").get(plan["unit"], plan["unit"]),
        "gap": str(plan["planned_count"] - count),
        "amount": "—" if planned is None else format_yuan(max(0, planned - fen)),
    }
    return Finding("plan_gap", values=values, period=plan["period"], row_ids=(plan["row_id"], *ids))
