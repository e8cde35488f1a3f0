"""The shelf as a page: each organisation's figures, their course, and its reports; links lead to files beside it."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pandas as pd
from jinja2 import Environment, FileSystemLoader

from charity_analysis.money import format_wan
from charity_analysis.report.elements import Fragment, Part, escape, join, notice, paragraphs, table
from charity_analysis.report.embed import embed_fonts
from charity_analysis.report.half_year import HIDDEN
from charity_analysis.report.shelf import Shelf, ShelfEntry, ShelfFigure
from charity_analysis.report.shelf_course import draw_course

_TEMPLATES = Path(__file__).with_name("template")
_TITLE = "慈善半年报一览"
_EDITIONS = {"internal": "内部版", "public": "公开版"}
# Key figures whose course is drawn, what each is called here, and its colour.
_COURSES = {"K1": ("捐赠收入", ""), "K5": ("总支出", "paid"), "K11": ("期末余额", "rest")}
_COLUMNS = {**{key: name for key, (name, _) in _COURSES.items()}, "K7": "年度支出比例", "K8": "管理费用比例"}


def render_shelf(shelf: Shelf) -> str:
    """The page of `shelf`: nothing is fetched, no script runs, and its addresses hold wherever the folder lies."""
    environment = Environment(loader=FileSystemLoader(_TEMPLATES), autoescape=True, keep_trailing_newline=True)
    page = environment.get_template("shelf/shelf.html.j2").render(
        title=_TITLE,
        edition_name=_EDITIONS[shelf.edition],
        lead=_lead(shelf),
        organisations=[
            _organisation(number, name, entries, shelf) for number, (name, entries) in enumerate(_by_name(shelf), 1)
        ],
    )
    return embed_fonts(page)


def _lead(shelf: Shelf) -> Fragment:
    if not shelf.entries:
        text = "还没有报告。" if shelf.edition == "internal" else "还没有公开的报告。"
    else:
        text = "金额以万元为单位，四舍五入；点开数字，就是报告里它的算法和依据的行。"
    hidden = any(figure.is_hidden for entry in shelf.entries for figure in entry.beneficiaries)
    notes = [text, *([f"{HIDDEN} 人数少于公开的最低数，或会由相减得出，不公布。"] if hidden else [])]
    unreadable = [
        notice("warning", join(f"“{folder}”的记录缺失或无法读取，没有列出；请重新生成这份报告。"))
        for folder in shelf.unreadable
    ]
    return join(paragraphs(notes), *unreadable)


def _by_name(shelf: Shelf) -> list[tuple[str, list[ShelfEntry]]]:
    """Each organisation's reports under its latest name, its folder's name with it where two are called the same."""
    groups = [list(entries) for _, entries in groupby(shelf.entries, lambda entry: entry.organisation)]
    names = [entries[-1].organisation_name for entries in groups]
    return [
        (name if names.count(name) == 1 else f"{name}（{entries[-1].organisation}）", entries)
        for name, entries in zip(names, groups, strict=True)
    ]


def _organisation(number: int, name: str, entries: list[ShelfEntry], shelf: Shelf) -> dict[str, Any]:
    return {
        "anchor": f"organisation-{number}",
        "name": Fragment(escape(name)),
        "courses": _courses(entries),
        "table": _table(name, entries, shelf.edition == "internal"),
    }


def _courses(entries: list[ShelfEntry]) -> Fragment:
    latest = entries[-1]
    tiles = []
    for key, (name, colour) in _COURSES.items():
        figure = latest.figures.get(key)
        picture = draw_course(name, [(entry.period, entry.figures.get(key)) for entry in entries])
        value = _value(latest, figure)
        unit = ' <span class="unit">万元</span>' if figure is not None and figure.value is not None else ""
        tiles.append(
            f'<div class="tile course {colour}"><dt>{escape(name)}（{escape(latest.period.label())}）</dt>'
            f'<dd class="value long">{join(value).html}{unit}</dd><dd>{picture.html}</dd></div>'
        )
    return Fragment(f'<dl class="tiles">{"".join(tiles)}</dl>')


def _table(name: str, entries: list[ShelfEntry], is_internal: bool) -> Fragment:
    lines: list[dict[str, Part]] = []
    for entry in reversed(entries):
        line: dict[str, Part] = {"期间": _link(entry, next(iter(entry.files)), entry.period.label())}
        line |= {name: _value(entry, entry.figures.get(key)) for key, name in _COLUMNS.items()}
        line["受益对象"] = _beneficiaries(entry)
        line["其他文件"] = _links(entry)
        line["生成"] = _state(entry, is_internal)
        lines.append(line)
    caption = f"{name}的各期报告（金额：万元）"
    return table(pd.DataFrame(lines), caption, numeric=list(_COLUMNS.values()), stacked=True, lead=_COLUMNS["K1"])


def _state(entry: ShelfEntry, is_internal: bool) -> Part:
    """When the report was made; within the house also whether it is out of date, and how many errors are open."""
    if not is_internal:
        return entry.generated_at
    remarks = [
        *(["内容已有变化，须重新生成"] if entry.is_stale else []),
        *([f"{entry.open_errors:,} 个错误未解决"] if entry.open_errors else []),
    ]
    marked = [Fragment(f'<br><span class="state-old">{escape(remark)}</span>') for remark in remarks]
    return Fragment(f'<span class="state">{join(entry.generated_at, *marked).html}</span>')


def _beneficiaries(entry: ShelfEntry) -> Part:
    """Each unit by itself: persons, person-times and households are never added up."""
    shown: list[Part] = []
    for figure in entry.beneficiaries:
        unit = figure.name.partition("（")[2].removesuffix("）") or figure.name
        shown += ["；", join(_value(entry, figure), f" {unit}")]
    return join(*shown[1:]) if shown else "—"


def _value(entry: ShelfEntry, figure: ShelfFigure | None) -> Part:
    """A figure as the shelf shows it, leading to its rows in the report where that lists them."""
    if figure is None or figure.value is None:
        return HIDDEN if figure is not None and figure.is_hidden else "—"
    if figure.unit == "fen":
        shown = format_wan(int(figure.value))
    else:
        shown = f"{figure.value:.1%}" if figure.unit == "share" else f"{figure.value:,}"
    if not figure.anchor:
        return shown
    page = next(iter(entry.files))
    address = f"{_address(entry, page)}#{quote(figure.anchor)}"
    return Fragment(f'<a class="figure" href="{escape(address)}">{escape(shown)}</a>')


def _links(entry: ShelfEntry) -> Part:
    """Every file that can be opened beside the page itself."""
    links = [_link(entry, name, label).html for name, label in list(entry.files.items())[1:]]
    return Fragment(f'<span class="links">{" ".join(links)}</span>') if links else "—"


def _link(entry: ShelfEntry, name: str, label: str) -> Fragment:
    return Fragment(f'<a href="{escape(_address(entry, name))}">{escape(label)}</a>')


def _address(entry: ShelfEntry, name: str) -> str:
    """Relative and percent-encoded, so that any folder's name leads where it lies, on a disk as on a server."""
    # "./" before it: a name with a colon would else read as a scheme.
    return "./" + quote(f"{entry.organisation}/{entry.period}/{name}", errors="surrogateescape")
