"""What the parsed formula of an old workbook tells without running it. Source: [MS-XLS] 2.5.198."""

from __future__ import annotations

import struct
from collections.abc import Iterator

_STRING, _ATTRIBUTE, _PARENTHESES, _MISSING = 0x17, 0x19, 0x15, 0x16
_FUNCTION, _FUNCTION_OF_MANY, _REFERENCE, _AREA = 0x21, 0x22, 0x24, 0x25
_SUM_ATTRIBUTE, _CHOOSE_ATTRIBUTE = 0x10, 0x04
# Sizes of the tokens of BIFF8; BIFF5 has other sizes for those that hold an address.
_SIZES = {
    **dict.fromkeys(range(0x03, 0x17), 1), 0x01: 5, 0x02: 5, 0x1C: 2, 0x1D: 2, 0x1E: 3, 0x1F: 9, 0x20: 8, 0x21: 3,
    0x22: 4, 0x23: 5, 0x24: 5, 0x25: 9, 0x26: 7, 0x27: 7, 0x28: 7, 0x29: 3, 0x2A: 5, 0x2B: 9, 0x2C: 5, 0x2D: 9, 0x39: 7,
    0x3A: 7, 0x3B: 11, 0x3C: 7, 0x3D: 11,
}  # fmt: skip
_SIZES_OF_BIFF5 = {
    0x23: 15, 0x24: 4, 0x25: 7, 0x2A: 4, 0x2B: 7, 0x2C: 4, 0x2D: 7, 0x39: 25, 0x3A: 18, 0x3B: 21, 0x3C: 18, 0x3D: 21,
}  # fmt: skip
# + - * / ^, comparisons, signs, per cent, and plain numbers.
_NUMERIC_TOKENS = frozenset((0x03, 0x04, 0x05, 0x06, 0x07, *range(0x09, 0x0F), 0x12, 0x13, 0x14, 0x1D, 0x1E, 0x1F))
# COUNT SUM AVERAGE MIN MAX, ABS INT ROUND, VALUE, MOD, DATE and its parts, NOW, DATEVALUE, COUNTA, PRODUCT, ROUNDUP
# ROUNDDOWN, TODAY, SUMPRODUCT, SUBTOTAL SUMIF COUNTIF.
_NUMERIC_FUNCTIONS = frozenset(
    (0, 4, 5, 6, 7, 24, 25, 27, 33, 39, 65, 67, 68, 69, 74, 140, 169, 183, 212, 213, 221, 228, 344, 345, 346)
)


def gives_a_number(tokens: bytes, is_biff8: bool) -> bool:
    """True for a formula whose result is never a text: a sum, a product, a rounding, another cell."""
    last = None
    for token, at in _walk(tokens, is_biff8):
        attribute = tokens[at + 1] if token == _ATTRIBUTE else 0
        if token != _PARENTHESES and (token != _ATTRIBUTE or attribute & _SUM_ATTRIBUTE):
            last = token, at
    if last is None:
        return False
    token, at = last
    if token in (_FUNCTION, _FUNCTION_OF_MANY):
        (function,) = struct.unpack_from("<H", tokens, at + (1 if token == _FUNCTION else 2))
        return function & 0x7FFF in _NUMERIC_FUNCTIONS
    return token in (_ATTRIBUTE, _REFERENCE) or token in _NUMERIC_TOKENS


def refers_to_itself(tokens: bytes, is_biff8: bool, row: int, column: int) -> bool:
    """True where the formula in this cell counts the cell itself in, as a sum that ends one row too low does."""
    for token, at in _walk(tokens, is_biff8):
        if token == _REFERENCE:
            top, left = struct.unpack_from("<HH" if is_biff8 else "<HB", tokens, at + 1)
            bottom, right = top, left
        elif token == _AREA:
            top, bottom, left, right = struct.unpack_from("<HHHH" if is_biff8 else "<HHBB", tokens, at + 1)
        else:
            continue
        # The highest two bits say whether the address is relative; in BIFF5 they stand with the row.
        columns, rows = (0xFF, 0xFFFF) if is_biff8 else (0xFF, 0x3FFF)
        if top & rows <= row <= bottom & rows and left & columns <= column <= right & columns:
            return True
    return False


def _walk(tokens: bytes, is_biff8: bool) -> Iterator[tuple[int, int]]:
    """Each token (its class taken off) and where it stands; ends at the first that is not known."""
    at = 0
    while at < len(tokens):
        token = tokens[at] if tokens[at] < 0x40 else tokens[at] & 0x1F | 0x20
        size = _SIZES.get(token, 0) if is_biff8 else _SIZES_OF_BIFF5.get(token, _SIZES.get(token, 0))
        if token == _STRING and at + 2 < len(tokens):
            wide = is_biff8 and tokens[at + 2] & 1
            size = (3 if is_biff8 else 2) + tokens[at + 1] * (2 if wide else 1)
        elif token == _ATTRIBUTE and at + 3 < len(tokens):
            choices = int.from_bytes(tokens[at + 2 : at + 4], "little") + 1
            size = 4 + (2 * choices if tokens[at + 1] & _CHOOSE_ATTRIBUTE else 0)
        if not size or at + size > len(tokens):
            return
        yield token, at
        at += size
