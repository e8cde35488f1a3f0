"""What the names of two lists say: that one is another edition of the other, or covers months of it and more."""

from __future__ import annotations

import re
from functools import cache

from charity_analysis.ledger.repeats.repeat_lists import Listing
from charity_analysis.rules import label_index, normalise

_RANGE = re.compile(r"(\d{1,2})月?(?:份)?[-~—–至到](\d{1,2})月")
_MONTH = re.compile(r"(\d{1,2})月")
_NUMBERED = re.compile(r"\(\d\)")


def say_one_holds_the_other(first: Listing, second: Listing) -> bool:
    """True where a name says 累计 or the like, or both name months: some the same, and not all."""
    months, others = _months(_name(first)), _months(_name(second))
    if months and others:
        return months != others and not months.isdisjoint(others)
    return _is_edition(_name(first)) or _is_edition(_name(second))


def _name(listing: Listing) -> str:
    return f"{listing.file}|{listing.sheet}"


@cache
def _is_edition(name: str) -> bool:
    folded = normalise(name)
    return _NUMBERED.search(folded) is not None or any(word in folded for word in label_index("edition"))


@cache
def _months(name: str) -> frozenset[int]:
    """The months that a name such as 1-6月 states; none where it states none."""
    folded = normalise(name)
    found: set[int] = set()
    for start, end in _RANGE.findall(folded):
        found.update(range(int(start), int(end) + 1))
    found.update(int(month) for month in _MONTH.findall(folded))
    for word, span in label_index("months").items():
        if word in folded:
            start, end = span.split("-")
            found.update(range(int(start), int(end) + 1))
    return frozenset(found)
