"""What a note or a status says of an entry's state: cancelled, invalid, taken back, on its way, not paid."""

from __future__ import annotations

import re
from functools import cache
from itertools import product

from charity_analysis.rules import label_index, spellings

_MARKS = ("cancelled", "invalid", "reversal", "not_arrived")
_NAMES = {"reversal": "done"}
_GAP = r"[\s\u200b-\u200f\ufeff]*"

_UNPAID = re.compile(
    r"(?:未|待|没有?)(?:能|全部|全额|实际|予以|成功|及时)?(?:支付|拨付|发放|领取|付款|打款|汇款|划拨|拨款|转账|兑付|下拨)"
)
_PAID_SINCE = re.compile(r"补[发付拨]|现已|已(?:于[^,。;]{0,12})?(?:支付|拨付|发放|领取|付款|付清)")
# A receipt that has not been fetched says nothing of the money.
_PAPER = re.compile(r"(?:发票|票据|收据|回执|证书|凭证|单据|合同|协议|函)[^,。;]{0,3}(?:未|待|没)[^,。;]{0,4}")


def states_in(word: str) -> set[str]:
    """What the normalised text `word` says of its row's state.

    cancelled, invalid, done (taken back, in a row of its own or not), pledge, not_arrived, not_paid.
    """
    found = {state for state in (label_index("row_state").get(word.strip("()[]【】")),) if state}
    told = _ordinary().sub("", word)
    found |= {_NAMES.get(mark, mark) for mark in _MARKS if _said(mark).search(_denied(mark).sub("", told))}
    if _UNPAID.search(_PAPER.sub("", word)) and not _PAID_SINCE.search(_UNPAID.sub("", word)):
        found.add("not_paid")
    return found


def find_stated(texts: list[str], whole: str) -> list[int]:
    """Positions of `texts` that may say something of their row's state; `whole` is all of them as one text.

    Most columns hold no such word, which is seen without going through them.
    """
    there = {character for character in _characters() if character in whole}
    words = [word for word in _written() if there.issuperset(word)]
    found: list[int] = []
    if words:
        pattern = re.compile("|".join(_GAP.join(map(re.escape, word)) for word in words))
        if pattern.search(whole):
            found += [at for at, text in enumerate(texts) if pattern.search(text)]
    alone = {word for word in _written_alone() if there.issuperset(word)}
    if alone and not alone.isdisjoint(map(str.strip, set(texts))):
        found += [at for at, text in enumerate(texts) if text.strip() in alone]
    return found


@cache
def _words(mark: str) -> str:
    words = [re.escape(word) for word, code in label_index("row_mark").items() if code == mark]
    return "|".join(sorted(words, key=len, reverse=True))


@cache
def _said(mark: str) -> re.Pattern[str]:
    return re.compile(_words(mark))


@cache
def _denied(mark: str) -> re.Pattern[str]:
    return re.compile(rf"[未没非][^,。;]{{0,2}}(?:{_words(mark)})")


@cache
def _ordinary() -> re.Pattern[str]:
    return re.compile(_words("ordinary"))


@cache
def _written() -> tuple[str, ...]:
    """The words of all marks as they may be written, in simplified and in traditional characters."""
    return tuple(s for word, code in label_index("row_mark").items() if code in _MARKS for s in _spelled(word))


@cache
def _written_alone() -> frozenset[str]:
    """What is a mark where a cell says nothing else, as it may be written."""
    words = [spelled for word in label_index("row_state") for spelled in _spelled(word)]
    brackets = ("", ""), ("(", ")"), ("（", "）"), ("[", "]"), ("【", "】")
    return frozenset(f"{left}{word}{right}" for word in words for left, right in brackets)


@cache
def _characters() -> frozenset[str]:
    """The characters that all these are written with."""
    return frozenset("".join((*_written(), *_written_alone())))


def _spelled(word: str) -> list[str]:
    return ["".join(letters) for letters in product(*(spellings(letter) for letter in word))]
