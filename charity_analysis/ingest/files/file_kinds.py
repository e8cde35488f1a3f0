"""What a file is, by its content: the suffix is only what somebody called it."""

from __future__ import annotations

import re
import stat
from pathlib import Path
from typing import IO

from charity_analysis.ingest.files.file_signatures import find_foreign_kind
from charity_analysis.ingest.files.kinds import FileKind
from charity_analysis.ingest.refusals import FileRefused

_HEAD_BYTES = 8192
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OTHER_ZIPS = (b"PK\x05\x06", b"PK\x07\x08")
_BLANK = b"\x00 \t\r\n\x0b\x0c\x1a"
_TEXT_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
# Characters that no text holds; a few zero bytes among text are damage, which the reader of texts tells.
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_MOST_CONTROL_ONE_IN = 100
__all__ = ["FileKind", "detect_file_kind"]


def detect_file_kind(path: Path) -> FileKind:
    """The kind of the file at `path`, by its content; what is no regular file is not opened.

    Raises: FileRefused (not_a_regular_file, not_a_spreadsheet, encrypted, empty_file, damaged_file, unsafe_archive)
    naming the real kind; OSError where the disk refuses.
    """
    if not stat.S_ISREG(path.stat().st_mode):
        raise FileRefused("not_a_regular_file")
    with path.open("rb") as file:
        head = file.read(_HEAD_BYTES)
        if _is_blank(head, file):
            raise FileRefused("empty_file")
    if head.startswith(_ZIP):
        from charity_analysis.ingest.files.zip_kinds import detect_zip

        return detect_zip(path)
    if head.startswith(_OLE):
        from charity_analysis.ingest.files.ole_kinds import detect_ole

        return detect_ole(path)
    foreign = find_foreign_kind(head)
    if foreign:
        raise FileRefused("not_a_spreadsheet", foreign)
    return _detect_other(head)


def _detect_other(head: bytes) -> FileKind:
    from charity_analysis.ingest.files.markup_kinds import detect_markup
    from charity_analysis.ingest.files.ole_kinds import BARE_RECORDS, check_password
    from charity_analysis.ingest.files.text_encoding import wide_encoding

    if BARE_RECORDS.match(head):
        check_password(head)
        return FileKind.OLD_WORKBOOK
    if head.startswith(_OTHER_ZIPS):
        raise FileRefused("not_a_spreadsheet", "ZIP 压缩包")
    # A workbook with something before its first byte: its own program would call it damaged too.
    if _ZIP in head or _OLE in head:
        raise FileRefused("damaged_file")
    is_wide = head.startswith(_TEXT_MARKS) or wide_encoding(head) != ""
    if not is_wide and len(_CONTROL.findall(head)) * _MOST_CONTROL_ONE_IN > len(head):
        raise FileRefused("not_a_spreadsheet", "二进制文件")
    return detect_markup(head) or FileKind.TEXT


def _is_blank(head: bytes, file: IO[bytes]) -> bool:
    """True where nothing but blanks stands in the whole file; `file` stands behind `head`."""
    for mark in _TEXT_MARKS:
        head = head.removeprefix(mark)
    while not head.strip(_BLANK):
        head = file.read(1 << 20)
        if not head:
            return True
    return False
