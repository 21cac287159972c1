"""Rows in Arrow's stream format, for what is written once and soon read: to write and to read it
takes a third and a tenth of what Parquet takes."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import pyarrow as pa
from pyarrow import ipc

from disclosure_stats.store.folder import Folder

SUFFIX = ".arrow"


class StreamWriter:
    """Writes groups of rows of one schema; each may have dictionaries of its own."""

    def __init__(self, folder: Folder, name: str, schema: pa.Schema) -> None:
        self._sink = folder.filesystem.open_output_stream(folder.path(name))
        options = ipc.IpcWriteOptions(compression="lz4", use_threads=False)
        self._stream = ipc.new_stream(self._sink, schema, options=options)

    def write_table(self, table: pa.Table) -> None:
        """Append rows, as a group of their own."""
        self._stream.write_table(table)

    def close(self) -> None:
        """Finish the file, unless that is done."""
        if not self._sink.closed:
            with self._sink:
                self._stream.close()


def stream_schema(folder: Folder, name: str) -> pa.Schema:
    """The schema of a file that `StreamWriter` wrote, with its metadata."""
    with _opened(folder, name) as reader:
        return reader.schema


def stream_batches(
    folder: Folder, name: str, columns: Sequence[str] | None
) -> Iterator[pa.RecordBatch]:
    """The groups of rows of such a file, with all its columns or those asked for."""
    with _opened(folder, name) as reader:
        for batch in reader:
            yield batch if columns is None else batch.select(columns)


@contextmanager
def _opened(folder: Folder, name: str) -> Iterator[ipc.RecordBatchStreamReader]:
    options = ipc.IpcReadOptions(use_threads=False)
    with (
        folder.filesystem.open_input_stream(folder.path(name)) as stream,
        ipc.open_stream(stream, options=options) as reader,
    ):
        yield reader
