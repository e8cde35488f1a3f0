"""The kinds of files that are read, each by a module of its own."""

from __future__ import annotations

from enum import StrEnum


class FileKind(StrEnum):
    """The kinds of files that are read."""

    OPEN_XML = "open_xml"
    BINARY_WORKBOOK = "binary_workbook"
    OLD_WORKBOOK = "old_workbook"
    OPEN_DOCUMENT = "open_document"
    HTML = "html"
    XML_SPREADSHEET = "xml_spreadsheet"
    TEXT = "text"
