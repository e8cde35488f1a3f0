"""Tables of the annexes, written as markup at once: a list of thousands of payments takes a moment, not minutes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from charity_analysis.report.docx.styles import TABLE, TABLE_HEAD, TABLE_NUMBER
from charity_analysis.report.docx.texts import clean

if TYPE_CHECKING:
    from docx.document import Document

# The type area of the page, in twentieths of a point.
_WIDTH = 8845


@dataclass(frozen=True)
class Column:
    """One column: its heading, its share of the width, and whether it holds amounts."""

    heading: str
    share: float
    is_number: bool = False


def add_table(document: Document, columns: Sequence[Column], rows: Sequence[Sequence[str]]) -> None:
    """A table over the whole width; its head is repeated on each page, and no row is parted between two."""
    identifiers = {style.name: style.style_id for style in document.styles}
    whole = sum(column.share for column in columns)
    widths = [round(_WIDTH * column.share / whole) for column in columns]
    head = _row([column.heading for column in columns], widths, [identifiers[TABLE_HEAD]] * len(columns), is_head=True)
    styles = [identifiers[TABLE_NUMBER if column.is_number else TABLE] for column in columns]
    body = "".join(_row(row, widths, styles) for row in rows)
    borders = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="auto"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    properties = (
        f'<w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblBorders>{borders}</w:tblBorders><w:tblLayout w:type="fixed"/>'
        f"<w:tblCellMar>{_margins()}</w:tblCellMar>"
    )
    start = f"<w:tbl {nsdecls('w')}><w:tblPr>{properties}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>"
    table = parse_xml(f"{start}{head}{body}</w:tbl>")
    document.element.body.insert_element_before(table, "w:sectPr")


def _margins() -> str:
    return "".join(f'<w:{side} w:w="57" w:type="dxa"/>' for side in ("left", "right"))


def _row(cells: Sequence[str], widths: Sequence[int], styles: Sequence[str], is_head: bool = False) -> str:
    mark = "<w:tblHeader/>" if is_head else ""
    content = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/><w:vAlign w:val="center"/></w:tcPr>'
        f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr><w:r><w:t xml:space="preserve">{escape(clean(cell))}</w:t>'
        "</w:r></w:p></w:tc>"
        for cell, width, style in zip(cells, widths, styles, strict=True)
    )
    return f"<w:tr><w:trPr><w:cantSplit/>{mark}</w:trPr>{content}</w:tr>"
