"""Percentages that are given only where their base bears them; else the reason why not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from charity_analysis.analysis.key.change import differing_scope
from charity_analysis.periods import ReportingPeriod
from charity_analysis.rules.trends import trend_limit

if TYPE_CHECKING:
    import pandas as pd

    from charity_analysis.analysis.trends.giving import Giving

PREVIOUS, YEAR_BEFORE = "previous", "year_before"
_BASE_WORDS = {PREVIOUS: "上一个半年", YEAR_BEFORE: "上年同期"}


@dataclass(frozen=True)
class Share:
    """A share (0–1), or None and why it is not given."""

    value: float | None
    why_missing: str = ""


def share_of_donors(part: int, base: int) -> Share:
    """part ÷ base of donors; not given where the base has fewer than trend_limits.csv asks for (least_donors)."""
    least = trend_limit("least_donors")
    if base == 0:
        return Share(None, "基数为 0，不计算百分比")
    if base < least:
        return Share(None, f"基数只有 {base} 位捐赠人，少于 {least} 位，不计算百分比")
    return Share(part / base)


def sum_fen(rows: pd.DataFrame) -> int | None:
    """Σ amount_fen of `rows`; None where there are rows and none has an amount, which is not 0."""
    return None if len(rows) and rows["amount_fen"].isna().all() else int(rows["amount_fen"].sum())


def share_of_money(part_fen: int | None, base_fen: int | None) -> Share:
    """part ÷ base of sums in fen; not given where either is below 0 or not known, or the base is 0."""
    if part_fen is None or base_fen is None:
        return Share(None, "没有写明金额，不计算百分比")
    if base_fen <= 0:
        return Share(None, "基数为 0 或为负，不计算百分比")
    if part_fen < 0:
        return Share(None, "退款多于捐赠，不计算百分比")
    return Share(part_fen / base_fen)


def base_period(giving: Giving, period: str, base: str) -> tuple[str, str]:
    """The period that `period` is compared with, and why there is none to compare with ("" where there is).

    The base is the half-year before; where a comparison on the year is asked for it is the same half of the year
    before; each line names it.

    Raises: ValueError where `base` is neither "previous" nor "year_before".
    """
    if base not in _BASE_WORDS:
        raise ValueError(f"base is {PREVIOUS!r} or {YEAR_BEFORE!r}, not {base!r}")
    this = ReportingPeriod.parse(period)
    other = str(this.previous if base == PREVIOUS else this.year_before)
    return other, "" if other in giving.periods else f"{_BASE_WORDS[base]}（{other}）没有台账，无从比较"


def scope_note(giving: Giving, period: str, base: str) -> str:
    """What stands in the gifts of one of two periods and not in those of the other; "" where nothing is known of."""
    return differing_scope(giving.books(period), giving.books(base), "donations")
