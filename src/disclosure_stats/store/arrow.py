"""The schemas as Arrow types, and rows as Arrow batches."""

from collections.abc import Sequence
from functools import cache
from typing import Any

import pyarrow as pa

from disclosure_stats.store.schemas import TABLES, Kind

_TYPES: dict[Kind, pa.DataType] = {
    "string": pa.string(),
    "code": pa.dictionary(pa.int32(), pa.string()),
    "int8": pa.int8(),
    "int16": pa.int16(),
    "int32": pa.int32(),
    "int64": pa.int64(),
    "float32": pa.float32(),
    "float64": pa.float64(),
    "boolean": pa.bool_(),
}


@cache
def arrow_schema(table: str) -> pa.Schema:
    """The Arrow schema of a table; its columns are nullable throughout."""
    return pa.schema([(column.name, _TYPES[column.kind]) for column in TABLES[table].columns])


def arrow_table(table: str, columns: Sequence[Sequence[Any]]) -> pa.Table:
    """Values column by column, in the schema's order, as an Arrow table."""
    schema = arrow_schema(table)
    arrays = []
    for field, values in zip(schema, columns, strict=True):
        if pa.types.is_dictionary(field.type):
            arrays.append(pa.array(values, pa.string()).dictionary_encode())
        else:
            arrays.append(pa.array(values, field.type))
    return pa.Table.from_arrays(arrays, schema=schema)
