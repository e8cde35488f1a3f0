"""The styles of official documents: fonts and sizes by level, as rules of one table.

Source: GB/T 9704-2012, 7.3 and 7.5: title 小标宋 二号, text 仿宋 三号, 一、 黑体, （一） 楷体, page number 宋体 四号.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Pt

if TYPE_CHECKING:
    from docx.document import Document
    from docx.styles.style import ParagraphStyle

TITLE, SUBTITLE, BODY = "公文标题", "公文副题", "公文正文"
HEADING_1, HEADING_2, ITEM = "公文一级标题", "公文二级标题", "公文列项"
SIGNATURE, ATTACHMENT, ANNEX = "公文落款", "公文附件说明", "公文附件"
TABLE, TABLE_NUMBER, TABLE_HEAD = "公文表格", "公文表格数字", "公文表头"
PAGE_NUMBER, PAGE_NUMBER_LEFT = "公文页码", "公文页码双"
FANGSONG, SONG_TITLE, HEITI, KAITI, SONGTI = "仿宋_GB2312", "方正小标宋简体", "黑体", "楷体_GB2312", "宋体"
# The sizes of type by their Chinese names, in points.
ER_HAO, SAN_HAO, SI_HAO, XIAO_SI = 22.0, 16.0, 14.0, 12.0
_LINE, _TITLE_LINE = 28.95, 36.0
# In twentieths of a point, for 28 characters of 16 points in a line of 156 mm.
_CLOSER = -5


@dataclass(frozen=True)
class _Rule:
    """One style. `indent` of the first line and `right` are in characters; `outline` is a level, 0 for none."""

    name: str
    font: str
    size: float
    alignment: WD_ALIGN_PARAGRAPH = WD_ALIGN_PARAGRAPH.JUSTIFY
    indent: int = 0
    right: int = 0
    line: float = _LINE
    outline: int = 0
    keeps: bool = False


_CENTRE, _RIGHT, _LEFT = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.RIGHT, WD_ALIGN_PARAGRAPH.LEFT
_RULES = (
    _Rule(TITLE, SONG_TITLE, ER_HAO, _CENTRE, line=_TITLE_LINE, keeps=True),
    _Rule(SUBTITLE, KAITI, SAN_HAO, _CENTRE),
    _Rule(BODY, FANGSONG, SAN_HAO, indent=2),
    _Rule(HEADING_1, HEITI, SAN_HAO, indent=2, outline=1, keeps=True),
    _Rule(HEADING_2, KAITI, SAN_HAO, indent=2, outline=2, keeps=True),
    _Rule(ITEM, FANGSONG, SAN_HAO, indent=2),
    _Rule(SIGNATURE, FANGSONG, SAN_HAO, _RIGHT, right=4, keeps=True),
    _Rule(ATTACHMENT, FANGSONG, SAN_HAO, _LEFT, indent=2),
    _Rule(ANNEX, HEITI, SAN_HAO, _LEFT, keeps=True),
    _Rule(TABLE, FANGSONG, XIAO_SI, _LEFT, line=18.0),
    _Rule(TABLE_NUMBER, FANGSONG, XIAO_SI, _RIGHT, line=18.0),
    _Rule(TABLE_HEAD, HEITI, XIAO_SI, _CENTRE, line=18.0, keeps=True),
    _Rule(PAGE_NUMBER, SONGTI, SI_HAO, _RIGHT, right=1, line=18.0),
    _Rule(PAGE_NUMBER_LEFT, SONGTI, SI_HAO, _LEFT, indent=1, line=18.0),
)


def add_styles(document: Document) -> None:
    """The styles of this table in the document, and its default font."""
    normal = document.styles["Normal"]
    _set_font(normal, FANGSONG, SAN_HAO)
    for rule in _RULES:
        style = document.styles.add_style(rule.name, WD_STYLE_TYPE.PARAGRAPH)
        _set_font(style, rule.font, rule.size)
        _set_paragraph(style, rule)


def _set_font(style: ParagraphStyle, font: str, size: float) -> None:
    style.font.size = Pt(size)
    style.font.name = font
    properties = style.element.get_or_add_rPr()
    fonts = properties.find(qn("w:rFonts"))
    for script in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(qn(f"w:{script}"), font)
    if size == SAN_HAO:
        properties.append(parse_xml(f'<w:spacing {nsdecls("w")} w:val="{_CLOSER}"/>'))
    properties.append(parse_xml(f'<w:lang {nsdecls("w")} w:val="zh-CN" w:eastAsia="zh-CN"/>'))


def _set_paragraph(style: ParagraphStyle, rule: _Rule) -> None:
    layout = style.paragraph_format
    layout.alignment = rule.alignment
    layout.space_before = layout.space_after = Pt(0)
    layout.line_spacing_rule = WD_LINE_SPACING.EXACTLY
    layout.line_spacing = Pt(rule.line)
    layout.keep_with_next = rule.keeps
    layout.widow_control = False
    properties = style.element.get_or_add_pPr()
    if rule.indent or rule.right:
        # In characters, so that it stays two characters when the size is changed; in points for other programs.
        layout.first_line_indent = Pt(rule.indent * rule.size)
        layout.right_indent = Pt(rule.right * rule.size)
        indent = properties.find(qn("w:ind"))
        indent.set(qn("w:firstLineChars"), str(rule.indent * 100))
        indent.set(qn("w:rightChars"), str(rule.right * 100))
    if rule.outline:
        properties.append(parse_xml(f'<w:outlineLvl {nsdecls("w")} w:val="{rule.outline - 1}"/>'))
