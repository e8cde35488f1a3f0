"""What each row below a header is: data, a subtotal, or something that is no data and is left out by name."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from charity_analysis.ingest.headers import Header
from charity_analysis.ingest.sheets import Sheet
from charity_analysis.rules import column_rules, normalise, programme_index


class RowClass(StrEnum):
    """The classes of rows; everything but DATA is ignored, and counted."""

    DATA = "data"
    SUBTOTAL = "subtotal"
    BLANK = "blank"
    HEADER = "header"
    SECTION = "section"
    NOTE = "note"
    CONTINUATION = "continuation"


_SUBTOTAL = re.compile(
    r"(?:[^,。;]{0,20}?)(小计|合计|总计|共计|累计|总额|本页计|本月计|本季计|subtotal|total)"
    r"(?:\((?:大写|小写|元|万元|人民币)\)|金额|数额?|人民币)*[::]?(?:\(大写\))?[::]?"
)
_RANKS = {"总计": 3, "累计": 3, "总额": 3, "合计": 2, "共计": 2, "total": 2}
_NOTE = re.compile(
    r"(?:注|备注|说明|附注|提示|制表|制表人|填表|填表人|审核|审核人|复核|复核人|审批|批准|经办|经办人|出纳|会计|负责人"
    r"|财务负责人|单位负责人|主管|填报|填报人|填报单位|编制|编制单位|制单|领导签字|签字|签章|盖章|单位盖章|日期|填报日期"
    r"|制表日期|单位|联系电话|页码|数据来源|来源)(?:\(.*?\))?[::].*|第\d+页.*|本表.*"
)
_SECTION = re.compile(r"(?:[一二三四五六七八九十]+[、.]|\([一二三四五六七八九十\d]+\)|\d+[、.]).*")
# Shorter lone texts might be a damaged row's only cell, and are held rather than dropped.
_SHORTEST_PROSE = 12
# Never filled down a merge: one merged amount, or count, is one.
_COUNTED_TYPES = frozenset({"amount", "count", "count_text"})


@dataclass(frozen=True)
class ClassifiedRow:
    """One row below a header, 0-based, with its class and, for a subtotal, its rank."""

    row: int
    row_class: RowClass
    rank: int = 0


class RowClassifier:
    """Classifies the rows of one table; holds what is the same for all of them."""

    def __init__(self, sheet: Sheet, header: Header) -> None:
        self._sheet = sheet
        self._header = header
        types = {name: rule.type for name, rule in column_rules(header.kind).items()}
        self._amount = next((c for name, c in header.columns.items() if types[name] == "amount"), None)
        self._date = header.columns.get("date")
        self._serial = header.columns.get("serial_no")
        self._header_words = [normalise(text) for text in header.headings.values()]
        self._counted = {c for name, c in header.columns.items() if types[name] in _COUNTED_TYPES}
        self._below_amount = self._merged_below(self._amount)

    def _merged_below(self, column: int | None) -> frozenset[int]:
        return frozenset(
            row
            for top, left, bottom, right in self._sheet.merges
            if column is not None and left <= column <= right and left == right
            for row in range(top + 1, bottom + 1)
        )

    def classify(self, row: int) -> ClassifiedRow:
        """The class of the 0-based `row`; the usual data row is decided by its first two looks."""
        cells = self._sheet.rows[row]
        filled = [c for c, value in enumerate(cells) if not _is_blank(value) and c != self._serial]
        if not filled:
            # A row whose number was filled in beforehand, and nothing else, is blank.
            return ClassifiedRow(row, RowClass.BLANK)
        texts = {c: normalise(value) for c in filled if isinstance(value := cells[c], str) and len(value) <= 60}
        rank = self._subtotal_rank(row, texts)
        if rank:
            return ClassifiedRow(row, RowClass.SUBTOTAL, rank)
        if list(texts.values()) == self._header_words or self._repeats_header(texts):
            return ClassifiedRow(row, RowClass.HEADER)
        return ClassifiedRow(row, self._prose_class(row, filled, texts))

    def _subtotal_rank(self, row: int, texts: dict[int, str]) -> int:
        labels = {c: word for c, word in texts.items() if c != self._amount}
        serial = self._serial
        if serial is not None and isinstance(self._sheet.value(row, serial), str):
            labels[serial] = normalise(self._sheet.text(row, serial))
        date_is_filled = self._date is not None and not _is_blank(self._sheet.value(row, self._date))
        for column, word in labels.items():
            match = _SUBTOTAL.fullmatch(word)
            if match and (not date_is_filled or column == self._date):
                return _RANKS.get(match[1], 1)
        return 0

    def _repeats_header(self, texts: dict[int, str]) -> bool:
        mapped = self._header.columns.values()
        same = [c for c in mapped if texts.get(c) == normalise(self._header.headings[c])]
        return len(same) >= max(2, len(self._header.columns) - 1)

    def _prose_class(self, row: int, filled: list[int], texts: dict[int, str]) -> RowClass:
        amount_is_filled = self._amount in filled
        first = texts.get(filled[0], "")
        if not amount_is_filled and _NOTE.fullmatch(first):
            return RowClass.NOTE
        if len(filled) == 1 and not amount_is_filled and isinstance(self._sheet.rows[row][filled[0]], str):
            if _SECTION.fullmatch(first) or first in programme_index():
                return RowClass.SECTION
            if len(first) >= _SHORTEST_PROSE or first == "" or self._is_merged_across(row, filled[0]):
                return RowClass.NOTE
        if not amount_is_filled and row in self._below_amount:
            return RowClass.CONTINUATION
        return RowClass.DATA

    def _is_merged_across(self, row: int, column: int) -> bool:
        return any(t == row and left == column < right for t, left, _, right in self._sheet.merges)

    def fill_down(self) -> dict[tuple[int, int], object]:
        """Values that merged cells give to the cells they cover below: (row, column) → value."""
        filled: dict[tuple[int, int], object] = {}
        for top, left, bottom, _ in self._sheet.merges:
            if top > self._header.last_row and left not in self._counted:
                value = self._sheet.value(top, left)
                filled.update({(row, left): value for row in range(top + 1, bottom + 1)})
        return filled


def _is_blank(value: object) -> bool:
    return value is None or value == "" or (isinstance(value, str) and not value.strip(" \t\r\n　\xa0​﻿"))
