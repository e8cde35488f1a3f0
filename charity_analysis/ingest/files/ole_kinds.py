"""What an OLE container is, by the streams it lists: an old workbook, something else, or one with a password."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from charity_analysis.ingest.files.kinds import FileKind
from charity_analysis.ingest.refusals import FileRefused, damage_refused

# Streams at the top, with what the file is; the first that is there decides. Office programs ignore their case.
_STREAMS: tuple[tuple[str, str], ...] = (
    ("WordDocument", "Word 文档"),
    ("PowerPoint Document", "PowerPoint 演示文稿"),
    ("VisioDocument", "Visio 图"),
    ("__properties_version1.0", "Outlook 邮件"),
    ("FileHeader", "韩文 HWP 文档"),
)
_WORKBOOKS = ("Workbook", "Book")
# Where a workbook's records begin: the old ones stand in a file of their own, without a container.
BARE_RECORDS = re.compile(rb"\x09(?:\x00\x04|\x02\x06|\x04\x06|\x08[\x04-\x20])\x00")
# The record that says that the rest is encrypted, and how many others at most stand before it.
_PASSWORD_RECORD, _LOOKED_AT = 0x2F, 4
_RECORDS_BYTES = 1024


def detect_ole(path: Path) -> FileKind:
    """The kind of the OLE container at `path`.

    Raises: FileRefused (not_a_spreadsheet, encrypted, damaged_file); OSError where the disk refuses.
    """
    import olefile

    with path.open("rb") as file, damage_refused(), olefile.OleFileIO(file) as container:
        if container.exists("EncryptedPackage"):
            raise FileRefused("encrypted")
        for name in _WORKBOOKS:
            if container.exists(name):
                check_password(_first_bytes(container, name))
                return FileKind.OLD_WORKBOOK
        kind = next((kind for name, kind in _STREAMS if container.exists(name)), "OLE 文件")
        raise FileRefused("not_a_spreadsheet", kind)


def check_password(records: bytes) -> None:
    """Raises: FileRefused (encrypted) where one of the first records says that all further ones are."""
    at = 0
    for _ in range(_LOOKED_AT):
        kind, length = (int.from_bytes(records[at + place : at + place + 2], "little") for place in (0, 2))
        if kind == _PASSWORD_RECORD:
            raise FileRefused("encrypted")
        at += 4 + length


def _first_bytes(container: Any, name: str) -> bytes:
    """The first sector of a stream: opening it would read all of it."""
    entry = container.direntries[container._find(name)]
    if entry.size < container.minisectorcutoff:
        return bytes(container.openstream(name).read(_RECORDS_BYTES))
    return bytes(container.getsect(entry.isectStart))[:_RECORDS_BYTES]
