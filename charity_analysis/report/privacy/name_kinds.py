"""What a name in a ledger may be: an organisation's, a group's that names nobody, or a person's."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from charity_analysis.ledger.row_checks.persons import is_of_a_person
from charity_analysis.rules import label_index, normalise

# What stands between the parts of a name: 张三(尿毒症), 张三、李四, 张三/李四.
BETWEEN_PARTS = re.compile(r"[()\[\]{}<>、,;:/|\\+&\s_—–~\"'“”‘’《》【】〔〕「」]+|[0-9][0-9xX-]{5,}")
# A character by itself belongs to the one beside it: 张 三, 欧阳 锋.
_HAN = r"[\u4e00-\u9fff]"
_SET_WIDE = re.compile(rf"((?<!{_HAN}){_HAN})\s+(?={_HAN})|(?<={_HAN})\s+(?={_HAN}(?!{_HAN}))")
_NUMBER = r"[0-9一二两三四五六七八九十百千几多余]+[余多]?"
_COUNT = rf"等?{_NUMBER}(?:名|位|人次|人|户|家|个|笔|口)"
_COUNT_BEFORE, _COUNT_AFTER = re.compile(_COUNT), re.compile(rf"(?:{_COUNT})$")
_IN_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_LATIN_NAME = re.compile(r"[a-z]+(?:[ .'·-]+[a-z]+){1,3}")
_DOTTED_NAME = re.compile(r"[\u4e00-\u9fff]{1,8}(?:[·•‧・][\u4e00-\u9fff]{1,8})+")
# A branch in brackets is a place more often than a person: (金山), (高桥).
_PLACE_ENDS = tuple("山江湖州城桥门尾港岭溪洋")
_SHORTEST_BODY = 3
_LONGEST_NAME, _SHORTEST_DOUBLE = 4, 3
_FAMILIAR = tuple("小老阿")


def names_nobody(name: str) -> bool:
    """True for a group, and for what says that nobody is named: 全区低保户、孤儿等困难户, 19户特困户."""
    parts = parts_of(name)
    return bool(parts) and all(_is_group(part) for part in parts)


def is_organisation(name: str) -> bool:
    """True where a name is clearly that of a body or a place, by how it ends."""
    first = next(iter(parts_of(_IN_BRACKETS.sub("", unicodedata.normalize("NFKC", name)))), "")
    latin = normalise(name)
    return _ends_as_body(first) or _ends_as_body(core_of(first)) or (latin.isascii() and _ends_as_body(latin))


def persons_in(name: str) -> list[str]:
    """The names of persons within a name: 张三 and 李四 in 学生张三、李四等3人(尿毒症)."""
    return [core for part in parts_of(name) if is_like_person(core := core_of(part))]


def parts_of(name: str) -> list[str]:
    """The parts of `name`, normalised: between marks, blanks and long numbers, yet not within 张 三."""
    joined = _SET_WIDE.sub(lambda match: match[1] or "", unicodedata.normalize("NFKC", name))
    return [part for piece in BETWEEN_PARTS.split(joined) if (part := normalise(piece))]


def is_like_person(part: str) -> bool:
    """True for what is formed as a person's name: 张三, 欧阳锋, 买买提·吐尔逊."""
    if _ends_as_body(part) or part in nameless_words():
        return False
    if _DOTTED_NAME.fullmatch(part) or (part[:2] in _surnames() and len(part) == _SHORTEST_DOUBLE):
        return True
    return len(part) <= _LONGEST_NAME and is_of_a_person(part)


def is_called_person(name: str) -> bool:
    """True for how a person is called, with the name or a part of it: 张三, 陈先生, 小张, 张某某等五户, John Smith."""
    if _LATIN_NAME.fullmatch(unicodedata.normalize("NFKC", name).strip().casefold()) and not is_organisation(name):
        return True
    core, taken = strip_words(next(iter(parts_of(name)), ""))
    called = core[1:] if core.startswith(_FAMILIAR) else core
    is_short = len(called) == 1 and (called != core or bool(taken))
    is_somebody = called[1:] in ("某", "某某") or called[1:2] == "某"
    return is_like_person(core) or (called[:1] in _surnames() and (is_short or is_somebody))


def is_place_like(part: str) -> bool:
    """True for what may well be a place: 金山, 马尾, 高桥."""
    return part.endswith(_PLACE_ENDS)


def core_of(part: str) -> str:
    """What is left of a part when words of state, role and deed and counts are taken off both its ends."""
    return strip_words(part)[0]


def strip_words(part: str) -> tuple[str, list[str]]:
    """The core of a part and the words taken off it."""
    taken: list[str] = []
    while part:
        piece = _piece_before(part)
        if piece:
            part = part[len(piece) :]
        elif piece := _piece_after(part):
            part = part[: -len(piece)]
        else:
            break
        taken.append(piece)
    return part, taken


@cache
def nameless_words() -> frozenset[str]:
    """Words of roles, states, deeds and illnesses: what is made of them alone names nobody."""
    words = {*label_index("nameless"), *label_index("illness"), *label_index("anonymous")}
    return frozenset(word for word in words if not word.isascii() and len(word.strip("*×○")) > 0)


@cache
def _longest_word() -> int:
    return max(map(len, nameless_words()))


def _piece_before(part: str) -> str:
    if match := _COUNT_BEFORE.match(part):
        return match[0]
    lengths = range(min(len(part), _longest_word()), 0, -1)
    return next((part[:length] for length in lengths if part[:length] in nameless_words()), "")


def _piece_after(part: str) -> str:
    if match := _COUNT_AFTER.search(part):
        return match[0]
    lengths = range(min(len(part), _longest_word()), 0, -1)
    return next((part[-length:] for length in lengths if part[-length:] in nameless_words()), "")


def _is_group(part: str) -> bool:
    core, taken = strip_words(part)
    return not core or (bool(taken) and _ends_as_body(core) and not is_like_person(core))


@cache
def _surnames() -> frozenset[str]:
    return frozenset(word for word in label_index("surname") if not word.isascii())


@cache
def _endings() -> tuple[tuple[str, ...], tuple[str, ...]]:
    words = label_index("organisation_name")
    long, short = (tuple(word for word, found in words.items() if found == code) for code in ("long", "short"))
    return tuple(word for word in long if word != "long"), tuple(word for word in short if word != "short")


def _ends_as_body(part: str) -> bool:
    long, short = _endings()
    if len(part) >= _SHORTEST_BODY and part.endswith(long):
        return True
    return len(part) >= _SHORTEST_BODY and part.endswith(short) and not is_of_a_person(part)


def persons_beside(name: str) -> list[str]:
    """Persons named beside a body: 张三 in 福州公司(经办人张三); what may be a place is none."""
    beside = (core_of(part) for part in parts_of(name)[1:])
    return [core for core in beside if is_like_person(core) and not is_place_like(core)]
