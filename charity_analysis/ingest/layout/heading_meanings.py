"""What headings mean: the texts of one block of rows → the canonical column of each of its columns."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from charity_analysis.ingest.sheets import Sheet, is_blank
from charity_analysis.rules import ANY_KIND, column_rules, heading_index, normalise, table_rules

_LONGEST_HEADING = 24
_PARTIES = {"donations": "donor", "disbursements": "payee"}
# 金额/万元, or a unit on a line of its own: units.py reads it from the heading as it stands.
_UNIT_AT_END = re.compile(r"(?<=..)/?(?<![美欧日港澳加韩台币])[十百千万亿]*元$")
_BRACKETED = re.compile(r"[(\[【][^()\[\]【】]*[)\]】]")


@dataclass(frozen=True)
class Meanings:
    """What the columns of a block of rows mean: canonical name → column, column → heading, name → further columns."""

    columns: dict[str, int]
    headings: dict[int, str]
    twins: dict[str, tuple[int, ...]]


@lru_cache(maxsize=1 << 12)
def is_known_heading(text: str) -> bool:
    """True where `text` is a heading of any kind of table, a unit in brackets left aside."""
    if len(text) > _LONGEST_HEADING:
        return False
    word = normalise(text)
    return word in _known_headings() or _base(word) in _known_headings()


def is_party_of_both(heading: str) -> bool:
    """True for 姓名, 单位名称 and their like: who gives in a ledger of gifts, and who is paid in one of payments."""
    word = _base(normalise(heading))
    givers, payees = ({*column_rules(kind)[name].synonyms} for kind, name in _PARTIES.items())
    if word in givers | payees:
        return word in givers & payees
    return word.endswith(tuple(givers & payees))


def map_columns(sheet: Sheet, kind: str, top: int, height: int) -> Meanings:
    """The meanings of the block's columns; where two mean the same, the better name wins and the other is a twin."""
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
    return Meanings(columns, headings, twins)


def _heading_parts(sheet: Sheet, top: int, height: int, column: int) -> list[str]:
    """The texts that stand above one another in a column; a long one is a title, unless it is all there is."""
    parts: list[str] = []
    for row in range(top, top + height):
        text = sheet.text(row, column) or _merged_heading(sheet, row, column)
        if not is_blank(text) and (not parts or parts[-1] != text):
            parts.append(" ".join(text.split()))
    return [text for text in parts if len(text) <= _LONGEST_HEADING] or parts[-1:]


def _merged_heading(sheet: Sheet, row: int, column: int) -> str:
    """The text of a heading merged across columns, for the columns it covers; down a merge it counts once."""
    covering = (left for _, left, _, right in sheet.merges_by_row.get(row, ()) if left < column <= right)
    return next((sheet.text(row, left) for left in covering), "")


def _spellings(parts: list[str]) -> Iterator[str]:
    """The ways to read one column's heading, the most specific first; a unit in brackets says no more than that."""
    for text in ("".join(parts), "".join(parts[-2:]), *reversed(parts)):
        word = normalise(text)
        yield word
        yield _base(word)


def _base(word: str) -> str:
    return _UNIT_AT_END.sub("", _BRACKETED.sub("", word).rstrip(":*"))


@cache
def _known_headings() -> frozenset[str]:
    kinds = (ANY_KIND, *table_rules())
    return frozenset(word for kind in kinds for rule in column_rules(kind).values() for word in rule.synonyms)
