"""The funds of a ledger rolled forward: what each held, received, paid and holds, with the rows that prove it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pandas as pd

from charity_analysis.analysis.figures import Figure, missing
from charity_analysis.analysis.scope import counted
from charity_analysis.ledger.accounts.book import entry_of
from charity_analysis.ledger.accounts.fund_periods import NO_FUND, FundPeriod, Movement
from charity_analysis.ledger.accounts.roll_forward import roll_forward
from charity_analysis.money import Money

if TYPE_CHECKING:
    from charity_analysis.ledger.ledger import Ledger

_LISTS = ("donations", "disbursements")
_FORMULA = "期初＋收入－支出±调整"
_COLUMNS = {
    "fund": "str",
    "period": "str",
    "is_restricted": "boolean",
    "founder": "object",
    "opening_fen": "Int64",
    "opening_basis": "str",
    "received_fen": "Int64",
    "paid_fen": "Int64",
    "reclassified_fen": "Int64",
    "closing_fen": "Int64",
    "opening_halfwidth_fen": "Int64",
    "movement_halfwidth_fen": "Int64",
    "closing_halfwidth_fen": "Int64",
    "why": "str",
    "row_ids": "object",
    "own_row_ids": "object",
}


def fund_table(ledger: Ledger) -> pd.DataFrame:
    """One row per fund and period, by period and fund; money in fen, missing where it is not known and `why` says why.

    Columns: fund (未载明 where rows name none), period, is_restricted, founder, opening_fen, opening_basis (stated,
    carried, unknown), received_fen, paid_fen, reclassified_fen, closing_fen, their halfwidths, row_ids (all that the
    closing rests on), own_row_ids (those of the period). All counted income takes part; agency and partner never.
    """
    rows = [_row(one) for one in roll_funds(ledger)]
    return pd.DataFrame({name: pd.Series([row[name] for row in rows], dtype=dtype) for name, dtype in _COLUMNS.items()})


def fund_figures(ledger: Ledger, period: str) -> tuple[Figure, ...]:
    """The closing balance of each fund at the end of `period`, in fen, with the fund as id."""
    return tuple(closing_figure(one) for one in roll_funds(ledger) if one.period == period)


def closing_figure(one: FundPeriod) -> Figure:
    """What the fund holds at the end; missing where its opening or goods in it are not known."""
    closing = one.closing
    if closing is None:
        return missing(one.fund, one.fund, "fen", one.why, _FORMULA)
    return Figure(one.fund, one.fund, "fen", closing.fen, closing.halfwidth_fen, one.row_ids, _FORMULA)


def roll_funds(ledger: Ledger) -> tuple[FundPeriod, ...]:
    """Every fund in every period from its first one on, each with its rows."""
    entries = [entry_of({name: _plain(value) for name, value in row.items()}) for row in _records(ledger.funds)]
    movements = [*_movements(counted(ledger.donations)), *_movements(counted(ledger.disbursements))]
    folders = [ledger.donations, ledger.disbursements, ledger.held[ledger.held["kind"].isin(_LISTS)]]
    filed = {str(period) for table in folders for period in table["folder_period"].unique()}
    return roll_forward(entries, movements, ledger.periods, filed)


def _movements(rows: pd.DataFrame) -> Iterator[Movement]:
    """One movement per fund and period of gifts (rows with a day of receipt) or payments."""
    is_income = "received_date" in rows
    funds = rows["fund"].fillna(NO_FUND)
    for (fund, period), group in rows.groupby([funds, "period"], sort=True):
        amount = Money(int(group["amount_fen"].sum()), int(group["amount_halfwidth_fen"].sum()))
        unvalued = int(group["amount_fen"].isna().sum())
        ids = tuple(group["row_id"])
        if is_income:
            flags = frozenset(bool(flag) for flag in group["is_restricted"].dropna().unique())
            yield Movement(str(fund), str(period), amount, unvalued=unvalued, flags=flags, received_ids=ids)
        else:
            yield Movement(str(fund), str(period), paid=amount, unvalued=unvalued, paid_ids=ids)


def _records(table: pd.DataFrame) -> list[dict[str, object]]:
    return [{str(name): value for name, value in row.items()} for row in table.to_dict("records")]


def _plain(value: object) -> object:
    return None if pd.isna(value) else value  # type: ignore[call-overload]


def _row(one: FundPeriod) -> dict[str, object]:
    opening, closing, movement = one.opening, one.closing, one.movement
    return {
        "fund": one.fund,
        "period": one.period,
        "is_restricted": one.is_restricted,
        "founder": one.founder,
        "opening_fen": opening.fen if opening else None,
        "opening_basis": one.basis,
        "received_fen": movement.received.fen,
        "paid_fen": movement.paid.fen,
        "reclassified_fen": one.reclassified.fen,
        "closing_fen": closing.fen if closing else None,
        "opening_halfwidth_fen": opening.halfwidth_fen if opening else None,
        "movement_halfwidth_fen": one.change.halfwidth_fen,
        "closing_halfwidth_fen": closing.halfwidth_fen if closing else None,
        "why": one.why,
        "row_ids": one.row_ids,
        "own_row_ids": one.own_ids,
    }
