"""How far an amount is known, and whether one amount stands on the right side of a share of another."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, Literal

from charity_analysis.analysis.figures import Figure, share, sum_amounts
from charity_analysis.analysis.scope import uncertain
from charity_analysis.money import format_halfwidth_yuan, format_yuan

if TYPE_CHECKING:
    import pandas as pd

    from charity_analysis.rules.statutory import Direction

Answer = Literal["met", "not_met", "undecidable"]


@dataclass(frozen=True)
class Extent:
    """An amount in fen, or why it is not known; and what may come to it or go from it.

    `may_add_fen` and `may_take_fen` are payments (and refunds) whose class is not stated; `unvalued_count` are rows
    without an amount; `uncertain_fen` is counted, although it is not certain whose books it stands in.
    `row_ids` are empty where the amount is configured: it stands in no row.
    """

    name: str
    fen: int | None
    halfwidth_fen: int = 0
    row_ids: tuple[str, ...] = field(default=(), repr=False)
    why_missing: str = ""
    may_add_fen: int = 0
    may_take_fen: int = 0
    unvalued_count: int = 0
    uncertain_fen: int = 0

    @property
    def low(self) -> int:
        """The least that it can be."""
        return (self.fen or 0) - self.halfwidth_fen - self.may_take_fen

    @property
    def high(self) -> int | None:
        """The most that it can be; None where rows without an amount may add any sum."""
        return None if self.unvalued_count else (self.fen or 0) + self.halfwidth_fen + self.may_add_fen

    @property
    def doubts(self) -> tuple[str, ...]:
        """In words, what keeps the amount from being exact."""
        unclassed = self.may_add_fen + self.may_take_fen
        found = (
            (self.halfwidth_fen, f"{self.name}的印刷精度为 {format_halfwidth_yuan(self.halfwidth_fen)}"),
            (unclassed, f"另有 {format_yuan(unclassed)} 元支出既未写费用类别也未写项目"),
            (self.unvalued_count, f"{self.name}另有 {self.unvalued_count} 笔没有金额"),
        )
        return tuple(text for amount, text in found if amount)

    def as_figure(self, identifier: str, name: str, formula: str, row_ids: tuple[str, ...] = ()) -> Figure:
        """The amount as a figure; `row_ids` prove it where it is configured and has none of its own."""
        rows = self.row_ids or row_ids
        why = None if self.fen is not None else self.why_missing
        return Figure(identifier, name, "fen", self.fen, self.halfwidth_fen, rows, formula, why)


def unknown(name: str, why: str) -> Extent:
    """An amount that is not known, and why."""
    return Extent(name, None, why_missing=why)


def extent_of(rows: pd.DataFrame, name: str, doubtful: pd.DataFrame | None = None, why_empty: str = "") -> Extent:
    """Σ of `rows` in fen, with what `doubtful` rows may add; not known where no row has an amount."""
    sum_ = sum_amounts(rows, name, name)
    if sum_.value is None:
        return unknown(name, why_empty or sum_.why_missing or "")
    unvalued = int(rows["amount_fen"].isna().sum())
    may_add = may_take = 0
    if doubtful is not None:
        valued = doubtful[doubtful["amount_fen"].notna()]
        halfwidth = int(valued["amount_halfwidth_fen"].sum())
        may_add = int(valued["amount_fen"].clip(lower=0).sum()) + halfwidth
        may_take = -int(valued["amount_fen"].clip(upper=0).sum())
        unvalued += len(doubtful) - len(valued)
    doubted = int(uncertain(rows)["amount_fen"].sum())
    return Extent(name, int(sum_.value), int(sum_.halfwidth), sum_.row_ids, "", may_add, may_take, unvalued, doubted)


def ratio(part: Extent, base: Extent, identifier: str, name: str, formula: str = "") -> Figure:
    """part ÷ base as 0–1 with the bound of its rounding, and the rows of both."""
    whole = base.as_figure(identifier, base.name, "", part.row_ids or ("",))
    return share(part.as_figure(identifier, part.name, ""), whole, identifier, name, formula)


def judge(part: Extent, base: Extent, percent: int, direction: Direction) -> Answer:
    """Whether `part` is at least, or at most, `percent` of `base`; exact, and equal to the line counts as met.

    Undecidable where one is not known, where the two extents allow both answers, or the base may be 0 or negative.
    """
    if part.fen is None or base.fen is None or base.low <= 0:
        return "undecidable"
    low_line = Fraction(percent, 100) * base.low
    high_line = None if base.high is None else Fraction(percent, 100) * base.high
    is_above = high_line is not None and part.low >= high_line
    is_below = part.high is not None and part.high < low_line
    if direction == "at_least":
        return "met" if is_above else "not_met" if is_below else "undecidable"
    is_within = part.high is not None and part.high <= low_line
    is_over = high_line is not None and part.low > high_line
    return "met" if is_within else "not_met" if is_over else "undecidable"
