"""The Word file of a half-year: the narrative as an official document, with its signature and its annexes."""

from __future__ import annotations

import io
from datetime import date
from typing import TYPE_CHECKING

import docx

from charity_analysis.report.docx import styles
from charity_analysis.report.docx.annexes import Annex, make_annexes
from charity_analysis.report.docx.layout import lay_out
from charity_analysis.report.docx.properties import set_properties
from charity_analysis.report.docx.tables import add_table
from charity_analysis.report.docx.texts import clean
from charity_analysis.report.half_year import HalfYear
from charity_analysis.report.narrative.blocks import Block, Quoted
from charity_analysis.report.narrative.build import build_narrative
from charity_analysis.report.narrative.numbering import Numbering
from charity_analysis.report.narrative.showing import show_plain
from charity_analysis.report.narrative.wording import words
from charity_analysis.report.packing import repack

if TYPE_CHECKING:
    from docx.document import Document

_HEADINGS = {1: styles.HEADING_1, 2: styles.HEADING_2}


def write_docx(report: HalfYear) -> bytes:
    """The half-year's report as .docx in the edition of `report`; the same ledger gives the same bytes.

    Source: GB/T 9704-2012 for fonts, sizes, numbering, page and signature.
    """
    narrative = build_narrative(report)
    document = docx.Document()
    styles.add_styles(document)
    lay_out(document)
    title = "".join(show_plain(report, piece) for piece in narrative.title)
    _add_title(document, title, report.name)
    if not report.is_public:
        _add(document, words("internal_mark"), styles.SUBTITLE)
    _add(document, "", styles.BODY)
    _add_blocks(document, report, narrative.blocks)
    annexes = make_annexes(report, narrative.blocks)
    _add_list_of(document, annexes)
    _sign(document, report)
    for number, annex in enumerate(annexes, start=1):
        _add_annex(document, annex, number if len(annexes) > 1 else 0)
    set_properties(document, title, report)
    buffer = io.BytesIO()
    document.save(buffer)
    return repack(buffer.getvalue())


def _add(document: Document, text: str, style: str) -> None:
    document.add_paragraph(clean(text), style=style)


def _add_title(document: Document, title: str, organisation: str) -> None:
    """The title, parted after the organisation so that no word is cut."""
    lines = [organisation, title.removeprefix(organisation)] if title.startswith(organisation) else [title]
    paragraph = document.add_paragraph(style=styles.TITLE)
    for number, line in enumerate(lines):
        run = paragraph.add_run(clean(line))
        if number + 1 < len(lines):
            run.add_break()


def _add_blocks(document: Document, report: HalfYear, blocks: tuple[Block, ...]) -> None:
    numbering = Numbering()
    item = 0
    for block in blocks:
        item = item + 1 if block.kind == "number" else 0
        style, lead = styles.BODY, ""
        if block.kind == "heading":
            style, lead = _HEADINGS[block.level], numbering.next(block)
        elif block.kind == "number":
            style, lead = styles.ITEM, f"（{item}）"
        elif block.kind == "bullet":
            style = styles.ITEM
        paragraph = document.add_paragraph(style=style)
        if lead:
            paragraph.add_run(lead)
        for piece in block.pieces:
            run = paragraph.add_run(clean(show_plain(report, piece)))
            if isinstance(piece, Quoted) and piece.is_strong:
                run.bold = True


def _add_list_of(document: Document, annexes: tuple[Annex, ...]) -> None:
    """The attachments by name below the text, as official documents list them."""
    if not annexes:
        return
    _add(document, "", styles.BODY)
    for number, annex in enumerate(annexes, start=1):
        lead = words("attachments") if number == 1 else "　" * len(words("attachments"))
        label = f"{number}.{annex.name}" if len(annexes) > 1 else annex.name
        # `clean` would take the blanks that put the names below one another.
        document.add_paragraph(lead + clean(label), style=styles.ATTACHMENT)


def _sign(document: Document, report: HalfYear) -> None:
    """Who signs, and the day where it is configured; else room to write it."""
    _add(document, "", styles.BODY)
    _add(document, "", styles.BODY)
    _add(document, report.name, styles.SIGNATURE)
    day = report.ledger.organisation.day(str(report.period), "signed_on")
    document.add_paragraph(_day(day), style=styles.SIGNATURE)


def _day(day: date | None) -> str:
    if day is None:
        return words("signature_day_blank")
    return words("signature_day", year=str(day.year), month=str(day.month), date=str(day.day))


def _add_annex(document: Document, annex: Annex, number: int) -> None:
    head = document.add_paragraph(words("annex", number=str(number) if number else ""), style=styles.ANNEX)
    head.paragraph_format.page_break_before = True
    _add(document, annex.name, styles.TITLE)
    if annex.remark:
        _add(document, annex.remark, styles.BODY)
    add_table(document, annex.columns, annex.rows)
