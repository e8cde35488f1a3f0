"""A cell → the day it states. What leaves day, month or year open is refused, not guessed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone

from charity_analysis.ingest.cell_values import plain_number, plain_text
from charity_analysis.ingest.chinese_numerals import numeral_value, positional_digits, to_plain_numerals
from charity_analysis.ingest.date_refusals import reason_against
from charity_analysis.ingest.errors import UnreadableCell
from charity_analysis.rules import normalise

__all__ = ["ParsedDate", "UnreadableCell", "parse_date"]

_CHINA = timezone(timedelta(hours=8))
_YEARS = range(1900, 2100)
_SERIAL_ZERO = date(1899, 12, 30)
_SERIALS = range(36526, 73051)  # 2000-01-01 to 2099-12-31; other numbers in a column of dates are slips

# What a cell says where the source gives no day.
_NO_DAY = {"未载明": "not_stated", "未载明(本期内)": "period"}

_AS_OF = re.compile(r"截\s*[至止][到至]?\s*(?P<day>.*?)\s*(?:为?止)?")
_DASHES = str.maketrans(dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-"))

_NUMBER = "[0-9零一二三四五六七八九十]"
_REST = re.compile(
    r"""(?:\s*(?:(?:星期|周|礼拜)(?P<weekday>[一二三四五六日天])|\((?:星期|周)?(?P<short>[一二三四五六日天])\)))?
    (?:\s*(?:上午|下午|中午|早上|早晨|傍晚|晚上|晚|凌晨|夜间))?
    (?:(?:[T\s]+|(?<![0-9]))(?P<hour>[0-9]{1,2})[:时点]
        (?:(?P<minute>[0-9]{1,2})(?:分|:(?P<second>[0-9]{1,2})(?:\.[0-9]+)?)?)?
        # A negative offset is taken in strict ISO form only: 10:30-11:30 is a stretch of time.
        \s*(?P<zone>Z|(?:\+|(?<=T[0-9]{2}:[0-9]{2}:[0-9]{2})-)(?:0[0-9]|1[0-4]):?[0-5][0-9])?)?""",
    re.VERBOSE,
)
_STYLES = tuple(
    re.compile(f"(?:{day}){_REST.pattern}", re.VERBOSE)
    for day in (
        r"(?P<year>[0-9]{4})\s*(?P<mark>[-/.])\s*(?P<month>[0-9]{1,2})\s*(?P=mark)\s*(?P<day>[0-9]{1,2})",
        rf"(?P<year>{_NUMBER}{{4}})\s*年\s*(?P<month>{_NUMBER}{{1,3}})\s*月\s*(?P<day>{_NUMBER}{{1,4}})(?:\s*[日号])?",
        r"(?P<year>(?:19|20)[0-9]{2})(?P<month>[0-9]{2})(?P<day>[0-9]{2})",
    )
)


@dataclass(frozen=True)
class ParsedDate:
    """A day and what it rests on: stated, as_of (截至), period (within the folder's period), not_stated."""

    day: date | None
    basis: str


def parse_date(value: object) -> ParsedDate:
    """The day in `value`, in China's time where a zone is given; None where the source states that it gives none.

    A number is taken for a day in the spreadsheet's own count, or as written in eight digits (20200107).

    Raises: UnreadableCell (blank, not_a_date, ambiguous_date, incomplete_date, impossible_date, other_calendar,
    date_range, disagrees where the weekday belongs to another day).
    """
    if isinstance(value, (datetime, date)):
        return ParsedDate(_day_of_cell(value), "stated")
    if not isinstance(value, str):
        return ParsedDate(_day_of_number(value), "stated")
    text = to_plain_numerals(plain_text(value)).translate(_DASHES)
    no_day = _NO_DAY.get(normalise(text))
    if no_day:
        return ParsedDate(None, no_day)
    as_of = _AS_OF.fullmatch(text[1:-1] if text.startswith("(截") and text.endswith(")") else text)
    return ParsedDate(_day_of_text(as_of["day"]), "as_of") if as_of else ParsedDate(_day_of_text(text), "stated")


def _day_of_cell(value: date) -> date:
    """The calendar day of a date cell, whatever its time of day."""
    day = _checked_day(value.year, value.month, value.day)
    if isinstance(value, datetime) and value.tzinfo is not None:
        return value.astimezone(_CHINA).date()
    return day


def _day_of_number(value: object) -> date:
    try:
        number = plain_number(value, "not_a_date")
    except UnreadableCell as error:
        raise UnreadableCell("blank" if error.reason == "blank" else "not_a_date") from None
    if abs(number) < 10**8 and int(number) in _SERIALS:
        return _SERIAL_ZERO + timedelta(days=int(number))
    return _day_of_text(format(number, "f") if abs(number) < 10**8 else "")


def _day_of_text(text: str) -> date:
    match = next((found for found in (style.fullmatch(text) for style in _STYLES) if found), None)
    if match is None:
        raise UnreadableCell(reason_against(text))
    day = _checked_day(_whole(positional_digits(match["year"])), _whole(match["month"]), _whole(match["day"]))
    weekday = match["weekday"] or match["short"]
    if weekday and "一二三四五六日".index(weekday.replace("天", "日")) != day.weekday():
        raise UnreadableCell("disagrees")
    return _day_in_china(day, match)


def _day_in_china(day: date, match: re.Match[str]) -> date:
    """`day`, or its neighbour where a time with a zone says that it was already, or still, another day here.

    Raises: UnreadableCell("impossible_date") for a time that no clock shows; 24:00 belongs to the day that it ends.
    """
    hour, minute, second = (int(match[part] or 0) for part in ("hour", "minute", "second"))
    if minute > 59 or second > 59 or (hour, minute, second) > (24, 0, 0):
        raise UnreadableCell("impossible_date")
    zone = match["zone"]
    if not zone:
        return day
    offset = timedelta() if zone == "Z" else timedelta(hours=int(zone[1:3]), minutes=int(zone[-2:]))
    since_midnight = min(timedelta(hours=hour, minutes=minute), timedelta(hours=23, minutes=59))
    moment = datetime(day.year, day.month, day.day) + since_midnight
    return (moment - (-offset if zone[0] == "-" else offset) + timedelta(hours=8)).date()


def _checked_day(year: int, month: int, day: int) -> date:
    """That day of the calendar.

    Raises: UnreadableCell("impossible_date") where the calendar, or the span 1900 to 2099, has no such day.
    """
    try:
        found = date(year, month, day)
    except ValueError:
        raise UnreadableCell("impossible_date") from None
    if year not in _YEARS:
        raise UnreadableCell("impossible_date")
    return found


def _whole(text: str) -> int:
    """The number that figures or numerals say, never a mixture."""
    number = int(text) if text.isdecimal() else numeral_value(text)
    if number is None or (text.isdecimal() and len(text) not in (1, 2, 4)):
        raise UnreadableCell("not_a_date")
    return number
