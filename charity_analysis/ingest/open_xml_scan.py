"""A worksheet's XML cut into pieces of whole rows, each checked to be written as the fast reader reads it right.

The fast reader loses, without a word, what stands in comments, in CDATA, after a second sheetData or in another
encoding, and asks for the memory of the whole rectangle before it reads the last cell. So each piece is first
matched, as bytes, against the plain form that all office programs write.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from charity_analysis.ingest.open_xml_formulas import column_number
from charity_analysis.ingest.open_xml_numbering import Numbering, lacks_references
from charity_analysis.ingest.open_xml_parse import MAIN_NAMESPACES
from charity_analysis.ingest.open_xml_strings import SharedStrings


class NotPlain(Exception):
    """The sheet is right perhaps, but not in a way that the fast reader is trusted with."""


_LONGEST_HEAD = 4_000_000
_LONGEST_PIECE = 256_000_000
_ROOT = re.compile(rb"^(?:<\?xml[^>]*\?>)?\s*<worksheet(?=\s)([^<>]*)>")
_PREFIXED_ROOT = re.compile(rb"^(?:<\?xml[^>]*\?>)?\s*<([A-Za-z_][\w.-]*):worksheet\s")
_SHEET_DATA = re.compile(rb"<(?:[A-Za-z_][\w.-]*:)?sheetData(?:[\s/][^<>]*)?>")
_DEFAULT_NAMESPACE = re.compile(rb"\sxmlns\s*=")
_TAIL = re.compile(rb"(?:\s|<row [^<>]*/>)*</sheetData>")
_FIRST_ROW, _LAST_ROW = re.compile(rb'<row r="(\d{1,7})"'), re.compile(rb'<row r="(\d{1,7})"[^<>]*>')
_ATTRIBUTES = rb'(?: [a-z][A-Za-z0-9:]*="[^"<>&]*")* ?/?>'
_ODD_ROW = re.compile(rb'<row(?! r="[1-9]\d{0,6}"' + _ATTRIBUTES + rb")")
# The fast reader takes a number of a string that it cannot read for nought.
_ODD_STRING = re.compile(rb' t="s"(?: [a-z]+="[^"<>&]*")*>(?!<v>\d{1,9}</v>|<v></v>|</c>)')
# One cell a row is looked at: a writer that numbers its cells otherwise than their rows does it throughout.
_MISPLACED_CELL = re.compile(rb'<row r="(\d+)"[^<>]*>\s*<c r="[A-Z]++(?!\1")')
# A number may stand in parts of which only the first is read.
_ODD_VALUE = re.compile(rb"<v[^/>]*>(?:[^<]*<(?!/v>)|[\d.\sEe+-]*&)")
_BLANK_INLINE = (b"></t></is>", b"/></is>", b"<is></is>")
_ODD_FORMS = (_ODD_ROW, _MISPLACED_CELL, _ODD_VALUE, _ODD_STRING)
_ODD_MARKS, _ODD_WORDS = (b"<!", b"<?"), (b"xmlns", b"<strike")
_LETTERS = re.compile(rb'<c r="([A-Z]+)')
_ERROR_TYPE = re.compile(rb'(<c r="[^<>]*) t="e"')
# How far right cells may stand, narrow to wide: the letters' pattern, and the number of columns it allows.
_WIDTHS: tuple[tuple[bytes, int], ...] = (
    (rb"[A-Z]", 26), (rb"A?[A-Z]", 52), (rb"[A-D]?[A-Z]", 130), (rb"[A-Z]{1,2}", 702),
    (rb"(?:[A-Z]{1,2}|[A-W][A-Z]{2}|X[A-E][A-Z]|XF[A-D])", 16_384),
)  # fmt: skip
# Beyond this many cells, blanks counted, a piece is not given to the fast reader.
_MOST_CELLS_A_PIECE = 16_000_000


@dataclass(frozen=True)
class RowsPiece:
    """Whole rows in the plain form; `value_count` cells of them hold a value that is not blank.

    `readable` is the same for the fast reader, its `error_count` error values turned into texts.
    """

    xml: bytes
    readable: bytes
    value_count: int
    error_count: int


class SheetScan:
    """Cuts one sheet; afterwards `frame` is what stands around the rows, a whole XML of its own.

    Raises: NotPlain, at any piece.
    """

    def __init__(self, strings: SharedStrings, piece_bytes: int) -> None:
        self._strings = strings
        self._piece_bytes = piece_bytes
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
            yield self._checked(text[:cut])
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

    def _checked(self, xml: bytes) -> RowsPiece:
        xml = self._with_references(xml)
        self._piece_count += 1
        # Single characters are found far faster, and those of the marks are rare.
        suspicious = [mark for mark in _ODD_MARKS if mark[1:2] in xml] + [*_ODD_WORDS]
        if any(mark in xml for mark in suspicious) or any(odd.search(xml) for odd in _ODD_FORMS):
            raise NotPlain
        self._check_addresses(xml)
        # Error values that came with newer programs make the fast reader give up; as texts they are read.
        readable, errors = _ERROR_TYPE.subn(rb'\1 t="str"', xml) if b' t="e"' in xml else (xml, 0)
        return RowsPiece(xml, readable, self._count_values(xml), errors)

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

    def _check_addresses(self, xml: bytes) -> None:
        first = _FIRST_ROW.search(xml)
        last = _LAST_ROW.match(xml, xml.rfind(b'<row r="'))
        if first is None or last is None or int(last[1]) > 1_048_576 or int(first[1]) > int(last[1]):
            raise NotPlain
        height = int(last[1]) - int(first[1]) + 1
        for width in range(self._width, len(_WIDTHS)):
            letters, columns = _WIDTHS[width]
            if not re.search(rb"<c(?! r=\"%s%s\"%s)" % (letters, _at_most(last[1]), _ATTRIBUTES), xml):
                self._width = width
                break
        else:
            raise NotPlain
        if height * columns > _MOST_CELLS_A_PIECE:
            columns = max(map(column_number, map(bytes.decode, set(_LETTERS.findall(xml)))), default=0) + 1
            if height * columns > _MOST_CELLS_A_PIECE:
                raise NotPlain

    def _count_values(self, xml: bytes) -> int:
        count = xml.count(b"</v>") - xml.count(b"<v></v>")
        if inline := xml.count(b"</is>"):
            count += inline - sum(map(xml.count, _BLANK_INLINE))
        if self._strings.blank:
            numbers = b"|".join(b"%d" % number for number in sorted(self._strings.blank))
            count -= len(re.findall(rb' t="s"[^<>]*><v>(?:%s)</v>' % numbers, xml))
        return count


def _check_root(head: bytes) -> None:
    root = _ROOT.match(head)
    if root is None or len(_DEFAULT_NAMESPACE.findall(root[1])) != 1:
        raise NotPlain
    is_default = any(b'xmlns="%s"' % namespace.encode() in root[1] for namespace in MAIN_NAMESPACES)
    if not is_default or sum(head.count(namespace.encode()) for namespace in MAIN_NAMESPACES) != 1:
        raise NotPlain


def _at_most(number: bytes) -> bytes:
    """A pattern for row numbers up to about `number`: its first two digits count, the rest may be any."""
    digits = len(number)
    if digits < 3:
        return rb"[1-9]\d{0,%d}" % (digits - 1)
    first, second = number[:1], number[1:2]
    rest = digits - 2
    patterns = [rb"%s[0-%s]\d{%d}" % (first, second, rest), rb"[1-9]\d{0,%d}" % (digits - 2)]
    if first > b"1":
        patterns.insert(0, rb"[1-%d]\d{%d}" % (int(first) - 1, digits - 1))
    return rb"(?:" + b"|".join(patterns) + rb")"
