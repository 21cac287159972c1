"""The schemas as Arrow types, and rows as Arrow tables.

Arrays are built from buffers: `pyarrow.array` imports pandas to see whether it was given a Series,
and half the time and memory of a short run would go there.
"""

from array import array
from collections.abc import Callable, Sequence
from functools import cache, partial
from itertools import accumulate
from typing import Any

import pyarrow as pa

from disclosure_stats.rows import Row
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


_BINARY_DIGITS = bytes.maketrans(b"\0\1", b"01")


@cache
def arrow_schema(table: str) -> pa.Schema:
    """The Arrow schema of a table; its columns are nullable throughout."""
    return pa.schema([(column.name, _TYPES[column.kind]) for column in TABLES[table].columns])


def arrow_table(table: str, columns: Sequence[Sequence[Any]]) -> pa.Table:
    """Values column by column, in the schema's order, as an Arrow table."""
    arrays = [
        arrow_array(column.kind, values)
        for column, values in zip(TABLES[table].columns, columns, strict=True)
    ]
    return pa.Table.from_arrays(arrays, schema=arrow_schema(table))


def arrow_array(kind: Kind, values: Sequence[Any]) -> pa.Array:
    """The values of one column as an Arrow array."""
    return _ARRAYS[kind](values)


def plain_values(column: pa.Array | pa.ChunkedArray) -> list[Any]:
    """The values of a column as Python has them; null is None. Of codes Arrow's own `to_pylist`
    looks each one up by itself, which takes sixty times as long."""
    if not pa.types.is_dictionary(column.type):
        values: list[Any] = column.to_pylist()
        return values
    if isinstance(column, pa.ChunkedArray):
        return [value for chunk in column.chunks for value in plain_values(chunk)]
    codes = column.dictionary.to_pylist()
    indices = column.indices.to_pylist()
    if column.indices.null_count:
        return [None if index is None else codes[index] for index in indices]
    return [codes[index] for index in indices]


def plain_rows(rows: pa.RecordBatch | pa.Table) -> list[Row]:
    """The rows of a batch or a table, keyed by the names of its columns."""
    names = rows.schema.names
    columns = [plain_values(column) for column in rows.columns]
    return [dict(zip(names, values, strict=True)) for values in zip(*columns, strict=True)]


def _bits(values: Sequence[Any]) -> pa.Buffer:
    """A bitmap, least significant bit first: set where a value is true."""
    binary = bytes(map(bool, reversed(values))).translate(_BINARY_DIGITS)
    packed = int(b"0" + binary, 2)
    return pa.py_buffer(packed.to_bytes((len(values) + 7) // 8, "little"))


def _array(type_: pa.DataType, values: Sequence[Any], *data: pa.Buffer) -> pa.Array:
    nulls = values.count(None)
    validity = _bits([value is not None for value in values]) if nulls else None
    return pa.Array.from_buffers(type_, len(values), [validity, *data], nulls)


def _numbers(type_: pa.DataType, code: str, values: Sequence[float | None]) -> pa.Array:
    """An array of numbers; `code` is the C type, as the standard library's `array` names it."""
    return _array(type_, values, pa.py_buffer(array(code, [value or 0 for value in values])))


def _strings(values: Sequence[str | None]) -> pa.Array:
    encoded = [(value or "").encode() for value in values]
    ends = array("i", accumulate(map(len, encoded), initial=0))
    return _array(pa.string(), values, pa.py_buffer(ends), pa.py_buffer(b"".join(encoded)))


def _codes(values: Sequence[str | None]) -> pa.Array:
    # Arrow's own dictionary_encode would load all its compute functions.
    distinct = [value for value in dict.fromkeys(values) if value is not None]
    positions = dict(zip(distinct, range(len(distinct)), strict=True))
    indices = [None if value is None else positions[value] for value in values]
    return pa.DictionaryArray.from_arrays(_numbers(pa.int32(), "i", indices), _strings(distinct))


_ARRAYS: dict[Kind, Callable[[Sequence[Any]], pa.Array]] = {
    "string": _strings,
    "code": _codes,
    "int8": partial(_numbers, pa.int8(), "b"),
    "int16": partial(_numbers, pa.int16(), "h"),
    "int32": partial(_numbers, pa.int32(), "i"),
    "int64": partial(_numbers, pa.int64(), "q"),
    "float32": partial(_numbers, pa.float32(), "f"),
    "float64": partial(_numbers, pa.float64(), "d"),
    "boolean": lambda values: _array(pa.bool_(), values, _bits(values)),
}
