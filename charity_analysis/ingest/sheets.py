"""A file's sheets as grids of raw values, each value at its own address, with what their formats say of them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from charity_analysis.ingest.findings import Finding

# Blanks of every width, and what shows nothing at all.
_UNSEEN = "\t\n\v\f\r\x1c\x1d\x1e\x1f \x85\xa0\xad\u1680\u2028\u2029\u202f\u205f\u2060\u3000\ufeff" + "".join(
    map(chr, range(0x2000, 0x2010))
)
# What a number, an amount or a day is written with.
_FIGURES = re.compile(r"[\s0-9０-９.,，．:/年月日元千百万亿角分整￥¥()（）*+-]+")
_LONGEST_FIGURES = 40
# Top, left, bottom, right; 0-based and inclusive.
MergedRange = tuple[int, int, int, int]
CellPosition = tuple[int, int]


@dataclass(frozen=True)
class FaultyCell:
    """A cell that holds something, but no value: an error, or a formula that was never computed.

    `text` is what a person sees there (#REF!, =SUM(D4:D9)); `reason` is a code of rules/reasons.csv.
    """

    text: str
    reason: str

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True)
class Sheet:
    """One sheet: `rows[r][c]` is the value of the cell at 0-based row r and column c, "" where it is blank.

    A value is a str, float, int, bool, date, datetime, time, timedelta or FaultyCell. `hidden_rows` are rows that
    the sheet does not show, `struck` the cells shown struck through, `currencies` the foreign currency (US$, €) or
    the large unit (万元) that a cell's number format shows, by position.
    """

    name: str
    rows: list[list[object]]
    merges: tuple[MergedRange, ...] = ()
    is_hidden: bool = False
    is_text: bool = False
    hidden_rows: frozenset[int] = frozenset()
    struck: frozenset[CellPosition] = frozenset()
    currencies: Mapping[CellPosition, str] = field(default_factory=dict)

    @cached_property
    def merges_by_row(self) -> dict[int, list[MergedRange]]:
        """Merged ranges by the row where they begin."""
        by_row: dict[int, list[MergedRange]] = {}
        for merge in self.merges:
            by_row.setdefault(merge[0], []).append(merge)
        return by_row

    @cached_property
    def _columns(self) -> dict[int, tuple[range, list[object]]]:
        return {}

    def column(self, column: int, rows: range) -> list[object]:
        """The values of one column in `rows`, "" where a row ends before it; kept, as several look at the same."""
        kept, values = self._columns.get(column, (range(0), []))
        if not (kept.start <= rows.start and rows.stop <= kept.stop):
            block = self.rows[rows.start : rows.stop]
            shortest = min(map(len, block), default=0)
            if column < shortest:
                values = [cells[column] for cells in block]
            else:
                values = [cells[column] if column < len(cells) else "" for cells in block]
            kept = rows
            self._columns[column] = kept, values
        return values[rows.start - kept.start : rows.stop - kept.start]

    def value(self, row: int, column: int) -> object:
        """The raw value of one cell; "" outside the sheet."""
        cells = self.rows[row] if row < len(self.rows) else []
        return cells[column] if column < len(cells) else ""

    def text(self, row: int, column: int) -> str:
        """The value of one cell as trimmed text."""
        value = self.value(row, column)
        return value.strip() if isinstance(value, str) else ("" if value is None else str(value))


def is_blank(value: object) -> bool:
    """True for a cell in which nothing can be seen."""
    return value is None or value == "" or (isinstance(value, str) and not value.strip(_UNSEEN))


def joins_numbers(text: str) -> bool:
    """True where runs of `text` that are shown in different ways may be parts of one number, or figures of a day."""
    is_short = len(text) <= _LONGEST_FIGURES
    return is_short and _FIGURES.fullmatch(text) is not None and any(map(str.isdigit, text))


@dataclass(frozen=True)
class Workbook:
    """All sheets of one file in their order, and what was found of the file as a whole (macros, external links)."""

    sheets: list[Sheet]
    findings: list[Finding] = field(default_factory=list)
