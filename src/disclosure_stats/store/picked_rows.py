"""The rows of some reports out of the tables of many: no other groups of rows are read."""

from collections.abc import Collection

import numpy as np
import pyarrow as pa

from disclosure_stats.rows import Row
from disclosure_stats.store.arrow import plain_rows
from disclosure_stats.store.source import Source


class PickedRows:
    """The rows that reports have in one table; those of one report lie together.

    Reports are best asked for in the order of the table: then each group of rows is read once.
    """

    def __init__(self, source: Source, table: str, report_ids: Collection[str]) -> None:
        self._source = source
        self._table = table
        self._where: dict[str, list[tuple[str, int, int, int]]] = {}
        for name, group, ids in source.groups(table):
            indices = ids.indices.to_numpy()
            if not indices.size:
                continue
            starts = np.flatnonzero(np.r_[True, indices[1:] != indices[:-1]])
            ends = np.r_[starts[1:], len(indices)]
            found = ids.dictionary.take(pa.array(indices[starts])).to_pylist()
            for report_id, start, end in zip(found, starts.tolist(), ends.tolist(), strict=True):
                if report_id in report_ids:
                    place = (name, group, start, end - start)
                    self._where.setdefault(report_id, []).append(place)
        self._held: tuple[tuple[str, int], pa.Table] | None = None

    def take(self, report_id: str) -> list[Row]:
        """The rows of a report; none if it has none."""
        rows: list[Row] = []
        for name, group, start, count in self._where.get(report_id, ()):
            if self._held is None or self._held[0] != (name, group):
                self._held = (name, group), self._source.group(self._table, name, group)
            rows += plain_rows(self._held[1].slice(start, count))
        return rows
