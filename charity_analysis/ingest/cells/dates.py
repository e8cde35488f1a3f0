"""A cell → the day it states. What leaves day, month or year open is refused, not guessed."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone

from charity_analysis.ingest.cells.cell_values import plain_number, plain_text
from charity_analysis.ingest.cells.chinese_numerals import numeral_value, positional_digits, to_plain_numerals
from charity_analysis.ingest.cells.date_refusals import reason_against
from charity_analysis.ingest.cells.errors import UnreadableCell
from charity_analysis.rules import normalise

__all__ = ["ParsedDate", "UnreadableCell", "parse_date"]

_CHINA = timezone(timedelta(hours=8))
_YEARS = range(1900, 2100)
_LONGEST_TEXT = 100  # a long note in the wrong column is not searched for days
_SERIAL_ZERO = date(1899, 12, 30)
_SERIALS = range(36526, 73051)  # 2000-01-01 to 2099-12-31; other numbers in a column of dates are slips

# What a cell says where the source gives no day.
_NO_DAY = {"未载明": "not_stated", "未载明(本期内)": "period"}

_AS_OF = re.compile(r"截\s*[至止][到至]?\s*(?P<day>.*?)\s*(?:为?止)?")
_DASHES = str.maketrans(dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-"))

# Before the day: an apostrophe that makes a text of it, or 公元. Behind it: a full stop.
_IDLE = re.compile(r"^(?:['‘’`](?=[0-9])|公元(?![前0]))\s*|[。.]$")
# 二O二O年 is written with the letter as often as with the nought; in figures (2O20) it is damage.
_LETTER_AS_NOUGHT = re.compile("[零一二三四五六七八九0OoΟО]{4}(?=年)")
_FIRST_MONTH = re.compile(r"(?<=年)\s*元月")
_LETTERS = str.maketrans(dict.fromkeys("OoΟО", "零"))

_NUMBER = "[0-9零一二三四五六七八九十]"
_DAYTIME = "上午|下午|中午|早上|早晨|傍晚|晚上|晚|凌晨|夜间"
_REST = re.compile(
    rf"""(?:\s*(?:(?:星期|周|礼拜)\s*(?P<weekday>[一二三四五六日天])|\((?:星期|周)?(?P<short>[一二三四五六日天])\)))?
    (?:\s*(?P<daytime>{_DAYTIME}))?
    (?:(?:[T\s]+|(?<![0-9]))(?P<hour>[0-9]{{1,2}})[:时点]
        (?:(?P<minute>[0-9]{{1,2}})(?:分|:(?P<second>[0-9]{{1,2}})(?:\.[0-9]+)?)?)?
        (?:\s*(?P<half>[AP]M))?
        # A negative offset is taken in strict ISO form only: 10:30-11:30 is a stretch of time.
        \s*(?P<zone>Z|UTC|GMT|(?:\+|(?<=T[0-9]{{2}}:[0-9]{{2}}:[0-9]{{2}})-)(?:0[0-9]|1[0-4]):?[0-5][0-9])?)?""",
    re.VERBOSE | re.IGNORECASE,
)
_MONTHS = {
    name: number
    for number, name in enumerate(
        ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), start=1
    )
}
_MONTH_NAME = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_STYLES = tuple(
    re.compile(f"(?:{day}){_REST.pattern}", re.VERBOSE | re.IGNORECASE)
    for day in (
        r"(?P<year>[0-9]{4})\s*(?P<mark>[-/.、,。·•_\\])\s*(?P<month>[0-9]{1,2})\s*(?P=mark)\s*(?P<day>[0-9]{1,2})\s*[日号]?",
        rf"(?P<year>{_NUMBER}{{4}})\s*年\s*(?P<month>{_NUMBER}{{1,3}})\s*月\s*(?P<day>{_NUMBER}{{1,4}})(?:\s*[日号])?",
        # Not with hyphens, which look like 一.
        rf"(?P<year>{_NUMBER}{{4}})\s*(?P<mark>[./、])\s*(?P<month>{_NUMBER}{{1,3}})\s*(?P=mark)\s*(?P<day>{_NUMBER}{{1,4}})",
        r"(?P<year>(?:19|20)[0-9]{2})(?P<month>[0-9]{2})(?P<day>[0-9]{2})\s*[日号]?",
        r"(?P<year>(?:19|20)[0-9]{2})(?P<month>[0-9]{2})(?P<day>[0-9]{2})(?:[0-2][0-9](?:[0-5][0-9]){2})",
        r"(?P<year>[0-9]{4})\s+(?P<month>[0-9]{1,2})\s+(?P<day>[0-9]{1,2})",
        rf"(?P<day>[0-9]{{1,2}})[-/.\s]*{_MONTH_NAME}[-/,\s]*(?P<year>[0-9]{{4}})",
        rf"{_MONTH_NAME}[-/\s]*(?P<day>[0-9]{{1,2}})(?:\s*,\s*|[-/\s]+)(?P<year>[0-9]{{4}})",
        rf"(?P<year>[0-9]{{4}})[-/\s]*{_MONTH_NAME}[-/\s]*(?P<day>[0-9]{{1,2}})",
    )
)


@dataclass(frozen=True, slots=True)
class ParsedDate:
    """A day and what it rests on: stated, as_of (截至), period (within the folder's period), not_stated."""

    day: date | None
    basis: str


def parse_date(value: object) -> ParsedDate:
    """The day in `value`, in China's time where a zone is given; None where the source states that it gives none.

    A number is taken for a day in the spreadsheet's own count, or as written in eight digits (20200107).

    Raises: UnreadableCell (blank, not_a_date, ambiguous_date, incomplete_date, impossible_date, other_calendar,
    date_range, disagrees where the weekday belongs to another day, error_value, formula_not_computed).
    """
    if type(value) is str and len(value) == 10 and value[4] == value[7] == "-" and value[:2] in ("19", "20"):
        with suppress(ValueError):  # the usual writing; what is no such day is told below
            return ParsedDate(date.fromisoformat(value), "stated")
    if isinstance(value, (datetime, date)):
        return ParsedDate(_day_of_cell(value), "stated")
    if not isinstance(value, str):
        return ParsedDate(_day_of_number(value), "stated")
    if len(value) > _LONGEST_TEXT:
        raise UnreadableCell("not_a_date")
    text = _LETTER_AS_NOUGHT.sub(_noughts, to_plain_numerals(plain_text(value)).translate(_DASHES))
    text = _FIRST_MONTH.sub("1月", _IDLE.sub("", text))
    no_day = _NO_DAY.get(normalise(text))
    if no_day:
        return ParsedDate(None, no_day)
    as_of = _AS_OF.fullmatch(text[1:-1] if text.startswith("(截") and text.endswith(")") else text)
    return ParsedDate(_day_of_text(as_of["day"]), "as_of") if as_of else ParsedDate(_day_of_text(text), "stated")


def _noughts(match: re.Match[str]) -> str:
    """Letters as noughts in a year of Chinese numerals; a year of figures stays as it is."""
    has_numeral = any(character in "零一二三四五六七八九" for character in match[0])
    return match[0].translate(_LETTERS) if has_numeral else match[0]


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
        is_telling = error.reason in ("blank", "error_value", "formula_not_computed")
        raise UnreadableCell(error.reason if is_telling else "not_a_date") from None
    if abs(number) < 10**8 and int(number) in _SERIALS:
        return _SERIAL_ZERO + timedelta(days=int(number))
    return _day_of_text(format(number, "f") if abs(number) < 10**8 else "")


def _day_of_text(text: str) -> date:
    match = next((found for found in (style.fullmatch(text) for style in _STYLES) if found), None)
    if match is None:
        raise UnreadableCell(reason_against(text))
    month = _MONTHS.get(match["month"][:3].lower()) or _whole(match["month"])
    day = _checked_day(_whole(positional_digits(match["year"])), month, _whole(match["day"]))
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
    is_late = (match["half"] or "").upper() == "PM" or match["daytime"] in ("下午", "傍晚", "晚上", "晚")
    if (match["half"] and not 1 <= hour <= 12) or (match["daytime"] and not is_late and hour > 12):
        raise UnreadableCell("impossible_date")
    hour += 12 * (is_late and hour < 12) - 12 * (not is_late and hour == 12 and bool(match["half"]))
    zone = (match["zone"] or "").upper()
    if not zone:
        return day
    offset = timedelta(hours=int(zone[1:3]), minutes=int(zone[-2:])) if zone[0] in "+-" else timedelta()
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
