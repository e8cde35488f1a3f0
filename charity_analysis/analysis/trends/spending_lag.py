"""Income against spending, half-year by half-year, and how long money stays before it is paid out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from charity_analysis.analysis.books import Books
from charity_analysis.analysis.funds import fund_table
from charity_analysis.analysis.trends.cohorts import count_half_years

if TYPE_CHECKING:
    from charity_analysis.analysis.trends.giving import Giving
    from charity_analysis.ledger.ledger import Ledger

_MONEY = ("opening_fen", "received_fen", "other_income_fen", "paid_fen", "difference_fen", "cumulative_fen")


def income_against_spending(giving: Giving) -> pd.DataFrame:
    """What came in and what was paid out: one row per period; money in fen.

    Columns: period, opening_fen (what funds held when their books begin; missing where it is not known), received_fen
    (gifts), other_income_fen (interest, grants, fees), paid_fen, difference_fen (income − paid), cumulative_fen (Σ of
    the differences so far, without what funds held before), paid_up_in (the half-year by whose end what was held and
    came in up to this one was paid out), lag_half_years, why_missing, row_ids. Payment lag in days stands in K13.

    The lag is how many half-years later the income of a half-year is all paid out when what came first is paid first;
    0 is within the same one.
    """
    ledger = giving.ledger
    lines = [_line(ledger, period) for period in giving.periods]
    openings = _openings(ledger)
    came, paid = 0, 0
    came_up_to, paid_up_to = [], []
    for line in lines:
        line["opening_fen"] = openings and openings.get(line["period"], 0)
        came += line["received_fen"] + line["other_income_fen"]
        paid += line["paid_fen"]
        line["cumulative_fen"] = came - paid
        came_up_to.append(came)
        paid_up_to.append(paid)
    for number, line in enumerate(lines):
        line |= _lag(giving.periods, openings, came_up_to[number], paid_up_to, number)
    columns = ["period", *_MONEY, "paid_up_in", "lag_half_years", "why_missing", "row_ids"]
    table = pd.DataFrame(lines, columns=columns)
    return table.astype({**dict.fromkeys(_MONEY, "Int64"), "lag_half_years": "Int64"})


def _line(ledger: Ledger, period: str) -> dict[str, Any]:
    books = Books(ledger, period)
    tables = (books.donations, books.other_income, books.disbursements)
    received, other, paid = (int(table["amount_fen"].sum()) for table in tables)
    row_ids = tuple(row_id for table in tables for row_id in table["row_id"])
    line = {"period": period, "received_fen": received, "other_income_fen": other, "paid_fen": paid}
    return {**line, "difference_fen": received + other - paid, "row_ids": row_ids}


def _openings(ledger: Ledger) -> dict[str, int] | None:
    """Period → what the funds held whose books begin then, in fen; None where one of them is not known."""
    table = fund_table(ledger).drop_duplicates("fund") if len(ledger.funds) else None
    if table is None or table["opening_fen"].isna().any():
        return None
    return {str(period): int(fen) for period, fen in table.groupby("period")["opening_fen"].sum().items()}


def _lag(
    periods: list[str], openings: dict[str, int] | None, came: int, paid_up_to: list[int], number: int
) -> dict[str, Any]:
    """When what was held and came in up to period `number` was paid out."""
    if openings is None:
        return {"why_missing": "期初资金不全知道，不知道先付出的是哪些款"}
    if count_half_years(periods[0], periods[-1]) != len(periods) - 1:
        return {"why_missing": "台账中间缺半年，不知道其间收支"}
    held = came + sum(fen for period, fen in openings.items() if period <= periods[number])
    later = next((place for place, paid in enumerate(paid_up_to) if place >= number and paid >= held), None)
    if later is None:
        return {"why_missing": f"到 {periods[-1]} 末还没有全部付出"}
    return {"paid_up_in": periods[later], "lag_half_years": later - number, "why_missing": ""}
