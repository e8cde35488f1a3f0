"""Amounts written in figures with unit words: 1,000.00元, 1.5万, 3万5千, 1亿2000万元."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

from charity_analysis.ingest.cells.errors import UnreadableCell
from charity_analysis.money import UNIT_FEN, Money, printed_halfwidth_fen

# The largest amount that is taken, 10 亿元: more in one cell is a slip of the unit.
LARGEST_FEN = 100_000_000_000

_FEWEST_DIGITS_OF_DUST = 13
_DUST_FEN = Decimal("0.00002")

# A whole number without leading zeros, its thousands grouped rightly or not at all.
WHOLE = r"(?:[1-9][0-9]{0,2}(?:,[0-9]{3})+|0|[1-9][0-9]*)"
FIGURE = rf"{WHOLE}(?:\.[0-9]+)?"

# Unit word → its worth in fen, the unit that it is rounded in, and the power of ten between the two.
_WORDS = {
    "亿": (10**10, "亿元", 0),
    "千万": (10**9, "万元", 3),
    "百万": (10**8, "万元", 2),
    "十万": (10**7, "万元", 1),
    "万": (10**6, "万元", 0),
    "千": (10**5, "千元", 0),
    "百": (10**4, "元", 0),
    "": (100, "元", 0),
    "角": (10, "元", 0),
    "分": (1, "元", 0),
}
_NO_UNIT_OF_ITS_OWN = frozenset({"", "百", "千"})
_SEGMENT = re.compile(
    rf"(?P<figure>{FIGURE})(?P<word>{'|'.join(sorted(_WORDS, key=len, reverse=True))})(?P<yuan>(?:(?<![角分])元)?)"
)


@dataclass(frozen=True)
class _Segment:
    """One figure with its unit word: the 2000万 of 1亿2000万元."""

    number: Decimal
    word: str
    has_yuan: bool

    @property
    def fen(self) -> Fraction:
        return Fraction(self.number) * _WORDS[self.word][0]

    @property
    def ceiling_fen(self) -> int:
        """What the next segment has to stay below."""
        return 100 if self.has_yuan else _WORDS[self.word][0]


def checked_fen(fen: Fraction) -> int:
    """`fen` as a whole number.

    Raises: UnreadableCell (too_large, fraction_of_fen).
    """
    if abs(fen) > LARGEST_FEN:
        raise UnreadableCell("too_large")
    if fen.denominator != 1:
        raise UnreadableCell("fraction_of_fen")
    return int(fen)


def figures_amount(text: str, unit: str) -> Money | None:
    """The amount that figures say; None where `text` is no such amount. A bare number is in `unit`.

    Its precision is half of the last digit printed, in the unit printed with it: 1.5万 ± 500 元, and 3万5千 ± 500 元
    alike, since both may stand for 35 012 元 rounded. What ends in 元, 角 or 分 is exact.

    Raises: UnreadableCell (ambiguous, too_large, fraction_of_fen).
    """
    segments = _segments(text)
    if not segments or not all(_can_follow(before, after) for before, after in pairwise(segments)):
        return None
    last = segments[-1]
    has_own_unit = any(part.has_yuan or part.word not in _NO_UNIT_OF_ITS_OWN for part in segments)
    if unit != "元" and not has_own_unit:
        if last.word or len(segments) > 1:
            raise UnreadableCell("ambiguous")  # 5百 in a column of 万元
        return number_amount(last.number, unit)
    _, rounded_in, shift = _WORDS[last.word]
    fen = checked_fen(sum((part.fen for part in segments), Fraction()))
    return Money(fen, printed_halfwidth_fen(last.number.scaleb(shift), rounded_in))


def number_amount(number: Decimal, unit: str) -> Money:
    """`number` of `unit`, with its printed precision.

    Raises: UnreadableCell (too_large, fraction_of_fen).
    """
    return Money(checked_fen(Fraction(number) * UNIT_FEN[unit]), printed_halfwidth_fen(number, unit))


def without_dust(number: Decimal, unit: str) -> Decimal:
    """`number` of `unit` as it was meant, where a sum or a difference of floats left dust behind the last fen.

    A difference of amounts up to 10 亿元 carries dust of at most 0.00002 fen; what a person types is shorter.
    """
    if len(number.as_tuple().digits) < _FEWEST_DIGITS_OF_DUST:
        return number
    whole = round(number * UNIT_FEN[unit]) / Decimal(UNIT_FEN[unit])
    return whole.normalize() if abs(number - whole) * UNIT_FEN[unit] <= _DUST_FEN else number


def _segments(text: str) -> list[_Segment]:
    """The segments that make up the whole of `text`; none where something is left over."""
    segments: list[_Segment] = []
    end = 0
    while end < len(text):
        match = _SEGMENT.match(text, end)
        if match is None:
            return []
        segments.append(_Segment(Decimal(match["figure"].replace(",", "")), match["word"], bool(match["yuan"])))
        end = match.end()
    return segments


def _can_follow(before: _Segment, after: _Segment) -> bool:
    """True where `after` may stand behind `before`: only the last has decimals, and units fall.

    Raises: UnreadableCell("ambiguous") where a unit may be left out as in speech: 3万5, 1亿5千.
    """
    is_broken_off = before.number != before.number.to_integral_value() or not (before.word or before.has_yuan)
    if is_broken_off or after.fen >= before.ceiling_fen:
        return False
    if not after.word and after.fen * 10 < before.ceiling_fen:
        raise UnreadableCell("ambiguous")
    if before.word == "亿" and after.word in {"千", "百"}:
        raise UnreadableCell("ambiguous")
    return True
