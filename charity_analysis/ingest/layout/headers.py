"""Where a sheet's tables begin: the header rows, the kind of table, and what each column means."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from charity_analysis.ingest.layout.heading_meanings import is_known_heading, is_party_of_both, map_columns
from charity_analysis.ingest.layout.titles import find_title_start, looks_like_data, title_texts
from charity_analysis.ingest.sheets import Sheet, is_blank
from charity_analysis.rules import TableRule, normalise, table_rules

MOST_HEADER_ROWS = 3
_FEWEST_HEADINGS = 2
_PARTY = {"donations": "donor", "disbursements": "payee"}
_TITLE_WEIGHT, _FILE_WEIGHT = 4, 1
# Below a header that lacks a heading, data begin at once or not at all.
_DATA_WITHIN = 10
_UNIT = re.compile(r"[(\[【]?(?:单位:?)?[百千万亿]*元[)\]】]?")


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
    def amount_column(self) -> int | None:
        """The column of money that sums and totals are about; None where the table has none."""
        return self.columns.get("amount", self.columns.get("opening_balance"))

    @property
    def party_is_of_both(self) -> bool:
        """True where the words for the party do not tell gifts from payments: 姓名, 单位名称."""
        column = self.columns.get(_PARTY.get(self.kind, ""))
        return column is not None and is_party_of_both(self.headings[column])

    @property
    def missing(self) -> tuple[str, ...]:
        """Canonical names of the required columns that are not there."""
        return tuple(name for name in table_rules()[self.kind].required if name not in self.columns)


def find_header(sheet: Sheet, start: int, file_stem: str) -> Header | None:
    """The first header at or below row `start`; one with `missing` headings only where data stand below it."""
    for row in _likely_rows(sheet, start):
        # The rows around it may belong to the same header: a merged heading stands above its parts.
        tops = range(max(start, row - MOST_HEADER_ROWS + 1), row + 1)
        found = _best(sheet, tops, row, file_stem, start, complete=True)
        if found is None and _has_data_below(sheet, row):
            found = _best(sheet, [row], row, file_stem, start, complete=False)
        if found is not None:
            return found
    return None


def find_incomplete_header(sheet: Sheet, file_stem: str) -> Header | None:
    """The row that looks most like a header although required headings are missing; None where none does."""
    return _best(sheet, _likely_rows(sheet, 0), 0, file_stem, 0, complete=False)


def is_ambiguous(sheet: Sheet, header: Header, file_stem: str, start: int = 0) -> bool:
    """True where the same header, whose titles stand at or below `start`, would do as well for another kind.

    So it would where the titles name a kind that lacks one heading only: money in 受托代理 is never our own.
    """
    height = header.last_row - header.first_row + 1
    candidates = _candidates(sheet, header.first_row, height, file_stem, start, complete=True)
    scores = sorted((score for _, score in candidates), reverse=True)
    return (len(scores) > 1 and scores[0] == scores[1]) or _is_titled_otherwise(sheet, header, height, start, file_stem)


def _is_titled_otherwise(sheet: Sheet, header: Header, height: int, start: int, file_stem: str) -> bool:
    titles = _titles(sheet, header.first_row, start)
    named = [kind for kind, rule in table_rules().items() if rule.needs_title and _is_named(rule, titles)]
    if header.kind in named:
        return False
    if header.party_is_of_both and _is_named_for_others_only(header, titles or normalise(file_stem)):
        return True
    columns = [(kind, map_columns(sheet, kind, header.first_row, height).columns) for kind in named]
    return any(sum(name not in known for name in table_rules()[kind].required) <= 1 for kind, known in columns)


def _is_named_for_others_only(header: Header, words: str) -> bool:
    kinds = [kind for kind, rule in table_rules().items() if _is_named(rule, words)]
    return bool(kinds) and header.kind not in kinds


def _likely_rows(sheet: Sheet, start: int) -> Iterator[int]:
    """Rows of nothing but headings, two of them known; cheap, since every row is looked at."""
    for row in range(start, len(sheet.rows)):
        cells = sheet.rows[row]
        for value in cells:
            if isinstance(value, str):
                if value[:1].isdigit() and value[-1:].isdigit():
                    break  # a number or a day, as nearly every row of a text file holds
            elif value is not None:
                break
        else:
            known = sum(is_known_heading(value) for value in cells if isinstance(value, str) and value)
            if known >= _FEWEST_HEADINGS and _is_text_only(sheet, row, 1):
                yield row


def _has_data_below(sheet: Sheet, row: int) -> bool:
    below = [value for cells in sheet.rows[row + 1 : row + 1 + _DATA_WITHIN] for value in cells]
    return any(looks_like_data(value) if isinstance(value, str) else value is not None for value in below)


def _best(
    sheet: Sheet, tops: Iterable[int], through: int, file_stem: str, floor: int, *, complete: bool
) -> Header | None:
    """The header that says most, of those that begin at one of `tops` and reach row `through`."""
    best: tuple[tuple[int, int, int], Header] | None = None
    for top in tops:
        for height in range(max(1, through - top + 1), MOST_HEADER_ROWS + 1):
            for header, score in _candidates(sheet, top, height, file_stem, floor, complete=complete):
                key = (score, -height, -top)
                if best is None or key > best[0]:
                    best = key, header
    return best[1] if best else None


def _candidates(
    sheet: Sheet, top: int, height: int, file_stem: str, floor: int, *, complete: bool
) -> Iterator[tuple[Header, int]]:
    if top + height > len(sheet.rows) or not _is_text_only(sheet, top, height) or _cuts_a_merge(sheet, top, height):
        return
    titles = _titles(sheet, top, floor)
    for kind, rule in table_rules().items():
        in_title, in_file = _is_named(rule, titles), _is_named(rule, normalise(file_stem))
        if rule.needs_title and not (in_title or in_file):
            continue
        meanings = map_columns(sheet, kind, top, height)
        header = Header(kind, top, top + height - 1, meanings.columns, meanings.headings, meanings.twins)
        own = [name for name in header.columns if name in rule.required]
        if header.missing if complete else len(own) < 1 or len(header.columns) < 2:
            continue
        words = len(header.columns) + len(own) + _has_subheading(sheet, header)
        yield header, words + _TITLE_WEIGHT * in_title + _FILE_WEIGHT * in_file


def _titles(sheet: Sheet, top: int, floor: int) -> str:
    return normalise("".join([sheet.name, *title_texts(sheet, find_title_start(sheet, top, floor), top)]))


def _is_named(rule: TableRule, words: str) -> bool:
    return any(word in words for word in rule.title_words)


def _has_subheading(sheet: Sheet, header: Header) -> bool:
    """True where the last row does nothing but part the amount (现金 | 物资) or state its unit.

    What it fills besides the amount has no heading above it: a damaged row fills other columns.
    """
    filled = [column for column, value in enumerate(sheet.rows[header.last_row]) if not is_blank(value)]
    if header.first_row == header.last_row or header.amount_column not in filled:
        return False
    if filled == [header.amount_column]:
        return _UNIT.fullmatch(normalise(sheet.text(header.last_row, header.amount_column))) is not None
    others = [column for column in filled if column != header.amount_column]
    if any(header.columns.get(name) in others for name in table_rules()[header.kind].required):
        return False  # it is the row above that is none of the header's
    above = range(header.first_row, header.last_row)
    return all(is_blank(sheet.value(row, column)) for row in above for column in others)


def _cuts_a_merge(sheet: Sheet, top: int, height: int) -> bool:
    """True where a heading merged down goes on below the block: the block is too low for its header."""
    below, lowest = top + height, top + MOST_HEADER_ROWS
    starts = (sheet.merges_by_row.get(row, ()) for row in range(top, below))
    return any(below <= bottom < lowest and left == right for merges in starts for _, left, bottom, right in merges)


def _is_text_only(sheet: Sheet, top: int, height: int) -> bool:
    block = sheet.rows[top : top + height]
    return all(
        any(not is_blank(value) for value in row)
        and all(value is None or (isinstance(value, str) and not looks_like_data(value)) for value in row)
        for row in block
    )
