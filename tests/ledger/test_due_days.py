"""The last day of a plan's window is read where it is worded, and left open where it is not."""

from __future__ import annotations

from datetime import date

import pytest

from charity_analysis.ledger.due_days import last_day, stated_day


@pytest.mark.parametrize(
    ("window", "period", "day"),
    [
        ("8-9月份", "2020H2", date(2020, 9, 30)),
        ("8月至9月", "2020H2", date(2020, 9, 30)),
        ("1-2月", "2020H1", date(2020, 2, 29)),
        ("12月底前", "2020H2", date(2020, 12, 31)),
        ("年内", "2018H1", date(2018, 12, 31)),
        ("本期内", "2018H1", date(2018, 6, 30)),
        ("一季度", "2018H1", date(2018, 3, 31)),
        ("2020年下半年", "2020H1", date(2020, 12, 31)),
        ("2021年12月底前", "2020H1", date(2021, 12, 31)),
        ("2021年底前", "2020H1", date(2021, 12, 31)),
        ("2021年度", "2020H1", date(2021, 12, 31)),
        ("2021年", "2020H1", date(2021, 12, 31)),
        ("2021年1-3月", "2020H2", date(2021, 3, 31)),
        ("2020年第三季度", "2020H1", date(2020, 9, 30)),
        ("2020年4月30日前", "2020H1", date(2020, 4, 30)),
        ("2020-04-30", "2020H1", date(2020, 4, 30)),
    ],
)
def test_a_window_that_names_months_or_a_day_ends_on_their_last(window: str, period: str, day: date) -> None:
    assert last_day(window, period) == day


@pytest.mark.parametrize(
    "window", ["春节期间", "2021年春节前", "春节前", "未载明", "13月", "未载明(推定9月5日“中华慈善日”前后)", "", None]
)
def test_a_window_that_names_none_is_left_open(window: str | None) -> None:
    assert last_day(window, "2020H1") is None


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2020-04-28", date(2020, 4, 28)),
        ("2020年4月28日已公开", date(2020, 4, 28)),
        ("已于2020年4月28日公示", date(2020, 4, 28)),
        ("4月28日", None),
        ("2020年4月", None),
        ("尚未公开", None),
        (None, None),
    ],
)
def test_a_day_is_read_only_where_it_is_stated_in_full(text: str | None, day: date | None) -> None:
    assert stated_day(text) == day
