"""Turn a workbook or rows of text into bytes that are the same on every run and every machine."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from xml.etree import ElementTree

from openpyxl import Workbook

from charity_analysis.report.packing import pack

_MAIN_NAMESPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_SHARED_STRINGS_PART = "xl/sharedStrings.xml"
# What announces the part of shared strings, before the end of the two parts that list all others.
_ANNOUNCEMENTS = {
    "[Content_Types].xml": (
        "</Types>",
        '<Override ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml" '
        f'PartName="/{_SHARED_STRINGS_PART}"></Override>',
    ),
    "xl/_rels/workbook.xml.rels": (
        "</Relationships>",
        '<Relationship Id="rIdSharedStrings" Target="sharedStrings.xml" '
        'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"></Relationship>',
    ),
}
_XML_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_CONSTANT_TIME = "2000-01-01T00:00:00Z"
_TIMESTAMP = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
_INLINE_CELL = re.compile(r'<c ([^>]*?)t="inlineStr"><is><t(?: [^>]*)?>(.*?)</t></is></c>', re.DOTALL)
_THEME_REFERENCE = re.compile(r"<(Override|Relationship) [^>]*theme[^>]*></\1>")
_MERGED_CELL = re.compile(r'<mergeCell ref="([A-Z]+)(\d+)[^>]*></mergeCell>')
_THEME_PART = "xl/theme/theme1.xml"


def pack_workbook(workbook: Workbook) -> bytes:
    """The .xlsx bytes of `workbook`, free of clocks, of compressor versions and of XML library habits."""
    buffer = io.BytesIO()
    workbook.save(buffer)
    with zipfile.ZipFile(buffer) as archive:
        parts = {name: archive.read(name).decode("utf-8") for name in archive.namelist() if name != _THEME_PART}
    return _zip(_with_shared_strings({name: _canonical(text) for name, text in parts.items()}))


def pack_csv(rows: Iterable[Sequence[str]]) -> bytes:
    """The bytes of a GBK text file, as Chinese Excel saves a sheet as CSV.

    Raises: UnicodeEncodeError where a character is not in GBK.
    """
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\r\n").writerows(rows)
    return text.getvalue().encode("gbk")


def _canonical(xml_text: str) -> str:
    """One part in canonical form, since openpyxl's output depends on whether lxml is installed."""
    canonical = _THEME_REFERENCE.sub("", ElementTree.canonicalize(xml_text))
    return _with_sorted_merges(_TIMESTAMP.sub(_CONSTANT_TIME, canonical))


def _with_sorted_merges(xml_text: str) -> str:
    """The part with its merged ranges from top to bottom: openpyxl writes them in the order of a set."""
    matches = sorted(_MERGED_CELL.finditer(xml_text), key=lambda match: (int(match[2]), len(match[1]), match[1]))
    in_order = iter([match[0] for match in matches])
    return _MERGED_CELL.sub(lambda _: next(in_order), xml_text)


def _with_shared_strings(parts: dict[str, str]) -> dict[str, str]:
    """The parts with every text stored once, as Excel does, which keeps the uncompressed file small."""
    numbers: dict[str, int] = {}

    def refer(match: re.Match[str]) -> str:
        number = numbers.setdefault(match[2], len(numbers))
        return f'<c {match[1]}t="s"><v>{number}</v></c>'

    shared = {
        name: _INLINE_CELL.sub(refer, text) if name.startswith("xl/worksheets/") else text
        for name, text in parts.items()
    }
    items = "".join(f'<si><t xml:space="preserve">{text}</t></si>' for text in numbers)
    shared[_SHARED_STRINGS_PART] = f'<sst xmlns="{_MAIN_NAMESPACE}">{items}</sst>'
    for name, (end, announcement) in _ANNOUNCEMENTS.items():
        shared[name] = shared[name].replace(end, announcement + end)
    return shared


def _zip(parts: dict[str, str]) -> bytes:
    """The parts as a zip without compression: compressors differ between zlib builds, stored bytes do not."""
    names = sorted(parts, key=lambda name: (name != "[Content_Types].xml", name))
    return pack(((name, (_XML_DECLARATION + parts[name]).encode("utf-8")) for name in names), zipfile.ZIP_STORED)
