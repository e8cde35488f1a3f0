"""The store: data/processed/<organisation>, written whole or not at all, and never read half-made."""

from __future__ import annotations

import hashlib
import json
import os
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from charity_analysis.ledger.accounts.book import Book
from charity_analysis.ledger.arrow_tables import pandas_schema
from charity_analysis.ledger.clean import CleanedOrganisation
from charity_analysis.ledger.documents import build_document
from charity_analysis.ledger.folder_entries import walk_folder
from charity_analysis.ledger.laws import check_laws
from charity_analysis.ledger.schema import COLUMNS
from charity_analysis.ledger.whole_folder import alone, replace_folder

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

MANIFEST = "manifest.json"
# The rooms and grounds on which a cleaned ledger depends: when one changes, every ledger is stale.
_CODE = ("ingest", "ledger", "rules", "money.py", "periods.py")


@cache
def code_version() -> str:
    """Digest of the code and rules that make a ledger."""
    digest = hashlib.sha256()
    package = files("charity_analysis")
    for name in _CODE:
        for path, content in _contents(package.joinpath(name), name):
            digest.update(path.encode() + b"\0" + content.replace(b"\r\n", b"\n") + b"\0")
    return digest.hexdigest()


def _contents(entry: Traversable, path: str) -> list[tuple[str, bytes]]:
    if entry.is_file():
        return [(path, entry.read_bytes())] if path.endswith((".py", ".csv", ".toml")) else []
    children = sorted(entry.iterdir(), key=lambda child: child.name)
    return [found for child in children for found in _contents(child, f"{path}/{child.name}")]


def digest_inputs(folder: Path) -> dict[str, str]:
    """sha256 of every file in the organisation's raw `folder`, by its path relative to it."""
    digests: dict[str, str] = {}
    for entry in walk_folder(folder, boundary=folder):
        if entry.is_folder:
            # An empty folder is a finding, so that its coming and going makes a ledger stale.
            digests[f"{entry.name}/"] = entry.fault
        elif entry.fault:
            digests[entry.name] = entry.fault
        else:
            try:
                digests[entry.name] = _digest(entry.path)
            except OSError:
                digests[entry.name] = "unreadable"
    return digests


def read_manifest(store: Path) -> dict[str, Any] | None:
    """The manifest of the ledger in `store`; None where there is none, or none that can be read."""
    try:
        manifest = json.loads((store / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return manifest if isinstance(manifest, dict) else None


def is_current(store: Path, inputs: dict[str, str]) -> bool:
    """True where `store` was made from just these inputs by just this code, and its tables are as they were written."""
    manifest = read_manifest(store)
    if manifest is None or manifest.get("inputs") != inputs or manifest.get("code_version") != code_version():
        return False
    try:
        return manifest.get("tables") == {file: _digest(store / file) for file in map(_file_name, COLUMNS)}
    except OSError:
        return False


def write_ledger(cleaned: CleanedOrganisation, store: Path, inputs: dict[str, str]) -> None:
    """Write the ledger's tables and manifest to `store`, as a whole; nothing where another process has just done so.

    Raises: LawBroken where a table breaks a law of its own; OSError where the disk refuses.
    """
    tables = {name: table.cast(pandas_schema(name)) for name, table in cleaned.build_tables().items()}
    for name, table in tables.items():
        check_laws(name, table)

    def fill(folder: Path) -> None:
        for name, table in tables.items():
            _write(folder / _file_name(name), _parquet(table))
        digests = {file: _digest(folder / file) for file in map(_file_name, COLUMNS)}
        _write(folder / MANIFEST, _manifest(cleaned, tables, inputs, digests))

    with alone(store):
        if not is_current(store, inputs):
            replace_folder(store, fill)


def _file_name(table: str) -> str:
    return f"{table}.parquet"


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def find_periods(cleaned: CleanedOrganisation) -> list[str]:
    """Periods that have data: those with a ledger in their folder, and those that a movement is dated in."""
    return Book(cleaned.organisation, cleaned.files).periods


def _parquet(table: pa.Table) -> memoryview:
    import pyarrow as pa
    import pyarrow.parquet as pq

    buffer = pa.BufferOutputStream()
    pq.write_table(table, buffer)
    return memoryview(buffer.getvalue())


def _manifest(
    cleaned: CleanedOrganisation, tables: dict[str, pa.Table], inputs: dict[str, str], digests: dict[str, str]
) -> bytes:
    organisation = cleaned.organisation
    manifest = {
        "organisation": organisation.code,
        "name": organisation.name,
        "code_version": code_version(),
        "inputs": inputs,
        "tables": digests,
        "counts": {name: table.num_rows for name, table in tables.items()},
        "periods": find_periods(cleaned),
        "document": build_document(cleaned),
    }
    return (json.dumps(manifest, ensure_ascii=False, indent=1) + "\n").encode("utf-8")


def _write(path: Path, content: bytes | memoryview) -> None:
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def read_tables(store: Path) -> dict[str, pd.DataFrame]:
    """The ledger's tables by name, typed as ledger.schema says, from a store that is current."""
    import pandas as pd

    # Reports choose a few rows thousands of times; of texts that Arrow keeps, each choice costs ten times as much.
    with pd.option_context("mode.string_storage", "python"):
        return {name: pd.read_parquet(store / _file_name(name)) for name in COLUMNS}
