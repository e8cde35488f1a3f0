"""The report's charts: each takes a small tidy table and returns a figure that reads well on paper and on a phone.

Amounts are fen and are shown in 万元. The question that a chart answers stands beside it in the page, not in it.
"""

from __future__ import annotations

import re
from typing import Any, Literal

import pandas as pd
from matplotlib.ticker import MaxNLocator

from charity_analysis.money import apportion, apportion_shares, format_wan
from charity_analysis.report.chart_style import TYPE_POINTS, WIDTH_POINTS, Chart, Scale, text_width, wrap

Direction = Literal["received", "paid"]
WORDS: dict[Direction, str] = {"received": "收入", "paid": "支出"}
NOT_STATED = "未载明"
LINE_HEIGHT = 14.0
# The colour of each part by rank, and the colour of type on it.
PARTS = (
    ("received", "paper"),
    ("paid", "paper"),
    ("received-soft", "text"),
    ("paid-soft", "text"),
    ("mark", "text"),
    ("line", "text"),
)


def plot_programme_amounts(table: pd.DataFrame, direction: Direction = "paid") -> Chart:
    """Horizontal bars, the largest first, with the amount at each end.

    `table`: one row per programme: programme, amount_fen (negative for refunds), where known previous_fen, which a thin
    grey stroke marks, and link, the address of the amount's proof.
    Raises: ValueError for an empty table or a missing column.
    """
    _require(table, "programme", "amount_fen")
    rows = table.sort_values("amount_fen", ascending=False, kind="stable")
    previous = rows["previous_fen"].tolist() if "previous_fen" in rows else [None] * len(rows)
    has_previous = any(not pd.isna(amount) for amount in previous)
    names = [wrap(str(name), 12.5 * TYPE_POINTS) for name in rows["programme"]]
    values = [f"{words} 万元" for words in _apportioned(rows["amount_fen"])]
    start = _widest(names) + 8
    scale = Scale.over([*rows["amount_fen"], *previous], start, WIDTH_POINTS - _widest([values]) - 6)
    top = first = 21.0 if has_previous else 2.0
    chart = Chart(top + sum(_row_height(name) for name in names) + 2)
    if has_previous:
        chart.line((start + 1, start + 1), (3, 15), "mark", 2)
        chart.label(start + 7, 9, "上一期", "muted")
    cells = zip(names, rows["amount_fen"], previous, values, links_of(rows), strict=True)
    for name, amount, before, value, link in cells:
        middle = top + _row_height(name) / 2
        _name(chart, name, middle)
        chart.bar(scale(0), middle - 5.5, scale(amount) - scale(0), 11, direction if amount >= 0 else "mark")
        end = max(scale(0), scale(amount))
        if not pd.isna(before):
            chart.line((scale(before), scale(before)), (middle - 8, middle + 8), "mark", 2)
            end = max(end, scale(before) + 1)
        chart.label(end + 6, middle, value, link=link)
        top += _row_height(name)
    chart.line((scale(0), scale(0)), (first, top), "mark")
    return chart


def plot_half_years(table: pd.DataFrame) -> Chart:
    """Two lines over the half-years, with the last period's amounts at their ends.

    `table`: one row per period, in order: period ("2016H1"), received_fen, paid_fen (a missing amount is a gap), where
    known received_link and paid_link.
    Raises: ValueError for an empty table or a missing column.
    """
    _require(table, "period", "received_fen", "paid_fen")
    top, bottom, left = 22.0, 178.0, 46.0
    last = table.iloc[-1]
    ends = {way: f"{_wan(last[f'{way}_fen'])} 万元" for way in WORDS if not pd.isna(last[f"{way}_fen"])}
    right = WIDTH_POINTS - _widest([[*ends.values()]]) - 14
    slot = (right - left) / len(table)
    xs = [left + slot * (number + 0.5) for number in range(len(table))]
    chart = Chart(222)
    chart.bar(xs[-1] - slot / 2, top - 8, slot, bottom - top + 46, "band")
    scale = _amount_axis(chart, [*table["received_fen"], *table["paid_fen"]], top, bottom, right)
    _period_axis(chart, [str(period) for period in table["period"]], xs, bottom)
    for way in WORDS:
        _course(chart, xs, [None if pd.isna(fen) else scale(fen) for fen in table[f"{way}_fen"]], way)
    for way, middle in _apart({way: scale(last[f"{way}_fen"]) for way in ends}, 32, top, bottom).items():
        chart.label(right + 12, middle - 7, WORDS[way], way, bold=True)
        chart.label(right + 12, middle + 7, ends[way], link=links_of(table, f"{way}_link")[-1])
    return chart


