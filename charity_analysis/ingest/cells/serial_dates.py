"""The day, moment or time that a spreadsheet keeps as a number of days."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from charity_analysis.ingest.sheets import FaultyCell

_MILLISECONDS_A_DAY = 86_400_000
# Day 0 of both calendars. Excel counts a 29 February 1900, so before it the same number means a day later.
_ZERO_1904, _ZERO, _ZERO_BEFORE_MARCH_1900 = datetime(1904, 1, 1), datetime(1899, 12, 30), datetime(1899, 12, 31)
_LEAP_DAY_THAT_NEVER_WAS = 60
# 31 December 9999, where the spreadsheets' calendar ends.
_LAST_DAY = 2_958_465


def serial_date(serial: float, is_1904: bool, is_duration: bool) -> date | datetime | time | timedelta | FaultyCell:
    """What `serial` days mean: a date where they are whole, a time below one day, a timedelta for a duration.

    Milliseconds are rounded; a day that there is not becomes a FaultyCell (impossible_date).
    """
    if not 0 <= serial <= _LAST_DAY and not (is_duration and abs(serial) <= _LAST_DAY):
        return FaultyCell(f"{serial:g}", "impossible_date")
    days, milliseconds = divmod(round(serial * _MILLISECONDS_A_DAY), _MILLISECONDS_A_DAY)
    since = timedelta(milliseconds=milliseconds)
    if is_duration:
        return timedelta(days=days) + since
    if days == 0:
        return (datetime.min + since).time()
    if is_1904:
        return _shortest(_ZERO_1904 + timedelta(days=days) + since)
    if days == _LEAP_DAY_THAT_NEVER_WAS:
        return FaultyCell("1900-02-29", "impossible_date")
    zero = _ZERO_BEFORE_MARCH_1900 if days < _LEAP_DAY_THAT_NEVER_WAS else _ZERO
    return _shortest(zero + timedelta(days=days) + since)


def _shortest(moment: datetime) -> date | datetime:
    return moment if moment.time() != time() else moment.date()
