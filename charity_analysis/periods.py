"""Reporting periods: half-years with an inclusive start and an exclusive end."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

_PATTERN = re.compile(r"((?:19|20)[0-9]{2})H([12])")


@dataclass(frozen=True, order=True)
class ReportingPeriod:
    """One half-year. `str(period)` is its code, such as "2020H1"."""

    year: int
    half: int

    def __post_init__(self) -> None:
        if self.half not in (1, 2):
            raise ValueError(f"a year has halves 1 and 2, not {self.half}")

    @classmethod
    def parse(cls, code: str) -> ReportingPeriod:
        """The period that `code` names; only a full match such as "2020H1" is taken.

        Raises: ValueError where `code` is anything else ("2020h1", "2020H3", " 2020H1").
        """
        match = _PATTERN.fullmatch(code)
        if match is None:
            raise ValueError(f"not a reporting period: {code!r} (expected a form such as 2020H1)")
        return cls(int(match[1]), int(match[2]))

    @classmethod
    def of(cls, day: date) -> ReportingPeriod:
        """The half-year in which `day` falls."""
        return cls(day.year, 1 if day.month <= 6 else 2)

    @property
    def start(self) -> date:
        """First day, inclusive."""
        return date(self.year, 1 if self.half == 1 else 7, 1)

    @property
    def end(self) -> date:
        """First day after the period: the end is exclusive."""
        return self.next.start

    @property
    def last_day(self) -> date:
        """Last day that still belongs to the period, for display."""
        return self.end - timedelta(days=1)

    @property
    def next(self) -> ReportingPeriod:
        """The half-year that follows."""
        return ReportingPeriod(self.year, 2) if self.half == 1 else ReportingPeriod(self.year + 1, 1)

    @property
    def previous(self) -> ReportingPeriod:
        """The half-year before."""
        return ReportingPeriod(self.year, 1) if self.half == 2 else ReportingPeriod(self.year - 1, 2)

    @property
    def year_before(self) -> ReportingPeriod:
        """The same half of the year before: the base of a year-on-year change."""
        return ReportingPeriod(self.year - 1, self.half)

    def __contains__(self, day: date) -> bool:
        return self.start <= day < self.end

    def __str__(self) -> str:
        return f"{self.year}H{self.half}"

    def label(self, language: str = "zh") -> str:
        """The period in words: 2020年上半年, or "first half of 2020"."""
        if language == "en":
            return f"{'first' if self.half == 1 else 'second'} half of {self.year}"
        return f"{self.year}年{'上' if self.half == 1 else '下'}半年"
