"""The ledger's tables as Arrow tables: lists → typed columns, and the types that ledger.schema names."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

from charity_analysis.ledger.schema import COLUMNS, COUNT, DAY, FLAG, MONEY, TEXT

if TYPE_CHECKING:
    import pyarrow as pa


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
    """The same with the note that tells pandas its own types, so that a plain `read_parquet` gives them back."""
    import pyarrow as pa

    from charity_analysis.ledger.schema import empty_table

    return arrow_schema(name).with_metadata(pa.Schema.from_pandas(empty_table(name), preserve_index=False).metadata)


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
