"""What the styles of a binary workbook (.xlsb) say of the cells that wear them. Source: [MS-XLSB] 2.4.659, 2.4.847."""

from __future__ import annotations

import struct
from dataclasses import dataclass, field

from charity_analysis.ingest.cells.number_formats import shown_money
from charity_analysis.ingest.files.binary_workbook_records import records, wide_text
from charity_analysis.ingest.files.open_xml_styles import ValueKind, kind_of_format

_FONT, _FORMAT, _STYLE, _BEGIN_CELL_STYLES, _END_CELL_STYLES = 43, 44, 47, 617, 618
_STRUCK_OUT = 0x08
# Formats that every Excel knows by number; 27–36 and 50–58 are those of Chinese, Japanese and Korean programs.
_DATES = frozenset((*range(14, 23), *range(27, 37), 45, 47, *range(50, 59)))
_DURATION = 46


@dataclass
class BinaryStyles:
    """Styles by the number that cells name them with."""

    dates: set[int] = field(default_factory=set)
    durations: set[int] = field(default_factory=set)
    struck: set[int] = field(default_factory=set)
    currencies: dict[int, str] = field(default_factory=dict)


def read_binary_styles(part: bytes) -> BinaryStyles:
    """The styles of the part styles.bin; none where it is b""."""
    found = BinaryStyles()
    struck_fonts: list[bool] = []
    formats: dict[int, str] = {}
    style = -1
    is_inside = False
    for kind, at, end in records(part):
        if kind == _FONT:
            struck_fonts.append(bool(part[at + 2] & _STRUCK_OUT))
        elif kind == _FORMAT:
            formats[int.from_bytes(part[at : at + 2], "little")] = wide_text(part, at + 2, end)[0]
        elif kind in (_BEGIN_CELL_STYLES, _END_CELL_STYLES):
            is_inside = kind == _BEGIN_CELL_STYLES
        elif kind == _STYLE and is_inside:
            style += 1
            number, font = struct.unpack_from("<HH", part, at + 2)
            _take(found, style, number, formats.get(number))
            if font < len(struck_fonts) and struck_fonts[font]:
                found.struck.add(style)
    return found


def _take(found: BinaryStyles, style: int, number: int, code: str | None) -> None:
    if code is None:
        is_date, is_duration = number in _DATES, number == _DURATION
    else:
        is_date, is_duration = (kind_of_format(code) is kind for kind in (ValueKind.DATE, ValueKind.DURATION))
        if currency := shown_money(code):
            found.currencies[style] = currency
    if is_date:
        found.dates.add(style)
    if is_duration:
        found.durations.add(style)
