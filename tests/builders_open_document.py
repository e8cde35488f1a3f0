"""Open document spreadsheets (.ods) as the tests need them, from the XML of their rows."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from typing import Any

DOCUMENT_TYPE = "application/vnd.oasis.opendocument.spreadsheet"
_BASE = "urn:oasis:names:tc:opendocument:xmlns:"
NAMESPACES = "".join(f' xmlns:{name}="{_BASE}{name}:1.0"' for name in ("office", "table", "text", "style"))
NAMESPACES += f' xmlns:number="{_BASE}datastyle:1.0" xmlns:xlink="http://www.w3.org/1999/xlink"'
NAMESPACES += ' xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'


def cell(value: Any = None, attributes: str = "", shown: str = "") -> str:
    """The XML of one cell: text, number, or blank."""
    if value is None:
        return f"<table:table-cell {attributes}/>"
    if isinstance(value, str):
        return f'<table:table-cell office:value-type="string" {attributes}><text:p>{value}</text:p></table:table-cell>'
    return (
        f'<table:table-cell office:value-type="float" office:value="{value}" {attributes}>'
        f"<text:p>{shown or value}</text:p></table:table-cell>"
    )


def row(*cells: Any, attributes: str = "") -> str:
    """The XML of one row: of values, or of cells that are XML already."""
    xml = (each if isinstance(each, str) and each.startswith("<") else cell(each) for each in cells)
    return f"<table:table-row {attributes}>{''.join(xml)}</table:table-row>"


def table(*rows: str, name: str = "一月", attributes: str = "") -> str:
    """The XML of one sheet."""
    return f'<table:table table:name="{name}" {attributes}>{"".join(rows)}</table:table>'


def content_of(*tables: str, styles: str = "", before: str = "", kind: str = "spreadsheet") -> str:
    """content.xml with these sheets; `styles` are its automatic styles."""
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>{before}<office:document-content{NAMESPACES}>'
        f"<office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:{kind}>{''.join(tables)}</office:{kind}></office:body></office:document-content>"
    )


def archive_of(content: str | bytes, parts: Mapping[str, str] | None = None) -> bytes:
    """The file, with further parts by their names."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", DOCUMENT_TYPE, zipfile.ZIP_STORED)
        archive.writestr("content.xml", content)
        for name, part in (parts or {}).items():
            archive.writestr(name, part)
    return target.getvalue()


def document(*rows: str, styles: str = "", parts: Mapping[str, str] | None = None) -> bytes:
    """A file with one sheet 一月 of these rows."""
    return archive_of(content_of(table(*rows), styles=styles), parts)


def common_styles(styles: str) -> str:
    """styles.xml with these styles."""
    return f"<office:document-styles{NAMESPACES}><office:styles>{styles}</office:styles></office:document-styles>"
