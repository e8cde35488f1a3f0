"""The form of corrections.csv: its columns, its records at their lines, and further records behind those it has."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from charity_analysis.ingest.addresses import cell_position
from charity_analysis.ingest.cells.dates import UnreadableCell, parse_date
from charity_analysis.ingest.files.text_tables import decode
from charity_analysis.ingest.refusals import FileRefused

COLUMNS = ("file", "sheet", "cell", "expected_text", "new_value", "reason", "approved_by", "approved_on")
_DELIMITERS = ",\t;"
_MAY_BE_BLANK = frozenset({"sheet", "expected_text", "new_value"})
# No clock is asked: the same file must give the same ledger on any day.
_YEARS = range(2000, 2100)
_LARGEST_FIELD = 1_000_000
_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff", b"")
_ENCODINGS = ("utf-8", "gb18030", "utf-16-le", "utf-16-be", "big5")
# Text that a spreadsheet would run when it opens the file; a negative figure is none.
_RUN = re.compile(r"(?!-?[\d.,]*%?\Z)'*[=+\-@].*", re.DOTALL)
_GUARDED = re.compile(r"'+[=+\-@].*", re.DOTALL)


def guard(text: str) -> str:
    """`text` as the file holds it: an apostrophe stands before what a spreadsheet would run."""
    return f"'{text}" if _RUN.fullmatch(text) else text


def unguard(text: str) -> str:
    """The text that `guard` was given."""
    return text[1:] if _GUARDED.fullmatch(text) else text


def read_records(text: str) -> Iterator[tuple[int, list[str]]]:
    """The line where each record starts, as people count, and its trimmed fields; blank records are left out.

    Raises: csv.Error.
    """
    csv.field_size_limit(_LARGEST_FIELD)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_find_delimiter(text), strict=True)
    line = 1
    for record in reader:
        fields = [field.strip() for field in record]
        # Programs save blank columns beyond the last.
        while len(fields) > len(COLUMNS) and not fields[-1]:
            fields.pop()
        if any(fields):
            yield line, fields
        line = reader.line_num + 1


def _find_delimiter(text: str) -> str:
    """Programs of some countries save the file with semicolons or tabs."""
    heading = next(iter(text.splitlines()), "")
    return max(_DELIMITERS, key=heading.count)


def find_fault(fields: list[str]) -> str:
    """What is wrong with a row of the file; "" where it is complete."""
    if len(fields) != len(COLUMNS):
        return f"{len(fields)} ≠ {len(COLUMNS)}"
    record = dict(zip(COLUMNS, fields, strict=True))
    faulty = (
        name
        for name, value in record.items()
        if (not value and name not in _MAY_BE_BLANK)
        or (name == "cell" and cell_name(value) is None)
        or (name == "approved_on" and approval_day(value) is None)
    )
    return "、".join(f'{name} = "{record[name]}"' for name in faulty)


def cell_name(text: str) -> str | None:
    """The address of a cell however it is written (D5 for d5, Ｄ５ and $D$5); None where it is none."""
    name = unicodedata.normalize("NFKC", text).replace("$", "").strip().upper()
    try:
        cell_position(name)
    except ValueError:
        return None
    return name


def approval_day(value: str | date) -> date | None:
    """The one day that `value` states, None where it states none, or one on which nobody can have approved.

    Excel turns the dates of a text file into the forms of its own country.
    """
    try:
        day = parse_date(value).day
    except UnreadableCell:
        return None
    return day if day is not None and day.year in _YEARS else None


def with_records(content: bytes | None, records: Iterable[Sequence[str]]) -> bytes:
    """`content` with `records` behind it in its own encoding, delimiter and line ends; a new file where it is None.

    Raises: FileRefused (undecidable_encoding) where the encoding cannot be told, or lacks a character.
    """
    if content is None:
        # Excel reads Chinese in a text file only where this mark stands before it.
        content = b"\xef\xbb\xbf" + (",".join(COLUMNS) + "\r\n").encode()
    text = decode(content)
    encoding = _find_encoding(content, text)
    line_end = next((mark for mark in ("\r\n", "\n", "\r") if mark in text), "\r\n")
    lines = io.StringIO(newline="")
    writer = csv.writer(lines, delimiter=_find_delimiter(text), lineterminator=line_end)
    writer.writerows([guard(field) for field in record] for record in records)
    gap = "" if text.endswith(("\n", "\r")) else line_end
    try:
        return content + (gap + lines.getvalue()).encode(encoding)
    except UnicodeEncodeError as error:
        raise FileRefused("undecidable_encoding") from error


def _find_encoding(content: bytes, text: str) -> str:
    """The encoding that gives just these bytes for `text`."""
    mark = next(mark for mark in _MARKS if content.startswith(mark))
    for encoding in _ENCODINGS:
        try:
            if content.removeprefix(mark) == text.encode(encoding):
                return encoding
        except UnicodeEncodeError:
            continue
    raise FileRefused("undecidable_encoding")
