"""One organisation's raw folder → its whole ledger, with what became of every file."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from charity_analysis.ingest.findings import Finding
from charity_analysis.ledger.accounts.accounts import check_accounts
from charity_analysis.ledger.arrow_tables import arrow_table, concatenate
from charity_analysis.ledger.columns import Source
from charity_analysis.ledger.corrections import Correction, find_unused, read_corrections
from charity_analysis.ledger.exclusions import settle_exclusions
from charity_analysis.ledger.file_parts import FilePart
from charity_analysis.ledger.organisations import Organisation, read_organisation
from charity_analysis.ledger.part_store import PartStore, PendingPart
from charity_analysis.ledger.raw_files import RawFile, find_raw_files
from charity_analysis.ledger.repeats.repeat_holding import hold_repeats
from charity_analysis.ledger.row_checks.row_checks import check_counting_rows
from charity_analysis.ledger.schema import KINDS

if TYPE_CHECKING:
    import pyarrow as pa


@dataclass
class CleanedOrganisation:
    """An organisation's cleaned ledger before it is stored; `findings` are those that belong to no file."""

    organisation: Organisation
    files: list[FilePart]
    findings: list[Finding]

    @property
    def all_findings(self) -> list[Finding]:
        """Findings of all files and of none, in the order of the files."""
        return [finding for file in self.files for finding in file.findings] + self.findings

    def build_tables(self) -> dict[str, pa.Table]:
        """The ledger's tables by name, typed and in the order of files, sheets and rows."""
        parts = [table for file in self.files for table in file.tables]
        tables = {kind: concatenate(kind, [part.clean for part in parts if part.kind == kind]) for kind in KINDS}
        tables["held"] = concatenate("held", [part.held for part in parts])
        tables["totals"] = concatenate("totals", [part.totals for part in parts])
        tables["findings"] = _findings_table(self.all_findings)
        return tables


def clean_organisation(
    folder: Path, parts: PartStore, progress: Callable[[list[RawFile]], Iterable[RawFile]] = list
) -> CleanedOrganisation:
    """The cleaned ledger of the organisation whose raw files lie in `folder`; raw files are only read.

    Each file is read by a process apart; one whose part lies in `parts` is not read again.
    """
    organisation, findings = read_organisation(folder)
    raw_files, folder_findings = find_raw_files(folder)
    corrections, correction_findings = read_corrections(folder)
    findings += folder_findings + correction_findings
    pending = _begin(raw_files, corrections, parts)
    # Needed once the files are read: fetched meanwhile.
    threading.Thread(target=_import_heavy, daemon=True).start()
    files = [waiting.result() for waiting, _ in zip(pending, progress(raw_files), strict=True)]
    files = check_counting_rows(settle_exclusions(hold_repeats(files, corrections)))
    used = {row for file in files for row in file.used}
    findings += find_unused(corrections, {correction for correction in corrections if correction.row in used})
    findings += check_accounts(organisation, files)
    findings = [finding.at(organisation=folder.name) for finding in findings]
    return CleanedOrganisation(organisation, files, findings)


def _begin(raw_files: list[RawFile], corrections: list[Correction], parts: PartStore) -> list[PendingPart]:
    """Have every file's part made, or found, in the order of `raw_files`."""
    pending: list[PendingPart] = []
    firsts: dict[str, RawFile] = {}
    for raw_file in raw_files:
        source = Source(raw_file.organisation, raw_file.period, raw_file.file)
        digest = raw_file.digest()
        original = firsts.setdefault(digest, raw_file)
        if raw_file.is_ignored:
            pending.append(PendingPart.known(FilePart(source, "ignored")))
        elif raw_file.fault:
            pending.append(PendingPart.known(_refuse(source, Finding(raw_file.fault))))
        elif original is not raw_file:
            pending.append(PendingPart.known(_repeat(source, original)))
        else:
            own = [correction for correction in corrections if raw_file.is_named(correction.file, raw_files)]
            pending.append(parts.begin(raw_file.path, source, digest, own))
    return pending


def _repeat(source: Source, original: RawFile) -> FilePart:
    """The same file under another name counts once: its money must not be added a second time."""
    values = {"original": f"{original.period}/{original.file}"}
    return _refuse(source, Finding("repeated_file", values=values))


def _refuse(source: Source, finding: Finding) -> FilePart:
    placed = finding.at(file=source.file, organisation=source.organisation, period=source.period)
    return FilePart(source, "rejected", findings=[placed])


def _import_heavy() -> None:
    import pyarrow.compute
    import pyarrow.parquet  # noqa: F401


def _findings_table(findings: list[Finding]) -> pa.Table:
    return arrow_table(
        "findings",
        {
            "organisation": [finding.organisation for finding in findings],
            "period": [finding.period or None for finding in findings],
            "rule": [finding.rule for finding in findings],
            "severity": [finding.severity for finding in findings],
            "source_file": [finding.file for finding in findings],
            "source_sheet": [finding.sheet for finding in findings],
            "cell": [finding.cell for finding in findings],
            "row_ids": [" ".join(finding.row_ids) or None for finding in findings],
            "message_zh": [finding.message("zh") for finding in findings],
            "message_en": [finding.message("en") for finding in findings],
            "remedy_zh": [finding.remedy("zh") or None for finding in findings],
            "remedy_en": [finding.remedy("en") or None for finding in findings],
        },
    )
