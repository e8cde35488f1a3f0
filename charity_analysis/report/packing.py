"""Zip containers (xlsx, docx) that are the same bytes on every run: order, times and the document's own dates."""

from __future__ import annotations

import io
import os
import re
import zipfile
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from functools import partial

_FIRST_ZIP_TIME = (1980, 1, 1, 0, 0, 0)
_CORE_PROPERTIES = "docProps/core.xml"
_DATES = re.compile(rb"(<dcterms:(created|modified)\b[^>]*>)[^<]*(</dcterms:\2>)")


def generation_time() -> datetime:
    """When this is made, in UTC to the second: SOURCE_DATE_EPOCH where that is set, else now."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    return datetime.fromtimestamp(int(epoch), UTC) if epoch else datetime.now(UTC).replace(microsecond=0)


def repack(data: bytes, change: Mapping[str, Callable[[bytes], bytes]] | None = None) -> bytes:
    """The zip `data` again: its entries in their order, without clocks; the document's dates are the generation time.

    `change` names what becomes of the content of single parts. Raises: zipfile.BadZipFile where `data` is no zip.
    """
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = [(name, archive.read(name)) for name in archive.namelist()]
    stamp = f"{generation_time():%Y-%m-%dT%H:%M:%SZ}".encode()
    changes: dict[str, Callable[[bytes], bytes]] = {
        _CORE_PROPERTIES: partial(_DATES.sub, rb"\g<1>" + stamp + rb"\g<3>"),
        **(change or {}),
    }
    return pack((name, changes[name](content) if name in changes else content) for name, content in parts)


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
