"""The raw files of an organisation: which lie in a period's folder, which are no data, and what lies astray."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

from charity_analysis.ingest.findings import Finding
from charity_analysis.ledger import corrections, organisations
from charity_analysis.ledger.paths import readable_name
from charity_analysis.periods import ReportingPeriod

# Left by office programs and systems, or written for people: no data, listed as ignored.
_IGNORED_NAMES = re.compile(r"(~\$|\.).*|readme[^/]*\.(md|txt)|readme|thumbs\.db|desktop\.ini", re.IGNORECASE)
_IGNORED_FOLDERS = re.compile(r"\..*|__macosx", re.IGNORECASE)
_OWN_FILES = frozenset({organisations.FILE_NAME, corrections.FILE_NAME})


@dataclass(frozen=True)
class RawFile:
    """One file in a period's folder; `file` is its path relative to that folder, with forward slashes."""

    path: Path
    organisation: str
    period: str
    file: str

    @property
    def is_ignored(self) -> bool:
        """True for lock files and the like, which are no data."""
        *folders, name = self.file.split("/")
        return is_ignored_name(name) or any(map(_IGNORED_FOLDERS.fullmatch, folders))

    def digest(self) -> str:
        """sha256 of the content, which tells copies; a file that is no data or cannot be read is like no other."""
        if self.is_ignored or not self.path.is_file():
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
        return name == self.file and sum(other.file == name for other in others) == 1


def is_ignored_name(name: str) -> bool:
    """True where a file of this name is no data and says nothing either."""
    return _IGNORED_NAMES.fullmatch(name) is not None


def find_raw_files(folder: Path) -> tuple[list[RawFile], list[Finding]]:
    """The raw files of the organisation in `folder`, by period and name, and what was found of its folders."""
    files: list[RawFile] = []
    findings: list[Finding] = []
    for entry in sorted(folder.iterdir(), key=lambda path: path.name):
        if not entry.is_dir():
            if entry.name not in _OWN_FILES and not is_ignored_name(entry.name):
                findings.append(Finding("stray_file", values={"text": readable_name(entry.name)}))
            continue
        if entry.name.startswith("."):
            continue
        try:
            period = str(ReportingPeriod.parse(entry.name))
        except ValueError:
            findings.append(Finding("unknown_folder", values={"text": readable_name(entry.name)}))
            continue
        found = [
            RawFile(path, folder.name, period, readable_name(path.relative_to(entry).as_posix()))
            for path in sorted(entry.rglob("*"), key=lambda path: path.relative_to(entry).as_posix())
            if not path.is_dir()
        ]
        if not any(not file.is_ignored for file in found):
            findings.append(Finding("empty_folder", period=period, values={}))
        files += found
    if not files and not findings:
        # No period's folder at all: an organisation that was begun, or emptied.
        findings.append(Finding("empty_folder"))
    return files, findings
