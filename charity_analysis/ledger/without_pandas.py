"""Keeps pandas out of a process that has no use for it."""

from __future__ import annotations

import sys
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec


class _Nowhere(MetaPathFinder):
    def find_spec(self, fullname: str, *_: object) -> ModuleSpec | None:
        if fullname == "pandas":
            raise ModuleNotFoundError(fullname, name=fullname)
        return None


def leave_out_pandas() -> None:
    """Have the process do without pandas: the library of tables looks for it at its first array, and waits for it."""
    if "pandas" not in sys.modules and not any(isinstance(finder, _Nowhere) for finder in sys.meta_path):
        sys.meta_path.insert(0, _Nowhere())
