"""A worksheet's XML cut into pieces of whole rows, each checked to be written as the fast reader reads it right.

Other encodings, prefixes and missing references are made plain on the way.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from charity_analysis.ingest.files.open_xml_numbering import Numbering, lacks_references
from charity_analysis.ingest.files.open_xml_parse import MAIN_NAMESPACES
from charity_analysis.ingest.files.open_xml_plain import (
    NotPlain,
    check_addresses,
    check_form,
    check_marks,
    count_blanks,
    count_values,
)
from charity_analysis.ingest.files.open_xml_strings import SharedStrings

_ERROR_TYPE = re.compile(rb'(<c r="[^<>]*) t="e"')
_LONGEST_HEAD = 4_000_000
_LONGEST_PIECE = 256_000_000
_ROOT = re.compile(rb"^(?:<\?xml[^>]*\?>)?\s*<worksheet(?=\s)([^<>]*)>")
_PREFIXED_ROOT = re.compile(rb"^(?:<\?xml[^>]*\?>)?\s*<([A-Za-z_][\w.-]*):worksheet\s")
_SHEET_DATA = re.compile(rb"<(?:[A-Za-z_][\w.-]*:)?sheetData(?:[\s/][^<>]*)?>")
_DEFAULT_NAMESPACE = re.compile(rb"\sxmlns\s*=")
_TAIL = re.compile(rb"(?:\s|<row [^<>]*/>)*</sheetData>")


@dataclass(frozen=True)
class RowsPiece:
    """Whole rows in the plain form; `value_count` cells of them hold a value, which may be blank.

    `readable` is the same for the fast reader, its `error_count` error values turned into texts.
    """

    xml: bytes
    readable: bytes
    value_count: int
    error_count: int
    blank_strings: frozenset[int]

    def is_whole(self, found_count: int) -> bool:
        """True where so many values that are not blank are all that there are."""
        return found_count == self.value_count or found_count == self.value_count - count_blanks(
            self.xml, self.blank_strings
        )


class SheetScan:
    """Cuts one sheet; afterwards `frame` is what stands around the rows, a whole XML of its own.

    Raises: NotPlain, at any piece.
    """

    def __init__(self, strings: SharedStrings, piece_bytes: int, is_careful: bool) -> None:
        self._strings = strings
        self._piece_bytes = piece_bytes
        self._is_careful = is_careful
        self._width = 0
        self._prefix = b""
        self._numbering: Numbering | None = None
        self._piece_count = 0
        self.frame = b""

    def pieces(self, stream: Iterator[bytes]) -> Iterator[RowsPiece]:
        """The sheet's rows, piece by piece."""
        buffer = [self._read_head(stream)]
        size = 0
        for chunk in stream:
            buffer.append(chunk)
            size += len(chunk)
            if size >= self._piece_bytes:
                text = self._unprefixed(b"".join(buffer))
                buffer.clear()
                cut = text.rfind(b"</row>") + len(b"</row>")
                buffer, size = [text[cut:] if cut >= len(b"</row>") else text], 0
                if cut >= len(b"</row>"):
                    text = text[:cut]
                    yield self._checked(text)
                elif len(text) > _LONGEST_PIECE:
                    raise NotPlain
        text = self._unprefixed(b"".join(buffer))
        cut = text.rfind(b"</row>") + len(b"</row>")
        cut = cut if cut >= len(b"</row>") else 0
        if cut:
            yield self._checked(text[:cut], is_last=True)
        self._close(text[cut:])

    def _read_head(self, stream: Iterator[bytes]) -> bytes:
        text = b""
        for chunk in stream:
            text += chunk
            if found := _SHEET_DATA.search(text):
                break
            if len(text) > _LONGEST_HEAD:
                raise NotPlain
        else:
            raise NotPlain
        head = text[: found.end()]
        if prefixed := _PREFIXED_ROOT.match(head):
            self._prefix = prefixed[1] + b":"
            head = self._unprefixed(head).replace(b" xmlns:" + prefixed[1] + b"=", b" xmlns=")
        _check_root(head)
        if head.endswith(b"/>"):
            # A sheet without a row.
            self.frame, rest = head, b"</sheetData>" + text[found.end() :]
        else:
            self.frame, rest = head[:-1] + b"/>", text[found.end() :]
        return rest

    def _unprefixed(self, text: bytes) -> bytes:
        """`text` without the prefix that the whole sheet is written with; done again, it changes nothing."""
        if not self._prefix:
            return text
        return text.replace(b"<" + self._prefix, b"<").replace(b"</" + self._prefix, b"</")

    def _close(self, tail: bytes) -> None:
        found = _TAIL.match(tail)
        if found is None:
            raise NotPlain
        self.frame += tail[found.end() :]

    def _checked(self, xml: bytes, is_last: bool = False) -> RowsPiece:
        xml = self._with_references(xml)
        self._piece_count += 1
        check_marks(xml)
        # The checksum vouches for the bytes, and a program that writes oddly does so from its first row: so the form
        # of every cell is looked at in the first and last piece, and in all of them once a reader has come to grief.
        if self._is_careful or self._piece_count == 1 or is_last:
            check_form(xml)
            self._width = check_addresses(xml, self._width)
        # Error values that came with newer programs make the fast reader give up; as texts they are read.
        readable, errors = _ERROR_TYPE.subn(rb'\1 t="str"', xml) if b' t="e"' in xml else (xml, 0)
        return RowsPiece(xml, readable, count_values(xml), errors, self._strings.blank)

    def _with_references(self, xml: bytes) -> bytes:
        if self._numbering is None:
            # Once without, all the sheet without: rows are counted from the first.
            if self._piece_count or not lacks_references(xml):
                return xml
            self._numbering = Numbering()
        numbered = self._numbering.numbered(xml)
        if numbered is None:
            raise NotPlain
        return numbered


def _check_root(head: bytes) -> None:
    root = _ROOT.match(head)
    if root is None or len(_DEFAULT_NAMESPACE.findall(root[1])) != 1:
        raise NotPlain
    is_default = any(b'xmlns="%s"' % namespace.encode() in root[1] for namespace in MAIN_NAMESPACES)
    if not is_default or sum(head.count(namespace.encode()) for namespace in MAIN_NAMESPACES) != 1:
        raise NotPlain
