"""Why a text is no day: the reason that helps whoever mends the sheet."""

from __future__ import annotations

import re

from charity_analysis.ingest.cells.cell_values import ERROR_VALUE
from charity_analysis.ingest.cells.number_refusals import MONTH_NAMES, SCIENTIFIC

_N = "(?:[0-9]{1,2}|[零一二三四五六七八九十]{1,3})"
_YEAR = "(?:[0-9]{4}|[零一二三四五六七八九]{4})"
_ERA = r"民[国國]|公元前|令和|平成|昭和|[甲乙丙丁戊己庚辛壬癸][子丑寅卯辰巳午未申酉戌亥]年"
_LUNAR = r"[农農阴陰旧]历|農曆|正月|[腊臘冬]月|闰.*月|初[一二三四五六七八九十]|廿|卅|除夕"
_TO = r"\s*(?:-+|~+|[至到、和及,])\s*"
_DAY = rf"{_YEAR}([-/.]){_N}\1{_N}"
_TIME = r"(?:[T\s].*)?"

# The first that is found gives the reason. In the last two groups a pattern covers the whole text.
_REASONS = tuple(
    (re.compile(pattern, re.IGNORECASE), reason)
    for pattern, reason in (
        (_ERA, "other_calendar"),
        (_LUNAR, "other_calendar"),
        (rf"^[0-9]{{3}}\s*(?:年|[-/.]){_N}(?:[月]|[-/.])", "other_calendar"),  # 109/1/7: years of the Republic
        (rf"[日号月年]{_TO}{_N}\s*[月日号年.]", "date_range"),  # 1月7日-8日
        (rf"月\s*{_N}{_TO}{_N}\s*[日号]", "date_range"),  # 1月7-8日
        (rf"年\s*{_N}{_TO}{_N}\s*月", "date_range"),  # 2020年1-6月
        (rf"[日号月]{_TO}{_YEAR}|^{_YEAR}([-/.]){_N}{_TO}{_YEAR}\1", "date_range"),
        (rf"{_DAY}(?:{_TO}|\s+)[0-9]+(?:[-/.日号]|$)", "date_range"),  # 2020.1.7-2020.1.9
        (rf"^{_N}([./]){_N}\s*[-~至到]+\s*{_N}\1{_N}$", "date_range"),  # 1.7-1.9
        (r"^[0-9]{5,7}(?:\.[0-9]+)?$", "ambiguous_date"),  # 43837, 200107
        (rf"^{_N}([-/.])\s*{_N}\1\s*[0-9]{{4}}{_TIME}$", "ambiguous_date"),  # 1/7/2020
        (rf"^'?[0-9]{{1,2}}([-/.])\s*{_N}\1\s*{_N}{_TIME}$", "ambiguous_date"),  # 20.1.7, 1/7/20
        (rf"^[0-9]{{1,2}}[-/ .]?(?:{MONTH_NAMES})[a-z]*[-/ .]?[0-9]{{2}}$", "ambiguous_date"),  # 07-Jan-20
        (rf"^[0-9]{{1,2}}[-/ .]?(?:{MONTH_NAMES})[a-z]*\.?$", "incomplete_date"),  # 7-Jan
        (rf"^(?:{MONTH_NAMES})[a-z]*[-/ .,]*[0-9]+$", "incomplete_date"),  # Jan-20, January 2020
        (rf"^{ERROR_VALUE.pattern}$", "error_value"),
        (rf"^(?:#+|{SCIENTIFIC.pattern})$", "damaged_by_excel"),
        (rf"^'?(?:[0-9]{{2}}|[零一二三四五六七八九]{{2}})年\s*{_N}月\s*{_N}[日号]?{_TIME}$", "ambiguous_date"),
        (rf"^(?:(?:19|20)[0-9]{{2}}|{_YEAR}\s*年)$", "incomplete_date"),
        (rf"^{_YEAR}\s*[-/.年]\s*{_N}\s*(?:月份?(?:[上中下]旬|初|底|末|中)?)?$", "incomplete_date"),
        (rf"^(?:{_YEAR}年)?{_N}\s*月份?(?:[上中下]旬|初|底|末|中|\s*{_N}\s*[日号]?)?(?:[上下]午)?$", "incomplete_date"),
        (rf"^(?:{_N}[-/.]{_N}|{_N}[日号])$", "incomplete_date"),
    )
)


def reason_against(text: str) -> str:
    """Why plain `text` names no day; not_a_date where it does not look like one."""
    return next((reason for pattern, reason in _REASONS if pattern.search(text)), "not_a_date")
