"""Dates: every style that is read, every reason for refusing one, and laws over the days of two centuries."""

from __future__ import annotations

import unicodedata
from datetime import UTC, date, datetime, time, timedelta, timezone

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from charity_analysis.ingest.cells.dates import ParsedDate, UnreadableCell, parse_date
from charity_analysis.ingest.cells.errors import REASONS
from charity_analysis.ingest.sheets import FaultyCell

SEVENTH = date(2020, 1, 7)  # a Tuesday


def reason_of(value):
    with pytest.raises(UnreadableCell) as refusal:
        parse_date(value)
    return refusal.value.reason


@pytest.mark.parametrize(
    "text",
    [
        "2020-01-07",
        "2020-1-7",
        "2020/1/7",
        "2020.1.7",
        "2020.01.07",
        "20200107",
        "2020. 1. 7",
        "２０２０．１．７",
        "2020—01—07",
        "2020年1月7日",
        "2020年01月07日",
        "2020年 1月 7日",
        "2020年1月7号",
        "2020年1月7",
        "\ufeff2020-01-07\xa0",
        "二〇二〇年一月七日",
        "二零二零年一月七日",
        "二○二○年一月七日",
        "贰零贰零年零壹月零柒日",
        "2020年一月七日",
        "2020年1月7日星期二",
        "2020年1月7日 周二",
        "2020年1月7日(二)",
        "2020年1月7日（星期二）",
        "2020-01-07 礼拜二",
        "2020年1月7日上午",
        "2020年1月7日 下午3时",
        "2020年1月7日上午10:30",
        "2020年1月7日星期二晚上",
        "2020年1月7日10时30分",
        "2020-01-07 10:30:00",
        "2020/1/7 0:00",
        "2020-01-07T10:30",
        "2020-01-07T23:59:59.999",
        "2020年1月7日24:00",
        "2020、1、7",
        "2020，1，7",
        "2020。1。7",
        "2020·1·7",
        "2020_01_07",
        "2020\\1\\7",
        "2020 01 07",
        "2020.1.7.",
        "2020.1.7日",
        "2020-1-7 日",
        "20200107日",
        "20200107103000",
        "2020年元月7日",
        "二〇二〇年元月七日",
        "二〇二〇.一.七",
        "二0二0年一月七日",
        "二O二O年一月七日",
        "二Ｏ二ｏ年一月七日",
        "公元2020年1月7日",
        "2020年1月7日 星期 二",
        "'2020-01-07",
        "2020-01-07 10:30 AM",
        "2020/1/7 3:00:00 PM",
        "2020/1/7 12:00 am",
        "7 January 2020",
        "07-Jan-2020",
        "Jan 7, 2020",
        "Jan. 7, 2020",
        "January 7 2020",
        "2020-JAN-07",
        "2020\ufe0f-01-07\u200e",
    ],
)
def test_a_day_is_read_in_each_style(text):
    assert parse_date(text) == ParsedDate(SEVENTH, "stated")


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2020-06-30T23:59:59+08:00", date(2020, 6, 30)),
        ("2020-06-30T17:00:00Z", date(2020, 7, 1)),
        ("2020-06-30T15:59:59Z", date(2020, 6, 30)),
        ("2020-06-30T16:00:00.000Z", date(2020, 7, 1)),
        ("2020-06-30 17:00:00+00:00", date(2020, 7, 1)),
        ("2020-07-01T00:30:00+0900", date(2020, 6, 30)),
        ("2020-06-30T12:00:00-05:00", date(2020, 7, 1)),
        ("2020-06-30T24:00:00+08:00", date(2020, 6, 30)),
        ("2020-06-30 17:00:00 UTC", date(2020, 7, 1)),
        ("2020-06-30 5:00 PM GMT", date(2020, 7, 1)),
        ("2020-06-30 5:00 AM GMT", date(2020, 6, 30)),
        ("2020-06-30 12:30 AM UTC", date(2020, 6, 30)),
        ("2020年6月30日下午5:00Z", date(2020, 7, 1)),
        ("2020年6月30日下午17:00Z", date(2020, 7, 1)),
        ("2020年6月30日下午11:59", date(2020, 6, 30)),
    ],
)
def test_a_time_with_a_zone_belongs_to_the_day_of_china(text, day):
    assert parse_date(text) == ParsedDate(day, "stated")


@pytest.mark.parametrize(
    ("value", "day"),
    [
        (date(2020, 1, 7), SEVENTH),
        (datetime(2020, 1, 7), SEVENTH),
        (datetime(2020, 6, 30, 23, 59, 59, 999_999), date(2020, 6, 30)),
        (datetime(2020, 6, 30, 17, tzinfo=UTC), date(2020, 7, 1)),
        (datetime(2020, 6, 30, 23, 59, tzinfo=timezone(timedelta(hours=8))), date(2020, 6, 30)),
    ],
)
def test_a_date_cell_is_its_day_whatever_the_time(value, day):
    result = parse_date(value)
    assert result == ParsedDate(day, "stated")
    assert type(result.day) is date


