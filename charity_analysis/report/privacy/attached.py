"""What must not stand beside a person: illness, home down to the door, day of birth; and how few people were helped."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

from charity_analysis.rules import label_index, label_names

_NUMBER = r"(?:[0-9０-９]+|[一二三四五六七八九十百零〇]+)"
_DAY = r"(?:19|20)?[0-9]{2}[年./-][0-9]{1,2}(?:[月./-](?:[0-9]{1,2}日?)?)?"
_FEW = {"一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
_PEOPLE_UNITS = ("person", "person_time", "household")


def hide_homes(text: str) -> str:
    """`text` without addresses down to the door. Source: labels.csv, domain address."""
    return _homes().sub(label_names("redacted")["home"], text)


def hide_illnesses(text: str) -> str:
    """`text` without illnesses. Source: labels.csv, domain illness."""
    return _illnesses().sub(label_names("redacted")["illness"], text)


def hide_births(text: str, person: str) -> str:
    """`text` without days of birth; `person` is the pattern of a name behind which a bare day is one."""
    return _births(person).sub(lambda match: f"{match[1] or ''}{label_names('redacted')['birth']}", text)


def hide_few(text: str, threshold: int) -> str:
    """`text` with counts of people from 1 to below `threshold` as 若干: 3名, 三户, 5 位."""
    return _counts().sub(_few_under(threshold), text)


def _few_under(threshold: int) -> Callable[[re.Match[str]], str]:
    def worded(match: re.Match[str]) -> str:
        few = _FEW.get(match["count"]) or (int(match["count"]) if match["count"].isdigit() else 0)
        return f"{label_names('redacted')['count']}{match['unit']}" if 0 < few < threshold else match[0]

    return worded


def _any_of(words: list[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True) if not word.isascii())


@cache
def _homes() -> re.Pattern[str]:
    index = label_index("address")
    streets, doors = (_any_of([word for word, found in index.items() if found == code]) for code in ("street", "door"))
    behind = rf"[0-9０-９a-zA-Z]{{1,5}}(?:[-—–之][0-9０-９a-zA-Z]{{1,5}})+|{_NUMBER}(?:{doors})"
    # What stands before the street says no more than the place: it may stay.
    before = r"(?:(?![省市区县镇乡道])[\u4e00-\u9fff0-9]){0,6}?"
    return re.compile(
        rf"{before}(?:{streets})(?!道)[\u4e00-\u9fff]{{0,6}}?(?:{behind})(?:\s*(?:{behind}|{_NUMBER}(?![0-9名位人户])))*"
    )


@cache
def _illnesses() -> re.Pattern[str]:
    return re.compile(_any_of(list(label_index("illness"))))


@cache
def _births(person: str) -> re.Pattern[str]:
    said = rf"(?:出生(?:日期|年月日?|于)?|生日|生于)[ :：为是]{{0,3}}{_DAY}|{_DAY}\s*(?:出?生(?![活产效])|生人)"
    return re.compile(rf"({person}\s*[(（,，、\s]\s*){_DAY}(?:出?生)?|{said}")


@cache
def _counts() -> re.Pattern[str]:
    """A number of people; neither an ordinal, nor a rate (每名), nor a part of a longer number."""
    units = _any_of([word for word, code in label_index("unit").items() if code in _PEOPLE_UNITS])
    unit = rf"(?:个|口)?(?:{units})(?!民币|均|一|体|工|员)|个(?=[家孩学儿老村患病困贫特低残孤])|对(?=夫[妻妇])"
    number = r"[0-9０-９]+|[一二两三四五六七八九]"
    up_to = r"(?:(?:[0-9０-９]{1,2}|[一二两三四五六七八九])\s*[-—–~～至到或、]\s*)?"
    return re.compile(
        rf"(?<![0-9０-９.．,，第每逐一二三四五六七八九十百千]){up_to}(?P<count>{number})\s*(?P<unit>{unit})"
    )
