"""The tables put together while files are still read: each file as soon as all before it were."""

from collections.abc import Sequence

from disclosure_stats.batch.former import Before
from disclosure_stats.batch.plan import PlannedFile
from disclosure_stats.batch.tasks import ReadPiece
from disclosure_stats.store.assemble import Assembly
from disclosure_stats.store.folder import Folder
from disclosure_stats.store.handover import is_current
from disclosure_stats.store.snapshot import ASIDE
from disclosure_stats.store.source import StoredFile, as_read_tables, finished_tables, parts


class TablesInOrder:
    """Tables that are written aside, file by file in the order of the plan.

    `stored` is what earlier runs have read, by path. Nothing is written before a file was read
    anew, as until then the tables of before may be just those that are wanted.
    """

    def __init__(
        self,
        plan: Sequence[PlannedFile],
        folder: Folder,
        stored: dict[str, StoredFile],
        version: str,
        with_csv: bool,
    ) -> None:
        self._plan = plan
        self._folder = folder
        self._stored = stored
        self._version = version
        self._with_csv = with_csv
        self._has_before = any(not file.reports[0].source.is_part for file in stored.values())
        self._assembly: Assembly | None = None
        self._done = 0
        self._read_anew: set[str] = set()
        self._waiting: dict[str, int] = {}  # pieces that were read: by their first file, how many

    def add(self, read: ReadPiece) -> None:
        """Take note of a piece that was read to its end."""
        for name in read.parts:
            for source in parts(self._folder, name):
                self._stored |= source.stored_files()
        tasks = read.piece.tasks
        self._waiting[tasks[0].planned.source_path] = len(tasks)
        if read.parts or self._assembly is not None:
            while self._done < len(self._plan):
                count = self._waiting.pop(self._plan[self._done].source_path, 0)
                if not count:
                    break
                self._put_together(count)

    def finish(self, is_changed: bool) -> bool:
        """Complete the tables, unless the folder has them already and it is not known that they
        have changed for another reason; whether new ones were written.

        Raises KeyError for a file of the plan of which nothing is known."""
        if self._assembly is None and not is_changed:
            files = [self._stored[file.source_path] for file in self._plan]
            if is_current(self._folder, files, self._with_csv):
                return False
        self._put_together(len(self._plan) - self._done)
        assert self._assembly is not None
        self._assembly.close()
        return True

    def before(self) -> Before | None:
        """The tables that are there still, and which files do not have their rows from them; null
        if none has."""
        if not self._has_before:
            return None
        as_read, finished = as_read_tables(self._folder), finished_tables(self._folder)
        return Before(as_read, finished, self._read_anew)

    def _put_together(self, count: int) -> None:
        """Append the next files of the plan; what is known of them is let go, for of many files it
        takes hundreds of megabytes."""
        if self._assembly is None:
            self._assembly = Assembly(
                self._folder, ASIDE, len(self._plan), self._version, self._with_csv
            )
        following = self._plan[self._done : self._done + count]
        files = [self._stored.pop(file.source_path) for file in following]
        self._assembly.add(files)
        if self._has_before:
            parts_ = (file for file in files if any(one.source.is_part for one in file.reports))
            self._read_anew.update(file.source_path for file in parts_)
        self._done += count
