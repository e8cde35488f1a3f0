"""The raw files of an organisation: which lie in a period's folder, which are no data, and what lies astray."""

from __future__ import annotations

import hashlib
import os
import re
from dataclasses import dataclass
from pathlib import Path

from charity_analysis.ingest.findings import Finding
from charity_analysis.ledger import corrections, organisations
from charity_analysis.ledger.folder_entries import Entry, look_at, walk_folder
from charity_analysis.ledger.paths import readable_name
from charity_analysis.periods import ReportingPeriod

# Left by office programs and systems, or written for people: no data, listed as ignored.
_IGNORED_NAMES = re.compile(
    r"(~\$|\.).*|.*\.tmp|readme[^/]*\.(md|txt)|readme|(eh)?thumbs\.db|desktop\.ini|icon\\r", re.IGNORECASE
)
_IGNORED_FOLDERS = re.compile(r"\..*|__macosx|@eadir|\$recycle\.bin|system volume information", re.IGNORECASE)
_LINK_FAULTS = frozenset({"outside_link", "folder_link", "broken_link"})
# signoffs.csv is read by the report: it lets one out, and changes no figure. aliases.csv is read for trends of giving:
# it says which names are one donor, and changes no row.
_OWN_FILES = frozenset({organisations.FILE_NAME, corrections.FILE_NAME, "signoffs.csv", "aliases.csv"})
# What the organisation says in its report before and after the figures, for all periods or for one.
_OWN_TEXTS = re.compile(r"(opening|closing)([.][0-9]{4}H[12])?[.]md")


@dataclass(frozen=True)
class RawFile:
    """One file in a period's folder; `file` is its path relative to that folder, with forward slashes.

    `fault` is the rule that says why it must not be opened (a pipe, a link that leads out); "" for an ordinary file.
    """

    path: Path
    organisation: str
    period: str
    file: str
    fault: str = ""

    @property
    def is_ignored(self) -> bool:
        """True for lock files and the like, which are no data."""
        *folders, name = self.file.split("/")
        return is_ignored_name(name) or any(map(_IGNORED_FOLDERS.fullmatch, folders))

    def digest(self) -> str:
        """sha256 of the content, which tells copies; a file that is no data or cannot be read is like no other."""
        if self.is_ignored or self.fault:
            return str(self.path)
        try:
            with self.path.open("rb") as content:
                return hashlib.file_digest(content, "sha256").hexdigest()
        except OSError:
            return str(self.path)

    def is_named(self, name: str, others: list[RawFile]) -> bool:
        """True where `name` (捐赠.xlsx, or 2020H1/捐赠.xlsx) means this file and no other of `others`."""
        if name == f"{self.period}/{self.file}":
            return True
        if name != self.file or any(f"{other.period}/{other.file}" == name for other in others):
            return False
        return sum(other.file == name for other in others) == 1


def is_ignored_name(name: str) -> bool:
    """True where a file of this name is no data and says nothing either."""
    return _IGNORED_NAMES.fullmatch(name) is not None


def find_raw_files(folder: Path) -> tuple[list[RawFile], list[Finding]]:
    """The raw files of the organisation in `folder`, by period and name, and what was found of its folders."""
    files: list[RawFile] = []
    findings: list[Finding] = []
    home, raw = os.path.realpath(folder), os.path.realpath(folder.parent)
    if os.path.commonpath([raw, home]) != raw:
        return [], [Finding("outside_link", readable_name(folder.name))]
    try:
        paths = sorted(folder.iterdir(), key=lambda path: path.name)
    except OSError:
        return [], [Finding("unreadable_folder", readable_name(folder.name))]
    for entry in (look_at(path, readable_name(path.name), home) for path in paths):
        if entry.is_folder and not entry.path.name.startswith("."):
            found, fault = _find_period_files(entry, folder)
            files += found
            findings += fault
        elif not _is_own(entry.name) and not is_ignored_name(entry.name):
            findings.append(_astray(entry))
    if not files and not findings:
        # No period's folder at all: an organisation that was begun, or emptied.
        findings.append(Finding("empty_folder"))
    return files, findings


def _is_own(name: str) -> bool:
    return name in _OWN_FILES or _OWN_TEXTS.fullmatch(name) is not None


def _astray(entry: Entry) -> Finding:
    """The finding for what lies beside the periods' folders."""
    if entry.fault in _LINK_FAULTS:
        return Finding(entry.fault, entry.name)
    return Finding("stray_file", values={"text": entry.name})


def _find_period_files(entry: Entry, folder: Path) -> tuple[list[RawFile], list[Finding]]:
    try:
        period = str(ReportingPeriod.parse(entry.path.name))
    except ValueError:
        return [], [Finding("unknown_folder", values={"text": entry.name})]
    within = list(walk_folder(entry.path, boundary=folder))
    findings = [
        Finding("unreadable_folder", f"{entry.name}/{each.name}".removesuffix("/."), period=period)
        for each in within
        if each.is_folder and each.fault
    ]
    files = [RawFile(each.path, folder.name, period, each.name, each.fault) for each in within if not each.is_folder]
    if not findings and all(file.is_ignored for file in files):
        findings.append(Finding("empty_folder", period=period, values={}))
    return files, findings
