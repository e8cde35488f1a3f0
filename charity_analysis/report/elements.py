"""The pieces of HTML that the report's notebook shows: tiles, tables, charts, cited figures, notices.

Every text is escaped; only a `Fragment`, which these functions return, is taken as HTML.
"""

from __future__ import annotations

import hashlib
import html
import math
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import quote

from charity_analysis.money import format_yuan
from charity_analysis.report.embed import inline_svg

if TYPE_CHECKING:
    from matplotlib.figure import Figure
    from pandas import DataFrame

# Stands in an output's metadata, where no data can put it: the exporter passes such HTML as it is.
OWN_MARK = {"charity_report": True}
MISSING = "—"
NOTICES = {"error": "错误", "warning": "请注意", "info": "说明"}
# The headings of the charts' tidy tables, and what is money in them.
CHART_COLUMNS = {
    "programme": "项目",
    "amount_fen": "金额（元）",
    "previous_fen": "上一期（元）",
    "period": "期间",
    "month": "月份",
    "received_fen": "收入（元）",
    "paid_fen": "支出（元）",
    "label": "类别",
    "item": "事项",
    "planned": "计划",
    "actual": "实际",
    "unit": "单位",
    "donor": "捐赠人",
    "payee": "收款方",
    "spent_fen": "本年累计支出（元）",
}
# Stands on text that is no figure of the report's own: names, days and words out of the data, lines of the law. What
# shows a number anywhere else must lead to its rows, or the page is not made (see audit).
QUOTED = "data-quoted"
# Up to how many characters a tile's value stands in full size, and in the next smaller one.
_TILE_SIZES = (("", 8), (" long", 13))
# A column is not squeezed below its longest text, but wraps what is longer than so many Chinese characters.
_WIDEST_COLUMN = 13


@dataclass(frozen=True)
class Fragment:
    """Finished HTML: a notebook shows it, and the exporter passes it as it is."""

    html: str

    def __html__(self) -> str:
        return self.html

    def _repr_html_(self) -> str:
        return self.html

    def _repr_mimebundle_(self, **_wishes: Any) -> tuple[dict[str, str], dict[str, Any]]:
        return {"text/html": self.html, "text/plain": repr(self)}, {"text/html": dict(OWN_MARK)}

    def __repr__(self) -> str:
        words = html.unescape(" ".join(re.sub(r"<[^>]*>", " ", self.html).split()))
        return words if len(words) <= 60 else f"{words[:59]}…"


Part = str | Fragment


@dataclass(frozen=True)
class Tile:
    """One key figure: its name, its value as shown (a cited one leads to its rows, else `href` does), its unit."""

    label: str
    value: Part
    unit: str = ""
    note: Part = ""
    href: str = ""


def escape(text: object) -> str:
    """`text` for HTML; characters that steer a display but show nothing (such as right-to-left marks) are left out."""
    return html.escape(_visible(text), quote=True)


