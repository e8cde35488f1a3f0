"""Totals per programme, channel, kind and period: small tables with exact fen and the rows behind each line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from charity_analysis.analysis.scope import counted, gifts
from charity_analysis.periods import ReportingPeriod
from charity_analysis.rules import label_names

if TYPE_CHECKING:
    from charity_analysis.ledger.ledger import Ledger

NOT_STATED = "未载明"
NO_COMPARISON = "无可比数据"


def total_by(rows: pd.DataFrame, column: str, domain: str | None = None) -> pd.DataFrame:
    """One row per value of `column`, largest amount first: label, amount_fen, halfwidth_fen, row_count, row_ids.

    `domain` names the labels of rules/labels.csv that turn codes into words; a blank value is 未载明.
    """
    names = label_names(domain) if domain else {}
    labels = rows[column].fillna(NOT_STATED).map(lambda code: names.get(code, code))
    table = (
        rows.assign(label=labels)
        .groupby("label", sort=False)
        .agg(
            amount_fen=("amount_fen", "sum"),
            halfwidth_fen=("amount_halfwidth_fen", "sum"),
            row_count=("row_id", "size"),
            row_ids=("row_id", tuple),
        )
        .reset_index()
    )
    return table.sort_values(["amount_fen", "label"], ascending=[False, True], ignore_index=True)


def total_by_period(ledger: Ledger) -> pd.DataFrame:
    """One row per period that has data: period, received_fen, paid_fen, donation_count, disbursement_count."""
    received = gifts(counted(ledger.donations)).groupby("period")["amount_fen"].agg(["sum", "size"])
    paid = counted(ledger.disbursements).groupby("period")["amount_fen"].agg(["sum", "size"])
    table = pd.DataFrame(index=pd.Index(ledger.periods, name="period"))
    table[["received_fen", "donation_count"]] = received.reindex(table.index).fillna(0).astype("int64")
    table[["paid_fen", "disbursement_count"]] = paid.reindex(table.index).fillna(0).astype("int64")
    return table.reset_index()[["period", "received_fen", "paid_fen", "donation_count", "disbursement_count"]]


def compare_periods(table: pd.DataFrame, period: str, column: str, known_periods: list[str]) -> pd.DataFrame:
    """One row per value of `column`: amount_fen of `period`, previous_fen and year_before_fen beside it.

    A column of a period without data is missing throughout: there is nothing to compare with, which is not 0.
    """
    this = ReportingPeriod.parse(period)
    wanted = {"amount_fen": this, "previous_fen": this.previous, "year_before_fen": this.year_before}
    rows = counted(table)
    labels = rows[column].fillna(NOT_STATED)
    sums = {
        name: rows[rows["period"] == str(other)].groupby(labels)["amount_fen"].sum() for name, other in wanted.items()
    }
    result = pd.DataFrame(sums).fillna(0).astype("Int64")
    for name, other in wanted.items():
        if str(other) not in known_periods:
            result[name] = pd.NA
    result = result[result.fillna(0).ne(0).any(axis=1)]
    return result.rename_axis("label").sort_values("amount_fen", ascending=False).reset_index()


def total_by_month(donations: pd.DataFrame, disbursements: pd.DataFrame, period: str) -> pd.DataFrame:
    """One row per month of `period` and a last one for 未载明: month, received_fen, paid_fen."""
    start = ReportingPeriod.parse(period).start
    months = [f"{start.year}-{start.month + offset:02d}" for offset in range(6)]
    sums = {}
    for name, rows, column in (
        ("received_fen", donations, "received_date"),
        ("paid_fen", disbursements, "paid_date"),
    ):
        # A day known only as "up to" stands in its month's sum; a day not stated at all does not.
        key = rows[column].dt.strftime("%Y-%m").where(rows["date_basis"].isin(("stated", "as_of")), NOT_STATED)
        sums[name] = rows.groupby(key)["amount_fen"].sum()
    table = pd.DataFrame(sums).reindex([*months, NOT_STATED]).fillna(0).astype("int64")
    return table.rename_axis("month").reset_index()
