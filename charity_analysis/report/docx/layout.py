"""The page of official documents: paper, margins, the grid of lines, and the number of the page.

Source: GB/T 9704-2012, 5.2 and 7.5: A4, 37 mm above and 28 mm at the binding, a type area of 156 × 225 mm with 22 lines
of 28 characters.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm

from charity_analysis.report.docx.styles import PAGE_NUMBER, PAGE_NUMBER_LEFT

if TYPE_CHECKING:
    from docx.document import Document
    from docx.section import Section, _Footer

# 225 mm in 22 lines, in twentieths of a point. How many characters a line holds is the text's own spacing (styles): a
# grid of characters would part them otherwise in other programs than Word.
LINE_PITCH = 579


def lay_out(document: Document) -> None:
    """Paper, margins, lines and page numbers of the document's only section."""
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.header_distance, section.footer_distance = Mm(15), Mm(23)
    _set_grid(section)
    document.settings.odd_and_even_pages_header_footer = True
    _number(section.footer, PAGE_NUMBER)
    _number(section.even_page_footer, PAGE_NUMBER_LEFT)


def _set_grid(section: Section) -> None:
    properties = section._sectPr
    for old in properties.findall(qn("w:docGrid")):
        properties.remove(old)
    properties.append(parse_xml(f'<w:docGrid {nsdecls("w")} w:type="lines" w:linePitch="{LINE_PITCH}"/>'))


def _number(footer: _Footer, style: str) -> None:
    """A page's number between two dashes: — 1 —."""
    footer.is_linked_to_previous = False
    paragraph = footer.paragraphs[0]
    paragraph.style = style
    paragraph.add_run("— ")
    for kind in ("begin", None, "separate", "1", "end"):
        run = paragraph.add_run()
        if kind is None:
            run._r.append(parse_xml(f'<w:instrText {nsdecls("w")} xml:space="preserve"> PAGE </w:instrText>'))
        elif kind == "1":
            run.text = kind
        else:
            run._r.append(parse_xml(f'<w:fldChar {nsdecls("w")} w:fldCharType="{kind}"/>'))
    paragraph.add_run(" —")
