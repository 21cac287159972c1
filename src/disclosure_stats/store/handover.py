"""New tables take the place of old ones, all together, whenever the process may die.

They are written aside. When they are complete, a list of them is written, and with that the change
is decided: a process that dies while files are moved leaves the rest to the next one.
"""

from collections.abc import Sequence

from disclosure_stats.store.folder import Folder
from disclosure_stats.store.parts import PARTS
from disclosure_stats.store.snapshot import ASIDE, DECIDED, TABLE_NAMES, decided_names
from disclosure_stats.store.source import StoredFile, finished_tables


def is_current(folder: Folder, files: Sequence[StoredFile], with_csv: bool) -> bool:
    """Whether the tables of the folder are just those of these files already."""
    finished = finished_tables(folder)
    if folder.files(PARTS) or (with_csv and not folder.is_file("reports.csv")):
        return False
    by_year = folder.is_folder("reports.parquet")
    wanted: dict[int | None, list[str]] = {}
    for file in files:
        for report in file.reports:
            wanted.setdefault(report.year if by_year else None, []).append(file.source_path)
    held = {
        year: [path for (path,) in source.rows("reports", ["source_path"])]
        for year, source in finished.years().items()
        if "reports" in source.files  # a table without rows has a file without a year
    }
    return bool(held) and held == wanted


def put_in_place(folder: Folder) -> None:
    """Let the tables in `ASIDE` be those of the folder, and forget the parts they were made of."""
    names = [name.removeprefix(f"{ASIDE}/") for name in folder.files(ASIDE)]
    folder.settle(f"{ASIDE}/{name}" for name in names)
    folder.write_json(DECIDED, names)
    finish_handover(folder)


def finish_handover(folder: Folder) -> None:
    """Do what is left of a change that was decided; nothing if there was none."""
    names = decided_names(folder)
    if names is None:
        for name in (DECIDED, ASIDE):
            folder.remove(name)
        return
    _make_way(folder, names)
    waiting = folder.files(ASIDE)
    for name in names:
        if f"{ASIDE}/{name}" in waiting:
            folder.move(f"{ASIDE}/{name}", name)
    for name in _tables_in(folder) - set(names):
        folder.remove(name)
    for name in (ASIDE, PARTS, DECIDED):
        folder.remove(name)


def _tables_in(folder: Folder) -> set[str]:
    """The files of the folder that are tables, from whatever run."""
    return {name for name in folder.files() if name.partition("/")[0] in TABLE_NAMES}


def _make_way(folder: Folder, names: list[str]) -> None:
    """Make the folders that are needed; what was a file and becomes a folder, or was a folder and
    becomes a file, goes first."""
    for home in {name.partition("/")[0] for name in names if "/" in name}:
        if folder.is_file(home):
            folder.remove(home)
    for name in names:
        if "/" not in name and folder.is_folder(name):
            folder.remove(name)
    for home in {name.rpartition("/")[0] for name in names if "/" in name}:
        folder.make(home)
