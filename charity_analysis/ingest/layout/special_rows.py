"""Rows whose words say that they are no entry: totals, carried balances, shares, parts of a sum."""

from __future__ import annotations

import re

from charity_analysis.ingest.layout.balance_wording import is_balance, is_carried, is_part, is_share
from charity_analysis.ingest.layout.headers import Header
from charity_analysis.ingest.layout.row_classes import ClassifiedRow, RowClass
from charity_analysis.ingest.layout.total_wording import (
    LOOKS_SPECIAL,
    Total,
    find_total,
    is_entry_count,
    is_written_amount,
)
from charity_analysis.ingest.sheets import Sheet, is_blank

_NO_TOTAL = Total(0, is_plain=True, stated="")
# Who gives together (王某等3人合计) is a donor; what groups are named for (疫情防控合计) is a group.
_PEOPLE = re.compile(r"[等人户名位夫妻父母子女]|全体|职工|师生|家庭")
_WORDINGS = ((is_carried, RowClass.CARRIED), (is_share, RowClass.NOTE), (is_part, RowClass.PART))


class SpecialRows:
    """Knows the rows of one table that are no entries by their words; `parties` are the columns of names."""

    def __init__(self, sheet: Sheet, header: Header, parties: list[int]) -> None:
        self._sheet = sheet
        self._parties = parties
        self._amount = header.amount_column
        self._date = header.columns.get("date")
        self._serial = header.columns.get("serial_no")
        # In a register of balances a balance is an entry.
        balances = () if header.kind == "funds" else ((is_balance, RowClass.BALANCE),)
        self._wordings = (*_WORDINGS, *balances)

    def find(self, row: int, texts: dict[int, str]) -> ClassifiedRow | None:
        """What the row's normalised `texts` (by column) say that it is; None where they say nothing of the kind."""
        for column, word in texts.items():
            if LOOKS_SPECIAL.search(word) is None:
                continue
            found = self._read_label(row, column, word, texts)
            if found is not None:
                return found
        return None

    def is_total(self, row: int, texts: dict[int, str]) -> bool:
        """True where the row is a total of the rows around it."""
        found = self.find(row, texts)
        return found is not None and found.row_class == RowClass.SUBTOTAL

    def _read_label(self, row: int, column: int, word: str, texts: dict[int, str]) -> ClassifiedRow | None:
        for says, row_class in self._wordings:
            if says(word) and self._stands_for_the_row(row, column, _NO_TOTAL, texts):
                if row_class == RowClass.PART and self._is_dated(row):
                    return ClassifiedRow(row, RowClass.DATA, doubt="part_of_sum", doubt_column=column)
                return ClassifiedRow(row, row_class)
        total = find_total(word)
        if total is None:
            return None
        if self._stands_for_the_row(row, column, total, texts):
            stated = total.stated or self._amount_in_words(row, texts)
            return ClassifiedRow(row, RowClass.SUBTOTAL, total.rank, stated)
        if column in self._parties and not total.is_plain and not total.stated and not _PEOPLE.search(word):
            return ClassifiedRow(row, RowClass.DATA, doubt="possible_total", doubt_column=column)
        return None

    def _stands_for_the_row(self, row: int, column: int, total: Total, texts: dict[int, str]) -> bool:
        """True where a total's wording says what the row is; in a note beside a name it says what the note is."""
        if column in (self._date, self._serial):
            return True
        if column == self._amount:
            return len(texts) == 1
        others = [c for c in self._parties if c != column and not is_blank(self._sheet.value(row, c))]
        said = [texts.get(c, "") for c in others]
        is_named = any(not (is_entry_count(text) or is_written_amount(text)) for text in said)
        if self._is_dated(row):
            return total.is_plain and column in self._parties and not is_named
        return column in self._parties or not is_named

    def _is_dated(self, row: int) -> bool:
        return self._date is not None and not is_blank(self._sheet.value(row, self._date))

    def _amount_in_words(self, row: int, texts: dict[int, str]) -> str:
        """The amount that stands beside a total in words where its own cell is blank; "" where none does."""
        if self._amount is None or not is_blank(self._sheet.value(row, self._amount)):
            return ""
        return next((word for column, word in texts.items() if column != self._date and is_written_amount(word)), "")
