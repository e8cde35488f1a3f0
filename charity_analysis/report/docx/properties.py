"""What a Word file says of itself: its title and its organisation, no person, no machine and no picture."""

from __future__ import annotations

from typing import TYPE_CHECKING

from charity_analysis.report.docx.texts import clean
from charity_analysis.report.packing import generation_time

if TYPE_CHECKING:
    from docx.document import Document

    from charity_analysis.report.half_year import HalfYear

_THUMBNAIL = "/thumbnail"
_LONGEST = 250


def set_properties(document: Document, title: str, report: HalfYear) -> None:
    """Title, organisation and time; what the template brought along is taken out."""
    properties = document.core_properties
    properties.title = clean(title)[:_LONGEST]
    properties.author = clean(report.name)[:_LONGEST]
    properties.subject = report.period.label()
    for name in ("last_modified_by", "comments", "keywords", "category", "content_status", "identifier", "version"):
        setattr(properties, name, "")
    properties.language = "zh-CN"
    properties.revision = 1
    moment = generation_time().replace(tzinfo=None)
    properties.created = properties.modified = moment
    relations = document.part.package.rels
    for key in [key for key, relation in relations.items() if relation.reltype.endswith(_THUMBNAIL)]:
        del relations[key]
