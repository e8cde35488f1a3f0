"""Receipts against gifts: which gifts of a period no receipt is registered for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from charity_analysis.ingest.cells.chinese_numerals import numeral_value
from charity_analysis.ingest.findings import Finding, excerpt
from charity_analysis.ledger.accounts.book import MOST_ROWS, Book, select
from charity_analysis.rules import label_index, normalise

# A row may stand for the gifts of so many donors: 19家属地企业. "十几家" gives no number.
_COLLECTIVE = re.compile(r"^(?P<number>[0-9]{1,6}|[一二三四五六七八九十百]{1,5})(?P<vague>[余多几]?)[家位名户]")
_CROWD = frozenset({"general_public"})


@dataclass(frozen=True)
class _Gift:
    """One row of gifts; `number` is how many gifts it stands for, None where it does not say."""

    row_id: str
    programme: str | None
    number: int | None
    is_receipted: bool


def check_receipts(book: Book) -> Iterator[Finding]:
    """Per period: gifts without a register and without numbers, or more gifts than receipts."""
    registers: dict[str, list[dict[str, Any]]] = {}
    for row in book.table("receipts").to_pylist():
        if _is_of_receipts(row["receipt_kind"]):
            registers.setdefault(row["period"], []).append(row)
    for period in sorted(book.gifts["period"].unique().to_pylist()):
        gifts = list(_gifts(book, period))
        register = registers.get(period, [])
        if gifts and not register and not any(gift.is_receipted for gift in gifts):
            values = {"period": period, "gifts": str(len(gifts))}
            yield Finding("receipts_not_registered", values=values, period=period, row_ids=_ids(gifts))
        elif gifts:
            yield from _compare(period, gifts, register)


def _compare(period: str, gifts: list[_Gift], register: list[dict[str, Any]]) -> Iterator[Finding]:
    """Each programme that the register names by itself, and all other gifts together."""
    named = sorted({row["programme"] for row in register if row["programme"]})
    others = "其余" if named else "全部"
    for programme in (*named, None):
        of_it = [gift for gift in gifts if (gift.programme if gift.programme in named else None) == programme]
        counts = [row["receipt_count"] for row in register if (row["programme"] or None) == programme]
        if of_it and None not in counts:  # a vague count cannot be compared, and is a finding of its own
            yield from _fewer(period, excerpt(programme or others), of_it, counts)


def _fewer(period: str, group: str, gifts: list[_Gift], counts: Iterable[int]) -> Iterator[Finding]:
    """The finding that receipts are fewer; a row of gifts that does not say how many it stands for is one at least."""
    due = sum(1 if gift.number is None else gift.number for gift in gifts)
    numbered = sum(gift.number or 1 for gift in gifts if gift.is_receipted)
    # The register counts the receipts that the gifts' numbers name, so that the two are not added up.
    issued = max(numbered, sum(counts))
    if issued < due:
        open_gifts = [gift for gift in gifts if not gift.is_receipted]
        values = {
            "period": period,
            "group": group,
            "gifts": str(due),
            "receipts": str(issued),
            "missing": str(due - issued),
        }
        yield Finding("receipts_fewer", values=values, period=period, row_ids=_ids(open_gifts))


def _gifts(book: Book, period: str) -> Iterator[_Gift]:
    columns = ["row_id", "programme", "donor", "donor_kind", "receipt_no", "amount_fen"]
    rows = select(book.gifts, period=period).select(columns)
    for row in zip(*(rows[name].to_pylist() for name in columns), strict=True):
        row_id, programme, donor, kind, receipt_no, fen = row
        if fen is None or fen > 0:  # what was paid back needs no receipt
            yield _Gift(row_id, programme, _number(donor, kind), bool(receipt_no))


def _number(donor: str | None, kind: str | None) -> int | None:
    match = _COLLECTIVE.match(normalise(donor)) if donor else None
    if match is None:
        return None if kind in _CROWD else 1
    number = match["number"]
    return None if match["vague"] else int(number) if number.isdigit() else numeral_value(number)


def _is_of_receipts(kind: str | None) -> bool:
    """True for a register's row that counts receipts, also where it counts certificates among them."""
    return kind is not None and any(word in normalise(kind) for word in _words("receipt"))


def _words(code: str) -> tuple[str, ...]:
    return tuple(word for word, meaning in label_index("receipt_kind").items() if meaning == code)


def _ids(gifts: list[_Gift]) -> tuple[str, ...]:
    return tuple(gift.row_id for gift in gifts[:MOST_ROWS])
