"""What a page carries inside itself: pictures as inline SVG, and the font, cut to the characters that it shows."""

from __future__ import annotations

import base64
import io
import re
from dataclasses import dataclass
from html.parser import HTMLParser
from xml.etree.ElementTree import Element, ParseError, tostring

from defusedxml.ElementTree import fromstring
from fontTools.subset import Options, Subsetter  # type: ignore[import-untyped]
from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

from charity_analysis.report.fonts import FAMILY, Weight, font_path

# What the style sheet sets in bold; a test in the browser compares the two.
BOLD_ELEMENTS = frozenset({"h1", "h2", "h3", "h4", "thead", "tfoot", "caption", "figcaption", "strong", "b"})
BOLD_CLASSES = frozenset({"value", "total", "organisation"})
BOLD_STYLE = re.compile(r"font(?:-weight)?:\s*(?:bold|[6-9]00)\b")

# What a page shows beyond its text: list marks, and what the style sheet says in print.
ALWAYS_REGULAR = "0123456789 .,:;/%()-–—·•…×▸▾各数字的依据行见网页版。"

_UNSEEN = frozenset(["script", "style", "title", "template"])

# What inline SVG may keep: shapes, text, and links within the page. Scripts, pictures and event handlers are not
# among them.
_SHAPES = ["circle", "ellipse", "line", "path", "polygon", "polyline", "rect", "use"]
_SVG_ELEMENTS = frozenset(["svg", "g", "a", "defs", "clipPath", "text", "tspan", "title", "desc", *_SHAPES])
# The id of what a chart says that is no figure, such as names and the amounts of its scale.
QUOTED_ID = "quoted"
_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_MEASURES = ["d", "x", "y", "x1", "y1", "x2", "y2", "cx", "cy", "r", "rx", "ry", "points", "transform"]
_SVG_ATTRIBUTES = frozenset(
    ["style", "fill", "stroke", "stroke-width", "opacity", "width", "height", "viewBox", "clip-path", *_MEASURES]
)


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
        values = dict(attrs)
        is_bold = (
            (bool(self._open) and self._open[-1][1])
            or tag in BOLD_ELEMENTS
            or not BOLD_CLASSES.isdisjoint((values.get("class") or "").split())
            or BOLD_STYLE.search(values.get("style") or "") is not None
        )
        self._open.append((tag, is_bold))

    def handle_endtag(self, tag: str) -> None:
        # What was never closed, such as <br>, ends with the element around it.
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


def inline_svg(svg: str, *, label: str, prefix: str) -> str:
    """`svg` ready to stand in a page: it scales with its box, and carries no script.

    To a screen reader it is one image, or with links to the rows of figures in it a named group.

    Identifiers that something refers to stay, under `prefix`; all others go, and so do matplotlib's metadata and the
    names of font families, since the page has its own.
    Raises: ValueError where `svg` is not well-formed.
    """
    try:
        # A label may hold what steers a terminal, which no XML can hold.
        root = fromstring(_NOT_IN_XML.sub("", svg))
    except ParseError as error:
        raise ValueError(f"not an SVG picture: {error}") from error
    _keep_the_drawing(root, set(re.findall(r"""(?:url\(#|href=["']#)([^"')]+)""", svg)), prefix)
    for name in ("width", "height"):
        root.attrib.pop(name, None)
    _name_each_link_once(root)
    root.attrib.update({"role": "group" if root.find(".//a") is not None else "img", "aria-label": label})
    return str(tostring(root, encoding="unicode")).strip()


def _keep_the_drawing(element: Element, used: set[str], prefix: str) -> None:
    """Strip `element` and what is in it, in place, down to the shapes and texts that may stand in a page."""
    element.tag = _local(element.tag)
    element.tail = None
    if element.tag not in ("text", "tspan", "title", "desc"):
        element.text = None
    if element.tag == "a":
        _keep_the_link(element)
    else:
        _keep_attributes(element, used, prefix)
    children: list[Element] = []
    for child in element:
        if isinstance(child.tag, str) and _local(child.tag) in _SVG_ELEMENTS:
            _keep_the_drawing(child, used, prefix)
            is_bare = child.tag in ("g", "defs") and not child.attrib
            children.extend(child if is_bare and (child.tag == "g" or not len(child)) else [child])
    element[:] = children


def _keep_attributes(element: Element, used: set[str], prefix: str) -> None:
    is_quoted = element.attrib.get("id") == QUOTED_ID
    for name, value in list(element.attrib.items()):
        del element.attrib[name]
        kept = _attribute(_local(name), value, used, prefix)
        if kept is not None:
            element.set(_local(name), kept)
    if is_quoted:
        element.set("data-quoted", "")


def _keep_the_link(link: Element) -> None:
    """Leave a link its address where that is the proof of a figure, and the id that the way back leads to."""
    address = next((value for name, value in link.attrib.items() if _local(name) == "href"), "")
    link.attrib.clear()
    if re.fullmatch(r"#ev-[\w.~-]+", address):
        link.attrib.update({"href": address, "id": f"at-{address[1:]}", "class": "figure"})
    else:
        link.tag = "g"


def _name_each_link_once(root: Element) -> None:
    """A figure may be written twice in a picture; the way back leads to the first."""
    seen: set[str] = set()
    for link in root.iter("a"):
        if link.attrib["id"] in seen:
            del link.attrib["id"]
        else:
            seen.add(link.attrib["id"])


def _local(name: str) -> str:
    return name.rpartition("}")[2]


def _attribute(name: str, value: str, used: set[str], prefix: str) -> str | None:
    """The attribute's value as it may stand in the page, or None where it must not."""
    if name == "id":
        return prefix + value if value in used else None
    if name == "href":
        return f"#{prefix}{value[1:]}" if value.startswith("#") else None
    if name not in _SVG_ATTRIBUTES or value.startswith("rotate(-0 "):
        return None
    if name == "style":
        # Older releases of matplotlib write one short-hand for size, weight and families.
        value = re.sub(r"font:\s*(?:([6-9]00|bold)\s+)?(?:\d{3}\s+)?([\d.]+px)\s[^;]*", _size_and_weight, value)
        value = re.sub(r"\s*([:;])\s*", r"\1", re.sub(r"font-family:[^;]+;?", "", value))
    elif name in _MEASURES:
        value = re.sub(r"-?\d+\.\d{3,}", lambda number: f"{float(number[0]):.2f}", value)
    outside = re.compile(r"url\((?!#)[^)]*\)?")
    return " ".join(outside.sub("none", value).replace("url(#", f"url(#{prefix}").split())


def _size_and_weight(font: re.Match[str]) -> str:
    return f"font-size:{font[2]}" + (f";font-weight:{font[1]}" if font[1] else "")
