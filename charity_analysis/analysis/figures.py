"""One figure with everything that proves it: value, unit, precision, formula, and the rows it is made of."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

NO_ROWS = "本期没有这类记录"


@dataclass(frozen=True)
class Figure:
    """A figure. `unit` is fen, share (0–1), count or days; `halfwidth` is in the same unit.

    A value always comes with rows; where there is none, `why_missing` says why. `id` is the key within `parts`.
    `made_of` are the figures that the formula takes, in its order, such as numerator and denominator: each adds up by
    itself. `counts_rows`: the value is how many rows there are, not what they state.
    """

    id: str
    name: str
    unit: str
    value: int | float | None = None
    halfwidth: int | float = 0
    row_ids: tuple[str, ...] = ()
    formula: str = ""
    why_missing: str | None = None
    parts: tuple[Figure, ...] = ()
    made_of: tuple[Figure, ...] = field(default=(), repr=False)
    counts_rows: bool = False

    def __post_init__(self) -> None:
        if self.value is not None and not self.row_ids:
            raise ValueError(f"figure {self.id} has a value but no rows to prove it")
        if self.value is None and not self.why_missing:
            raise ValueError(f"figure {self.id} has neither a value nor a reason for having none")

    def named(self, identifier: str, name: str, formula: str = "") -> Figure:
        """The same figure under another id, name and formula."""
        return replace(self, id=identifier, name=name, formula=formula or self.formula)


def missing(identifier: str, name: str, unit: str, why: str, formula: str = "") -> Figure:
    """A figure that cannot be given, and why."""
    return Figure(identifier, name, unit, why_missing=why, formula=formula)


def sum_amounts(rows: pd.DataFrame, identifier: str, name: str, formula: str = "") -> Figure:
    """Σ amount_fen of `rows` with the sum of their halfwidths; missing where no row has an amount."""
    valued = rows[rows["amount_fen"].notna()]
    if valued.empty:
        return missing(identifier, name, "fen", NO_ROWS if rows.empty else "这类记录都没有写明金额，不按 0 计", formula)
    return Figure(
        identifier,
        name,
        "fen",
        int(valued["amount_fen"].sum()),
        int(valued["amount_halfwidth_fen"].sum()),
        tuple(valued["row_id"]),
        formula or "逐笔相加",
    )


def sum_counts(rows: pd.DataFrame, column: str, identifier: str, name: str, formula: str = "") -> Figure:
    """Σ of a count column of `rows`; missing where no row states one."""
    stated = rows[rows[column].notna()]
    if stated.empty:
        return missing(identifier, name, "count", "本期没有写明数目的记录", formula)
    return Figure(
        identifier, name, "count", int(stated[column].sum()), 0, tuple(stated["row_id"]), formula or "逐行相加"
    )


def count_rows(row_ids: Iterable[str], identifier: str, name: str, formula: str = "") -> Figure:
    """How many rows these are, each named once; missing where there is none."""
    rows = each_once(row_ids)
    if not rows:
        return missing(identifier, name, "count", NO_ROWS, formula)
    return Figure(identifier, name, "count", len(rows), 0, rows, formula or "逐行计数", counts_rows=True)


def subtract(minuend: Figure, subtrahend: Figure, identifier: str, name: str) -> Figure:
    """minuend − subtrahend; the precisions add up, since either may be off by its own."""
    if minuend.value is None or subtrahend.value is None:
        return missing(identifier, name, minuend.unit, minuend.why_missing or subtrahend.why_missing or "")
    return Figure(
        identifier,
        name,
        minuend.unit,
        minuend.value - subtrahend.value,
        minuend.halfwidth + subtrahend.halfwidth,
        minuend.row_ids + subtrahend.row_ids,
        f"{minuend.name} － {subtrahend.name}",
        made_of=(minuend, subtrahend),
    )


def share(part: Figure, whole: Figure, identifier: str, name: str, formula: str = "") -> Figure:
    """part ÷ whole as 0–1 with the bound of its rounding; missing where the whole is 0 or unknown."""
    if part.value is None or whole.value is None:
        why = (part.why_missing if part.value is None else whole.why_missing) or ""
        return missing(identifier, name, "share", why, formula)
    if whole.value <= 0 or whole.value <= whole.halfwidth:
        return missing(identifier, name, "share", "基数为 0 或为负，不计算比例", formula)
    # The widest that the share can be off when part and whole are both off by their rounding.
    bound = (part.halfwidth + abs(part.value / whole.value) * whole.halfwidth) / (whole.value - whole.halfwidth)
    row_ids = each_once((*part.row_ids, *whole.row_ids))
    value = part.value / whole.value
    return Figure(identifier, name, "share", value, bound, row_ids, formula, made_of=(part, whole))


def each_once(row_ids: Iterable[str]) -> tuple[str, ...]:
    """`row_ids` in their order, none twice."""
    return tuple(dict.fromkeys(row_ids))
