"""The last day that a plan's wording gives it: what names no day or month is left open, not guessed."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date

from charity_analysis.ingest.cells.dates import parse_date
from charity_analysis.ingest.cells.errors import UnreadableCell
from charity_analysis.periods import ReportingPeriod
from charity_analysis.rules import label_index, normalise

# Words around a day that do not move it: 2020年4月30日前, 已于2020-04-28公开.
_BEFORE_DAY = re.compile(r"^(?:已?于|已)?\s*")
_BEHIND_DAY = re.compile(r"\s*(?:\(含\))?(?:之前|以前|前|止|已?(?:公开|公示|公布|发布|披露))?$")
_MONTHS = re.compile(r"(?:[0-9]{1,2}月?[-~至到—])?([0-9]{1,2})月(?:份|底|末|底前|末前)?")
# A year before the rest of it: 2020年下半年, 2020年底前, 2020年度.
_YEAR = re.compile(r"((?:19|20)[0-9]{2})(?=年)(?:年(?:度|(?!内|底|末)))?(.*)")
_WITHIN_YEAR = frozenset({"年内", "本年内", "年底", "年底前", "全年", "年末", "年末前"})
_WITHIN_PERIOD = frozenset({"期内", "本期内", "半年内", "本半年内"})


def stated_day(text: str | None) -> date | None:
    """The full date that `text` states, with 前, 已于 or 公开 around it at most; None where it states none."""
    if not isinstance(text, str) or not text.strip():
        return None
    for candidate in (text, _BEHIND_DAY.sub("", _BEFORE_DAY.sub("", text.strip()))):
        try:
            return parse_date(candidate).day
        except UnreadableCell:
            continue
    return None


def last_day(window: str | None, period: str) -> date | None:
    """The last day of a plan's time window: a full date, months, a quarter, or the whole year of `period`.

    None where the window names none of these (春节期间, 未载明): whether such a plan is due is not known.
    """
    if (day := stated_day(window)) or not isinstance(window, str):
        return day
    half, text = ReportingPeriod.parse(period), normalise(window)
    if text in _WITHIN_PERIOD:
        return half.last_day
    dated = _YEAR.fullmatch(text)
    year, text = (int(dated[1]), dated[2] or "全年") if dated else (half.year, text)
    if text in _WITHIN_YEAR:
        return date(year, 12, 31)
    quarter = label_index("months").get(text.removeprefix("第"))
    named = _MONTHS.fullmatch(text)
    month = int(quarter.rpartition("-")[2]) if quarter else int(named[1]) if named else 0
    if not 1 <= month <= 12:
        return None
    return date(year, month, monthrange(year, month)[1])
