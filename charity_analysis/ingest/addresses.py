"""Addresses of cells as people know them: D7, 捐赠明细.xlsx › 一月!D7."""

from __future__ import annotations

import re

_ADDRESS = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")


def column_letters(column: int) -> str:
    """Letters of the 0-based `column`: 0 → A, 26 → AA."""
    letters = ""
    number = column + 1
    while number:
        number, remainder = divmod(number - 1, 26)
        letters = chr(ord("A") + remainder) + letters
    return letters


def cell_address(row: int, column: int) -> str:
    """Address of the cell at 0-based `row` and `column`: (6, 3) → D7."""
    return f"{column_letters(column)}{row + 1}"


def place(file: str | None, sheet: str | None, cell: str | None) -> str:
    """Where something stands, for messages: "捐赠明细.xlsx › 一月!D7"; parts that are not known are left out."""
    within = "!".join(part for part in (sheet, cell) if part)
    return " › ".join(part for part in (file, within) if part)


def cell_position(address: str) -> tuple[int, int]:
    """0-based row and column of `address`: D7 → (6, 3).

    Raises: ValueError where `address` is no cell.
    """
    match = _ADDRESS.fullmatch(address.upper())
    if match is None:
        raise ValueError(f"not a cell: {address}")
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(match[2]) - 1, column - 1
