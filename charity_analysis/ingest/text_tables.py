"""Delimited text files: their encoding, their delimiter, and their records at the lines where they start."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from pathlib import Path

from charity_analysis.ingest.refusals import FileRefused
from charity_analysis.ingest.sheets import Sheet, Workbook

_DELIMITERS = ",\t;|"
# A mark at the start decides; else UTF-8, which other encodings hardly ever satisfy; else the Chinese national one.
_MARKS: tuple[tuple[bytes, str], ...] = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
# Three characters or more between plain ones, whole as UTF-8: the national encoding makes nothing of the kind.
_UTF_8_CELL = re.compile(rb"(?<![\x80-\xff])(?:[\xe4-\xe9][\x80-\xbf]{2}){3,}(?![\x80-\xff])")
_LARGEST_FIELD = 1_000_000
_SAID = re.compile(r'"?sep=([^\w\s"]|\t)"?(?=[,\t;|]*(?:[\r\n]|$))', re.IGNORECASE)
_QUOTED = re.compile(r'"[^"]*"')
_LINE_ENDS = re.compile(r"\r\n|\r|\n")
# What is enough to tell the delimiter from.
_SAMPLED, _SAMPLED_LINES = 100_000, 30


def read_text_table(path: Path) -> Workbook:
    """The one sheet, without a name, of a delimited text file.

    Raises: FileRefused (undecidable_encoding, damaged_file); OSError where the disk refuses.
    """
    return Workbook([Sheet("", read_text_rows(path), is_text=True)])


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

    Raises: FileRefused (undecidable_encoding) where no one encoding fits the whole of it.
    """
    marked = next((name for mark, name in _MARKS if content.startswith(mark)), None)
    for encoding in [marked] if marked else ["utf-8", "gb18030"]:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" in text or "\ufffd" in text or (encoding == "gb18030" and _UTF_8_CELL.search(content)):
            break
        return text.lstrip("\ufeff")
    raise FileRefused("undecidable_encoding")


def _find_delimiter(text: str) -> tuple[str, str]:
    """The delimiter, and the text; Excel's `sep=` line says it, and stays as a blank line."""
    said = _SAID.match(text)
    if said is not None:
        return said[1], text[said.end() :].lstrip(_DELIMITERS)
    lines = _LINE_ENDS.split(_QUOTED.sub("", text[:_SAMPLED]))[:_SAMPLED_LINES]
    return max(_DELIMITERS, key=lambda mark: _regularity(lines, mark)), text


def _regularity(lines: list[str], mark: str) -> tuple[int, int]:
    """How many lines a delimiter parts into the same number of fields, and into how many."""
    counts = Counter(count for line in lines if (count := line.count(mark)))
    return max(((lines_alike, count) for count, lines_alike in counts.items()), default=(0, 0))
