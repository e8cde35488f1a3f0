"""Receipts against gifts: which gifts of a period no receipt is registered for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from charity_analysis.ingest.cells.chinese_numerals import numeral_value
from charity_analysis.ingest.findings import Finding, excerpt
from charity_analysis.ledger.accounts.book import Book, keep, row_ids, select
from charity_analysis.rules import label_index, normalise

if TYPE_CHECKING:
    import pyarrow as pa

# A row may stand for the gifts of so many donors: 19家属地企业. "十几家" gives no number.
_COLLECTIVE = re.compile(r"^(?P<number>[0-9]{1,6}|[一二三四五六七八九十百]{1,5})(?P<vague>[余多几]?)[家位名户]")
_STARTS_WITH_NUMBER = r"^\s*[0-9０-９一二三四五六七八九十百]"


def check_receipts(book: Book) -> Iterator[Finding]:
    """Per period: gifts without a register and without numbers, or more gifts than receipts."""
    registers: dict[str, list[dict[str, Any]]] = {}
    for row in book.table("receipts").to_pylist():
        if _is_of_receipts(row["receipt_kind"]):
            registers.setdefault(row["period"], []).append(row)
    due = _due(book.gifts)
    for period in sorted(due["period"].unique().to_pylist()):
        gifts, register = select(due, period=period), registers.get(period, [])
        if not register and not select(gifts, is_receipted=True).num_rows:
            values = {"period": period, "gifts": str(gifts.num_rows)}
            yield Finding("receipts_not_registered", values=values, period=period, row_ids=row_ids(gifts))
        else:
            yield from _compare(period, gifts, register)


def _due(gifts: pa.Table) -> pa.Table:
    """The gifts that a receipt is due for: with `number`, how many gifts a row stands for, and `is_receipted`.

    What was paid back needs no receipt; a row of "the public" that gives no number is one gift at least.
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    gifts = keep(gifts, pc.fill_null(pc.greater(gifts["amount_fen"], 0), True))
    numbers = [1] * gifts.num_rows
    is_collective = pc.fill_null(pc.match_substring_regex(gifts["donor"], _STARTS_WITH_NUMBER), False)
    for at in pc.indices_nonzero(is_collective).to_pylist():
        numbers[at] = _number(gifts["donor"][at].as_py())
    gifts = gifts.append_column("number", pa.array(numbers, pa.int64()))
    return gifts.append_column("is_receipted", pc.is_valid(gifts["receipt_no"]))


def _number(donor: str) -> int:
    match = _COLLECTIVE.match(normalise(donor))
    if match is None or match["vague"]:
        return 1
    number = match["number"]
    return int(number) if number.isdigit() else numeral_value(number) or 1


def _compare(period: str, gifts: pa.Table, register: list[dict[str, Any]]) -> Iterator[Finding]:
    """Each programme that the register names by itself, and all other gifts together."""
    named = sorted({row["programme"] for row in register if row["programme"]})
    groups = [(name, name, select(gifts, programme=name)) for name in named]
    groups.append((None, "其余" if named else "全部", _without(gifts, named)))
    for programme, name, of_it in groups:
        counts = [row["receipt_count"] for row in register if (row["programme"] or None) == programme]
        if of_it.num_rows and None not in counts:  # a vague count cannot be compared, and is a finding of its own
            yield from _fewer(period, excerpt(name), of_it, sum(counts))


def _without(gifts: pa.Table, programmes: list[str]) -> pa.Table:
    import pyarrow as pa
    import pyarrow.compute as pc

    return keep(gifts, pc.invert(pc.is_in(gifts["programme"], value_set=pa.array(programmes, pa.large_string()))))


def _fewer(period: str, group: str, gifts: pa.Table, registered: int) -> Iterator[Finding]:
    """The finding that receipts are fewer than gifts.

    The register counts the receipts that the gifts' own numbers name, so that the two are not added up.
    """
    import pyarrow.compute as pc

    due = pc.sum(gifts["number"]).as_py() or 0
    issued = max(pc.sum(select(gifts, is_receipted=True)["number"]).as_py() or 0, registered)
    if issued < due:
        values = {
            "period": period,
            "group": group,
            "gifts": str(due),
            "receipts": str(issued),
            "missing": str(due - issued),
        }
        open_gifts = row_ids(gifts, is_receipted=False)
        yield Finding("receipts_fewer", values=values, period=period, row_ids=open_gifts)


def _is_of_receipts(kind: str | None) -> bool:
    """True for a register's row that counts receipts, also where it counts certificates among them."""
    words = [word for word, code in label_index("receipt_kind").items() if code == "receipt"]
    return kind is not None and any(word in normalise(kind) for word in words)
