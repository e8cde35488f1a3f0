"""Formulas whose stored value is none: never computed, or counting themselves."""

from __future__ import annotations

import re

# ROW(D4) asks only where D4 is; 明细!D4 is another sheet's cell; "D4" is a text.
_NO_REFERENCE = re.compile(
    r'"[^"]*"|(?i:ROWS?|COLUMNS?)\([^()]*\)|(?:\'[^\']*\'|[^\s\'"!()+\-*/^&=<>,;{}:]+)!\$?\w+(?::\$?\w+)?'
)
_CELLS = r"\$?([A-Z]{1,3})\$?([1-9]\d{0,6})"
_REFERENCE = re.compile(
    rf"(?<![\w.\]]){_CELLS}(?::{_CELLS})?(?![\w.(\[])"
    r"|(?<![\w.])\$?([A-Z]{1,3}):\$?([A-Z]{1,3})(?![\w.(])"
    r"|(?<![\w.])\$?([1-9]\d{0,6}):\$?([1-9]\d{0,6})(?![\w.(])"
)
Area = tuple[int, int, int, int]
_LAST_ROW, _LAST_COLUMN = 1_048_576, 16_384


def column_number(letters: str) -> int:
    """The 0-based column of `letters`: A → 0."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def areas_of(formula: str) -> list[Area]:
    """The areas of its own sheet that `formula` counts on: top, left, bottom, right; 0-based and inclusive."""
    areas: list[Area] = []
    for match in _REFERENCE.finditer(_NO_REFERENCE.sub(" ", formula)):
        column, row, last_column, last_row, from_column, to_column, from_row, to_row = match.groups()
        if column:
            rows = sorted((int(row) - 1, int(last_row or row) - 1))
            columns = sorted((column_number(column), column_number(last_column or column)))
        elif from_column:
            rows, columns = [0, _LAST_ROW], sorted((column_number(from_column), column_number(to_column)))
        else:
            rows, columns = sorted((int(from_row) - 1, int(to_row) - 1)), [0, _LAST_COLUMN]
        areas.append((rows[0], columns[0], rows[1], columns[1]))
    return areas


def counts_itself(formula: str, row: int, column: int) -> bool:
    """True where `formula` in the cell at 0-based `row` and `column` refers to that very cell."""
    return any(
        top <= row <= bottom and left <= column <= right for top, left, bottom, right in areas_of(formula.upper())
    )
