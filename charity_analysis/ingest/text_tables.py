"""Delimited text files: their encoding, their delimiter, and their records at the lines where they start."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from charity_analysis.ingest.refusals import FileRefused

_DELIMITERS = ",\t;|"
# A mark at the start decides; else UTF-8, which other encodings hardly ever satisfy; else the Chinese national one.
_MARKS: tuple[tuple[bytes, str], ...] = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_LARGEST_FIELD = 1_000_000


def read_text_rows(path: Path) -> list[list[object]]:
    """The records of a delimited text file; a record stands at the 0-based row of the line where it starts.

    Raises: FileRefused (undecidable_encoding, damaged_file).
    """
    text = decode(path.read_bytes())
    delimiter, text = _find_delimiter(text)
    csv.field_size_limit(_LARGEST_FIELD)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    rows: list[list[object]] = []
    line = 0
    try:
        for record in reader:
            # A record of several lines leaves blank rows behind, so that the next stands at its own line.
            rows.extend([] for _ in range(line - len(rows)))
            rows.append(list(record))
            line = reader.line_num
    except csv.Error as error:
        raise FileRefused("damaged_file") from error
    return rows


def decode(content: bytes) -> str:
    """`content` as text.

    Raises: FileRefused (undecidable_encoding) where no encoding fits the whole of it.
    """
    encodings = [name for mark, name in _MARKS if content.startswith(mark)] or ["utf-8", "gb18030"]
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text and "�" not in text:
            return text.lstrip("﻿")
    raise FileRefused("undecidable_encoding")


def _find_delimiter(text: str) -> tuple[str, str]:
    """The delimiter that most of the first lines share, and the text; Excel's `sep=` line stays as a blank line."""
    first, _, rest = text.partition("\n")
    if first.lower().startswith("sep=") and len(first.strip()) == 5:
        return first.strip()[4], "\n" + rest
    lines = [line for line in text.splitlines()[:30] if line.strip()]
    return max(_DELIMITERS, key=lambda mark: sum(mark in line for line in lines)), text
