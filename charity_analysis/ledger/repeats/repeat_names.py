"""Names and numbers as they are compared: spelt without regard to widths and blanks; and names that name nobody."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from charity_analysis.rules import label_index, normalise


def fold_all(texts: list[str]) -> list[str]:
    """`normalise` of many texts at once, which takes a fraction of the time."""
    joined = "\n".join(texts)
    if not texts or joined.count("\n") != len(texts) - 1:
        return [normalise(text) for text in texts]
    folded = joined if joined.isascii() else unicodedata.normalize("NFKC", joined)
    for character in set(folded) - {"\n"}:
        if (same := normalise(character)) != character:
            folded = folded.replace(character, same)
    return folded.split("\n")


@cache
def _nobody() -> tuple[frozenset[str], re.Pattern[str]]:
    words = label_index("anonymous")
    within = [re.escape(word) for word, code in words.items() if code == "within"]
    return frozenset(words), re.compile("|".join(within))


def is_anonymous(name: str) -> bool:
    """True where a name, as names are compared, names nobody: many different people stand behind it."""
    whole, within = _nobody()
    return name in whole or within.search(name) is not None
