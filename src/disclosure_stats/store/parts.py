"""What a run has read so far: parts, each with the rows of some files, kept aside until the end.

    .unfinished/parts/NAME/reports.arrow, requests.arrow, …, complete.json

A part counts from the moment when `complete.json`, written last, says how long its files are:
what a killed run was about to write is as if it had never been.
"""

from collections.abc import Sequence
from contextlib import suppress

from disclosure_stats.rows import Row
from disclosure_stats.store.arrow import arrow_schema
from disclosure_stats.store.folder import Folder
from disclosure_stats.store.row_stream import SUFFIX, StreamWriter
from disclosure_stats.store.row_writer import RowWriter

UNFINISHED = ".unfinished"
PARTS = f"{UNFINISHED}/parts"
VERSION_KEY = b"extractor"
"""In the metadata of a table of reports: by what it was read (`batch.version`)."""

_COMPLETE = "complete.json"
_FILES_A_GROUP = 50  # so that what waits in memory is the same for a thousand files as for fifty


class PartWriter:
    """Writes one part. Two results with the same `report_id` leave its tables' rows only once."""

    def __init__(self, folder: Folder, name: str, version: str) -> None:
        self._folder = folder
        self._home = f"{PARTS}/{name}"
        self._metadata = {VERSION_KEY.decode(): version}
        self._writers: dict[str, RowWriter] = {}
        self._written: set[str] = set()
        self._files = 0
        folder.make(self._home)

    def add(self, reports: Sequence[Row], tables: Sequence[dict[str, list[Row]]]) -> None:
        """Append a file's rows of `reports`, and for each of them its rows of other tables."""
        self._append("reports", reports, {})
        for report, named in zip(reports, tables, strict=False):
            report_id = report["report_id"]
            if report_id not in self._written:
                self._written.add(report_id)
                for table, rows in named.items():
                    self._append(table, rows, {"report_id": report_id})
        self._files += 1
        if self._files % _FILES_A_GROUP == 0:
            for writer in self._writers.values():
                writer.flush()

    def _append(self, table: str, rows: Sequence[Row], constants: Row) -> None:
        if not rows:
            return
        if table not in self._writers:
            schema = arrow_schema(table).with_metadata(self._metadata)
            file = StreamWriter(self._folder, f"{self._home}/{table}{SUFFIX}", schema)
            self._writers[table] = RowWriter(table, file)
        self._writers[table].add(rows, constants)

    def close(self) -> None:
        """Finish the part: from now on it counts."""
        for writer in self._writers.values():
            writer.close()
        sizes = self._folder.files(self._home)
        self._folder.write_json(f"{self._home}/{_COMPLETE}", sizes)

    def abandon(self) -> None:
        """Give the part up, after an error: its files are closed and removed."""
        for writer in self._writers.values():
            with suppress(OSError):  # where there is no room, there is none for an end either
                writer.abandon()
        self._folder.remove(self._home)


def next_prefix(folder: Folder) -> str:
    """What the names of a run's parts begin with: they come after those of all runs before."""
    runs = (name.removeprefix(f"{PARTS}/").partition("-")[0] for name in folder.files(PARTS))
    return f"{1 + max(map(int, runs), default=0):06}"


def complete_parts(folder: Folder, name: str = "") -> dict[str, list[str]]:
    """The parts that count, oldest first, and the files of each; or only the part of this name."""
    files = folder.files(f"{PARTS}/{name}" if name else PARTS)
    by_part: dict[str, list[str]] = {}
    for file in sorted(files):
        by_part.setdefault(file.split("/")[-2], []).append(file)
    return {part: own for part, own in by_part.items() if _is_whole(folder, part, files)}


def _is_whole(folder: Folder, name: str, files: dict[str, int]) -> bool:
    """Whether all that was written has reached the disk: a power cut may come in between."""
    note = f"{PARTS}/{name}/{_COMPLETE}"
    if note not in files:
        return False
    try:
        sizes = folder.read_json(note)
    except ValueError:
        return False
    return isinstance(sizes, dict) and all(files.get(file) == size for file, size in sizes.items())
