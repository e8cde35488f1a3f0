"""The shelf: index.html over all reports of a folder, and index.public.html over those that anybody may read."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from charity_analysis.periods import ReportingPeriod
from charity_analysis.report.placement import put_in_place
from charity_analysis.report.record import Record, inputs_digest, read_record, record_name, report_version

SHELVES = {"internal": "index.html", "public": "index.public.html"}
# What may be opened from the shelf, by edition, in the order in which it is offered.
FILES = {
    "internal": {
        "report.html": "网页",
        "report.docx": "Word",
        "report.xlsx": "Excel",
        "correction.md": "更正说明草稿",
        "correction.docx": "更正说明草稿 Word",
    },
    "public": {"report.public.html": "网页", "report.public.docx": "Word", "report.public.xlsx": "Excel"},
}
OPEN_DATA = "open-data"


@dataclass(frozen=True)
class ShelfFigure:
    """A key figure on the shelf: `value` in its unit, None where it is missing or not shown; `anchor` in the report."""

    name: str
    unit: str
    value: int | float | None
    is_hidden: bool = False
    anchor: str = ""


@dataclass(frozen=True)
class ShelfEntry:
    """One report: where it lies, what it says, how it stands. `files`: path below its folder → what it is called."""

    organisation: str
    organisation_name: str
    period: ReportingPeriod
    figures: dict[str, ShelfFigure]
    beneficiaries: tuple[ShelfFigure, ...]
    files: dict[str, str]
    generated_at: str
    open_errors: int
    is_stale: bool


@dataclass(frozen=True)
class Shelf:
    """All reports of one edition, by organisation and period; `unreadable` are folders whose record says nothing."""

    edition: str
    entries: tuple[ShelfEntry, ...]
    unreadable: tuple[str, ...]


def write_shelf(reports: Path, raw: Path | None = None) -> None:
    """Write both shelves of the folder `reports`, each wholly old or wholly new; the same reports give the same bytes.

    With `raw`, the folder of all raw data, a report whose inputs have changed since is marked. Only records are read:
    a folder without one, or with one that is damaged, is named on the internal shelf and left out of the public one.
    Raises: OSError where the disk refuses.
    """
    from charity_analysis.report.shelf_page import render_shelf

    reports.mkdir(parents=True, exist_ok=True)
    pages = {
        name: render_shelf(read_shelf(reports, edition, raw)).encode("utf-8", "replace")
        for edition, name in SHELVES.items()
    }
    put_in_place(reports, {name: page for name, page in pages.items() if not _is_there(reports / name, page)})


def read_shelf(reports: Path, edition: str, raw: Path | None = None) -> Shelf:
    """What stands on the shelf of `edition`."""
    entries: list[ShelfEntry] = []
    unreadable: list[str] = []
    digests: dict[str, str] = {}
    for folder, period in _period_folders(reports):
        if not any((folder / name).is_file() for name in (record_name(edition), *FILES[edition])):
            continue
        organisation = folder.parent.name
        if raw is not None and organisation not in digests:
            digests[organisation] = _digest_of(raw / organisation)
        entry = _read_entry(folder, period, edition, digests.get(organisation, ""))
        if entry is None:
            unreadable.append(f"{organisation}/{folder.name}")
        else:
            entries.append(entry)
    return Shelf(edition, tuple(entries), tuple(unreadable) if edition == "internal" else ())


def _period_folders(reports: Path) -> Iterator[tuple[Path, ReportingPeriod]]:
    """Folders named as periods, in those of organisations, by name; whatever else lies there is passed over."""
    for organisation in _folders(reports):
        for folder in _folders(organisation):
            with suppress(ValueError):
                yield folder, ReportingPeriod.parse(folder.name)


def _folders(folder: Path) -> list[Path]:
    try:
        return sorted(path for path in folder.iterdir() if path.is_dir() and not path.name.startswith("."))
    except OSError:
        return []


def _digest_of(raw: Path) -> str:
    from charity_analysis.ledger.store import digest_inputs

    return inputs_digest(digest_inputs(raw)) if raw.is_dir() else ""


def _read_entry(folder: Path, period: ReportingPeriod, edition: str, digest: str) -> ShelfEntry | None:
    record = read_record(folder / record_name(edition))
    page = folder / next(iter(FILES[edition]))
    if record is None or record["period"] != folder.name or record["edition"] != edition or not page.is_file():
        return None
    try:
        figures = _figures(record, page.read_bytes())
        is_stale = record["code_version"] != report_version() or bool(digest and digest != record["inputs_digest"])
        return ShelfEntry(
            folder.parent.name,
            record["organisation_name"],
            period,
            {name: figure for name, figure in figures.items() if "/" not in name},
            tuple(figure for name, figure in figures.items() if name.startswith("K20/")),
            _files(folder, edition),
            record["generated_at"],
            int(record["open_errors"]),
            is_stale,
        )
    except (KeyError, TypeError, ValueError, AttributeError, OSError):
        return None


def _figures(record: Record, page: bytes) -> dict[str, ShelfFigure]:
    """Key figures by id, parts as "K20/人"; a figure whose rows the page lists leads there."""
    figures = {}
    for entry in record["key_figures"]:
        figures[entry["id"]] = _shelf_figure(entry, page)
        figures |= {f"{entry['id']}/{part['id']}": _shelf_figure(part, page) for part in entry.get("parts", ())}
    return figures


def _shelf_figure(entry: dict[str, Any], page: bytes) -> ShelfFigure:
    value = entry["value"]
    if value is not None and (isinstance(value, bool) or not isinstance(value, (int, float))):
        raise ValueError("a figure that is no number")
    anchor = f"ev-{entry['id']}"
    leads = value is not None and f'id="{anchor}"'.encode() in page
    return ShelfFigure(
        str(entry["name"]), str(entry["unit"]), value, bool(entry.get("hidden")), anchor if leads else ""
    )


def _files(folder: Path, edition: str) -> dict[str, str]:
    found = {name: label for name, label in FILES[edition].items() if (folder / name).is_file()}
    if edition == "public" and (folder / OPEN_DATA).is_dir():
        found |= {
            f"{OPEN_DATA}/{path.name}": f"开放数据 {path.name}"
            for path in sorted((folder / OPEN_DATA).iterdir())
            if path.is_file() and not path.name.startswith(".")
        }
    return found


def _is_there(target: Path, content: bytes) -> bool:
    return target.is_file() and target.read_bytes() == content
