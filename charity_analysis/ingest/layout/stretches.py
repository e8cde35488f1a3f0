"""Which rows of a sheet belong to which header: where tables part, and where a page repeats its header."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from charity_analysis.ingest.layout.headers import Header, find_header
from charity_analysis.ingest.layout.part_marks import find_sheet_mark
from charity_analysis.ingest.layout.titles import find_title_start, names_a_table, title_texts
from charity_analysis.ingest.layout.units import find_unit, is_unit_alone
from charity_analysis.ingest.refusals import FileRefused
from charity_analysis.ingest.sheets import Sheet, is_blank
from charity_analysis.rules import normalise, table_rules

_BRACKETED = re.compile(r"[(\[【][^()\[\]【】]*[)\]】]")


@dataclass
class Stretch:
    """One table's rows from its first title to the last row before the next table (`end` is exclusive).

    `repeated` are the rows of headers that a page break repeats, `titles` those of its titles above them;
    `inherited` is what the sheet's first titles say, which holds for the tables below that say nothing of their own.
    """

    header: Header
    start: int
    end: int
    repeated: set[int] = field(default_factory=set)
    titles: set[int] = field(default_factory=set)
    inherited: list[str] = field(default_factory=list)

    def find_unit(self, sheet: Sheet, file_stem: str, notes: list[str]) -> str | None:
        """The unit of money of this table; None where none is stated.

        Raises: FileRefused (foreign_currency, unit_conflict, unknown_unit).
        """
        header = self.header
        titles = [sheet.name, file_stem, *title_texts(sheet, self.start, header.first_row)]
        strays = [text for text in header.unmapped.values() if "单位" in text]
        amount = header.headings[header.amount_column] if header.amount_column is not None else ""
        own = find_unit(titles, amount, [*strays, *notes])
        return own if own is not None or not self.inherited else find_unit(self.inherited, "")


def find_stretches(sheet: Sheet, file_stem: str) -> list[Stretch]:
    """The stretches of `sheet` from top to bottom, one a table."""
    stretches: list[Stretch] = []
    start = 0
    while (header := find_header(sheet, start, file_stem)) is not None:
        titles = find_title_start(sheet, header.first_row, start)
        if stretches and _is_row_of_units(sheet, stretches[-1].header, header):
            start = header.last_row + 1
            continue
        if stretches and _is_page_break(sheet, stretches[-1], header, titles, file_stem):
            stretches[-1].titles.update(_repeated_titles(sheet, stretches[-1], titles, header.first_row))
            stretches[-1].repeated.update(range(header.first_row, header.last_row + 1))
        else:
            stretches.append(_follow(sheet, stretches, header, titles))
        start = header.last_row + 1
    return stretches


def _is_row_of_units(sheet: Sheet, previous: Header, header: Header) -> bool:
    """True for the row right below a header that says in what its columns are: 年月日 | 单位或个人 | 万元."""
    if not header.missing or header.first_row != previous.last_row + 1 or previous.amount_column is None:
        return False
    return is_unit_alone(sheet.text(header.first_row, previous.amount_column))


def _repeated_titles(sheet: Sheet, stretch: Stretch, start: int, top: int) -> Iterator[int]:
    """The rows from `start` to `top` that say what the table's first titles say, or name a table themselves."""
    known = {normalise(text) for text in title_texts(sheet, stretch.start, stretch.header.first_row)}
    for row in range(start, top):
        values = [value for value in sheet.rows[row] if not is_blank(value)]
        if names_a_table(values) or all(normalise(str(value)) in known for value in values):
            yield row


def _follow(sheet: Sheet, stretches: list[Stretch], header: Header, titles: int) -> Stretch:
    if not stretches:
        return Stretch(header, 0, len(sheet.rows))
    first = stretches[0]
    stretches[-1].end = titles
    return Stretch(header, titles, len(sheet.rows), inherited=title_texts(sheet, first.start, first.header.first_row))


def _is_page_break(sheet: Sheet, stretch: Stretch, header: Header, titles: int, file_stem: str) -> bool:
    """True where `header` repeats that of `stretch`, and its titles name neither another kind nor another unit."""
    previous = stretch.header
    has_same_words = _words(header) == _words(previous)
    is_part = header.columns.items() <= previous.columns.items()
    if not has_same_words and not (is_part and (header.missing or header.kind == previous.kind)):
        return False
    if not has_same_words and _contradicts(sheet, header, stretch, file_stem):
        return False
    texts = title_texts(sheet, titles, header.first_row)
    words = normalise("".join(texts))
    if _names_another_table(sheet, stretch, texts):
        return False
    if header.kind != previous.kind and any(word in words for word in table_rules()[header.kind].title_words):
        return False
    try:
        stated = find_unit(texts, "")
        return stated is None or stated == (stretch.find_unit(sheet, file_stem, []) or "元")
    except FileRefused:
        return not texts


def _names_another_table(sheet: Sheet, stretch: Stretch, texts: list[str]) -> bool:
    """True where `texts` say, other than the table's own titles, that what follows is no more of its kind."""
    known = set(title_texts(sheet, stretch.start, stretch.header.first_row))
    own = [text for text in texts if text not in known]
    registers = [rule for kind, rule in table_rules().items() if rule.needs_title and kind != stretch.header.kind]
    named = [word for rule in registers for word in rule.title_words if any(word in normalise(text) for text in own)]
    return bool(named) or any(find_sheet_mark(text) for text in own)


def _contradicts(sheet: Sheet, header: Header, stretch: Stretch, file_stem: str) -> bool:
    """True where `header` has another heading in the place of a required one: other money, another unit, other days."""
    previous = stretch.header
    for name in (name for name in table_rules()[previous.kind].required if name in previous.columns):
        column = previous.columns[name]
        own, other = normalise(header.headings.get(column, "")), normalise(previous.headings[column])
        if not own or own == other:
            continue
        if header.columns.get(name) != column:
            return True
        if column == previous.amount_column and _qualifiers(own) != _qualifiers(other):
            return not _is_in_unit_of(sheet, own, stretch, file_stem)
    return False


def _qualifiers(heading: str) -> list[str]:
    return _BRACKETED.findall(heading)


def _is_in_unit_of(sheet: Sheet, heading: str, stretch: Stretch, file_stem: str) -> bool:
    try:
        return find_unit([], heading) == (stretch.find_unit(sheet, file_stem, []) or "元")
    except FileRefused:
        return False


def _words(header: Header) -> dict[int, str]:
    return {column: normalise(text) for column, text in header.headings.items()}
