"""What a zip archive is, by the parts it lists: a workbook of one kind or another, or something else."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path
from typing import IO

from charity_analysis.ingest.files.kinds import FileKind
from charity_analysis.ingest.refusals import FileRefused, damage_refused

# The type that the main part of each program's files has; other parts of that family may be embedded in any of them.
_MAIN_TYPES: tuple[tuple[str, FileKind | str], ...] = (
    (r"ms-excel\.sheet\.binary\.macroenabled\.main", FileKind.BINARY_WORKBOOK),
    (r"(?:spreadsheetml|ms-excel)\.[\w.]+\.main", FileKind.OPEN_XML),
    (r"(?:wordprocessingml|ms-word)\.[\w.]+\.main", "Word 文档"),
    (r"(?:presentationml|ms-powerpoint)\.[\w.]+\.main", "PowerPoint 演示文稿"),
    (r"(?:visio)\.[\w.]+\.main", "Visio 图"),
)
# Parts that tell where the list of types does not; the first that is there decides.
_PARTS: tuple[tuple[str, FileKind | str], ...] = (
    (r"xl/workbook\.bin$", FileKind.BINARY_WORKBOOK),
    (r"xl/", FileKind.OPEN_XML),
    (r"word/", "Word 文档"),
    (r"ppt/", "PowerPoint 演示文稿"),
    (r"ofd\.xml$", "OFD 版式文件"),
    (r"index/document\.iwa$|index\.zip$", "iWork 文件"),
    (r"androidmanifest\.xml$", "安卓程序"),
)
_OPEN_DOCUMENTS: dict[bytes, FileKind | str] = {
    b"spreadsheet": FileKind.OPEN_DOCUMENT,
    b"text": "OpenDocument 文档",
    b"presentation": "OpenDocument 演示文稿",
    b"graphics": "OpenDocument 图",
}
_OPEN_DOCUMENT_TYPE = re.compile(rb"application/(?:vnd\.oasis\.opendocument|vnd\.sun\.xml\.calc)\.?(\w*)")
_END_OF_DIRECTORY = b"PK\x05\x06"
_TAIL_BYTES, _LARGEST_DIRECTORY, _LARGEST_LIST = 66_000, 16_000_000, 4_000_000
_ENCRYPTED_FLAG = 0x1


def detect_zip(path: Path) -> FileKind:
    """The kind of the zip archive at `path`.

    Raises: FileRefused (not_a_spreadsheet, encrypted, damaged_file, unsafe_archive); OSError where the disk refuses.
    """
    with path.open("rb") as file:
        _check_directory_size(file)
        with damage_refused(), zipfile.ZipFile(file) as archive:
            return _detect(archive)


def _check_directory_size(file: IO[bytes]) -> None:
    """Raises: FileRefused (unsafe_archive) where the mere list of the parts would fill the memory."""
    file.seek(max(0, file.seek(0, 2) - _TAIL_BYTES))
    tail = file.read()
    at = tail.rfind(_END_OF_DIRECTORY)
    if at >= 0 and int.from_bytes(tail[at + 12 : at + 16], "little") > _LARGEST_DIRECTORY:
        raise FileRefused("unsafe_archive", "PK")


def _detect(archive: zipfile.ZipFile) -> FileKind:
    # The office programs find parts whatever their case, and some write them with backslashes.
    parts = {part.filename.replace("\\", "/").lower(): part for part in archive.infolist()}
    is_locked = any(part.flag_bits & _ENCRYPTED_FLAG for part in parts.values())
    kind = _main_kind(archive, parts) or _kind_by_parts(parts) or _open_document_kind(archive, parts)
    if not isinstance(kind, FileKind):
        raise FileRefused("not_a_spreadsheet", kind or ("ZIP 压缩包（有密码）" if is_locked else "ZIP 压缩包"))
    # The manifest of an open document says what each of its parts is encrypted with.
    if is_locked or b"encryption-data" in _read(archive, parts.get("meta-inf/manifest.xml")):
        raise FileRefused("encrypted")
    return kind


def _main_kind(archive: zipfile.ZipFile, parts: dict[str, zipfile.ZipInfo]) -> FileKind | str:
    # In UTF-16 every other byte of these plain words is zero.
    types = _read(archive, parts.get("[content_types].xml")).replace(b"\x00", b"").decode("latin-1").lower()
    return next((kind for pattern, kind in _MAIN_TYPES if re.search(pattern, types)), "")


def _kind_by_parts(parts: dict[str, zipfile.ZipInfo]) -> FileKind | str:
    return next((kind for pattern, kind in _PARTS if any(re.match(pattern, name) for name in parts)), "")


def _open_document_kind(archive: zipfile.ZipFile, parts: dict[str, zipfile.ZipInfo]) -> FileKind | str:
    if "content.xml" not in parts:
        return ""
    said = _read(archive, parts.get("mimetype")) or _read(archive, parts.get("meta-inf/manifest.xml"))
    match = _OPEN_DOCUMENT_TYPE.search(said)
    # One that does not say what it is may still be a spreadsheet: its reader will see.
    return FileKind.OPEN_DOCUMENT if match is None else _OPEN_DOCUMENTS.get(match[1], "OpenDocument 文档")


def _read(archive: zipfile.ZipFile, part: zipfile.ZipInfo | None) -> bytes:
    """The first megabytes of a part; b"" where it is not there, or encrypted."""
    if part is None or part.flag_bits & _ENCRYPTED_FLAG:
        return b""
    with archive.open(part) as content:
        return content.read(_LARGEST_LIST)
