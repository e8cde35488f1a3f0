"""The ledger's tables: their columns, types and laws, in one place."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

TEXT, MONEY, COUNT, DAY, FLAG = "str", "Int64", "Int64", "datetime64[ms]", "boolean"
DATE_BASES = ("stated", "as_of", "period", "not_stated")
VERDICTS = ("exact", "within_rounding", "contradiction", "unchecked")

# Where a row stands: organisation, period it belongs to, file › sheet › row (1-based, as people count).
SOURCE_COLUMNS = {
    "row_id": TEXT,
    "organisation": TEXT,
    "period": TEXT,
    "folder_period": TEXT,
    "source_file": TEXT,
    "source_sheet": TEXT,
    "source_row": "int64",
}
_REST = {"note": TEXT, "unmapped": TEXT}
_AMOUNT = {"amount_fen": MONEY, "amount_halfwidth_fen": "int64"}

# Columns in their order. Grain: donations one row a gift; disbursements one row a payment line; agency one row a
# movement in and out; receipts one row an entry of the register; funds one row a fund and period; plans one row a
# promised item; held one row a row that was held back; totals one row a printed 小计 or 合计.
COLUMNS: dict[str, dict[str, str]] = {
    "donations": {
        **SOURCE_COLUMNS,
        "received_date": DAY,
        "date_basis": TEXT,
        "donor": TEXT,
        "donor_kind": TEXT,
        **_AMOUNT,
        "form": TEXT,
        "quantity": COUNT,
        "unit": TEXT,
        "valuation_basis": TEXT,
        "programme": TEXT,
        "purpose": TEXT,
        "channel": TEXT,
        "fund": TEXT,
        "is_restricted": FLAG,
        "receipt_no": TEXT,
        "consents_to_publish": FLAG,
        "books": TEXT,
        **_REST,
    },
    "disbursements": {
        **SOURCE_COLUMNS,
        "paid_date": DAY,
        "date_basis": TEXT,
        "programme": TEXT,
        "purpose": TEXT,
        "activity": TEXT,
        "payee": TEXT,
        "payee_kind": TEXT,
        "beneficiary_count": COUNT,
        "beneficiary_unit": TEXT,
        "unit_amount_fen": MONEY,
        **_AMOUNT,
        "fund": TEXT,
        "approval_no": TEXT,
        "cost_class": TEXT,
        "form": TEXT,
        "donor": TEXT,
        "payment_no": TEXT,
        "books": TEXT,
        **_REST,
    },
    "agency": {
        **SOURCE_COLUMNS,
        "movement_date": DAY,
        "date_basis": TEXT,
        "programme": TEXT,
        "purpose": TEXT,
        "donor": TEXT,
        "donor_kind": TEXT,
        "payee": TEXT,
        "payee_kind": TEXT,
        "goods": TEXT,
        "quantity": COUNT,
        "unit": TEXT,
        **_AMOUNT,
        "valuation_basis": TEXT,
        "form": TEXT,
        "books": TEXT,
        **_REST,
    },
    "receipts": {
        **SOURCE_COLUMNS,
        "receipt_date": DAY,
        "date_basis": TEXT,
        "receipt_kind": TEXT,
        "receipt_count_text": TEXT,
        "receipt_count": COUNT,
        "recipient": TEXT,
        "programme": TEXT,
        **_REST,
    },
    "funds": {
        **SOURCE_COLUMNS,
        "fund": TEXT,
        "opening_balance_fen": MONEY,
        "opening_balance_halfwidth_fen": "int64",
        "reclassified_fen": MONEY,
        "reclassified_halfwidth_fen": MONEY,
        "closing_balance_fen": MONEY,
        "closing_balance_halfwidth_fen": MONEY,
        "is_restricted": FLAG,
        "founder": TEXT,
        **_REST,
    },
    "plans": {
        **SOURCE_COLUMNS,
        "item": TEXT,
        "plan_kind": TEXT,
        "programme": TEXT,
        "target": TEXT,
        "window": TEXT,
        "planned_count": COUNT,
        "unit": TEXT,
        "unit_amount_fen": MONEY,
        **_AMOUNT,
        "milestone": TEXT,
        "basis": TEXT,
        **_REST,
    },
    "held": {
        **SOURCE_COLUMNS,
        "kind": TEXT,
        "cells": TEXT,
        "rules": TEXT,
        "amount_fen": MONEY,
        "raw_text": TEXT,
    },
    "totals": {
        **SOURCE_COLUMNS,
        "kind": TEXT,
        "cell": TEXT,
        **_AMOUNT,
        "computed_fen": MONEY,
        "computed_halfwidth_fen": "int64",
        "verdict": TEXT,
        "covers_all": FLAG,
    },
    "findings": {
        "organisation": TEXT,
        "period": TEXT,
        "rule": TEXT,
        "severity": TEXT,
        "source_file": TEXT,
        "source_sheet": TEXT,
        "cell": TEXT,
        "row_ids": TEXT,
        "message_zh": TEXT,
        "message_en": TEXT,
        "remedy_zh": TEXT,
        "remedy_en": TEXT,
    },
}
KINDS = ("donations", "disbursements", "agency", "receipts", "funds", "plans")

# A heading's canonical name → the ledger's column, where they differ: names here carry the unit or the event.
LEDGER_NAMES: dict[str, dict[str, str]] = {
    "donations": {"date": "received_date"},
    "disbursements": {"date": "paid_date", "unit": "beneficiary_unit"},
    "agency": {"date": "movement_date"},
    "receipts": {"date": "receipt_date"},
}
# What a ledger that does not say otherwise means.
DEFAULTS: dict[str, dict[str, str]] = {
    "donations": {"form": "cash", "books": "own"},
    "disbursements": {"form": "cash", "books": "own"},
    "agency": {"form": "goods", "books": "agency"},
}


def empty_table(name: str) -> pd.DataFrame:
    """Table `name` without rows, typed."""
    return typed_table(name, {})


def typed_table(name: str, columns: dict[str, list[object]]) -> pd.DataFrame:
    """Table `name` from lists, each column with its type; a column that is not given is missing throughout."""
    import pandas as pd

    length = len(next(iter(columns.values()), []))
    return pd.DataFrame(
        {
            column: pd.Series(columns.get(column, [None] * length), dtype=dtype)
            for column, dtype in COLUMNS[name].items()
        }
    )
