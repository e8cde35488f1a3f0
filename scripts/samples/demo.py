"""The demo federation as records in memory, and its control totals, computed before any sheet is laid out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from typing import Any, TypeVar

from samples.demo_designated import build_designated_gifts
from samples.demo_disbursements import build_disbursements, find_all_wishes
from samples.demo_disclosures import build_disclosures
from samples.demo_donations import build_donations
from samples.demo_other_income import build_other_income
from samples.demo_records import PERIODS, Demo, Disbursement, Donation
from samples.demo_registers import (
    RECLASSIFICATIONS,
    build_agency_movements,
    build_opening_balances,
    build_plans,
    build_receipt_counts,
)
from samples.demo_world import FUNDS

Row = TypeVar("Row", Donation, Disbursement)


@cache
def build_demo() -> Demo:
    """All records of the ten half-years; the same on every call and machine."""
    designated = build_designated_gifts()
    donations = build_donations(designated)
    other_income = build_other_income()
    disbursements = build_disbursements((*donations, *other_income), designated, find_all_wishes(), FUNDS, "示慈")
    return Demo(
        donations,
        disbursements,
        build_agency_movements(),
        build_receipt_counts(donations),
        build_opening_balances(),
        build_plans(disbursements),
        other_income,
        build_disclosures(),
        RECLASSIFICATIONS,
    )


def control_totals(demo: Demo | None = None, periods: Sequence[str] = PERIODS) -> dict[str, dict[str, Any]]:
    """Period → totals of own books; money in fen, agency movements apart and never inside a total.

    `received_fen` and what is split from it are gifts only; what else came in stands beside it.
    """
    demo = demo or build_demo()
    return {period: _period_totals(demo, period) for period in periods}


def closing_balances_fen(demo: Demo, period: str) -> dict[str, int]:
    """Fund → opening balance plus all income less all payments, reclassified, up to the end of `period`, in fen."""
    balances: Counter[str] = Counter()
    for opening in demo.opening_balances:
        if opening.period <= period:
            balances[opening.fund] += opening.amount_fen
    for income in (*demo.donations, *demo.other_income):
        if income.period <= period:
            balances[income.fund] += income.amount_fen
    for payment in demo.disbursements:
        if payment.period <= period:
            balances[payment.fund] -= payment.amount_fen
    for move in demo.reclassifications:
        if move.period <= period:
            balances[move.fund] += move.amount_fen
    return dict(balances)


def _period_totals(demo: Demo, period: str) -> dict[str, Any]:
    gifts = [gift for gift in demo.donations if gift.period == period]
    other_income = [row for row in demo.other_income if row.period == period]
    payments = [payment for payment in demo.disbursements if payment.period == period]
    agency = [movement for movement in demo.agency if movement.period == period]
    due = [item for item in demo.disclosures if item.period == period]
    beneficiaries: Counter[str] = Counter()
    for payment in payments:
        beneficiaries[payment.unit] += payment.beneficiary_count or 0
    del beneficiaries[""]
    return {
        "received_fen": _sum_fen(gifts),
        "other_income_fen": _sum_fen(other_income),
        "total_income_fen": _sum_fen((*gifts, *other_income)),
        "paid_fen": _sum_fen(payments),
        "donation_count": len(gifts),
        "disbursement_count": len(payments),
        "other_income_count": len(other_income),
        "by_channel_other_income_fen": _by(other_income, lambda row: row.channel),
        "by_programme_received_fen": _by(gifts, lambda gift: gift.programme),
        "by_programme_paid_fen": _by(payments, lambda payment: payment.programme),
        "by_channel_received_fen": _by(gifts, lambda gift: gift.channel),
        "by_fund_received_fen": _by(gifts, lambda gift: gift.fund),
        "by_fund_paid_fen": _by(payments, lambda payment: payment.fund),
        "by_fund_closing_fen": closing_balances_fen(demo, period),
        "by_payee_kind_paid_fen": _by(payments, lambda payment: payment.payee_kind),
        "by_cost_class_paid_fen": _by(payments, lambda payment: payment.cost_class),
        "restricted_received_fen": _sum_fen(gift for gift in gifts if gift.is_restricted),
        "goods_received_fen": _sum_fen(gift for gift in gifts if gift.is_goods),
        "goods_paid_fen": _sum_fen(payment for payment in payments if payment.is_goods),
        "designated_received_fen": _sum_fen(gift for gift in gifts if gift.is_designated),
        "receipted_count": sum(bool(gift.receipt_no) for gift in gifts),
        "consent_refused_count": sum(not gift.consents for gift in gifts),
        "approved_count": sum(bool(payment.approval_no) for payment in payments),
        "beneficiary_count_by_unit": dict(beneficiaries),
        "disclosures_due_count": len(due),
        "disclosures_on_time_count": sum(item.published is not None and item.published <= item.due for item in due),
        "agency_count": len(agency),
        "agency_fen": sum(movement.amount_fen for movement in agency),
    }


def _sum_fen(rows: Iterable[Donation | Disbursement]) -> int:
    return sum(row.amount_fen for row in rows)


def _by(rows: Iterable[Row], key: Callable[[Row], str]) -> Mapping[str, int]:
    """Sums in fen by `key`, in the order in which the keys first appear."""
    sums: dict[str, int] = {}
    for row in rows:
        sums[key(row)] = sums.get(key(row), 0) + row.amount_fen
    return sums
