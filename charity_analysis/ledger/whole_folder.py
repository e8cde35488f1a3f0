"""A folder that is replaced whole: one writer at a time, and what a killed writer left behind is mended."""

from __future__ import annotations

import errno
import os
import re
import shutil
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

# Some network drives know no locks; there, two people must not clean the same organisation at once.
_NO_LOCKS_HERE = frozenset({errno.ENOLCK, errno.ENOSYS, errno.EOPNOTSUPP})
_SECONDS_BETWEEN_TRIES = 0.1


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Wait until no other process writes `folder`, mend what a dead one left, and keep others out meanwhile.

    Raises: OSError where the disk refuses.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    path = folder.with_name(f".{folder.name}.lock")
    file = _acquire(path)
    try:
        _mend(folder)
        yield
    finally:
        _release(file, path)


def replace_folder(folder: Path, fill: Callable[[Path], None]) -> None:
    """Put a folder that `fill` fills in the place of `folder`; to be called while `alone`.

    Raises: OSError where the disk refuses; the old folder then stands, or the next `alone` brings it back.
    """
    aside, old = (folder.with_name(f".{folder.name}.{os.getpid()}.{end}") for end in ("new", "old"))
    try:
        aside.mkdir()
        fill(aside)
        # No system replaces a folder in one go: the old one steps aside first.
        if folder.exists():
            folder.rename(old)
        aside.rename(folder)
    finally:
        _mend(folder)


def _mend(folder: Path) -> None:
    """Bring back an old folder whose successor never came, and remove what else is left over."""
    pattern = re.compile(rf"\.{re.escape(folder.name)}\.[0-9]+\.(new|old)")
    for left in list(folder.parent.iterdir()):
        found = pattern.fullmatch(left.name)
        if found and found[1] == "old" and not folder.exists():
            left.rename(folder)
        elif found and left.is_dir():
            shutil.rmtree(left, ignore_errors=True)
        elif found:
            left.unlink(missing_ok=True)


def _acquire(path: Path) -> IO[bytes]:
    """The lock file at `path`, locked; the system unlocks it when its holder dies."""
    while True:
        file = path.open("ab")
        try:
            _lock(file)
        except OSError as error:
            if error.errno not in _NO_LOCKS_HERE:
                file.close()
                raise
        # The one before us may have removed the file that we opened; then another holds the next.
        if sys.platform == "win32" or _is_at(file, path):
            return file
        file.close()


def _is_at(file: IO[bytes], path: Path) -> bool:
    with suppress(FileNotFoundError):
        return os.path.samestat(os.fstat(file.fileno()), path.stat())
    return False


def _lock(file: IO[bytes]) -> None:
    if sys.platform == "win32":
        import msvcrt

        while True:
            with suppress(OSError):
                msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
                return
            time.sleep(_SECONDS_BETWEEN_TRIES)
    else:
        import fcntl

        fcntl.flock(file, fcntl.LOCK_EX)


def _release(file: IO[bytes], path: Path) -> None:
    """Give the lock up and remove its file, in the order that the system allows."""
    if sys.platform != "win32":
        path.unlink(missing_ok=True)
    file.close()
    if sys.platform == "win32":
        with suppress(OSError):
            path.unlink()
