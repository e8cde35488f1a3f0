"""What tells of a person in a public text: numbers, an illness, a home or a birth beside somebody, by its rule."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache

from charity_analysis.ledger.row_checks.person_numbers import is_bank_card, is_identity_number, is_mobile_number
from charity_analysis.rules import label_index, label_names

# Behind a letter a number is a code; before 元 or two decimals it is money.
_RUN = re.compile(
    r"(?<![0-9A-Za-z])(?<![0-9]\.)[0-9]{11,19}[Xx]?(?![0-9A-Za-z])(?!\.[0-9]{1,2}(?![0-9]))(?!\s*[万亿]*元)"
)
_NAMED_RUN = re.compile(r"(?:tel|phone|mobile|mob|wechat|qq|wx)[:=]?\s*([0-9]{11})(?![0-9])", re.IGNORECASE)
_GAP = r"[ .·_/\-–—]{1,2}"
_GROUPED = (
    # 138 0013 8000, 138-00138000, 1380013 8000
    re.compile(rf"(?<![0-9A-Za-z])1[3-9][0-9]{_GAP}[0-9]{{4}}(?:{_GAP})?[0-9]{{4}}(?![0-9A-Za-z])"),
    re.compile(rf"(?<![0-9A-Za-z])1[3-9][0-9]{{5}}{_GAP}[0-9]{{4}}(?![0-9A-Za-z])"),
    # Every digit by itself.
    re.compile(r"(?<![0-9])[0-9](?:[ .·_/\-–—]{1,3}[0-9]){10,17}(?:[ .·_/\-–—]{0,3}[Xx])?(?![0-9])"),
    # 350102 19900101 1234, 6222 0200 0000 0000 000
    re.compile(r"(?<![0-9])[1-8][0-9]{5}([ -])[0-9]{4}\1?[0-9]{4}\1[0-9]{3}[0-9Xx](?![0-9A-Za-z])"),
    re.compile(r"(?<![0-9])[3-6][0-9]{3}(?:([ -])[0-9]{4})(?:\1[0-9]{4}){2}(?:\1[0-9]{1,3})?(?![0-9])"),
)
_AREA = r"0(?:10|2[0-9]|[3-9][0-9]{2})"
_LANDLINES = (
    re.compile(rf"(?<![0-9A-Za-z.])\(?{_AREA}(?:\)|{_GAP}|\)[ -])[0-9]{{3,4}}[ -]?[0-9]{{4}}(?![0-9])"),
    re.compile(r"(?:电话|手机|座机|联系方式|tel)(?:号码?)?\s*[::]?\s*[0-9]{3,4}[ -]?[0-9]{4}(?![0-9])", re.IGNORECASE),
)
_BARE_LANDLINE = re.compile(rf"{_AREA}[0-9]{{7,8}}")
_LANDLINE_LENGTHS = (11, 12)
_DIGIT, _FEWEST_DIGITS = re.compile("[0-9]"), 7
_PERSONS = ("donor", "anonymous", "payee", "supplier")
_LIVES = r"(?:住址|家住|住在|居住|户籍|家庭地址|现住)"
_BIRTHS = (
    re.compile(
        r"(?:19|20)[0-9]{2}[年./-][0-9]{1,2}(?:[月./-](?:[0-9]{1,2}[日号]?)?)?\s*(?:出生|生人|生(?![产效活态日]))"
    ),
    re.compile(r"(?:出生(?:年月日?|日期|于)?|生于|生日)[为是::\s]*(?:19|20)[0-9]{2}"),
)


def find_numbers(text: str) -> Iterator[str]:
    """The rules that `text` breaks by a number that identifies a person: identity, phone, card."""
    folded = _folded(text)
    if len(_DIGIT.findall(folded)) < _FEWEST_DIGITS:
        return
    candidates = [*_RUN.findall(folded), *_NAMED_RUN.findall(folded)]
    for pattern in _GROUPED:
        candidates += [found[0] for found in pattern.finditer(folded)]
    numbers = {re.sub(r"[^0-9X]", "", found.upper()) for found in candidates}
    if any(map(is_identity_number, numbers)):
        yield "leak_identity"
    if any(is_mobile_number(number) or _is_bare_landline(number) for number in numbers) or any(
        pattern.search(folded) for pattern in _LANDLINES
    ):
        yield "leak_phone"
    if any(map(is_bank_card, numbers)):
        yield "leak_card"


def find_long_numbers(text: str) -> Iterator[str]:
    """The rules that a value breaks that is a number by type, where eleven digits may be money."""
    number = text.partition(".")[0]
    if is_identity_number(number):
        yield "leak_identity"
    if is_bank_card(number):
        yield "leak_card"


def find_attached(text: str) -> Iterator[str]:
    """The rules that `text` breaks by an illness or a home beside somebody, or by somebody's day of birth."""
    folded = _folded(text)
    if any(pattern.search(folded) for pattern in _BIRTHS):
        yield "leak_birth"
    somebody = _somebody().search(folded)
    if somebody and _illness().search(folded):
        yield "leak_illness"
    if (somebody or re.search(_LIVES, folded)) and _door().search(folded):
        yield "leak_address"


def _is_bare_landline(number: str) -> bool:
    return len(number) in _LANDLINE_LENGTHS and _BARE_LANDLINE.fullmatch(number) is not None


def _folded(text: str) -> str:
    """Full-width characters folded, invisible ones gone."""
    folded = unicodedata.normalize("NFKC", text)
    if folded.isascii():
        return folded
    return "".join(character for character in folded if unicodedata.category(character) != "Cf")


@cache
def _somebody() -> re.Pattern[str]:
    """Somebody in a masked text, by the names that masking gives. Source: labels.csv, domain pseudonym."""
    names = label_names("pseudonym")
    return re.compile(rf"(?:{'|'.join(re.escape(names[code]) for code in _PERSONS)})\s*[0-9]+")


@cache
def _illness() -> re.Pattern[str]:
    return re.compile(_any_of(label_index("illness"), "illness"))


@cache
def _door() -> re.Pattern[str]:
    """An address down to its door. Source: labels.csv, domain address."""
    streets, doors = (_any_of(label_index("address"), code) for code in ("street", "door"))
    return re.compile(rf"(?:{streets})[\u4e00-\u9fff]{{0,6}}[0-9-]+(?:{doors})")


def _any_of(index: dict[str, str], code: str) -> str:
    words = [word for word, found in index.items() if found == code and not word.isascii()]
    return "|".join(map(re.escape, sorted(words, key=len, reverse=True)))
