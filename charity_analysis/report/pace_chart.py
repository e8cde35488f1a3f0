"""The chart of the year's pace: what has been spent month by month against what must be spent by 31 December."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd
from matplotlib.ticker import MaxNLocator

from charity_analysis.money import format_wan
from charity_analysis.report.chart_style import WIDTH_POINTS, Chart, Scale, text_width

_TOP, _BOTTOM = 26.0, 196.0


@dataclass(frozen=True)
class PaceLinks:
    """The addresses of the proofs of what the chart says; "" where there is none."""

    required: str = ""
    spent: str = ""
    gap: str = ""


def plot_pace(
    table: pd.DataFrame, required_fen: int, spent_fen: int | None = None, links: PaceLinks = PaceLinks()
) -> Chart:
    """The year's spending as a line that grows to its last month, under the line that must be reached.

    `table`: one row per month of the year so far, in order: month ("2020-01"), spent_fen (from January on, cumulated).
    `spent_fen`: all that is spent, where some of it has no stated month; it stands above the line's end in a soft tone.
    Raises: ValueError for an empty table or a missing column.
    """
    missing = [column for column in ("month", "spent_fen") if column not in table]
    if missing:
        raise ValueError(f"the chart's table lacks {', '.join(missing)}; it has {', '.join(map(str, table.columns))}")
    if table.empty:
        raise ValueError("the chart's table is empty: say in words that there is nothing to show")
    months = [int(str(month)[5:7]) for month in table["month"]]
    spent = [int(fen) for fen in table["spent_fen"]]
    total = spent[-1] if spent_fen is None else spent_fen
    gap = required_fen - total
    aside = ["还差" if gap > 0 else "已超过", f"{_wan(abs(gap))} 万元"]
    right = WIDTH_POINTS - max(map(text_width, aside)) - 16
    chart = Chart(_BOTTOM + 26)
    left, scale = _axis(chart, [*spent, total, required_fen], right)
    xs = [left + (right - left) * month / 12 for month in (0, *months)]
    chart.line((xs[-1], xs[-1]), (scale(spent[-1]), scale(total)), "paid-soft", 4)
    chart.line(xs, [scale(fen) for fen in (0, *spent)], "paid", 1.8)
    chart.dot(xs[-1], scale(total), 8, "paid")
    chart.line((left, right), (scale(required_fen),) * 2, "received", 1.4)
    _months(chart, months[-1], left, right)
    points = [*zip(xs, (0, *spent), strict=True), (xs[-1], total)]
    _words(chart, scale, points, required_fen, (months[-1], right), links)
    _gap(chart, scale, right, total, required_fen, aside, links.gap)
    return chart


def _axis(chart: Chart, amounts: list[int], right: float) -> tuple[float, Scale]:
    """Hairlines at round amounts, with room for words above the highest one, and where they begin."""
    top = max(*amounts, 1_000_000) * 1.12
    ticks = [float(tick) for tick in MaxNLocator(4).tick_values(min(0, *amounts) / 1e6, top / 1e6)]
    scale = Scale(ticks[0] * 1e6, ticks[-1] * 1e6, _BOTTOM, _TOP)
    names = [f"{tick:,.10g}".replace("-", "−") for tick in ticks]
    left = max(map(text_width, names)) + 6
    for tick, name in zip(ticks, names, strict=True):
        y = scale(tick * 1e6)
        chart.line((left, right), (y, y), "mark" if tick == 0 else "line")
        chart.label(left - 6, y, name, "muted", align="right")
    chart.label(0, 8, "单位：万元", "muted")
    return left, scale


def _months(chart: Chart, last: int, left: float, right: float) -> None:
    for month in (3, 6, 9, 12):
        x = left + (right - left) * month / 12
        chart.line((x, x), (_BOTTOM, _BOTTOM + 4), "mark")
        is_last = month == last
        chart.label(x, _BOTTOM + 14, f"{month}月", "text" if is_last else "muted", align="center", bold=is_last)


def _words(
    chart: Chart,
    scale: Scale,
    points: list[tuple[float, int]],
    required: int,
    last: tuple[int, float],
    links: PaceLinks,
) -> None:
    """What the two lines are, each on the side where the other is not. `points`: the amounts by their places."""
    (month, right), (x, spent) = last, points[-1]
    words = f"至{month}月 {_wan(spent)}"
    # Where the year is far on, the words end at its last month, and stand clear of all of the line that they span.
    start = min(x + 4, right - text_width(words))
    beside = [scale(fen) for place, fen in points if place >= start - 15 or place == x]
    is_below = spent < required
    middle = min(max(beside) + 13, _BOTTOM - 9) if is_below else min(beside) - 13
    target = scale(required) - 9 if is_below or scale(required) > _BOTTOM - 20 else scale(required) + 10
    if abs(middle - target) < 14:
        middle = min(target + 14, _BOTTOM - 9) if is_below else target - 14
        target = min(target, middle - 14) if is_below else target
    chart.label(points[0][0] + 4, target, f"须支出 {_wan(required)}", "received", bold=True, link=links.required)
    chart.label(start, middle, words, "paid", bold=True, link=links.spent)


def _gap(chart: Chart, scale: Scale, right: float, spent: int, required: int, aside: list[str], link: str) -> None:
    """A bracket beside the chart from what is spent to what is required, with the difference in words."""
    ends = sorted((scale(spent), scale(required)))
    chart.line((right + 5, right + 5), ends, "text", 1.2)
    middle = min(max(sum(ends) / 2, _TOP + 7), _BOTTOM - 7)
    for number, words in enumerate(aside):
        is_amount = number == 1
        chart.label(right + 12, middle - 7 + 14 * number, words, bold=not is_amount, link=link if is_amount else None)


def _wan(fen: int) -> str:
    return format_wan(fen).replace("-", "−")
