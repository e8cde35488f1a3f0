"""Ledgers in memory for tests of masking: rows as dictionaries, the rest as an office leaves it."""

from __future__ import annotations

from typing import Any

from charity_analysis.ledger.ledger import Ledger
from charity_analysis.ledger.organisations import Organisation
from charity_analysis.ledger.schema import COLUMNS, typed_table
from charity_analysis.report.privacy.names import Secrets
from charity_analysis.report.privacy.public_ledger import public_ledger

PERIOD = "2020H1"
_USUAL: dict[str, object] = {
    "organisation": "office",
    "period": PERIOD,
    "folder_period": PERIOD,
    "source_file": "台账.xlsx",
    "source_sheet": "明细",
    "source_row": 4,
    "date_basis": "not_stated",
    "amount_fen": 10_000,
    "books": "own",
    "form": "cash",
    "rule": "possible_duplicate",
    "severity": "warning",
    "message_zh": "",
    "message_en": "",
}


def ledger_of(threshold: int = 10, name: str = "测试慈善总会", **tables: list[dict[str, Any]]) -> Ledger:
    """A ledger of these rows; what they leave out is usual or missing."""
    made = {table: _table(table, tables.get(table, [])) for table in COLUMNS}
    organisation = Organisation("office", name, disclosure_threshold=threshold)
    return Ledger(organisation, made, {"periods": [PERIOD]})


def _table(name: str, rows: list[dict[str, Any]]) -> Any:
    columns: dict[str, list[object]] = {}
    for column, kind in COLUMNS[name].items():
        usual = _USUAL.get(column, 0 if kind == "int64" else None)
        columns[column] = [row.get(column, f"D-{number:016x}" if column == "row_id" else usual)
                           for number, row in enumerate(rows)]  # fmt: skip
    return typed_table(name, columns)


def given(donor: str | None, kind: str | None = None, **more: Any) -> dict[str, Any]:
    """A gift."""
    return {"donor": donor, "donor_kind": kind, **more}


def paid(payee: str | None, kind: str | None = None, **more: Any) -> dict[str, Any]:
    """A payment."""
    return {"payee": payee, "payee_kind": kind, **more}


def shown(column: str, table: str, ledger: Ledger) -> list[Any]:
    """A column of the public ledger."""
    return public_ledger(ledger)[0].tables[table][column].tolist()


def everything(ledger: Ledger) -> tuple[str, Secrets]:
    """All text of the public ledger, and its secrets."""
    public, secrets = public_ledger(ledger)
    cells = [str(value) for table in public.tables.values() for column in table for value in table[column].dropna()]
    return "\n".join([*cells, str(public.manifest), str(public.organisation)]), secrets
