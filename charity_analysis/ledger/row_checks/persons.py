"""Personal data where it must not be: numbers that identify a person, and a named person's illness or home."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache, reduce

from charity_analysis.ingest.findings import Finding, excerpt
from charity_analysis.ledger.row_checks.person_numbers import LIKELY, holds_person_number
from charity_analysis.ledger.row_checks.rows import Rows
from charity_analysis.rules import label_index, normalise

# What reports and notebooks print of a row.
_PRINTED = (
    *("donor", "payee", "recipient", "founder", "fund", "programme"),
    *("purpose", "activity", "goods", "item", "target", "window", "channel", "approval_no"),
)
_KEPT = ("note", "unmapped")
_TELLING = ("payee", "purpose", "activity", "note", "unmapped")
# Behind the first of several names: 张三(尿毒症), 张三、李四, 张三等3人.
_BEHIND_NAME = re.compile(r"[(\[,、;:/]|等(?=[0-9一二两三四五六七八九十])")
_NAME_IN_PARTS = re.compile(r"[\u4e00-\u9fff]{2,8}[·•][\u4e00-\u9fff]{2,8}")
_SHORTEST_NAME, _LONGEST_NAME = 2, 4


def check_numbers_of_persons(rows: Rows) -> Iterator[Finding]:
    """Identity, mobile and bank card numbers in what is printed, and in what is only kept."""
    names = rows.part.clean.column_names
    for column in [name for name in _PRINTED if name in names]:
        mask = rows.matching(column, LIKELY, holds_person_number)
        yield from rows.find("person_identifiable", column, mask, {"column": rows.label(column)})
    masks = [rows.matching(column, LIKELY, holds_person_number) for column in _KEPT if column in names]
    if masks:
        import pyarrow.compute as pc

        either = reduce(pc.or_, masks)
        kept = rows.part.clean.select(list(_KEPT)).filter(either).slice(0, 1).to_pylist()
        columns = "、".join(_columns_with_numbers(rows, kept[0])) if kept else ""
        yield from rows.find("person_data_kept", "note", either, {"columns": columns})


def _columns_with_numbers(rows: Rows, row: dict[str, str | None]) -> list[str]:
    """The headings under which one row keeps numbers of persons."""
    found = [rows.label("note")] if holds_person_number(row["note"] or "") else []
    unmapped = json.loads(row["unmapped"] or "{}")
    return found + [excerpt(heading) for heading, value in unmapped.items() if holds_person_number(str(value))]


def check_sensitive_persons(rows: Rows) -> Iterator[Finding]:
    """A named individual's illness or home address beside the name; who is of no stated kind may be one."""
    import pyarrow.compute as pc

    if rows.kind not in ("disbursements", "agency"):
        return
    may_be = pc.or_(rows.one_of("payee_kind", ["individual"]), rows.missing("payee_kind"))
    named = pc.and_(may_be, rows.matching("payee", r"\p{Han}[\s·•]*\p{Han}", is_of_a_person))
    columns = [name for name in _TELLING if name in rows.part.clean.column_names]
    told = [rows.matching(column, _sensitive(), lambda _: True) for column in columns]
    yield from rows.find("person_sensitive", "payee", pc.and_(named, reduce(pc.or_, told)))


@cache
def _sensitive() -> str:
    """Words of illnesses, and an address down to its door. Source: labels.csv, domains illness and address."""
    illnesses = _any_of(_words(label_index("illness"), "illness"))
    streets, doors = (_any_of(_words(label_index("address"), code)) for code in ("street", "door"))
    return rf"{illnesses}|(?:{streets})\p{{Han}}{{0,6}}[0-9０-９-]+(?:{doors})"


def _words(index: dict[str, str], code: str) -> list[str]:
    return [word for word, found in index.items() if found == code and not word.isascii()]


def _any_of(words: list[str]) -> str:
    return "|".join(map(re.escape, words))


def is_of_a_person(payee: str) -> bool:
    """True where a payee begins with a person's name: a surname, and as many characters as names have."""
    name = _BEHIND_NAME.split(normalise(payee), maxsplit=1)[0]
    if _NAME_IN_PARTS.fullmatch(name):
        return True
    if not _SHORTEST_NAME <= len(name) <= _LONGEST_NAME or any(
        word in name for word in _words(label_index("name_of_many"), "many")
    ):
        return False
    code = "single" if len(name) < _LONGEST_NAME else "double"
    return name.startswith(tuple(_words(label_index("surname"), code)))
