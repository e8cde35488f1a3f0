"""The passages of Word and Excel files: every part, properties, comments, hidden sheets, defined names, pictures."""

from __future__ import annotations

import io
import re
import zipfile
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from charity_analysis.report.privacy.reading.passages import Passage, UnreadableFile, of_bytes

_XML_ENDINGS = (".xml", ".rels", ".vml", ".svg")
_SHEET = re.compile(r"xl/worksheets/sheet([0-9]+)\.xml")
_COMMENT = re.compile(r"<!--(.*?)-->|<\?(?!xml )(.*?)\?>", re.DOTALL)
_STRINGS = "xl/sharedStrings.xml"
# Their texts run on across the elements within.
_BLOCKS = frozenset({"p", "si", "is", "comment"})
_ROWS = frozenset({"tr", "row"})
# Their numbers say how things look or where they are, as do most attributes.
_TELLING = (
    "name title descr alt tooltip display author val Target prompt promptTitle error errorTitle displayName codeName "
    "ref location uniqueName caption"
)
_TEXT_ATTRIBUTES = frozenset(_TELLING.split())
# Codes in what is printed at head and foot: &C for the middle, &P for the page.
_PRINT_CODE = re.compile(r"&[A-Z]")
_MOST_BYTES, _DEEPEST = 200_000_000, 3


def read_container(content: bytes, depth: int = 0) -> Iterator[Passage]:
    """The passages of a zip of XML parts, and of files embedded in it; entries' names too.

    Raises: UnreadableFile.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if depth > _DEEPEST or sum(entry.file_size for entry in archive.infolist()) > _MOST_BYTES:
                raise UnreadableFile("zip")
            parts = {entry.filename: archive.read(entry) for entry in archive.infolist()}
            yield Passage("压缩包说明", archive.comment.decode("utf-8", "replace"))
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError) as error:
        raise UnreadableFile("zip") from error
    strings = [_text(item) for item in _parse(parts[_STRINGS])] if _STRINGS in parts else []
    for name, part in parts.items():
        yield Passage("部件名称", name)
        if name.lower().endswith(_XML_ENDINGS):
            yield from (
                Passage(f"{name}，注释", found[0] or found[1])
                for found in _COMMENT.findall(part.decode("utf-8", "ignore"))
            )
        if sheet := _SHEET.fullmatch(name):
            yield from _sheet(f"第 {sheet[1]} 张工作表", _parse(part), strings)
        elif name.lower().endswith(_XML_ENDINGS):
            yield from _part(name, _parse(part))
        elif part.startswith(b"PK\x03\x04"):
            yield from (replace(one, place=f"{name}，{one.place}") for one in read_container(part, depth + 1))
        else:
            yield of_bytes(name, part)


def _parse(part: bytes) -> Element:
    try:
        root: Element = fromstring(part)
    except (ParseError, DefusedXmlException, ValueError) as error:
        raise UnreadableFile("xml") from error
    return root


def _tag(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _text(element: Element) -> str:
    return "".join(element.itertext())


def _sheet(place: str, root: Element, strings: list[str]) -> Iterator[Passage]:
    """A worksheet's cells under their addresses, its rows, and whatever else it holds."""
    rows: dict[str, list[str]] = defaultdict(list)
    for cell in (element for element in root.iter() if _tag(element) == "c"):
        address, kind = cell.get("r", "?"), cell.get("t", "n")
        values = {_tag(child): _text(child) for child in cell}
        value = values.get("v", "")
        if kind == "s" and value.isdigit() and int(value) < len(strings):
            value = strings[int(value)]
        elif kind == "inlineStr":
            value = values.get("is", "")
        yield Passage(f"{place} {address}", value, "number" if kind in ("n", "b") else "text")
        if formula := values.get("f", ""):
            yield Passage(f"{place} {address}，公式", formula)
        rows[address.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")].append(value)
    yield from (Passage(f"{place}第 {row} 行", "\n".join(values), "row") for row, values in rows.items())
    for element in root.iter():
        # Headers, footers, hints of validations, links.
        if _tag(element) not in ("v", "t", "f") and element.text and element.text.strip():
            yield Passage(f"{place}，{_tag(element)}", _PRINT_CODE.sub(" ", element.text))
        if _tag(element) not in ("c", "row", "col"):
            yield from _attributes(f"{place}，{_tag(element)}", element)


def _part(name: str, root: Element) -> Iterator[Passage]:
    """Any other part: texts as they read, rows of tables, telling attributes."""
    within: set[Element] = set()
    number = 0
    for element in root.iter():
        tag = _tag(element)
        if tag in _ROWS:
            cells = [_text(cell) for cell in element]
            yield Passage(name, "\n".join(cells), "row")
        if tag in _BLOCKS and element not in within:
            number += 1
            within.update(element.iter())
            yield Passage(f"{name} 第 {number} 段", _text(element))
        elif element not in within and element.text and element.text.strip():
            yield Passage(f"{name}，{tag}", element.text)
        if element.tail and element.tail.strip() and element not in within:
            yield Passage(f"{name}，{tag}", element.tail)
        yield from _attributes(f"{name}，{tag}", element)


def _attributes(place: str, element: Element) -> Iterator[Passage]:
    for key, value in element.attrib.items():
        kind = "text" if key.rpartition("}")[2] in _TEXT_ATTRIBUTES else "shape"
        yield Passage(f"{place} 的 {key.rpartition('}')[2]} 属性", value, kind)
