"""Why a text is neither an amount nor a count: the reason that helps whoever mends the sheet."""

from __future__ import annotations

import re

from charity_analysis.ingest.chinese_numerals import DIGITS, NUMERALS

# The first that is found gives the reason.
_REASONS = tuple(
    (re.compile(pattern, re.IGNORECASE), reason)
    for pattern, reason in (
        (r"[0-9]{1,2}月[0-9]{1,2}日|^[12][0-9]{3}([-/.])[0-9]{1,2}\1[0-9]{1,2}(?:[ T].*)?$", "is_date"),
        (r"美[元金刀]|港[币元]|欧元|英镑|[日韩澳加]元|日币|台币|卢布|外币", "foreign_currency"),
        (r"USD|HKD?|EUR|GBP|JPY|[$€£₩]", "foreign_currency"),
        (rf"[0-9元{NUMERALS}]\s*[-~–—−至到]+\s*¥?[0-9{NUMERALS}]", "range"),
        (rf"[{DIGITS}]{{2}}[十百千万]", "approximate"),  # 三四百
        (rf"[约近逾超≈].*[0-9{NUMERALS}]|大概|^~", "approximate"),
        (rf"[上几数][十百千万亿元]|[0-9元{NUMERALS}][余多几]|[0-9元{NUMERALS}](?:左右|上下|以[上下内])", "approximate"),
    )
)


def reason_against(text: str, otherwise: str) -> str:
    """Why plain `text` cannot be read; `otherwise` where nothing in particular speaks against it."""
    return next((reason for pattern, reason in _REASONS if pattern.search(text)), otherwise)
