"""The last step of a page: the font, cut to the characters that the page shows, put into the page itself."""

from __future__ import annotations

import base64
import io
import re
from dataclasses import dataclass
from html.parser import HTMLParser

from fontTools.subset import Options, Subsetter  # type: ignore[import-untyped]
from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

from charity_analysis.report.fonts import FAMILY, Weight, font_path

# What the style sheet sets in bold; a test in the browser compares the two.
BOLD_ELEMENTS = frozenset({"h1", "h2", "h3", "h4", "thead", "caption", "figcaption", "strong", "b"})
BOLD_CLASSES = frozenset({"value", "total", "organisation"})
BOLD_STYLE = re.compile(r"font(?:-weight)?:\s*(?:bold|[6-9]00)\b")

# What a page shows beyond its text: list marks, and the page numbers that the browser counts when printing.
ALWAYS_REGULAR = "0123456789 .,:;/%()-–—·•…▸▾第页共"

_VOID = frozenset(["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"])
_UNSEEN = frozenset({"script", "style", "title", "template"})


@dataclass(frozen=True)
class ShownCharacters:
    """All characters of a page, and those that it sets in bold; both sorted."""

    regular: str
    bold: str


class _TextReader(HTMLParser):
    """Walks through a page and gathers its characters, once more where they stand in bold elements."""

    def __init__(self) -> None:
        super().__init__()
        self.regular: set[str] = set(ALWAYS_REGULAR)
        self.bold: set[str] = set()
        self._open: list[tuple[str, bool]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _VOID:
            return
        values = dict(attrs)
        is_bold = (
            (bool(self._open) and self._open[-1][1])
            or tag in BOLD_ELEMENTS
            or not BOLD_CLASSES.isdisjoint((values.get("class") or "").split())
            or BOLD_STYLE.search(values.get("style") or "") is not None
        )
        self._open.append((tag, is_bold))

    def handle_endtag(self, tag: str) -> None:
        for depth in range(len(self._open) - 1, -1, -1):
            if self._open[depth][0] == tag:
                del self._open[depth:]
                return

    def handle_data(self, data: str) -> None:
        tag, is_bold = self._open[-1] if self._open else ("", False)
        if tag not in _UNSEEN:
            self.regular.update(data)
            if is_bold:
                self.bold.update(data)


def shown_characters(html: str) -> ShownCharacters:
    """The characters that the page `html` shows: all of them for the regular font, and the bold ones."""
    reader = _TextReader()
    reader.feed(html)
    reader.close()
    return ShownCharacters(
        *("".join(sorted(c for c in found if c.isprintable())) for found in (reader.regular, reader.bold))
    )


def cut_font(weight: Weight, characters: str) -> bytes:
    """The font of `weight` with `characters` only, as woff2; the same characters give the same bytes."""
    options = Options()
    options.layout_features = ["halt"]
    options.name_IDs = [1, 2]
    options.notdef_outline = True
    options.recalc_timestamp = False
    # The package's files carry no hints; asking for their removal again would cost half of the time.
    options.hinting = True
    font = TTFont(font_path(weight), lazy=True, recalcTimestamp=False, recalcBBoxes=False)
    subsetter = Subsetter(options)
    subsetter.populate(text=characters)
    subsetter.subset(font)
    font.flavor = "woff2"
    packed = io.BytesIO()
    font.save(packed)
    return packed.getvalue()


def font_face(weight: Weight, characters: str) -> str:
    """The @font-face rule that carries the font of `weight` inside itself."""
    data = base64.b64encode(cut_font(weight, characters)).decode("ascii")
    number = 700 if weight == "bold" else 400
    return (
        f'@font-face{{font-family:"{FAMILY}";font-weight:{number};font-display:block;'
        f'src:url(data:font/woff2;base64,{data}) format("woff2")}}'
    )


def embed_fonts(html: str) -> str:
    """The finished page `html` with its font in the head.

    Raises: ValueError where the page has no head to put it in.
    """
    head, closing, rest = html.partition("</head>")
    if not closing:
        raise ValueError("the page has no </head>: the font can be embedded only into a finished page")
    shown = shown_characters(html)
    faces = [font_face("regular", shown.regular)]
    if shown.bold:
        faces.append(font_face("bold", shown.bold))
    return f"{head}<style>{''.join(faces)}</style>\n{closing}{rest}"
