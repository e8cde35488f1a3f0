"""Zip archives opened with distrust: what two readers could read differently, or nobody could hold, is refused."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from charity_analysis.ingest.refusals import FileRefused, damage_refused

# A sheet of a million rows inflates to about 600 MB; more in one file is no ledger.
_MOST_BYTES = 2_000_000_000
# Sheets shrink to a tenth, at the very most to a fiftieth, as every cell has its own address; a bomb to a thousandth.
_MOST_INFLATION, _INFLATION_COUNTS_FROM_BYTES = 200, 4_000_000
# A workbook has some hundred parts; pictures in cells may make it thousands.
_MOST_PARTS = 20_000
_CHUNK_BYTES = 1_000_000
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_ENCRYPTED_FLAG = 0x1


@contextmanager
def open_archive(path: Path) -> Iterator[zipfile.ZipFile]:
    """The archive at `path`, its directory found sound; errors of reading inside the block become refusals too.

    Raises: FileRefused (damaged_file, encrypted, unsafe_archive); OSError where the disk refuses.
    """
    with path.open("rb") as file, damage_refused(), zipfile.ZipFile(file) as archive:
        _check_directory(archive.infolist())
        yield archive


def _check_directory(parts: list[zipfile.ZipInfo]) -> None:
    seen: set[str] = set()
    if len(parts) > _MOST_PARTS or sum(part.file_size for part in parts) > _MOST_BYTES:
        raise FileRefused("unsafe_archive", f"{len(parts)} parts")
    for part in parts:
        # The office programs find parts whatever their case, and some write them with backslashes.
        name = part.orig_filename.replace("\\", "/").casefold()
        if name in seen or _leads_outside(name) or _inflates_implausibly(part):
            raise FileRefused("unsafe_archive", part.filename)
        if part.flag_bits & _ENCRYPTED_FLAG:
            raise FileRefused("encrypted")
        if part.compress_type not in _METHODS:
            raise FileRefused("damaged_file")
        seen.add(name)


def _leads_outside(name: str) -> bool:
    """True for a name that is no place inside the archive; one with a NUL is read in two ways."""
    return name.startswith("/") or ".." in name.split("/") or ":" in name or "\x00" in name


def _inflates_implausibly(part: zipfile.ZipInfo) -> bool:
    large = part.file_size > _INFLATION_COUNTS_FROM_BYTES
    return large and part.file_size > _MOST_INFLATION * part.compress_size


def read_part(archive: zipfile.ZipFile, name: str, limit: int = 64_000_000) -> bytes:
    """The whole part `name`, its checksum found right; b"" where the archive has no such part.

    Raises: FileRefused (damaged_file; unsafe_archive where it is larger than `limit` bytes).
    """
    if name not in archive.NameToInfo:
        return b""
    if archive.NameToInfo[name].file_size > limit:
        raise FileRefused("unsafe_archive", name)
    with damage_refused():
        return archive.read(name)


def stream_part(archive: zipfile.ZipFile, name: str) -> Iterator[bytes]:
    """The part `name` in pieces of about a megabyte; its checksum is checked with the last one.

    Raises: FileRefused (damaged_file) while the pieces are read.
    """
    with damage_refused():
        part: IO[bytes]
        with archive.open(name) as part:
            while chunk := part.read(_CHUNK_BYTES):
                yield chunk
