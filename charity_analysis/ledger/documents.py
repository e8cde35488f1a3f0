"""What became of every file, as the document that `charity clean --json` prints and the manifest keeps."""

from __future__ import annotations

from typing import Any

from charity_analysis.ingest.findings import Finding
from charity_analysis.ledger.clean import CleanedOrganisation
from charity_analysis.ledger.file_parts import FilePart, TablePart

Document = dict[str, Any]


def build_document(cleaned: CleanedOrganisation) -> Document:
    """Files and findings of one organisation, with messages in both languages."""
    return {
        "files": [_file(file) for file in cleaned.files],
        "findings": [
            {"organisation": finding.organisation, "period": finding.period or None, **_statement(finding)}
            for finding in cleaned.findings
        ],
    }


def in_language(document: Document, language: str) -> Document:
    """`document` with each finding's message in one language, as the contract has it."""
    return {
        "files": [
            {**file, "findings": [_worded(finding, language) for finding in file["findings"]]}
            for file in document["files"]
        ],
        "findings": [_worded(finding, language) for finding in document["findings"]],
    }


def merge_documents(documents: list[Document]) -> Document:
    """One document over several organisations."""
    return {key: [entry for document in documents for entry in document[key]] for key in ("files", "findings")}


def count_errors(document: Document) -> int:
    """How many findings of severity error stand in the document."""
    findings = [finding for file in document["files"] for finding in file["findings"]] + document["findings"]
    return sum(finding["severity"] == "error" for finding in findings)


def _file(file: FilePart) -> Document:
    return {
        "organisation": file.source.organisation,
        "period": file.source.period,
        "file": file.source.file,
        "status": file.status,
        "tables": [_table(table) for table in file.tables],
        "findings": [
            {**_statement(finding), "sheet": finding.sheet, "cell": finding.cell} for finding in file.findings
        ],
    }


def _table(table: TablePart) -> Document:
    return {
        "sheet": table.sheet,
        "kind": table.kind,
        "rows": {"clean": table.clean.num_rows, "held": table.held.num_rows, "ignored": table.ignored},
        "clean_fen": table.clean_fen,
        "held_cells": table.held_cells,
    }


def _statement(finding: Finding) -> Document:
    return {
        "rule": finding.rule,
        "severity": finding.severity,
        "message_zh": finding.message("zh"),
        "message_en": finding.message("en"),
    }


def _worded(finding: Document, language: str) -> Document:
    kept = {key: value for key, value in finding.items() if not key.startswith("message_")}
    return {**kept, "message": finding[f"message_{language}"]}
