"""What a row's own words say against its other cells: another unit, another programme, another kind of paper."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, reduce

from charity_analysis.ingest.findings import Finding, excerpt
from charity_analysis.ledger.row_checks.rows import Rows
from charity_analysis.rules import label_index, label_names, normalise, programme_index, programmes

_COUNTED_IN = {"disbursements": ("payee", "activity", "purpose"), "plans": ("item", "target")}
_COUNT_AND_UNIT = {"disbursements": ("beneficiary_count", "beneficiary_unit"), "plans": ("planned_count", "unit")}
# Units that count people or bodies; boxes and pieces may well be as many as those who get them.
_UNITS = frozenset({"person", "person_time", "household", "enterprise"})
_NO_WINDOW = "未载明"


@cache
def _measured() -> re.Pattern[str]:
    """A number with the measure word behind it: 26名, 19户."""
    words = sorted((word for word, code in label_index("unit").items() if code in _UNITS), key=len, reverse=True)
    return re.compile(rf"(?<![0-9.])([0-9]+)个?({'|'.join(map(re.escape, words))})")


def check_units(rows: Rows) -> Iterator[Finding]:
    """Rows whose words count the same number in another measure word than their unit: 26名 …, unit 户."""
    if rows.kind not in _COUNTED_IN:
        return
    mixed = [line for column in _COUNTED_IN[rows.kind] for line in _mixed_in(rows, column)]
    if mixed:
        _, column, text, unit = mixed[0]
        values = {"text": excerpt(text), "unit": label_names("unit")[unit]}
        yield from rows.find("unit_mixed", column, rows.one_of("row_id", {line[0] for line in mixed}), values)


def _mixed_in(rows: Rows, column: str) -> Iterator[tuple[str, str, str, str]]:
    """Row id, column, text and unit of the rows whose `column` counts in another measure word than their unit."""
    names = ["row_id", column, *_COUNT_AND_UNIT[rows.kind]]
    measured = rows.matching(column, r"\p{Nd}", lambda text: _measured().search(normalise(text)) is not None)
    said = rows.part.clean.select(names).filter(measured).to_pydict()
    for row_id, text, count, unit in zip(*(said[name] for name in names), strict=True):
        if _is_mixed(text, count, unit):
            yield row_id, column, text, unit


def _is_mixed(text: str, count: int | None, unit: str | None) -> bool:
    index = label_index("unit")
    said = {index[word] for number, word in _measured().findall(normalise(text)) if int(number) == count}
    return unit in _UNITS and bool(said) and unit not in said


@cache
def _programmes_in(text: str) -> frozenset[str]:
    """The names of the programmes that a text speaks of; what is given to none of them in particular is none."""
    general = programmes()["general"].names["zh"]
    said = normalise(text)
    return frozenset(name for word, name in programme_index().items() if word in said and name != general)


def check_purposes(rows: Rows) -> Iterator[Finding]:
    """Rows whose purpose is another programme than their own: programme and purpose are two axes."""
    import pyarrow.compute as pc

    if rows.kind not in ("donations", "disbursements"):
        return
    spellings = "|".join(sorted(re.escape(word) for word in programme_index()))
    naming = rows.matching("purpose", f"(?i){spellings}", lambda text: bool(_programmes_in(text)))
    # Thousands of rows are of few pairs.
    pairs = rows.part.clean.select(["programme", "purpose"]).filter(naming).group_by(["programme", "purpose"])
    crossing: dict[str, list[str]] = {}
    for pair in pairs.aggregate([]).to_pylist():
        if pair["programme"] and pair["programme"] not in _programmes_in(pair["purpose"]):
            crossing.setdefault(pair["programme"], []).append(pair["purpose"])
    masks = [
        pc.and_(rows.one_of("programme", [name]), rows.one_of("purpose", texts)) for name, texts in crossing.items()
    ]
    if masks:
        mask = reduce(pc.or_, masks)
        first = rows.part.clean.select(["programme", "purpose"]).filter(mask).slice(0, 1).to_pylist()[0]
        named = "、".join(sorted(_programmes_in(first["purpose"])))
        values = {"programme": excerpt(first["programme"]), "purpose": named}
        yield from rows.find("purpose_crosses", "purpose", mask, values)


def check_receipt_kinds(rows: Rows) -> Iterator[Finding]:
    """Papers given to donors that are no donation receipts. Source: labels.csv, domain donation_paper; RCT24."""
    if rows.kind != "receipts":
        return
    index = label_index("donation_paper")
    unlawful = "|".join(re.escape(word) for word, code in index.items() if code == "unlawful")
    lawful = [word for word, code in index.items() if code == "lawful"]
    wrong = rows.matching("receipt_kind", unlawful, lambda text: not any(word in normalise(text) for word in lawful))
    named = rows.part.clean["receipt_kind"].filter(wrong).to_pylist()
    yield from rows.find("receipt_kind_unlawful", "receipt_kind", wrong, {"text": excerpt(named[0]) if named else ""})


def check_plan_targets(rows: Rows) -> Iterator[Finding]:
    """Plans and promises that say neither how many nor how much, and how many of those say no time either."""
    import pyarrow.compute as pc

    if rows.kind != "plans":
        return
    open_ended = pc.and_(rows.missing("planned_count"), rows.missing("amount_fen"))
    mask = pc.and_not(open_ended, rows.one_of("plan_kind", ["disclosure"]))
    windows = rows.part.clean["window"].filter(mask).to_pylist()
    timeless = sum(window is None or normalise(window).startswith(_NO_WINDOW) for window in windows)
    yield from rows.find("plan_without_target", "item", mask, {"timeless": str(timeless)})
