"""Exact money: fen as integers, how they are shown, and the precision that a printed amount carries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal
from fractions import Fraction
from math import floor
from typing import Literal

Agreement = Literal["exact", "within_rounding", "contradiction"]

FEN_PER_YUAN = 100
# What one unit of a sheet is worth, in fen.
UNIT_FEN: dict[str, int] = {
    "元": 100,
    "千元": 100_000,
    "万元": 1_000_000,
    "百万元": 100_000_000,
    "亿元": 10_000_000_000,
}


@dataclass(frozen=True, slots=True)
class Money:
    """An exact amount with the precision it was printed with: the true value lies within ± halfwidth."""

    fen: int
    halfwidth_fen: int = 0

    def __add__(self, other: Money) -> Money:
        return Money(self.fen + other.fen, self.halfwidth_fen + other.halfwidth_fen)

    def __sub__(self, other: Money) -> Money:
        return Money(self.fen - other.fen, self.halfwidth_fen + other.halfwidth_fen)

    def agrees_with(self, other: Money) -> bool:
        """True where the two intervals touch: the difference is within the rounding of what was printed."""
        return abs(self.fen - other.fen) <= self.halfwidth_fen + other.halfwidth_fen


def judge_difference(difference: Money) -> Agreement:
    """What a difference that ought to be nought says: none, one that rounding explains, or a contradiction."""
    if difference.fen == 0:
        return "exact"
    return "within_rounding" if abs(difference.fen) <= difference.halfwidth_fen else "contradiction"


def to_fen(number: Decimal, unit: str = "元") -> int:
    """`number` of `unit` in fen.

    Raises: ValueError where a fraction of a fen would be left over, since money is never rounded silently.
    """
    # Decimal products are rounded to the context's 28 digits; a fraction is exact whatever its length.
    fen = Fraction(number) * UNIT_FEN[unit] if number.is_finite() else None
    if fen is None or fen.denominator != 1:
        raise ValueError(f"{number} {unit} is not a whole number of fen")
    return int(fen)


def printed_halfwidth_fen(number: Decimal, unit: str) -> int:
    """Half of the last printed digit of `number`, in fen; 0 for an amount in 元, which is exact.

    7.1 万元 → 50_000 (± 500 元); 200 万元 → 500_000 (± 5 000 元); digits below half a fen count as exact.
    """
    if unit == "元":
        return 0
    exponent = number.as_tuple().exponent
    digits = -exponent if isinstance(exponent, int) and exponent < 0 else 0
    return int((Decimal(UNIT_FEN[unit]) / (10**digits) / 2).to_integral_value(ROUND_HALF_EVEN))


def format_yuan(fen: int, decimals: int | None = None) -> str:
    """`fen` in 元 with thousands separators: "8,948,062.17"; `decimals=0` rounds half up for display."""
    return _grouped(Decimal(int(fen)) / FEN_PER_YUAN, 2 if decimals is None else decimals)


def format_wan(fen: int, decimals: int = 2) -> str:
    """`fen` in 万元, rounded half up for display: "894.81"."""
    return _grouped(Decimal(int(fen)) / UNIT_FEN["万元"], decimals)


def _grouped(number: Decimal, decimals: int) -> str:
    rounded = number.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    return f"{rounded + 0:,}"  # adding 0 takes the sign from a negative amount that rounds to nought: no "-0.00"


def format_halfwidth_yuan(halfwidth_fen: int) -> str:
    """The precision for people: "± 500 元", and "" for an exact amount."""
    if halfwidth_fen == 0:
        return ""
    yuan = Decimal(halfwidth_fen) / FEN_PER_YUAN
    shown = yuan.quantize(Decimal(1)) if yuan == yuan.to_integral_value() else yuan
    return f"± {shown:,} 元"


@dataclass(frozen=True, slots=True)
class Apportioned:
    """Parts as displayed, in the unit asked for: they add up to `total`, which lacks `residue_fen` of the exact one."""

    shown: tuple[Decimal, ...]
    total: Decimal
    residue_fen: int


def apportion(parts_fen: Sequence[int], unit: str = "万元", decimals: int = 2) -> Apportioned:
    """Parts rounded for display so that they add up to their displayed total (largest remainder).

    The total is rounded half up; each part is off by less than one unit of its last digit, and equal parts differ by
    no more than that. Parts that the display holds to the digit are never touched.
    """
    digit_fen = Fraction(UNIT_FEN[unit], 10**decimals)
    total_fen = sum(int(fen) for fen in parts_fen)
    total = _half_up(Fraction(total_fen) / digit_fen)
    digits = _spread([Fraction(int(fen)) / digit_fen for fen in parts_fen], total)
    shown = tuple(Decimal(digit).scaleb(-decimals) for digit in digits)
    residue_fen = total_fen - total * digit_fen
    return Apportioned(shown, Decimal(total).scaleb(-decimals), _half_up(residue_fen))


def apportion_shares(parts: Sequence[int | float], decimals: int = 1) -> tuple[Decimal, ...]:
    """Percents of `parts` in their sum, rounded so that they add up to 100 (largest remainder).

    Raises: ValueError where the parts add up to nothing or less: shares of that are not given.
    """
    exact = [Fraction(part) for part in parts]
    whole = sum(exact, Fraction(0))
    if whole <= 0:
        raise ValueError("parts that add up to nothing have no shares")
    digits = _spread([part / whole * 100 * 10**decimals for part in exact], 100 * 10**decimals)
    return tuple(Decimal(digit).scaleb(-decimals) for digit in digits)


def _spread(exact: list[Fraction], total: int) -> list[int]:
    """Whole numbers that add up to `total`: each rounded down, and the largest remainders up by one.

    Where remainders tie, the larger part is rounded up, so that the order of the parts decides nothing.
    """
    shown = [floor(part) for part in exact]
    by_remainder = sorted(range(len(exact)), key=lambda place: (exact[place] - shown[place], exact[place]))
    for place in by_remainder[len(exact) - (total - sum(shown)) :]:
        shown[place] += 1
    return shown


def _half_up(number: Fraction) -> int:
    """`number` rounded to a whole one, halves away from nought, as money is shown everywhere else."""
    magnitude = floor(abs(number) + Fraction(1, 2))
    return magnitude if number >= 0 else -magnitude
