"""Key figures of designated money: the payment lag and the closure of chains (K13, K14)."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import accumulate

from charity_analysis.analysis.books import Books
from charity_analysis.analysis.designated.chains import Allocation, Chain, Gift
from charity_analysis.analysis.figures import Figure, each_once
from charity_analysis.analysis.key.rule import Compute, KeyRule


def _payment_lag(rule: KeyRule, books: Books) -> Figure:
    """Days, over the allocations that payments of the period make. Weighted median: source domain.md K13."""
    chains = books.tracing.chains
    tranches = [one for chain in chains for one in chain.tranches if one.period == books.period]
    paid_now = {one.row_id for one in tranches if one.amount.fen > 0}
    if not paid_now:
        return rule.missing("本期没有可以对应到定向捐赠的拨付")
    allocations = [one for chain in chains for one in chain.allocations if one.amount.fen > 0]
    dated = [one for one in allocations if one.days is not None and paid_now.intersection(one.tranches)]
    dated.sort(key=lambda one: one.tranches)
    if not dated:
        return rule.missing("定向捐赠的到账日或其拨付日没有写明，或不能确定支出的是哪一笔捐赠，不能计算天数")
    value = weighted_median([(one.days, one.amount.fen) for one in dated if one.days is not None])
    row_ids = each_once(row for one in dated for row in (*one.gifts, *one.tranches))
    undated = len(paid_now.difference(row_ids))
    early = len({row for one in dated if (one.days or 0) < 0 for row in one.tranches})
    formula = rule.formula + (f"；另有 {undated} 笔拨付的天数不明，未计入" if undated else "")
    formula += f"；{early} 笔拨付早于到账（垫付或日期有误），按负数计入" if early else ""
    return Figure(rule.id, rule.name, "days", value, 0, row_ids, formula)


def weighted_median(weighted: Iterable[tuple[int, int]]) -> int:
    """The smallest value at which the weights, added up in order of the values, reach half of their sum.

    `weighted`: values with weights above 0. Raises: ValueError where there is none.
    """
    ordered = sorted(weighted)
    if not ordered:
        raise ValueError("nothing to take the median of")
    reached = list(accumulate(weight for _, weight in ordered))
    return next(value for (value, _), sum_so_far in zip(ordered, reached, strict=True) if 2 * sum_so_far >= reached[-1])


def _chain_closure(rule: KeyRule, books: Books) -> Figure:
    tracing = books.tracing
    gifts = [(chain, gift) for chain in tracing.chains for gift in chain.gifts if gift.period == books.period]
    # In the order of the rows: that of the chains is by what is in them, also by rows that are not behind this figure.
    gifts.sort(key=lambda pair: pair[1].row_id)
    if not gifts:
        return rule.missing("本期没有写明定向（限定）的捐赠")
    closed = [(chain, gift) for chain, gift in gifts if gift.is_closed]
    still_open = [gift for _, gift in gifts if not gift.is_closed]
    share = _share_of([gift for _, gift in closed], still_open)
    if share is None:
        return rule.missing("本期定向捐赠合计为 0 或为负，不计算比例")
    payments = (row for chain, gift in closed for row in _payments_of(chain, gift))
    row_ids = each_once((*(gift.row_id for _, gift in gifts), *payments))
    formula = rule.formula + _left_out(books, len(tracing.unplaced))
    sums = (([gift for _, gift in closed], "已全部拨付的定向捐赠"), ([gift for _, gift in gifts], "定向捐赠"))
    made_of = tuple(_sum_of(each, name) for each, name in sums if each)
    return Figure(rule.id, rule.name, "share", *share, row_ids, formula, made_of=made_of)


def _sum_of(gifts: list[Gift], name: str) -> Figure:
    fen, halfwidth = (sum(getattr(gift.amount, part) for gift in gifts) for part in ("fen", "halfwidth_fen"))
    return Figure(name, name, "fen", fen, halfwidth, tuple(gift.row_id for gift in gifts), "逐笔相加")


def _share_of(closed: list[Gift], still_open: list[Gift]) -> tuple[float, float] | None:
    """Closed ÷ all, and how far it can be off when every amount is off by its rounding; None where all is not above 0.

    What is closed and what is open are different gifts: the share is furthest off where they err in opposite ways.
    """
    spent, left = (sum(gift.amount.fen for gift in gifts) for gifts in (closed, still_open))
    spent_off, left_off = (sum(gift.amount.halfwidth_fen for gift in gifts) for gifts in (closed, still_open))
    whole = spent + left
    if whole <= abs(spent_off - left_off):
        return None
    value = spent / whole
    highest = (spent + spent_off) / (whole + spent_off - left_off)
    lowest = (spent - spent_off) / (whole - spent_off + left_off)
    return value, max(highest - value, value - lowest)


def _payments_of(chain: Chain, gift: Gift) -> Iterable[str]:
    """The payments that are known to have spent the gift; where only the chain as a whole is closed, all of its."""
    own: list[Allocation] = [one for one in chain.allocations if gift.row_id in one.gifts]
    return [row for one in own for row in one.tranches] or [tranche.row_id for tranche in chain.tranches]


def _left_out(books: Books, unplaced: int) -> str:
    """What the share cannot say, for the formula's reader."""
    unknown = int(books.donations["is_restricted"].isna().sum())
    unvalued = int((books.donations["is_restricted"].fillna(False) & books.donations["amount_fen"].isna()).sum())
    return "".join(
        f"；{text}"
        for count, text in (
            (unknown, f"有 {unknown} 笔捐赠没有写明是否定向，未计入"),
            (unvalued, f"有 {unvalued} 笔定向捐赠没有金额，未计入"),
            (unplaced, f"截至期末有 {unplaced} 笔拨付不能对应到定向捐赠"),
        )
        if count
    )


FIGURES: dict[str, Compute] = {
    "K13": _payment_lag,
    "K14": _chain_closure,
}
