"""Parsed cells → the ledger's columns: sources, names, units in the names, defaults."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import Any

from charity_analysis.ingest.tables import Table
from charity_analysis.ledger.cells import NOT_GIVEN, Problem
from charity_analysis.ledger.schema import COLUMNS, DEFAULTS, LEDGER_NAMES
from charity_analysis.money import Money
from charity_analysis.periods import ReportingPeriod
from charity_analysis.rules import normalise, programme_index

MONEY_COLUMNS = ("amount", "opening_balance", "unit_amount")


@dataclass(frozen=True)
class Source:
    """Where a table comes from: organisation, the period of its folder, and the file within that folder."""

    organisation: str
    period: str
    file: str


def _source_columns(table: Table, source: Source, positions: list[int]) -> dict[str, list[Any]]:
    rows = [table.rows[position] + 1 for position in positions]
    return {
        "row_id": [_row_id(table, source, row) for row in rows],
        "organisation": [source.organisation] * len(rows),
        "period": [source.period] * len(rows),
        "folder_period": [source.period] * len(rows),
        "source_file": [source.file] * len(rows),
        "source_sheet": [table.sheet] * len(rows),
        "source_row": rows,
    }


def _row_id(table: Table, source: Source, row: int) -> str:
    """A row's name for life: its kind's letter and a digest of where it stands."""
    address = "\0".join((source.organisation, source.period, source.file, table.sheet, str(row)))
    return f"{table.kind[0].upper()}-{hashlib.sha256(address.encode()).hexdigest()[:16]}"


def clean_columns(
    table: Table, source: Source, parsed: dict[str, list[Any]], amounts: list[Money | None], kept: list[int]
) -> dict[str, list[Any]]:
    """Ledger columns of the rows at the positions `kept`, by the ledger's names."""
    names = LEDGER_NAMES.get(table.kind, {})
    clean = _source_columns(table, source, kept)
    for name, values in parsed.items():
        column = [values[position] for position in kept]
        target = names.get(name, name)
        if name in MONEY_COLUMNS:
            clean[f"{name}_fen"] = [value.fen if isinstance(value, Money) else None for value in column]
        elif name == "date":
            clean[target] = [value.day for value in column]
            clean["date_basis"] = [value.basis for value in column]
            clean["period"] = [_period(value.day, source.period) for value in column]
        elif name == "receipt_count":
            clean["receipt_count_text"] = [value[0] for value in column]
            clean["receipt_count"] = [value[1] for value in column]
        elif name == "for_period":
            clean["period"] = [_planned_period(value, source.period) for value in column]
        elif name == "programme":
            clean[target] = [programme_index().get(normalise(v), v) if v else None for v in column]
        elif f"{target}" in COLUMNS[table.kind]:
            clean[target] = [_plain(target, value) for value in column]
    halfwidth = "opening_balance_halfwidth_fen" if table.kind == "funds" else "amount_halfwidth_fen"
    clean[halfwidth] = [money.halfwidth_fen if (money := amounts[position]) else 0 for position in kept]
    if "programme" not in parsed and "programme" in COLUMNS[table.kind]:
        clean["programme"] = [_programme_of_section(table.sections[position]) for position in kept]
    for name, default in DEFAULTS.get(table.kind, {}).items():
        clean[name] = [value or default for value in clean.get(name, [None] * len(kept))]
    clean["unmapped"] = [_unmapped(table, position) for position in kept]
    return {name: clean[name] for name in COLUMNS[table.kind] if name in clean}


def _plain(column: str, value: Any) -> Any:
    """The value as the ledger keeps it: what could not be read, or is not given, is missing."""
    if isinstance(value, Problem) or value is NOT_GIVEN:
        return None
    if column in ("is_restricted", "consents_to_publish") and value is not None:
        return {"yes": True, "no": False}.get(value)
    return value


def _period(day: Any, folder_period: str) -> str:
    return folder_period if day is None else str(ReportingPeriod.of(day))


def _planned_period(text: str | None, folder_period: str) -> str:
    words = normalise(text or "").upper().replace("年上半年", "H1").replace("年下半年", "H2")
    try:
        return str(ReportingPeriod.parse(words))
    except ValueError:
        return folder_period


def _programme_of_section(section: str) -> str | None:
    word = normalise(section).lstrip("一二三四五六七八九十0123456789()、.")
    return programme_index().get(word)


def _unmapped(table: Table, position: int) -> str | None:
    values = {name: column[position] for name, column in table.extras.items() if column[position] != ""}
    return json.dumps(values, ensure_ascii=False, default=str) if values else None


def held_columns(
    table: Table,
    source: Source,
    problems: dict[int, list[tuple[str, str]]],
    amounts: dict[int, Money | None],
) -> dict[str, list[Any]]:
    """Columns of the held rows: those at the positions of `problems`, with their cells, rules and raw text."""
    positions = list(problems)
    held = _source_columns(table, source, positions)
    held["kind"] = [table.kind] * len(positions)
    held["cells"] = [";".join(cell for cell, _ in problems[position]) for position in positions]
    held["rules"] = [";".join(rule for _, rule in problems[position]) for position in positions]
    held["amount_fen"] = [money.fen if (money := amounts.get(position)) else None for position in positions]
    held["raw_text"] = [_raw_text(table, position) for position in positions]
    return held


def _raw_text(table: Table, position: int) -> str:
    named = {
        table.header.headings[table.header.columns[name]]: values[position] for name, values in table.columns.items()
    }
    named |= {name: values[position] for name, values in table.extras.items()}
    return json.dumps({k: v for k, v in named.items() if v != ""}, ensure_ascii=False, default=str)
