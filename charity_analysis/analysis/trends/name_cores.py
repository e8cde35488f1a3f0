"""What is left of an organisation's name without its legal form, brackets and place: what spellings have in common."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache

from charity_analysis.ingest.cells.chinese_numerals import DIGITS
from charity_analysis.rules.trends import name_characters, name_parts

_BRACKETED = re.compile(r"\([^()]*\)")
# 福建省福州市…: a place has two or three characters, and more of the name must follow.
_LONGEST_PLACE = 3


@dataclass(frozen=True)
class NameCore:
    """A name as it is compared, and what is left of it: `core` without legal form and brackets, `stem` without place.

    `numbers`: the numerals of the name, which tell 第一中学 from 第二中学. `is_organisation`: it ends as those do.
    """

    name: str
    core: str
    stem: str
    numbers: str
    is_organisation: bool


@cache
def name_core(name: str) -> NameCore:
    """The parts of `name`, a normalised name of a donor."""
    written, name = name, name.translate(name_characters())
    plain = _letters(_without_legal_form(_BRACKETED.sub("", name))) or _letters(name)
    unbracketed = _letters(_without_legal_form(name))
    core = unbracketed or _letters(name)
    numbers = "".join(character for character in name if character.isdigit() or character in DIGITS)
    ends = name.endswith(name_parts("organisation_end"))
    return NameCore(written, core, _without_place(plain), numbers, ends or core != _letters(name))


def _letters(name: str) -> str:
    """Letters and digits only: brackets, dots and dashes are written or left out."""
    return "".join(character for character in name if unicodedata.category(character)[0] in "LN")


def _without_legal_form(name: str) -> str:
    """甲公司, 甲有限公司 and 甲集团有限公司 are 甲; a name is never left empty."""
    name = name.rstrip("()")
    for word in name_parts("legal_form"):
        if name.endswith(word) and len(name) > len(word):
            return _without_legal_form(name.removesuffix(word))
    return name


def _without_place(core: str) -> str:
    for word in name_parts("place"):
        if core.startswith(word) and len(core) > len(word) + 1:
            return _without_place(core.removeprefix(word))
    for length in range(_LONGEST_PLACE + 1, 2, -1):
        if core[:length].endswith(name_parts("place_end")) and len(core) > length + 1:
            return _without_place(core[length:])
    return core


def is_abbreviation(short: str, long: str) -> bool:
    """True where the characters of `short` stand in `long` in their order, the first and the last at its ends.

    建行 is one of 建设银行; so is it of 建发银行.
    """
    if not 1 < len(short) < len(long) or (short[0], short[-1]) != (long[0], long[-1]):
        return False
    rest = iter(long)
    return all(character in rest for character in short)
