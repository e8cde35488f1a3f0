"""What lies in a folder, all the way down: told by its own kind, never opened, and no link followed out of it."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from charity_analysis.ledger.paths import readable_name


@dataclass(frozen=True)
class Entry:
    """One file or folder: its path, and its name relative to the folder walked through, with forward slashes.

    `fault` is the rule of rules/findings.csv that says why it cannot be read or looked into; "" where it can.
    """

    path: Path
    name: str
    is_folder: bool = False
    fault: str = ""


def walk_folder(folder: Path, boundary: Path) -> Iterator[Entry]:
    """Everything below `folder`, by name; a link counts as what it leads to as long as that lies within `boundary`."""
    home = os.path.realpath(boundary)
    found: dict[Path, Entry] = {}
    # A stack, not recursion: folders may lie deeper in one another than calls can.
    waiting = [folder]
    while waiting:
        current = waiting.pop()
        try:
            with os.scandir(current) as entries:
                paths = [Path(entry.path) for entry in entries]
        except OSError:
            found[current] = Entry(current, _relative_name(current, folder), is_folder=True, fault="unreadable_folder")
            continue
        for path in paths:
            entry = found[path] = look_at(path, _relative_name(path, folder), home)
            if entry.is_folder:
                waiting.append(path)
    yield from sorted(found.values(), key=lambda entry: entry.path.relative_to(folder).as_posix())


def look_at(path: Path, name: str, home: str) -> Entry:
    """The entry at `path`; `home` is the real path that its links may not lead out of."""
    try:
        mode = path.lstat().st_mode
        if stat.S_ISLNK(mode):
            return Entry(path, name, fault=_link_fault(path, home))
    except OSError:
        return Entry(path, name, fault="unreadable_file")
    if stat.S_ISDIR(mode):
        return Entry(path, name, is_folder=True)
    return Entry(path, name, fault="" if stat.S_ISREG(mode) else "not_a_regular_file")


def _link_fault(path: Path, home: str) -> str:
    """Why a link is not followed; "" where it leads to a regular file within `home`."""
    try:
        mode = path.stat().st_mode
    except (OSError, RuntimeError):  # its target is not there, or it leads to itself
        return "broken_link"
    real = os.path.realpath(path)
    if os.path.commonpath([home, real]) != home:
        return "outside_link"
    if stat.S_ISDIR(mode):
        return "folder_link"
    return "" if stat.S_ISREG(mode) else "not_a_regular_file"


def _relative_name(path: Path, folder: Path) -> str:
    return readable_name(path.relative_to(folder).as_posix())
