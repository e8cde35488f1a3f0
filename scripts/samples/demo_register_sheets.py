"""The demo's side tables as sheets: agency movements, receipts, opening balances, plans and promises."""

from __future__ import annotations

from samples.chinese_amounts import yuan_number
from samples.demo_columns import AGENCY_COLUMNS, OPENING_COLUMNS, PLAN_COLUMNS, RECEIPT_COLUMNS
from samples.demo_records import Demo, period_of
from samples.demo_world import FEDERATION
from samples.sheets import Cell, Column, Line, SheetPlan, Total


def register_plans(demo: Demo, period: str, federation: str = FEDERATION) -> list[SheetPlan]:
    """The side tables of one period; opening balances stand where a fund starts."""
    year, half = period.split("H")
    when = f"{year}年{'上下'[int(half) - 1]}半年"
    tables: tuple[tuple[str, str, str, tuple[Column, ...], list[Line]], ...] = (
        ("基金期初余额", "基金期初余额", "元", OPENING_COLUMNS, _opening_lines(demo, period)),
        ("受托代理", "受托代理与合作方款物登记", "元", AGENCY_COLUMNS, _agency_lines(demo, period)),
        ("票据登记", "票据登记", "", RECEIPT_COLUMNS, _receipt_lines(demo, period)),
        ("计划与承诺", "计划与承诺", "元", PLAN_COLUMNS, _plan_lines(demo, period)),
    )
    return [
        SheetPlan(name, f"{federation} {when}{title}(合成数据)", unit, columns, lines)
        for name, title, unit, columns, lines in tables
        if lines
    ]


def _opening_lines(demo: Demo, period: str) -> list[Line]:
    return [
        {
            "fund": opening.fund,
            "opening_balance": yuan_number(opening.amount_fen),
            "is_restricted": "限定性" if opening.is_restricted else "非限定性",
            "founder": opening.founder or None,
            "note": None if opening.amount_fen else "本期新设",
        }
        for opening in demo.opening_balances
        if opening.period == period
    ]


def _agency_lines(demo: Demo, period: str) -> list[Line]:
    movements = [movement for movement in demo.agency if movement.period == period]
    lines: list[Line] = [
        {
            "date": movement.moved.isoformat(),
            "donor": movement.donor,
            "donor_kind": movement.donor_kind,
            "payee": movement.payee,
            "payee_kind": movement.payee_kind,
            "programme": movement.programme,
            "goods": movement.goods,
            "quantity": movement.quantity,
            "unit": movement.unit,
            "amount": yuan_number(movement.amount_fen),
            "valuation_basis": movement.valuation_basis,
            "form": "物资",
            "books": movement.books,
        }
        for movement in movements
    ]
    total = yuan_number(sum(movement.amount_fen for movement in movements))
    return [*lines, Total("合计", {"amount": total})]


def _receipt_lines(demo: Demo, period: str) -> list[Line]:
    return [
        {
            "date": row.day.isoformat(),
            "receipt_kind": row.kind,
            "receipt_count": f"{row.count}份",
            "recipient": row.recipient,
        }
        for row in demo.receipts
        if period_of(row.day) == period
    ]


def _plan_lines(demo: Demo, period: str) -> list[Line]:
    lines: list[Line] = []
    for plan in demo.plans:
        standard: Cell = None if plan.unit_amount_fen is None else yuan_number(plan.unit_amount_fen)
        if plan.period == period:
            lines.append(
                {
                    "item": plan.item,
                    "plan_kind": plan.kind,
                    "programme": plan.programme,
                    "target": plan.target,
                    "window": plan.window,
                    "planned_count": plan.planned_count,
                    "unit": plan.unit or None,
                    "unit_amount": standard,
                    "amount": yuan_number(plan.amount_fen),
                    "for_period": plan.for_period,
                }
            )
    return lines
