"""The tables as a reader finds them: those of one run, whatever another process does meanwhile.

New tables take the place of old ones file by file. From the moment when that was decided until it
is done, some of them still lie aside (`store/handover.py`): a reader takes them from there.
"""

from dataclasses import dataclass

from disclosure_stats.errors import OldTablesError
from disclosure_stats.store.code_book import CODES_FILE
from disclosure_stats.store.datapackage import CONTRACT, DATAPACKAGE
from disclosure_stats.store.folder import Folder
from disclosure_stats.store.parts import UNFINISHED
from disclosure_stats.store.schemas import CONTRACT_VERSION, TABLES

ASIDE = f"{UNFINISHED}/tables"
DECIDED = f"{UNFINISHED}/decided.json"
CORRECTIONS = "corrections.csv"
"""A copy of the corrections that the tables were made with."""
AS_READ = "."
"""What the names of `reports` and `findings` as they were read begin with, where comparing the
reports with each other has changed them: a later run compares anew."""
TABLE_NAMES = {CORRECTIONS} | {
    f"{prefix}{table}.{suffix}"
    for table in TABLES
    for prefix in ("", AS_READ)
    for suffix in ("parquet", "csv")
}

_MAX_LOOKS = 100  # a folder that changes at each of these is no folder of tables


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The files of a folder: where each lies now, by its name; and what tells one file from a later
    one of the same name."""

    paths: dict[str, str]
    stamps: dict[str, object]


def take_snapshot(folder: Folder) -> Snapshot:
    """The files of the last run that came to its end, all of them of that run."""
    before = _look(folder)
    for _ in range(_MAX_LOOKS):
        now = _look(folder)
        if now == before:
            return now
        before = now
    raise OSError(f"{folder.location} does not come to rest: other processes write into it")


def decided_names(folder: Folder) -> list[str] | None:
    """The files of the tables that shall take the place of others; null if nothing was decided."""
    if not folder.is_file(DECIDED):
        return None
    try:
        names: list[str] = folder.read_json(DECIDED)
    except (FileNotFoundError, ValueError):  # it is just being removed, or written
        return None
    return names


def check_unchanged(folder: Folder, before: Snapshot) -> None:
    """Raise OSError if the files are not those of the snapshot any more."""
    if _look(folder).stamps != before.stamps and take_snapshot(folder).stamps != before.stamps:
        raise OSError(f"the tables in {folder.location} were written anew: open them again")


def check_contract(folder: Folder) -> None:
    """Raise OldTablesError if the folder holds tables of another version of the contract."""
    snapshot = take_snapshot(folder)
    if DATAPACKAGE not in snapshot.paths:
        return
    version = folder.read_json(snapshot.paths[DATAPACKAGE]).get(CONTRACT, 1)
    if version != CONTRACT_VERSION:
        raise OldTablesError(
            f"the tables in {folder.location} are of version {version} of the output contract, not "
            f"{CONTRACT_VERSION}: python -m disclosure_stats.extract INPUT --out {folder.location} "
            "writes them anew"
        )


def _look(folder: Folder) -> Snapshot:
    names = decided_names(folder)
    there = folder.stamps()
    if names is None:
        known = TABLE_NAMES | {DATAPACKAGE, CODES_FILE}
        paths = {name: name for name in there if name.partition("/")[0] in known}
    else:
        aside = ((name, f"{ASIDE}/{name}") for name in names)
        paths = {name: path if path in there else name for name, path in aside}
    return Snapshot(paths, {name: there.get(path) for name, path in paths.items()})
