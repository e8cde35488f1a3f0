"""One organisation's raw folder → its whole ledger, with what became of every file."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from charity_analysis.ingest.findings import Finding
from charity_analysis.ingest.refusals import FileRefused
from charity_analysis.ingest.readers import read_workbook
from charity_analysis.ingest.sheets import Sheet
from charity_analysis.ingest.tables import find_tables
from charity_analysis.ledger.columns import Source
from charity_analysis.ledger.convert import Converted, convert_table
from charity_analysis.ledger.corrections import Correction, apply_corrections, find_unused, read_corrections
from charity_analysis.ledger.organisations import Organisation, read_organisation
from charity_analysis.ledger.raw_files import RawFile, find_raw_files
from charity_analysis.ledger.schema import KINDS, typed_table

if TYPE_CHECKING:
    import pandas as pd


@dataclass
class FileResult:
    """What became of one raw file. `status`: clean, held, rejected or ignored."""

    source: Source
    status: str
    tables: list[Converted] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


@dataclass
class CleanedOrganisation:
    """An organisation's cleaned ledger before it is stored; `findings` are those that belong to no file."""

    organisation: Organisation
    files: list[FileResult]
    findings: list[Finding]

    @property
    def all_findings(self) -> list[Finding]:
        """Findings of all files and of none, in the order of the files."""
        return [finding for file in self.files for finding in file.findings] + self.findings

    def build_tables(self) -> dict[str, pd.DataFrame]:
        """The ledger's tables by name, typed and in the order of files, sheets and rows."""
        converted = [table for file in self.files for table in file.tables]
        tables = {
            kind: _concatenate(kind, [table.clean for table in converted if table.kind == kind]) for kind in KINDS
        }
        tables["held"] = _concatenate("held", [table.held for table in converted])
        tables["findings"] = _findings_table(self.all_findings)
        return tables


def clean_organisation(
    folder: Path, progress: Callable[[list[RawFile]], Iterable[RawFile]] = list
) -> CleanedOrganisation:
    """The cleaned ledger of the organisation whose raw files lie in `folder`; raw files are only read."""
    organisation, findings = read_organisation(folder)
    raw_files, folder_findings = find_raw_files(folder)
    corrections, correction_findings = read_corrections(folder)
    findings += folder_findings + correction_findings
    used: set[Correction] = set()
    files: list[FileResult] = []
    firsts: dict[str, RawFile] = {}
    for raw_file in progress(raw_files):
        original = firsts.setdefault(raw_file.digest(), raw_file)
        if original is not raw_file:
            files.append(_refuse_repeat(raw_file, original))
            continue
        own = [c for c in corrections if raw_file.is_named(c.file, raw_files)]
        result, took_effect = _clean_file(raw_file, own)
        files.append(result)
        used |= took_effect
    findings += find_unused(corrections, used)
    findings = [finding.at(organisation=folder.name) for finding in findings]
    return CleanedOrganisation(organisation, files, findings)


def _refuse_repeat(raw_file: RawFile, original: RawFile) -> FileResult:
    """The same file under another name counts once: its money must not be added a second time."""
    source = Source(raw_file.organisation, raw_file.period, raw_file.file)
    if raw_file.is_ignored:
        return FileResult(source, "ignored")
    values = {"original": f"{original.period}/{original.file}"}
    finding = Finding(
        "repeated_file", source.file, values=values, organisation=source.organisation, period=source.period
    )
    return FileResult(source, "rejected", findings=[finding])


def _clean_file(raw_file: RawFile, corrections: list[Correction]) -> tuple[FileResult, set[Correction]]:
    source = Source(raw_file.organisation, raw_file.period, raw_file.file)
    if raw_file.is_ignored:
        return FileResult(source, "ignored"), set()
    place = {"file": source.file, "organisation": source.organisation, "period": source.period}
    try:
        sheets, findings, used = apply_corrections(read_sheets(raw_file.path), corrections)
    except FileRefused as refusal:
        finding = Finding(refusal.rule, values={"detail": refusal.detail}).at(**place)
        return FileResult(source, "rejected", findings=[finding]), set()
    tables: list[Converted] = []
    for sheet in sheets:
        converted, found = _clean_sheet(sheet, source, raw_file.path.stem)
        tables += converted
        findings += found
    findings = [finding.at(**place) for finding in findings]
    findings += [finding for table in tables for finding in table.findings]
    return FileResult(source, _status(tables, findings), tables, findings), used


def _clean_sheet(sheet: Sheet, source: Source, file_stem: str) -> tuple[list[Converted], list[Finding]]:
    if sheet.is_hidden and any(any(value != "" for value in row) for row in sheet.rows):
        return [], [Finding("hidden_sheet", sheet=sheet.name)]
    tables, findings = find_tables(sheet, file_stem)
    return [convert_table(table, source) for table in tables], findings


def _status(tables: list[Converted], findings: list[Finding]) -> str:
    """clean, held, rejected or ignored, as the contract of `charity clean --json` says."""
    usable = [table for table in tables if not table.is_refused]
    if not usable:
        has_error = any(finding.severity == "error" for finding in findings)
        return "rejected" if tables or has_error else "ignored"
    return "held" if any(table.held_count for table in tables) else "clean"


def _concatenate(name: str, parts: list[dict[str, list[object]]]) -> pd.DataFrame:
    import pandas as pd

    frames = [typed_table(name, part) for part in parts if part.get("row_id")]
    return pd.concat(frames, ignore_index=True) if frames else typed_table(name, {})


def _findings_table(findings: list[Finding]) -> pd.DataFrame:
    return typed_table(
        "findings",
        {
            "organisation": [finding.organisation for finding in findings],
            "period": [finding.period or None for finding in findings],
            "rule": [finding.rule for finding in findings],
            "severity": [finding.severity for finding in findings],
            "source_file": [finding.file for finding in findings],
            "source_sheet": [finding.sheet for finding in findings],
            "cell": [finding.cell for finding in findings],
            "message_zh": [finding.message("zh") for finding in findings],
            "message_en": [finding.message("en") for finding in findings],
        },
    )
