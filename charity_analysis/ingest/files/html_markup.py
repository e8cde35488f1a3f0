"""The mark-up of web pages: what of it is seen, what a cell's attributes say, and how its content reads."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field
from functools import lru_cache

from charity_analysis.ingest.cells.number_formats import shown_money
from charity_analysis.ingest.files.exported_values import exported_value
from charity_analysis.ingest.refusals import FileRefused
from charity_analysis.ingest.sheets import FaultyCell, joins_numbers

# A value in quotes may hold ">", but no "<": so nothing is ever searched beyond the next tag.
ATTRIBUTES = r"""((?:[^<>"']++|"[^"<]*+"|'[^'<]*+')*+)"""
_TAG = re.compile(rf"<(/?)([a-zA-Z][^\s/<>]*+){ATTRIBUTES}>")
_UNSEEN = re.compile(
    r"<!--|<(script|style|xml|title|noscript|template|object|iframe|select)(?=[\s/>])[^<>]*>", re.IGNORECASE
)
_DECLARED = re.compile(
    rb"""<meta[^>]*?charset\s*=\s*["']?([\w-]+)|<\?xml[^>]*?encoding\s*=\s*["']([\w-]+)""", re.IGNORECASE
)
_STYLE_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
_CLASS_SELECTOR = re.compile(r"\.([\w-]+)\s*(?:,|$)")
_CLASSES = re.compile(r"""(?:^|\s)class\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.IGNORECASE)
_SPAN = re.compile(r"""(?:^|[\s"'])(row|col)span\s*=\s*["']?\s*(\d{1,9})""", re.IGNORECASE)
_NUMBER = re.compile(r"""(?:^|\s)x:num\s*=\s*["']?([-+]?[\d.]+(?:[eE][-+]?\d+)?)""", re.IGNORECASE)
_HIDDEN = re.compile(r"display\s*:\s*none|mso-hide\s*:\s*all|visibility\s*:\s*hidden", re.IGNORECASE)
_HIDDEN_ATTRIBUTE = re.compile(r"""(?:^|[\s"'])hidden(?=[\s=]|$)""", re.IGNORECASE)
_STRUCK_STYLE = re.compile(r"line-through", re.IGNORECASE)
_STRUCK_TAG = re.compile(r"<(?:s|strike|del)[\s>]|line-through", re.IGNORECASE)
_PART_TAG = re.compile(r"<(?:s|strike|del|sup|sub)[\s>]|line-through|vertical-align\s*:\s*(?:super|sub)", re.IGNORECASE)
_WHOLLY = re.compile(r"\s*<(s|strike|del|sup|sub|font|span)(?:\s[^<>]*)?>([^<>]*)</\1>\s*", re.IGNORECASE)
_NUMBER_FORMAT = re.compile(r"""mso-number-format\s*:\s*("(?:[^"\\]|\\.)*"|(?:[^;"\\]|\\.)+)""", re.IGNORECASE)
_CSS_ESCAPE = re.compile(r"\\([0-9a-fA-F]{1,6}) ?|\\(.)")
# What is shown of a number by formats that show nothing else.
_PLAIN_NUMBER = re.compile(r"[(-]?\s*[¥￥$]?\s*-?[\d,]*\.?\d+\s*\)?")
_NEW_LINE = re.compile(r"br|p|div|li|h[1-6]|tr|dd|dt|caption|hr|center|ul|ol", re.IGNORECASE)
_SPACE = re.compile(r"[ \t\r\n\f]+")
# A break inside the source of a Chinese text is no blank; one at a blank of a Western text is.
_BREAK_IN_CHINESE = re.compile(r"(?<=[\u2e80-\uffef])[ \t]*[\r\n][ \t\r\n]*(?=[\u2e80-\uffef])")
_NEEDS_CARE = re.compile(r"[&\t\r\n\f]|  |\A[='#]")
# A table of a million rows has twenty million tags; few pages have thousands of comments.
_MOST_TAGS, _MOST_UNSEEN = 25_000_000, 200_000
_LONGEST_CELL = 1_000_000


@dataclass
class Styles:
    """What the classes of a page's style sheet say of their cells."""

    struck: set[str] = field(default_factory=set)
    hidden: set[str] = field(default_factory=set)
    currencies: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class CellFormat:
    """What the attributes of a row or a cell say of it."""

    row_span: int = 1
    column_span: int = 1
    is_struck: bool = False
    is_hidden: bool = False
    currency: str = ""


PLAIN = CellFormat()


def declared_encoding(content: bytes) -> str:
    """The encoding that a page or an XML file says it has; "" where it says none."""
    match = _DECLARED.search(content[:8192])
    return (match[1] or match[2]).decode("ascii", "replace") if match else ""


def remove_unseen(text: str) -> tuple[str, Styles]:
    """`text` without comments, scripts and the like, and what its style sheets say.

    Raises: FileRefused (damaged_file) where one of them has no end: the page was cut off; (reading_too_long).
    """
    if text.count("<") > _MOST_TAGS:
        raise FileRefused("reading_too_long")
    seen: list[str] = []
    styles = Styles()
    at = 0
    while match := _UNSEEN.search(text, at):
        if len(seen) > _MOST_UNSEEN:
            raise FileRefused("damaged_file")
        seen.append(text[at : match.start()])
        at = match.end()
        if match[0].endswith("/>"):
            continue
        end = _end_of(match[1], text, at)
        if match[1] and match[1].lower() == "style":
            _note_styles(text[at : end[0]], styles)
        at = end[1]
    seen.append(text[at:])
    return "".join(seen), styles


def _end_of(name: str | None, text: str, at: int) -> tuple[int, int]:
    if name is None:
        start = text.find("-->", at)
        end = start + 3
    else:
        match = re.compile(rf"</{name}\s*>", re.IGNORECASE).search(text, at)
        start, end = match.span() if match else (-1, -1)
    if start < 0:
        raise FileRefused("damaged_file")
    return start, end


def _note_styles(sheet: str, styles: Styles) -> None:
    for selectors, body in _STYLE_RULE.findall(sheet):
        names = _CLASS_SELECTOR.findall(selectors)
        if _STRUCK_STYLE.search(body):
            styles.struck.update(names)
        if _HIDDEN.search(body):
            styles.hidden.update(names)
        currency = _currency(body)
        if currency:
            styles.currencies.update(dict.fromkeys(names, currency))


def _currency(style: str) -> str:
    match = _NUMBER_FORMAT.search(style)
    if match is None:
        return ""
    return shown_money(_CSS_ESCAPE.sub(_css_character, match[1].strip('"')))


def _css_character(match: re.Match[str]) -> str:
    code = int(match[1], 16) if match[1] else 0
    return match[2] or (chr(code) if code < 0x110000 else "")


class FormatReader:
    """Reads attributes by a page's style sheets; cells of one column mostly have the same ones."""

    def __init__(self, styles: Styles) -> None:
        self._styles = styles
        self._cached = lru_cache(maxsize=4096)(self._read)

    def read(self, attributes: str) -> tuple[CellFormat, float | None]:
        """The format of a row or a cell, and the number stored in it, where part of that may be shown only."""
        if not attributes:
            return PLAIN, None
        if "x:num" not in attributes:
            return self._cached(attributes), None
        number = _NUMBER.search(attributes)
        stored = float(number[1]) if number and number[1].strip("+-.") else None
        return self._cached(_NUMBER.sub("", attributes)), stored

    def _read(self, attributes: str) -> CellFormat:
        spans = {name.lower(): max(1, int(count)) for name, count in _SPAN.findall(attributes)}
        classes = {name for groups in _CLASSES.findall(attributes) for name in "".join(groups).split()}
        currencies = (self._styles.currencies[name] for name in classes if name in self._styles.currencies)
        found = CellFormat(
            spans.get("row", 1),
            spans.get("col", 1),
            _STRUCK_STYLE.search(attributes) is not None or not classes.isdisjoint(self._styles.struck),
            _HIDDEN.search(attributes) is not None
            or _HIDDEN_ATTRIBUTE.search(attributes) is not None
            or not classes.isdisjoint(self._styles.hidden),
            _currency(html.unescape(attributes)) or next(currencies, ""),
        )
        return PLAIN if found == PLAIN else found


def is_struck(markup: str) -> bool:
    """True where part of a cell's content is shown struck through."""
    return "<" in markup and _STRUCK_TAG.search(markup) is not None


def cell_value(markup: str, number: float | None = None) -> object:
    """The value of a cell with this content; `number` is what is stored where only part of it is shown.

    Raises: FileRefused (damaged_file) where the content is longer than that of any cell.
    """
    if len(markup) > _LONGEST_CELL:
        raise FileRefused("damaged_file")
    text = render(markup)
    if "<" in markup and _PART_TAG.search(markup) and joins_numbers(text) and not _WHOLLY.fullmatch(markup):
        return FaultyCell(text, "partly_marked")
    if number is not None and _PLAIN_NUMBER.fullmatch(text):
        return number
    return exported_value(text) if text[:1] in ("=", "'", "#") else text


def plain_value(content: str) -> object:
    """The value of a cell whose content has no tags."""
    text = content.strip()
    return text if _NEEDS_CARE.search(text) is None else cell_value(text)


def render(markup: str) -> str:
    """The text that `markup` shows, line by line."""
    if "<" not in markup:
        return _plain(markup).strip()
    pieces: list[str] = []
    at = 0
    hidden, depth = "", 0
    for tag in _TAG.finditer(markup):
        if not hidden:
            pieces.append(_plain(markup[at : tag.start()]))
        at = tag.end()
        name = tag[2].lower()
        if hidden:
            depth += 0 if name != hidden else (-1 if tag[1] else 1)
            hidden = hidden if depth else ""
        elif not tag[1] and name not in ("br", "img", "input") and _HIDDEN.search(tag[3]):
            hidden, depth = name, 1
        elif _NEW_LINE.fullmatch(name):
            pieces.append("\n")
    if not hidden:
        pieces.append(_plain(markup[at:]))
    lines = (line.strip() for line in "".join(pieces).split("\n"))
    return "\n".join(line for line in lines if line)


def _plain(text: str) -> str:
    """Text between tags as it is shown: any blanks of its source are one blank."""
    if "\n" in text or "\r" in text:
        text = _BREAK_IN_CHINESE.sub("", text)
    text = _SPACE.sub(" ", text)
    # A line break that is spelled as a character is a blank too.
    return html.unescape(text) if "&" in text else text
