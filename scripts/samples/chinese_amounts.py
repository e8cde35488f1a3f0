"""Write amounts as clerks do: plain, with thousands separators, in 万元, or in capital numerals (大写)."""

from __future__ import annotations

from decimal import Decimal

from samples.demo_records import FEN

_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_PLACES = ("", "拾", "佰", "仟")
_FEN_PER_WAN = 1_000_000


def yuan_number(fen: int) -> Decimal:
    """`fen` as a number of yuan, without trailing zeros."""
    return Decimal(f"{(Decimal(fen) / FEN).normalize():f}")


def wan_text(fen: int) -> str:
    """`fen` in 万元 with six decimals: a number cell would drop the last zeros and with them the precision."""
    return f"{Decimal(fen) / _FEN_PER_WAN:.6f}"


def yuan_text(fen: int, separator: str = "") -> str:
    """`fen` as "1000.00", or with `separator` "," as "1,000.00"."""
    return format(Decimal(fen) / FEN, f"{separator}.2f")


def capital_yuan(fen: int) -> str:
    """`fen` in capital numerals, such as 壹万贰仟伍佰元整.

    Raises: ValueError unless it is a whole number of yuan above 0 and below 100 million.
    """
    yuan, rest = divmod(fen, FEN)
    if rest or not 0 < yuan < 100_000_000:
        raise ValueError(f"not a whole amount below 1 亿元: {fen} fen")
    high, low = divmod(yuan, 10_000)
    text = f"{_capital_section(high)}万" if high else ""
    if high and 0 < low < 1_000:
        text += "零"
    return f"{text}{_capital_section(low)}元整"


def _capital_section(number: int) -> str:
    """One group of four digits; zeros inside are said once, zeros at its end not at all."""
    text = ""
    for place, figure in enumerate(f"{number:d}"):
        power = len(f"{number:d}") - 1 - place
        if figure == "0":
            text += "" if text.endswith("零") else "零"
        else:
            text += _DIGITS[int(figure)] + _PLACES[power]
    return text.rstrip("零")