def plot_months(table: pd.DataFrame) -> Chart:
    """A pair of bars for each month, received and paid; what states no day comes last, in outline.

    `table`: one row per month, in order: month ("2020-01"; 未载明 in the last row), received_fen, paid_fen, where known
    received_link and paid_link.
    Raises: ValueError for an empty table or a missing column.
    """
    _require(table, "month", "received_fen", "paid_fen")
    months = [str(month) for month in table["month"]]
    names = _month_names(months)
    amounts = {way: [int(fen) for fen in table[f"{way}_fen"]] for way in WORDS}
    shown = {way: _apportioned(amounts[way]) for way in WORDS}
    # The first pair names the two colours; all others need their amounts only.
    values = {
        way: [
            ("" if row else f"{WORDS[way]} ") + (shown[way][row] if fen else "0")
            for row, fen in enumerate(amounts[way])
        ]
        for way in WORDS
    }
    start = _widest([names]) + 10
    end = WIDTH_POINTS - _widest(list(values.values())) - 8
    scale = Scale.over([*amounts["received"], *amounts["paid"]], start, end)
    links = {way: links_of(table, f"{way}_link") for way in WORDS}
    chart = Chart(18 + 32 * len(months) + 10 * months.count(NOT_STATED))
    chart.label(WIDTH_POINTS, 8, "单位：万元", "muted", align="right")
    top = 18.0
    for row, (month, name) in enumerate(zip(months, names, strict=True)):
        if month == NOT_STATED:
            top += 10
            chart.line((0, WIDTH_POINTS), (top - 7, top - 7), "line")
        chart.label(0, top + 13, name)
        for number, way in enumerate(WORDS):
            middle = top + 6.5 + 13 * number
            ends = (scale(0), scale(amounts[way][row]))
            chart.bar(ends[0], middle - 4.5, ends[1] - ends[0], 9, way, hollow=month == NOT_STATED)
            # A month without rows has nothing to lead to: its 0 says that there is none.
            link = links[way][row] if amounts[way][row] else None
            chart.label(max(ends) + 5, middle, values[way][row], way, link=link)
        top += 32
    chart.line((scale(0), scale(0)), (18, top - 6), "mark")
    return chart


def plot_shares(table: pd.DataFrame) -> Chart:
    """One bar of 100 % cut into its parts, the largest first; each part is named with its amount and share.

    `table`: one row per part (up to 6): label, amount_fen, where known link and share_link.
    Raises: ValueError for an empty table, a missing column, a negative amount, a sum of 0, or more than 6 parts.
    """
    _require(table, "label", "amount_fen")
    rows = table.sort_values("amount_fen", ascending=False, kind="stable")
    amounts = [int(amount) for amount in rows["amount_fen"]]
    if amounts[-1] < 0 or sum(amounts) == 0:
        raise ValueError("shares need amounts that are not negative and do not add up to 0")
    if len(amounts) > len(PARTS):
        raise ValueError(f"at most {len(PARTS)} parts can be told apart, not {len(amounts)}: add up the smallest")
    chart = Chart(44 + 24 * len(amounts))
    left = 0.0
    shares, shown = apportion_shares(amounts), _apportioned(amounts)
    links, share_links = links_of(rows), links_of(rows, "share_link")
    for number, (name, amount) in enumerate(zip(rows["label"], amounts, strict=True)):
        fill, ink = PARTS[number]
        share = f"{shares[number]}%"
        width = WIDTH_POINTS * amount / sum(amounts)
        chart.bar(left, 2, max(width - 1.2, 0.6) if amount else 0, 32, fill)
        for inside in (f"{name} {share}", share):
            if text_width(inside) + 14 < width:
                chart.label(left + 7, 18, inside, ink, bold=True, link=share_links[number])
                break
        middle = 57 + 24 * number
        chart.bar(0, middle - 5, 10, 10, fill)
        chart.label(17, middle, wrap(str(name), 170, lines=1)[0])
        chart.label(WIDTH_POINTS - 58, middle, f"{shown[number]} 万元", align="right", link=links[number])
        chart.label(WIDTH_POINTS, middle, share, "muted", align="right", link=share_links[number])
        left += width
    return chart


def plot_plan_and_actual(table: pd.DataFrame) -> Chart:
    """For each item the plan as an outline and what was done as its filling, each to a scale of its own.

    `table`: one row per item: item, planned (may be missing), actual, unit ("户"; amounts in "fen" show in 万元), where
    known link and share_link.
    Raises: ValueError for an empty table or a missing column.
    """
    _require(table, "item", "planned", "actual", "unit")
    names = [wrap(str(item), 10.5 * TYPE_POINTS) for item in table["item"]]
    rows = list(zip(table["planned"], table["actual"], table["unit"], strict=True))
    values = [_done_of_planned(planned, actual, str(unit)) for planned, actual, unit in rows]
    # Beyond twice the plan the bar stops; the figures beside it go on.
    shares = [min(max(actual / planned, 0), 2.0) if _is_plan(planned) else None for planned, actual, _ in rows]
    end = WIDTH_POINTS - _widest(values) - 12
    scale = Scale.over([1.0, *shares], _widest(names) + 10, end)
    links, share_links = links_of(table), links_of(table, "share_link")
    chart = Chart(38 * len(names))
    for number, (name, value, share) in enumerate(zip(names, values, shares, strict=True)):
        middle = 38.0 * number + 19
        _name(chart, name, middle)
        if share is not None:
            chart.bar(scale(0), middle - 4.5, scale(share) - scale(0), 9, "paid")
            chart.bar(scale(0), middle - 8, scale(1) - scale(0), 16, "mark", hollow=True)
        chart.label(end + 12, middle - 7, value[0], link=links[number])
        chart.label(end + 12, middle + 7, value[1], "muted", link=share_links[number])
    return chart


