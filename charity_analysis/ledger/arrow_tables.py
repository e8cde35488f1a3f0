"""The ledger's tables as Arrow tables: lists → typed columns, and the types that ledger.schema names."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cache
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from charity_analysis.ledger.schema import COLUMNS, COUNT, DAY, FLAG, MONEY, TEXT

if TYPE_CHECKING:
    import pyarrow as pa

# The types of ledger.schema → what pandas calls their values.
_PANDAS = {TEXT: "object", MONEY: "int64", "int64": "int64", DAY: "datetime", FLAG: "bool"}


@cache
def arrow_schema(name: str) -> pa.Schema:
    """The columns of table `name` in their order, each with the type that pandas would store it as."""
    import pyarrow as pa

    types = {
        TEXT: pa.large_string(),
        MONEY: pa.int64(),
        COUNT: pa.int64(),
        "int64": pa.int64(),
        DAY: pa.timestamp("ms"),
        FLAG: pa.bool_(),
    }
    return pa.schema([(column, types[kind]) for column, kind in COLUMNS[name].items()])


@cache
def pandas_schema(name: str) -> pa.Schema:
    """The same with the note that tells pandas its own types, so that a plain `read_parquet` gives them back.

    Written by hand, since to clean a ledger nothing else of pandas is needed. Source: the pandas developer guide,
    "Storing pandas DataFrame objects in Apache Parquet format".
    """
    note = {
        "index_columns": [],
        "column_indexes": [],
        "columns": [
            {"name": column, "field_name": column, "pandas_type": _PANDAS[kind], "numpy_type": kind, "metadata": None}
            for column, kind in COLUMNS[name].items()
        ],
        "attributes": {},
        "creator": {"library": "pyarrow", "version": version("pyarrow")},
        "pandas_version": version("pandas"),
    }
    return arrow_schema(name).with_metadata({"pandas": json.dumps(note)})


def arrow_table(name: str, columns: dict[str, list[Any]]) -> pa.Table:
    """Table `name` from lists, each column with its type; a column that is not given is missing throughout."""
    import pyarrow as pa

    length = len(next(iter(columns.values()), []))
    arrays = [
        _array(columns[field.name], field.type) if field.name in columns else pa.nulls(length, field.type)
        for field in arrow_schema(name)
    ]
    return pa.table(arrays, schema=arrow_schema(name))


def _array(values: Sequence[Any], kind: pa.DataType) -> pa.Array:
    """One column; what says the same in every row, as file and organisation do, is converted once."""
    import pyarrow as pa

    if values and isinstance(values[0], str) and values[0] is values[-1] and len(set(map(id, values))) == 1:
        return pa.repeat(pa.scalar(values[0], kind), len(values))
    if pa.types.is_timestamp(kind):
        return pa.array(values, pa.date32()).cast(kind)
    return pa.array(values, kind)


def concatenate(name: str, parts: list[pa.Table]) -> pa.Table:
    """The rows of `parts` as one table `name`; the same chunks whatever the parts were, so that files are alike."""
    import pyarrow as pa

    return pa.concat_tables([arrow_schema(name).empty_table(), *parts]).combine_chunks()
