"""How every cited figure was made: its formula, its precision, and its rows, file › sheet › row."""

from __future__ import annotations

from typing import Any

import pandas as pd

from charity_analysis.analysis.figures import Figure
from charity_analysis.analysis.scope import each_row
from charity_analysis.ingest.addresses import place
from charity_analysis.money import format_halfwidth_yuan, format_yuan
from charity_analysis.report.elements import Fragment, details, join, table
from charity_analysis.report.half_year import HalfYear, show_value

# Up to so many rows are listed one by one; more are listed as stretches of rows with their sums.
_MOST_SINGLE_ROWS = 24


def render_evidence(report: HalfYear) -> Fragment:
    """One entry per cited figure, in the order in which the report cites them."""
    return join(*(_entry(report, figure) for figure in report.cited.values()))


def _entry(report: HalfYear, figure: Figure) -> Fragment:
    unit = {"fen": " 元", "days": " 天"}.get(figure.unit, "")
    precision = format_halfwidth_yuan(int(figure.halfwidth)) if figure.unit == "fen" else ""
    head = f"{figure.name}：{show_value(figure)}{unit}"
    formula = f"算法：{figure.formula or '原表所写'}。{f'精度 {precision}（按原表印出的位数）。' if precision else ''}"
    rows = report.sources.reindex([row for row in figure.row_ids if row in report.sources.index])
    if rows.empty:
        return details(
            head, join(formula, "依据的不是台账的行，而是机构设置（organisation.toml）。"), f"ev-{figure.id}"
        )
    is_count = figure.unit == "count"
    caption = f"共 {len(rows)} 行{_adds_up(figure, rows, is_count)}"
    build = _single_rows if len(rows) <= _MOST_SINGLE_ROWS else _stretches
    return details(head, join(formula, build(rows, is_count, caption)), f"ev-{figure.id}")


def _adds_up(figure: Figure, rows: pd.DataFrame, is_count: bool) -> str:
    """Says so where the rows are not simply added up."""
    is_sum = figure.unit in ("fen", "count") and rows["count" if is_count else "amount"].sum() == figure.value
    return "" if is_sum else "，按上面的算法得出，不是各行相加"


def _shown(rows: pd.DataFrame, is_count: bool) -> tuple[str, list[str]]:
    """What each row adds to the figure, under its heading: its count, or its amount."""
    heading, column = ("数目", "count") if is_count else ("金额（元）", "amount")
    return heading, [
        "—" if pd.isna(value) else f"{int(value):,}" if is_count else format_yuan(int(value)) for value in rows[column]
    ]


def _single_rows(rows: pd.DataFrame, is_count: bool, caption: str) -> Fragment:
    heading, values = _shown(rows, is_count)
    lines = pd.DataFrame(
        {
            "出处": [_place(row, f"第 {row.source_row} 行") for row in each_row(rows)],
            heading: values,
        }
    )
    return table(lines, caption, numeric=[heading])


def _place(row: Any, rows: str) -> str:
    return place(f"{row.folder_period}/{row.source_file}", row.source_sheet or None, None) + f" › {rows}"


def _stretches(rows: pd.DataFrame, is_count: bool, caption: str) -> Fragment:
    """One line per sheet: which rows, how many, and what they add up to."""
    lines = []
    keys = ["folder_period", "source_file", "source_sheet"]
    for _, part in rows.groupby(keys, sort=False, dropna=False):
        first = next(each_row(part))
        heading, values = _shown(part[["amount", "count"]].sum().to_frame().T, is_count)
        stretches = "、".join(_join_stretches(sorted(part["source_row"])))
        lines.append(
            {
                "出处": _place(first, f"第 {stretches} 行"),
                "行数": len(part),
                heading: values[0],
            }
        )
    return table(pd.DataFrame(lines), caption, numeric=["行数", heading])


def _join_stretches(numbers: list[int]) -> list[str]:
    """Runs of consecutive row numbers: [4, 5, 6, 9] → ["4–6", "9"]."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    return [f"{first}–{last}" if last > first else f"{first}" for first, last in runs]
