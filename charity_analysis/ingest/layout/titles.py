"""The rows right above a header that name its table: titles, the unit row, whose ledger it is."""

from __future__ import annotations

import re

from charity_analysis.ingest.layout.heading_meanings import is_known_heading
from charity_analysis.ingest.sheets import Sheet, is_blank
from charity_analysis.rules import normalise, table_rules

# Titles and 单位 rows stand right above their table, not pages away, and hold few cells.
_MOST_TITLE_ROWS = 8
_MOST_TITLE_CELLS = 8
_NUMBER = re.compile(r"[-+(]?[¥$]?\d[\d,]*(?:\.\d+)?(?:[百千万亿]*元?|%)\)?")
_DAY = re.compile(r"\d{2,4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?.*|\d{1,2}月\d{1,2}[日号].*")
_LABELLED = re.compile(r"[^\d:]{1,12}:.*|(?:金额|货币|计量)?单位(?:[(为].*|[十百千万]*元)?")
_PERIOD = re.compile(r"\d{4}年")
_YEARS = range(1900, 2101)


def looks_like_data(text: str) -> bool:
    """True for a text that is a number or a day: what rows hold, and headings do not."""
    return is_number(text) or is_day(text)


def find_title_start(sheet: Sheet, top: int, floor: int) -> int:
    """The first row of the titles above the header at row `top`; `top` itself where it has none.

    Above a sheet's first header (`floor` 0) all rows are titles. Below another header, which ends above `floor`,
    they may be rows of its table: blank rows may part them, but what stands above such a gap must say that it is
    a title, since a damaged row's only cell looks like one.
    """
    highest = max(floor, top - _MOST_TITLE_ROWS)
    if floor == 0:
        return highest
    first = top
    gap = False
    for row in range(top - 1, highest - 1, -1):
        values = [value for value in sheet.rows[row] if not is_blank(value)]
        if not values:
            gap = first != top
            continue
        if not _is_title(values) or (gap and not names_a_table(values)):
            break
        first, gap = row, False
    return first


def title_texts(sheet: Sheet, start: int, top: int) -> list[str]:
    """The texts of the rows from `start` up to the header at `top`, and each row's as one, for 单位: | 万元."""
    texts: list[str] = []
    for row in sheet.rows[start:top]:
        own = [value for value in row if isinstance(value, str) and not is_blank(value)]
        texts += [*own, ",".join(own)] if 1 < len(own) <= _MOST_TITLE_CELLS else own
    return texts


def _is_title(values: list[object]) -> bool:
    """True for a row's filled cells that are no data: one cell alone, or several that say what they are."""
    if len(values) > _MOST_TITLE_CELLS or sum(is_known_heading(str(value)) for value in values) > 1:
        return False
    says_what = _LABELLED.fullmatch(normalise(str(values[0]))) is not None or (
        len(values) == 2 and names_a_table(values[:1]) and _PERIOD.match(normalise(str(values[1]))) is not None
    )
    has_number = any(is_number(value) and not (says_what and _is_year(value)) for value in values)
    return not has_number and (says_what or len(values) == 1)


def is_number(value: object) -> bool:
    """True for a number, or a text that is one."""
    if isinstance(value, str):
        return _NUMBER.fullmatch(normalise(value)) is not None
    return isinstance(value, (int, float))


def is_day(value: object) -> bool:
    """True for a day: a date, or a text that is one."""
    return _DAY.fullmatch(normalise(value)) is not None if isinstance(value, str) else not is_number(value)


def _is_year(value: object) -> bool:
    return normalise(str(value)).removesuffix(".0") in {str(year) for year in _YEARS}


def names_a_table(values: list[object]) -> bool:
    """True where one of `values` has a word of titles, or states a unit."""
    words = [normalise(str(value)) for value in values]
    title_words = [word for rule in table_rules().values() for word in rule.title_words]
    return any("单位" in word or any(title in word for title in title_words) for word in words)
