"""What the name of a sheet, a section or a column of amounts says of its rows: refunds, pledges, void receipts."""

from __future__ import annotations

import re

from charity_analysis.ingest.cells.currencies import speaks_of_foreign_money
from charity_analysis.ingest.layout.units import name_units
from charity_analysis.rules import label_index, label_names, normalise

_LONGEST_NAME = 24
_PREFIX = re.compile(r"附[件表]?\d*:?|[一二三四五六七八九十]+[、.]|\([一二三四五六七八九十\d]+\)|\d+[、.]")
# A sentence speaks of refunds; a list of gifts and refunds, or without them, is none of refunds.
_NO_NAME = re.compile(r"[,。;:!?]|[及和与含无未除]|不[含包计]|扣|[、/]")
_HAS_COME = re.compile(r"已(?:到|收|兑|履行|落实)|到账认捐")


def find_part_mark(text: str) -> str:
    """The label of what is no money received or paid and `text`, a name, names; "" where it names none."""
    word = _PREFIX.sub("", normalise(text), count=1)
    if len(word) > _LONGEST_NAME:
        return ""
    for mark, code in label_index("part_mark").items():
        if mark in word and not _NO_NAME.search(word.replace(mark, "", 1).replace("未到账", "")):
            if code == "pledge" and _HAS_COME.search(word):
                continue
            return label_names("part_mark")[code]
    return ""


def find_sheet_mark(text: str) -> str:
    """The same of the name or the title of a sheet, which may be but a sample too."""
    word = re.sub(r"\(.*\)|表$", "", normalise(text))
    if word in label_index("part_sample") or normalise(text) in label_index("part_sample"):
        return "示例"
    return find_part_mark(text)


def names_foreign_part(text: str) -> bool:
    """True where the short name `text` speaks of foreign money: 二、美元捐赠."""
    return len(text) <= _LONGEST_NAME and speaks_of_foreign_money(text)


def names_other_money(text: str) -> bool:
    """True where the name of a section says what its rows are: no income, foreign money, or money in a unit."""
    return len(text) <= _LONGEST_NAME and bool(find_part_mark(text) or names_foreign_part(text) or name_units(text))
