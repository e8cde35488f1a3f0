"""The records of an old workbook from end to end: its sheets, its styles, and whether it links to other files.

Source: [MS-XLS] 2.1.7 and 2.4.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from charity_analysis.ingest.files.old_workbook_sheets import (
    BOF_KINDS,
    CELL_KINDS,
    EOF_KIND,
    FORMULA_KINDS,
    OldSheet,
    read_old_sheet,
)
from charity_analysis.ingest.files.old_workbook_styles import OldStyles
from charity_analysis.ingest.refusals import FileRefused

_BIFF8 = 0x0600
_GLOBALS, _WORKSHEET, _MACRO_SHEET = 0x0005, 0x0010, 0x0040
_BOUNDSHEET, _FONT, _FORMAT, _STYLE, _SHARED_TEXTS, _DATE_MODE = 0x85, 0x31, 0x041E, 0xE0, 0xFC, 0x22
_CODEPAGE, _PASSWORD, _LINKED_BOOK, _LINKED_SHEET = 0x42, 0x2F, 0x01AE, 0x17
_CONTINUED, _NAMELESS = 0x3C, 0x0FFF
_NEEDED_OF_GLOBALS = frozenset(
    (*BOF_KINDS, EOF_KIND, _BOUNDSHEET, _FORMAT, _STYLE, _SHARED_TEXTS, _DATE_MODE, _CODEPAGE, _CONTINUED)
)
_NEEDED_OF_SHEETS = frozenset((*BOF_KINDS, EOF_KIND, _CONTINUED, *CELL_KINDS, *FORMULA_KINDS))
_SHEET_TYPE_WORKSHEET, _SHEET_TYPE_MACROS = 0, 1
# Instead of the length of a path: the link leads to this workbook itself, to an add-in, or nowhere.
_NO_PATHS = (0x0401, 0x3A01, 0, 1)


@dataclass
class OldRecords:
    """What the records of the whole workbook say."""

    styles: OldStyles
    sheets: list[OldSheet] = field(default_factory=list)
    codepage: int | None = None
    is_1904: bool = False
    has_macros: bool = False
    has_external_links: bool = False
    shared_text_count: int = 0
    bounds: list[tuple[int, int, int]] = field(default_factory=list)


def read_old_records(stream: bytes) -> OldRecords:
    """Walk the workbook's records.

    Raises: FileRefused (encrypted; damaged_file where they are cut short, or sheets are missing or not announced).
    """
    version, content = _beginning(stream, 0)
    records = OldRecords(OldStyles(version == _BIFF8))
    if content != _GLOBALS:
        # One sheet and nothing else: BIFF2 to BIFF4, and what many programs of banks and hospitals write.
        for kind, record in _substream(stream, 0):
            if kind in (_CODEPAGE, _PASSWORD):
                _take(records, kind, record)
        records.sheets.append(read_old_sheet(stream, 0, records.styles, 0))
        return records
    for kind, record in _substream(stream, 0):
        _take(records, kind, record)
    listed = {start for start, _, kind in records.bounds if kind == _SHEET_TYPE_WORKSHEET}
    # A sheet that no record announces was announced by one that is damaged.
    if not records.bounds or listed != {start for start, content in _starts(stream) if content == _WORKSHEET}:
        raise FileRefused("damaged_file")
    for start, visibility, kind in records.bounds:
        if kind == _SHEET_TYPE_WORKSHEET:
            sheet = read_old_sheet(stream, start, records.styles, records.shared_text_count)
            sheet.is_hidden = visibility & 0x03 != 0
            records.sheets.append(sheet)
    return records


def without_the_rest(stream: bytes) -> bytes:
    """The records that cells and their values need; all others bear a name that no reader knows, in their place.

    Readers give up on records that say nothing of a value, as other programs write them: names, drawings, prints.
    """
    plain = bytearray(stream)
    for start, content in _starts(stream):
        at = start
        for kind, record in _substream(stream, start):
            if kind not in (_NEEDED_OF_GLOBALS if content == _GLOBALS else _NEEDED_OF_SHEETS):
                struct.pack_into("<H", plain, at, _NAMELESS)
            at += 4 + len(record)
    return bytes(plain)


def _beginning(stream: bytes, at: int) -> tuple[int, int]:
    """Version and content that the BOF record at byte `at` states."""
    kind, _, version, content = struct.unpack_from("<4H", stream, at)
    if kind not in BOF_KINDS:
        raise FileRefused("damaged_file")
    return version, content


def _substream(stream: bytes, at: int) -> Iterator[tuple[int, bytes]]:
    """The records from the BOF at byte `at` to its EOF, those of substreams inside it too."""
    depth = 0
    while True:
        kind, length = struct.unpack_from("<HH", stream, at)
        # A record of no kind and no length is a stretch of the disk that was never written.
        if at + 4 + length > len(stream) or (kind, length) == (0, 0):
            raise FileRefused("damaged_file")
        yield kind, stream[at + 4 : at + 4 + length]
        at += 4 + length
        depth += (kind in BOF_KINDS) - (kind == EOF_KIND)
        if depth == 0:
            return


def _starts(stream: bytes) -> Iterator[tuple[int, int]]:
    """Where the substreams one after another begin, and what each holds; at the end stands nothing, or zeros.

    Raises: FileRefused (damaged_file) where something else follows: the record before it was no end.
    """
    at = 0
    while at < len(stream) and stream[at : at + 4].strip(b"\0"):
        yield at, _beginning(stream, at)[1]
        at += sum(4 + len(record) for _, record in _substream(stream, at))


def _take(records: OldRecords, kind: int, record: bytes) -> None:
    if kind == _STYLE:
        records.styles.add_style(record)
    elif kind == _FONT:
        records.styles.add_font(record)
    elif kind == _FORMAT:
        records.styles.add_format(record)
    elif kind == _BOUNDSHEET:
        start, visibility, sheet_type = struct.unpack_from("<IBB", record)
        records.bounds.append((start, visibility, sheet_type))
        records.has_macros |= sheet_type == _SHEET_TYPE_MACROS
    elif kind == _SHARED_TEXTS:
        (records.shared_text_count,) = struct.unpack_from("<I", record, 4)
    elif kind == _DATE_MODE:
        records.is_1904 = record[:1] == b"\x01"
    elif kind == _CODEPAGE:
        (records.codepage,) = struct.unpack_from("<H", record)
    elif kind == _PASSWORD:
        raise FileRefused("encrypted")
    elif kind == _LINKED_BOOK:
        records.has_external_links |= struct.unpack_from("<H", record, 2)[0] not in _NO_PATHS
    elif kind == _LINKED_SHEET and not records.styles.is_biff8:
        records.has_external_links |= record[1:2] == b"\x01" and record[2:3] != b"\x3a"
