"""How far an amount is known, and whether one amount stands on the right side of a share of another."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import TYPE_CHECKING, Literal

from charity_analysis.analysis.figures import Figure, share, sum_amounts
from charity_analysis.analysis.scope import uncertain
from charity_analysis.money import format_halfwidth_yuan, format_yuan

if TYPE_CHECKING:
    import pandas as pd

    from charity_analysis.rules.statutory import Direction

Answer = Literal["met", "not_met", "undecidable"]
# Stands for a row where the amount is configured: organisation.toml has no rows.
CONFIGURED = "organisation.toml"


@dataclass(frozen=True)
class Extent:
    """An amount in fen, or why it is not known; and what may come to it or go from it.

    `may_add_fen` and `may_take_fen` are payments whose class is not stated and rows held back, each way by its sign;
    `unvalued_count` are rows without an amount; `uncertain_fen` is counted, although it is not certain whose books it
    stands in; `doubts` say in words what keeps the amount from being exact.
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
    doubts: tuple[str, ...] = ()

    @property
    def low(self) -> int:
        """The least that it can be."""
        return (self.fen or 0) - self.halfwidth_fen - self.may_take_fen

    @property
    def high(self) -> int | None:
        """The most that it can be; None where rows without an amount may add any sum."""
        return None if self.unvalued_count else (self.fen or 0) + self.halfwidth_fen + self.may_add_fen

    def as_figure(self, identifier: str, name: str, formula: str, row_ids: tuple[str, ...] = ()) -> Figure:
        """The amount as a figure; `row_ids` prove it where it is configured and has none of its own."""
        rows = self.row_ids or row_ids
        why = None if self.fen is not None else self.why_missing
        return Figure(identifier, name, "fen", self.fen, self.halfwidth_fen, rows, formula, why)


def unknown(name: str, why: str) -> Extent:
    """An amount that is not known, and why."""
    return Extent(name, None, why_missing=why)


def extent_of(
    rows: pd.DataFrame, name: str, unclassed: pd.DataFrame | None = None, held: pd.DataFrame | None = None
) -> Extent:
    """Σ of `rows` in fen, and what rows without a class, and rows held back may add; not known where none has a sum."""
    total = sum_amounts(rows, name, name)
    if total.value is None:
        return unknown(name, total.why_missing or "")
    halfwidth, unvalued = int(total.halfwidth), int(rows["amount_fen"].isna().sum())
    doubts = [f"{name}的印刷精度为 {format_halfwidth_yuan(halfwidth)}"] if halfwidth else []
    doubts += [f"{name}另有 {unvalued} 笔没有金额"] if unvalued else []
    may_add = may_take = 0
    for doubtful, what in ((unclassed, "支出既未写费用类别也未写项目"), (held, "记录待改正、未计入")):
        if doubtful is None or doubtful.empty:
            continue
        amounts = doubtful["amount_fen"].dropna()
        half = int(doubtful["amount_halfwidth_fen"].sum()) if "amount_halfwidth_fen" in doubtful else 0
        may_add += int(amounts.clip(lower=0).sum()) + half
        may_take += half - int(amounts.clip(upper=0).sum())
        unvalued += len(doubtful) - len(amounts)
        doubts.append(f"另有 {len(doubtful)} 笔{what}（{format_yuan(int(amounts.sum()))} 元）")
    return Extent(
        name,
        int(total.value),
        halfwidth,
        total.row_ids,
        may_add_fen=may_add,
        may_take_fen=may_take,
        unvalued_count=unvalued,
        uncertain_fen=int(uncertain(rows)["amount_fen"].sum()),
        doubts=tuple(doubts),
    )


def ratio(part: Extent, base: Extent, identifier: str, name: str, formula: str = "") -> Figure:
    """part ÷ base as 0–1 with the bound of its rounding, and the rows of both."""
    whole = base.as_figure(identifier, base.name, "", part.row_ids or ("",))
    quotient = share(part.as_figure(identifier, part.name, ""), whole, identifier, name, formula)
    if not quotient.made_of or base.row_ids:
        return quotient
    return replace(quotient, made_of=(quotient.made_of[0], replace(whole, row_ids=(CONFIGURED,))))


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
