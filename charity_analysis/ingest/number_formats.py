"""What a number format says of the money in its cells: the foreign currency that it shows."""

from __future__ import annotations

import re
from functools import lru_cache

from charity_analysis.ingest.currencies import FOREIGN_CURRENCY

# [$US$-409] shows US$ in the way of a country; [$-804] shows no sign at all.
_SIGN = re.compile(r"\[\$([^\]-]*)(?:-([^\]]*))?\]")
# What stands for itself: quoted text, and a character after a backslash or an exclamation mark.
_LITERAL = re.compile(r'"([^"]*)"|[\\!](.)')
# A gap as wide as the next character, or the next character until the cell is full; colours and conditions.
_UNSEEN = re.compile(r"[_*].|\[[^\]]*\]")
_JAPAN = re.compile(r"(?i)0*411|ja(?:-|$)")


@lru_cache(maxsize=4096)
def foreign_currency(number_format: str) -> str:
    """The foreign currency that cells of this number format show, as it is written there (US$, €); "" for none.

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
    return found[0] if found else ""
