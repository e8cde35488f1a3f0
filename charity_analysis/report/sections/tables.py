"""Tables of totals as the report shows them: amounts in 元 that lead to their rows, earlier periods beside them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import pandas as pd

from charity_analysis.analysis.figures import Figure, share, sum_amounts
from charity_analysis.analysis.scope import counted, each_row
from charity_analysis.analysis.totals import NO_COMPARISON, NOT_STATED, compare_periods
from charity_analysis.money import apportion, apportion_shares, format_halfwidth_yuan, format_yuan
from charity_analysis.report.elements import Fragment, Part, join, notice, quoted, table
from charity_analysis.report.half_year import HalfYear

AMOUNT, COUNT, PRECISION, SHARE = "金额（元）", "笔数", "精度", "占比"


def totals_table(report: HalfYear, totals: pd.DataFrame, caption: str, label: str, prefix: str) -> Fragment:
    """`totals` (as analysis.totals makes them) with a last row of their sum; each amount leads to its rows."""
    whole = _sum(report, totals, prefix, caption)
    amounts = [int(fen) for fen in totals["amount_fen"]]
    percents = [f"{percent}%" for percent in apportion_shares(amounts)] if sum(amounts) > 0 else ["—"] * len(totals)
    lines = [
        _line(report, line.label, figure, _share(report, figure, whole, percent), line.row_count, label)
        for line, percent in zip(each_row(totals), percents, strict=True)
        for figure in (total_figure(line, prefix, caption),)
    ]
    all_of_it = _share(report, whole, whole, "100.0%") if sum(amounts) > 0 else "—"
    lines.append(_line(report, "合计", whole, all_of_it, int(totals["row_count"].sum()), label))
    unvalued = [row for row in _all_rows(totals) if row in report.unvalued]
    count = report.count(unvalued, f"{prefix}-unvalued", f"{caption}：没有估值的笔数") if unvalued else ""
    note = join("其中 ", count, " 笔没有估值，金额不在内，也不按 0 计。") if unvalued else ""
    numeric = [AMOUNT, SHARE, COUNT]
    shown = pd.DataFrame(lines)
    if not totals["halfwidth_fen"].any():
        shown = shown.drop(columns=PRECISION)
    quotes = [name for name in (label, PRECISION) if name in shown]
    return table(shown, caption, numeric=numeric, quotes=quotes, total=True, note=note, stacked=True, lead=AMOUNT)


def _line(report: HalfYear, name: str, figure: Figure, percent: Part, count: int, label: str) -> dict[str, Part]:
    """One line; how many rows it has is proved where its amount is, since the rows are the same."""
    rows = len(figure.row_ids)
    counted = (
        report.cite(figure, f"{count:,}") if rows == count else report.count(figure.row_ids, f"{figure.id}-n", name)
    )
    return {
        label: name,
        AMOUNT: report.cite(figure),
        SHARE: percent,
        COUNT: counted,
        PRECISION: format_halfwidth_yuan(int(figure.halfwidth)) or "精确到分",
    }


def _share(report: HalfYear, part: Figure, whole: Figure, shown: str) -> Part:
    """The share as it is shown: rounded so that all of a table add up to 100 %."""
    figure = share(part, whole, f"{part.id}-share", f"{part.name}的占比", "本行 ÷ 合计；末位按各行合计为 100% 取整")
    return "—" if figure.value is None else report.cite(figure, shown)


def column_of(cells: Iterable[Part]) -> pd.Series[Any]:
    """Cells as a column of a table with the plain index 0, 1, 2 …"""
    return pd.Series([*cells], dtype="object")


def _all_rows(totals: pd.DataFrame) -> list[str]:
    return [row for ids in totals["row_ids"] for row in ids]


def _sum(report: HalfYear, totals: pd.DataFrame, prefix: str, caption: str) -> Figure:
    """What all lines add up to: the period's own figure where it rests on the same rows, so that it is proved once."""
    whole, rows = int(totals["amount_fen"].sum()), _all_rows(totals)
    valued = set(report.sources.loc[rows, "amount"].dropna().index)
    for figure in report.figures.values():
        if figure.unit == "fen" and figure.value == whole and set(figure.row_ids) == valued:
            return figure
    halfwidth = int(totals["halfwidth_fen"].sum())
    return Figure(f"{prefix}-sum", f"{caption}：合计", "fen", whole, halfwidth, tuple(rows), "各行相加")


