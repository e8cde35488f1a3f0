"""Reporting periods: only the exact code is taken, and half-years tile the calendar."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from charity_analysis.periods import ReportingPeriod

periods = st.builds(ReportingPeriod, st.integers(1900, 2099), st.sampled_from([1, 2]))
days = st.dates(date(1900, 1, 1), date(2099, 12, 31))


@pytest.mark.parametrize(
    "code",
    [
        "",
        "2020",
        "2020h1",
        "2020H3",
        "2020H0",
        "2020H",
        "2020H11",
        " 2020H1",
        "2020H1 ",
        "2020H1\n",
        "\n2020H1",
        "２０２０H１",
        "20２０H1",
        "2020H１",
        "٢٠٢٠H1",
        "20H1",
        "12020H1",
        "1820H1",
        "2120H1",
        "2020-H1",
        "2020H1/..",
        "2020H1\x00",
    ],
)
def test_anything_but_the_exact_code_is_refused(code):
    with pytest.raises(ValueError, match="not a reporting period"):
        ReportingPeriod.parse(code)


@pytest.mark.parametrize("half", [0, 3, -1])
def test_a_year_has_two_halves(half):
    with pytest.raises(ValueError, match="halves"):
        ReportingPeriod(2020, half)


def test_the_first_half_runs_from_january_to_the_end_of_june():
    period = ReportingPeriod.parse("2020H1")
    assert (period.start, period.last_day, period.end) == (date(2020, 1, 1), date(2020, 6, 30), date(2020, 7, 1))


def test_the_second_half_runs_from_july_to_the_end_of_the_year():
    period = ReportingPeriod.parse("2020H2")
    assert (period.start, period.last_day, period.end) == (date(2020, 7, 1), date(2020, 12, 31), date(2021, 1, 1))


def test_labels_say_the_period_in_both_languages():
    assert ReportingPeriod(2020, 1).label() == "2020年上半年"
    assert ReportingPeriod(2020, 2).label() == "2020年下半年"
    assert ReportingPeriod(2020, 1).label("en") == "first half of 2020"
    assert ReportingPeriod(2020, 2).label("en") == "second half of 2020"


@given(periods)
def test_the_code_is_read_back(period):
    assert ReportingPeriod.parse(str(period)) == period


@given(periods)
def test_next_and_previous_undo_each_other_and_two_steps_back_is_the_year_before(period):
    assert period.next.previous == period.previous.next == period
    assert period.previous.previous == period.year_before


@given(periods)
def test_the_end_is_exclusive_and_starts_the_next_period(period):
    assert period.start in period
    assert period.last_day in period
    assert period.end not in period
    assert period.start - timedelta(days=1) not in period
    assert period.end == period.next.start == period.last_day + timedelta(days=1)


@given(days, periods)
def test_a_day_is_in_its_own_period_and_in_no_other(day, period):
    assert day in ReportingPeriod.of(day)
    assert (day in period) == (period == ReportingPeriod.of(day))


@given(periods, periods)
def test_periods_sort_by_time(one, other):
    assert (one < other) == (one.start < other.start)
