"""Numbers by which a person is known or reached: identity, phone, card, e-mail, chat; where they stand in a text."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import accumulate

from charity_analysis.ledger.row_checks.person_numbers import is_person_number

Span = tuple[int, int]

_RUN = re.compile(r"[0-9](?:[ .·—–~_-]{0,3}[0-9]){6,}[Xx]?")
_TOKEN = re.compile(r"[0-9]+[Xx]?")
_SHORTEST, _LONGEST, _FEWEST_DIGITS = 11, 19, 5
# 18 places with a day of birth in them: one digit mistyped, it is yet that person's number.
_LIKE_IDENTITY = re.compile(r"[1-9][0-9]{5}(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])[0-9]{3}[0-9Xx]")
# What introduces a number that has no form of its own.
_CALLED = "电话|手机|联系方式|座机|固话|传真|tel|phone|mobile"
_NUMBERED = "身份证|证件|账户|卡|账|帐|护照|医保|社保|残疾人?证|病历|住院"
_CHATS = "微信|wechat|weixin|wx|vx|qq"
_CHINESE = "[〇零一二三四五六七八九]"
_OTHERS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+",
        r"(?<![0-9.])(?:\(0[1-9][0-9]{1,2}\)|0[1-9][0-9]{1,2})[ —–-]{0,2}[2-9][0-9]{2,3}[ -]?[0-9]{4}(?![0-9.])",
        r"(?<![0-9])400[ -]?[0-9]{3}[ -]?[0-9]{4}(?![0-9])",
        rf"(?:{_CALLED})号?码?[ :.为是]{{0,3}}\+?[0-9][0-9 ()—–-]{{5,18}}[0-9]",
        rf"(?:{_NUMBERED})号码?[ :.为是]{{0,3}}[a-z]?[0-9][0-9 x—–-]{{5,24}}",
        rf"(?:{_CHATS})(?:号|群)?码?[ :.为是]{{0,3}}[a-z0-9][a-z0-9_-]{{4,24}}",
        rf"(?<!{_CHINESE}){_CHINESE}{{11}}(?!{_CHINESE})",
    )
)


def person_spans(text: str) -> list[Span]:
    """Where numbers of persons stand in `text`, in order, touching ones as one."""
    if not _may_hold(text):
        return []
    folded, places = fold_width(text)
    found = [*_of_digits(folded), *(match.span() for one in _OTHERS for match in one.finditer(folded))]
    return merge_spans((places[start], places[end - 1] + 1) for start, end in found)


def fold_width(text: str) -> tuple[str, Sequence[int]]:
    """`text` in plain width without invisible characters, blanks kept, and each character's place in `text`."""
    if text.isprintable() and unicodedata.is_normalized("NFKC", text):
        return text, range(len(text))
    pieces = [(_fold(character), place) for place, character in enumerate(text)]
    return "".join(piece for piece, _ in pieces), [place for piece, place in pieces for _ in piece]


def merge_spans(spans: Iterator[Span]) -> list[Span]:
    """Spans in order, those that touch as one."""
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _fold(character: str) -> str:
    category = unicodedata.category(character)
    if category in ("Cf", "Cc"):
        return ""
    return " " if category in ("Zs", "Zl", "Zp") else unicodedata.normalize("NFKC", character)


def _may_hold(text: str) -> bool:
    return (
        "@" in text or sum(character.isnumeric() for character in text) > 3 or "qq" in text.casefold() or "微信" in text
    )


@cache
def _hint() -> re.Pattern[str]:
    return re.compile(_CHATS, re.IGNORECASE)


def _of_digits(folded: str) -> Iterator[Span]:
    """Runs of digits, however they are set apart, of which some neighbouring pieces are a person's number."""
    for run in _RUN.finditer(folded):
        pieces = [
            (match[0], match.start() + run.start(), match.end() + run.start()) for match in _TOKEN.finditer(run[0])
        ]
        yield from _numbers_among(pieces, folded)


def _numbers_among(pieces: list[tuple[str, int, int]], folded: str) -> Iterator[Span]:
    for first in range(len(pieces)):
        joined = accumulate(piece for piece, _, _ in pieces[first:])
        for last, number in enumerate(joined, start=first):
            if len(number) > _LONGEST:
                break
            if len(number) >= _SHORTEST and (is_person_number(number) or _LIKE_IDENTITY.fullmatch(number)):
                # The sign before a country's code is part of the number.
                start = pieces[first][1]
                yield start - (folded[start - 1 : start] == "+"), pieces[last][2]
