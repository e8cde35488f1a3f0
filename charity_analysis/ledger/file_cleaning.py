"""One raw file → its part of the ledger: what counts, what is held, and what was found."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from charity_analysis.ingest.files.readers import read_workbook
from charity_analysis.ingest.findings import Finding
from charity_analysis.ingest.layout.workbook_tables import find_workbook_tables
from charity_analysis.ingest.refusals import FileRefused
from charity_analysis.ledger.columns import Source
from charity_analysis.ledger.convert import Converted, convert_table
from charity_analysis.ledger.corrections import Correction, apply_corrections


@dataclass
class FileResult:
    """What became of one raw file: `status` is clean, held, rejected or ignored; `used` corrections took effect."""

    source: Source
    status: str
    tables: list[Converted] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    used: list[Correction] = field(default_factory=list)


def clean_file(path: Path, source: Source, corrections: list[Correction], is_careful: bool = False) -> FileResult:
    """The part of the ledger that the file at `path` gives; the file is only read.

    `is_careful` is for a file over which a reader came to grief.
    """
    try:
        workbook = read_workbook(path, is_careful)
        sheets, findings, used = apply_corrections(workbook.sheets, corrections)
    except FileRefused as refusal:
        return refused(source, Finding(refusal.rule, values={"detail": refusal.detail}))
    if not workbook.sheets:
        return refused(source, Finding("no_sheets"))
    findings = [*workbook.findings, *findings]
    raw_tables, found = find_workbook_tables(sheets, path.stem)
    # The tables hold their values by column now: a million rows need not be held twice.
    del workbook, sheets
    tables = [convert_table(raw_tables.pop(0), source) for _ in range(len(raw_tables))]
    findings += found
    findings = [*(_placed(finding, source) for finding in findings)]
    findings += [finding for table in tables for finding in table.findings]
    return FileResult(source, find_status(tables, findings), tables, findings, list(used))


def refused(source: Source, finding: Finding) -> FileResult:
    """A file of which nothing counts, for the reason that `finding` gives."""
    return FileResult(source, "rejected", findings=[_placed(finding, source)])


def _placed(finding: Finding, source: Source) -> Finding:
    return finding.at(file=source.file, organisation=source.organisation, period=source.period)


def find_status(tables: list[Converted], findings: list[Finding]) -> str:
    """clean, held, rejected or ignored, as the contract of `charity clean --json` says."""
    usable = [table for table in tables if not table.is_refused]
    if not usable:
        has_error = any(finding.severity == "error" for finding in findings)
        return "rejected" if tables or has_error else "ignored"
    return "held" if any(table.held_count for table in tables) else "clean"
