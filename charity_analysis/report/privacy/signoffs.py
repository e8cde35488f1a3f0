"""Errors that a named person has let pass for one report: the organisation's signoffs.csv, and what it leaves open."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from charity_analysis.analysis.scope import each_row
from charity_analysis.ingest.files.text_tables import decode
from charity_analysis.ingest.refusals import FileRefused
from charity_analysis.ledger.approvals import states_approval
from charity_analysis.ledger.correction_lines import approval_day, cell_name, read_records, unguard
from charity_analysis.ledger.organisations import REFUSED_RULES
from charity_analysis.periods import ReportingPeriod
from charity_analysis.rules import finding_rules

if TYPE_CHECKING:
    from charity_analysis.ledger.ledger import Ledger

FILE_NAME = "signoffs.csv"
COLUMNS = ("period", "rule", "file", "sheet", "cell", "reason", "signed_by", "signed_on")
_MUST_STAND = ("period", "rule", "reason", "signed_by", "signed_on")


@dataclass(frozen=True)
class Place:
    """One error as a sign-off names it: its rule, and where it stands; parts that it has not are ""."""

    rule: str
    file: str = ""
    sheet: str = ""
    cell: str = ""


@dataclass(frozen=True)
class Signoff:
    """Line `row` of the file: `signed_by` lets the report of `period` out although the error at `place` is open."""

    row: int
    period: str
    place: Place
    reason: str
    signed_by: str
    signed_on: str


@dataclass(frozen=True)
class Fault:
    """A line that cannot be used, and why: a key of rules/messages.csv with its values."""

    row: int
    key: str
    values: dict[str, str]


@dataclass(frozen=True)
class Standing:
    """The errors of one report: those still `open`, those `signed`, and what is to be said of the file.

    `is_configured` is False where organisation.toml was refused, which nobody can sign: the threshold under which
    counts of people are hidden would be guessed.
    """

    open: tuple[Place, ...]
    signed: tuple[Signoff, ...]
    faults: tuple[Fault, ...] = ()
    is_configured: bool = True

    @property
    def lets_out(self) -> bool:
        """True where nothing stands against publication."""
        return self.is_configured and not self.open


def find_standing(ledger: Ledger, period: str, folder: Path | None) -> Standing:
    """Which errors of `period`, and of the organisation in `folder`, are open, and which are signed off.

    A line of the file stands for one error at just its place; a second error there wants a second line. `ledger` is
    that of the internal edition: in the masked one places are no longer those that a person signs.
    """
    errors = list(_errors(ledger, period))
    signoffs, faults = read_signoffs(folder) if folder is not None else ([], [])
    waiting = Counter(errors)
    signed: list[Signoff] = []
    for signoff in signoffs:
        if signoff.period != period:
            continue
        if waiting[signoff.place] and signoff.place.rule not in REFUSED_RULES:
            waiting[signoff.place] -= 1
            signed.append(signoff)
        else:
            faults.append(Fault(signoff.row, "signoff_unused", {}))
    return Standing(
        tuple(waiting.elements()),
        tuple(signed),
        tuple(sorted(faults, key=lambda fault: fault.row)),
        not any(error.rule in REFUSED_RULES for error in errors),
    )


def _errors(ledger: Ledger, period: str) -> Iterator[Place]:
    found = ledger.findings
    concerns = found["period"].isna() | (found["period"] == period)
    for row in each_row(found[concerns & (found["severity"] == "error")]):
        yield Place(row.rule, *map(_text, (row.source_file, row.source_sheet, row.cell)))


def _text(value: Any) -> str:
    return value.strip() if isinstance(value, str) else ""


def read_signoffs(folder: Path) -> tuple[list[Signoff], list[Fault]]:
    """The sign-offs of the organisation in `folder`, and each line that cannot be used; no file is no sign-off."""
    path = folder / FILE_NAME
    if not path.exists():
        return [], []
    if not path.is_file():  # opening a pipe would wait for ever
        return [], [Fault(1, "signoff_unreadable", {})]
    try:
        rows = list(read_records(decode(path.read_bytes())))
    except (OSError, FileRefused, csv.Error):
        return [], [Fault(1, "signoff_unreadable", {})]
    if not rows or tuple(rows[0][1]) != COLUMNS:
        return [], [Fault(1, "signoff_heading", {"columns": ",".join(COLUMNS)})]
    return _read_lines(rows[1:])


def _read_lines(rows: Iterable[tuple[int, list[str]]]) -> tuple[list[Signoff], list[Fault]]:
    signoffs: list[Signoff] = []
    faults: list[Fault] = []
    for line, fields in rows:
        wrong = _find_wrong(fields)
        if wrong is not None:
            faults.append(Fault(line, *wrong))
            continue
        period, rule, file, sheet, cell, reason, signed_by, signed_on = map(unguard, fields)
        place = Place(rule, file.replace("\\", "/"), sheet, (cell_name(cell) or "") if cell else "")
        day = approval_day(signed_on)
        signoffs.append(Signoff(line, period, place, reason, signed_by, day.isoformat() if day else ""))
    return signoffs, faults


def _find_wrong(fields: list[str]) -> tuple[str, dict[str, str]] | None:
    """Why a line cannot be used; its own text is not repeated, for anything may stand in it."""
    if len(fields) != len(COLUMNS):
        return "signoff_fields", {"count": str(len(fields)), "needed": str(len(COLUMNS))}
    record = dict(zip(COLUMNS, map(unguard, fields), strict=True))
    blank = [name for name in _MUST_STAND if not record[name] or not states_approval(record[name])]
    if blank:
        return "signoff_blank", {"columns": "、".join(blank)}
    checks = (
        ("period", _is_period(record["period"])),
        ("rule", record["rule"] in finding_rules()),
        ("cell", not record["cell"] or cell_name(record["cell"]) is not None),
        ("signed_on", approval_day(record["signed_on"]) is not None),
    )
    faulty = [name for name, is_right in checks if not is_right]
    return ("signoff_wrong", {"columns": "、".join(faulty)}) if faulty else None


def _is_period(text: str) -> bool:
    try:
        return str(ReportingPeriod.parse(text)) == text
    except ValueError:
        return False
