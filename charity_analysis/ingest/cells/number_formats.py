"""What a number format says of the money in its cells: the foreign currency, or the large unit, that it shows."""

from __future__ import annotations

import re
from functools import lru_cache

from charity_analysis.ingest.cells.currencies import FOREIGN_CURRENCY

# [$US$-409] shows US$ in the way of a country; [$-804] shows no sign at all.
_SIGN = re.compile(r"\[\$([^\]-]*)(?:-([^\]]*))?\]")
# What stands for itself: quoted text, and a character after a backslash or an exclamation mark.
_LITERAL = re.compile(r'"([^"]*)"|[\\!](.)')
# A gap as wide as the next character, or the next character until the cell is full; colours and conditions.
_UNSEEN = re.compile(r"[_*].|\[[^\]]*\]")
_JAPAN = re.compile(r"(?i)0*411|ja(?:-|$)")


# Beside a number, 万 is 万元; in 万分之 and the like it is not.
_LARGE_UNIT = re.compile(r"(?<!\w)(千|百?万|亿)元?(?!\w)")
# A comma after the last digit shows the number a thousand times smaller than it is.
_SCALED = re.compile(r"[0#?],+(?![0#?,])")
SCALED = "÷1000"  # no unit of a table: what such a format shows is never what is stored


@lru_cache(maxsize=4096)
def shown_money(number_format: str) -> str:
    """The foreign currency (US$, €), or else the unit above 元 (万元), that cells of this format show; "" for neither.

    `SCALED` where the format shows a number smaller than it is, whatever unit it names.
    A plain ¥ is the yuan; the format that Excel calls by a number alone shows whatever sign the reader's system has.
    """
    shown: list[str] = []
    for match in _SIGN.finditer(number_format):
        sign, country = match[1], match[2] or ""
        shown.append("JP¥" if sign in ("¥", "￥") and _JAPAN.match(country) else sign)
    rest = _SIGN.sub("", number_format)
    shown += [quoted or escaped for quoted, escaped in _LITERAL.findall(rest)]
    shown.append(_UNSEEN.sub("", _LITERAL.sub("", rest)))
    # Letters may stand each behind a backslash of its own.
    found = next((found for text in [*shown, "".join(shown)] if (found := FOREIGN_CURRENCY.search(text))), None)
    if found:
        return found[0]
    if _SCALED.search(shown[-1]):
        return SCALED
    unit = next((unit for text in shown if (unit := _LARGE_UNIT.search(text))), None)
    return f"{unit[1]}元" if unit else ""
