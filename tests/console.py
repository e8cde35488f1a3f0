"""The installed commands as a user runs them: another process, its own folder, pipes instead of a terminal."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1]
SCRIPT = Path(sys.executable).with_name("charity.exe" if os.name == "nt" else "charity")

Snapshot = dict[str, tuple[int, bytes]]


def environment(**changes: str) -> dict[str, str]:
    """The environment of a command: UTF-8 pipes and no trace of the test run, with these changes."""
    kept = {name: value for name, value in os.environ.items() if name not in ("CHARITY_DEBUG", "SOURCE_DATE_EPOCH")}
    return {**kept, "PYTHONIOENCODING": "utf-8", **changes}


def charity(
    *arguments: str | Path, folder: Path, seconds: int = 120, **changes: str
) -> subprocess.CompletedProcess[str]:
    """What the console script does with `arguments` in `folder`; `changes` are made to its environment."""
    return run(SCRIPT, *arguments, folder=folder, seconds=seconds, **changes)


def run(*command: str | Path, folder: Path, seconds: int = 120, **changes: str) -> subprocess.CompletedProcess[str]:
    """What `command` does in `folder` within `seconds`; `changes` are made to its environment."""
    return subprocess.run(
        [str(part) for part in command],
        cwd=folder,
        env=environment(**changes),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        errors="backslashreplace",
        timeout=seconds,
        check=False,
    )


def copy_sample(root: Path, organisation: str = "cangshan") -> Path:
    """A project at `root` that holds one of the samples; `root` again."""
    shutil.copytree(PROJECT / "data" / "raw" / organisation, root / "data" / "raw" / organisation)
    return root


def snapshot(folder: Path) -> Snapshot:
    """When each file below `folder` was last written, and its bytes; folders end in a slash."""
    return {
        path.relative_to(folder).as_posix() + ("/" if path.is_dir() else ""): (
            (0, b"") if path.is_dir() else (path.stat().st_mtime_ns, path.read_bytes())
        )
        for path in folder.rglob("*")
    }
