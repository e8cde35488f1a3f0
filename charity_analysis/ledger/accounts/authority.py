"""Payments that rest on a document which is addressed to somebody else."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field

from charity_analysis.ingest.cells.approval_numbers import normalise_approval_numbers
from charity_analysis.ingest.findings import Finding, excerpt
from charity_analysis.ledger.accounts.book import MOST_ROWS, Book
from charity_analysis.rules import label_index, normalise

_COLUMNS = ("row_id", "period", "approval_no", "note")
_PARTS = re.compile("[；;]")
# Words around a number that make no other document of it.
_AROUND = re.compile("^(?:依据|根据|按照|参照|依照|按|依|见)|[《》]|(?:文件?|精神|要求|规定|执行)+$")
_NOUGHTS = re.compile("〕第?0*")
_FEWEST_OF_A_NAME = 2
_END_OF_NAME = re.compile(r"[;。,，；、\s()（）]")


@dataclass
class _Quoted:
    """One document as payments of one period quote it: its number, for whom it is meant, and the payments."""

    number: str
    meant_for: str
    row_ids: list[str] = field(default_factory=list)


def check_authority(book: Book) -> Iterator[Finding]:
    """One finding per period and document that is meant for another body, with the payments that quote it.

    For whom a document is meant is configured, or said by the note of the payment (所引条款主语为…).
    """
    own = normalise(book.organisation.name)
    documents = {
        _document(number): entry.get("addressed_to", "") for number, entry in book.organisation.documents.items()
    }
    found: dict[tuple[str, str], _Quoted] = {}
    for row_id, period, quoted, note in _payments(book, documents):
        for number, meant_for in _meant_for(quoted, note, documents):
            if not _is_same(normalise(meant_for), own):
                quoted_as = found.setdefault((period, _document(number)), _Quoted(number, meant_for))
                quoted_as.row_ids.append(row_id)
    for (period, _), document in sorted(found.items()):
        values = {"period": period, "document": excerpt(document.number), "body": excerpt(document.meant_for)}
        ids = tuple(document.row_ids[:MOST_ROWS])
        yield Finding("authority_mismatch", values=values | {"rows": str(len(ids))}, period=period, row_ids=ids)


def _payments(book: Book, documents: Collection[str]) -> Iterator[tuple[str, str, str, str | None]]:
    """The payments that quote one of `documents`, or quote any and say in their note whom it speaks of."""
    import pyarrow as pa
    import pyarrow.compute as pc

    table = book.disbursements.filter(pc.is_valid(book.disbursements["approval_no"]))
    texts = table["approval_no"].unique().to_pylist()
    named = [text for text in texts if any(_document(part) in documents for part in _PARTS.split(text))]
    is_named = pc.is_in(table["approval_no"], value_set=pa.array(named, pa.large_string()))
    is_said = pc.match_substring_regex(table["note"], "|".join(map(re.escape, label_index("authority_note"))))
    quoting = table.filter(pc.or_(is_named, pc.fill_null(is_said, False)))
    yield from zip(*(quoting[name].to_pylist() for name in _COLUMNS), strict=True)


def _document(number: str) -> str:
    """A document's number as numbers are compared: its brackets, 《》, noughts and words around it do not matter."""
    plain = normalise(normalise_approval_numbers(number.strip("《》 ")))
    return _NOUGHTS.sub("〕", _AROUND.sub("", plain))


def _meant_for(quoted: str, note: str | None, documents: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Each document that a payment quotes and the body it is meant for, as configured, else as the note says.

    A note beside several documents speaks of those that it names, else of them together: of which is not said.
    """
    numbers = [number.strip() for number in _PARTS.split(quoted) if number.strip()]
    yield from ((number, documents[_document(number)]) for number in numbers if documents.get(_document(number)))
    said, rest = _said_in(note), [number for number in numbers if not documents.get(_document(number))]
    if said and rest:
        named = [number for number in rest if _document(number) in normalise(normalise_approval_numbers(note or ""))]
        yield from ((number, said) for number in named or ["；".join(rest)])


def _said_in(note: str | None) -> str:
    """The body that a note names as the one the quoted clause speaks of; "" where it names none."""
    text = normalise(note or "")
    for words in label_index("authority_note"):
        _, is_said, rest = text.partition(words)
        if is_said:
            return _END_OF_NAME.split(rest.lstrip(':：“"'), maxsplit=1)[0]
    return ""


def _is_same(body: str, own: str) -> bool:
    """True for 本会, and where one name ends as the other, its short form, does: 区慈善总会, 福州市仓山区慈善总会."""
    if label_index("books").get(body) == "own":
        return True
    names = sorted((re.sub(r"[(（].*", "", name) or name for name in (body, own)), key=len)
    return len(names[0]) >= _FEWEST_OF_A_NAME and names[1].endswith(names[0])
