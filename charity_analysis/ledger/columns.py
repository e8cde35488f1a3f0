"""Parsed cells → the ledger's columns: sources, names, units in the names, defaults."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from charity_analysis.ingest.layout.tables import Table
from charity_analysis.ledger.cells import NotGiven, Problem
from charity_analysis.ledger.schema import COLUMNS, DEFAULTS, LEDGER_NAMES
from charity_analysis.money import Money
from charity_analysis.periods import ReportingPeriod
from charity_analysis.rules import normalise, programme_index

MONEY_COLUMNS = ("amount", "opening_balance", "unit_amount", "reclassified", "closing_balance")
# Beside the amount that a row is about: they keep the precision that they were printed with themselves.
_WITH_OWN_PRECISION = frozenset({"reclassified", "closing_balance"})
_NO_VALUES = frozenset({Problem, NotGiven})
# A row's id: so many digits for its sheet, so many for its number (a sheet has 1 048 576 rows, a text more).
_SHEET_DIGITS, _ROW_DIGITS = 10, 6


@dataclass(frozen=True)
class Source:
    """Where a table comes from: organisation, the period of its folder, and the file within that folder."""

    organisation: str
    period: str
    file: str


def source_columns(table: Table, source: Source, rows: list[int], letter: str = "") -> dict[str, list[Any]]:
    """Where the 0-based `rows` of `table` stand, as people count; `letter` begins their ids, else the kind's own."""
    return {
        "row_id": _row_ids(table, source, rows, letter),
        "organisation": [source.organisation] * len(rows),
        "period": [source.period] * len(rows),
        "folder_period": [source.period] * len(rows),
        "source_file": [source.file] * len(rows),
        "source_sheet": [table.sheet] * len(rows),
        "source_row": [row + 1 for row in rows],
    }


def _row_ids(table: Table, source: Source, rows: list[int], letter: str) -> list[str]:
    """Each row's name for life: its kind's letter, a digest of the sheet it stands in, and its number there."""
    place = (table.sheet, str(table.first_column)) if table.first_column else (table.sheet,)
    address = "\0".join((source.organisation, source.period, source.file, *place))
    sheet = hashlib.sha256(address.encode("utf-8", "surrogatepass")).hexdigest()[:_SHEET_DIGITS]
    start = f"{letter or table.kind[0].upper()}-{sheet}"
    return [start + number for number in map(f"%0{_ROW_DIGITS}x".__mod__, [row + 1 for row in rows])]


def clean_columns(
    table: Table, source: Source, parsed: dict[str, list[Any]], amounts: list[Money | None], kept: list[int]
) -> dict[str, list[Any]]:
    """Ledger columns of the rows at the positions `kept`, by the ledger's names."""
    is_all = len(kept) == len(table.rows)

    def of_kept(values: list[Any]) -> list[Any]:
        return values if is_all else [values[position] for position in kept]

    names = LEDGER_NAMES.get(table.kind, {})
    clean = source_columns(table, source, of_kept(table.rows))
    for name, values in parsed.items():
        clean |= _ledger_columns(table.kind, name, names.get(name, name), of_kept(values), source.period)
    halfwidth = "opening_balance_halfwidth_fen" if table.kind == "funds" else "amount_halfwidth_fen"
    clean[halfwidth] = [money.halfwidth_fen if money else 0 for money in of_kept(amounts)]
    if "programme" not in parsed and "programme" in COLUMNS[table.kind]:
        clean["programme"] = _each_once(_programme_of_section, of_kept(table.sections))
    for name, default in DEFAULTS.get(table.kind, {}).items():
        clean[name] = [value or default for value in clean[name]] if name in clean else [default] * len(kept)
    if table.extras:
        clean["unmapped"] = _unmapped({name: of_kept(values) for name, values in table.extras.items()}, len(kept))
    return {name: clean[name] for name in COLUMNS[table.kind] if name in clean}


def _ledger_columns(kind: str, name: str, target: str, values: list[Any], period: str) -> dict[str, list[Any]]:
    """What the parsed column `name` gives to the ledger's columns."""
    if name in MONEY_COLUMNS:
        fens = {f"{name}_fen": [value.fen if isinstance(value, Money) else None for value in values]}
        if name in _WITH_OWN_PRECISION:
            widths = [value.halfwidth_fen if isinstance(value, Money) else None for value in values]
            return fens | {f"{name}_halfwidth_fen": widths}
        return fens
    if name == "date":
        days = [value.day for value in values]
        return {
            target: days,
            "date_basis": [value.basis for value in values],
            "period": _each_once(lambda day: _period(day, period), days),
        }
    if name == "receipt_count":
        return {"receipt_count_text": [value[0] for value in values], "receipt_count": [value[1] for value in values]}
    if name == "for_period":
        return {"period": _each_once(lambda v: _planned_period(v if isinstance(v, str) else None, period), values)}
    if name == "programme":
        return {
            target: _each_once(lambda v: programme_index().get(normalise(v), v) if isinstance(v, str) else None, values)
        }
    if target not in COLUMNS[kind]:
        return {}
    if target in ("is_restricted", "consents_to_publish"):
        return {target: [{"yes": True, "no": False}.get(value) if isinstance(value, str) else None for value in values]}
    if not _NO_VALUES.isdisjoint(map(type, values)):
        # What could not be read, or is not given, is missing.
        values = [None if type(value) in _NO_VALUES else value for value in values]
    return {target: values}


def _each_once(read: Callable[[Any], Any], values: list[Any]) -> list[Any]:
    """What `read` makes of each value; every distinct one is read once."""
    known = {value: read(value) for value in set(values)}
    return [known[value] for value in values]


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


def _unmapped(extras: dict[str, list[object]], count: int) -> list[str | None]:
    """What each row says under headings of no known meaning, as JSON; None where it says nothing there."""
    shown = {name: values for name, values in extras.items() if any(value != "" for value in values)}
    if not shown:
        return [None] * count
    rows = (
        {name: value for name, value in zip(shown, row, strict=True) if value != ""}
        for row in zip(*shown.values(), strict=True)
    )
    return [json.dumps(row, ensure_ascii=False, default=str) if row else None for row in rows]


def held_columns(
    table: Table,
    source: Source,
    problems: dict[int, list[tuple[str, str]]],
    amounts: dict[int, Money | None],
) -> dict[str, list[Any]]:
    """Columns of the held rows: those at the positions of `problems`, with their cells, rules and raw text."""
    positions = list(problems)
    held = source_columns(table, source, [table.rows[position] for position in positions])
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
