"""OLE containers as old office programs write them, with streams of any name and content."""

from __future__ import annotations

import struct

SECTOR = 512
_FREE, _END_OF_CHAIN, _FAT_SECTOR = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
# Shorter streams would stand in a stream of small sectors; padded to this length they need none.
_SHORTEST_STREAM = 4096


def ole_container(streams: dict[str, bytes]) -> bytes:
    """A container with these streams below its root, each padded with zeros to at least 4096 bytes."""
    contents = [content.ljust(_SHORTEST_STREAM, b"\x00") for content in streams.values()]
    starts, next_sector, chains = [], 1, []
    for content in contents:
        count = -(-len(content) // SECTOR)
        starts.append(next_sector)
        chains += [*range(next_sector + 1, next_sector + count), _END_OF_CHAIN]
        next_sector += count
    entries = [_entry("Root Entry", 5, _END_OF_CHAIN, 0, child=1 if streams else _FREE)]
    for number, (name, start, content) in enumerate(zip(streams, starts, contents, strict=True), start=1):
        right = number + 1 if number < len(streams) else _FREE
        entries.append(_entry(name, 2, start, len(content), right=right))
    directory = b"".join(entries)
    directory = directory.ljust(-(-len(directory) // SECTOR) * SECTOR, b"\x00")
    directory_count = len(directory) // SECTOR
    directory_chain = [*range(next_sector + 1, next_sector + directory_count), _END_OF_CHAIN]
    table = [_FAT_SECTOR, *chains, *directory_chain]
    assert len(table) <= SECTOR // 4, "one sector holds the table of all others"
    table += [_FREE] * (SECTOR // 4 - len(table))
    body = b"".join(content.ljust(-(-len(content) // SECTOR) * SECTOR, b"\x00") for content in contents)
    return _header(next_sector) + struct.pack("<128I", *table) + body + directory


def _header(directory_sector: int) -> bytes:
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    head += struct.pack("<IIIIIIIII", 0, 1, directory_sector, 0, _SHORTEST_STREAM, _END_OF_CHAIN, 0, _END_OF_CHAIN, 0)
    return head + struct.pack("<109I", 0, *[_FREE] * 108)


def _entry(name: str, kind: int, start: int, size: int, right: int = _FREE, child: int = _FREE) -> bytes:
    text = name.encode("utf-16-le") + b"\x00\x00"
    entry = text.ljust(64, b"\x00") + struct.pack("<HBBIII", len(text), kind, 1, _FREE, right, child)
    return entry + bytes(36) + struct.pack("<III", start, size, 0)
