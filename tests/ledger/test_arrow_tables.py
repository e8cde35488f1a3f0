"""The ledger's tables as Arrow tables: typed as pandas would type them, with a note that pandas takes for its own."""

from __future__ import annotations

import json
from datetime import date

import pyarrow as pa
import pytest

from charity_analysis.ledger.arrow_tables import arrow_schema, arrow_table, concatenate, pandas_schema
from charity_analysis.ledger.schema import COLUMNS, empty_table


@pytest.mark.parametrize("name", COLUMNS)
def test_the_note_for_pandas_is_the_one_that_pandas_writes(name: str) -> None:
    written = pa.Schema.from_pandas(empty_table(name), preserve_index=False)
    assert arrow_schema(name).equals(written.remove_metadata())
    assert json.loads(pandas_schema(name).metadata[b"pandas"]) == json.loads(written.metadata[b"pandas"])


def test_columns_that_are_not_given_are_missing_and_the_rest_typed() -> None:
    table = arrow_table(
        "donations", {"donor": ["甲", "甲"], "received_date": [date(2020, 1, 7), None], "amount_fen": [5, None]}
    )
    assert table["received_date"].to_pylist()[0].date() == date(2020, 1, 7)
    assert (table["amount_fen"].null_count, table["note"].null_count) == (1, 2)
    assert table["donor"].to_pylist() == ["甲", "甲"]


def test_files_in_one_or_in_many_parts_give_the_same_table() -> None:
    rows = {"donor": ["甲", "乙", "丙"], "amount_fen": [1, 2, 3]}
    whole = arrow_table("donations", rows)
    parts = [
        arrow_table("donations", {name: values[a:b] for name, values in rows.items()}) for a, b in ((0, 1), (1, 3))
    ]
    joined = concatenate("donations", parts)
    assert joined.equals(concatenate("donations", [whole]))
    assert joined["donor"].num_chunks == 1
    assert concatenate("donations", []).num_rows == 0
