"""A column that says of each row whether money came in or went out: rows of the other direction are doubted."""

from __future__ import annotations

from collections.abc import Iterator

from charity_analysis.ingest.findings import excerpt
from charity_analysis.ingest.layout.raw_table import Doubt, Table
from charity_analysis.ingest.sheets import is_blank
from charity_analysis.rules import column_rules, label_index, normalise

_OTHER = {"donations": "out", "disbursements": "in"}
# 借 is money that comes in to a bookkeeper and money that goes out to a bank; a gift is its donor's 付款.
_TWO_SIDED = frozenset({"借", "贷", "借方", "贷方", "credit", "debit", "付款", "收款", "转入", "转出"})
_MOST_WORDS = 8


def doubt_other_directions(table: Table) -> None:
    """Doubt the rows of gifts that a column of nothing but directions calls 支出, and of payments that it calls 收入.

    借 and 贷 tell the rows apart, but not which of the two is meant where all rows say the same.
    """
    other = _OTHER.get(table.kind)
    if other is None:
        return
    directions = label_index("direction")
    for column, heading, values in _columns(table):
        distinct = {value for value in set(values) if not is_blank(value)}
        if not 0 < len(distinct) <= _MOST_WORDS or not all(isinstance(value, str) for value in distinct):
            continue
        words = {value: normalise(str(value)) for value in distinct}
        if not all(word in directions for word in words.values()):
            continue
        if len({directions[word] for word in words.values()}) == 1 and set(words.values()) <= _TWO_SIDED:
            continue
        wrong = {value for value, word in words.items() if directions[word] == other}
        for row, value in zip(table.rows, values, strict=True) if wrong else ():
            if value in wrong:
                said = {"column": heading, "text": excerpt(value)}
                table.doubts.setdefault(row, Doubt("other_direction", column, said))


def _columns(table: Table) -> Iterator[tuple[int, str, list[object]]]:
    """The columns of no known meaning, and those of labels."""
    rules = column_rules(table.kind)
    for name, values in table.columns.items():
        if rules[name].type.startswith("label:"):
            column = table.header.columns[name]
            yield column, table.header.headings[column], values
    for (column, heading), values in zip(table.header.unmapped.items(), table.extras.values(), strict=False):
        yield column, heading, values
