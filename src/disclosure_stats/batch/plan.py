"""Which files a run reads, and under what path each is known."""

import os
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from disclosure_stats.store.source_paths import source_path

_TOLD_EVERY = 1_000  # entries of folders


@dataclass(frozen=True, slots=True)
class PlannedFile:
    """A file to be read, and its `source_path` in the tables: relative to the input folder.

    `problem` is why that cannot be done, where the system does not even let it be looked at; then
    it may be a folder.
    """

    path: str
    source_path: str
    problem: str | None = None


@dataclass(slots=True)
class Found:
    """What the inputs stand for: files in a fixed order, each once, and how many PDFs and folders
    were left out because they are hidden."""

    files: list[PlannedFile] = field(default_factory=list)
    hidden: int = 0


def plan_files(inputs: Sequence[Path]) -> list[PlannedFile]:
    """The files of `find_files`."""
    return find_files(inputs).files


def find_files(inputs: Sequence[Path], tell: Callable[[int], None] = lambda seen: None) -> Found:
    """The files that `inputs` stand for; `tell` is called now and then with how many entries of
    folders were seen.

    A folder stands for all PDFs in it and below, links to folders followed but no folder entered
    twice; hidden ones are left out. A folder that may not be looked into stands for itself. A file
    that is named is taken whatever it is called. With several inputs, `source_path` begins with
    the name of its input. Raises FileNotFoundError for an input that is not there.
    """
    names: set[str] = set()
    search = _Search(tell)
    sighted: dict[str, tuple[str, str | None]] = {}
    for given in inputs:
        prefix = _prefix(given, names) if len(inputs) > 1 else ""
        home = os.path.abspath(given)  # the processes that read may be elsewhere
        problem = _problem(home)
        if problem is None and os.path.isdir(home):
            within = sorted(search.below(home), key=lambda one: one[0].split(os.sep))
            found = [(os.path.join(home, path), prefix + path, why) for path, why in within]
        else:
            found = [(home, prefix.rstrip(os.sep) or os.path.basename(home), problem)]
        for whole, path, why in found:
            sighted.setdefault(whole, (path, why))
    return Found(_named(sighted), search.hidden)


def _problem(path: str) -> str | None:
    """Why what is there cannot be looked at, if so. Raises FileNotFoundError."""
    try:
        os.stat(path)
        if os.path.isdir(path):
            os.scandir(path).close()
    except (FileNotFoundError, NotADirectoryError):
        raise FileNotFoundError(f"there is no {path}") from None
    except OSError as problem:
        return _said(problem)
    return None


def _said(problem: OSError) -> str:
    return f"the system does not let it be looked at: {problem.strerror}"


def _named(sighted: dict[str, tuple[str, str | None]]) -> list[PlannedFile]:
    """The files with their `source_path`, which no two have in common."""
    paths = [source_path(path) for path, _ in sighted.values()]
    shared = {path for path, count in Counter(paths).items() if count > 1}
    return [
        PlannedFile(
            whole, source_path(path, is_shared=True) if written in shared else written, problem
        )
        for written, (whole, (path, problem)) in zip(paths, sighted.items(), strict=True)
    ]


def _prefix(given: Path, names: set[str]) -> str:
    """The input's name, numbered where an earlier input has the same."""
    base = given.resolve().name
    name, number = base, 2
    while source_path(name) in names:
        name, number = f"{base} ({number})", number + 1
    names.add(source_path(name))
    return f"{name}{os.sep}"


def _may_be_report(name: str) -> bool:
    return name.lower().endswith(".pdf")


def _is_folder(entry: "os.DirEntry[str]") -> bool:
    with suppress(OSError):  # a link may lead where nobody may look
        return entry.is_dir()
    return False


class _Search:
    """Looks for PDFs in folders."""

    def __init__(self, tell: Callable[[int], None]) -> None:
        self.hidden = 0
        self._tell = tell
        self._seen = 0
        self._entered: set[tuple[int, int]] = set()

    def below(self, home: str) -> Iterator[tuple[str, str | None]]:
        """Paths within a folder, each of a PDF, or of a folder that cannot be looked into and why.

        As text: of hundreds of thousands, `Path` objects fill memory.
        """
        self._entered.clear()
        waiting = [""]
        while waiting:
            inner = waiting.pop()
            try:
                for entry in self._entries(os.path.join(home, inner)):
                    name = os.path.join(inner, entry.name)
                    if _is_folder(entry):
                        waiting.append(name)
                    elif _may_be_report(entry.name):
                        yield name, None
            except OSError as problem:
                yield inner, _said(problem)

    def _entries(self, folder: str) -> Iterator["os.DirEntry[str]"]:
        """What is in a folder, unless that was entered before, and without what is hidden."""
        status = os.stat(folder)
        if (status.st_dev, status.st_ino) in self._entered:
            return
        self._entered.add((status.st_dev, status.st_ino))
        with os.scandir(folder) as entries:
            for entry in entries:
                self._seen += 1
                if self._seen % _TOLD_EVERY == 0:
                    self._tell(self._seen)
                if not entry.name.startswith("."):
                    yield entry
                elif _may_be_report(entry.name) or _is_folder(entry):
                    self.hidden += 1
