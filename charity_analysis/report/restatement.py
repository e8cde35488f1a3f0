"""Published figures and what became of them: the versions that went out, and what the books now say otherwise."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from charity_analysis.report.correction_note import (
    CORRECTION,
    Note,
    Restatement,
    make_note,
    nothing_to_correct,
    write_note,
)
from charity_analysis.report.privacy.public_ledger import public_ledger
from charity_analysis.report.record import Record, generated_at, is_record, made_from, make_record, record_bytes
from charity_analysis.report.record_changes import Comparison, compare_records

if TYPE_CHECKING:
    from charity_analysis.report.half_year import HalfYear

PUBLISHED = "published.json"


class PublishedDamaged(ValueError):
    """published.json is there and cannot be read: what was published is not guessed, and nothing is written over it."""


@dataclass(frozen=True)
class Followed:
    """Files to be put beside the report (name → content), what differs from what was published, and the note."""

    files: dict[str, bytes] = field(default_factory=dict)
    pending: Restatement | None = None
    note: Note | None = None


def read_versions(path: Path) -> list[Record]:
    """The records that were published, the oldest first, each with its `published_on`; empty where there is no file.

    Raises: PublishedDamaged.
    """
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return []
    except (OSError, ValueError, RecursionError) as error:
        raise PublishedDamaged(str(path)) from error
    versions = content.get("versions") if isinstance(content, dict) else None
    if not isinstance(versions, list) or not all(is_record(one) and one.get("published_on") for one in versions):
        raise PublishedDamaged(str(path))
    return versions


def publish_version(path: Path, record: Record) -> bytes:
    """What published.json at `path` is to hold once the public `record` is out.

    The same bytes as before where no figure differs from the last version. The first version counts as published on
    the day that organisation.toml states (`published_on`), else on the day it was made, as do all later ones.
    Raises: PublishedDamaged.
    """
    versions = read_versions(path)
    if versions and not compare_records(versions[-1], record).changes:
        return path.read_bytes()
    made_on = record["generated_at"][:10]
    published_on = made_on if versions else record.get("published_on") or made_on
    return _versions_bytes([*versions, {**record, "published_on": published_on}])


def begin_versions(path: Path, report: HalfYear) -> bytes | None:
    """The first content of published.json where the period was published already but no version is kept; else None.

    What organisation.toml says was published (`published_on`) is taken to be what the books say when first looked at:
    from then on every change shows. Called in runs of the internal edition too.
    """
    day = report.ledger.organisation.day(str(report.period), "published_on")
    if path.exists() or day is None or day.isoformat() > generated_at()[:10]:
        return None
    return publish_version(path, make_record(_as_public(report)))


def restate(report: HalfYear) -> list[Restatement]:
    """Every step that changed a figure, the oldest first; the last leads from the last published version to now.

    Whether the present figures are published already makes no difference to the steps: an edition says the same before
    and after it went out. Empty without a folder of reports, and where nothing was published.
    Raises: PublishedDamaged.
    """
    versions = read_versions(_path(report)) if report.reports else []
    return _steps(versions, _pending(report, versions[-1])) if versions else []


def follow_publication(report: HalfYear, goes_out: bool) -> Followed:
    """What a run has to keep and to tell of published figures; `goes_out`: the public edition is being published.

    Needs `report.reports`. Raises: PublishedDamaged where an edition that goes out cannot be set beside those before.
    """
    path = _path(report)
    try:
        versions = read_versions(path)
    except PublishedDamaged:
        if goes_out:
            raise
        return Followed()  # the page itself says so
    files: dict[str, bytes] = {}
    note = None
    pending = _pending(report, versions[-1]) if versions else None
    if goes_out and (pending is None or pending.comparison.changes):
        files[PUBLISHED] = publish_version(path, make_record(_as_public(report)))
    elif not versions and (content := begin_versions(path, report)):
        files[PUBLISHED] = content
    draft = path.with_name(CORRECTION)
    before = draft.read_bytes() if draft.is_file() else b""
    if pending is not None and (steps := _steps(versions, pending)):
        note = make_note(report.name, report.period.label(), steps[-1], before)
    elif pending is not None and before:
        note = nothing_to_correct(report.name, report.period.label(), pending, before)
    if note is not None:
        files[CORRECTION] = write_note(note)
    return Followed(files, pending if pending is not None and pending.comparison.changes else None, note)


def _steps(versions: list[Record], pending: Restatement) -> list[Restatement]:
    steps = [_step(old, new) for old, new in pairwise(versions)]
    if pending.comparison.changes:
        steps.append(pending)
    elif steps:
        steps[-1] = replace(steps[-1], corrected_on="")
    return [step for step in steps if step.comparison.changes]


def _pending(report: HalfYear, last: Record) -> Restatement:
    """What the books say otherwise than the `last` published version."""
    if all(last.get(key) == value for key, value in made_from(report).items()):
        # The same inputs by the same code say the same: nothing is worked out again.
        return Restatement(last["published_on"], "", Comparison((), False))
    return Restatement(last["published_on"], "", compare_records(last, make_record(_as_public(report))))


def _step(old: Record, new: Record) -> Restatement:
    return Restatement(old["published_on"], new["published_on"], compare_records(old, new))


def _as_public(report: HalfYear) -> HalfYear:
    """The half-year as it is published: what went out is compared with what would go out, name by name."""
    if report.is_public:
        return report
    ledger, secrets = public_ledger(report.ledger)
    return replace(report, ledger=ledger, edition="public", secrets=secrets, cited={})


def _path(report: HalfYear) -> Path:
    assert report.reports is not None
    return report.reports / report.ledger.organisation.code / str(report.period) / PUBLISHED


def _versions_bytes(versions: list[Record]) -> bytes:
    entries = b",\n".join(record_bytes(version).rstrip(b"\n") for version in versions)
    return b'{"versions": [\n' + entries + b"\n]}\n"
