"""The data dictionary says of every column of the ledger what it means."""

from __future__ import annotations

import pytest

from charity_analysis.ledger import schema
from charity_analysis.rules import label_names
from charity_analysis.rules.dictionary import column_meanings

UNITS = {"", "fen", "yuan", "count", "date", "by unit"}
OF_UNIT = {"fen": "_fen", "yuan": "_yuan", "date": "_date"}


@pytest.mark.parametrize("table", schema.COLUMNS)
def test_every_column_of_the_ledger_is_explained_in_both_languages(table: str) -> None:
    meanings = column_meanings(table)
    for column in schema.COLUMNS[table]:
        meaning = meanings[column]
        assert all(meaning.names[language] and meaning.meanings[language] for language in ("zh", "en")), column
        assert meaning.unit in UNITS, column


@pytest.mark.parametrize("table", schema.COLUMNS)
def test_the_unit_in_a_columns_name_is_its_unit(table: str) -> None:
    for column, dtype in schema.COLUMNS[table].items():
        unit = column_meanings(table)[column].unit
        assert unit == "" or column.endswith(OF_UNIT.get(unit, "")), column
        assert (unit == "date") == (dtype == schema.DAY), column
        assert (unit == "fen") == column.endswith("_fen"), column


@pytest.mark.parametrize("table", schema.COLUMNS)
def test_a_flag_is_explained_as_yes_or_no(table: str) -> None:
    for column, dtype in schema.COLUMNS[table].items():
        is_flag = list(column_meanings(table)[column].values) == ["true", "false"]
        assert is_flag == (dtype == schema.FLAG), column


def test_values_that_are_labels_are_those_of_the_labels() -> None:
    kinds = column_meanings("donations")["donor_kind"].values
    assert {code: words["zh"] for code, words in kinds.items()} == label_names("donor_kind")
    assert {code: words["en"] for code, words in kinds.items()} == label_names("donor_kind", "en")


def test_a_tables_own_meaning_goes_before_that_of_all_tables() -> None:
    assert column_meanings("donations")["donor"].names["zh"] == "捐赠人"
    assert column_meanings("agency")["donor"].names["zh"] == "捐赠方"