def residue_note(amounts_fen: Iterable[int]) -> Part:
    """What a picture in 万元 leaves out, in 元; "" where its parts show the sum to the fen."""
    shown = apportion([int(fen) for fen in amounts_fen])
    if not shown.residue_fen:
        return ""
    sign = "+" if shown.residue_fen > 0 else ""
    # What rounding leaves is of the picture, not of the books: the sum itself is proved in the table.
    words = f"图中各数相加为 {shown.total:,} 万元；准确合计与此相差 {sign}{format_yuan(shown.residue_fen)} 元。"
    return quoted(words)


def total_figure(line: Any, prefix: str, caption: str) -> Figure:
    """One line of such a table as the figure that its amount cites."""
    name = f"{caption}：{line.label}"
    amounts = int(line.amount_fen), int(line.halfwidth_fen)
    return Figure(f"{prefix}-{line.label}", name, "fen", *amounts, tuple(line.row_ids), "各笔相加")


def comparison_table(report: HalfYear, rows: pd.DataFrame, column: str, caption: str, label: str) -> Fragment:
    """This period beside the one before and the same half of the year before, in 元; 无可比数据 where there is none.

    `rows` are the ledger's rows of all periods.
    """
    period = report.period
    earlier = [str(other) for other in (period.previous, period.year_before)]
    if not set(earlier) & set(report.ledger.periods):
        return notice("info", f"{caption}：{NO_COMPARISON}。台账中没有 {'、'.join(dict.fromkeys(earlier))} 的数据。")
    compared = compare_periods(rows, str(period), column, report.ledger.periods)
    headings = {
        f"本期（{period}）": str(period),
        f"上期（{period.previous}）": str(period.previous),
        f"上年同期（{period.year_before}）": str(period.year_before),
    }
    counted_rows = counted(rows)
    labels = counted_rows[column].fillna(NOT_STATED)
    lines = []
    for name in (*compared["label"], None):
        own = counted_rows if name is None else counted_rows[labels == name]
        figures = {heading: _of_period(own, name, caption, other) for heading, other in headings.items()}
        cells = {
            heading: amount_cell(report, figures[heading]) if other in report.ledger.periods else NO_COMPARISON
            for heading, other in headings.items()
        }
        now, _, before = figures.values()
        is_known = str(period.year_before) in report.ledger.periods
        lines.append(
            {label: name or "合计", **cells, "同比": _change(report, now, before) if is_known else NO_COMPARISON}
        )
    return table(
        pd.DataFrame(lines),
        caption,
        numeric=[*headings, "同比"],
        quotes=[label],
        total=True,
        note="单位：元。同比 ＝ 本期 ÷ 上年同期 － 1；基数为 0 时不计算；“—”表示没有这类记录。",
        stacked=True,
        lead=next(iter(headings)),
    )


def _of_period(rows: pd.DataFrame, name: str | None, caption: str, period: str) -> Figure:
    label = "合计" if name is None else name
    return sum_amounts(rows[rows["period"] == period], f"{caption}-{label}-{period}", f"{caption}：{label}（{period}）")


def amount_cell(report: HalfYear, figure: Figure) -> Part:
    """The amount with the way to its rows; "—" where there are none."""
    return "—" if figure.value is None else report.cite(figure)


def _change(report: HalfYear, now: Figure, before: Figure) -> Part:
    if not before.value or before.value <= 0:
        return quoted("基数为 0")
    if now.value is None:
        return "—"
    quotient = share(now, before, f"{now.id}-change", f"{now.name}的同比", "本期 ÷ 上年同期 － 1")
    if quotient.value is None:
        return "—"
    change = replace(quotient, value=quotient.value - 1)
    return report.cite(change, f"{change.value:+.1%}")
