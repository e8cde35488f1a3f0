"""Key figures of funds: closing balances and utilisation (K11, K12)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from charity_analysis.analysis.books import Books
from charity_analysis.analysis.figures import Figure, each_once, missing, share
from charity_analysis.analysis.funds import closing_figure
from charity_analysis.analysis.key.rule import Compute, KeyRule
from charity_analysis.ledger.accounts.fund_periods import FundPeriod
from charity_analysis.money import Money

_MOST_NAMED = 3
_NO_FUNDS = "本期没有收支，也没有登记资金池"


def _closing(rule: KeyRule, books: Books) -> Figure:
    """K11: Σ closing balances where every fund's is known, in fen; by fund in `parts`."""
    funds = books.funds
    parts = tuple(closing_figure(one) for one in funds)
    unknown = [part for part in parts if part.value is None]
    if unknown or not parts:
        return rule.missing(_why(unknown) if unknown else _NO_FUNDS, parts)
    ids = each_once(row_id for part in parts for row_id in part.row_ids)
    value, halfwidth = sum(part.value or 0 for part in parts), sum(part.halfwidth for part in parts)
    return Figure(rule.id, rule.name, rule.unit, value, halfwidth, ids, rule.formula, parts=parts, made_of=parts)


def _utilisation(rule: KeyRule, books: Books) -> Figure:
    """K12: paid ÷ (opening + received), of all funds together where all are known; by fund in `parts`."""
    funds = books.funds
    parts = tuple(_used(one.fund, one.fund, rule.formula, [one]) for one in funds)
    if not funds:
        return rule.missing(_NO_FUNDS)
    whole = _used(rule.id, rule.name, rule.formula, funds)
    return replace(whole, formula=rule.formula, parts=parts)


def _used(identifier: str, name: str, formula: str, funds: Sequence[FundPeriod]) -> Figure:
    unknown = [closing_figure(one) for one in funds if one.opening is None or one.movement.unvalued]
    if unknown:
        why = (unknown[0].why_missing or "") if len(funds) == 1 else _why(unknown)
        return missing(identifier, name, "share", why, formula)
    base, paid = Money(0), Money(0)
    for one in funds:
        base += (one.opening or Money(0)) + one.movement.received
        paid += one.movement.paid
    base_ids = each_once(i for one in funds for i in (*one.opening_ids, *one.movement.received_ids))
    paid_ids = each_once(i for one in funds for i in one.movement.paid_ids)
    if not base_ids:
        return missing(identifier, name, "share", "没有期初余额和收入的记录", formula)
    out = Figure("paid", "支出", "fen", paid.fen, paid.halfwidth_fen, paid_ids or base_ids)
    held = Figure("base", "期初＋收入", "fen", base.fen, base.halfwidth_fen, base_ids)
    return share(out, held, identifier, name, formula)


def _why(unknown: Sequence[Figure]) -> str:
    """Of how many funds the balance is not known, the first of them by name, and the first reason."""
    names = "、".join(part.name for part in unknown[:_MOST_NAMED]) + ("等" if len(unknown) > _MOST_NAMED else "")
    return f"{len(unknown)} 个资金池（{names}）不能给出：{unknown[0].why_missing}"


FIGURES: dict[str, Compute] = {"K11": _closing, "K12": _utilisation}
