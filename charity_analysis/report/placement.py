"""Files put in place together: readers see the old report or the new one, never a part."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path


def put_in_place(place: Path, files: Mapping[str, bytes]) -> None:
    """Put `files` (name → content) below `place`, each in one step, in their order; none before all are on the disk.

    Raises: OSError; where the disk is full, nothing has been touched.
    """
    asides: dict[Path, Path] = {}
    try:
        for name, content in files.items():
            asides[place / name] = _write_aside(place / name, content)
        for target, aside in asides.items():
            aside.replace(target)
    finally:
        for aside in asides.values():
            aside.unlink(missing_ok=True)


def _write_aside(target: Path, content: bytes) -> Path:
    """`content` in a file beside `target`; none is left where it could not be written."""
    target.parent.mkdir(parents=True, exist_ok=True)
    aside = target.with_name(f".{target.name}.{os.getpid()}.tmp")
    try:
        with aside.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
    except BaseException:
        aside.unlink(missing_ok=True)
        raise
    return aside
