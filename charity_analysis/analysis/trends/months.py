"""When gifts come: month by month, and which months of the year they come in; gifts without a day stand apart."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from charity_analysis.analysis.medians import middle
from charity_analysis.analysis.totals import NOT_STATED
from charity_analysis.analysis.trends.shares import share_of_money, sum_fen
from charity_analysis.periods import ReportingPeriod

if TYPE_CHECKING:
    from charity_analysis.analysis.trends.giving import Giving


def giving_by_month(giving: Giving) -> pd.DataFrame:
    """Gifts by month: one row per month of every period of the ledger, and one of 未载明 for each period that has any.

    Columns: period, month ("2020-01"), amount_fen, gift_count, unvalued_count (gifts without an amount, in no sum),
    row_ids. The sums are those of `total_by_month`.

    Dated is a gift whose day is stated or that came by a stated day; all others stand apart.
    """
    rows = giving.gifts
    month = rows["received_date"].dt.strftime("%Y-%m").where(rows["is_dated"], NOT_STATED)
    lines = []
    for period in giving.periods:
        start = ReportingPeriod.parse(period).start
        for name in [*(f"{start.year}-{start.month + place:02d}" for place in range(6)), NOT_STATED]:
            part = rows[(rows["period"] == period) & (month == name)]
            if name != NOT_STATED or len(part):
                lines.append({"period": period, "month": name, **_sums(part)})
    columns = ["period", "month", "amount_fen", "gift_count", "unvalued_count", "row_ids"]
    return pd.DataFrame(lines, columns=columns).astype({"amount_fen": "Int64"})


def _sums(part: pd.DataFrame) -> dict[str, Any]:
    return {
        "amount_fen": sum_fen(part),
        "gift_count": len(part),
        "unvalued_count": int(part["amount_fen"].isna().sum()),
        "row_ids": tuple(part["row_id"]),
    }


def giving_by_season(giving: Giving) -> pd.DataFrame:
    """In which month of the year dated gifts come: one row per month of the year, over all years of the ledger.

    Columns: month_of_year (1–12), year_count (years whose half-year with this month is in the ledger), amount_fen,
    gift_count, unvalued_count, median_fen, lowest_fen and highest_fen of a year (missing where no year has an amount),
    share (0–1, of all dated gifts; where years differ in number between months compare medians), why_missing, row_ids.

    Dated is a gift whose day is stated or that came by a stated day; all others stand apart.
    """
    months = giving_by_month(giving)
    dated = months[months["month"] != NOT_STATED]
    whole = int(dated["amount_fen"].sum())
    lines = []
    for number in range(1, 13):
        of_month = dated[dated["month"].str.endswith(f"-{number:02d}")]
        fen, years = sum_fen(of_month), [int(year) for year in of_month["amount_fen"].dropna()]
        share = share_of_money(fen, whole)
        lines.append(
            {
                "month_of_year": number,
                "year_count": len(of_month),
                "amount_fen": fen,
                "gift_count": int(of_month["gift_count"].sum()),
                "unvalued_count": int(of_month["unvalued_count"].sum()),
                "median_fen": round(middle(years)) if years else None,
                "lowest_fen": min(years, default=None),
                "highest_fen": max(years, default=None),
                "share": share.value,
                "why_missing": share.why_missing,
                "row_ids": tuple(row_id for rows in of_month["row_ids"] for row_id in rows),
            }
        )
    kinds = dict.fromkeys(("amount_fen", "median_fen", "lowest_fen", "highest_fen"), "Int64")
    return pd.DataFrame(lines).astype({**kinds, "share": "Float64"})
