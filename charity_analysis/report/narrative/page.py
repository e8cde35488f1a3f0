"""The narrative as a fragment of the page: numbered headings, paragraphs, lists, every figure leading to its rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from charity_analysis.analysis.figures import Figure
from charity_analysis.report.elements import Fragment, Part, join, quoted
from charity_analysis.report.half_year import HalfYear
from charity_analysis.report.narrative.blocks import Block, Piece, Quoted, Unsigned
from charity_analysis.report.narrative.build import build_narrative
from charity_analysis.report.narrative.numbering import Numbering
from charity_analysis.report.narrative.showing import show_unsigned

_LISTS = {"bullet": "ul", "number": "ol"}
_HEADINGS = {1: "h3", 2: "h4"}


def render_narrative(report: HalfYear) -> Fragment:
    """The narrative with the organisation's own opening and closing texts around it."""
    narrative = build_narrative(report)
    return join(*_render(report, narrative.blocks))


def _render(report: HalfYear, blocks: Iterable[Block]) -> Iterator[Fragment]:
    numbering = Numbering()
    for kind, group in groupby(blocks, key=lambda block: block.kind):
        parts = [(block, _pieces(report, block)) for block in group]
        if kind in _LISTS:
            items = "".join(f"<li>{content.html}</li>" for _, content in parts)
            yield Fragment(f"<{_LISTS[kind]}>{items}</{_LISTS[kind]}>")
        elif kind == "heading":
            for block, content in parts:
                tag = _HEADINGS[block.level]
                number = numbering.next(block)
                yield Fragment(f"<{tag}>{join(number, content).html}</{tag}>")
        else:
            yield Fragment("".join(f"<p>{content.html}</p>" for _, content in parts if content.html))


def _pieces(report: HalfYear, block: Block) -> Fragment:
    return join(*(_piece(report, piece) for piece in block.pieces))


def _piece(report: HalfYear, piece: Piece) -> Part:
    match piece:
        case Figure():
            return report.cite(piece)
        case Unsigned(figure):
            return report.cite(figure, show_unsigned(figure))
        case Quoted(text, is_strong):
            return Fragment(f"<strong>{quoted(text).html}</strong>") if is_strong else quoted(text)
        case _:
            return piece
