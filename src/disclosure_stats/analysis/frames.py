"""Rows and Arrow tables as DataFrames with the contract's columns and dtypes."""

from collections.abc import Sequence

import pandas as pd
import pyarrow as pa

from disclosure_stats.rows import Row
from disclosure_stats.store.arrow import arrow_table
from disclosure_stats.store.schemas import pandas_dtypes

_NULLABLE = {
    pa.int8(): pd.Int8Dtype(),
    pa.int16(): pd.Int16Dtype(),
    pa.int32(): pd.Int32Dtype(),
    pa.int64(): pd.Int64Dtype(),
    pa.float32(): pd.Float32Dtype(),
    pa.float64(): pd.Float64Dtype(),
    pa.bool_(): pd.BooleanDtype(),
    pa.string(): pd.StringDtype(),
}


def frame(table: str, rows: Sequence[Row]) -> pd.DataFrame:
    """`rows`, keyed by column name, as the contract's table of this name; a value that a row
    lacks is missing."""
    columns = [[row.get(name) for row in rows] for name in pandas_dtypes(table)]
    return from_arrow(table, arrow_table(table, columns))


def plain_rows(table: pd.DataFrame) -> list[Row]:
    """The rows of a table as Python's own values, None where missing."""
    return [
        {str(column): None if pd.isna(value) else value for column, value in row.items()}
        for row in table.to_dict("records")
    ]


def from_arrow(table: str, read: pa.Table) -> pd.DataFrame:
    """An Arrow table that was read from Parquet, or some columns of it, as the contract's table of
    this name."""
    dtypes = {
        name: dtype for name, dtype in pandas_dtypes(table).items() if name in read.column_names
    }
    # Straight to nullable types: by way of floats, missing values would cost large integers.
    data: pd.DataFrame = read.select(list(dtypes)).to_pandas(types_mapper=_NULLABLE.get)
    return data.astype(dtypes)
