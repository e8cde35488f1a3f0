"""Reviewed corrections: applied to raw cells before parsing, and only where the expected text still stands."""

from __future__ import annotations

import csv
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from charity_analysis.ingest.addresses import cell_position
from charity_analysis.ingest.findings import Finding
from charity_analysis.ingest.refusals import FileRefused
from charity_analysis.ingest.sheets import Sheet
from charity_analysis.ingest.text_tables import decode

FILE_NAME = "corrections.csv"
COLUMNS = ("file", "sheet", "cell", "expected_text", "new_value", "reason", "approved_by", "approved_on")
_MAY_BE_BLANK = frozenset({"sheet", "expected_text", "new_value"})


@dataclass(frozen=True)
class Correction:
    """One reviewed fix: in `file` (relative to the organisation's folder) the cell's text becomes `new_value`."""

    row: int
    file: str
    sheet: str
    cell: str
    expected_text: str
    new_value: str
    reason: str


def read_corrections(folder: Path) -> tuple[list[Correction], list[Finding]]:
    """The corrections of the organisation in `folder`, and a finding for each row that is not complete."""
    path = folder / FILE_NAME
    if not path.exists():
        return [], []
    try:
        reader = csv.DictReader(decode(path.read_bytes()).splitlines(), strict=True)
        records = list(reader)
    except (OSError, FileRefused, csv.Error) as error:
        return [], [_invalid(0, str(error))]
    if tuple(reader.fieldnames or ()) != COLUMNS:
        return [], [_invalid(1, "、".join(COLUMNS))]
    corrections: list[Correction] = []
    findings: list[Finding] = []
    for row, record in enumerate(records, start=2):
        fault = _fault(record)
        if fault:
            findings.append(_invalid(row, fault))
        else:
            kept = {name: record[name].strip() for name in COLUMNS[:6]}
            corrections.append(Correction(row=row, **kept))
    return corrections, findings


def _fault(record: dict[str, str]) -> str:
    """What a row of corrections.csv lacks; "" where it is complete."""
    for name in COLUMNS:
        if name not in _MAY_BE_BLANK and not (record.get(name) or "").strip():
            return name
    if None in record or None in record.values():
        return "列数不符"
    try:
        cell_position(record["cell"].strip())
        date.fromisoformat(record["approved_on"].strip())
    except ValueError as error:
        return str(error)
    return ""


def _invalid(row: int, detail: str) -> Finding:
    return Finding("corrections_invalid", values={"row": str(row), "detail": detail})


def apply_corrections(
    sheets: list[Sheet], corrections: list[Correction]
) -> tuple[list[Sheet], list[Finding], set[Correction]]:
    """The sheets of one file with its corrections in place, findings, and the corrections that took effect."""
    findings: list[Finding] = []
    used: set[Correction] = set()
    by_name = {sheet.name: replace(sheet, rows=list(sheet.rows)) for sheet in sheets}
    for correction in corrections:
        sheet = by_name.get(correction.sheet)
        row, column = cell_position(correction.cell)
        if sheet is None or plain_text(sheet.value(row, column)) != correction.expected_text:
            continue
        cells = list(sheet.rows[row]) if row < len(sheet.rows) else []
        if column >= len(cells):
            continue
        cells[column] = correction.new_value
        sheet.rows[row] = cells
        used.add(correction)
        values = {"row": str(correction.row), "reason_text": correction.reason}
        findings.append(Finding("correction_applied", sheet=sheet.name, cell=correction.cell, values=values))
    return [by_name[sheet.name] for sheet in sheets], findings, used


def plain_text(value: object) -> str:
    """A raw cell's text as a person would copy it from the sheet."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()


def find_unused(corrections: list[Correction], used: set[Correction]) -> list[Finding]:
    """A finding for each correction that did not find its file, sheet, cell or expected text."""
    return [
        Finding(
            "correction_unused",
            values={
                "row": str(c.row),
                "detail": f"{c.file} › {c.sheet}!{c.cell}" if c.sheet else f"{c.file} › {c.cell}",
            },
        )
        for c in corrections
        if c not in used
    ]
