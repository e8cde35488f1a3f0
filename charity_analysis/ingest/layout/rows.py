"""What each row below a header is: data, a subtotal, or something that is no data and is left out by name."""

from __future__ import annotations

import re
from functools import cached_property

from charity_analysis.ingest.layout.headers import Header
from charity_analysis.ingest.layout.part_marks import names_other_money
from charity_analysis.ingest.layout.prose_wording import (
    is_group,
    is_note,
    is_note_label,
    is_section,
    is_tally,
    is_title,
    names_another_kind,
)
from charity_analysis.ingest.layout.row_classes import ClassifiedRow, RowClass
from charity_analysis.ingest.layout.special_rows import SpecialRows
from charity_analysis.ingest.layout.titles import is_day, looks_like_data
from charity_analysis.ingest.layout.total_wording import is_entry_count, states_amount
from charity_analysis.ingest.layout.units import is_unit_alone
from charity_analysis.ingest.sheets import Sheet, is_blank
from charity_analysis.rules import column_rules, normalise, table_rules

__all__ = ["ClassifiedRow", "RowClass", "RowClassifier"]

_NUMBERING = re.compile(r"(?=.*[0-9一二三四五六七八九十])[0-9a-z一二三四五六七八九十百零〇第号年字*_./#、()\[\]〔〕-]+")
_SENTENCE = re.compile(r"[,。;:!]")
# Shorter lone texts might be a damaged row's only cell, and are held rather than dropped.
_SHORTEST_PROSE, _LONGEST_LABEL = 12, 60
# Columns are numbered 甲 乙 1 2 3 where the first ones hold words.
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_FEWEST_NUMBERED = 3
# Never filled down a merge: one merged amount, or count, is one.
_COUNTED_TYPES = frozenset({"amount", "count", "count_text"})


