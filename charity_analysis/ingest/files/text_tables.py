"""Delimited text files: their delimiter, and their records at the lines where they start."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import cast

from charity_analysis.ingest.files.exported_values import holds_exported_values, mend_row
from charity_analysis.ingest.files.text_encoding import decode
from charity_analysis.ingest.refusals import FileRefused
from charity_analysis.ingest.sheets import Sheet, Workbook

_DELIMITERS = ",\t;|"
_LARGEST_FIELD = 1_000_000
_MOST_LINES, _MOST_FIELDS = 4_000_000, 40_000_000
_SAID = re.compile(r'"?sep=([^\w\s"]|\t)"?(?=[,\t;|]*(?:[\r\n]|$))', re.IGNORECASE)
_QUOTED = re.compile(r'"[^"]*"')
_LINE_ENDS = re.compile(r"\r\n|\r|\n")
# What is enough to tell the delimiter from.
_SAMPLED, _SAMPLED_LINES = 100_000, 30
# A table of one or two columns is no ledger; a note may well hold as many delimiters as such a row.
_FEWEST_COLUMNS = 3
__all__ = ["decode", "read_text_rows", "read_text_table"]


def read_text_table(path: Path) -> Workbook:
    """The one sheet, without a name, of a delimited text file.

    Raises: FileRefused (undecidable_encoding, broken_quotes, damaged_file, too_spread); OSError where the disk refuses.
    """
    return Workbook([Sheet("", read_text_rows(path), is_text=True)])


def read_text_rows(path: Path) -> list[list[object]]:
    """The records of a delimited text file; a record stands at the 0-based row of the line where it starts.

    Raises: FileRefused (undecidable_encoding, broken_quotes, damaged_file, too_spread).
    """
    delimiter, text = _find_delimiter(decode(path.read_bytes()))
    _check_size(text, delimiter)
    csv.field_size_limit(_LARGEST_FIELD)
    lines = io.StringIO(text, newline="")
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    try:
        rows = list(reader)
        if reader.line_num != len(rows):
            lines.seek(0)
            rows = _at_their_lines(list(lines), delimiter)
    except csv.Error as error:
        if "limit" in str(error):
            raise FileRefused("damaged_file") from error
        raise FileRefused("broken_quotes", str(reader.line_num)) from error
    raw_rows = cast("list[list[object]]", rows)
    if holds_exported_values(text):
        for row in raw_rows:
            mend_row(row)
    return raw_rows


def _check_size(text: str, delimiter: str) -> None:
    """Raises: FileRefused (too_spread) where the file has more lines or fields than any ledger."""
    lines, fields = max(text.count("\n"), text.count("\r")), text.count(delimiter)
    if lines > _MOST_LINES or fields > _MOST_FIELDS:
        raise FileRefused("too_spread", f"{lines} 行、{fields} 格")


def _at_their_lines(lines: list[str], delimiter: str) -> list[list[str]]:
    """The records, each at the line where it starts: one of several lines leaves blank rows behind."""
    records = list(_read_records(lines, delimiter))
    usual = Counter(len(record) for _, record in records if any(record)).most_common(1)
    width = usual[0][0] if usual else 0
    rows: list[list[str]] = []
    ends = [start for start, _ in records[1:]] + [len(lines)]
    for (start, record), end in zip(records, ends, strict=True):
        if end - start > 1 and width >= _FEWEST_COLUMNS and _holds_records(lines[start:end], delimiter, width):
            raise FileRefused("broken_quotes", str(start + 1))
        rows.append(record)
        rows.extend([] for _ in range(end - start - 1))
    return rows


def _read_records(lines: list[str], delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Each record with the 0-based line where it starts."""
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    start = 0
    for record in reader:
        yield start, record
        start = reader.line_num


def _holds_records(lines: list[str], delimiter: str, width: int) -> bool:
    """True where more than one line of a record is one by itself: a quote that was never closed has swallowed them."""
    return sum(_QUOTED.sub("", line).count(delimiter) == width - 1 for line in lines) > 1


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
