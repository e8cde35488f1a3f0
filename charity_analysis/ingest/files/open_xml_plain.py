"""The plain form of a worksheet's rows, which all office programs write and the fast reader reads right.

The fast reader loses, without a word, what stands in comments, in CDATA or after a second sheetData, takes a string
that it cannot find for the first one, and asks for the memory of the whole rectangle before it reads the last cell.
"""

from __future__ import annotations

import re

from charity_analysis.ingest.files.open_xml_formulas import column_number


class NotPlain(Exception):
    """The sheet is right perhaps, but not in a way that the fast reader is trusted with."""


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
_ODD_MARKS = ((b"<!", b"!"), (b"<?", b"?"), (b"xmlns", b"x"), (b"<strike", b"k"), (b"<vertAlign", b"g"))
_LETTERS = re.compile(rb'<c r="([A-Z]+)')
# How far right cells may stand, narrow to wide: the letters' pattern, and the number of columns it allows.
_WIDTHS: tuple[tuple[bytes, int], ...] = (
    (rb"[A-Z]", 26), (rb"A?[A-Z]", 52), (rb"[A-D]?[A-Z]", 130), (rb"[A-Z]{1,2}", 702),
    (rb"(?:[A-Z]{1,2}|[A-W][A-Z]{2}|X[A-E][A-Z]|XF[A-D])", 16_384),
)  # fmt: skip
# Beyond this many cells, blanks counted, a piece is not given to the fast reader.
_MOST_CELLS_A_PIECE = 16_000_000
# Up to so many numbers are searched for by name.
_FEW = 50


def check_marks(xml: bytes) -> None:
    """Check that these rows hold nothing that the fast reader would lose.

    Raises: NotPlain.
    """
    # Single characters are found far faster, and those of the marks are rare.
    suspicious = [mark for mark, rare in _ODD_MARKS if rare in xml]
    if any(mark in xml for mark in suspicious):
        raise NotPlain


def check_form(xml: bytes) -> None:
    """Check that these rows are written plainly, addresses apart.

    Raises: NotPlain.
    """
    if any(odd.search(xml) for odd in _ODD_FORMS):
        raise NotPlain


def check_addresses(xml: bytes, narrowest: int = 0) -> int:
    """Check that each cell has an address within a rectangle that memory holds; which of the widths was enough.

    Raises: NotPlain.
    """
    first = _FIRST_ROW.search(xml)
    last = _LAST_ROW.match(xml, xml.rfind(b'<row r="'))
    if first is None or last is None or int(last[1]) > 1_048_576 or int(first[1]) > int(last[1]):
        raise NotPlain
    height = int(last[1]) - int(first[1]) + 1
    for width in range(narrowest, len(_WIDTHS)):
        letters, columns = _WIDTHS[width]
        if re.search(rb"<c(?! r=\"%s%s\"%s)" % (letters, _at_most(last[1]), _ATTRIBUTES), xml):
            continue
        if height * columns > _MOST_CELLS_A_PIECE:
            columns = max(map(column_number, map(bytes.decode, set(_LETTERS.findall(xml)))), default=0) + 1
        if height * columns <= _MOST_CELLS_A_PIECE:
            return width
        break
    raise NotPlain


def count_values(xml: bytes) -> int:
    """How many cells of these plain rows hold a value, which may be blank."""
    return xml.count(b"</v>") + xml.count(b"</is>")


def count_blanks(xml: bytes, blank_strings: frozenset[int]) -> int:
    """How many of these values are blank."""
    count = xml.count(b"<v></v>") + sum(map(xml.count, _BLANK_INLINE))
    if blank_strings:
        shown = re.findall(rb' t="s"[^<>]*><v>(%s)</v>' % one_of(blank_strings), xml)
        count += sum(int(number) in blank_strings for number in shown)
    return count


def one_of(numbers: frozenset[int]) -> bytes:
    """A pattern for these numbers; for any number where they are many."""
    return b"|".join(b"%d" % number for number in sorted(numbers)) if len(numbers) <= _FEW else rb"\d+"


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
