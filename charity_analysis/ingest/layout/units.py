"""The unit of money that a table is in: from its title, its 单位 row, its amount heading, or a note."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from charity_analysis.ingest.refusals import FileRefused
from charity_analysis.money import UNIT_FEN
from charity_analysis.rules import normalise

_CURRENCY = r"(?:\(?(?:人民币|rmb|cny|¥)\)?[/、]?)?"
# 万 alone is 万元; a word after it (万人, 元月) makes it something else.
_UNIT = r"([十百千万亿]*元|[百千万亿]+|[角分](?![\w]))(?=人民币|角|[^\w]|$)"
# 填报单位 and its like are bodies, not units.
_STATED = re.compile(rf"(?<![报制赠付款管表送名])单位{_CURRENCY}[:为是,]*{_CURRENCY}:?\(?{_UNIT}")
_COUNTED_IN = re.compile(r"[以按]([十百千万亿]*元)(?:为单位|计|列示|反映)")
_ALL_IN = re.compile(r"(?:金额|数额|数字|数据)(?:单位)?(?:均|都|全部|一律)?(?:为|是|以|按)([十百千万亿]*元)(?![\w])")
_ENGLISH = re.compile(r"(?:units?:?(?:in)?|\(in)(?:rmb|cny|yuan|¥)?(1[0,]{3,})(?:yuan|rmb|cny|元)?\)?")
_IN_BRACKETS = re.compile(rf"[(\[【](?:[^()\[\]【】]*[,;、:])?(?:单位|折合|折)?{_CURRENCY}:?{_UNIT}")
_AT_END = re.compile(r"(?<![美欧日港澳加韩台])([十百千万亿]*元)$")
_ALONE = re.compile(rf"(?:币种:?)?{_CURRENCY}:?{_UNIT}")
_FOREIGN = re.compile(
    r"美金|港币|英镑|日币|新台币|(?<!增)[美欧日港澳加韩]元(?![旦宵月])|[$€£]|(?<![a-z])(?:usd|hkd|eur|gbp|jpy)(?![a-z])"
)
_OF_THOUSANDS = {"1000": "千元", "10000": "万元", "1000000": "百万元", "100000000": "亿元"}
_LONGEST_UNIT = 12
_CONVERTED = re.compile(r"人民币|折")


def find_unit(texts: Iterable[str], heading: str, notes: Iterable[str] = ()) -> str | None:
    """The unit that `texts` (title, 单位 row), the amount `heading` or `notes` state; None where they state none.

    Raises: FileRefused (foreign_currency, unit_conflict, unknown_unit): such a table cannot be read in one way.
    """
    titles, column, words = [normalise(text) for text in texts], normalise(heading), [normalise(n) for n in notes]
    _refuse_foreign(titles, column, words)
    stated = {unit for word in titles for unit in _units_in_title(word)}
    stated |= {unit for word in words for unit in _explicit_units(word)}
    units = {_full_name(unit) for unit in (*stated, *_units_in_heading(column))}
    unknown = sorted(units - set(UNIT_FEN))
    if unknown:
        raise FileRefused("unknown_unit", "、".join(unknown))
    if len(units) > 1:
        raise FileRefused("unit_conflict", "、".join(sorted(units)))
    return units.pop() if units else None


def heading_unit(heading: str) -> str | None:
    """The known unit that a heading such as 金额(万元) carries itself."""
    names = (_full_name(unit) for unit in _units_in_heading(normalise(heading)))
    return next((name for name in names if name in UNIT_FEN), None)


def is_unit_alone(text: str) -> bool:
    """True where `text` is nothing but a unit of money, as in a row of units below a header."""
    word = normalise(text)
    return (
        len(word) <= _LONGEST_UNIT
        and (_ALONE.fullmatch(word) or _IN_BRACKETS.fullmatch(f"({word.strip('()')}")) is not None
    )


def name_units(text: str) -> set[str]:
    """The full names of the units that a name of a section, a total or a part states: 二、物资捐赠(万元)."""
    return {_full_name(unit) for unit in _units_in_title(normalise(text))}


def _refuse_foreign(titles: list[str], column: str, notes: list[str]) -> None:
    """Raises: FileRefused (foreign_currency) where a title, the heading, or a statement of units names one."""
    for word in (*titles, column, *notes):
        foreign = _FOREIGN.search(word)
        is_title = word in titles and not _CONVERTED.search(word)
        if foreign and (is_title or word == column or "单位" in word or "币种" in word):
            raise FileRefused("foreign_currency", foreign[0])


def _explicit_units(word: str) -> Iterator[str]:
    for pattern in (_STATED, _COUNTED_IN, _ALL_IN):
        yield from (match[1] for match in pattern.finditer(word))
    for match in _ENGLISH.finditer(word):
        yield _OF_THOUSANDS.get(match[1].replace(",", ""), match[1])


def _units_in_title(word: str) -> Iterator[str]:
    yield from _explicit_units(word)
    yield from (match[1] for match in _IN_BRACKETS.finditer(word))
    alone = _ALONE.fullmatch(word)
    if alone:
        yield alone[1]


def _units_in_heading(word: str) -> Iterator[str]:
    for pattern in (_IN_BRACKETS, _AT_END):
        yield from (match[1] for match in pattern.finditer(word))


def _full_name(unit: str) -> str:
    return unit if unit[-1] in "元角分" else f"{unit}元"
