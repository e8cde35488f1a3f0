"""The manifest of a public ledger: what became of every file, without the names and values that messages quote."""

from __future__ import annotations

from typing import Any

from charity_analysis.report.privacy.finding_wording import public_message
from charity_analysis.report.privacy.texts import Redactor

Document = dict[str, Any]


def public_manifest(manifest: Document, redactor: Redactor) -> Document:
    """`manifest` with files and sheets by their shown names and findings in the rules' own words."""
    shown = dict(manifest)
    if "inputs" in manifest:
        shown["inputs"] = {_path(path, redactor): digest for path, digest in manifest["inputs"].items()}
    if "document" in manifest:
        document = manifest["document"]
        shown["document"] = {
            "files": [_file(file, redactor) for file in document["files"]],
            "findings": [_finding(finding, None, redactor) for finding in document["findings"]],
        }
    return shown


def _file(file: Document, redactor: Redactor) -> Document:
    name = redactor.place(file["file"])
    tables = [{**table, "sheet": _sheet(table["sheet"], redactor)} for table in file["tables"]]
    return {
        **file,
        "file": name,
        "tables": tables,
        "findings": [_finding(one, name, redactor) for one in file["findings"]],
    }


def _finding(finding: Document, file: str | None, redactor: Redactor) -> Document:
    shown = dict(finding)
    if "sheet" in finding:
        shown["sheet"] = _sheet(finding["sheet"], redactor)
    where = (file, shown.get("sheet") or None, finding.get("cell"))
    for language in ("zh", "en"):
        key = f"message_{language}"
        redactor.gather(finding[key])
        shown[key] = public_message(finding["rule"], finding[key], language, where, redactor.known)
    return shown


def _sheet(sheet: str | None, redactor: Redactor) -> str | None:
    return redactor.place(sheet) if sheet else sheet


def _path(path: str, redactor: Redactor) -> str:
    """The path with the file's name, below the folder of its period, as it is shown elsewhere."""
    period, slash, file = path.partition("/")
    return f"{period}/{redactor.place(file)}" if slash and file else redactor.place(path)
