"""What a file is, by its content: the suffix is only what somebody called it."""

from __future__ import annotations

import re
import zipfile
from enum import StrEnum
from pathlib import Path

from charity_analysis.ingest.refusals import FileRefused


class FileKind(StrEnum):
    """The kinds of files that are read."""

    OPEN_XML = "open_xml"
    BINARY_WORKBOOK = "binary_workbook"
    OLD_WORKBOOK = "old_workbook"
    OPEN_DOCUMENT = "open_document"
    HTML = "html"
    XML_SPREADSHEET = "xml_spreadsheet"
    TEXT = "text"


# First bytes of files that are no spreadsheet, with the name people know the kind by.
_SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"%PDF", "PDF"),
    (b"\x89PNG", "PNG 图片"),
    (b"\xff\xd8\xff", "JPEG 图片"),
    (b"GIF8", "GIF 图片"),
    (b"II*\x00", "TIFF 图片"),
    (b"MM\x00*", "TIFF 图片"),
    (b"{\\rtf", "RTF 文档"),
    (b"Rar!", "RAR 压缩包"),
    (b"7z\xbc\xaf", "7z 压缩包"),
    (b"\x1f\x8b", "gzip 压缩包"),
)
# Folders and members of a zip that tell which program wrote it.
_ZIP_MEMBERS: tuple[tuple[str, str], ...] = (
    ("word/", "Word 文档"),
    ("ppt/", "PowerPoint 演示文稿"),
)
# Two letters are no signature by themselves: a text may begin with BMW.
_BITMAP = re.compile(rb"BM.{4}\x00{4}", re.DOTALL)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# Where an old workbook's records begin (BIFF8, BIFF5), and the record that says it has a password.
_FIRST_RECORDS = (b"\x09\x08\x10\x00\x00\x06\x05\x00", b"\x09\x08\x08\x00\x00\x05\x05\x00")
_PASSWORD_RECORD, _PASSWORD_WITHIN = 0x2F, 3
_MANIFEST, _LARGEST_MANIFEST = "META-INF/manifest.xml", 1_000_000
_TEXT_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")


def detect_file_kind(path: Path) -> FileKind:
    """The kind of the file at `path`, by its content.

    Raises: FileRefused (not_a_spreadsheet, encrypted, empty_file, damaged_file) naming the real kind.
    """
    with path.open("rb") as file:
        head = file.read(8192)
    if not head.strip():
        raise FileRefused("empty_file")
    for signature, name in _SIGNATURES:
        if head.startswith(signature):
            raise FileRefused("not_a_spreadsheet", name)
    if _BITMAP.match(head):
        raise FileRefused("not_a_spreadsheet", "BMP 图片")
    if head.startswith(b"PK\x03\x04"):
        return _detect_zip(path)
    if head.startswith(_OLE):
        return _detect_ole(path)
    if b"\x00" in head and not head.startswith(_TEXT_MARKS):
        raise FileRefused("not_a_spreadsheet", "二进制文件")
    return FileKind.TEXT


def _detect_zip(path: Path) -> FileKind:
    try:
        with zipfile.ZipFile(path) as archive:
            names = [name.replace("\\", "/").lower() for name in archive.namelist()]
            is_encrypted = _is_encrypted(archive)
    except OSError:
        raise
    except Exception as error:
        # A damaged archive makes its reader fail in many ways.
        raise FileRefused("damaged_file") from error
    if any(name.startswith("xl/") for name in names):
        return FileKind.BINARY_WORKBOOK if "xl/workbook.bin" in names else FileKind.OPEN_XML
    for prefix, kind in _ZIP_MEMBERS:
        if any(name.startswith(prefix) for name in names):
            raise FileRefused("not_a_spreadsheet", kind)
    if is_encrypted:
        raise FileRefused("encrypted")
    if "content.xml" in names:
        return FileKind.OPEN_DOCUMENT
    raise FileRefused("not_a_spreadsheet", "ZIP 压缩包")


def _is_encrypted(archive: zipfile.ZipFile) -> bool:
    """True where the manifest of an open document lists what its parts are encrypted with."""
    if _MANIFEST not in archive.namelist():
        return False
    with archive.open(_MANIFEST) as manifest:
        return b"encryption-data" in manifest.read(_LARGEST_MANIFEST)


def _detect_ole(path: Path) -> FileKind:
    content = path.read_bytes()
    if _has_stream(content, "EncryptedPackage") or _has_password_record(content):
        raise FileRefused("encrypted")
    if _has_stream(content, "Workbook") or _has_stream(content, "Book"):
        return FileKind.OLD_WORKBOOK
    if _has_stream(content, "WordDocument"):
        raise FileRefused("not_a_spreadsheet", "Word 文档")
    raise FileRefused("not_a_spreadsheet", "OLE 文件")


def _has_stream(content: bytes, name: str) -> bool:
    """True where the container's directory lists `name`: its entries are 128 bytes long and begin with the name.

    The same word in the text of a document stands anywhere.
    """
    entry = name.encode("utf-16-le") + b"\x00\x00"
    at = content.find(entry)
    while at >= 0 and at % 128:
        at = content.find(entry, at + 1)
    return at >= 0


def _has_password_record(content: bytes) -> bool:
    """True where one of the first records of an old workbook says that the rest is encrypted."""
    for first in _FIRST_RECORDS:
        at = content.find(first)
        for _ in range(_PASSWORD_WITHIN if at >= 0 else 0):
            kind, length = (int.from_bytes(content[at + place : at + place + 2], "little") for place in (0, 2))
            if kind == _PASSWORD_RECORD:
                return True
            at += 4 + length
    return False
