"""Rows and cells without references given their own, as the fast reader needs them to read a part of a sheet."""

from __future__ import annotations

import re

from charity_analysis.ingest.addresses import column_letters

_FIRST_CELL = re.compile(rb"<c[\s/>][^<>]*")
_REFERENCE = re.compile(rb"\sr\s*=")
_ROW_NUMBER = re.compile(rb'( [^<>]*?)? r="([1-9]\d{0,6})"')
_WIDEST = 702


def lacks_references(xml: bytes) -> bool:
    """True where the first cell of these rows has no reference."""
    first = _FIRST_CELL.search(xml)
    return first is not None and not _REFERENCE.search(first[0])


class Numbering:
    """Numbers the rows of one sheet, piece after piece, cells one after the other from the first column."""

    def __init__(self) -> None:
        self._row = 0
        self._cells = [b'<c r="%s' % column_letters(column).encode() for column in range(_WIDEST)]

    def numbered(self, xml: bytes) -> bytes | None:
        """The rows with references; None where some have them already, or one is too wide."""
        before, *rows = xml.split(b"<row")
        made = [before]
        for text in rows:
            if given := _ROW_NUMBER.match(text):
                self._row = int(given[2])
                text = (given[1] or b"") + text[given.end() :]
            else:
                self._row += 1
            attributes, *cells = text.split(b"<c")
            if len(cells) > _WIDEST:
                return None
            number = b'%d"' % self._row
            made.append(b'<row r="' + number + attributes)
            made += [cell + number + rest for cell, rest in zip(self._cells, cells, strict=False)]
        return None if _has_two_references(numbered := b"".join(made)) else numbered


_TWO_REFERENCES = re.compile(rb'<(?:c|row) r="[^"]*"[^<>]*?\sr\s*=')


def _has_two_references(xml: bytes) -> bool:
    return _TWO_REFERENCES.search(xml) is not None
