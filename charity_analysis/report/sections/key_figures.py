"""The key figures K1–K27 in one table, each with its interval and formula, or the reason why it is missing."""

from __future__ import annotations

import pandas as pd

from charity_analysis.analysis.figures import Figure
from charity_analysis.money import format_yuan
from charity_analysis.report.cards import fold
from charity_analysis.report.elements import Fragment, Part, join, quoted, table
from charity_analysis.report.half_year import HalfYear
from charity_analysis.report.sections.recipients import hidden_note

_UNITS = {"fen": "元", "share": "", "count": "", "days": "天"}
# More parts than this are read in the ledger, not on a page.
_MOST_PARTS = 24


def render_key_figures(report: HalfYear) -> Fragment:
    """Those that are given in a table; those that are missing, and the parts of all, folded below."""
    figures = list(report.key_figures.values())
    given = [figure for figure in figures if figure.value is not None]
    absent = [figure for figure in figures if figure.value is None]
    parts = [figure for figure in figures if figure.parts]
    return join(
        _given(report, given),
        *([fold("算法", _formulas(given))] if given else []),
        *([fold("没有单一数值的指标与原因", _absent(absent))] if absent else []),
        *([fold("分项", join(*(_parts(report, figure) for figure in parts)))] if parts else []),
    )


def _given(report: HalfYear, figures: list[Figure]) -> Fragment:
    lines = [
        {
            "指标": f"{figure.id} {figure.name}",
            "数值": join(report.cite(figure), f" {_UNITS[figure.unit]}" if _UNITS[figure.unit] else ""),
            "区间": interval(figure),
        }
        for figure in figures
    ]
    note = "区间是由原表印出的位数带来的：真值在其中；“精确”表示没有舍入。"
    return table(pd.DataFrame(lines), "关键指标", numeric=["数值"], quotes=["指标", "区间"], note=note)


def _formulas(figures: list[Figure]) -> Fragment:
    lines = [{"指标": f"{figure.id} {figure.name}", "算法": figure.formula} for figure in figures]
    return table(pd.DataFrame(lines), "关键指标的算法", quotes=["指标", "算法"])


def interval(figure: Figure) -> str:
    """Where the true value lies: "8,948,000.00 至 8,949,000.00", or 精确."""
    if figure.value is None or not figure.halfwidth:
        return "精确"
    if figure.unit == "fen":
        low, high = (format_yuan(round(figure.value + way * figure.halfwidth)) for way in (-1, 1))
    elif figure.unit == "share":
        low, high = (f"{figure.value + way * figure.halfwidth:.2%}" for way in (-1, 1))
    else:
        low, high = (f"{figure.value + way * figure.halfwidth:,.10g}" for way in (-1, 1))
    return "精确" if low == high else f"{low} 至 {high}"


def _absent(figures: list[Figure]) -> Fragment:
    lines = [
        {"指标": f"{figure.id} {figure.name}", "为什么没有": figure.why_missing, "算法": figure.formula}
        for figure in figures
    ]
    return table(pd.DataFrame(lines), "没有单一数值的指标", quotes=["指标", "为什么没有", "算法"])


def _parts(report: HalfYear, figure: Figure) -> Fragment:
    rows: list[dict[str, Part]] = [
        {
            "分项": part.name,
            "数值": "—" if part.value is None else _cite_part(report, figure, part),
            "说明": part.why_missing or "",
        }
        for part in figure.parts[:_MOST_PARTS]
    ]
    more = len(figure.parts) - _MOST_PARTS
    note = quoted(f"另有 {more} 项，见 charity figures {report.period} --json。") if more > 0 else ""
    shown = pd.DataFrame(rows)
    if not any(row["说明"] for row in rows):
        shown = shown.drop(columns="说明")
    caption = quoted(f"{figure.id} {figure.name}的分项")
    return table(shown, caption, numeric=["数值"], quotes=["分项", "说明"], note=join(note, hidden_note(report, shown)))


def _cite_part(report: HalfYear, figure: Figure, part: Figure) -> Part:
    """A part's value; counts of people are the same figures that stand with the beneficiaries."""
    if figure.id == "K20":
        return report.cite(part.named(f"people-{part.id}", part.name))
    return report.cite(part.named(f"{figure.id}-{part.id}", f"{figure.name}：{part.name}"))
