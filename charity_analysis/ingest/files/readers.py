"""A file → its sheets, by the reader of what it really is."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from pathlib import Path

from charity_analysis.ingest.files.file_kinds import FileKind, detect_file_kind
from charity_analysis.ingest.refusals import FileRefused
from charity_analysis.ingest.sheets import Workbook

# Kind of file → module of this folder and its function (path → Workbook); only the one that is needed is imported.
_READERS: dict[FileKind, tuple[str, str]] = {
    FileKind.OPEN_XML: ("open_xml", "read_open_xml"),
    FileKind.BINARY_WORKBOOK: ("binary_workbook", "read_binary_workbook"),
    FileKind.OLD_WORKBOOK: ("old_workbook", "read_old_workbook"),
    FileKind.OPEN_DOCUMENT: ("open_document", "read_open_document"),
    FileKind.HTML: ("html_tables", "read_html_tables"),
    FileKind.XML_SPREADSHEET: ("xml_spreadsheet", "read_xml_spreadsheet"),
    FileKind.TEXT: ("text_tables", "read_text_table"),
}


def read_workbook(path: Path, is_careful: bool = False) -> Workbook:
    """All sheets of the file at `path`, in their order; a text file is one sheet without a name.

    `is_careful` leaves out what is quick by trust: for a file over which a reader came to grief.

    Raises: FileRefused where the file is no spreadsheet or cannot be read.
    """
    try:
        kind = detect_file_kind(path)
        module, function = _READERS[kind]
        read: Callable[..., Workbook] = getattr(import_module(f"{__package__}.{module}"), function)
        return read(path, is_careful=True) if is_careful and kind == FileKind.OPEN_XML else read(path)
    except OSError as error:
        raise FileRefused("unreadable_file") from error
