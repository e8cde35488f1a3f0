"""Reviewed corrections: applied to raw cells before parsing, and only where the expected text still stands."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, time
from pathlib import Path

from charity_analysis.ingest.addresses import cell_position
from charity_analysis.ingest.dates import UnreadableCell, parse_date
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
        rows = list(_read_rows(decode(path.read_bytes())))
    except OSError as error:
        return [], [_invalid(1, error.strerror or type(error).__name__)]
    except (FileRefused, csv.Error) as error:
        return [], [_invalid(1, str(error))]
    if not rows or tuple(rows[0][1]) != COLUMNS:
        return [], [_invalid(1, "、".join(COLUMNS))]
    corrections: list[Correction] = []
    findings: list[Finding] = []
    for line, fields in rows[1:]:
        fault = _fault(fields)
        if fault:
            findings.append(_invalid(line, fault))
        else:
            corrections.append(Correction(line, *fields[:6]))
    return corrections, findings


def _read_rows(text: str) -> Iterator[tuple[int, list[str]]]:
    """The line where each record starts, as people count, and its trimmed fields; blank records are left out."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    line = 1
    for record in reader:
        fields = [field.strip() for field in record]
        if any(fields):
            yield line, fields
        line = reader.line_num + 1


def _fault(fields: list[str]) -> str:
    """What is wrong with a row of corrections.csv; "" where it is complete."""
    if len(fields) != len(COLUMNS):
        return f"{len(fields)} ≠ {len(COLUMNS)}"
    record = dict(zip(COLUMNS, fields, strict=True))
    faulty = (
        name
        for name, value in record.items()
        if (not value and name not in _MAY_BE_BLANK)
        or (name == "cell" and not _is_cell(value))
        or (name == "approved_on" and not _is_day(value))
    )
    return "、".join(f'{name} = "{record[name]}"' for name in faulty)


def _is_cell(text: str) -> bool:
    try:
        cell_position(text)
    except ValueError:
        return False
    return True


def _is_day(text: str) -> bool:
    # Excel turns the dates of a text file into the forms of its own country.
    try:
        return parse_date(text).day is not None
    except UnreadableCell:
        return False


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
        if sheet is None or row >= len(sheet.rows) or column >= max(map(len, sheet.rows)):
            continue
        if plain_text(sheet.value(row, column)) != correction.expected_text:
            continue
        cells = list(sheet.rows[row])
        # A record of a text file may end before its last fields.
        cells += [""] * (column + 1 - len(cells))
        cells[column] = correction.new_value
        sheet.rows[row] = cells
        used.add(correction)
        values = {"row": str(correction.row), "reason_text": correction.reason}
        findings.append(Finding("correction_applied", sheet=sheet.name, cell=correction.cell, values=values))
    return [by_name[sheet.name] for sheet in sheets], findings, used


def plain_text(value: object) -> str:
    """A raw cell's text as a person would copy it from the sheet."""
    if isinstance(value, float):
        # Spreadsheets show 15 digits of what they store.
        return str(int(value)) if value.is_integer() else f"{value:.15g}"
    if isinstance(value, datetime) and value.time() == time():
        return str(value.date())
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
