"""The record of a report: every figure with its value, precision and rows, small enough to keep and to compare."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta, timezone
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from charity_analysis.report.record_rows import RowTable

if TYPE_CHECKING:
    from charity_analysis.analysis.figures import Figure
    from charity_analysis.report.half_year import HalfYear

_NAMES = {"internal": "record.json", "public": "record.public.json"}
FORMAT = 1
_CHINA = timezone(timedelta(hours=8))
_CODE_SUFFIXES = (".py", ".csv", ".toml", ".css", ".j2", ".json", ".ipynb")
# A digest in letters only: a gate that looks for numbers of persons finds none in it.
_IN_LETTERS = str.maketrans("0123456789", "ghijklmnop")

Record = dict[str, Any]


def make_record(report: HalfYear, parameters: Mapping[str, str] | None = None) -> Record:
    """What `report` says, ready for JSON: its figures with their rows, and what they were made from; nobody is named.

    `rows` holds each row once, [place, row number, fen, ± fen, count], and `places` where it stands; a figure names its
    rows by their positions in `rows` ("0-17 25"). Money is in fen. What a public edition hides is null and `hidden`.
    `parameters` are those that the notebook was given.
    The same inputs give the same record but for `generated_at`.
    """
    named = list(report.key_figures.values()), list(report.figures.values())
    table = RowTable.of(
        report, (each.row_ids for figures in named for figure in figures for each in _with_parts(figure))
    )
    inputs: dict[str, str] = report.ledger.manifest["inputs"]
    kept = {} if report.is_public else {"inputs": inputs}
    organisation = report.ledger.organisation
    published_on = organisation.day(str(report.period), "published_on")
    return {
        "format": FORMAT,
        "organisation": organisation.code,
        "organisation_name": report.name,
        "period": str(report.period),
        "edition": report.edition,
        "generated_at": generated_at(),
        "published_on": published_on.isoformat() if published_on else None,
        **made_from(report),
        "parameters": dict(parameters or {}),
        **kept,
        "open_errors": _open_errors(report),
        "key_figures": [_figure(report, figure, table) for figure in named[0]],
        "figures": [_figure(report, figure, table) for figure in named[1]],
        "places": table.places,
        "rows": table.rows,
    }


def made_from(report: HalfYear) -> dict[str, str]:
    """What decides what a report says: the code and the inputs, each as one digest."""
    return {"code_version": report_version(), "inputs_digest": inputs_digest(report.ledger.manifest["inputs"])}


def inputs_digest(inputs: dict[str, str]) -> str:
    """One digest of all that lies in an organisation's raw folder, its texts and settings too, by their own digests."""
    return _in_letters(json.dumps(inputs, sort_keys=True).encode())


def _in_letters(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest().translate(_IN_LETTERS)[:32]


def record_name(edition: str) -> str:
    """The name of the file that keeps the record of `edition` beside its report."""
    return _NAMES[edition]


def record_bytes(record: Record) -> bytes:
    """`record` as a file's content: one line a figure and a row, so that two records can be read side by side."""
    lines = []
    for key, value in record.items():
        if isinstance(value, list):
            entries = ",\n".join(json.dumps(one, ensure_ascii=False, separators=(",", ":")) for one in value)
            lines.append(f"{json.dumps(key)}: [\n{entries}\n]")
        else:
            lines.append(f"{json.dumps(key)}: {json.dumps(value, ensure_ascii=False)}")
    return ("{\n" + ",\n".join(lines) + "\n}\n").encode("utf-8", "replace")


def read_record(path: Path) -> Record | None:
    """The record in the file at `path`; None where there is none, or none that can be read."""
    try:
        record = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return None
    return record if is_record(record) else None


def is_record(record: object) -> bool:
    """True for what `make_record` makes, of this format."""
    if not isinstance(record, dict) or record.get("format") != FORMAT:
        return False
    texts = ("organisation", "organisation_name", "period", "edition", "generated_at")
    lists = ("key_figures", "figures", "places", "rows")
    return all(isinstance(record.get(key), str) for key in texts) and all(
        isinstance(record.get(key), list) for key in lists
    )


def generated_at() -> str:
    """The moment of making in China's time, "2020-07-22 09:36"; SOURCE_DATE_EPOCH sets it."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    moment = datetime.fromtimestamp(int(epoch), UTC) if epoch else datetime.now(UTC)
    return f"{moment.astimezone(_CHINA):%Y-%m-%d %H:%M}"


@cache
def report_version() -> str:
    """Digest of all that a report is made by: the package's code and rules, its page, and the notebook."""
    from charity_analysis.report.execution import notebook_path

    digest = hashlib.sha256()
    for name, content in _contents(files("charity_analysis"), ""):
        digest.update(name.encode() + b"\0" + content.replace(b"\r\n", b"\n") + b"\0")
    digest.update(notebook_path().read_bytes().replace(b"\r\n", b"\n"))
    return digest.hexdigest().translate(_IN_LETTERS)[:32]


def _contents(entry: Traversable, name: str) -> Iterator[tuple[str, bytes]]:
    if entry.is_file():
        # An installed package carries the notebook inside itself; it is counted once, by its content.
        if name.endswith(_CODE_SUFFIXES) and not name.endswith(".ipynb"):
            yield name, entry.read_bytes()
        return
    for child in sorted(entry.iterdir(), key=lambda child: child.name):
        yield from _contents(child, f"{name}/{child.name}")


def _open_errors(report: HalfYear) -> int:
    """Errors that concern the period, or the organisation as a whole, and that nobody signed off."""
    if report.standing is not None:
        return len(report.standing.open)
    found = report.ledger.findings
    concerns = found["period"].isna() | (found["period"] == str(report.period))
    return int((concerns & (found["severity"] == "error")).sum())


def _with_parts(figure: Figure) -> tuple[Figure, ...]:
    return figure, *figure.parts


def _figure(report: HalfYear, figure: Figure, table: RowTable) -> Record:
    entry: Record = {"id": figure.id, "name": figure.name, "unit": figure.unit}
    if report.hides(figure):
        entry |= {"value": None, "halfwidth": 0, "hidden": True, "rows": ""}
    else:
        value, halfwidth = _plain(figure.value), _plain(figure.halfwidth)
        entry |= {"value": value, "halfwidth": halfwidth, "rows": table.positions(figure.row_ids)}
        if figure.why_missing:
            entry["why_missing"] = figure.why_missing
    if figure.parts:
        entry["parts"] = [_figure(report, part, table) for part in figure.parts]
    return entry


def _plain(value: Any) -> int | float | None:
    """A number as JSON has it, whatever kind of number an analysis made."""
    if value is None or isinstance(value, (int, float)):
        return value
    return int(value) if value == int(value) else float(value)
