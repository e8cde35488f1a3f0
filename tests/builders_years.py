"""A ledger in memory with books of several years, for tests of yearly figures; no workbook is written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from charity_analysis.ledger.ledger import Ledger
from charity_analysis.ledger.organisations import Organisation
from charity_analysis.ledger.schema import COLUMNS, typed_table


@dataclass(frozen=True)
class In:
    """One income, in fen; `channel` such as 利息 where it is no gift."""

    fen: int | None
    channel: str | None = None
    halfwidth: int = 0
    books: str = "own"
    is_restricted: bool | None = None


@dataclass(frozen=True)
class Out:
    """One payment, in fen. `day` None: not stated."""

    fen: int | None
    cost_class: str | None = "programme"
    programme: str | None = None
    halfwidth: int = 0
    day: str | None = None


def association(
    public: bool | None = True, kind: str | None = "association", **years: Mapping[str, str]
) -> Organisation:
    """An organisation; `years` such as y2019={"net_assets_yuan": "5"}."""
    return Organisation(
        "office", "测试慈善总会", kind, public, years={name[1:]: dict(row) for name, row in years.items()}
    )


def plain_year(**more: str) -> dict[str, str]:
    """Annual accounts without time restrictions, and what more is configured."""
    return {"restricted_not_yet_usable_yuan": "0", "released_from_time_restriction_yuan": "0", **more}


def ledger_of(
    organisation: Organisation, income: Mapping[str, Sequence[In]], payments: Mapping[str, Sequence[Out]]
) -> Ledger:
    """The ledger of these rows by period; row ids are D-2019H1-0, X-2019H1-0, …"""
    gifts = [(period, number, row) for period, rows in income.items() for number, row in enumerate(rows)]
    spent = [(period, number, row) for period, rows in payments.items() for number, row in enumerate(rows)]
    tables: dict[str, pd.DataFrame] = {name: typed_table(name, {}) for name in COLUMNS}
    tables["donations"] = _table("donations", "D", gifts) if gifts else tables["donations"]
    tables["disbursements"] = _table("disbursements", "X", spent) if spent else tables["disbursements"]
    return Ledger(organisation, tables, {"periods": sorted({*income, *payments})})


def _table(name: str, letter: str, rows: list[tuple[str, int, Any]]) -> pd.DataFrame:
    columns: dict[str, list[object]] = {
        "row_id": [f"{letter}-{period}-{number}" for period, number, _ in rows],
        "period": [period for period, _, _ in rows],
        "source_row": [number for _, number, _ in rows],
        "amount_fen": [row.fen for _, _, row in rows],
        "amount_halfwidth_fen": [row.halfwidth for _, _, row in rows],
        "books": [getattr(row, "books", "own") for _, _, row in rows],
    }
    for own in ("channel", "is_restricted", "cost_class", "programme"):
        if own in COLUMNS[name] and hasattr(rows[0][2], own):
            columns[own] = [getattr(row, own) for _, _, row in rows]
    if name == "disbursements":
        columns["paid_date"] = [pd.Timestamp(row.day) if row.day else None for _, _, row in rows]
        columns["date_basis"] = ["stated" if row.day else "not_stated" for _, _, row in rows]
    return typed_table(name, columns)
