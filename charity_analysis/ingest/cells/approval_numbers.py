"""Numbers of official documents (文号) in one writing: 仓扶办〔2020〕32号."""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise

_OPENING = "〔【〖［\\[（(｛{❲﹝〘〚⟦⟨〈《＜<﹙﹛「『︹︻"
_CLOSING = "〕】〗］\\]）)｝}❳﹞〙〛⟧⟩〉》＞>﹚﹜」』︺︼"
_DIGIT = "[0-9０-９]"
# What makes a number of it: the year in brackets of any kind, and the number within that year.
_YEAR_AND_NUMBER = re.compile(
    rf"[{_OPENING}]\s*(?P<year>{_DIGIT}{{4}})\s*[{_CLOSING}]\s*(?P<ordinal>第?)\s*(?P<number>{_DIGIT}{{1,5}})\s*号"
)
# Between two numbers: what still belongs to the first, what parts them, who issued the second. After a mark no
# joining word is looked for, since names begin with one too (和政县).
_BETWEEN = re.compile(r"(?:文件?)?(?:[^\S\n]*[和及与]\s*|[\s、;；,，/]+)?(?P<issuer>[A-Za-z\u3400-\u9fff]*)\s*")
_ISSUER = re.compile(r"(?P<issuer>[A-Za-z\u3400-\u9fff]*)\s*")
_TAIL = re.compile(r"(?:文件?)?[\s。.]*")


def normalise_approval_numbers(text: str) -> str:
    """The document numbers in `text`, the year in 〔〕, several parted by ； in the order given.

    Where the text says more than numbers (区政府办、仓扶办【2020】6号文件要求) only the brackets change; a text without
    any number stays as written, trimmed. The result is its own normal form.

    Source: GB/T 9704, the brackets of document numbers.
    """
    text = text.strip()
    issuers = _issuers(text)
    if not issuers:
        return _YEAR_AND_NUMBER.sub(_normal_writing, text)
    numbers = [_normal_writing(match) for match in _YEAR_AND_NUMBER.finditer(text)]
    return "；".join(issuer + number for issuer, number in zip(issuers, numbers, strict=True))


def _normal_writing(match: re.Match[str]) -> str:
    year, number = (unicodedata.normalize("NFKC", match[part]) for part in ("year", "number"))
    return f"〔{year}〕{match['ordinal']}{number}号"


def _issuers(text: str) -> list[str]:
    """Who issued each number of `text`; none where it holds anything but numbers."""
    ends = [(match.start(), match.end()) for match in _YEAR_AND_NUMBER.finditer(text)]
    if not ends or not _TAIL.fullmatch(text[ends[-1][1] :]):
        return []
    befores = [text[: ends[0][0]], *(text[end:start] for (_, end), (start, _) in pairwise(ends))]
    found = [(_BETWEEN if index else _ISSUER).fullmatch(before) for index, before in enumerate(befores)]
    return [match["issuer"] for match in found if match] if all(found) else []