def _visible(text: object) -> str:
    return "".join(c for c in str(text) if c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cf", "Cs"))


def join(*parts: Part) -> Fragment:
    """The parts one after the other, texts escaped."""
    return Fragment("".join(part.html if isinstance(part, Fragment) else escape(part) for part in parts))


def quoted(text: object) -> Fragment:
    """A text out of the data or the law, in which numbers are no figures of the report; a Fragment as it is."""
    return Fragment(f"<span {QUOTED}>{join(text if isinstance(text, Fragment) else str(text)).html}</span>")


def plain(part: Part) -> str:
    """What `part` says, without its links and marks."""
    return html.unescape(re.sub(r"<[^>]*>", "", part.html)) if isinstance(part, Fragment) else part


def paragraphs(parts: Iterable[Part]) -> Fragment:
    """Each part as a paragraph of its own."""
    return Fragment("".join(f"<p>{join(part).html}</p>" for part in parts))


def anchor_name(anchor: str) -> str:
    """`anchor` as an element's id: without white space, otherwise as it is."""
    return "-".join(anchor.split())


def cite(text: str, anchor: str) -> Fragment:
    """A figure in the text that leads to the rows it comes from."""
    return Fragment(_link(escape(text), "#" + anchor))


def _link(content: str, href: str) -> str:
    """A link to a figure's rows; its own id is where the way back leads."""
    own = f' id="at-{escape(anchor_name(href[1:]))}"' if href.startswith("#ev-") else ""
    return f'<a class="figure" href="{_target(href)}"{own}>{content}</a>'


def tiles(items: Iterable[Tile]) -> Fragment:
    """Key figures side by side."""
    return Fragment(f'<dl class="tiles">{"".join(_tile(item) for item in items)}</dl>')


def _tile(item: Tile) -> str:
    value = join(item.value).html
    if item.href:
        value = _link(value, item.href)
    unit = f' <span class="unit">{escape(item.unit)}</span>' if item.unit else ""
    note = f'<dd class="note">{join(item.note).html}</dd>' if plain(item.note) else ""
    length = len(plain(item.value))
    size = next((name for name, most in _TILE_SIZES if length <= most), " longest")
    return f'<div class="tile"><dt>{escape(item.label)}</dt><dd class="value{size}">{value}{unit}</dd>{note}</div>'


def _target(href: str) -> str:
    """An address that stays in the page or opens a site; anything else (javascript:, data:) leads nowhere."""
    if href.startswith("#"):
        return "#" + quote(anchor_name(href[1:]))
    return escape(href) if re.match(r"https?://", href) else "#"


def table(
    frame: DataFrame,
    caption: Part,
    *,
    numeric: Sequence[str] = (),
    quotes: Sequence[str] = (),
    total: bool = False,
    note: Part = "",
    column_labels: Mapping[str, str] | None = None,
    row_header: bool = True,
    stacked: bool = False,
    lead: str = "",
) -> Fragment:
    """`frame`, one row a line, in a box of its own that scrolls sideways where the page is too narrow.

    Columns named in `numeric` stand to the right with thousands separators; a missing value is "—"; with `total`
    the last row is set as the sum; with `row_header` the first column names its row. The index is not shown.
    `quotes`: columns whose texts come out of the data (see `quoted`).
    `stacked`: on a phone a row stands as its cells one below the other, each with its heading, and the cell of column
    `lead` beside the row's name, so that no amount lies beyond the edge.
    """
    rows = frame.astype(object).where(frame.notna(), MISSING).to_numpy(dtype=object).tolist()
    numbers = [name in numeric for name in frame.columns]
    headings = [(column_labels or {}).get(name, str(name)) for name in frame.columns]
    head = ""
    for place, heading in enumerate(headings):
        room = _ems([heading, *(row[place] for row in rows)])
        head += _cell("th", heading, numbers[place], f' scope="col" style="--ems:{room}"')
    body = ""
    for line, row in enumerate(rows):
        marks = [
            (f" {QUOTED}" if name in quotes else "") + (_mark(heading, name == lead) if stacked else "")
            for heading, name in zip(headings, frame, strict=True)
        ]
        cells = [
            _cell("td", value, is_number, mark) for value, is_number, mark in zip(row, numbers, marks, strict=True)
        ]
        if row_header and cells:
            first = f" {QUOTED}" if frame.columns[0] in quotes else ""
            cells[0] = _cell("th", row[0], numbers[0], f' scope="row"{first}')
        opening = '<tr class="total">' if total and line == len(rows) - 1 else "<tr>"
        body += f"{opening}{''.join(cells)}</tr>"
    box = (
        f'<div class="table-box" role="region" tabindex="0" aria-label="{escape(plain(caption))}"><table>'
        f"<caption><span>{join(caption).html}</span></caption>"
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )
    below = _note(note)
    return Fragment(f'<div class="table{" stacked" if stacked else ""}">{box}{below}</div>')


def _note(note: Part) -> str:
    return f'<p class="note">{join(note).html}</p>' if plain(note) else ""


def _mark(heading: str, leads: bool) -> str:
    """What a cell that may stand below others needs: the heading that it then stands beside, or its place in front."""
    return " data-lead" if leads else f' data-label="{escape(heading)}"'


def _ems(values: list[Any]) -> int:
    """How many Chinese characters wide a column must be: its longest text fits, up to a limit from which it wraps."""
    texts = (plain(value) if isinstance(value, Fragment) else str(value) for value in values)
    widths = (sum(1.0 if unicodedata.east_asian_width(c) in "WF" else 0.6 for c in text) for text in texts)
    return min(math.ceil(max(widths, default=0)), _WIDEST_COLUMN)


def _cell(tag: Literal["th", "td"], value: Any, is_number: bool, attributes: str = "") -> str:
    if is_number and isinstance(value, (int, float, Decimal)):
        value = f"{value:,}".removesuffix(".0")
    content = value.html if isinstance(value, Fragment) else escape(value)
    kind = ' class="number"' if is_number else ""
    return f"<{tag}{attributes}{kind}>{content}</{tag}>"


def chart(figure: Figure, title: Part, description: str, data: DataFrame | Fragment, note: Part = "") -> Fragment:
    """A picture under the question that it answers, with its figures folded away below.

    `description` says in words what the picture shows, for those who cannot see it. `data`: the chart's own tidy table,
    or a finished table. `note`: what must be known to read it, under the picture.
    """
    # Imported here: the page's other pieces need no matplotlib.
    from charity_analysis.report.chart_style import svg_text

    picture = svg_text(figure)
    prefix = "c" + hashlib.sha256("\0".join((plain(title), description, picture)).encode()).hexdigest()[:8] + "-"
    rows = data if isinstance(data, Fragment) else _chart_table(data, join(title, "（数据）"))
    remark = _note(note)
    return Fragment(
        f'<figure class="chart"><figcaption>{join(title).html}</figcaption>'
        f"{inline_svg(picture, label=_visible(description), prefix=prefix)}{remark}"
        f'<details class="data"><summary>数据表</summary>{rows.html}</details></figure>'
    )


def _chart_table(data: DataFrame, caption: Part) -> Fragment:
    shown = data.astype(object)
    money = [column for column in data.columns if str(column).endswith("_fen")]
    for column in money:
        shown[column] = shown[column].map(_yuan, na_action="ignore")
    planned = [column for column in ("planned", "actual") if column in data.columns]
    if planned:
        in_fen = data["unit"] == "fen"
        shown.loc[in_fen, planned] = shown.loc[in_fen, planned].map(_yuan, na_action="ignore")
        shown.loc[in_fen, "unit"] = "元"
    numeric = [*money, *planned]
    quotes = [str(name) for name in data.columns if name not in numeric]
    return table(shown, caption, numeric=numeric, quotes=quotes, column_labels=CHART_COLUMNS)


def _yuan(fen: Any) -> Part:
    return fen if isinstance(fen, Fragment | str) else format_yuan(int(fen))


def details(summary: str, body: Part, anchor: str) -> Fragment:
    """Rows folded away under `summary`; a link to `anchor` opens them.

    The id stands inside, not on the element itself: browsers open a closed element on the way to what is in it.
    """
    return Fragment(
        f'<details class="evidence"><summary>{escape(summary)}</summary>'
        f'<div class="rows" id="{escape(anchor_name(anchor))}">{join(body).html}</div></details>'
    )


def notice(kind: Literal["error", "warning", "info"], body: Part) -> Fragment:
    """A remark set apart from the text.

    Raises: ValueError for a kind that is not known.
    """
    if kind not in NOTICES:
        raise ValueError(f"unknown kind of notice: {kind!r} (known: {', '.join(NOTICES)})")
    heading = f"<strong>{NOTICES[kind]}</strong>"
    return Fragment(f'<div class="notice notice-{kind}" role="note">{heading}<div>{join(body).html}</div></div>')