def _require(table: pd.DataFrame, *columns: str) -> None:
    missing = [column for column in columns if column not in table]
    if missing:
        raise ValueError(f"the chart's table lacks {', '.join(missing)}; it has {', '.join(map(str, table.columns))}")
    if table.empty:
        raise ValueError("the chart's table is empty: say in words that there is nothing to show")


def links_of(table: pd.DataFrame, column: str = "link") -> list[str]:
    """The addresses of the proofs of the table's figures, row by row; "" where it has none."""
    return [str(link) for link in table[column].fillna("")] if column in table else [""] * len(table)


def _apportioned(amounts: Any) -> list[str]:
    """The amounts in 万元, rounded so that what is shown adds up to their sum as it would be shown."""
    return [f"{amount:,}".replace("-", "−") for amount in apportion([int(fen) for fen in amounts]).shown]


def _wan(fen: Any) -> str:
    """The amount in 万元, with a minus sign as wide as a plus."""
    return format_wan(int(fen)).replace("-", "−")


def _widest(groups: Any) -> float:
    return max((text_width(line) for group in groups for line in group), default=0.0)


def _row_height(name: list[str]) -> float:
    return LINE_HEIGHT * len(name) + 9


def _name(chart: Chart, lines: list[str], middle: float) -> None:
    for number, line in enumerate(lines):
        chart.label(0, middle + LINE_HEIGHT * (number - (len(lines) - 1) / 2), line)


def _course(chart: Chart, xs: list[float], ys: list[float | None], way: Direction) -> None:
    """A line from dot to dot, open where a value is missing, its last dot larger."""
    chart.line(xs, [float("nan") if y is None else y for y in ys], way, 1.8)
    for x, y in zip(xs, ys, strict=True):
        if y is not None:
            chart.dot(x, y, 8 if x == xs[-1] else 4.5, way)


def _amount_axis(chart: Chart, amounts: list[Any], top: float, bottom: float, right: float) -> Scale:
    """Hairlines at round amounts, each labelled above itself; the unit stands with the uppermost."""
    spread = Scale.over(amounts, bottom, top)
    ticks = [float(tick) for tick in MaxNLocator(4).tick_values(spread.low / 1e6, spread.high / 1e6)]
    scale = Scale(ticks[0] * 1e6, ticks[-1] * 1e6, bottom, top)
    for tick in ticks:
        y = scale(tick * 1e6)
        chart.line((0, right), (y, y), "mark" if tick == 0 else "line")
        chart.label(0, y - 7, f"{tick:,.10g}".replace("-", "−") + (" 万元" if tick == ticks[-1] else ""), "muted")
    return scale


def _period_axis(chart: Chart, periods: list[str], xs: list[float], bottom: float) -> None:
    """上 and 下 under the half-years and each year once below them; any other name of a period as it is."""
    shown_year = ""
    for period, x in zip(periods, xs, strict=True):
        is_last = x == xs[-1]
        colour = "text" if is_last else "muted"
        found = re.fullmatch(r"(\d{4})H([12])", period)
        half, year = ("上" if found[2] == "1" else "下", found[1]) if found else (period, "")
        chart.label(x, bottom + 12, half, colour, align="center", bold=is_last)
        if year != shown_year:
            chart.label(x, bottom + 27, year, colour, align="center", bold=is_last)
        shown_year = year


def _apart(middles: dict[Direction, float], distance: float, top: float, bottom: float) -> dict[Direction, float]:
    """The same labels, moved just so far that they stand `distance` apart and beside the chart."""
    if len(middles) < 2:
        return middles
    upper, lower = sorted(middles, key=lambda way: middles[way])
    missing = max(0.0, distance - (middles[lower] - middles[upper])) / 2
    moved = {upper: middles[upper] - missing, lower: middles[lower] + missing}
    shift = max(0.0, top - moved[upper]) - max(0.0, moved[lower] - bottom)
    return {way: middle + shift for way, middle in moved.items()}


def _month_names(months: list[str]) -> list[str]:
    """ "1月" for the months of one year, "2020-01" where there are several years."""
    years = {month[:4] for month in months if month != NOT_STATED}
    return [f"{int(m[5:7])}月" if len(years) == 1 and re.fullmatch(r"\d{4}-\d{2}", m) else m for m in months]


def _is_plan(planned: Any) -> bool:
    return not pd.isna(planned) and planned > 0


def _done_of_planned(planned: Any, actual: Any, unit: str) -> tuple[str, str]:
    """Two lines: what was done of what was planned, and its share."""
    show, shown_unit = (_wan, "万元") if unit == "fen" else ("{:,.10g}".format, unit)
    if not _is_plan(planned):
        return f"{show(actual)} {shown_unit}", "未定计划数"
    return f"{show(actual)} / {show(planned)} {shown_unit}", f"完成 {actual / planned:.0%}"
