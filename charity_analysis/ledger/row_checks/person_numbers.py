"""Numbers that identify a person: identity cards by their check digit, bank cards by theirs, mobile phones."""

from __future__ import annotations

import re
import unicodedata
from datetime import date

# What such a number looks like at the least, for RE2: eleven digits, however they are set apart.
LIKELY = r"\p{Nd}(?:[ .—–-]?\p{Nd}){10,}"
# A mobile number that is set apart by points or dashes: 138.0013.8000, 138—0013—8000.
_SET_APART = re.compile(r"(?<![0-9.])(1[3-9][0-9])([.—–])([0-9]{4})\2([0-9]{4})(?![0-9.])")
# Money is none; a phone number that a sheet took for a number ends in .0.
_CANDIDATE = re.compile(r"(?<![0-9A-Za-z.])[0-9](?:[ -]?[0-9]){10,18}[Xx]?(?![0-9A-Za-z]|\.[0-9]{2}|元)")
_MOBILE = re.compile(r"(?:(?:00)?86)?1[3-9][0-9]{9}")
_IDENTITY = re.compile(r"[1-8][0-9]{5}([0-9]{4})([0-9]{2})([0-9]{2})[0-9]{3}[0-9X]")
_OLD_IDENTITY = re.compile(r"[1-8][0-9]{5}([0-9]{2})([0-9]{2})([0-9]{2})[0-9]{3}")
_CARD = re.compile(r"[3-6][0-9]{15,18}")
_IDENTITY_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK_DIGITS = "10X98765432"
_OLD_CENTURY = 1900
_HIGHEST_DIGIT = 9


def holds_person_number(text: str) -> bool:
    """True where `text` holds an identity number, a mobile number or the number of a bank card."""
    folded = _SET_APART.sub(r"\1\3\4", unicodedata.normalize("NFKC", text))
    numbers = (re.sub("[ -]", "", found) for found in _CANDIDATE.findall(folded))
    return any(is_person_number(number) for number in numbers)


def is_person_number(number: str) -> bool:
    """True where `number`, digits without a gap and X for a last check digit, is one of these."""
    number = number.upper()
    return is_mobile_number(number) or is_identity_number(number) or is_bank_card(number)


def is_mobile_number(number: str) -> bool:
    """True for a mobile number of the mainland, with or without its country's code."""
    return _MOBILE.fullmatch(number) is not None


def is_identity_number(number: str) -> bool:
    """True for a resident identity number of 18 with its check digit, or an old one of 15. Source: GB 11643."""
    if match := _IDENTITY.fullmatch(number):
        rest = sum(weight * int(digit) for weight, digit in zip(_IDENTITY_WEIGHTS, number, strict=False)) % 11
        return number[-1] == _CHECK_DIGITS[rest] and _is_day(*map(int, match.groups()))
    old = _OLD_IDENTITY.fullmatch(number)
    return old is not None and _is_day(_OLD_CENTURY + int(old[1]), int(old[2]), int(old[3]))


def is_bank_card(number: str) -> bool:
    """True for the number of a bank card, by the check digit of ISO/IEC 7812 (Luhn)."""
    if not _CARD.fullmatch(number):
        return False
    doubled = [int(digit) * (2 if at % 2 else 1) for at, digit in enumerate(reversed(number))]
    return sum(digit - 9 if digit > _HIGHEST_DIGIT else digit for digit in doubled) % 10 == 0


def _is_day(year: int, month: int, day: int) -> bool:
    try:
        return date(year, month, day) is not None
    except ValueError:
        return False
