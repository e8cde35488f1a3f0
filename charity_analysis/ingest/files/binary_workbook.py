"""Binary workbooks (.xlsb): the parts of the package and what each holds. Source: [MS-XLSB] 2.1.7."""

from __future__ import annotations

import posixpath
import struct
import zipfile
from dataclasses import dataclass
from pathlib import Path
from xml.parsers import expat

from charity_analysis.ingest.files.archives import open_archive, read_part
from charity_analysis.ingest.files.binary_workbook_records import records, wide_text
from charity_analysis.ingest.files.binary_workbook_sheet import BinarySheet, BinarySheetReader
from charity_analysis.ingest.files.binary_workbook_styles import read_binary_styles
from charity_analysis.ingest.findings import Finding
from charity_analysis.ingest.refusals import FileRefused
from charity_analysis.ingest.sheets import Sheet, Workbook

_WORKBOOK = "xl/workbook.bin"
_PROPERTIES, _SHEET, _SHARED_TEXT, _END_BOOK = 153, 156, 19, 132
_LARGEST_SHEET_BYTES = 500_000_000


@dataclass(frozen=True)
class _Entry:
    """One sheet as the workbook lists it."""

    name: str
    relationship: str
    is_hidden: bool


def read_binary_workbook(path: Path) -> Workbook:
    """All sheets of the workbook at `path`.

    Raises: FileRefused (encrypted, damaged_file, unsafe_archive, too_spread); OSError where the disk refuses.
    """
    with open_archive(path) as archive:
        names = {name.replace("\\", "/").casefold(): name for name in archive.namelist()}
        related = _relationships(archive, names)
        is_1904, entries = _read_workbook(_part(archive, names, _WORKBOOK))
        parts = dict(related.values())
        texts = _read_texts(_part(archive, names, parts.get("sharedStrings", "")))
        styles = read_binary_styles(_part(archive, names, parts.get("styles", "")))
        reader = BinarySheetReader(texts, styles, is_1904)
        sheets = []
        for entry in entries:
            kind, part = related[entry.relationship]
            if kind == "worksheet":
                sheets.append(_sheet(entry, reader.read(_sheet_part(archive, names, part))))
    kinds = {kind for kind, _ in related.values()}
    findings = (
        [Finding("macro")] if "vbaProject" in kinds or any("macrosheet" in kind.lower() for kind in kinds) else []
    )
    return Workbook(sheets, findings + ([Finding("external_link")] if "externalLink" in kinds else []))


def _part(archive: zipfile.ZipFile, names: dict[str, str], name: str) -> bytes:
    return read_part(archive, names.get(name.casefold(), ""), _LARGEST_SHEET_BYTES)


def _sheet_part(archive: zipfile.ZipFile, names: dict[str, str], name: str) -> bytes:
    if name.casefold() not in names:
        raise FileRefused("damaged_file")
    return _part(archive, names, name)


def _relationships(archive: zipfile.ZipFile, names: dict[str, str]) -> dict[str, tuple[str, str]]:
    """The last word of the kind, and the name, of each part that the workbook refers to."""
    found: dict[str, tuple[str, str]] = {}

    def refuse(*_: object) -> None:
        raise FileRefused("unsafe_archive", _WORKBOOK)

    def start(name: str, attributes: dict[str, str]) -> None:
        if name.endswith("Relationship"):
            part = posixpath.normpath(posixpath.join("/xl", attributes.get("Target", "")))
            found[attributes.get("Id", "")] = attributes.get("Type", "").rpartition("/")[2], part.lstrip("/")

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = refuse
    parser.StartElementHandler = start
    parser.Parse(_part(archive, names, "xl/_rels/workbook.bin.rels"), True)
    return found


def _read_workbook(part: bytes) -> tuple[bool, list[_Entry]]:
    """Whether days are counted from 1904, and the sheets in their order."""
    is_1904, entries, kind = False, [], -1
    for kind, at, end in records(part):
        if kind == _PROPERTIES:
            is_1904 = bool(part[at] & 1)
        elif kind == _SHEET:
            (state,) = struct.unpack_from("<I", part, at)
            relationship, after = wide_text(part, at + 8, end)
            entries.append(_Entry(wide_text(part, after, end)[0], relationship, state != 0))
    if kind != _END_BOOK:
        raise FileRefused("damaged_file")
    return is_1904, entries


def _read_texts(part: bytes) -> list[str]:
    return [wide_text(part, at + 1, end)[0] for kind, at, end in records(part) if kind == _SHARED_TEXT]


def _sheet(entry: _Entry, found: BinarySheet) -> Sheet:
    rows = found.grid()
    return Sheet(
        entry.name,
        rows,
        tuple(found.merges),
        is_hidden=entry.is_hidden,
        hidden_rows=frozenset(row for row in found.hidden_rows if row < len(rows)),
        struck=frozenset(found.struck),
        currencies=found.currencies,
    )
