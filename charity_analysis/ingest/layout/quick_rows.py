"""Which rows of a table are proven to be data by looking at whole columns; the others want a look one by one."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable

from charity_analysis.ingest.layout.headers import Header
from charity_analysis.ingest.layout.total_wording import LOOKS_SPECIAL
from charity_analysis.ingest.sheets import Sheet, is_blank
from charity_analysis.rules import column_rules, table_rules

_PLAIN_NUMBER = re.compile(r"-?[0-9][0-9,]*(?:\.[0-9]+)?")
_NUMBERS = frozenset({int, float})
_SAMPLED = 1000


def rows_to_look_at(sheet: Sheet, header: Header, rows: range) -> list[int]:
    """The rows, in their order, that are not proven to be data; all the rest of `rows` are data.

    Proven is, as total_wording promises, a row whose date, parties and amount are filled, whose amount is a number,
    and in none of whose texts anything special is found.
    """
    filled = _columns_to_be_filled(header)
    if filled is None or not rows:
        return list(rows)
    block = sheet.rows[rows.start : rows.stop]
    width = Counter(map(len, block)).most_common(1)[0][0]
    if max(*filled, header.amount_column or 0) >= width:
        return list(rows)
    # A row of another length than most says by that alone that it is not like them.
    is_even = set(map(len, block)) == {width}
    wanted = set[int]() if is_even else {at for at, cells in enumerate(block) if len(cells) != width}
    for column in range(width):
        values = sheet.column(column, rows)
        if column == header.amount_column:
            wanted.update(_positions_where(values, _is_no_number))
        else:
            wanted.update(_positions_of_special(values))
            if column in filled:
                wanted.update(_positions_of_blanks(values))
    return [rows.start + at for at in sorted(wanted)]


def _columns_to_be_filled(header: Header) -> tuple[int, ...] | None:
    """The columns of date and parties; None where the table lacks what the proof rests on."""
    types = {name: rule.type for name, rule in column_rules(header.kind).items()}
    required = [name for name in table_rules()[header.kind].required if name in header.columns]
    parties = [header.columns[name] for name in required if types[name] == "text"]
    if header.amount_column is None or "date" not in header.columns or not parties:
        return None
    return (header.columns["date"], *parties)


def _positions_of_special(values: list[object]) -> Iterable[int]:
    """Where texts stand in which something special is found: one search over them all tells that there are none."""
    kinds = set(map(type, values))
    if str not in kinds:
        return ()
    texts = values if kinds == {str} else [value for value in values if isinstance(value, str)]
    if len(set(texts[:_SAMPLED])) * 2 < len(texts[:_SAMPLED]):
        texts = list(set(texts))  # a column of few words: each is searched once
    if LOOKS_SPECIAL.search("\n".join(texts)) is None:  # type: ignore[arg-type]
        return ()
    found = {text for text in texts if LOOKS_SPECIAL.search(text)}  # type: ignore[call-overload]
    return [at for at, value in enumerate(values) if isinstance(value, str) and value in found]


def _positions_of_blanks(values: list[object]) -> Iterable[int]:
    """Where blank cells stand; that a text shows something at all is told without a call for each."""
    if set(map(type, values)) == {str} and all(map(str.strip, values)):  # type: ignore[arg-type]
        return ()
    return _positions_where(values, is_blank)


def _positions_where(values: list[object], is_wanted: Callable[[object], bool]) -> Iterable[int]:
    """Where values stand that `is_wanted` says, plain numbers aside; each distinct one is asked about once."""
    if set(map(type, values)) <= _NUMBERS:
        return ()
    found = {value for value in {value for value in values if type(value) not in _NUMBERS} if is_wanted(value)}
    return [at for at, value in enumerate(values) if type(value) not in _NUMBERS and value in found] if found else ()


def _is_no_number(value: object) -> bool:
    return not isinstance(value, str) or _PLAIN_NUMBER.fullmatch(value) is None
