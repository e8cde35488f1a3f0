"""Why a whole file, or a whole table, is refused."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager


class FileRefused(Exception):
    """Nothing of the file counts. `rule` is a rule of rules/findings.csv, `detail` what its wording needs."""

    def __init__(self, rule: str, detail: str = "") -> None:
        super().__init__(f"{rule}: {detail}" if detail else rule)
        self.rule = rule
        self.detail = detail


@contextmanager
def damage_refused(rule: str = "damaged_file") -> Iterator[None]:
    """Whatever a reader raises inside the block, refused under `rule`: some panic on damage, which is no Exception."""
    try:
        yield
    except (FileRefused, KeyboardInterrupt, SystemExit, GeneratorExit, MemoryError):
        raise
    except BaseException as error:
        raise FileRefused(rule) from error
