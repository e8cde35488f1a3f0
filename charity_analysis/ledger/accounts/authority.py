"""Payments that rest on a document which is addressed to somebody else."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

from charity_analysis.ingest.findings import Finding, excerpt
from charity_analysis.ledger.accounts.book import MOST_ROWS, Book
from charity_analysis.rules import label_index, normalise

_COLUMNS = ("row_id", "period", "approval_no", "note")
_PARTS = re.compile("[；;]")
_END_OF_NAME = re.compile(r"[;。,，；、\s()（）]")


@dataclass
class _Quoted:
    """One document as payments of one period quote it: for whom it is meant, and the payments."""

    meant_for: str
    row_ids: list[str] = field(default_factory=list)


def check_authority(book: Book) -> Iterator[Finding]:
    """One finding per period and document that is meant for another body, with the payments that quote it.

    For whom a document is meant is configured, or said by the note of the payment (所引条款主语为…).
    """
    own = normalise(book.organisation.name)
    documents = {
        normalise(number): entry.get("addressed_to", "") for number, entry in book.organisation.documents.items()
    }
    found: dict[tuple[str, str], _Quoted] = {}
    for row_id, period, quoted, note in _payments(book, documents):
        said = _said_in(note)
        for number in _PARTS.split(quoted):
            meant_for = documents.get(normalise(number)) or said
            if number.strip() and meant_for and not _is_same(normalise(meant_for), own):
                found.setdefault((period, number.strip()), _Quoted(meant_for)).row_ids.append(row_id)
    for (period, number), document in sorted(found.items()):
        values = {"period": period, "document": excerpt(number), "body": excerpt(document.meant_for)}
        ids = tuple(document.row_ids[:MOST_ROWS])
        yield Finding("authority_mismatch", values=values | {"rows": str(len(ids))}, period=period, row_ids=ids)


def _payments(book: Book, documents: Collection[str]) -> Iterator[tuple[str, str, str, str | None]]:
    """The payments that quote one of `documents`, or quote any and say in their note whom it speaks of."""
    import pyarrow as pa
    import pyarrow.compute as pc

    table = book.disbursements.filter(pc.is_valid(book.disbursements["approval_no"]))
    texts = table["approval_no"].unique().to_pylist()
    named = [text for text in texts if any(normalise(part) in documents for part in _PARTS.split(text))]
    is_named = pc.is_in(table["approval_no"], value_set=pa.array(named, pa.large_string()))
    is_said = pc.match_substring_regex(table["note"], "|".join(map(re.escape, label_index("authority_note"))))
    quoting = table.filter(pc.or_(is_named, pc.fill_null(is_said, False)))
    yield from zip(*(quoting[name].to_pylist() for name in _COLUMNS), strict=True)


def _said_in(note: str | None) -> str:
    """The body that a note names as the one the quoted clause speaks of; "" where it names none."""
    text = normalise(note or "")
    for words in label_index("authority_note"):
        _, is_said, rest = text.partition(words)
        if is_said:
            return _END_OF_NAME.split(rest.lstrip(':：“"'), maxsplit=1)[0]
    return ""


def _is_same(body: str, own: str) -> bool:
    """True where one name is a short form of the other: 区慈善总会, 福州市仓山区慈善总会."""
    return body in own or own in body
