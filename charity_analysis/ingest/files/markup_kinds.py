"""What a text file is by its first mark-up: a web page, a workbook in XML, another XML, or plain text."""

from __future__ import annotations

import re

from charity_analysis.ingest.files.kinds import FileKind
from charity_analysis.ingest.files.text_encoding import wide_encoding
from charity_analysis.ingest.refusals import FileRefused

_SPACE = r"[\s\ufeff\x00]*+"
_DECLARATION = re.compile(r"<\?xml\b")
# What may stand before the first element: declarations, instructions to programs, comments.
_BEFORE = re.compile(
    rf"{_SPACE}(?:(?:<\?[^>]*+>|<!--(?:[^-]|-(?!->))*+-->|<!\w[^>\[]*+(?:\[[^\]]*+\][^>]*+)?>){_SPACE})*+"
)
_ELEMENT = re.compile(r"<(?:([\w.-]+):)?([A-Za-z][\w.-]*+)(?=[\s/>])")
_HTML = re.compile(
    r"html|head|body|table|thead|tbody|tr|td|meta|title|style|script|link|base|frameset|div|span|p|br|center|font|form"
    r"|h[1-6]|b",
    re.IGNORECASE,
)
_HTML_DOCTYPE = re.compile(r"<!DOCTYPE\s+html", re.IGNORECASE)
# Messages of a server may stand before the table that it was to send.
_TABLE = re.compile(r"<table[\s>].*?<t[rhd][\s>]", re.IGNORECASE | re.DOTALL)
_SPREADSHEET = re.compile(r"urn:schemas-microsoft-com:office:spreadsheet|progid=[\"']Excel\.Sheet")
_OTHER_XML = (
    (re.compile(r"progid=[\"']Word\.Document|schemas\.microsoft\.com/office/word"), "Word 文档"),
    (re.compile(r"<(?:\w+:)?svg[\s>]"), "SVG 图片"),
    (re.compile(r"urn:oasis:names:tc:opendocument|office:document"), "XML 格式的 OpenDocument 文件"),
)


def detect_markup(head: bytes) -> FileKind | None:
    """HTML or XML_SPREADSHEET where a file that begins with `head` is one; None for a plain text.

    Raises: FileRefused (not_a_spreadsheet) for XML of another kind.
    """
    text = head.removeprefix(b"\xef\xbb\xbf").decode(_encoding(head), "replace")
    before = _BEFORE.match(text)
    at = before.end() if before else 0
    element = _ELEMENT.match(text, at)
    is_page = element is not None and element[1] is None and _HTML.fullmatch(element[2]) is not None
    if is_page or _HTML_DOCTYPE.search(text, 0, at) or _TABLE.search(text):
        return FileKind.HTML
    is_xml = _DECLARATION.search(text, 0, at + 1) is not None
    if element is None and not is_xml:
        return FileKind.HTML if text.startswith("<!--", at) else None
    if element is not None and element[2] == "Workbook" and _SPREADSHEET.search(text):
        return FileKind.XML_SPREADSHEET
    if is_xml or element is None or "xmlns" in text or f"</{element[0][1:]}" in text:
        kind = next((kind for pattern, kind in _OTHER_XML if pattern.search(text)), "XML 文件")
        raise FileRefused("not_a_spreadsheet", kind)
    return None


def _encoding(head: bytes) -> str:
    """An encoding in which plain characters of `head` can be seen; others do not matter here."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16-le" if head[0] == 0xFF else "utf-16-be"
    return wide_encoding(head) or "latin-1"
