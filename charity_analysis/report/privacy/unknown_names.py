"""Persons whom only a text names: 救助患者张三, 张三医疗费 — a name beside words that speak of a person."""

from __future__ import annotations

from functools import cache

from charity_analysis.report.privacy.name_kinds import is_like_person, parts_of, strip_words
from charity_analysis.rules import label_index

_SHORTEST = 2
# Of the deeds, only these are done for one person by name.
_FOR_ONE = frozenset({
    "救助", "资助", "医疗费", "医疗费用", "手术费", "手术", "住院费", "学费", "救助金", "看病", "治疗", "给予", "转交",
    "代收", "发给", "付给",
})  # fmt: skip


def unknown_names(text: str) -> list[str]:
    """Names of persons in `text` that stand alone between words of roles and of what is done for one person."""
    found = []
    for part in parts_of(text):
        core, taken = strip_words(part)
        if len(core) >= _SHORTEST and is_like_person(core) and any(word in _telling() for word in taken):
            found.append(core)
    return found


def bare_names(text: str) -> list[str]:
    """Parts of a file's or sheet's name that are formed as a person's name."""
    cores = (strip_words(part)[0] for part in parts_of(text.replace(".", "/")))
    return [core for core in cores if len(core) >= _SHORTEST and is_like_person(core)]


@cache
def _telling() -> frozenset[str]:
    roles = {word for word, code in label_index("nameless").items() if code == "role"}
    return frozenset({*roles, *label_index("illness"), *_FOR_ONE})
