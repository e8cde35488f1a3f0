"""Names that a person decided to be one donor, or two: the organisation's aliases.csv, for trends of giving only."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from charity_analysis.ingest.files.text_tables import decode
from charity_analysis.ingest.refusals import FileRefused
from charity_analysis.ledger.alias_graph import find_entangled
from charity_analysis.ledger.correction_lines import approval_day, read_records, unguard
from charity_analysis.ledger.donor_names import is_anonymous, is_collective
from charity_analysis.rules import message_texts, normalise

FILE_NAME = "aliases.csv"
COLUMNS = ("alias", "donor", "decision", "reason", "decided_by", "decided_on")
# What the review file tells a person who decides; a filled one can be kept as aliases.csv as it is.
_OF_ALIAS = ("alias_gifts", "alias_yuan", "alias_periods", "alias_rows")
_OF_DONOR = ("donor_gifts", "donor_yuan", "donor_periods", "donor_rows")
EVIDENCE = ("score", "kind", *_OF_ALIAS, *_OF_DONOR)
_DECIDED = COLUMNS[2:]
_DECISIONS = ("same", "different")


@dataclass(frozen=True)
class Alias:
    """Line `row` of the file: `alias` and `donor` are one donor (`is_same`), called `donor`, or are two."""

    row: int
    alias: str
    donor: str
    is_same: bool
    reason: str
    decided_by: str
    decided_on: str

    @property
    def pair(self) -> frozenset[str]:
        """The two names as names are compared."""
        return frozenset((normalise(self.alias), normalise(self.donor)))


@dataclass(frozen=True)
class AliasFault:
    """A line that is not used, and why: a key of rules/messages.csv with its values, none of them a name."""

    row: int
    key: str
    values: dict[str, str]

    def message(self, language: str = "zh") -> str:
        """What is wrong with the line and what to do, for people."""
        texts = message_texts(language)
        return texts["alias_fault"].format(row=self.row, detail=texts[self.key].format(**self.values))


def read_aliases(folder: Path) -> tuple[list[Alias], list[AliasFault]]:
    """The decided names of the organisation in `folder`, and each line that is not used; no file decides nothing.

    Lines of a review file whose last columns are still blank wait for a decision and are neither.
    """
    path = folder / FILE_NAME
    if not path.exists():
        return [], []
    if not path.is_file():  # opening a pipe would wait for ever
        return [], [AliasFault(1, "alias_unreadable", {})]
    try:
        rows = [(line, _trimmed(fields)) for line, fields in read_records(decode(path.read_bytes()))]
    except (OSError, FileRefused, csv.Error):
        return [], [AliasFault(1, "alias_unreadable", {})]
    if not rows or tuple(rows[0][1]) not in (COLUMNS, COLUMNS + EVIDENCE):
        return [], [AliasFault(1, "alias_heading", {"columns": ",".join(COLUMNS)})]
    return _read_lines(rows[1:], len(rows[0][1]))


def _trimmed(fields: list[str]) -> list[str]:
    """Without blank fields at the end, which programs save beyond the last column."""
    while fields and not fields[-1]:
        fields = fields[:-1]
    return fields


def _read_lines(rows: Iterable[tuple[int, list[str]]], width: int) -> tuple[list[Alias], list[AliasFault]]:
    aliases: list[Alias] = []
    faults: list[AliasFault] = []
    for line, fields in rows:
        if len(fields) > width:
            faults.append(AliasFault(line, "alias_fields", {"count": str(len(fields)), "needed": str(width)}))
            continue
        record = dict(zip(COLUMNS, [*map(unguard, fields), *[""] * len(COLUMNS)], strict=False))
        if width > len(COLUMNS) and not any(record[name] for name in _DECIDED):
            continue
        wrong = next(_faults(record), None)
        if wrong is not None:
            faults.append(AliasFault(line, *wrong))
            continue
        alias, donor, decision, reason, decided_by, decided_on = record.values()
        day = approval_day(decided_on)
        is_same = normalise(decision) == "same"
        aliases.append(Alias(line, alias, donor, is_same, reason, decided_by, day.isoformat() if day else ""))
    return _without_entangled(aliases, faults)


def _faults(record: dict[str, str]) -> Iterator[tuple[str, dict[str, str]]]:
    """What is wrong with a line; its own text is not repeated, for it holds names."""
    if blank := [name for name, value in record.items() if not value]:
        yield "alias_blank", {"columns": "、".join(blank)}
    if normalise(record["decision"]) not in _DECISIONS:
        yield "alias_wrong", {"columns": "decision"}
    if approval_day(record["decided_on"]) is None:
        yield "alias_wrong", {"columns": "decided_on"}
    if any(is_anonymous(record[name]) or is_collective(record[name], None) for name in ("alias", "donor")):
        yield "alias_nobody", {}
    if normalise(record["alias"]) == normalise(record["donor"]):
        yield "alias_itself", {}


def _without_entangled(aliases: list[Alias], faults: list[AliasFault]) -> tuple[list[Alias], list[AliasFault]]:
    """Without lines that contradict others, or lead from one alias to the next."""
    entangled = find_entangled([(one.row, normalise(one.alias), normalise(one.donor), one.is_same) for one in aliases])
    faults = [*faults, *(AliasFault(row, key, {}) for row, key in entangled.items())]
    kept = [alias for alias in aliases if alias.row not in entangled]
    return kept, sorted(faults, key=lambda fault: fault.row)
