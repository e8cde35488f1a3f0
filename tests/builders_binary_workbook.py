"""Binary workbooks (.xlsb) as the tests need them, record by record: no library here writes them."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Iterable, Mapping
from typing import Any

_TYPES = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"


def record(kind: int, data: bytes = b"") -> bytes:
    """One record: its kind in one or two bytes, its length in groups of seven bits, its data."""
    head = bytes([kind]) if kind < 0x80 else bytes([kind & 0x7F | 0x80, kind >> 7])
    length, groups = len(data), b""
    while length >= 0x80:
        groups, length = groups + bytes([length & 0x7F | 0x80]), length >> 7
    return head + groups + bytes([length]) + data


def wide(text: str) -> bytes:
    """A text with its length."""
    units = text.encode("utf-16-le")
    return struct.pack("<I", len(units) // 2) + units


def at(column: int, style: int = 0) -> bytes:
    """Where a cell stands in its row, and its style."""
    return struct.pack("<II", column, style)


def number(column: int, value: float, style: int = 0) -> bytes:
    """A cell with a number."""
    return record(5, at(column, style) + struct.pack("<d", value))


def short_number(column: int, packed: int, style: int = 0) -> bytes:
    """A cell with a number in 30 bits."""
    return record(2, at(column, style) + struct.pack("<I", packed))


def text(column: int, value: str, style: int = 0) -> bytes:
    """A cell with a text of its own."""
    return record(6, at(column, style) + wide(value))


def shared_text(column: int, place: int, style: int = 0) -> bytes:
    """A cell with a text of the shared list."""
    return record(7, at(column, style) + struct.pack("<I", place))


def error(column: int, code: int) -> bytes:
    """A cell with an error value."""
    return record(3, at(column) + bytes([code]))


def boolean(column: int, value: bool) -> bytes:
    """A cell with a truth value."""
    return record(4, at(column) + bytes([value]))


def formula(column: int, value: Any, options: int = 0) -> bytes:
    """A formula whose stored result is a number, a text, a truth value, or (as bytes) the code of an error."""
    tokens = struct.pack("<HI", options, 3) + b"\x1e\x01\x00" + struct.pack("<I", 0)
    if isinstance(value, bool):
        return record(10, at(column) + bytes([value]) + tokens)
    if isinstance(value, float):
        return record(9, at(column) + struct.pack("<d", value) + tokens)
    if isinstance(value, bytes):
        return record(11, at(column) + value + tokens)
    return record(8, at(column) + wide(value) + tokens)


def row(place: int, *cells: bytes, is_hidden: bool = False, height: int = 300) -> bytes:
    """A row with its cells."""
    head = struct.pack("<IIHBB", place, 0, height, 0, 0x10 if is_hidden else 0) + struct.pack("<BI", 0, 0)
    return record(0, head) + b"".join(cells)


def sheet(*rows: bytes, merges: Iterable[tuple[int, int, int, int]] = (), are_rows_hidden: bool = False) -> bytes:
    """The part of one sheet; merges are top, left, bottom, right."""
    size = record(148, struct.pack("<4I", 0, 0, 0, 0))
    ways = record(485, struct.pack("<IHHHBB", 0, 8, 300, 2 if are_rows_hidden else 0, 0, 0))
    merged = b"".join(record(176, struct.pack("<4I", top, bottom, left, right)) for top, left, bottom, right in merges)
    data = record(145) + b"".join(rows) + record(146)
    return (
        record(129)
        + size
        + ways
        + data
        + (record(177, bytes(4)) + merged + record(178) if merged else b"")
        + record(130)
    )


def styles(*cells: tuple[bool, str]) -> bytes:
    """The part of the styles: of each, whether it is struck through, and its number format ("" for none)."""
    formats = {code: number for number, code in enumerate(dict.fromkeys(code for _, code in cells if code), start=164)}
    found = record(278) + record(615, struct.pack("<I", len(formats)))
    found += b"".join(record(44, struct.pack("<H", number) + wide(code)) for code, number in formats.items()) + record(
        616
    )
    found += record(611, struct.pack("<I", 2))
    for struck in (0, 8):
        found += record(
            43, struct.pack("<HHHHBBBB", 220, struck, 400, 0, 0, 0, 134, 0) + bytes(8) + b"\x00" + wide("宋体")
        )
    found += (
        record(612)
        + record(626, struct.pack("<I", 1))
        + record(47, struct.pack("<8H", 0xFFFF, 0, 1, 0, 0, 0, 0, 0))
        + record(627)
    )
    found += record(617, struct.pack("<I", len(cells)))
    for is_struck, code in cells:
        found += record(47, struct.pack("<8H", 0, formats.get(code, 0), int(is_struck), 0, 0, 0, 0, 0))
    return found + record(618) + record(279)


def workbook(
    sheets: Mapping[str, bytes],
    texts: Iterable[str] = (),
    cell_styles: bytes | None = None,
    states: Mapping[str, int] | None = None,
    is_1904: bool = False,
    more: Mapping[str, tuple[str, bytes]] | None = None,
) -> bytes:
    """The file; `states` are 1 or 2 for hidden sheets, `more` further parts of the workbook: name → (kind, content)."""
    bundle, related, parts = b"", "", {}
    for place, (name, content) in enumerate(sheets.items(), start=1):
        state = (states or {}).get(name, 0)
        bundle += record(156, struct.pack("<II", state, place) + wide(f"rId{place}") + wide(name))
        parts[f"xl/worksheets/sheet{place}.bin"] = content
        related += relationship(f"rId{place}", "worksheet", f"worksheets/sheet{place}.bin")
    listed = list(texts)
    items = b"".join(record(19, b"\x00" + wide(each)) for each in listed)
    parts["xl/sharedStrings.bin"] = record(159, struct.pack("<II", len(listed), len(listed))) + items + record(160)
    parts["xl/styles.bin"] = cell_styles if cell_styles is not None else styles((False, ""))
    related += relationship("rIdT", "sharedStrings", "sharedStrings.bin") + relationship("rIdS", "styles", "styles.bin")
    for name, (kind, content) in (more or {}).items():
        parts[f"xl/{name}"] = content
        related += relationship(f"rId{kind}", kind, name)
    properties = record(153, struct.pack("<II", int(is_1904), 0) + wide(""))
    parts["xl/workbook.bin"] = record(131) + properties + record(143) + bundle + record(144) + record(132)
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr(
            "xl/_rels/workbook.bin.rels",
            f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{related}</Relationships>',
        )
        for name, content in parts.items():
            archive.writestr(name, content)
    return target.getvalue()


def relationship(name: str, kind: str, target: str) -> str:
    """One entry of the workbook's list of parts."""
    return f'<Relationship Id="{name}" Type="{_TYPES}{kind}" Target="{target}"/>'
