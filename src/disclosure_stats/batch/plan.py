"""Which files a run reads, and under what path each is known."""

import os
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from disclosure_stats.errors import NoInputError
from disclosure_stats.store.source_paths import source_path

_SUFFIXES = ".pdf .html .htm .shtml .mht .mhtml .docx .docm .dotx .doc .wps .rtf .odt"
READ_SUFFIXES = frozenset(_SUFFIXES.split())
"""The endings of names whose files are read; what they are, their bytes say."""

_ABOUT_FOLDERS = "readme"  # what a file is called that tells of its folder
_PARTS_OF_PAGES = ("_files", ".files", "_file")  # endings of the folder that a saved page has
_PAGES = frozenset((".html", ".htm", ".shtml", ".mht", ".mhtml"))
_HIDDEN = (".", "~$")  # what the names of hidden files and of Word's own notes begin with
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


class Plan(list[PlannedFile]):
    """The files of a run; how many others there are, by the ending of their names; and how many
    files and folders were left out because they are hidden."""

    def __init__(self) -> None:
        super().__init__()
        self.others: Counter[str] = Counter()
        self.hidden = 0


def plan_files(inputs: Sequence[Path], tell: Callable[[int], None] = lambda seen: None) -> Plan:
    """The files that `inputs` stand for, in a fixed order, each once; `tell` is called now and then
    with how many entries of folders were seen.

    A folder stands for all PDFs, web pages and Word files in it and below, links to folders
    followed but no folder entered twice; hidden ones are left out, and so is the folder that a
    browser saves beside a page. A folder that may not be looked into stands for itself. A file that
    is named is taken whatever it is called. With several inputs, `source_path` begins with the name
    of its input. Raises NoInputError for an input that is not there.
    """
    plan = Plan()
    search = _Search(plan, tell)
    names: set[str] = set()
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
    plan.extend(_named(sighted))
    return plan


def _problem(path: str) -> str | None:
    """Why what is there cannot be looked at, if so. Raises NoInputError."""
    try:
        os.stat(path)
        if os.path.isdir(path):
            os.scandir(path).close()
    except (FileNotFoundError, NotADirectoryError):
        raise NoInputError(f"没有 {path} 这个文件夹或文件", f"there is no {path}") from None
    except OSError as problem:
        return _said(problem)
    return None


def _said(problem: OSError) -> str:
    return f"the system does not let it be looked at: {problem.strerror}"


def _named(sighted: dict[str, tuple[str, str | None]]) -> Iterator[PlannedFile]:
    """The files with their `source_path`, which no two have in common."""
    paths = [source_path(path) for path, _ in sighted.values()]
    shared = {path for path, count in Counter(paths).items() if count > 1}
    for written, (whole, (path, problem)) in zip(paths, sighted.items(), strict=True):
        own = source_path(path, is_shared=True) if written in shared else written
        yield PlannedFile(whole, own, problem)


def _prefix(given: Path, names: set[str]) -> str:
    """The input's name, numbered where an earlier input has the same."""
    base = given.resolve().name
    name, number = base, 2
    while source_path(name) in names:
        name, number = f"{base} ({number})", number + 1
    names.add(source_path(name))
    return f"{name}{os.sep}"


class _Search:
    """Looks for files in folders, and counts in the plan what is left out."""

    def __init__(self, plan: Plan, tell: Callable[[int], None]) -> None:
        self._plan = plan
        self._tell = tell
        self._seen = 0
        self._entered: set[tuple[int, int]] = set()

    def below(self, home: str) -> Iterator[tuple[str, str | None]]:
        """Paths within a folder, each of a file to be read, or of a folder that may not be looked
        into and why.

        As text: of hundreds of thousands, `Path` objects fill memory.
        """
        self._entered.clear()
        waiting = [""]
        while waiting:
            inner = waiting.pop()
            try:
                folders, files = self._entries(os.path.join(home, inner))
            except OSError as problem:
                yield inner, _said(problem)
                continue
            pages = {base for base, suffix in map(_parted, files) if suffix in _PAGES}
            waiting += [os.path.join(inner, one) for one in folders if not _is_of_page(one, pages)]
            for name in files:
                base, suffix = _parted(name)
                if suffix in READ_SUFFIXES:
                    yield os.path.join(inner, name), None
                elif base.lower() != _ABOUT_FOLDERS:
                    self._plan.others[suffix] += 1

    def _entries(self, folder: str) -> tuple[list[str], list[str]]:
        """The folders and the files in a folder, without what is hidden; none if it was entered
        before."""
        folders: list[str] = []
        files: list[str] = []
        status = os.stat(folder)
        if (status.st_dev, status.st_ino) in self._entered:
            return folders, files
        self._entered.add((status.st_dev, status.st_ino))
        with os.scandir(folder) as entries:
            for entry in entries:
                self._seen += 1
                if self._seen % _TOLD_EVERY == 0:
                    self._tell(self._seen)
                is_folder = _is_folder(entry)
                if not entry.name.startswith(_HIDDEN):
                    (folders if is_folder else files).append(entry.name)
                elif is_folder or _parted(entry.name)[1] in READ_SUFFIXES:
                    self._plan.hidden += 1
        return folders, files


def _is_folder(entry: "os.DirEntry[str]") -> bool:
    with suppress(OSError):  # a link may lead where nobody may look
        return entry.is_dir()
    return False


def _parted(name: str) -> tuple[str, str]:
    """A name without its ending, and the ending in lower case."""
    base, suffix = os.path.splitext(name)
    return base, suffix.lower()


def _is_of_page(folder: str, pages: set[str]) -> bool:
    """Whether a folder holds the pictures and styles of one of the saved `pages` beside it."""
    return any(
        folder.endswith(ending) and folder.removesuffix(ending) in pages
        for ending in _PARTS_OF_PAGES
    )
