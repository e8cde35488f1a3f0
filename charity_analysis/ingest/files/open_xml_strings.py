"""The shared strings of a workbook: as the fast reader may take them, and which of them are blank or struck through."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property
from html import escape

from charity_analysis.ingest.files.open_xml_parse import MAIN_NAMESPACES, LocalNames, in_utf8, is_on, parse_xml
from charity_analysis.ingest.sheets import joins_numbers

_XML_SPACES = " \t\r\n"
# A carriage return and other characters that XML would lose are written as their number.
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_ROOT = re.compile(rb"^(?:<\?xml[^>]*\?>)?\s*<sst(?=[\s/>])([^<>]*)>")
_MAY_BE_BLANK_OR_STRUCK = re.compile(rb"<(?:si|t)(?: [^<>]*)?(?:/>|>\s*</(?:si|t)>)|<(?:strike|vertAlign)[ />]")
_OPENING = b'<sst xmlns="%s">' % MAIN_NAMESPACES[0].encode()
_ODD = (b"<!", b"<?", b"xmlns", b"AlternateContent")
XML_SPACE = "http://www.w3.org/XML/1998/namespace space"


def unescaped(text: str) -> str:
    """`text` with characters that are written as _x000D_ put back."""
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text) if "_x" in text else text


@dataclass
class RichText:
    """One text while its parts are read: runs of text, those struck through counted, readings (rPh) left out."""

    parts: list[str] = field(default_factory=list)
    piece: list[str] = field(default_factory=list)
    is_text: bool = False
    is_kept: bool = False
    is_reading: bool = False
    is_run_struck: bool = False
    is_run_raised: bool = False
    raised_count: int = 0
    struck_count: int = 0
    run_count: int = 0

    def start(self, local: str, attributes: dict[str, str]) -> None:
        if local == "t":
            self.is_text, self.is_kept = not self.is_reading, attributes.get(XML_SPACE) == "preserve"
        elif local == "r":
            self.is_run_struck = self.is_run_raised = False
        elif local == "vertAlign":
            self.is_run_raised = attributes.get("val", "baseline") != "baseline"
        elif local == "strike":
            self.is_run_struck = is_on(attributes.get("val", "1"))
        elif local == "rPh":
            self.is_reading = True

    def add(self, piece: str) -> None:
        if self.is_text:
            self.piece.append(piece)

    def end(self, local: str) -> None:
        if local == "t" and self.is_text:
            text = "".join(self.piece)
            text = text if self.is_kept else text.strip(_XML_SPACES)
            self.parts.append(text)
            if text.strip():
                self.run_count += 1
                self.struck_count += self.is_run_struck
                self.raised_count += self.is_run_raised
            self.is_text = False
            self.piece.clear()
        elif local == "r":
            self.is_run_struck = self.is_run_raised = False
        elif local == "rPh":
            self.is_reading = False

    @property
    def text(self) -> str:
        return unescaped("".join(self.parts))

    @property
    def is_struck(self) -> bool:
        """True where all that can be seen is struck through."""
        return self.run_count > 0 and self.struck_count == self.run_count

    @property
    def is_partly_marked(self) -> bool:
        """True where part of a number is struck through, or raised: what is joined here is no number."""
        parted = 0 < self.struck_count < self.run_count or 0 < self.raised_count < self.run_count
        return parted and joins_numbers(self.text)


class SharedStrings:
    """The strings that cells name by their number, from the part `content` (b"" for none)."""

    def __init__(self, content: bytes) -> None:
        self._content = b"".join(in_utf8([content]))

    @cached_property
    def for_fast_reader(self) -> bytes:
        """The part as the fast reader reads it right: as it is, where it is written plainly."""
        if not self._content or _is_plain(self._content):
            return self._content
        items = "".join(
            f'<si><t xml:space="preserve">{escape(_escaped(text), quote=False)}</t></si>' for text in self.texts
        )
        return f'<sst xmlns="{MAIN_NAMESPACES[0]}">{items}</sst>'.encode()

    @cached_property
    def texts(self) -> list[str]:
        """All strings in their order.

        Raises: FileRefused (damaged_file, unsafe_archive).
        """
        return [text for text, _, _ in self._all]

    @cached_property
    def blank(self) -> frozenset[int]:
        """Numbers of the strings of no characters."""
        return frozenset(number for number, (text, _, _) in self._suspects.items() if not text)

    @cached_property
    def struck(self) -> frozenset[int]:
        """Numbers of the strings that are wholly struck through."""
        return frozenset(number for number, (_, is_struck, _) in self._suspects.items() if is_struck)

    @cached_property
    def partly_marked(self) -> dict[int, str]:
        """Strings of figures of which a part is struck through or raised, by their number."""
        return {number: text for number, (text, _, is_partly) in self._suspects.items() if is_partly}

    @cached_property
    def _all(self) -> list[tuple[str, bool, bool]]:
        return _parse(self._content) if self._content else []

    @cached_property
    def _suspects(self) -> dict[int, tuple[str, bool, bool]]:
        """Strings that may be blank or struck or raised, by their number; only these are looked at closely."""
        content = self._content
        if content and not _is_plain(content):
            return dict(enumerate(self._all))
        found: dict[int, tuple[str, bool, bool]] = {}
        number, counted_to = -1, 0
        for match in _MAY_BE_BLANK_OR_STRUCK.finditer(content):
            number += content.count(b"<si", counted_to, match.start() + 3)
            counted_to = match.start() + 3
            if number in found:
                continue
            begin = content.rfind(b"<si", 0, counted_to)
            end = match.end() if match[0].startswith(b"<si") else content.find(b"</si>", begin) + 5
            found[number] = next(iter(_parse(_OPENING + content[begin:end] + b"</sst>")), ("", False, False))
        return found


def _parse(content: bytes) -> list[tuple[str, bool, bool]]:
    """Each string of the part, whether it is struck through, and whether a part of its figures is marked."""
    found: list[tuple[str, bool, bool]] = []
    names = LocalNames()
    current = RichText()

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal current
        if names[name] == "si":
            current = RichText()
        else:
            current.start(names[name], attributes)

    def end(name: str) -> None:
        if names[name] == "si":
            found.append((current.text, current.is_struck, current.is_partly_marked))
        else:
            current.end(names[name])

    parse_xml([content], start, end, lambda piece: current.add(piece))
    return found


def _escaped(text: str) -> str:
    """`text` with what XML cannot hold, and what looks like an escape, written as its number."""
    text = text.replace("_x", "_x005F_x")
    return "".join(char if char >= " " or char in "\t\n" else f"_x{ord(char):04X}_" for char in text)


def _is_plain(content: bytes) -> bool:
    """True for UTF-8 without prefixes, comments and the like, of which the fast reader would lose parts."""
    root = _ROOT.match(content)
    if root is None:
        return False
    attributes = root[1]
    is_default = any(b'xmlns="%s"' % namespace.encode() in attributes for namespace in MAIN_NAMESPACES)
    has_one = sum(attributes.count(namespace.encode()) for namespace in MAIN_NAMESPACES) == 1
    is_whole = content.rstrip().endswith(b"</sst>") or (attributes.endswith(b"/") and not content[root.end() :].strip())
    return is_default and has_one and is_whole and not any(content.find(mark, root.end()) >= 0 for mark in _ODD)
