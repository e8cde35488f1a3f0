"""The records of a part of a binary workbook (.xlsb), and the texts in them. Source: [MS-XLSB] 2.1.4, 2.5.168."""

from __future__ import annotations

from collections.abc import Iterator

from charity_analysis.ingest.refusals import FileRefused

_MORE = 0x80


def records(part: bytes) -> Iterator[tuple[int, int, int]]:
    """The kind of each record, and where its data begin and end in `part`.

    Raises: FileRefused (damaged_file) where a record reaches beyond the end; IndexError where its head does.
    """
    at, end = 0, len(part)
    while at < end:
        kind = part[at]
        at += 1
        if kind & _MORE:
            kind = kind & 0x7F | (part[at] & 0x7F) << 7
            at += 1
        length = shift = 0
        while True:
            byte = part[at]
            at += 1
            length |= (byte & 0x7F) << shift
            shift += 7
            if not byte & _MORE:
                break
        if at + length > end or shift > 28:
            raise FileRefused("damaged_file")
        yield kind, at, at + length
        at += length


def wide_text(part: bytes, at: int, end: int) -> tuple[str, int]:
    """The text that begins at byte `at`, and where it ends.

    Raises: FileRefused (damaged_file) where it reaches beyond the record's `end`.
    """
    length = int.from_bytes(part[at : at + 4], "little")
    if length == 0xFFFFFFFF:
        return "", at + 4
    after = at + 4 + 2 * length
    if after > end:
        raise FileRefused("damaged_file")
    return part[at + 4 : after].decode("utf-16-le", "replace"), after
