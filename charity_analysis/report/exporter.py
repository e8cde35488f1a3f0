"""The nbconvert exporter `charity_report`: a run notebook becomes one finished page, with nothing left to load.

Code, prompts, streams and plain-text results stay out; prose, HTML and SVG come in, in the notebook's order. HTML that
this package made is passed as it is; all other HTML, in prose or in results, is cleaned, because data may stand in it.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from typing import Any

import bleach
import mistune
from bleach.css_sanitizer import CSSSanitizer
from nbconvert.exporters.html import HTMLExporter
from nbconvert.exporters.templateexporter import TemplateExporter
from nbformat import NotebookNode
from traitlets import default

from charity_analysis.report.audit import refuse_unproved
from charity_analysis.report.completion import find_completion, find_masthead
from charity_analysis.report.elements import OWN_MARK, notice
from charity_analysis.report.embed import embed_fonts, inline_svg

TEMPLATES = Path(__file__).with_name("template")
EDITIONS = {"internal": "内部版", "public": "公开版"}

_TABLE = ["table", "caption", "thead", "tbody", "tfoot", "tr", "th", "td"]
_HEADINGS = ["h1", "h2", "h3", "h4", "h5", "h6"]
_PROSE = ["p", "ul", "ol", "li", "dl", "dt", "dd", "blockquote", "pre", "hr", "br", "div", "details", "summary"]
_WORDS = ["a", "abbr", "b", "code", "del", "em", "i", "ins", "mark", "q", "s", "small", "span", "strong", "sub", "sup"]
_ALLOWED_TAGS = frozenset([*_TABLE, *_HEADINGS, *_PROSE, *_WORDS])
_ALLOWED_ATTRIBUTES = {
    "a": ["href", "title"],
    "abbr": ["title"],
    "ol": ["start"],
    "table": ["class"],
    "th": ["scope", "colspan", "rowspan", "style"],
    "td": ["colspan", "rowspan", "style"],
}
_ALIGNMENT = CSSSanitizer(allowed_css_properties=["text-align"])
_BOX = '<div class="table-box" role="region" tabindex="0" aria-label="表格">'
# bleach keeps the text of the elements that it removes; that of these two is no text.
_NOT_TEXT = re.compile(r"<(script|style)\b.*?(?:</\1\s*>|\Z)", re.IGNORECASE | re.DOTALL)
_HEADING = re.compile(r"<h([1-3])([^>]*)>(.*?)</h\1>", re.DOTALL)
_MARKDOWN = mistune.create_markdown(escape=False, plugins=["table", "strikethrough"])


@dataclass(frozen=True)
class Heading:
    """One line of the contents."""

    anchor: str
    text: str


@dataclass(frozen=True)
class Page:
    """The body with an id on each heading, the contents (second-level headings), and the first heading's text."""

    html: str
    contents: list[Heading]
    title: str


def clean_html(html: str) -> str:
    """`html` without scripts, styles, pictures, forms and event handlers; its tables scroll in boxes of their own."""
    cleaned: str = bleach.clean(
        _NOT_TEXT.sub("", html),
        tags=_ALLOWED_TAGS,
        attributes=_ALLOWED_ATTRIBUTES,
        css_sanitizer=_ALIGNMENT,
        strip=True,
    )
    return cleaned.replace("<table", f"{_BOX}<table").replace("</table>", "</table></div>")


def render_prose(markdown: str) -> str:
    """A Markdown cell as HTML. Dollar signs are money here, never formulas."""
    return clean_html(str(_MARKDOWN(markdown)))


