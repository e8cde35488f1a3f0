"""Open document spreadsheets (.ods)."""

from __future__ import annotations

from pathlib import Path

from charity_analysis.ingest.calamine_sheets import read_calamine_sheets
from charity_analysis.ingest.sheets import Workbook


def read_open_document(path: Path) -> Workbook:
    """All sheets of the workbook at `path`.

    Raises: FileRefused (encrypted, damaged_file); OSError where the disk refuses.
    """
    return Workbook(read_calamine_sheets(path))
