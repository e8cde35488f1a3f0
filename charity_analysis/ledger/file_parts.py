"""One file's part of the ledger as bytes that can be kept: read again only when file, corrections or code change."""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from charity_analysis.ingest.findings import Finding
from charity_analysis.ledger.arrow_tables import arrow_table
from charity_analysis.ledger.columns import Source
from charity_analysis.ledger.corrections import Correction
from charity_analysis.ledger.file_cleaning import FileResult

if TYPE_CHECKING:
    import pyarrow as pa


@dataclass
class TablePart:
    """One table of a file: its clean and held rows, and its printed totals, as the ledger keeps them."""

    kind: str
    sheet: str
    clean: pa.Table
    held: pa.Table
    totals: pa.Table
    held_cells: list[str]
    ignored: int
    is_refused: bool
    letters: dict[str, str] = field(default_factory=dict)

    @property
    def clean_fen(self) -> int:
        """Sum of the clean rows' amounts in fen; amounts that the source does not give add nothing."""
        import pyarrow.compute as pc

        column = "opening_balance_fen" if self.kind == "funds" else "amount_fen"
        return int(pc.sum(self.clean[column]).as_py() or 0) if column in self.clean.column_names else 0


@dataclass
class FilePart:
    """What became of one raw file. `status`: clean, held, rejected or ignored; `used` are rows of corrections.csv."""

    source: Source
    status: str
    tables: list[TablePart] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    used: list[int] = field(default_factory=list)


def part_key(digest: str, source: Source, corrections: list[Correction], code_version: str) -> str:
    """The name of the part that a file of this content, place and these corrections gives with this code."""
    facts = [digest, asdict(source), [asdict(correction) for correction in corrections], code_version]
    return hashlib.sha256(json.dumps(facts, ensure_ascii=False).encode("utf-8", "surrogatepass")).hexdigest()


def write_part(result: FileResult, path: Path) -> None:
    """Write the part of `result` to `path`, wholly or not at all; the rows of `result` are used up.

    Raises: OSError where the disk refuses.
    """
    import pyarrow as pa

    body = pa.BufferOutputStream()
    # Places and dates repeat row after row: packed, a part is a fifth, and written sooner.
    packed = pa.ipc.IpcWriteOptions(compression="lz4")
    for table in result.tables:
        for name, columns in ((table.kind, table.clean), ("held", table.held), ("totals", table.totals)):
            rows = arrow_table(name, columns)
            columns.clear()  # as lists they take many times the room
            with pa.ipc.new_stream(body, rows.schema, options=packed) as stream:
                stream.write_table(rows)
    content = body.getvalue()
    head = json.dumps(_head(result), ensure_ascii=False).encode("utf-8", "surrogatepass")
    aside = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        with aside.open("wb") as file:
            file.write(_seal(head, content) + b"\n")
            file.write(head + b"\n")
            file.write(content)
        aside.replace(path)
    finally:
        aside.unlink(missing_ok=True)


def _seal(head: bytes, body: Any) -> bytes:
    """What tells that not a bit of a part has changed since it was written."""
    digest = hashlib.sha256(head)
    digest.update(body)
    return digest.hexdigest().encode()


def _head(result: FileResult) -> dict[str, Any]:
    tables = [
        {
            "kind": table.kind,
            "sheet": table.sheet,
            "held_cells": table.held_cells,
            "ignored": table.ignored,
            "is_refused": table.is_refused,
            "letters": table.letters,
        }
        for table in result.tables
    ]
    return {
        "source": asdict(result.source),
        "status": result.status,
        "tables": tables,
        "findings": [asdict(finding) for finding in result.findings],
        "used": [correction.row for correction in result.used],
    }


def read_part(path: Path) -> FilePart | None:
    """The part that is kept at `path`; None where there is none, or none that is as it was written."""
    try:
        content = path.read_bytes()
    except OSError:
        return None
    seal, _, rest = content.partition(b"\n")
    end = rest.find(b"\n")
    head, body = rest[: max(end, 0)], memoryview(rest)[end + 1 :]
    if end < 0 or _seal(head, body) != seal:
        return None
    return _part(json.loads(head.decode("utf-8", "surrogatepass")), body)


def _part(head: dict[str, Any], body: memoryview) -> FilePart:
    import pyarrow as pa

    source = pa.BufferReader(body)
    tables = []
    for table in head["tables"]:
        clean, held, totals = (pa.ipc.open_stream(source).read_all() for _ in range(3))
        tables.append(TablePart(**table, clean=clean, held=held, totals=totals))
    findings = [Finding(**{**finding, "row_ids": tuple(finding["row_ids"])}) for finding in head["findings"]]
    return FilePart(Source(**head["source"]), head["status"], tables, findings, head["used"])