def render_output(output: NotebookNode) -> str:
    """One output of a code cell as HTML, or "" where it is not meant for readers of the report."""
    if output.output_type == "error":
        return notice("error", "这里的计算没有完成，内容缺失。").html
    if output.output_type not in ("display_data", "execute_result"):
        return ""
    if "text/html" in output.data:
        html = str(output.data["text/html"])
        is_own = output.get("metadata", {}).get("text/html") == OWN_MARK
        return html if is_own else f'<div class="output">{clean_html(html)}</div>'
    if "image/svg+xml" in output.data:
        svg = str(output.data["image/svg+xml"])
        try:
            picture = inline_svg(svg, label="图", prefix=f"p{hashlib.sha256(svg.encode()).hexdigest()[:8]}-")
        except ValueError:
            return notice("warning", "这里的图无法显示。").html
        return f'<figure class="chart">{picture}</figure>'
    return ""


def outline(body: str) -> Page:
    """`body` with ids on its headings, in order of appearance, and what they say."""
    contents: list[Heading] = []
    titles: list[str] = []

    def with_id(found: re.Match[str]) -> str:
        level, attributes, content = found.groups()
        text = unescape(re.sub(r"<[^>]*>", "", content)).strip()
        titles.append(text)
        given = re.search(r'\bid="([^"]*)"', attributes)
        anchor = unescape(given[1]) if given else f"section-{len(titles)}"
        if level == "2":
            contents.append(Heading(anchor, text))
        return found[0] if given else f'<h{level} id="{anchor}"{attributes}>{content}</h{level}>'

    html = _with_distinct_labels(_HEADING.sub(with_id, body))
    return Page(html, contents, titles[0] if titles else "")


def _with_distinct_labels(html: str) -> str:
    """`html` whose regions differ in their names: a second "共 3 行" becomes "共 3 行（2）" to a screen reader."""
    seen: Counter[str] = Counter()

    def distinct(found: re.Match[str]) -> str:
        seen[found[2]] += 1
        return found[0] if seen[found[2]] == 1 else f'{found[1]}{found[2]}（{seen[found[2]]}）"'

    return re.sub(r'(<div class="table-box" role="region" tabindex="0" aria-label=")([^"]*)"', distinct, html)


def css_text(parts: Iterable[object]) -> str:
    """The parts that are given as one CSS string, for the foot of a printed page."""
    line = " · ".join(str(part) for part in parts if part)
    return '"' + re.sub(r"[^\w ·]", lambda found: f"\\{ord(found[0]):06x}", line) + '"'


def generated_line(generated_at: object) -> str:
    """When the report was made, in words; "" where it is not known."""
    return f"生成于 {generated_at}" if generated_at else ""


class CharityReportExporter(HTMLExporter):
    """A report page from a notebook: `jupyter nbconvert --to charity_report`."""

    export_from_notebook = "慈善报告 HTML"

    @default("template_name")
    def _template_name_default(self) -> str:
        return "charity_report"

    @default("extra_template_basedirs")
    def _extra_template_basedirs_default(self) -> list[str]:
        return [str(TEMPLATES)]

    def default_filters(self) -> Iterator[tuple[str, Callable[..., Any]]]:
        """nbconvert's filters and those of the report's template."""
        yield from super().default_filters()  # type: ignore[no-untyped-call]
        yield "prose", render_prose
        yield "shown", render_output
        yield "outlined", outline
        yield "css_text", css_text
        yield "generated", generated_line
        yield "edition_name", lambda edition: EDITIONS.get(edition, edition)

    def from_notebook_node(  # type: ignore[override]
        self, nb: NotebookNode, resources: dict[str, Any] | None = None, **kw: Any
    ) -> tuple[str, dict[str, Any]]:
        """The page and nbconvert's resources; the same notebook always gives the same page.

        Raises: UnprovedFigure where a whole report shows a number that leads to no rows.
        """
        about = find_masthead(nb)
        if about is not None:
            nb = NotebookNode({**nb, "metadata": NotebookNode({**nb.metadata, "charity_report": about})})
        # HTMLExporter would parse and rewrite the whole page for code cells, which this page does not have.
        page, resources = TemplateExporter.from_notebook_node(self, nb, resources, **kw)
        if find_completion(nb) is not None:
            refuse_unproved(page)
        return embed_fonts(page), resources
