"""The project's folders: the nearest folder upward that holds data/raw, else the current one."""

from __future__ import annotations

import os
import unicodedata
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})


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
    """`name` as text that can be written and shown anywhere.

    An archive from Windows may leave names in GBK on other systems. Line ends, marks that turn the direction of
    writing and whatever else is not seen stand as what they are called: a name must not pass for another.
    """
    raw = os.fsencode(name)
    for encoding in ("utf-8", "gb18030"):
        with suppress(UnicodeDecodeError):
            return _with_unseen_shown(raw.decode(encoding))
    return _with_unseen_shown(raw.decode("utf-8", "replace"))


def _with_unseen_shown(name: str) -> str:
    if name.isascii() and name.isprintable():
        return name
    shown = (ch if unicodedata.category(ch) not in _UNSEEN else ascii(ch)[1:-1] for ch in name)
    return "".join(shown)
