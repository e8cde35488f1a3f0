"""What the styles of a workbook say of the values in their cells: days, durations, struck through, foreign money."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import Enum
from functools import lru_cache

from charity_analysis.ingest.cells.number_formats import shown_money
from charity_analysis.ingest.files.open_xml_parse import LocalNames, is_on, parse_xml


class ValueKind(Enum):
    """What the numbers in cells of one style are."""

    NUMBER = "number"
    DATE = "date"
    DURATION = "duration"


# Formats that have a number and no code; 27–36 and 50–58 are those of Chinese, Japanese and Korean programs.
_DATES_BY_NUMBER = frozenset((*range(14, 23), *range(27, 37), 45, 47, *range(50, 59)))
_DURATION_BY_NUMBER = 46
# What stands for itself in a code, and what only looks like the letter of a day or a time.
_NO_LETTERS = re.compile(r'"[^"]*"?|[\\!_*].|General|G/通用格式|E[+-]|\[(?![hms]+\])[^\]]*\]', re.IGNORECASE)
_DURATION = re.compile(r"\[[hms]+\]", re.IGNORECASE)
_DATE = re.compile(r"[dmhyse]|a{3}|上午|AM/PM", re.IGNORECASE)


@dataclass(frozen=True)
class Style:
    """One entry of cellXfs."""

    kind: ValueKind = ValueKind.NUMBER
    is_struck: bool = False
    currency: str = ""


@lru_cache(maxsize=4096)
def kind_of_format(code: str) -> ValueKind:
    """What numbers of the format `code` are; its first section, the one for positive numbers, decides."""
    first = _NO_LETTERS.sub("", code).split(";")[0]
    if _DURATION.search(first):
        return ValueKind.DURATION
    return ValueKind.DATE if _DATE.search(first) else ValueKind.NUMBER


@dataclass
class _StyleSheet:
    formats: dict[str, str] = field(default_factory=dict)
    struck_fonts: list[bool] = field(default_factory=list)
    based: list[dict[str, str]] = field(default_factory=list)
    cells: list[dict[str, str]] = field(default_factory=list)

    def style(self, entry: dict[str, str]) -> Style:
        base = entry.get("xfId", "")
        inherited = self.based[int(base)] if base.isdigit() and int(base) < len(self.based) else {}
        number = entry.get("numFmtId", inherited.get("numFmtId", "0"))
        font = entry.get("fontId", inherited.get("fontId", ""))
        is_struck = font.isdigit() and int(font) < len(self.struck_fonts) and self.struck_fonts[int(font)]
        code = self.formats.get(number)
        if code is not None:
            return Style(kind_of_format(code), is_struck, shown_money(code))
        if not number.isdigit():
            return Style(is_struck=is_struck)
        is_date, is_duration = int(number) in _DATES_BY_NUMBER, int(number) == _DURATION_BY_NUMBER
        kind = ValueKind.DATE if is_date else ValueKind.DURATION if is_duration else ValueKind.NUMBER
        return Style(kind, is_struck)


def read_styles(content: bytes) -> tuple[Style, ...]:
    """The styles that cells name by their number, from the part of the styles; none where it is b"".

    Raises: FileRefused (damaged_file, unsafe_archive).
    """
    sheet = _StyleSheet()
    names = LocalNames()
    open_elements: list[str] = []

    def start(name: str, attributes: dict[str, str]) -> None:
        local = names[name]
        # Formats of conditions hold fonts and formats too.
        place = open_elements[1] if len(open_elements) > 1 else ""
        open_elements.append(local)
        if place == "numFmts" and local == "numFmt":
            sheet.formats[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")
        elif place == "fonts" and local == "font":
            sheet.struck_fonts.append(False)
        elif place == "fonts" and local == "strike" and sheet.struck_fonts:
            sheet.struck_fonts[-1] = is_on(attributes.get("val", "1"))
        elif local == "xf" and place in ("cellXfs", "cellStyleXfs"):
            (sheet.cells if place == "cellXfs" else sheet.based).append(attributes)

    def end(_: str) -> None:
        open_elements.pop()

    if content:
        parse_xml([content], start, end)
    return tuple(map(sheet.style, sheet.cells))
