"""One run at a time in a folder.

On a disk the system itself holds the lock, and lets it go with the process, however that ends.
Where there is no such lock (object stores), a note says when the run was last alive.
"""

import os
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import IO

from disclosure_stats.errors import FolderInUse
from disclosure_stats.store.folder import Folder
from disclosure_stats.store.parts import UNFINISHED

_LOCK = f"{UNFINISHED}/lock"
_ALIVE_SECONDS = 60.0
_DEAD_SECONDS = 300.0

if sys.platform == "win32":
    import msvcrt

    def _try_lock(file: IO[bytes]) -> None:
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _try_lock(file: IO[bytes]) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


@contextmanager
def locked(folder: Folder) -> Iterator[None]:
    """Hold the folder for one run. Raises FolderInUse if another process holds it."""
    with _locked_on_disk(folder) if folder.is_local else _noted(folder):
        yield


@contextmanager
def _locked_on_disk(folder: Folder) -> Iterator[None]:
    path = folder.path(_LOCK)
    file = _lock_file(folder, path)
    try:
        yield
    finally:
        if os.name == "nt":  # where an open file cannot be removed
            file.close()
        with suppress(OSError):
            os.unlink(path)
        file.close()
        with suppress(OSError):  # unless parts of a run that did not come to its end are in it
            os.rmdir(folder.path(UNFINISHED))


def _lock_file(folder: Folder, path: str) -> IO[bytes]:
    """The file at `path`, locked; the run that held it may be removing it meanwhile."""
    while True:
        folder.make(UNFINISHED)
        with suppress(FileNotFoundError):
            file = open(path, "ab")  # noqa: SIM115 - the lock outlives this function
            try:
                _try_lock(file)
            except OSError:
                file.close()
                raise _refusal(folder) from None
            if _is_at(file, path):
                return file
            file.close()


def _refusal(folder: Folder) -> FolderInUse:
    sign = "" if folder.is_local else f", or was {_DEAD_SECONDS / 60:g} minutes ago"
    return FolderInUse(f"another run is writing into {folder.location}{sign}")


def _is_at(file: IO[bytes], path: str) -> bool:
    with suppress(FileNotFoundError):
        return os.path.samestat(os.fstat(file.fileno()), os.stat(path))
    return False


@contextmanager
def _noted(folder: Folder) -> Iterator[None]:
    with suppress(FileNotFoundError, ValueError):
        if time.time() - folder.read_json(_LOCK) < _DEAD_SECONDS:
            raise _refusal(folder)
    ended = threading.Event()

    def say_alive() -> None:
        while not ended.wait(_ALIVE_SECONDS):
            folder.write_json(_LOCK, time.time())

    folder.write_json(_LOCK, time.time())
    thread = threading.Thread(target=say_alive, daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()
        folder.remove(_LOCK)
