"""Zip containers (xlsx, docx) that are the same bytes on every run: order, times and the document's own dates."""

from __future__ import annotations

import io
import os
import re
import zipfile
from collections.abc import Iterable
from datetime import UTC, datetime

_FIRST_ZIP_TIME = (1980, 1, 1, 0, 0, 0)
_CORE_PROPERTIES = "docProps/core.xml"
_DATES = re.compile(rb"(<dcterms:(created|modified)\b[^>]*>)[^<]*(</dcterms:\2>)")


def generation_time() -> datetime:
    """When this is made, in UTC to the second: SOURCE_DATE_EPOCH where that is set, else now."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    return datetime.fromtimestamp(int(epoch), UTC) if epoch else datetime.now(UTC).replace(microsecond=0)


def repack(data: bytes) -> bytes:
    """The zip `data` again: its entries in their order, without clocks; the document's dates are the generation time.

    Raises: zipfile.BadZipFile where `data` is no zip.
    """
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = [(name, archive.read(name)) for name in archive.namelist()]
    stamp = f"{generation_time():%Y-%m-%dT%H:%M:%SZ}".encode()
    return pack(
        (name, _DATES.sub(rb"\g<1>" + stamp + rb"\g<3>", content) if name == _CORE_PROPERTIES else content)
        for name, content in parts
    )


def pack(parts: Iterable[tuple[str, bytes]], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip of `parts`, each its name and its content, in their order."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", compression) as archive:
        for name, content in parts:
            entry = zipfile.ZipInfo(name, date_time=_FIRST_ZIP_TIME)
            entry.compress_type = compression
            # As if written on Unix, by anybody: the machine leaves no trace.
            entry.create_system = 3
            entry.external_attr = 0o600 << 16
            archive.writestr(entry, content)
    return buffer.getvalue()
