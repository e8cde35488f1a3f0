"""The same sheets by a library that the readers under test do not use: what both say is hardly wrong."""

from __future__ import annotations

from pathlib import Path

import python_calamine

from charity_analysis.ingest.sheets import Sheet


def sheets_by_calamine(path: Path) -> list[Sheet]:
    """Names, values and merged ranges of the worksheets of the good file at `path`."""
    with path.open("rb") as file:
        workbook = python_calamine.CalamineWorkbook.from_filelike(file)
        sheets = [workbook.get_sheet_by_name(name) for name in workbook.sheet_names]
    return [
        Sheet(
            sheet.name,
            sheet.to_python(skip_empty_area=False),  # type: ignore[arg-type]
            tuple((top, left, bottom, right) for (top, left), (bottom, right) in sheet.merged_cell_ranges or []),
        )
        for sheet in sheets
    ]
