"""Which files a run reads, and under what path each is known."""

import os
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

_SUFFIXES = ".pdf .html .htm .shtml .mht .mhtml .docx .docm .dotx .doc .wps .rtf .odt"
READ_SUFFIXES = frozenset(_SUFFIXES.split())
"""The endings of names whose files are read; what they are, their bytes say."""

_MAX_NAMED = 8  # kinds of files that no reader takes
_PARTS_OF_PAGES = ("_files", ".files", "_file")  # endings of the folder that a saved page has
_PAGES = frozenset((".html", ".htm", ".shtml", ".mht", ".mhtml"))


@dataclass(frozen=True, slots=True)
class PlannedFile:
    """A file to be read, and its `source_path` in the tables: relative to the input folder."""

    path: str
    source_path: str


class Plan(list[PlannedFile]):
    """The files of a run, and how many others there are, by the ending of their names."""

    def __init__(self) -> None:
        super().__init__()
        self.others: Counter[str] = Counter()

    def describe_others(self) -> str:
        """One line for a person on the files that no reader takes."""
        return describe_others(self.others)


def describe_others(others: Mapping[str, int]) -> str:
    """One line for a person on files that no reader takes, by the ending of their names."""
    ordered = sorted(others.items(), key=lambda item: (-item[1], item[0]))
    kinds = [f"{count} {suffix or 'without an ending'}" for suffix, count in ordered[:_MAX_NAMED]]
    rest = sum(count for _, count in ordered[_MAX_NAMED:])
    return "no reader takes " + ", ".join(kinds + ([f"{rest} others"] if rest else []))


def plan_files(inputs: Sequence[Path]) -> Plan:
    """The files that `inputs` stand for, in a fixed order, each once.

    A folder stands for all PDFs, web pages and Word files in it and below, links to folders
    followed but no folder entered twice; hidden files are left out, and so is the folder that a
    browser saves beside a page. A file that is named is taken whatever it is called. With several
    inputs, `source_path` begins with the name of its input. Raises FileNotFoundError for an input
    that is not there.
    """
    plan = Plan()
    found: dict[str, PlannedFile] = {}
    names: set[str] = set()
    for given in inputs:
        if not given.exists():
            raise FileNotFoundError(f"there is no {given}")
        prefix = _prefix(given, names) if len(inputs) > 1 else ""
        home = os.path.abspath(given)  # the processes that read may be elsewhere
        if given.is_dir():
            paths = sorted(_files(home, plan.others), key=lambda path: path.split(os.sep))
            files = [(os.path.join(home, path), prefix + path) for path in paths]
        else:
            files = [(home, prefix.rstrip("/") or given.name)]
        for whole, source_path in files:
            # Surrogates of a name that is no UTF-8 cannot be stored.
            clean = source_path.replace(os.sep, "/").encode("utf-8", "replace").decode("utf-8")
            found.setdefault(whole, PlannedFile(whole, clean))
    plan.extend(found.values())
    return plan


def _prefix(given: Path, names: set[str]) -> str:
    """The input's name, numbered where an earlier input has the same."""
    base = given.resolve().name
    name, number = base, 2
    while name in names:
        name, number = f"{base} ({number})", number + 1
    names.add(name)
    return f"{name}/"


def _files(folder: str, others: Counter[str]) -> Iterator[str]:
    """Paths of files to be read within a folder; what else there is, is counted in `others`.

    As text: of hundreds of thousands, `Path` objects fill memory.
    """
    entered: set[tuple[int, int]] = set()
    for parent, folders, files in os.walk(folder, followlinks=True):
        status = os.stat(parent)
        if (status.st_dev, status.st_ino) in entered:
            folders.clear()
            continue
        entered.add((status.st_dev, status.st_ino))
        pages = {base for base, suffix in map(_parted, files) if suffix in _PAGES}
        folders[:] = sorted(
            name for name in folders if not name.startswith(".") and not _is_of_page(name, pages)
        )
        inner = os.path.relpath(parent, folder)
        for name in files:
            suffix = _parted(name)[1]
            if name.startswith((".", "~$")):
                continue
            if suffix in READ_SUFFIXES:
                yield os.path.normpath(os.path.join(inner, name))
            else:
                others[suffix] += 1


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
