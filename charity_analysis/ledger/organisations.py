"""What is configured of an organisation: data/raw/<organisation>/organisation.toml."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from charity_analysis.ingest.findings import Finding

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
        return _from_toml(folder.name, tomllib.loads(path.read_text(encoding="utf-8-sig"))), []
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, TypeError, ValueError) as error:
        detail = str(error).splitlines()[0][:80]
        return plain, [Finding("organisation_invalid", organisation=folder.name, values={"detail": detail})]


def _from_toml(code: str, content: dict[str, object]) -> Organisation:
    expected: dict[str, tuple[type, ...]] = {
        "name": (str,),
        "kind": (str, type(None)),
        "public_fundraising": (bool, type(None)),
        "disclosure_threshold": (int,),
        "periods": (dict,),
    }
    for key, types in expected.items():
        if key in content and not isinstance(content[key], types):
            raise TypeError(f"{key}")
    known = {key: content[key] for key in expected if key in content}
    return Organisation(code, **{"name": code, **known})  # type: ignore[arg-type]


def find_organisations(raw: Path) -> list[Path]:
    """Folders of organisations below `raw`, by name; hidden ones are none."""
    if not raw.is_dir():
        return []
    return sorted(path for path in raw.iterdir() if path.is_dir() and not path.name.startswith("."))
