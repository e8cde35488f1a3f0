"""The narrative as a fragment of the page: numbered headings, paragraphs, lists, every figure leading to its rows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import groupby

from charity_analysis.analysis.figures import Figure
from charity_analysis.report.elements import Fragment, Part, join, quoted
from charity_analysis.report.half_year import HalfYear
from charity_analysis.report.narrative.blocks import Block, Piece, Quoted, Unsigned
from charity_analysis.report.narrative.build import build_narrative
from charity_analysis.report.narrative.numbering import Numbering
from charity_analysis.report.narrative.showing import show_unsigned

Cite = Callable[..., Part]
_LISTS = {"bullet": "ul", "number": "ol"}
_HEADINGS = {1: "h3", 2: "h4"}


def render_narrative(report: HalfYear) -> Fragment:
    """The narrative with the organisation's own opening and closing texts around it."""
    return join(*render_blocks(report.cite, build_narrative(report).blocks))


def render_blocks(cite: Cite, blocks: Iterable[Block]) -> Iterator[Fragment]:
    """The blocks one after the other, items of a list together; `cite` shows a figure and leads to its rows."""
    numbering = Numbering()
    for kind, group in groupby(blocks, key=lambda block: block.kind):
        parts = [(block, join(*(_piece(cite, piece) for piece in block.pieces))) for block in group]
        if kind in _LISTS:
            items = "".join(f"<li>{content.html}</li>" for _, content in parts)
            yield Fragment(f"<{_LISTS[kind]}>{items}</{_LISTS[kind]}>")
        elif kind == "heading":
            for block, content in parts:
                tag = _HEADINGS[block.level]
                yield Fragment(f"<{tag}>{join(numbering.next(block), content).html}</{tag}>")
        else:
            yield Fragment("".join(f"<p>{content.html}</p>" for _, content in parts if content.html))


def _piece(cite: Cite, piece: Piece) -> Part:
    match piece:
        case Figure():
            return cite(piece)
        case Unsigned(figure):
            return cite(figure, show_unsigned(figure))
        case Quoted(text, is_strong):
            return Fragment(f"<strong>{quoted(text).html}</strong>") if is_strong else quoted(text)
        case _:
            return piece