@pytest.mark.parametrize(
    ("number", "day"),
    [
        (43837, SEVENTH),
        (43837.0, SEVENTH),
        (43837.99999, SEVENTH),
        (20200107.0, SEVENTH),
        (36526, date(2000, 1, 1)),
        (73050.0, date(2099, 12, 31)),
    ],
)
def test_a_number_is_a_day_in_the_count_of_spreadsheets_or_in_eight_digits(number, day):
    assert parse_date(number) == ParsedDate(day, "stated")


@pytest.mark.parametrize(
    "text",
    [
        "截至2020年1月23日",
        "截止2020-01-23",
        "截止至2020年1月23日",
        "截至到2020.1.23",
        "截至 2020年1月23日",
        "截至2020年1月23日止",
        "截止至2020年1月23日17：22分",
        "截至2020年1月23日24：00",
        "（截至2020年1月23日）",
        "截至2020年1月23日（四）",
    ],
)
def test_a_closing_day_is_told_as_such(text):
    assert parse_date(text) == ParsedDate(date(2020, 1, 23), "as_of")


@pytest.mark.parametrize(
    ("text", "basis"),
    [
        ("未载明", "not_stated"),
        (" 未载明 ", "not_stated"),
        ("未载明(本期内)", "period"),
        ("未载明（本期内）", "period"),
    ],
)
def test_a_day_that_the_source_does_not_give_stays_open(text, basis):
    assert parse_date(text) == ParsedDate(None, basis)


@pytest.mark.parametrize(
    ("reason", "values"),
    [
        ("blank", ["", " ", "\u3000", "\u200b", None]),
        ("ambiguous_date", ["20.1.7", "20-01-07", "20/1/7", "20年1月7日", "二〇年一月七日", "'20.1.7"]),
        (
            "ambiguous_date",
            ["1/7/2020", "07-01-2020", "13/1/2020", "1.7.2020", "43837", "43837.5", "200107", "2020117"],
        ),
        ("ambiguous_date", [36525, 73051, 25569.0]),
        ("ambiguous_date", ["1/7/20", "07-Jan-20", "7 Jan 20"]),
        ("incomplete_date", ["7-Jan", "Jan-20", "January 2020"]),
        (
            "impossible_date",
            ["30-Feb-2020", "Feb 30, 2020", "20200230103000", "2020-01-07 13:00 PM", "2020年1月7日上午15:00"],
        ),
        ("error_value", ["#REF!", "#N/A", FaultyCell("#VALUE!", "error_value")]),
        ("formula_not_computed", [FaultyCell("=TODAY()", "formula_not_computed")]),
        ("damaged_by_excel", ["########", "2.02E+07"]),
        ("not_a_date", ["2O2O年1月7日", 1578355200.0, "1578355200", "2020-01-07 CST"]),
        ("incomplete_date", ["2020年1月", "2020.1", "2020-01", "2020/1", "2020年", "2020", 2020.1, 2020.0]),
        ("incomplete_date", ["1月7日", "一月七日", "1.7", "1/7", "01-07", "7日", "1月", "1月7日上午", "截至1月23日"]),
        ("incomplete_date", ["2020年1月上旬", "2020年1月底", "1月份", "截至2020年1月"]),
        (
            "impossible_date",
            ["2020-02-30", "2020.13.1", "2020年2月30日", "2021-02-29", "1900-02-29", "20201301", 20200230.0],
        ),
        ("impossible_date", ["2020-00-07", "2020-1-0", "0202-01-07", "3020-01-07", date(1, 1, 1), "2020-01-07 25:00"]),
        ("impossible_date", ["2020-01-07 10:60", "2020-01-07 24:01", datetime(9999, 12, 31, 23, tzinfo=UTC)]),
        (
            "other_calendar",
            ["农历正月初八", "2020年正月初八", "腊月廿三", "農曆初一", "2020年1月7日(农历)", "除夕", "闰四月"],
        ),
        ("other_calendar", ["民国109年1月7日", "109/1/7", "109年1月7日", "109.1.7", "庚子年正月初一", "令和2年1月7日"]),
        (
            "date_range",
            ["1月7日-8日", "2020.1.7-2020.1.9", "2020.1.7-9", "2020.1.7-1.9", "1.7-1.9", "2020年1-6月", "1月-6月"],
        ),
        ("date_range", ["2020年1月7日至2020年1月9日", "2020年1月7日－9日", "2020年1月7-8日", "2020-01-07~2020-01-09"]),
        ("date_range", ["2020-01-07-2020-01-09", "2020年1月7日、8日", "2020-01-07 2020-01-09", "2020-1至2020-6"]),
        ("disagrees", ["2020年1月7日星期三", "2020-01-07(一)"]),
        (
            "not_a_date",
            ["不详", "日期不详", "待定", "abc", "-", "Tue Jan 7 2020", "截至目前", "春节前后", "2020年1月7日前后"],
        ),
        (
            "not_a_date",
            [
                "2020-1/7",
                "2020-01-07 10:30-11:30",
                "2020年1月7日前",
                "未载明日期",
                "1,000.00",
                "TRUE",
                "2020-01-07²",
                "2020年001月7日",
            ],
        ),
        ("not_a_date", [True, False, 0, -1, 1e300, float("nan"), float("inf"), time(1), timedelta(1), b"2020-01-07"]),
    ],
)
def test_what_names_no_single_day_is_refused_by_reason(reason, values):
    assert [(value, reason_of(value)) for value in values] == [(value, reason) for value in values]


