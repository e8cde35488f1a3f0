"""Why a text is neither an amount nor a count: the reason that helps whoever mends the sheet."""

from __future__ import annotations

import re

from charity_analysis.ingest.cells.cell_values import ERROR_VALUE
from charity_analysis.ingest.cells.chinese_numerals import DIGITS, NUMERALS
from charity_analysis.ingest.cells.currencies import FOREIGN_CURRENCY

# What a count may be followed by. 打 (a dozen) and 万 are none: they change the number.
COUNTERS = (
    "人次|户次|人份|人|名|位|户|家|所|次|期|场|项|个|件|箱|套|台|只|双|对|盒|瓶|袋|包|张|本|册|份|批|辆|把|条|床|副|桶"
    "|支|枝|枚|面|罐|卷|组|块|顶|幅|间|棵|株|头|片|粒|根|板|提|筐|捆|车|吨|公斤|千克|斤|升|米|平方米|笔"
)
_GOODS = re.compile(rf"[0-9]\s*(?:{COUNTERS})|[{NUMERALS}](?:{COUNTERS})$")
MONTH_NAMES = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"

# A long number as a spreadsheet shows it: the digits that it stood for are gone.
SCIENTIFIC = re.compile(r"[+-]?[0-9](?:\.[0-9]+)?[Ee][+-]?[0-9]{1,3}")

# The first that is found gives the reason.
_REASONS = tuple(
    (re.compile(pattern, re.IGNORECASE), reason)
    for pattern, reason in (
        (rf"^(?:{ERROR_VALUE.pattern})$", "error_value"),
        (rf"^(?:#+|{SCIENTIFIC.pattern})$", "damaged_by_excel"),
        (r"^(?:true|false)$", "is_boolean"),
        (r"[0-9]{1,2}月[0-9]{1,2}日|^[12][0-9]{3}([-/.])[0-9]{1,2}\1[0-9]{1,2}(?:[ T].*)?$", "is_date"),
        (rf"^(?:{MONTH_NAMES})[a-z]*[-/ .]?[0-9]+$|^[0-9]+[-/ .]?(?:{MONTH_NAMES})", "is_date"),
        (r"^[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?$", "is_date"),
        (FOREIGN_CURRENCY.pattern, "foreign_currency"),
        (rf"[0-9元{NUMERALS}]\s*[-~–—−至到]+\s*¥?[0-9{NUMERALS}]", "range"),
        (rf"[{DIGITS}]{{2}}[十百千万]", "approximate"),  # 三四百
        (rf"[约近逾超≈].*[0-9{NUMERALS}]|大概|^~", "approximate"),
        (rf"[上几数][十百千万亿元]|[0-9元{NUMERALS}][余多几]|[0-9元{NUMERALS}](?:左右|上下|以[上下内])", "approximate"),
    )
)


def reason_against(text: str, otherwise: str) -> str:
    """Why plain `text` cannot be read; `otherwise` where nothing in particular speaks against it."""
    return next((reason for pattern, reason in _REASONS if pattern.search(text)), otherwise)


def names_goods(text: str) -> bool:
    """True for a number with a counter word in plain `text`: 口罩500只 says how many, not how much money."""
    return _GOODS.search(text) is not None
