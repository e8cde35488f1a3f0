"""What campaigns bring (慈善日, 99公益日, 慈善一日捐, 春节), year by year, beside all that came in their half-years."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pandas as pd

from charity_analysis.analysis.trends.shares import share_of_money, sum_fen
from charity_analysis.periods import ReportingPeriod
from charity_analysis.rules import normalise
from charity_analysis.rules.trends import campaigns

if TYPE_CHECKING:
    from datetime import date

    from charity_analysis.analysis.trends.giving import Giving
    from charity_analysis.rules.trends import Campaign

_WORDED = ("channel", "programme", "purpose")
_OUTSIDE = "活动的日子有一部分没有台账，不计算百分比"
_HALF_A_YEAR = "这一年只有一个半年的台账，不计算百分比"


def giving_by_campaign(giving: Giving) -> pd.DataFrame:
    """Gifts of each campaign of campaigns.csv: one row per campaign and year that the ledger reaches into.

    Columns: campaign, name, year, first_day and last_day (missing where words name the campaign, not days),
    base_periods (the half-years of the ledger that it lies in), amount_fen, gift_count, base_fen (dated gifts of the
    base periods; all of them where words name the campaign), share (0–1), undated_count (gifts of the base periods
    without a day: whether they belong to it is not known), why_missing, row_ids. One gift may be of several campaigns:
    the lines are not to be added up.

    Dated is a gift whose day is stated or that came by a stated day; all others stand apart.
    """
    columns = ["campaign", "name", "year", "first_day", "last_day", "base_periods", "amount_fen", "gift_count"]
    columns += ["base_fen", "share", "undated_count", "why_missing", "row_ids"]
    table = pd.DataFrame(list(_lines(giving)), columns=columns)
    return table.astype({"amount_fen": "Int64", "base_fen": "Int64", "share": "Float64"})


def _lines(giving: Giving) -> Iterator[dict[str, Any]]:
    halves = [ReportingPeriod.parse(period) for period in giving.periods]
    years = range(halves[0].year, halves[-1].year + 2) if halves else range(0)
    for campaign in campaigns():
        for year in years:
            window = campaign.window(year)
            if window is not None:
                yield from _of_days(giving, campaign, year, window)
            elif campaign.words:
                yield from _of_words(giving, campaign, year)


def _of_days(giving: Giving, campaign: Campaign, year: int, window: tuple[date, date]) -> Iterator[dict[str, Any]]:
    touched = sorted({str(ReportingPeriod.of(day)) for day in window})
    periods = [period for period in touched if period in giving.periods]
    if not periods:
        return
    base = giving.gifts[giving.gifts["period"].isin(periods)]
    dated = base[base["is_dated"]]
    within = dated["received_date"].between(pd.Timestamp(window[0]), pd.Timestamp(window[1]))
    line = _line(campaign, year, periods, dated[within], dated)
    if periods != touched:
        line |= {"share": None, "why_missing": _OUTSIDE}
    yield {**line, "first_day": window[0], "last_day": window[1], "undated_count": len(base) - len(dated)}


def _of_words(giving: Giving, campaign: Campaign, year: int) -> Iterator[dict[str, Any]]:
    periods = [period for period in giving.periods if ReportingPeriod.parse(period).year == year]
    if not periods:
        return
    base = giving.gifts[giving.gifts["period"].isin(periods)]
    named = pd.Series(False, index=base.index)
    for column in _WORDED:
        texts = base[column].dropna().unique()
        named |= base[column].isin([text for text in texts if any(word in normalise(text) for word in campaign.words)])
    line = _line(campaign, year, periods, base[named], base)
    if len(periods) == 1:
        line |= {"share": None, "why_missing": _HALF_A_YEAR}
    yield {**line, "undated_count": 0}


def _line(campaign: Campaign, year: int, periods: list[str], part: pd.DataFrame, base: pd.DataFrame) -> dict[str, Any]:
    fen, whole = sum_fen(part), sum_fen(base)
    share = share_of_money(fen, whole)
    return {
        "campaign": campaign.code,
        "name": campaign.names["zh"],
        "year": year,
        "base_periods": "、".join(periods),
        "amount_fen": fen,
        "gift_count": len(part),
        "base_fen": whole,
        "share": share.value,
        "why_missing": share.why_missing,
        "row_ids": tuple(part["row_id"]),
    }