# --- laws ----------------------------------------------------------------------------------------------------

days = st.dates(date(1900, 1, 1), date(2099, 12, 31))
PLAIN = "〇一二三四五六七八九"


def spelled(number: int) -> str:
    """A month or day as it is said: 十, 十二, 二十, 三十一."""
    tens, ones = divmod(number, 10)
    return ("" if tens < 2 else PLAIN[tens]) + ("十" if tens else "") + (PLAIN[ones] if ones else "")


def in_characters(day: date) -> str:
    year = "".join(PLAIN[int(digit)] for digit in str(day.year))
    return f"{year}年{spelled(day.month)}月{spelled(day.day)}日"


ENGLISH = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

STYLES = [
    date.isoformat,
    lambda day: f"{day:%Y%m%d}",
    lambda day: f"{day.year}/{day.month}/{day.day}",
    lambda day: f"{day.year}.{day.month}.{day.day}",
    lambda day: f"{day.year}年{day.month}月{day.day}日",
    lambda day: f"{day.year} 年 {day.month:02} 月 {day.day:02} 日",
    lambda day: f"{day.year}年{day.month}月{day.day}日星期{'一二三四五六日'[day.weekday()]}",
    lambda day: f"{day.isoformat()} 23:59:59",
    in_characters,
    lambda day: in_characters(day).replace("〇", "零"),
    lambda day: in_characters(day).replace("〇", "O"),
    lambda day: f"{day.year} {day.month} {day.day}",
    lambda day: f"{day.year}、{day.month:02}、{day.day:02}",
    lambda day: f"{day:%Y%m%d}235959",
    lambda day: f"{day.day}-{ENGLISH[day.month - 1]}-{day.year}",
    lambda day: f"{ENGLISH[day.month - 1]} {day.day}, {day.year}",
]


@given(days, st.sampled_from(STYLES))
@example(date(2020, 2, 29), in_characters)
def test_a_printed_day_is_read_back(day, style):
    assert parse_date(style(day)) == ParsedDate(day, "stated")
    assert parse_date(f"截至{style(day)}") == ParsedDate(day, "as_of")


@given(days, st.sampled_from(STYLES))
def test_full_width_writing_says_the_same(day, style):
    text = style(day)
    wide = "".join(chr(ord(ch) + 0xFEE0) if "!" <= ch <= "~" else ch for ch in text).replace(" ", "\u3000")
    assert unicodedata.normalize("NFKC", wide) == text
    assert parse_date(wide) == parse_date(text)


@given(st.integers(36526, 73050), st.floats(0, 0.99))
def test_serial_numbers_count_the_days_from_the_first_of_2000(serial, time_of_day):
    day = date(2000, 1, 1) + timedelta(days=serial - 36526)
    assert parse_date(serial) == parse_date(serial + time_of_day) == ParsedDate(day, "stated")


@given(st.datetimes(datetime(1990, 1, 1), datetime(2090, 1, 1)), st.integers(-14, 14))
def test_a_moment_is_on_the_same_day_of_china_in_whatever_zone_it_is_told(moment, hours):
    there = moment.replace(microsecond=0, tzinfo=timezone(timedelta(hours=8))).astimezone(
        timezone(timedelta(hours=hours))
    )
    assert parse_date(there.isoformat()).day == parse_date(there).day == moment.date()


@given(days, st.sampled_from("一二三四五六日"))
def test_a_weekday_of_another_day_is_refused(day, weekday):
    assume("一二三四五六日"[day.weekday()] != weekday)
    assert reason_of(f"{day.isoformat()} 周{weekday}") == "disagrees"


@given(days)
def test_a_day_without_its_year_or_its_day_is_never_completed(day):
    assert reason_of(f"{day.month}月{day.day}日") == "incomplete_date"
    assert reason_of(f"{day.year}年{day.month}月") == "incomplete_date"


telling = st.text(alphabet="0123456789-/. 年月日号一二十〇零截至止未载明(本期内)星期上午TZ:+农历民国", max_size=18)


@given(
    st.one_of(telling, st.text(), st.floats(), st.integers(), st.datetimes(), st.dates(), st.times(), st.timedeltas())
)
@example("2020年一二月三日")
@example("一一一一年一月一日")
def test_any_cell_is_read_or_refused_with_a_known_reason(value):
    try:
        result = parse_date(value)
    except UnreadableCell as refusal:
        assert refusal.reason in REASONS
    else:
        assert (result.day is None) == (result.basis in {"period", "not_stated"})
        assert result.day is None or 1900 <= result.day.year <= 2100
