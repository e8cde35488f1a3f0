"""Where a sheet's tables begin: the header rows, the kind of table, and what each column means."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from charity_analysis.ingest.sheets import Sheet
from charity_analysis.rules import ANY_KIND, column_rules, heading_index, normalise, table_rules

MOST_HEADER_ROWS = 3
_FEWEST_HEADINGS = 2
_LONGEST_HEADING = 24
# Titles and 单位 rows stand right above their table, not pages away.
_MOST_TITLE_ROWS = 8
_BRACKETED = re.compile(r"[(\[【][^()\[\]【】]*[)\]】]")
_TITLE_WEIGHT, _FILE_WEIGHT = 4, 1


@dataclass(frozen=True)
class Header:
    """One table's header: rows are 0-based and inclusive, `columns` maps canonical names to 0-based columns."""

    kind: str
    first_row: int
    last_row: int
    columns: dict[str, int]
    headings: dict[int, str]
    twins: dict[str, tuple[int, ...]]

    @property
    def unmapped(self) -> dict[int, str]:
        """Columns that have a heading of no known meaning, or a second one of the same meaning."""
        return {c: text for c, text in self.headings.items() if c not in self.columns.values()}

    @property
    def missing(self) -> tuple[str, ...]:
        """Canonical names of the required columns that are not there."""
        return tuple(name for name in table_rules()[self.kind].required if name not in self.columns)


def find_header(sheet: Sheet, start: int, file_stem: str) -> Header | None:
    """The first header at or below row `start` that has all headings its kind of table requires."""
    for row in _likely_rows(sheet, start):
        # The rows around it may belong to the same header: a merged heading stands above its parts.
        around = range(max(start, row - 1), row + MOST_HEADER_ROWS)
        found = _best(sheet, around, file_stem, complete=True)
        if found is not None:
            return found
    return None


def find_incomplete_header(sheet: Sheet, file_stem: str) -> Header | None:
    """The row that looks most like a header although required headings are missing; None where none does."""
    return _best(sheet, _likely_rows(sheet, 0), file_stem, complete=False)


def is_ambiguous(sheet: Sheet, header: Header, file_stem: str) -> bool:
    """True where the same header would do as well for another kind of table."""
    height = header.last_row - header.first_row + 1
    scores = sorted(
        (score for _, score in _candidates(sheet, header.first_row, height, file_stem, complete=True)),
        reverse=True,
    )
    return len(scores) > 1 and scores[0] == scores[1]


def _likely_rows(sheet: Sheet, start: int) -> Iterator[int]:
    """Rows of nothing but texts that hold two known headings; cheap, since every row is looked at."""
    known = _known_headings()
    for row in range(start, len(sheet.rows)):
        texts = [value for value in sheet.rows[row] if value != ""]
        if len(texts) < _FEWEST_HEADINGS or not all(isinstance(value, str) for value in texts):
            continue
        words = [normalise(text) for text in texts if isinstance(text, str) and len(text) <= _LONGEST_HEADING]
        if sum(word in known or _base(word) in known for word in words) >= _FEWEST_HEADINGS:
            yield row


def _best(sheet: Sheet, tops: range | Iterator[int], file_stem: str, *, complete: bool) -> Header | None:
    best: tuple[tuple[int, int, int], Header] | None = None
    for top in tops:
        for height in range(1, MOST_HEADER_ROWS + 1):
            for header, score in _candidates(sheet, top, height, file_stem, complete=complete):
                key = (score, -height, -top)
                if best is None or key > best[0]:
                    best = key, header
    return best[1] if best else None


def _candidates(
    sheet: Sheet, top: int, height: int, file_stem: str, *, complete: bool
) -> Iterator[tuple[Header, int]]:
    if top + height > len(sheet.rows) or not _is_text_only(sheet, top, height):
        return
    above = sheet.rows[max(0, top - _MOST_TITLE_ROWS) : top]
    titles = normalise(sheet.name + "".join(value for row in above for value in row if isinstance(value, str)))
    for kind, rule in table_rules().items():
        in_title = any(word in titles for word in rule.title_words)
        in_file = any(word in file_stem for word in rule.title_words)
        if rule.needs_title and not (in_title or in_file):
            continue
        header = _map_columns(sheet, kind, top, height)
        own = [name for name in header.columns if name in rule.required]
        if (header.missing if complete else len(own) < 1 or len(header.columns) < 2):
            continue
        yield header, len(header.columns) + len(own) + _TITLE_WEIGHT * in_title + _FILE_WEIGHT * in_file


def _is_text_only(sheet: Sheet, top: int, height: int) -> bool:
    block = sheet.rows[top : top + height]
    return all(isinstance(value, str) for row in block for value in row) and all(any(row) for row in block)


def _map_columns(sheet: Sheet, kind: str, top: int, height: int) -> Header:
    """The meaning of each column; where two columns mean the same, the better name wins and the other is a twin."""
    index = heading_index(kind)
    headings: dict[int, str] = {}
    ranked: dict[str, list[tuple[int, int]]] = {}
    for column in range(max(len(row) for row in sheet.rows[top : top + height])):
        parts = _heading_parts(sheet, top, height, column)
        if not parts:
            continue
        headings[column] = "".join(parts)
        found = next((index[word] for word in _spellings(parts) if word in index), None)
        if found is not None:
            ranked.setdefault(found[0], []).append((found[1], column))
    columns = {name: min(options)[1] for name, options in ranked.items()}
    twins = {name: tuple(c for _, c in sorted(options)[1:]) for name, options in ranked.items() if len(options) > 1}
    return Header(kind, top, top + height - 1, columns, headings, twins)


def _heading_parts(sheet: Sheet, top: int, height: int, column: int) -> list[str]:
    parts: list[str] = []
    for row in range(top, top + height):
        text = sheet.text(row, column) or _merged_heading(sheet, row, column)
        if text and len(text) <= _LONGEST_HEADING and (not parts or parts[-1] != text):
            parts.append(" ".join(text.split()))
    return parts


def _merged_heading(sheet: Sheet, row: int, column: int) -> str:
    """The text of a heading merged across columns, for the columns it covers; down a merge it counts once."""
    for first_row, left, last_row, right in sheet.merges:
        if first_row == row <= last_row and left < column <= right:
            return sheet.text(first_row, left)
    return ""


def _spellings(parts: list[str]) -> Iterator[str]:
    """The ways to read one column's heading, the most specific first; a unit in brackets says no more than that."""
    for text in ("".join(parts), parts[-1], parts[0]):
        word = normalise(text)
        yield word
        yield _base(word)


def _base(word: str) -> str:
    return _BRACKETED.sub("", word).rstrip(":*")


@cache
def _known_headings() -> frozenset[str]:
    kinds = (ANY_KIND, *table_rules())
    return frozenset(word for kind in kinds for rule in column_rules(kind).values() for word in rule.synonyms)
