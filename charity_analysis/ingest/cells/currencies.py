"""Money that is not RMB: how foreign currencies are written, in amounts, notes and columns of their own."""

from __future__ import annotations

import re

from charity_analysis.rules import label_index, normalise

# The money counted, or what was given for it, is RMB: 100美元折人民币700元.
_CONVERTED = re.compile(r"人民币|rmb|cny|折|汇率|结汇")


def _pattern() -> str:
    """Any word of domain "currency"; letters stand alone, and 日元旦 or 增加元 name no currency."""
    words = sorted((re.escape(word) for word in label_index("currency")), key=len, reverse=True)
    latin = [word for word in words if word[0].isascii() and word[0].isalpha()]
    chinese = [word for word in words if word not in latin]
    return rf"(?<![a-z])(?:{'|'.join(latin)})(?![a-z])|(?<!增)(?:{'|'.join(chinese)})(?![旦宵])"


FOREIGN_CURRENCY = re.compile(_pattern(), re.IGNORECASE)


_WORDS = tuple(label_index("currency"))


def names_foreign_currency(word: str) -> bool:
    """True where normalised `word` names a foreign currency; a long text of none is told at once."""
    return any(currency in word for currency in _WORDS) and FOREIGN_CURRENCY.search(word) is not None


def speaks_of_foreign_money(text: str) -> bool:
    """True where `text` names a foreign currency, and says nothing of RMB or of a conversion."""
    word = normalise(text)
    return names_foreign_currency(word) and _CONVERTED.search(word) is None
