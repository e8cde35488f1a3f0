"""A closer look at the few cells of a piece of rows that are more than a value: faults, styles, hidden rows."""

from __future__ import annotations

import re
from html import unescape

from charity_analysis.ingest.files.open_xml_formulas import column_number, counts_itself
from charity_analysis.ingest.files.open_xml_marks import Marks
from charity_analysis.ingest.files.open_xml_plain import NotPlain, one_of
from charity_analysis.ingest.files.open_xml_scan import RowsPiece
from charity_analysis.ingest.files.open_xml_strings import SharedStrings
from charity_analysis.ingest.sheets import CellPosition, FaultyCell

_CELL = rb'<c r="([A-Z]+)(\d+)"([^<>]*)>'
_FORMULA = rb"<f(?:\s[^<>]*)?(?:/>|>([^<]*)</f>)"
_HIDDEN_ROW = re.compile(rb'<row r="(\d+)"[^<>]*? (?:hidden="(?:1|true|on)"|ht="0(?:\.0*)?")')
_ERROR = re.compile(_CELL + rb"(?:<f[^<>]*/>|<f[^<>]*>[^<]*</f>)?<v>([^<]+)</v>")
_UNCOMPUTED = re.compile(_CELL + _FORMULA + rb"(<v></v>|<v ?/>|(?=</c>))")
# A formula that counts itself names its own cell, or a range.
_MAY_COUNT_ITSELF = re.compile(
    rb'<c r="([A-Z]+)(\d+)"[^<>]*><f((?:\s[^<>]*)?)>([^<]*?(?:\$?\b\1\$?\2\b|[A-Z0-9]:)[^<]*)</f>'
)
_STYLED = rb'<c r="([A-Z]+)(\d+)"[^<>]*? s="(%s)"[^<>]*(?<!/)>'
_STRUCK_TEXT = rb'<c r="([A-Z]+)(\d+)"[^<>]* t="s"[^<>]*><v>(%s)</v>'


def look_closer(piece: RowsPiece, marks: Marks, strings: SharedStrings, matter: frozenset[int]) -> None:
    """Add to `marks` what the rows of `piece` say; only what is there at all is searched for."""
    xml = piece.xml
    # A single character is found far faster than a word, and tells that most sheets have none of these.
    if b"h" in xml and (b' hidden="' in xml or b' ht="0' in xml):
        marks.hidden_rows.update(int(number) - 1 for number in _HIDDEN_ROW.findall(xml))
    if piece.error_count:
        errors = [match for match in _ERROR.finditer(xml) if b' t="e"' in match[3]]
        if len(errors) != piece.error_count:
            raise NotPlain
        for match in errors:
            marks.faults[_position(match)] = FaultyCell(unescape(match[4].decode()), "error_value")
    if b"f" in xml and b"<f" in xml:
        _find_faulty_formulas(xml, marks)
    if matter:
        for match in re.finditer(_STYLED % one_of(matter), xml):
            if int(match[3]) in matter:
                marks.styled[_position(match)] = int(match[3])
    if strings.struck:
        found = re.finditer(_STRUCK_TEXT % one_of(strings.struck), xml)
        marks.struck.update(_position(match) for match in found if int(match[3]) in strings.struck)
    if strings.partly_marked:
        for match in re.finditer(_STRUCK_TEXT % one_of(frozenset(strings.partly_marked)), xml):
            if int(match[3]) in strings.partly_marked:
                marks.faults[_position(match)] = FaultyCell(strings.partly_marked[int(match[3])], "partly_marked")


def _find_faulty_formulas(xml: bytes, marks: Marks) -> None:
    for match in _UNCOMPUTED.finditer(xml):
        # The result of ="" is a blank text, and stored as one.
        if not (b' t="str"' in match[3] and match[5]):
            marks.faults[_position(match)] = FaultyCell("=" + _text(match[4]), "formula_not_computed")
    for match in _MAY_COUNT_ITSELF.finditer(xml):
        row, column = _position(match)
        if counts_itself(_text(match[4]), row, column):
            if b't="shared"' in match[3]:
                # Its copies count themselves too.
                raise NotPlain
            marks.faults[row, column] = FaultyCell("=" + _text(match[4]), "formula_circular")


def _text(formula: bytes | None) -> str:
    return unescape((formula or b"").decode())


def _position(match: re.Match[bytes]) -> CellPosition:
    return int(match[2]) - 1, column_number(match[1].decode())
