"""How large gifts are: by bands of size, and their mean and median, per period."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from charity_analysis.analysis.trends.key_by_period import figures_by_period
from charity_analysis.analysis.trends.shares import share_of_money, sum_fen
from charity_analysis.rules.trends import size_bands

if TYPE_CHECKING:
    from charity_analysis.analysis.trends.giving import Giving

# Sums of several donors' gifts, gifts without an amount, and what was taken back.
NOT_SINGLE = "not_single"


def gifts_by_band(giving: Giving) -> pd.DataFrame:
    """Single gifts by size: one row per period and band of size_bands.csv, and one for rows that are no single gift.

    Columns: period, band, name, gift_count, count_share (0–1, of the single gifts of the period), amount_fen,
    amount_share (of their sum), straddling_count (gifts so rounded that they may lie in another band), why_missing,
    row_ids. The line of what is no single gift has no shares.
    """
    lines = [line for period in giving.periods for line in _lines(giving, period)]
    return pd.DataFrame(lines).astype({"amount_fen": "Int64", "count_share": "Float64", "amount_share": "Float64"})


def _lines(giving: Giving, period: str) -> list[dict[str, Any]]:
    rows = giving.gifts[giving.gifts["period"] == period]
    single, rest = rows[rows["is_single"]], rows[~rows["is_single"]]
    amounts, halfwidths = single["amount_fen"].astype("int64"), single["amount_halfwidth_fen"]
    bounds = [band.from_fen for band in size_bands()]
    place, lowest, highest = (_place(fen, bounds) for fen in (amounts, amounts - halfwidths, amounts + halfwidths))
    whole, lines = int(amounts.sum()), []
    for number, band in enumerate(size_bands()):
        part = single[place == number]
        fen = int(part["amount_fen"].sum())
        share = share_of_money(fen, whole)
        lines.append(
            {
                "period": period,
                "band": band.code,
                "name": band.names["zh"],
                "gift_count": len(part),
                "count_share": len(part) / len(single) if len(single) else None,
                "amount_fen": fen,
                "amount_share": share.value,
                "straddling_count": int((lowest != highest)[place == number].sum()),
                "why_missing": share.why_missing,
                "row_ids": tuple(part["row_id"]),
            }
        )
    return [*lines, _not_single(period, rest)]


def _place(fen: pd.Series[int], bounds: list[int]) -> pd.Series[int]:
    """The number of the band that each amount lies in; what rounding takes below 0 is in the first."""
    place = pd.Series(0, index=fen.index, dtype="int64")
    for bound in bounds[1:]:
        place += (fen >= bound).astype("int64")
    return place


def _not_single(period: str, rows: pd.DataFrame) -> dict[str, Any]:
    return {
        "period": period,
        "band": NOT_SINGLE,
        "name": "不是单笔捐赠（多人合计、没有金额或退款）",
        "gift_count": len(rows),
        "count_share": None,
        "amount_fen": sum_fen(rows),
        "amount_share": None,
        "straddling_count": 0,
        "why_missing": "不是单笔捐赠，不计比例",
        "row_ids": tuple(rows["row_id"]),
    }


def mean_and_median(giving: Giving) -> pd.DataFrame:
    """Mean and median of single gifts, in fen (those of K19): one row per period and figure, `mean` or `median`."""
    table = figures_by_period(giving, "K19")
    return table[table["id"].isin(("mean", "median")) | table["value"].isna()].reset_index(drop=True)
