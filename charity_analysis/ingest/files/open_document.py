"""Open document spreadsheets (.ods)."""

from __future__ import annotations

import re
from pathlib import Path

from charity_analysis.ingest.files.archives import open_archive, read_part, stream_part
from charity_analysis.ingest.files.open_document_content import DocumentContent
from charity_analysis.ingest.files.open_document_styles import DocumentStyles
from charity_analysis.ingest.findings import Finding
from charity_analysis.ingest.refusals import FileRefused
from charity_analysis.ingest.sheets import Workbook

_CONTENT, _STYLES, _MANIFEST = "content.xml", "styles.xml", "META-INF/manifest.xml"
# A library's list of its modules is written for an empty one too.
_MACRO = re.compile(r"(?:Basic/.+/(?!script-l[bc]\.xml)|Scripts/.+/)[^/]+")


def read_open_document(path: Path) -> Workbook:
    """All sheets of the workbook at `path`.

    Raises: FileRefused (encrypted, damaged_file, too_spread, unsafe_archive, not_a_spreadsheet); OSError where the
    disk refuses.
    """
    with open_archive(path) as archive:
        if b"encryption-data" in read_part(archive, _MANIFEST):
            raise FileRefused("encrypted")
        styles = DocumentStyles()
        common = read_part(archive, _STYLES)
        if common:
            DocumentContent(styles).read([common], _STYLES)
        content = DocumentContent(styles)
        content.read(stream_part(archive, _CONTENT), _CONTENT)
        has_macros = any(_MACRO.fullmatch(name) for name in archive.namelist())
    if not content.is_spreadsheet:
        raise FileRefused("not_a_spreadsheet", "OpenDocument 文档")
    findings = [Finding("macro")] if has_macros else []
    findings += [Finding("external_link")] if content.has_links else []
    return Workbook([sheet.sheet() for sheet in content.sheets if not sheet.is_foreign], findings)
