"""Ledgers of designated money in memory, for tests of chains: rows as short tuples, the rest as usual."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache

import pandas as pd

from charity_analysis.ledger.ledger import Ledger
from charity_analysis.ledger.organisations import Organisation
from charity_analysis.ledger.schema import COLUMNS, empty_table, typed_table
from charity_analysis.periods import ReportingPeriod


@dataclass(frozen=True)
class In:
    """A designated gift of `fen`; without a day it is not stated."""

    row_id: str
    donor: str | None
    fund: str | None
    fen: int
    day: str | None = None
    halfwidth: int = 0
    designated: bool | None = True
    books: str = "own"
    form: str = "cash"
    period: str = "2020H1"
    donor_kind: str | None = None


@dataclass(frozen=True)
class Out:
    """A payment of `fen`; without a day it lies somewhere within its period."""

    row_id: str
    donor: str | None
    fund: str | None
    fen: int
    day: str | None = None
    halfwidth: int = 0
    books: str = "own"
    form: str = "cash"
    period: str = "2020H1"
    payee: str = "示例县财政局"
    approval_no: str | None = None


def ledger_of(
    gifts: list[In], payments: list[Out], openings: dict[str, int] | None = None, periods: tuple[str, ...] = ()
) -> Ledger:
    """A ledger of these rows; a row with a day belongs to the half-year of that day."""
    tables = {name: _empty(name) for name in COLUMNS}
    tables["donations"] = _table(
        "donations",
        [
            {
                "received_date": pd.Timestamp(row.day) if row.day else None,
                "date_basis": "stated" if row.day else "not_stated",
                "donor_kind": row.donor_kind,
                "is_restricted": row.designated,
                **_common(row),
            }
            for row in gifts
        ],
    )
    tables["disbursements"] = _table(
        "disbursements",
        [
            {
                "paid_date": pd.Timestamp(row.day) if row.day else None,
                "date_basis": "stated" if row.day else "period",
                "payee": row.payee,
                "approval_no": row.approval_no,
                **_common(row),
            }
            for row in payments
        ],
    )
    tables["funds"] = _table(
        "funds",
        [
            {"row_id": f"F-{fund}", "period": "2020H1", "source_row": 1, "fund": fund, "opening_balance_fen": fen}
            for fund, fen in (openings or {}).items()
        ],
    )
    known = sorted({*periods, "2020H1", *tables["donations"]["period"], *tables["disbursements"]["period"]})
    return Ledger(Organisation("office", "测试慈善总会"), tables, {"periods": known})


def _common(row: In | Out) -> dict[str, object]:
    return {
        "row_id": row.row_id,
        "period": str(ReportingPeriod.of(date.fromisoformat(row.day))) if row.day else row.period,
        "source_row": 1,
        "donor": row.donor,
        "fund": row.fund,
        "amount_fen": row.fen,
        "amount_halfwidth_fen": row.halfwidth,
        "form": row.form,
        "books": row.books,
        "programme": "东西部协作",
    }


@cache
def _empty(name: str) -> pd.DataFrame:
    return empty_table(name)


def _table(name: str, rows: list[dict[str, object]]) -> pd.DataFrame:
    if not rows:
        return _empty(name)
    filled = {column: 0 for column, kind in COLUMNS[name].items() if kind == "int64"}
    return typed_table(name, {column: [{**filled, **row}.get(column) for row in rows] for column in COLUMNS[name]})
