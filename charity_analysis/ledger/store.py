"""The store: data/processed/<organisation>, written whole or not at all, and never read half-made."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from charity_analysis.ledger.clean import CleanedOrganisation
from charity_analysis.ledger.documents import build_document
from charity_analysis.ledger.schema import COLUMNS, table_schema

if TYPE_CHECKING:
    import pandas as pd

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
    for path in sorted(folder.rglob("*"), key=lambda path: path.relative_to(folder).as_posix()):
        if path.is_file():
            name = path.relative_to(folder).as_posix()
            try:
                with path.open("rb") as file:
                    digests[name] = hashlib.file_digest(file, "sha256").hexdigest()
            except OSError:
                digests[name] = "unreadable"
        elif path.is_dir():
            # An empty folder is a finding, so that its coming and going makes a ledger stale.
            digests[path.relative_to(folder).as_posix() + "/"] = ""
    return digests


def read_manifest(store: Path) -> dict[str, Any] | None:
    """The manifest of the ledger in `store`; None where there is none, or none that can be read."""
    try:
        manifest = json.loads((store / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return manifest if isinstance(manifest, dict) else None


def is_current(store: Path, inputs: dict[str, str]) -> bool:
    """True where `store` was made from just these inputs by just this code, and all its tables are there."""
    manifest = read_manifest(store)
    if manifest is None or manifest.get("inputs") != inputs or manifest.get("code_version") != code_version():
        return False
    return all((store / f"{name}.parquet").is_file() for name in COLUMNS)


def write_ledger(cleaned: CleanedOrganisation, store: Path, inputs: dict[str, str]) -> None:
    """Write the ledger's tables and manifest to `store`: aside first, then put in the old one's place at once.

    Raises: pandera.errors.SchemaError where a table breaks its schema; OSError where the disk refuses.
    """
    tables = cleaned.build_tables()
    for name, table in tables.items():
        table_schema(name).validate(table)
    aside = store.with_name(f".{store.name}.{os.getpid()}.new")
    shutil.rmtree(aside, ignore_errors=True)
    try:
        aside.mkdir(parents=True)
        for name, table in tables.items():
            _write(aside / f"{name}.parquet", _parquet(table))
        _write(aside / MANIFEST, _manifest(cleaned, tables, inputs))
        _put_in_place(aside, store)
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def _parquet(table: pd.DataFrame) -> bytes:
    import io

    buffer = io.BytesIO()
    table.to_parquet(buffer, engine="pyarrow", index=False)
    return buffer.getvalue()


def _manifest(cleaned: CleanedOrganisation, tables: dict[str, pd.DataFrame], inputs: dict[str, str]) -> bytes:
    organisation = cleaned.organisation
    manifest = {
        "organisation": organisation.code,
        "name": organisation.name,
        "code_version": code_version(),
        "inputs": inputs,
        "counts": {name: len(table) for name, table in tables.items()},
        "document": build_document(cleaned),
    }
    return (json.dumps(manifest, ensure_ascii=False, indent=1) + "\n").encode("utf-8")


def _write(path: Path, content: bytes) -> None:
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _put_in_place(aside: Path, store: Path) -> None:
    """Rename `aside` to `store`; the old store steps aside first, since no system replaces a folder in one go."""
    old = store.with_name(f".{store.name}.{os.getpid()}.old")
    shutil.rmtree(old, ignore_errors=True)
    if store.exists():
        store.rename(old)
    try:
        aside.rename(store)
    except OSError:
        if old.exists():
            old.rename(store)
        raise
    shutil.rmtree(old, ignore_errors=True)


def read_tables(store: Path) -> dict[str, pd.DataFrame]:
    """The ledger's tables by name, typed as ledger.schema says, from a store that is current."""
    import pandas as pd

    return {name: pd.read_parquet(store / f"{name}.parquet") for name in COLUMNS}
