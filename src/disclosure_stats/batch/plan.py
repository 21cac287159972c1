"""Which files a run reads, and under what path each is known."""

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class PlannedFile:
    """A file to be read, and its `source_path` in the tables: relative to the input folder."""

    path: str
    source_path: str


def plan_files(inputs: Sequence[Path]) -> list[PlannedFile]:
    """The files that `inputs` stand for, in a fixed order, each once.

    A folder stands for all PDFs in it and below, links to folders followed but no folder entered
    twice; hidden files are left out. A file that is named is taken whatever it is called. With
    several inputs, `source_path` begins with the name of its input. Raises FileNotFoundError for
    an input that is not there.
    """
    found: dict[str, PlannedFile] = {}
    names: set[str] = set()
    for given in inputs:
        if not given.exists():
            raise FileNotFoundError(f"there is no {given}")
        prefix = _prefix(given, names) if len(inputs) > 1 else ""
        home = os.path.abspath(given)  # the processes that read may be elsewhere
        if given.is_dir():
            paths = sorted(_pdfs(home), key=lambda path: path.split(os.sep))
            files = [(os.path.join(home, path), prefix + path) for path in paths]
        else:
            files = [(home, prefix.rstrip("/") or given.name)]
        for whole, source_path in files:
            # Surrogates of a name that is no UTF-8 cannot be stored.
            clean = source_path.replace(os.sep, "/").encode("utf-8", "replace").decode("utf-8")
            found.setdefault(whole, PlannedFile(whole, clean))
    return list(found.values())


def _prefix(given: Path, names: set[str]) -> str:
    """The input's name, numbered where an earlier input has the same."""
    base = given.resolve().name
    name, number = base, 2
    while name in names:
        name, number = f"{base} ({number})", number + 1
    names.add(name)
    return f"{name}/"


def _pdfs(folder: str) -> Iterator[str]:
    """Paths within a folder. As text: of hundreds of thousands, `Path` objects fill memory."""
    entered: set[tuple[int, int]] = set()
    for parent, folders, files in os.walk(folder, followlinks=True):
        status = os.stat(parent)
        if (status.st_dev, status.st_ino) in entered:
            folders.clear()
            continue
        entered.add((status.st_dev, status.st_ino))
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        inner = os.path.relpath(parent, folder)
        for name in files:
            if name.lower().endswith(".pdf") and not name.startswith("."):
                yield os.path.normpath(os.path.join(inner, name))
