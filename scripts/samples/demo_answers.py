"""What became of each plan and promise of a synthetic federation, computed from its records before any sheet."""

from __future__ import annotations

from dataclasses import dataclass

from samples.demo_records import Demo, Plan


@dataclass(frozen=True)
class PlanResult:
    """One plan and what answers it in its own half-year; counts in the plan's unit, money in fen.

    `status`: met, partly or not_started, judged by count where the plan has one, else by money.
    """

    status: str
    planned_fen: int
    actual_fen: int
    planned_count: int | None = None
    actual_count: int | None = None


def expected_answers(demo: Demo, period: str) -> dict[str, PlanResult]:
    """Item → its result, for what was planned and promised for `period`."""
    return {plan.item: _result(demo, plan) for plan in demo.plans if plan.for_period == period}


def _result(demo: Demo, plan: Plan) -> PlanResult:
    if plan.planned_count is None:
        founder = next(row.founder for row in demo.opening_balances if row.fund == plan.target)
        given = sum(
            gift.amount_fen
            for gift in demo.donations
            if (gift.period, gift.fund, gift.donor) == (plan.for_period, plan.target, founder)
        )
        return PlanResult(_status(given, plan.amount_fen), plan.amount_fen, given)
    payments = [
        payment
        for payment in demo.disbursements
        if (payment.period, payment.programme, payment.unit) == (plan.for_period, plan.programme, plan.unit)
    ]
    reached = sum(payment.beneficiary_count or 0 for payment in payments)
    paid = sum(payment.amount_fen for payment in payments)
    return PlanResult(_status(reached, plan.planned_count), plan.amount_fen, paid, plan.planned_count, reached)


def _status(actual: int, planned: int) -> str:
    if not actual:
        return "not_started"
    return "met" if actual >= planned else "partly"
