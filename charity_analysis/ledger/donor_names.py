"""Names of donors that name nobody, or several at once: whom such a gift is from cannot be told from its row."""

from __future__ import annotations

import re
from functools import cache

from charity_analysis.ledger.repeats import repeat_names
from charity_analysis.rules import label_index, normalise

_COLLECTIVE_KIND = "general_public"


def is_anonymous(name: str | None) -> bool:
    """True where the name names nobody: 匿名, 爱心人士, 张**. Source: labels.csv, domain anonymous."""
    return name is not None and repeat_names.is_anonymous(normalise(name))


def is_collective(name: str | None, kind: str | None) -> bool:
    """True where a gift sums up several donors: 社会各界, (汇总), 19家企业(未列名), 甲公司等五家.

    `kind` is the donor_kind of the ledger. One gift of two named donors is none. Source: labels.csv, domain collective.
    """
    return kind == _COLLECTIVE_KIND or (name is not None and collective_wording().search(normalise(name)) is not None)


@cache
def collective_wording() -> re.Pattern[str]:
    """What says in a normalised name that several stand behind it: a word, or a number of two or more with 家 or 位."""
    words = label_index("collective")
    within = "|".join(re.escape(word) for word, code in words.items() if code == "within")
    counted = "|".join(re.escape(word) for word, code in words.items() if code == "counted")
    # In figures anywhere, in words only after 等: 三人行 and 五家渠 are names.
    figures = r"(?<![0-9.])(?!1(?![0-9]))[1-9][0-9]*[余多]?"
    spelt = r"等[二三四五六七八九十百千两数几多0-9]+余?"
    return re.compile(f"{within}|(?:{figures}|{spelt})(?:{counted})(?!制)")
