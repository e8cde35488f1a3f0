"""The demo's side tables as sheets: agency movements, receipts, opening balances, plans and promises."""

from __future__ import annotations

from samples.chinese_amounts import yuan_number
from samples.demo import closing_balances_fen
from samples.demo_columns import (
    AGENCY_COLUMNS,
    DISCLOSURE_COLUMNS,
    FUND_COLUMNS,
    OPENING_COLUMNS,
    PLAN_COLUMNS,
    RECEIPT_COLUMNS,
)
from samples.demo_records import Demo, period_of
from samples.demo_world import FEDERATION
from samples.sheets import Cell, Column, Line, SheetPlan, Total

# Half-years whose register lists all funds with what was carried over, and those that state closing balances too.
_WITH_REGISTER = frozenset({"2018H1", "2018H2", "2019H1", "2019H2"})
_WITH_CLOSING_BALANCES = frozenset({"2019H1", "2019H2"})


def register_plans(demo: Demo, period: str, federation: str = FEDERATION) -> list[SheetPlan]:
    """The side tables of one period; opening balances stand where a fund starts, in some years all of them."""
    year, half = period.split("H")
    when = f"{year}年{'上下'[int(half) - 1]}半年"
    fund_columns = FUND_COLUMNS if period in _WITH_CLOSING_BALANCES else OPENING_COLUMNS
    tables: tuple[tuple[str, str, str, tuple[Column, ...], list[Line]], ...] = (
        ("基金期初余额", "基金期初余额", "元", fund_columns, _opening_lines(demo, period)),
        ("受托代理", "受托代理与合作方款物登记", "元", AGENCY_COLUMNS, _agency_lines(demo, period)),
        ("票据登记", "票据登记", "", RECEIPT_COLUMNS, _receipt_lines(demo, period)),
        ("计划与承诺", "计划与承诺", "元", PLAN_COLUMNS, _plan_lines(demo, period)),
        ("信息公开登记", "信息公开计划与落实登记", "", DISCLOSURE_COLUMNS, _disclosure_lines(demo, period)),
    )
    return [
        SheetPlan(name, f"{federation} {when}{title}(合成数据)", unit, columns, lines)
        for name, title, unit, columns, lines in tables
        if lines
    ]


def _opening_lines(demo: Demo, period: str) -> list[Line]:
    """The funds that start in `period`; in the years of a full register all funds, with what was carried over."""
    is_full = period in _WITH_REGISTER
    carried = closing_balances_fen(demo, _before(period)) if is_full else {}
    closing = closing_balances_fen(demo, period) if period in _WITH_CLOSING_BALANCES else {}
    moves = {move.fund: move for move in demo.reclassifications if move.period == period}
    lines: list[Line] = []
    for opening in demo.opening_balances:
        is_new = opening.period == period
        if not is_new and not (is_full and opening.period < period):
            continue
        name, move = opening.fund, moves.get(opening.fund)
        balance = opening.amount_fen if is_new else carried[name]
        lines.append(
            {
                "fund": name,
                "opening_balance": yuan_number(balance),
                "reclassified": None if move is None else yuan_number(move.amount_fen),
                "closing_balance": yuan_number(closing[name]) if name in closing else None,
                "is_restricted": "限定性" if opening.is_restricted else "非限定性",
                "founder": opening.founder or None,
                "note": move.note if move else "本期新设" if is_new and not balance else None,
            }
        )
    return lines


def _before(period: str) -> str:
    """The half-year before `period`."""
    return f"{int(period[:4]) - 1}H2" if period.endswith("H1") else f"{period[:4]}H1"


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


def _disclosure_lines(demo: Demo, period: str) -> list[Line]:
    return [
        {
            "item": item.item,
            "plan_kind": "信息公开",
            "target": "社会公众",
            "window": item.due.isoformat(),
            "milestone": item.published.isoformat() if item.published else None,
            "for_period": item.period,
        }
        for item in demo.disclosures
        if item.period == period
    ]
