"""One plan or promise answered by the ledger: how many and how much, what is lacking, and what stays open."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Literal

import pandas as pd

from charity_analysis.analysis.figures import Figure, sum_amounts, sum_counts
from charity_analysis.analysis.planning.plan_actuals import Actuals, find_actuals
from charity_analysis.ledger.due_days import last_day
from charity_analysis.money import Money
from charity_analysis.periods import ReportingPeriod

if TYPE_CHECKING:
    from charity_analysis.ledger.ledger import Ledger

Status = Literal["met", "partly", "not_started", "not_measurable", "no_target"]


@dataclass(frozen=True)
class PlanAnswer:
    """One plan or promise, and what the ledger says of it.

    `planned`, `gap` and `actual` (unit fen) are money with its precision; a gap is planned − actual, so that a
    negative one is more than was planned. `period` is the half-year that it is for, `due` the last day of its window,
    None where the window names none. `left_out` are payments without a unit that may answer it too: with any, a gap
    is the most that may lack. `why` is a sentence in Chinese, blank where there is nothing to say.
    """

    row_id: str
    item: str
    plan_kind: str | None
    programme: str | None
    target: str | None
    window: str | None
    milestone: str | None
    planned_count: int | None
    actual_count: Figure | None
    unit: str | None
    planned: Money | None
    actual: Figure | None
    gap_count: int | None
    gap: Money | None
    status: Status
    why: str
    period: str
    due: date | None
    left_out: int = 0


def answer_plan(plan: Any, plans: pd.DataFrame, ledger: Ledger, period: str) -> PlanAnswer:
    """`plan` against the rows from the half-year that it is for up to and in `period`, beside the others in `plans`."""
    since = frozenset(known for known in ledger.periods if plan.period <= known <= period)
    found = find_actuals(plan, plans, ledger, since) if since else Actuals(None, "台账中没有这一期间的收支")
    planned_count, planned = _planned(plan)
    count, amount = _measured(plan, found)
    gap_count = None if planned_count is None or count is None else planned_count - int(count.value or 0)
    gap = None if planned is None or amount is None else planned - Money(int(amount.value or 0), int(amount.halfwidth))
    status, why = _judge(plan, found, gap_count, gap)
    due = last_day(_text(plan.window), plan.period)
    return PlanAnswer(
        row_id=plan.row_id,
        item=plan.item,
        plan_kind=_text(plan.plan_kind),
        programme=_text(plan.programme),
        target=_text(plan.target),
        window=_text(plan.window),
        milestone=_text(plan.milestone),
        planned_count=planned_count,
        actual_count=count,
        unit=_text(plan.unit),
        planned=planned,
        actual=amount,
        gap_count=gap_count,
        gap=gap,
        status=status,
        why="；".join(part for part in (why, _when(plan, status, due, ReportingPeriod.parse(period))) if part),
        period=plan.period,
        due=due,
        left_out=found.left_out,
    )


def _when(plan: Any, status: Status, due: date | None, period: ReportingPeriod) -> str:
    """What time says of a plan that is not met: its window still runs or is over, and from which period it dates."""
    told = []
    if plan.period < str(period):
        what = "承诺" if plan.plan_kind == "pledge" else "计划"
        unsettled = "，台账没有办结的记录" if status == "no_target" else ""
        told.append(f"{ReportingPeriod.parse(plan.period).label()}的{what}{unsettled}")
    if status in ("partly", "not_started") and due is not None:
        told.append(f"时限为 {due.isoformat()}，本期末{'尚未' if due > period.last_day else '已'}到期")
    return "；".join(told)


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None


def _planned(plan: Any) -> tuple[int | None, Money | None]:
    """What was planned: a count, and an amount as stated, else count × amount per unit where both are stated."""
    count = int(plan.planned_count) if pd.notna(plan.planned_count) else None
    if pd.notna(plan.amount_fen):
        return count, Money(int(plan.amount_fen), int(plan.amount_halfwidth_fen))
    if count is not None and pd.notna(plan.unit_amount_fen):
        return count, Money(count * int(plan.unit_amount_fen))
    return count, None


def _measured(plan: Any, found: Actuals) -> tuple[Figure | None, Figure | None]:
    """How many and how much the rows state; None where they state none, or cannot be told apart."""
    if found.rows is None or found.rows.empty:
        return None, None
    amount = sum_amounts(found.rows, "actual", "实际金额", "对应明细逐笔相加")
    has_unit = isinstance(plan.unit, str) and not found.is_received
    count = sum_counts(found.rows, "beneficiary_count", "actual_count", "实际数") if has_unit else None
    known = count if count is not None and count.value is not None else None
    return known, amount if amount.value is not None else None


def _judge(plan: Any, found: Actuals, gap_count: int | None, gap: Money | None) -> tuple[Status, str]:
    """The plan's state, judged by count where one can be measured, else by amount, to the printed precision."""
    if not _has_target(plan):
        return "no_target", "没有写明数目和金额，不能对照"
    if found.rows is None:
        return "not_measurable", found.why
    if found.is_silent:
        return "not_started", found.why or "台账中没有对应的捐赠记录"
    if plan.planned_count == 0 if pd.notna(plan.planned_count) else plan.amount_fen == 0:
        return "not_measurable", "计划数为 0"
    if gap_count is not None:
        return ("met" if gap_count <= 0 else "partly"), found.why
    if gap is not None:
        return ("met" if gap.fen <= gap.halfwidth_fen else "partly"), found.why
    return "not_measurable", found.why or "对应的明细没有写明可比的数目或金额"


def _has_target(plan: Any) -> bool:
    return bool(pd.notna(plan.planned_count) or pd.notna(plan.amount_fen))
