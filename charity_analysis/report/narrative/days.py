"""Days in sentences: 1月7日, 截至1月23日, or that none is stated."""

from __future__ import annotations

from datetime import date

from charity_analysis.periods import ReportingPeriod
from charity_analysis.report.narrative.wording import words

_UNSTATED = {"period": "day_period", "not_stated": "day_not_stated"}


def say_day(day: date | None, basis: str, period: ReportingPeriod) -> str:
    """The day as it is known; the year only where it is not that of `period`."""
    if day is None or basis in _UNSTATED:
        return words(_UNSTATED.get(basis, "day_not_stated"))
    parts = {"month": str(day.month), "date": str(day.day)}
    said = words("day", **parts) if day.year == period.year else words("day_other_year", year=str(day.year), **parts)
    return words("day_as_of", day=said) if basis == "as_of" else said
