"""Old workbooks (.xls) as the tests need them: by xlwt where it can, record by record where it cannot."""

from __future__ import annotations

import io
import struct
from typing import Any

import xlwt

SECTOR = 512
FREE, END, FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


def saved(book: xlwt.Workbook) -> bytes:
    """The bytes of an xlwt workbook."""
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def container(streams: dict[str, bytes], storages: tuple[str, ...] = ()) -> bytes:
    """An OLE container with these streams, each padded with zeros to at least 4096 bytes, and empty storages."""
    padded = {
        name: content.ljust(max(4096, -(-len(content) // SECTOR) * SECTOR), b"\0") for name, content in streams.items()
    }
    directory_sectors = -(-(1 + len(streams) + len(storages)) // 4)
    used = 1 + directory_sectors + sum(len(content) // SECTOR for content in padded.values())
    assert used <= SECTOR // 4, "one sector of the allocation table"
    table = [FAT, *chain(1, directory_sectors)]
    entries, body = [entry("Root Entry", 5, child=1)], b""
    names = [*streams, *storages]
    for number, name in enumerate(names, start=1):
        following = number + 1 if number < len(names) else FREE
        if name in padded:
            start = len(table)
            entries.append(entry(name, 2, following, start=start, size=len(padded[name])))
            table += chain(start, len(padded[name]) // SECTOR)
            body += padded[name]
        else:
            entries.append(entry(name, 1, following))
    directory = b"".join(entries).ljust(directory_sectors * SECTOR, b"\0")
    header = struct.pack(
        "<8s16xHHHHH6xIIIIIIIIII",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        0x3E,
        3,
        0xFFFE,
        9,
        6,
        0,
        1,
        1,
        0,
        4096,
        END,
        0,
        END,
        0,
        0,
    ) + struct.pack("<108I", *[FREE] * 108)
    return header + struct.pack("<128I", *table, *[FREE] * (128 - len(table))) + directory + body


def chain(start: int, count: int) -> list[int]:
    """The allocation table's entries of `count` sectors one after another."""
    return [*range(start + 1, start + count), END]


def entry(name: str, kind: int, following: int = FREE, child: int = FREE, start: int = 0, size: int = 0) -> bytes:
    """One directory entry; `following` is its sibling."""
    title = name.encode("utf-16-le") + b"\0\0"
    start = END if kind == 5 else start
    return struct.pack("<64sHBBIII36xIQ", title, len(title), kind, 1, FREE, following, child, start, size)


def record(kind: int, data: bytes = b"") -> bytes:
    """One record: its kind, its length, its data."""
    return struct.pack("<HH", kind, len(data)) + data


EOF = record(0x0A)


def beginning(content: int, version: int = 0x0500) -> bytes:
    """The BOF record of a substream: 5 for the workbook's own records, 0x10 for a sheet."""
    return record(
        0x0809, struct.pack("<HHHH", version, content, 0x0DBB, 0x07CC) + (bytes(8) if version == 0x0600 else b"")
    )


def cells_of_biff5(rows: list[list[Any]], encoding: str) -> bytes:
    """LABEL and NUMBER records of these cells; those that are None are left out."""
    found = b""
    for row, cells in enumerate(rows):
        for column, value in enumerate(cells):
            if isinstance(value, str):
                text = value.encode(encoding)
                found += record(0x0204, struct.pack("<4H", row, column, 0, len(text)) + text)
            elif value is not None:
                found += record(0x0203, struct.pack("<3Hd", row, column, 0, value))
    return found


def biff5(rows: list[list[Any]], codepage: int | None = 936, extra: bytes = b"", encoding: str = "gbk") -> bytes:
    """The records of an Excel 5.0/95 workbook with one sheet 一月; `extra` stands among the workbook's own."""
    name = "一月".encode(encoding)
    pages = record(0x42, struct.pack("<H", codepage)) if codepage is not None else b""
    head = (
        beginning(5)
        + pages
        + record(0x31, struct.pack("<HHHHHBBBB", 200, 0, 0x7FFF, 400, 0, 0, 0, 0, 0) + b"\x05Arial")
    )
    head += record(0xE0, struct.pack("<HHH10x", 0, 0, 1)) + extra
    bound = struct.pack("<IBBB", len(head) + 4 + 7 + len(name) + len(EOF), 0, 0, len(name)) + name
    size = record(0x200, struct.pack("<5H", 0, len(rows), 0, max(map(len, rows)), 0))
    return head + record(0x85, bound) + EOF + beginning(0x10) + size + cells_of_biff5(rows, encoding) + EOF


def bare_biff(rows: list[list[Any]], encoding: str = "gbk") -> bytes:
    """What many small programs write as .xls: one sheet's records and no container, texts in the system's encoding."""
    return record(0x0809, struct.pack("<HH4x", 0, 0x10)) + cells_of_biff5(rows, encoding) + EOF


def with_changed(content: bytes, kind: int, change: Any, which: int = 0) -> bytes:
    """The xlwt workbook with the `which`-th record of this kind replaced by what `change` makes of its data."""
    changed = bytearray(content)
    at = changed.find(b"\x09\x08\x10\x00\x00\x06\x05\x00")
    while True:
        found, length = struct.unpack_from("<HH", changed, at)
        if found == kind:
            if which == 0:
                data = change(bytes(changed[at : at + 4 + length]))
                assert len(data) == 4 + length
                changed[at : at + 4 + length] = data
                return bytes(changed)
            which -= 1
        at += 4 + length
