"""Numbers in Chinese characters: 壹万贰仟, 一万二千三百, 二〇二〇."""

from __future__ import annotations

import re

from charity_analysis.ingest.cells.errors import UnreadableCell

DIGITS = "一二三四五六七八九"
NUMERALS = f"零{DIGITS}十百千万亿"
_VALUE = {character: value for value, character in enumerate("零" + DIGITS)}

# Plain character → its other writings: the formal ones against forgery, traditional and variant ones.
_WRITINGS = {
    "零": "〇○",
    "一": "壹壱弌",
    "二": "贰貳弍貮两兩",
    "三": "叁參叄参弎",
    "四": "肆",
    "五": "伍",
    "六": "陆陸",
    "七": "柒",
    "八": "捌",
    "九": "玖",
    "十": "拾",
    "百": "佰",
    "千": "仟",
    "万": "萬",
    "亿": "億",
    "元": "圆圓",
}
# 一 alone in a cell stands for a dash (nothing) as often as for one.
DASH_OR_ONE = "一"
_PLAIN = str.maketrans({writing: plain for plain, writings in _WRITINGS.items() for writing in writings})

# One digit at most before each of 千, 百, 十: 三四百 says "three or four hundred" and matches nothing here.
_SECTION = re.compile(
    rf"零?(?:(?P<thousands>[零{DIGITS}])千)?零?(?:(?P<hundreds>[零{DIGITS}])百)?零?"
    rf"(?:(?P<tens>[零{DIGITS}]?)(?P<ten>十))?零?(?P<ones>[{DIGITS}])?"
)
_TWO_READINGS = (
    # 三万五 and 三百五 leave out their last unit in speech: 35 000 or 30 005, 350 or 305.
    re.compile(rf"[百千万亿][{DIGITS}](?:$|[万亿])"),
    # 一亿五千 is 150 000 000 in speech and 100 005 000 on a cheque.
    re.compile(rf"亿[{DIGITS}][千百][^万]*$"),
)


def to_plain_numerals(text: str) -> str:
    """`text` with every writing of a numeral, and of 元, made the plain one: 壹萬圓 → 一万元."""
    return text.translate(_PLAIN)


def positional_digits(text: str) -> str:
    """Digit for digit, as years are written: 二零二零 → "2020"; other characters stay."""
    return "".join(str(_VALUE[character]) if character in _VALUE else character for character in text)


def numeral_value(text: str) -> int | None:
    """The whole number that plain numerals such as 一万二千三百 say; None where they say none.

    Raises: UnreadableCell("ambiguous") where a left-out unit gives two readings.
    """
    if not text or "零零" in text:
        return None
    rest, value = text, 0
    for unit, worth in (("亿", 10**8), ("万", 10**4)):
        head, found, tail = rest.partition(unit)
        if found:
            count = _section_value(head)
            if not count:
                return None
            rest, value = tail, value + count * worth
    last = _section_value(rest)
    if last is None:
        return None
    if any(pattern.search(text) for pattern in _TWO_READINGS):
        raise UnreadableCell("ambiguous")
    return value + last


def _section_value(section: str) -> int | None:
    """The value below 10 000 of the stretch before 亿, before 万 or at the end; None where it is no number."""
    match = _SECTION.fullmatch(section)
    if match is None:
        return None
    tens = (match["tens"] or "一") if match["ten"] else "零"
    digits = (match["thousands"] or "零", match["hundreds"] or "零", tens, match["ones"] or "零")
    return int(positional_digits("".join(digits)))
