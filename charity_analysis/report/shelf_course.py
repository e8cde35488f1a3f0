"""A figure's course over the half-years as one small line, said in words for those who cannot see it."""

from __future__ import annotations

from charity_analysis.money import format_wan
from charity_analysis.periods import ReportingPeriod
from charity_analysis.report.elements import Fragment, escape
from charity_analysis.report.shelf import ShelfFigure

_WIDTH, _HEIGHT, _MARGIN = 200.0, 44.0, 5.0


def draw_course(name: str, course: list[tuple[ReportingPeriod, ShelfFigure | None]]) -> Fragment:
    """The line through the money figures of `course`, oldest first; a half-year without one leaves a gap, never a 0."""
    known = [(_half_years(period), figure.value) for period, figure in course if figure and figure.value is not None]
    if len(known) < 2:
        return Fragment("")
    first, last = _half_years(course[0][0]), _half_years(course[-1][0])
    low, high = min(0.0, *(float(value) for _, value in known)), max(0.0, *(float(value) for _, value in known))

    def point(half_year: int, value: float) -> tuple[float, float]:
        across = _MARGIN + (_WIDTH - 2 * _MARGIN) * (half_year - first) / (last - first)
        return across, _HEIGHT - _MARGIN - (_HEIGHT - 2 * _MARGIN) * (value - low) / (high - low or 1.0)

    runs: list[list[tuple[float, float]]] = []
    before = None
    for half_year, value in known:
        if before is None or half_year != before + 1:
            runs.append([])
        runs[-1].append(point(half_year, float(value)))
        before = half_year
    ground = point(first, 0.0)[1]
    lines = "".join(f'<polyline class="line" points="{_points(run)}"/>' for run in runs)
    # A line of no length with round ends is a dot, and stays round however wide the picture is drawn.
    alone = [run[0] for run in runs if len(run) == 1]
    dots = "".join(f'<path class="dot" d="M{x:.1f} {y:.1f}h0"/>' for x, y in [*alone, runs[-1][-1]])
    return Fragment(
        f'<svg viewBox="0 0 {_WIDTH:.0f} {_HEIGHT:.0f}" preserveAspectRatio="none" role="img" '
        f'aria-label="{escape(_in_words(name, course))}">'
        f'<path class="ground" d="M{_MARGIN:.1f} {ground:.1f}H{_WIDTH - _MARGIN:.1f}"/>{lines}{dots}</svg>'
    )


def _points(run: list[tuple[float, float]]) -> str:
    return " ".join(f"{x:.1f},{y:.1f}" for x, y in run)


def _half_years(period: ReportingPeriod) -> int:
    """Half-years since the year 0: neighbours differ by one."""
    return 2 * period.year + period.half


def _in_words(name: str, course: list[tuple[ReportingPeriod, ShelfFigure | None]]) -> str:
    values = [
        f"{period.label()} {format_wan(int(figure.value))}"
        for period, figure in course
        if figure and figure.value is not None
    ]
    return f"{name}的变化（万元）：{'，'.join(values)}"
