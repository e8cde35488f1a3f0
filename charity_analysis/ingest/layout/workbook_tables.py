"""All tables of one workbook, with the sheets that sum up or repeat others set apart so that no money counts twice."""

from __future__ import annotations

from collections.abc import Sequence

from charity_analysis.ingest.findings import Finding
from charity_analysis.ingest.layout.raw_table import Table
from charity_analysis.ingest.layout.summary_sheets import SheetTables, set_summaries_apart
from charity_analysis.ingest.layout.tables import find_tables
from charity_analysis.ingest.sheets import Sheet, is_blank


def find_workbook_tables(sheets: Sequence[Sheet], file_stem: str) -> tuple[list[Table], list[Finding]]:
    """The tables of all sheets in their order, and what was found of the sheets as wholes.

    A hidden sheet is left out by name. A table that repeats or sums up others is refused, its rows listed.
    """
    parts: list[SheetTables] = []
    for sheet in sheets:
        if not sheet.is_hidden:
            parts.append(SheetTables(sheet, *find_tables(sheet, file_stem)))
        elif any(not is_blank(value) for row in sheet.rows for value in row):
            parts.append(SheetTables(sheet, [], [Finding("hidden_sheet", sheet=sheet.name)]))
    if len(parts) > 1:
        set_summaries_apart(parts)
    tables = [table for part in parts for table in part.tables]
    return tables, [finding for part in parts for finding in part.findings]
