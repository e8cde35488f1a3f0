"""Addresses of cells: the letters people know, and back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from charity_analysis.ingest.addresses import cell_address, cell_position, column_letters, place


@pytest.mark.parametrize(
    ("column", "letters"),
    [(0, "A"), (25, "Z"), (26, "AA"), (51, "AZ"), (52, "BA"), (701, "ZZ"), (702, "AAA"), (16383, "XFD")],
)
def test_columns_are_lettered_as_in_a_spreadsheet(column: int, letters: str) -> None:
    assert column_letters(column) == letters


def test_a_cell_is_named_by_its_column_and_its_row_from_one() -> None:
    assert cell_address(6, 3) == "D7"


@given(st.integers(0, 1_048_575), st.integers(0, 16_383))
def test_an_address_leads_back_to_its_cell(row: int, column: int) -> None:
    assert cell_position(cell_address(row, column)) == (row, column)
    assert cell_position(cell_address(row, column).lower()) == (row, column)


@pytest.mark.parametrize("text", ["", "7", "D", "D0", "7D", "D7:E8", "D-1", "$D$7", "ABCD1", "D7 ", "Ｄ７", "金额"])
def test_what_is_no_cell_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not a cell"):
        cell_position(text)


@pytest.mark.parametrize(
    ("parts", "shown"),
    [
        (("捐赠.xlsx", "一月", "D7"), "捐赠.xlsx › 一月!D7"),
        (("捐赠.csv", "", "D7"), "捐赠.csv › D7"),
        (("捐赠.xlsx", "一月", None), "捐赠.xlsx › 一月"),
        (("捐赠.xlsx", None, None), "捐赠.xlsx"),
        ((None, None, "D7"), "D7"),
        ((None, None, None), ""),
    ],
)
def test_a_place_names_only_what_is_known(parts: tuple[str | None, str | None, str | None], shown: str) -> None:
    assert place(*parts) == shown
