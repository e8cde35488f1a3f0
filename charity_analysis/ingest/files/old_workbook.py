"""Old binary workbooks (.xls, and .et of WPS): values by a library, checked against a walk through all records."""

from __future__ import annotations

from pathlib import Path

from charity_analysis.ingest.files.old_workbook_records import read_old_records
from charity_analysis.ingest.files.old_workbook_sheets import COLUMNS, OldSheet
from charity_analysis.ingest.files.old_workbook_values import read_old_values
from charity_analysis.ingest.files.spread import check_spread
from charity_analysis.ingest.findings import Finding
from charity_analysis.ingest.refusals import FileRefused, damage_refused
from charity_analysis.ingest.sheets import CellPosition, Sheet, Workbook

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# The newer first: a file saved for two versions of Excel holds both.
_STREAMS = ("Workbook", "Book")
_MACRO_STORAGES = frozenset(("_vba_project_cur", "_vba_project", "macros"))


def read_old_workbook(path: Path) -> Workbook:
    """All sheets of the workbook at `path`.

    Raises: FileRefused (encrypted, damaged_file, too_spread); OSError where the disk refuses.
    """
    content = path.read_bytes()
    with damage_refused():
        stream, has_macros = _open(content) if content.startswith(_OLE) else (content, False)
        records = read_old_records(stream)
        for sheet in records.sheets:
            columns = {cell % COLUMNS for cell in sheet.cells}
            check_spread(max(sheet.cells, default=-1) // COLUMNS + 1, max(columns, default=-1) + 1, len(sheet.cells))
        named = read_old_values(stream, records)
        sheets = [_sheet(name, rows, sheet) for (name, rows), sheet in zip(named, records.sheets, strict=True)]
    findings = [Finding("macro")] if has_macros or records.has_macros else []
    return Workbook(sheets, findings + ([Finding("external_link")] if records.has_external_links else []))


def _open(content: bytes) -> tuple[bytes, bool]:
    """The workbook's records, and whether macros stand beside them."""
    import olefile

    with olefile.OleFileIO(content) as container:
        has_macros = any(part.lower() in _MACRO_STORAGES for path in container.listdir(storages=True) for part in path)
        name = next((name for name in _STREAMS if container.exists(name)), None)
        if name is None:
            raise FileRefused("damaged_file")
        stream = container.openstream(name).read()
        # The library fills up what is cut off, or leaves it out.
        if len(stream) != container.get_size(name):
            raise FileRefused("damaged_file")
    return stream, has_macros


def _sheet(name: str, rows: list[list[object]], records: OldSheet) -> Sheet:
    return Sheet(
        name,
        rows,
        tuple(records.merges),
        is_hidden=records.is_hidden,
        hidden_rows=frozenset(row for row in records.hidden_rows if row < len(rows)),
        struck=frozenset(map(_position, records.struck)),
        currencies={_position(cell): currency for cell, currency in records.currencies.items()},
    )


def _position(cell: int) -> CellPosition:
    return divmod(cell, COLUMNS)
