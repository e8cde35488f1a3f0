"""Plans that have fallen due against what was done under the same programme, counted in the same unit."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from charity_analysis.ingest.findings import Finding, excerpt
from charity_analysis.ledger.accounts.book import MOST_ROWS, Book, select
from charity_analysis.ledger.accounts.fund_periods import fund_key
from charity_analysis.ledger.due_days import last_day
from charity_analysis.money import Money, format_yuan
from charity_analysis.periods import ReportingPeriod
from charity_analysis.rules import label_names

if TYPE_CHECKING:
    import pyarrow as pa

_Plan = dict[str, Any]


def check_plans(book: Book) -> Iterator[Finding]:
    """One finding per plan that is due by the end of a period with data and of which fewer were reached, with the gap.

    Where it cannot be said which payments answer a plan nothing is found: analysis.plans says why.
    """
    plans = [row for row in book.table("plans").to_pylist() if row["plan_kind"] != "disclosure"]
    for plan in plans:
        until = _due_period(plan)
        paid = _paid(book, plan, until) if _is_comparable(book, plan, plans, until) else None
        if paid is not None and _count(paid) < plan["planned_count"]:
            yield _finding(plan, until, paid)


def _due_period(plan: _Plan) -> str:
    """The half-year at the end of which the plan is due: its own, or a later one that its window names."""
    due = last_day(plan["window"], plan["period"])
    own = str(plan["period"])
    return own if due is None else max(own, str(ReportingPeriod.of(due)))


def _is_comparable(book: Book, plan: _Plan, plans: list[_Plan], until: str) -> bool:
    """True for a plan to pay with a number, a unit and a programme that no other plan of its time shares."""
    if plan["planned_count"] is None or not plan["unit"] or not plan["programme"]:
        return False
    if not {plan["period"], until} <= book.filed or plan["programme"] in label_names("raised_programme").values():
        return False
    funds = {fund_key(entry.fund) for entry in book.entries}
    return not any(
        other["row_id"] != plan["row_id"]
        and other["programme"] == plan["programme"]
        and other["period"] <= until
        and plan["period"] <= _due_period(other)
        and other["unit"] in (None, plan["unit"])
        and not (other["plan_kind"] == "pledge" and fund_key(other["target"]) in funds)
        for other in plans
    )


def _paid(book: Book, plan: _Plan, until: str) -> pa.Table | None:
    """The payments that answer the plan: none where others are listed and none of its programme.

    None where no payments are listed at all, or none of the programme's says how many in the plan's unit.
    """
    import pyarrow.compute as pc

    periods = book.disbursements["period"]
    in_time = pc.and_(pc.greater_equal(periods, plan["period"]), pc.less_equal(periods, until))
    listed = book.disbursements.filter(in_time)
    paid = select(listed, programme=plan["programme"])
    rows = select(paid, beneficiary_unit=plan["unit"])
    if paid.num_rows:
        return rows if pc.count(rows["beneficiary_count"]).as_py() else None
    return rows if listed.num_rows else None


def _count(paid: pa.Table) -> int:
    import pyarrow.compute as pc

    return pc.sum(paid["beneficiary_count"]).as_py() or 0


def _finding(plan: _Plan, until: str, paid: pa.Table) -> Finding:
    """Names what is short: the number, and the money where less was paid than planned beyond what printing explains."""
    done = _count(paid)
    values = {
        "period": plan["period"],
        "item": excerpt(plan["item"]),
        "planned": str(plan["planned_count"]),
        "done": str(done),
        "unit": label_names("unit").get(plan["unit"], plan["unit"]),
        "gap": str(plan["planned_count"] - done),
    }
    ids = (plan["row_id"], *paid["row_id"].slice(0, MOST_ROWS).to_pylist())
    short = _money_short(plan, paid)
    if short.fen <= short.halfwidth_fen:
        return Finding("plan_gap_in_number", values=values, period=until, row_ids=ids)
    return Finding("plan_gap", values=values | {"amount": format_yuan(short.fen)}, period=until, row_ids=ids)


def _money_short(plan: _Plan, paid: pa.Table) -> Money:
    """Planned less paid; nothing where the plan states no money, or a payment has none."""
    import pyarrow.compute as pc

    planned = Money(plan["amount_fen"] or 0, plan["amount_halfwidth_fen"] or 0)
    if plan["amount_fen"] is None and plan["unit_amount_fen"] is not None:
        planned = Money(plan["planned_count"] * plan["unit_amount_fen"])
    if paid["amount_fen"].null_count:
        return Money(0)
    fen, halfwidth = (pc.sum(paid[name]).as_py() or 0 for name in ("amount_fen", "amount_halfwidth_fen"))
    return planned - Money(fen, halfwidth)
