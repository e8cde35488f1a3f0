"""Receipts against gifts: which gifts of a period no receipt is registered for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from charity_analysis.ingest.cells.chinese_numerals import numeral_value
from charity_analysis.ingest.findings import Finding, excerpt
from charity_analysis.ledger.accounts.book import Book, keep, row_ids, select
from charity_analysis.ledger.donor_names import is_anonymous
from charity_analysis.ledger.receipt_numbers import states_receipt
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

    What was paid back needs no receipt; nor does a gift that names nobody, unless it has one: of it a record is kept.
    A row of several donors that gives no number is one gift at least. Source: CL16 and CL23, art. 38.
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    gifts = keep(gifts, pc.fill_null(pc.greater(gifts["amount_fen"], 0), True))
    stated = [text for text in gifts["receipt_no"].unique().to_pylist() if text and states_receipt(text)]
    is_receipted = pc.is_in(gifts["receipt_no"], value_set=pa.array(stated, pa.large_string()))
    gifts = gifts.append_column("is_receipted", is_receipted)
    gifts = keep(gifts, pc.or_(gifts["is_receipted"], pc.invert(_names_nobody(gifts["donor"]))))
    numbers = [1] * gifts.num_rows
    is_collective = pc.fill_null(pc.match_substring_regex(gifts["donor"], _STARTS_WITH_NUMBER), False)
    for at in pc.indices_nonzero(is_collective).to_pylist():
        numbers[at] = _number(gifts["donor"][at].as_py())
    return gifts.append_column("number", pa.array(numbers, pa.int64()))


def _names_nobody(donors: pa.ChunkedArray) -> pa.ChunkedArray:
    """True for each donor that is anonymous to the office too; a masked name (张**) is known to it."""
    import pyarrow as pa
    import pyarrow.compute as pc

    words = sorted(word for word in label_index("anonymous") if any(map(str.isalpha, word)))
    likely = "|".join(r"\s*".join(map(re.escape, word)) for word in words)
    names = pc.drop_null(donors.unique())
    nobody = filter(is_anonymous, names.filter(pc.match_substring_regex(names, likely)).to_pylist())
    return pc.is_in(donors, value_set=pa.array(nobody, pa.large_string()))


def _number(donor: str) -> int:
    match = _COLLECTIVE.match(normalise(donor))
    if match is None or match["vague"]:
        return 1
    number = match["number"]
    return int(number) if number.isdigit() else numeral_value(number) or 1


def _compare(period: str, gifts: pa.Table, register: list[dict[str, Any]]) -> Iterator[Finding]:
    """Each programme that the register names by itself, and all other gifts together.

    Receipts under what is no gift's programme (全部, 合计, a slip) may be those of any of the other gifts.
    """
    known = gifts["programme"].unique().to_pylist()
    named = sorted({row["programme"] for row in register if row["programme"] in known} - {None})
    groups = [(name, name, select(gifts, programme=name)) for name in named]
    groups.append((None, "其余" if named else "全部", _without(gifts, named)))
    told = [(row["programme"] if row["programme"] in named else None, row["receipt_count"]) for row in register]
    for programme, name, of_it in groups:
        counts = [count for of_programme, count in told if of_programme == programme]
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
