"""How much of what is given comes from how few: shares of the largest, HHI, Lorenz curve and Gini, per period."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

import pandas as pd

from charity_analysis.analysis.donors import donor_totals
from charity_analysis.analysis.trends.key_by_period import period_figure
from charity_analysis.analysis.trends.shares import sum_fen
from charity_analysis.rules.trends import trend_limit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from charity_analysis.analysis.trends.giving import Giving

_FLOATS = ("top1_share", "top5_share", "hhi", "hhi_halfwidth", "gini")


def concentration_by_period(giving: Giving) -> pd.DataFrame:
    """Concentration of giving: one row per period.

    Columns: period, donor_count (named donors who gave more than they took back: the base), top1_share, top5_share
    and hhi with its halfwidth (those of K17: of all gifts, unnamed ones too), gini (of the named donors' sums, 0: all
    gave the same), unnamed_fen and unnamed_count (gifts of whom it is not known how many gave them, or who),
    why_missing, undecided_count, row_ids.
    """
    table = pd.DataFrame([_line(giving, period) for period in giving.periods])
    columns = ["period", "donor_count", *_FLOATS, "unnamed_fen", "unnamed_count", "why_missing", "undecided_count"]
    return table.reindex(columns=[*columns, "row_ids"]).astype(
        {**dict.fromkeys(_FLOATS, "Float64"), "unnamed_fen": "Int64"}
    )


def _line(giving: Giving, period: str) -> dict[str, Any]:
    figure = period_figure(giving, period, "K17")
    parts = {part.id: part for part in figure.parts}
    rows = giving.gifts[giving.gifts["period"] == period]
    unnamed = rows[~rows["is_named"]]
    sums, least = donor_sums(giving, period), trend_limit("least_donors")
    why = figure.why_missing or (f"只有 {len(sums)} 位，少于 {least} 位，不计算基尼系数" if len(sums) < least else "")
    return {
        "period": period,
        "donor_count": len(sums),
        "top1_share": parts["top1"].value if parts else None,
        "top5_share": parts["top5"].value if parts else None,
        "hhi": figure.value,
        "hhi_halfwidth": None if figure.value is None else figure.halfwidth,
        "gini": None if len(sums) < least else gini(sums),
        "unnamed_fen": sum_fen(unnamed),
        "unnamed_count": len(unnamed),
        "why_missing": why,
        "undecided_count": giving.count_undecided(giving.donors[period]),
        "row_ids": tuple(rows["row_id"]),
    }


def donor_sums(giving: Giving, period: str) -> list[int]:
    """What each named donor gave in `period`, in fen, the smallest first; who took back more gave nothing."""
    totals = donor_totals(giving.gifts[giving.gifts["period"] == period])
    return sorted(donor.amount.fen for donor in totals if donor.is_named and donor.amount.fen > 0)


def gini(sums: Sequence[int]) -> float:
    """0 where all gave the same, near 1 where one gave nearly all. Raises: ValueError where nobody gave anything."""
    if not sums or sum(sums) <= 0:
        raise ValueError("inequality of nothing is not given")
    weighted = sum(rank * fen for rank, fen in enumerate(sorted(sums), start=1))
    return float(Fraction(2 * weighted, len(sums) * sum(sums)) - Fraction(len(sums) + 1, len(sums)))


def lorenz_curve(giving: Giving, period: str) -> pd.DataFrame:
    """The Lorenz curve of the named donors of `period`: one row per donor, the smallest first, after the origin.

    Columns: donor_share and amount_share (both 0–1, of the donors and of their sums), amount_fen of those up to here.
    Empty where nobody is named.
    """
    sums = donor_sums(giving, period)
    return lorenz_points(sums)


def lorenz_points(sums: Sequence[int]) -> pd.DataFrame:
    """The points of the Lorenz curve of `sums` in fen, each above 0; see `lorenz_curve`."""
    whole, reached, lines = sum(sums), 0, []
    for rank, fen in enumerate([0, *sorted(sums)] if sums else []):
        reached += fen
        lines.append((rank / len(sums), reached / whole, reached))
    return pd.DataFrame(lines, columns=["donor_share", "amount_share", "amount_fen"])
