"""The unit of money that a table is in: from its title, its 单位 row, or its amount heading."""

from __future__ import annotations

import re

from charity_analysis.ingest.refusals import FileRefused
from charity_analysis.money import UNIT_FEN
from charity_analysis.rules import normalise

_NAMES = "|".join(sorted(UNIT_FEN, key=len, reverse=True))
_STATED = re.compile(rf"单位(?:[:为是])?(?:人民币)?\(?({_NAMES})")
_IN_HEADING = re.compile(rf"[(\[【](?:单位:?)?(?:人民币)?({_NAMES})(?:/[^()]*(?:\([^()]*\))?)?[)\]】]|({_NAMES})$")
_FOREIGN = re.compile(r"美元|美金|港币|港元|欧元|英镑|日元|日币|澳元|加元|韩元|新台币|usd|hkd|eur|gbp|jpy|[$€£]")


def find_unit(texts: list[str], heading: str) -> str | None:
    """The unit that `texts` (title, 单位 row) or the amount `heading` state; None where they state none.

    Raises: FileRefused (foreign_currency, unit_conflict): such a table cannot be read in one way.
    """
    words = [normalise(text) for text in texts]
    column = normalise(heading)
    for word in (*words, column):
        foreign = _FOREIGN.search(word)
        if foreign and ("单位" in word or word == column):
            raise FileRefused("foreign_currency", foreign[0])
    stated = {match[1] for word in words for match in _STATED.finditer(word)}
    in_heading = heading_unit(heading)
    units = stated | ({in_heading} if in_heading else set())
    if len(units) > 1:
        raise FileRefused("unit_conflict", "、".join(sorted(units)))
    return units.pop() if units else None


def heading_unit(heading: str) -> str | None:
    """The unit that a heading such as 金额(万元) carries itself."""
    match = _IN_HEADING.search(normalise(heading))
    return (match[1] or match[2]) if match else None