class RowClassifier:
    """Classifies the rows of one table; holds what is the same for all of them."""

    def __init__(self, sheet: Sheet, header: Header) -> None:
        self._sheet = sheet
        self._header = header
        types = {name: rule.type for name, rule in column_rules(header.kind).items()}
        self._amount = header.amount_column
        self._date = header.columns.get("date")
        self._serial = header.columns.get("serial_no")
        required = [name for name in table_rules()[header.kind].required if name in header.columns]
        self._parties = [header.columns[name] for name in required if types[name] == "text"]
        self._decisive = [header.columns[name] for name in required]
        self._special = SpecialRows(sheet, header, self._parties)
        self._headings = {c: normalise(text) for c, text in header.headings.items()}
        self._counted = {c for name, c in header.columns.items() if types[name] in _COUNTED_TYPES}
        merges = [(top, left, min(bottom, len(sheet.rows) - 1), right) for top, left, bottom, right in sheet.merges]
        self._merges = [merge for merge in merges if merge[0] > header.last_row]
        self._merged_across = {(top, left) for top, left, _, right in self._merges if left < right}
        down = [(top, bottom) for top, left, bottom, right in self._merges if left == right == self._amount]
        self._below_amount = {row for top, bottom in down for row in range(top + 1, bottom + 1)}

    def classify(self, row: int) -> ClassifiedRow:
        """The class of the 0-based `row`; the usual data row is decided by its first looks."""
        cells = self._sheet.rows[row]
        # A row whose number was filled in beforehand, and nothing else, is blank.
        filled = [c for c, value in enumerate(cells) if not is_blank(value) and not self._is_numbering(c, value)]
        if not filled:
            return ClassifiedRow(row, RowClass.BLANK)
        texts = {
            c: normalise(value) for c in filled if isinstance(value := cells[c], str) and len(value) <= _LONGEST_LABEL
        }
        special = self._special.find(row, texts)
        if special is not None:
            return special
        if self._repeats_header(row, texts) or (row == self._header.last_row + 1 and self._numbers_columns(row)):
            return ClassifiedRow(row, RowClass.HEADER)
        if self._heads_a_group(row, filled, texts):
            return ClassifiedRow(row, RowClass.SUBTOTAL, 1, is_head=True)
        return ClassifiedRow(row, self._prose_class(row, filled, texts))

    def _is_numbering(self, column: int, value: object) -> bool:
        if column != self._serial:
            return False
        return not isinstance(value, str) or _NUMBERING.fullmatch(normalise(value)) is not None

    def _repeats_header(self, row: int, texts: dict[int, str]) -> bool:
        if texts == self._headings:
            return True
        if self._amount is not None and _is_figure(self._sheet.value(row, self._amount)):
            return False  # money is never left out for the words beside it
        mapped = self._header.columns.values()
        same = [c for c in mapped if texts.get(c) == self._headings[c]]
        if any(texts.get(c, "") not in self._headings[c] for c in self._decisive):
            return False  # other words in the place of a required heading: the header of another table
        return len(same) >= max(2, len(self._header.columns) - 1)

    def _numbers_columns(self, row: int) -> bool:
        """True for a row right below the header that does nothing but number the columns: 1 2 3 4, or 甲 乙 丙."""
        cells = self._sheet.rows[row]
        said = [normalise(str(value)).removesuffix(".0").strip("()") for value in cells if not is_blank(value)]
        columns = [c for c, value in enumerate(cells) if not is_blank(value)]
        if len(said) < max(_FEWEST_NUMBERED, len(self._header.headings) - 1) or self._amount not in columns:
            return False
        stems = sum(word in _STEMS for word in said)
        numbers = [str(number) for number in range(1, len(said) + 1 - stems)]
        return said == [*_STEMS[:stems], *numbers]

    def _heads_a_group(self, row: int, filled: list[int], texts: dict[int, str]) -> bool:
        """True for the numbered name of a group with the group's sum beside it, and nothing else: 一、企业捐赠 5000."""
        if self._amount not in filled or not _is_figure(self._sheet.value(row, self._amount)):
            return False
        others = [texts.get(c, "") for c in filled if c != self._amount and not is_entry_count(texts.get(c, ""))]
        return len(others) == 1 and is_group(others[0])

    def _prose_class(self, row: int, filled: list[int], texts: dict[int, str]) -> RowClass:
        amount = self._sheet.value(row, self._amount) if self._amount is not None else ""
        if isinstance(amount, str) and amount and is_unit_alone(amount) and not self._is_dated_and_named(row, texts):
            return RowClass.NOTE  # a row of units below the header: 年月日 | 单位或个人 | 万元
        first = texts.get(filled[0], "")
        is_label = len(filled) > 1 and is_note_label(first) and filled[0] not in self._parties
        if (is_label or is_note(first)) and not _is_figure(amount) and not self._is_dated_and_named(row, texts):
            return RowClass.NOTE
        if is_tally(first) and (
            self._date is None or is_blank(self._sheet.value(row, self._date)) or filled[0] == self._date
        ):
            return RowClass.NOTE
        if is_blank(amount) and row in self._below_amount:
            return RowClass.CONTINUATION
        says_more = [c for c in filled if not is_entry_count(texts.get(c, ""))] or filled
        if len(says_more) == 1 and (len(filled) == 1 or is_group(texts.get(says_more[0], ""))):
            return self._lone_class(row, says_more[0], texts.get(says_more[0], ""))
        return RowClass.DATA

    def _is_dated_and_named(self, row: int, texts: dict[int, str]) -> bool:
        day = self._sheet.value(row, self._date) if self._date is not None else ""
        is_dated = looks_like_data(day) if isinstance(day, str) else day is not None
        return is_dated and any(c in texts and not is_note(texts[c]) for c in self._parties)

    def _lone_class(self, row: int, column: int, word: str) -> RowClass:
        """The class of a row with one filled cell besides its number."""
        value = self._sheet.value(row, column)
        if row > self._last_total and not _is_figure(value):
            return RowClass.NOTE  # signed and dated below the last total
        if column == self._amount or not isinstance(value, str):
            return RowClass.DATA
        number = "" if self._serial in (None, column) else normalise(self._sheet.text(row, self._serial or 0))
        if names_other_money(value):
            return RowClass.SECTION
        if is_title(word):
            # The table's name below its header; that of another kind of table says what the rows below it are.
            return RowClass.SECTION if names_another_kind(self._header.kind, word) else RowClass.NOTE
        if is_section(number, word):
            return RowClass.SECTION
        is_prose = len(value) > _LONGEST_LABEL or (len(word) >= _SHORTEST_PROSE and not number)
        if column in self._parties and not _SENTENCE.search(normalise(value)):
            is_prose = False
        return RowClass.NOTE if is_prose or (row, column) in self._merged_across else RowClass.DATA

    @cached_property
    def _last_total(self) -> int:
        """The row of the total that closes the table; the sheet's end where data stand below the last one."""
        for row in reversed(range(self._header.last_row + 1, len(self._sheet.rows))):
            cells = self._sheet.rows[row]
            texts = {
                c: normalise(v) for c, v in enumerate(cells) if isinstance(v, str) and 0 < len(v) <= _LONGEST_LABEL
            }
            if self._special.is_total(row, texts):
                return row
            filled = [c for c, value in enumerate(cells) if not is_blank(value) and not self._is_numbering(c, value)]
            if len(filled) > 1 and self._amount is not None and _is_figure(self._sheet.value(row, self._amount)):
                break
        return len(self._sheet.rows)

    def fill_down(self) -> dict[tuple[int, int], object]:
        """Values that merged cells give to the cells they cover below: (row, column) → value."""
        filled: dict[tuple[int, int], object] = {}
        for top, left, bottom, _ in self._merges:
            if left not in self._counted:
                value = self._sheet.value(top, left)
                filled.update({(row, left): value for row in range(top + 1, bottom + 1)})
        return filled


def _is_figure(value: object) -> bool:
    """True for what may be money: a number, or a text with a digit or an amount in words that is no day and no note."""
    if not isinstance(value, str):
        return isinstance(value, (int, float))
    if is_note(normalise(value)) or is_day(value):
        return False
    return any(character.isdigit() for character in value) or states_amount(value)
