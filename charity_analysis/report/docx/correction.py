"""The correction note as a Word file, in the format of official documents."""

from __future__ import annotations

import io
from collections.abc import Iterator

import docx

from charity_analysis.report.correction_note import DRAFT, FIGURE_COLUMNS, NO_ROWS, ROW_COLUMNS, Note
from charity_analysis.report.docx import styles
from charity_analysis.report.docx.layout import lay_out
from charity_analysis.report.docx.properties import set_properties
from charity_analysis.report.docx.tables import Column, add_table
from charity_analysis.report.docx.texts import clean
from charity_analysis.report.half_year import HalfYear
from charity_analysis.report.narrative.wording import words
from charity_analysis.report.packing import repack

_FIGURES = tuple(map(Column, FIGURE_COLUMNS, (4, 3, 3, 3, 2), (False, True, True, True, False)))
_ROWS = tuple(map(Column, ROW_COLUMNS, (1, 6, 4, 4)))


def write_correction(note: Note, report: HalfYear) -> bytes:
    """`note` as .docx, its reason and its day left to be filled in where they are not known; nobody is named."""
    document = docx.Document()
    styles.add_styles(document)
    lay_out(document)
    for style, text in _before_the_figures(note):
        document.add_paragraph(clean(text), style=style)
    if note.figures:
        add_table(document, _FIGURES, note.figures)
    for style, text in _after_the_figures(note):
        document.add_paragraph(clean(text), style=style)
    document.add_paragraph(words("signature_day_blank"), style=styles.SIGNATURE)
    head = document.add_paragraph(words("annex", number=""), style=styles.ANNEX)
    head.paragraph_format.page_break_before = True
    document.add_paragraph("涉及的台账行", style=styles.TITLE)
    if note.rows:
        add_table(document, _ROWS, note.rows)
    else:
        document.add_paragraph(NO_ROWS, style=styles.BODY)
    set_properties(document, note.title, report)
    buffer = io.BytesIO()
    document.save(buffer)
    return repack(buffer.getvalue())


def _before_the_figures(note: Note) -> Iterator[tuple[str, str]]:
    yield styles.TITLE, note.title
    yield styles.SUBTITLE, DRAFT
    yield styles.BODY, note.lead
    if note.duty:
        yield styles.BODY, note.duty
    if note.figures:
        yield styles.HEADING_1, "一、更正的数字"


def _after_the_figures(note: Note) -> Iterator[tuple[str, str]]:
    yield styles.HEADING_1, "二、更正的原因"
    yield styles.BODY, note.reason or "原因："
    if note.why:
        yield styles.BODY, note.why
    yield styles.BODY, ""
    yield styles.SIGNATURE, note.organisation
