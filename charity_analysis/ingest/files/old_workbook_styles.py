"""What the styles of an old workbook say of the cells that wear them. Source: [MS-XLS] 2.4.122, 2.4.126, 2.4.353."""

from __future__ import annotations

import re
import struct
from dataclasses import dataclass, field
from functools import cached_property

from charity_analysis.ingest.cells.number_formats import shown_money

_STRUCK_OUT = 0x0008
# Font 4 is left out of the list, and those after it are counted on.
_FONT_LEFT_OUT = 4
# Hours, minutes or seconds in brackets go beyond a day: they are a duration, not a time.
_DURATION = re.compile(r"\[(?:h+|m+|s+)\]", re.IGNORECASE)
_DURATION_FORMATS = {46: "[h]:mm:ss"}


@dataclass
class OldStyles:
    """Fonts, number formats and styles as the workbook lists them; a cell names its style by its place."""

    is_biff8: bool
    fonts_struck: list[bool] = field(default_factory=list)
    formats: dict[int, str] = field(default_factory=lambda: dict(_DURATION_FORMATS))
    styles: list[tuple[int, int]] = field(default_factory=list)

    def add_font(self, record: bytes) -> None:
        """Take a FONT record in."""
        self.fonts_struck.append(bool(struct.unpack_from("<H", record, 2)[0] & _STRUCK_OUT))

    def add_format(self, record: bytes) -> None:
        """Take a FORMAT record in."""
        number, length = struct.unpack_from("<HH" if self.is_biff8 else "<HB", record)
        if not self.is_biff8:
            self.formats[number] = record[3 : 3 + length].decode("gb18030", "replace")
        elif record[4] & 1:
            self.formats[number] = record[5 : 5 + 2 * length].decode("utf-16-le", "replace")
        else:
            self.formats[number] = record[5 : 5 + length].decode("latin-1")

    def add_style(self, record: bytes) -> None:
        """Take an XF record in."""
        font, number_format = struct.unpack_from("<HH", record)
        self.styles.append((font - 1 if font > _FONT_LEFT_OUT else font, number_format))

    @cached_property
    def struck(self) -> frozenset[int]:
        """The styles whose cells are shown struck through."""
        struck = {font for font, is_struck in enumerate(self.fonts_struck) if is_struck}
        return frozenset(style for style, (font, _) in enumerate(self.styles) if font in struck)

    @cached_property
    def currencies(self) -> dict[int, str]:
        """The foreign currency of each style whose number format names one."""
        named = {number: shown_money(code) for number, code in self.formats.items()}
        return {style: named[code] for style, (_, code) in enumerate(self.styles) if named.get(code)}

    @cached_property
    def durations(self) -> frozenset[int]:
        """The styles that show more hours than a day has."""
        durations = {number for number, code in self.formats.items() if _DURATION.search(code)}
        return frozenset(style for style, (_, code) in enumerate(self.styles) if code in durations)
