"""The project's folders: the nearest folder upward that holds data/raw, else the current one."""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Folders:
    """Where raw data, cleaned ledgers and reports lie."""

    raw: Path
    processed: Path
    reports: Path

    @classmethod
    def find(
        cls,
        raw: str | Path | None = None,
        processed: str | Path | None = None,
        reports: str | Path | None = None,
    ) -> Folders:
        """The project's own folders, each replaced by the one given; all absolute."""
        root = find_root(Path.cwd())
        return cls(
            Path(raw or root / "data" / "raw").absolute(),
            Path(processed or root / "data" / "processed").absolute(),
            Path(reports or root / "reports").absolute(),
        )


def find_root(start: Path) -> Path:
    """The nearest folder from `start` upward that holds data/raw, else `start`."""
    return next((folder for folder in (start, *start.parents) if (folder / "data" / "raw").is_dir()), start)


def readable_name(name: str) -> str:
    """`name` as text that can be written anywhere: an archive from Windows may leave names in GBK on other systems."""
    for encoding in ("utf-8", "gb18030"):
        with suppress(UnicodeDecodeError):
            return os.fsencode(name).decode(encoding)
    return os.fsencode(name).decode("utf-8", "replace")
