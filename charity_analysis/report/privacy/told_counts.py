"""Counts of people that a text tells although their column is hidden: 142名困难群众, 每人500元."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

import pandas as pd

from charity_analysis.rules import label_index, label_names

if TYPE_CHECKING:
    from charity_analysis.ledger.ledger import Ledger
    from charity_analysis.report.privacy.counts import CountProtection

_TEXTS = ("payee", "purpose", "activity", "donor", "note")
_FIGURES = r"[0-9０-９][0-9０-９,，.．]*"
_NUMERALS = "[零〇一二三四五六七八九十百千万两廿]+"


def without_told_counts(ledger: Ledger, protection: CountProtection) -> Ledger:
    """`ledger` whose payments tell in no text how many they reached, nor how much each had, where that is hidden."""
    paid = ledger.disbursements
    if not any(map(protection.hides_standard, paid["row_id"])):
        return ledger
    texts = {name: pd.Series(_untold(paid, name, protection), paid.index, paid[name].dtype) for name in _TEXTS}
    return replace(ledger, tables={**ledger.tables, "disbursements": paid.assign(**texts)})


def _untold(paid: pd.DataFrame, column: str, protection: CountProtection) -> list[object]:
    return [
        untold(text, hides_counts=protection.hides_rows((row,)))
        if isinstance(text, str) and protection.hides_standard(row)
        else text
        for row, text in zip(paid["row_id"], paid[column], strict=True)
    ]


def untold(text: str, hides_counts: bool) -> str:
    """`text` without what each person had and, where the count is hidden, without any count of people.

    Any: two batches of 30 tell of 60 as well as the sum does, and 142 written beside a column of 140 nearly does.
    """
    shown = _standards().sub(lambda found: (found["before"] or "") + _some(), text)
    return _counts().sub(lambda found: _some() + found["unit"], shown) if hides_counts else shown


def _some() -> str:
    return label_names("redacted")["count"]


@cache
def _people() -> str:
    units = label_names("people_unit")
    words = [word for word, code in label_index("unit").items() if code in units and not word.isascii()]
    return "|".join(sorted(words, key=len, reverse=True))


@cache
def _counts() -> re.Pattern[str]:
    # 第一人民医院 counts nobody.
    return re.compile(rf"(?<!第)(?P<count>{_FIGURES}|{_NUMERALS})(?P<unit>\s*(?:余|多)?个?(?:{_people()}))(?!民)")


@cache
def _standards() -> re.Pattern[str]:
    each = rf"(?:每(?:一)?(?:{_people()})|人均|户均)[^0-9０-９，。；,;]{{0,6}}?"
    money = rf"(?:{_FIGURES}|{_NUMERALS})"
    # Before the amount stands whom it is for, or behind it: 每人500元, 500元/人.
    before = rf"(?P<before>{each}){money}(?=\s*万?元)"
    return re.compile(rf"{before}|{money}(?=\s*万?元\s*[/／每]\s*(?:{_people()}))")
