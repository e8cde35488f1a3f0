"""The key figure of change on the year (K24)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from charity_analysis.analysis.books import Books
from charity_analysis.analysis.figures import Figure, missing, share
from charity_analysis.analysis.key.rule import Compute, KeyRule
from charity_analysis.analysis.scope import in_period, uncertain
from charity_analysis.analysis.totals import NO_COMPARISON

if TYPE_CHECKING:
    import pandas as pd

_NAMES = {"donations": "捐赠收入", "disbursements": "总支出"}


def _change_on_year(rule: KeyRule, books: Books) -> Figure:
    """By income and by spending; neither is given where the two half-years do not count the same things."""
    before = books.one_year_before()
    if before is None:
        return rule.missing(NO_COMPARISON)
    parts = tuple(_change(_Side.of(books, table), _Side.of(before, table), name) for table, name in _NAMES.items())
    return rule.missing("分收入与支出两项，见分项", parts)


@dataclass(frozen=True)
class _Side:
    """One half-year of the two: its total, the rows of it, and those of the same table that are held."""

    total: Figure
    rows: pd.DataFrame
    held: pd.DataFrame

    @classmethod
    def of(cls, books: Books, table: str) -> _Side:
        rows, total = (books.donations, books.received) if table == "donations" else (books.disbursements, books.paid)
        held = in_period(books.ledger.held, books.period)
        return cls(total, rows, held[held["kind"] == table])


def differing_scope(now: Books, base: Books, table: str) -> str:
    """What is known to stand in one of two half-years' totals and not in the other, in words; "" where nothing is."""
    return "；".join(_differences(_Side.of(now, table), _Side.of(base, table)))


def _change(now: _Side, base: _Side, name: str) -> Figure:
    differing = "；".join(_differences(now, base))
    if differing:
        return missing(name, name, "share", f"两期口径不同，不计算变动：{differing}")
    ratio = share(now.total, base.total, name, name, "本期 ÷ 上年同期 － 1")
    if ratio.value is None:
        return ratio
    return replace(ratio, value=ratio.value - 1)


def _differences(now: _Side, base: _Side) -> Iterator[str]:
    """What is known to stand in one total and not in the other: nothing else can be read from the ledger."""
    for when, side in (("本期", now), ("上年同期", base)):
        if side.rows.empty:
            yield f"{when}没有这类记录"
        if len(side.held):
            yield f"{when}有 {len(side.held)} 行暂不计入，总额不全"
    if len(uncertain(now.rows)) and not len(uncertain(base.rows)):
        yield "只有本期含账务归属待核实的款项"
    if len(uncertain(base.rows)) and not len(uncertain(now.rows)):
        yield "只有上年同期含账务归属待核实的款项"
    undated, undated_before = (int(side.rows["date_basis"].eq("not_stated").sum()) for side in (now, base))
    if bool(undated) != bool(undated_before):
        when = "本期" if undated else "上年同期"
        yield f"只有{when}有日期未载明、可能属于其他期间的款项（{undated or undated_before} 笔）"


FIGURES: dict[str, Compute] = {
    "K24": _change_on_year,
}
