"""A file's sheets as grids of raw values, each value at its own address."""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from charity_analysis.ingest.file_kinds import TEXT, detect_file_kind
from charity_analysis.ingest.refusals import FileRefused
from charity_analysis.ingest.text_tables import read_text_rows

# Blanks of every width, and what shows nothing at all.
_UNSEEN = "\t\n\v\f\r\x1c\x1d\x1e\x1f \x85\xa0\xad\u1680\u2028\u2029\u202f\u205f\u2060\u3000\ufeff" + "".join(
    map(chr, range(0x2000, 0x2010))
)
# Top, left, bottom, right; 0-based and inclusive.
MergedRange = tuple[int, int, int, int]


@dataclass(frozen=True)
class Sheet:
    """One sheet: `rows[r][c]` is the value of the cell at 0-based row r and column c, "" where it is blank."""

    name: str
    rows: list[list[object]]
    merges: tuple[MergedRange, ...] = ()
    is_hidden: bool = False
    is_text: bool = False

    @cached_property
    def merges_by_row(self) -> dict[int, list[MergedRange]]:
        """Merged ranges by the row where they begin."""
        by_row: dict[int, list[MergedRange]] = {}
        for merge in self.merges:
            by_row.setdefault(merge[0], []).append(merge)
        return by_row

    def value(self, row: int, column: int) -> object:
        """The raw value of one cell; "" outside the sheet."""
        cells = self.rows[row] if row < len(self.rows) else []
        return cells[column] if column < len(cells) else ""

    def text(self, row: int, column: int) -> str:
        """The value of one cell as trimmed text."""
        value = self.value(row, column)
        return value.strip() if isinstance(value, str) else ("" if value is None else str(value))


def is_blank(value: object) -> bool:
    """True for a cell in which nothing can be seen."""
    return value is None or value == "" or (isinstance(value, str) and not value.strip(_UNSEEN))


def read_sheets(path: Path) -> list[Sheet]:
    """All sheets of the file at `path`, in their order; a text file is one sheet without a name.

    Raises: FileRefused where the file is no spreadsheet or cannot be read.
    """
    try:
        kind = detect_file_kind(path)
        if kind == TEXT:
            return [Sheet("", read_text_rows(path), is_text=True)]
    except OSError as error:
        raise FileRefused("unreadable_file") from error
    return _read_workbook(path)


def _read_workbook(path: Path) -> list[Sheet]:
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
