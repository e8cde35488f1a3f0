"""A cell → an exact amount of money with its printed precision. What can be read two ways is refused, not guessed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from charity_analysis.ingest.cells.amount_in_figures import (
    FIGURE,
    LARGEST_FEN,
    figures_amount,
    number_amount,
    without_dust,
)
from charity_analysis.ingest.cells.amount_in_words import words_amount
from charity_analysis.ingest.cells.cell_values import plain_number, plain_text
from charity_analysis.ingest.cells.chinese_numerals import DIGITS, NUMERALS, to_plain_numerals
from charity_analysis.ingest.cells.counts import parse_count
from charity_analysis.ingest.cells.errors import UnreadableCell
from charity_analysis.ingest.cells.number_refusals import names_goods, reason_against
from charity_analysis.money import Money
from charity_analysis.rules import normalise

__all__ = ["UnreadableCell", "is_unvalued", "parse_amount", "parse_count", "usual_fen"]

_LONGEST_TEXT = 100  # a long note in the wrong column is not searched for amounts
_UNVALUED = re.compile(r"\(?[暂尚]?(?:未估值|未估价|待估值|待估价)\)?")

_LABEL = r"(?:\(?(?:人民币|[大小]写)\)?|RMB|CNY|¥|:)*"
_AMOUNT = re.compile(
    rf"(?P<outer>[-负]?){_LABEL}(?P<inner>[-负]?)(?P<body>[0-9{NUMERALS}].*?)[整正]?(?:RMB|CNY|\(?人民币\)?)?",
    re.IGNORECASE,
)
# The usual writing, 1234.56, needs no closer look: at most nine digits before the point, so it is never too large.
_USUAL = re.compile(r"(-?)(0|[1-9][0-9]{0,8})(?:\.([0-9]{1,2}))?")
# A float as programs print it into text files, with its dust: 1234.5600000000001.
_PRINTED_FLOAT = re.compile(r"-?(?=[0-9.]{15,})(?:0|[1-9][0-9]*)\.[0-9]{6,}")
_MOST_DIGITS_OF_A_FLOAT = 18  # seventeen, and a nought before the point
_LARGEST_YUAN = LARGEST_FEN // 100
# One thousand where points part the thousands, one 元 where they part the decimals.
_POINT_OF_TWO_MEANINGS = re.compile(r"[1-9][0-9]{0,2}\.[0-9]{3}")
_NEGATIVE_IN_BRACKETS = re.compile(rf"\((¥?{FIGURE})\)")

# What ends or begins a text without changing what it says: 500块钱, 500块, +500, 500., 500(元), 500元。 and the
# apostrophe that makes a text of a number.
_IDLE_ENDS = (
    (re.compile(r"^['`‘’](?=[0-9])"), ""),
    (re.compile(r"^\+(?=[0-9])|(?<=[0-9元整正])\.$|。$"), ""),
    (re.compile(rf"(?<=[0-9{NUMERALS}])[块元]钱$"), "元"),
    (re.compile(r"^([0-9][0-9,.]*)块$"), r"\1元"),
    (re.compile(r"\(([千万亿]?元)\)$"), r"\1"),
)
# A non-breaking blank holds a number together; any other blank between two numbers may part them.
_GROUPING_BLANK = re.compile(r"(?<=\d)[\u00a0\u202f](?=\d{3}(?!\d))")
_IDLE_BLANK = re.compile(rf"\s+(?![0-9零{DIGITS}十])|(?<![0-9.,元角分整正{NUMERALS}])\s+")
_SPREAD_OUT = re.compile(r"[^\s0-9](?:\s+[^\s0-9])+")  # 壹 万 元 整

# Where one cell may go on with a second amount: 1000元(壹仟元整), 壹仟元整¥1000.
# An amount said twice, 壹仟元贰角叁分(人民币:¥1000.23元), has some ten: a sum written out has no halves.
_MOST_SEAMS = 16
_SEAM = re.compile(r"[\s(、;/+&和及与]+|(?<![0-9]),|,(?![0-9])|(?<=[元角分整正])|(?=¥)")


class _Reading(NamedTuple):
    """An amount, and whether it was written in words rather than in figures."""

    money: Money
    is_in_words: bool


def parse_amount(value: object, unit: str = "元") -> Money:
    """The amount in `value` with its printed precision; a bare number is in `unit`, a text may name its own.

    Raises: UnreadableCell (blank, not_an_amount, ambiguous, approximate, range, foreign_currency, fraction_of_fen,
    too_large, is_date, is_boolean, is_goods, disagrees, two_amounts, not_finite, damaged_by_excel, error_value,
    formula_not_computed).
    """
    usual = usual_fen(value) if unit == "元" else None
    if usual is not None:
        return Money(usual)
    if not isinstance(value, str):
        return number_amount(without_dust(plain_number(value, "not_an_amount"), unit), unit)
    text = _tidy(value)
    if _PRINTED_FLOAT.fullmatch(text) and sum(map(str.isdigit, text)) <= _MOST_DIGITS_OF_A_FLOAT:
        return parse_amount(float(text), unit)
    reading = _read(text, unit) or _read_twice(text, unit)
    if reading is None:
        reason = reason_against(text, "not_an_amount")
        raise UnreadableCell("is_goods" if reason == "not_an_amount" and names_goods(text) else reason)
    return reading.money


def usual_fen(value: object) -> int | None:
    """The fen of a number of 元 written as most are; None where it needs a closer look."""
    if type(value) is float:
        # The nearest float to a whole number of fen is that number; what differs carries dust, or a fraction.
        fen = round(value * 100) if -_LARGEST_YUAN <= value <= _LARGEST_YUAN else None
        return fen if fen is not None and fen / 100 == value else None
    if type(value) is int:
        return value * 100 if -_LARGEST_YUAN <= value <= _LARGEST_YUAN else None
    match = _USUAL.fullmatch(value) if type(value) is str else None
    if match is None:
        return None
    fen = int(match[2]) * 100 + int((match[3] or "0").ljust(2, "0"))
    return -fen if match[1] else fen


def is_unvalued(value: object) -> bool:
    """True where the source says that the amount is not valued (未估值): it is unknown then, never 0."""
    return isinstance(value, str) and _UNVALUED.fullmatch(normalise(value)) is not None


def _tidy(value: str) -> str:
    """The text without blanks that say nothing, its numerals and minus in their plain writing.

    Raises: UnreadableCell (blank; not_an_amount where it is longer than any).
    """
    text = to_plain_numerals(plain_text(_GROUPING_BLANK.sub(",", value))).replace("−", "-")
    if len(text) > _LONGEST_TEXT:
        raise UnreadableCell("not_an_amount")
    for pattern, plain in _IDLE_ENDS:
        text = pattern.sub(plain, text)
    return re.sub(r"\s", "", text) if _SPREAD_OUT.fullmatch(text) else _IDLE_BLANK.sub("", text)


def _read(text: str, unit: str) -> _Reading | None:
    """The one amount that the whole of `text` is; None where it is none.

    Raises: UnreadableCell("ambiguous") for 1.000, one or one thousand.
    """
    bracketed = _NEGATIVE_IN_BRACKETS.fullmatch(text)
    match = _AMOUNT.fullmatch(f"-{bracketed[1]}" if bracketed else text)
    if match is None or (match["outer"] and match["inner"]):
        return None
    in_figures = figures_amount(match["body"], unit)
    money = in_figures or words_amount(match["body"], unit)
    if money is None:
        return None
    if (
        in_figures
        and _POINT_OF_TWO_MEANINGS.fullmatch(match["body"].removesuffix("元"))
        and (unit == "元" or match["body"].endswith("元"))
    ):
        raise UnreadableCell("ambiguous")
    sign = -1 if match["outer"] or match["inner"] else 1
    return _Reading(Money(sign * money.fen, money.halfwidth_fen), is_in_words=in_figures is None)


def _read_twice(text: str, unit: str) -> _Reading | None:
    """The amount of a cell that gives it in figures and in words; None where `text` holds no two amounts.

    Raises: UnreadableCell (disagrees, two_amounts).
    """
    for first_text, second_text in _halves(text):
        first, second = _read(first_text, unit), _read(second_text, unit)
        if first is None or second is None:
            continue
        if first.is_in_words == second.is_in_words:
            raise UnreadableCell("two_amounts")
        if first.money.fen != second.money.fen:
            raise UnreadableCell("disagrees")
        return first if first.is_in_words else second
    return None


def _halves(text: str) -> Iterator[tuple[str, str]]:
    """`text` parted at each place where a second amount may begin."""
    seams = list(islice(_SEAM.finditer(text), _MOST_SEAMS + 1))
    for seam in seams if len(seams) <= _MOST_SEAMS else ():
        yield text[: seam.start()], text[seam.end() :].removesuffix(")")
