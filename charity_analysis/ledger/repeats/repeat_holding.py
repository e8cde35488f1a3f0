"""The parts of an organisation's files once its repeats are held: rows move from clean to held, and none is lost."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from charity_analysis.ingest.findings import Finding
from charity_analysis.ledger.arrow_tables import arrow_schema
from charity_analysis.ledger.confirmations import without_confirmed
from charity_analysis.ledger.corrections import Correction
from charity_analysis.ledger.file_parts import FilePart, TablePart
from charity_analysis.ledger.repeats.repeats import Hold, Listing, find_repeats
from charity_analysis.ledger.schema import LEDGER_NAMES, SOURCE_COLUMNS
from charity_analysis.money import format_yuan
from charity_analysis.rules import column_rules

if TYPE_CHECKING:
    import pyarrow as pa


def hold_repeats(files: list[FilePart], corrections: Sequence[Correction] = ()) -> list[FilePart]:
    """`files` with the rows that repeat rows of other files, or of other sheets, held; their findings at their file.

    Rows that one of `corrections` confirms are not held.
    """
    listed = [
        Listing(
            table.kind,
            file.source.organisation,
            file.source.period,
            file.source.file,
            table.sheet,
            table.clean,
            table.letters,
        )
        for file in files
        for table in file.tables
    ]
    repeats = without_confirmed(find_repeats(listed), files, corrections)
    told: dict[tuple[str, str | None], list[Finding]] = {}
    for finding in repeats.findings:
        told.setdefault((finding.period, finding.file), []).append(finding)
    return [_with_repeats(file, repeats.held, told.get((file.source.period, file.source.file), [])) for file in files]


def _with_repeats(file: FilePart, held: dict[str, Hold], findings: list[Finding]) -> FilePart:
    if not findings:
        return file
    tables = [_hold(table, held) for table in file.tables]
    is_held = any(new is not old for new, old in zip(tables, file.tables, strict=True))
    status = "held" if is_held and file.status == "clean" else file.status
    return replace(file, tables=tables, findings=[*file.findings, *findings], status=status)


def _hold(table: TablePart, held: dict[str, Hold]) -> TablePart:
    import pyarrow as pa

    if not held:
        return table
    mask = [row_id in held for row_id in table.clean["row_id"].to_pylist()]
    if not any(mask):
        return table
    moved = table.clean.filter(pa.array(mask))
    holds = [held[row_id] for row_id in moved["row_id"].to_pylist()]
    return replace(
        table,
        clean=table.clean.filter(pa.array([not is_moved for is_moved in mask])),
        held=pa.concat_tables([table.held, _held_rows(table.kind, moved, holds)]),
        held_cells=[*table.held_cells, *(hold.cell for hold in holds if hold.cell is not None)],
    )


def _held_rows(kind: str, moved: pa.Table, holds: list[Hold]) -> pa.Table:
    import pyarrow as pa

    schema = arrow_schema("held")
    amount = "opening_balance_fen" if kind == "funds" else "amount_fen"
    columns = {name: moved[name] for name in SOURCE_COLUMNS} | {
        "kind": [kind] * len(holds),
        "cells": [hold.cell or "" for hold in holds],
        "rules": [hold.rule for hold in holds],
        "amount_fen": moved[amount],
        "raw_text": _texts(kind, moved),
    }
    return pa.table([columns[name] for name in schema.names], schema=schema)


def _texts(kind: str, moved: pa.Table) -> Iterable[str]:
    """What each row says, by the names that its columns have in Chinese."""
    names = LEDGER_NAMES.get(kind, {})
    labels = {names.get(name, name): rule.labels["zh"] for name, rule in column_rules(kind).items()}
    labels |= {f"{name}_fen": label for name, label in labels.items() if f"{name}_fen" in moved.column_names}
    shown = moved.select([name for name in moved.column_names if name in labels]).rename_columns(
        [labels[name] for name in moved.column_names if name in labels]
    )
    amounts = {labels[name] for name in moved.column_names if name in labels and name.endswith("_fen")}
    for row in shown.to_pylist():
        texts = {
            name: format_yuan(value) if name in amounts else str(value)
            for name, value in row.items()
            if value is not None
        }
        yield json.dumps(texts, ensure_ascii=False)
