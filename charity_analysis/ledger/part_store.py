"""The parts of one organisation's files: found where they are kept, or made by a process apart."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from charity_analysis.ingest.findings import Finding
from charity_analysis.ledger.columns import Source
from charity_analysis.ledger.corrections import Correction
from charity_analysis.ledger.file_parts import FilePart, part_key, read_part
from charity_analysis.ledger.isolation import DIED, OUT_OF_MEMORY, OUT_OF_TIME, shared_workers
from charity_analysis.ledger.worker import CHANGED, DISK_REFUSED, DONE, FAILED

_MEGABYTE = 1_000_000
# What reading may take: enough for a small file, more by its size, and an end to it. An archive is taken to unpack to
# so many times its size, as ledgers do: what it says of itself may be a lie.
_LEAST_MEMORY_BYTES, _MEMORY_PER_BYTE, _MOST_MEMORY_BYTES = 420 * _MEGABYTE, 6, 2_000 * _MEGABYTE
_LEAST_CPU_SECONDS, _BYTES_PER_CPU_SECOND = 8.0, 2 * _MEGABYTE
_USUAL_INFLATION, _USUAL_GROWTH = 15, 3
_RULES = {
    OUT_OF_MEMORY: "reading_too_large",
    OUT_OF_TIME: "reading_too_long",
    DIED: "reading_failed",
    FAILED: "reading_failed",
    CHANGED: "changed_while_read",
}


@dataclass
class PendingPart:
    """A part that is there, or that is being made."""

    result: Callable[[], FilePart]

    @classmethod
    def known(cls, part: FilePart) -> PendingPart:
        """A part that is there already."""
        return cls(lambda: part)


@dataclass
class PartStore:
    """The folder that keeps the parts of one organisation's files, each under the key of what it was made from."""

    folder: Path
    code_version: str
    used: set[str] = field(default_factory=set)
    _found: set[str] = field(init=False)

    def __post_init__(self) -> None:
        self._found = set()
        with suppress(OSError):
            self._found = {path.name for path in self.folder.iterdir() if not path.name.startswith(".")}

    def begin(self, path: Path, source: Source, digest: str, corrections: list[Correction]) -> PendingPart:
        """The part of the file at `path`, made by a worker now unless it is kept already."""
        key = part_key(digest, source, corrections, self.code_version)
        self.used.add(key)
        kept = read_part(self.folder / key)
        if kept is not None:
            return PendingPart.known(kept)
        self.folder.mkdir(parents=True, exist_ok=True)
        told = {
            "path": str(path),
            "source": asdict(source),
            "corrections": [asdict(correction) for correction in corrections],
            "part": str(self.folder / key),
            "digest": digest,
        }
        size = _expected_bytes(path)
        memory_bytes = min(_LEAST_MEMORY_BYTES + _MEMORY_PER_BYTE * size, _MOST_MEMORY_BYTES)
        answer = shared_workers().submit(told, memory_bytes, _LEAST_CPU_SECONDS + size / _BYTES_PER_CPU_SECOND)
        # Taken as soon as it is made: another run of the same ledger may clear it away.
        taken: Future[FilePart] = Future()
        answer.add_done_callback(lambda made: _settle(taken, lambda: self._take(key, source, made.result())))
        return PendingPart(taken.result)

    def _take(self, key: str, source: Source, answer: dict[str, Any]) -> FilePart:
        """The part that a worker has made, or the refusal of a file that it could not get through.

        Raises: OSError where the disk refused the part.
        """
        outcome = answer["outcome"]
        if outcome == DISK_REFUSED:
            raise OSError(answer["errno"], answer["reason"], str(self.folder))
        part = read_part(self.folder / key) if outcome == DONE else None
        if part is not None:
            return part
        values = {"detail": answer.get("kind", "—")}
        finding = Finding(_RULES.get(outcome, "reading_failed"), source.file, values=values)
        placed = finding.at(organisation=source.organisation, period=source.period)
        return FilePart(source, "rejected", findings=[placed])

    def discard_unused(self) -> None:
        """Remove the parts that were here before this run and are of no use: of older files, or by older code.

        What came meanwhile belongs to another run.
        """
        for name in self._found - self.used:
            with suppress(OSError):
                (self.folder / name).unlink(missing_ok=True)


def _settle(taken: Future[FilePart], take: Callable[[], FilePart]) -> None:
    try:
        taken.set_result(take())
    except BaseException as error:
        taken.set_exception(error)


def _expected_bytes(path: Path) -> int:
    """About how much there is to read in the file."""
    with suppress(OSError), path.open("rb") as file:
        return path.stat().st_size * (_USUAL_INFLATION if file.read(2) == b"PK" else _USUAL_GROWTH)
    return 0
