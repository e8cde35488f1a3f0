"""The values and merged ranges of a workbook's sheets, by the calamine library; what it does not tell is not here."""

from __future__ import annotations

import warnings
from pathlib import Path

from charity_analysis.ingest.refusals import FileRefused
from charity_analysis.ingest.sheets import Sheet


def read_calamine_sheets(path: Path) -> list[Sheet]:
    """The worksheets of the file at `path`, in their order.

    Raises: FileRefused (encrypted, damaged_file).
    """
    import python_calamine as calamine

    try:
        # Given the path, the reader would go by its suffix.
        with path.open("rb") as file, warnings.catch_warnings():
            workbook = calamine.CalamineWorkbook.from_filelike(file)
            return [
                _read_sheet(workbook.get_sheet_by_name(entry.name), entry.visible)
                for entry in workbook.sheets_metadata
                if entry.typ == calamine.SheetTypeEnum.WorkSheet
            ]
    except calamine.PasswordError as error:
        raise FileRefused("encrypted") from error
    except (KeyboardInterrupt, SystemExit, MemoryError):
        raise
    except BaseException as error:
        # The reader panics on some damaged files, and its panic is no Exception.
        raise FileRefused("damaged_file") from error


def _read_sheet(sheet: object, visibility: object) -> Sheet:
    import python_calamine as calamine

    assert isinstance(sheet, calamine.CalamineSheet)
    ranges = sheet.merged_cell_ranges or []
    return Sheet(
        sheet.name,
        sheet.to_python(skip_empty_area=False),  # type: ignore[arg-type]
        tuple((top, left, bottom, right) for (top, left), (bottom, right) in ranges),
        is_hidden=visibility != calamine.SheetVisibleEnum.Visible,
    )
