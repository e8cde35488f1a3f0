"""What is configured of an organisation: data/raw/<organisation>/organisation.toml."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from charity_analysis.ingest.findings import Finding, excerpt
from charity_analysis.ledger.organisation_values import (
    ANNUAL_KEYS,
    KNOWN_KEYS,
    find_miswritten,
    find_unknown_keys,
    without_unknown_keys,
)
from charity_analysis.money import to_fen
from charity_analysis.rules.statutory import KINDS

__all__ = ["ANNUAL_KEYS", "Organisation", "find_organisations", "read_organisation"]

FILE_NAME = "organisation.toml"
# Where one of these is found the whole file is not used.
REFUSED_RULES = frozenset(
    {"organisation_invalid", "organisation_not_utf8", "organisation_syntax", "organisation_value"}
)
DEFAULT_DISCLOSURE_THRESHOLD = 10
_MOST_BYTES, _MOST_KEYS = 1_000_000, 8


@dataclass(frozen=True)
class Organisation:
    """An organisation as configured; None means that it is not configured, and is never assumed."""

    code: str
    name: str
    kind: str | None = None
    public_fundraising: bool | None = None
    disclosure_threshold: int = DEFAULT_DISCLOSURE_THRESHOLD
    periods: dict[str, dict[str, date | str]] = field(default_factory=dict)
    years: dict[str, dict[str, str]] = field(default_factory=dict)
    documents: dict[str, dict[str, str]] = field(default_factory=dict)

    def annual_fen(self, year: int, key: str) -> int | None:
        """A figure of the annual accounts of `year` in fen; None where it is not configured."""
        value = self.years.get(str(year), {}).get(key)
        return None if value is None else to_fen(Decimal(value))

    def day(self, period: str, key: str) -> date | None:
        """A configured day of one period, such as signed_on or published_on."""
        value = self.periods.get(period, {}).get(key)
        return value if isinstance(value, date) else None


def read_organisation(folder: Path) -> tuple[Organisation, list[Finding]]:
    """The organisation whose raw data lie in `folder`; where nothing is configured, that is a finding.

    A file of which anything cannot be used is not used at all: half of a configuration would look like the whole.
    """
    path = folder / FILE_NAME
    plain = Organisation(folder.name, folder.name)
    if not path.exists():
        return plain, [Finding("organisation_unknown", organisation=folder.name)]
    content, finding = _content(path)
    if finding is None and (wrong := find_miswritten(content)):
        values = {"key": wrong.key, "written": wrong.written, "example": wrong.example}
        finding = Finding("organisation_value", values=values)
    if finding is not None:
        return plain, [finding.at(organisation=folder.name)]
    known: dict[str, Any] = {"name": folder.name, **without_unknown_keys(content)}
    organisation = Organisation(folder.name, **known)
    return organisation, [found.at(organisation=folder.name) for found in _doubts(content, organisation)]


def _content(path: Path) -> tuple[dict[str, object], Finding | None]:
    """What the file holds, or the finding that says why it cannot be read."""
    text = ""
    try:
        # Opening a pipe would wait for ever.
        if not path.is_file() or path.stat().st_size > _MOST_BYTES:
            return {}, Finding("organisation_invalid")
        text = path.read_text(encoding="utf-8-sig")
        return tomllib.loads(text), None
    except UnicodeDecodeError:
        return {}, Finding("organisation_not_utf8")
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"at line ([0-9]+)", str(error))
        last = len(text.splitlines())
        return {}, Finding("organisation_syntax", values={"line": line[1] if line else str(last)})
    except (OSError, ValueError, RecursionError):
        return {}, Finding("organisation_invalid")


def _doubts(content: dict[str, object], organisation: Organisation) -> Iterator[Finding]:
    """What is well written and can yet not be used."""
    if unknown := find_unknown_keys(content):
        values = {"keys": "、".join(unknown[:_MOST_KEYS]), "known": "、".join(KNOWN_KEYS)}
        yield Finding("organisation_keys", values=values)
    if organisation.kind is not None and organisation.kind not in KINDS:
        yield Finding("organisation_kind", values={"kind": excerpt(organisation.kind)})


def find_organisations(raw: Path) -> list[Path]:
    """Folders of organisations below `raw`, by name; hidden ones are none."""
    if not raw.is_dir():
        return []
    return sorted(path for path in raw.iterdir() if path.is_dir() and not path.name.startswith("."))
