"""What is configured of an organisation: data/raw/<organisation>/organisation.toml."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path

from charity_analysis.ingest.findings import Finding
from charity_analysis.money import to_fen
from charity_analysis.periods import ReportingPeriod

FILE_NAME = "organisation.toml"
DEFAULT_DISCLOSURE_THRESHOLD = 10


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
    """The organisation whose raw data lie in `folder`; where nothing is configured, that is a finding."""
    path = folder / FILE_NAME
    plain = Organisation(folder.name, folder.name)
    if not path.exists():
        return plain, [Finding("organisation_unknown", organisation=folder.name)]
    try:
        if not path.is_file():  # opening a pipe would wait for ever
            raise ValueError("not a regular file")
        content = tomllib.loads(path.read_text(encoding="utf-8-sig"))
        unknown = "、".join(key[:40] for key in content if key not in _VALID)
        values = {"keys": unknown, "known": "、".join(_VALID)}
        found = [Finding("organisation_keys", organisation=folder.name, values=values)] if unknown else []
        return _from_toml(folder.name, content), found
    except (OSError, ValueError) as error:
        detail = str(error).splitlines()[0][:80]
        return plain, [Finding("organisation_invalid", organisation=folder.name, values={"detail": detail})]


def _from_toml(code: str, content: dict[str, object]) -> Organisation:
    for key, is_valid in _VALID.items():
        if key in content and not is_valid(content[key]):
            raise ValueError(key)
    known = {key: content[key] for key in _VALID if key in content}
    return Organisation(code, **{"name": code, **known})  # type: ignore[arg-type]


# Of the annual accounts, in yuan as text so that no fen is lost.
ANNUAL_KEYS = (
    "net_assets_yuan",
    "restricted_not_yet_usable_yuan",
    "released_from_time_restriction_yuan",
)
DOCUMENT_KEYS = ("addressed_to",)


def _are_years(value: object) -> bool:
    """True for a table of tables, each named for a year, of amounts as text."""
    if not isinstance(value, dict) or not all(isinstance(entry, dict) for entry in value.values()):
        return False
    return all(re.fullmatch("(19|20)[0-9]{2}", year) for year in value) and all(
        key in ANNUAL_KEYS and isinstance(amount, str) and re.fullmatch(r"-?[0-9]{1,13}([.][0-9]{1,2})?", amount)
        for entry in value.values()
        for key, amount in entry.items()
    )


def _are_documents(value: object) -> bool:
    """True for a table of tables, each named for a document's number, of texts."""
    if not isinstance(value, dict) or not all(isinstance(entry, dict) for entry in value.values()):
        return False
    return all(
        key in DOCUMENT_KEYS and isinstance(text, str) and bool(text.strip())
        for entry in value.values()
        for key, text in entry.items()
    )


def _are_periods(value: object) -> bool:
    """True for a table of tables, each named for a period."""
    if not isinstance(value, dict) or not all(isinstance(entry, dict) for entry in value.values()):
        return False
    return all(ReportingPeriod.parse(code) for code in value)


_VALID: dict[str, Callable[[object], bool]] = {
    "name": lambda value: isinstance(value, str) and bool(value.strip()),
    "kind": lambda value: isinstance(value, str) and bool(value.strip()),
    "public_fundraising": lambda value: isinstance(value, bool),
    # A flag is a number to Python, and is none to people.
    "disclosure_threshold": lambda value: isinstance(value, int) and not isinstance(value, bool) and value > 0,
    "periods": _are_periods,
    "years": _are_years,
    "documents": _are_documents,
}


def find_organisations(raw: Path) -> list[Path]:
    """Folders of organisations below `raw`, by name; hidden ones are none."""
    if not raw.is_dir():
        return []
    return sorted(path for path in raw.iterdir() if path.is_dir() and not path.name.startswith("."))
