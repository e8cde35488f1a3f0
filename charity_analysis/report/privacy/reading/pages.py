"""The passages of a page: texts as they read across their tags, attributes, comments, styles, embedded data."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from urllib.parse import unquote

from charity_analysis.report.privacy.reading.passages import Passage, split_embedded

# Text runs on across these; across any other tag it does not.
_INLINE_TAGS = (
    "a abbr b bdi bdo cite code data del dfn em font i ins kbd mark q s samp small span strong sub sup time tspan u "
    "var wbr"
)
_INLINE = frozenset(_INLINE_TAGS.split())
_VOID = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
)
_HEADINGS = frozenset({"h1", "h2", "h3", "h4"})
_ROWS = frozenset({"tr", "dl"})
# What ends where the next of its kind begins, as pages may leave out its end; not beyond what it stands in.
_ENDS = {
    "tr": frozenset({"tr", "thead"}),
    **dict.fromkeys(("td", "th"), frozenset({"td", "th"})),
    **dict.fromkeys(("dt", "dd"), frozenset({"dt", "dd"})),
    **dict.fromkeys(("tbody", "tfoot"), frozenset({"thead", "tbody", "tr"})),
    "li": frozenset({"li"}),
    "p": frozenset({"p"}),
}
_BOUNDS = frozenset({"table", "dl", "ul", "ol", "body", "section", "details", "figure"})
# Co-ordinates, looks and digests.
_SHAPE_ATTRIBUTES = (
    "class style id d points transform viewbox x y x1 x2 y1 y2 cx cy r rx ry width height dx dy offset clip-path fill "
    "stroke stroke-width stroke-dasharray stroke-dashoffset font-size content-security-policy for headers "
    "aria-labelledby aria-describedby aria-controls"
)
_SHAPES = frozenset(_SHAPE_ATTRIBUTES.split())
_CSS_ESCAPE = re.compile(r"\\([0-9a-fA-F]{1,6})\s?")
_LAST_CHARACTER = 0x10FFFF
_LONGEST_HEADING = 30


def read_page(html: str) -> Iterator[Passage]:
    """The passages of `html`, a whole page or a piece of one; a place is a section and an element."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    reader.end()
    for passage in reader.passages:
        yield from split_embedded(passage)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.passages: list[Passage] = []
        self._section = "页首"
        self._open: list[str] = []
        self._text: list[str] = []
        # The texts of the rows that are open, the innermost last.
        self._rows: list[list[str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _INLINE:
            self._flush()
        if tag in _ENDS:
            self._end_implied(_ENDS[tag])
        if tag in _ROWS:
            self._rows.append([])
        if tag not in _VOID:
            self._open.append(tag)
        for name, value in attrs:
            if value:
                kind = "shape" if name in _SHAPES else "text"
                text = _without_escapes(value) if name == "style" else unquote(value)
                self.passages.append(Passage(f"{self._place()} 的 {name} 属性", text, kind))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in _VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in _INLINE:
            text = self._flush()
            if tag in _HEADINGS and text:
                self._section = f"“{text[:_LONGEST_HEADING]}”一节"
        if tag in self._open:
            while self._close_innermost() != tag:
                pass

    def _end_implied(self, ended: frozenset[str]) -> None:
        """Close the outermost of `ended` that is open in what the next one stands in."""
        depth = len(self._open)
        for at in range(len(self._open) - 1, -1, -1):
            if self._open[at] in _BOUNDS:
                break
            if self._open[at] in ended:
                depth = at
        while len(self._open) > depth:
            self._close_innermost()

    def _close_innermost(self) -> str:
        """Close the innermost open element; a row is then whole."""
        tag = self._open.pop()
        if tag in _ROWS and self._rows:
            self.passages.append(Passage(self._place(), "\n".join(self._rows.pop()), "row"))
        return tag

    def handle_data(self, data: str) -> None:
        if self._open and self._open[-1] == "style":
            self.passages.append(Passage(self._place(), _without_escapes(data), "shape"))
        else:
            self._text.append(data)

    def handle_comment(self, data: str) -> None:
        self.passages.append(Passage(f"{self._section}，注释", data))

    def handle_decl(self, decl: str) -> None:
        self.passages.append(Passage(f"{self._section}，声明", decl))

    def handle_pi(self, data: str) -> None:
        self.passages.append(Passage(f"{self._section}，声明", data))

    def unknown_decl(self, data: str) -> None:
        # A CDATA section.
        self._text.append(data.removeprefix("CDATA["))

    def end(self) -> None:
        """Take in what stands behind the last tag, and what was never closed."""
        self._flush()
        while self._open:
            self._close_innermost()

    def _flush(self) -> str:
        text = "".join(self._text).strip()
        self._text.clear()
        if text:
            self.passages.append(Passage(self._place(), text))
            for row in self._rows:
                row.append(text)
        return text

    def _place(self) -> str:
        block = next((tag for tag in reversed(self._open) if tag not in _INLINE), "")
        return f"{self._section}，<{block}>" if block else self._section


def _without_escapes(css: str) -> str:
    def character(found: re.Match[str]) -> str:
        code = int(found[1], 16)
        return chr(code) if code <= _LAST_CHARACTER else ""

    return _CSS_ESCAPE.sub(character, css)
