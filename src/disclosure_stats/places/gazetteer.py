"""The divisions of the country: names to statistical codes and back.

Codes are those of `source.toml`: two digits a province, four a prefecture, six a county, nine a
township; each begins with the code of the division above it.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator
from functools import cache, lru_cache
from importlib.resources import files

LEVELS = {2: "province", 4: "prefecture", 6: "county", 9: "township"}  # by digits


def level_of(code: str) -> str:
    """`province`, `prefecture`, `county` or `township`."""
    return LEVELS[len(code)]


@lru_cache(maxsize=4096)
def codes_of(name: str) -> tuple[str, ...]:
    """The codes of all divisions, of any level, that bear exactly this name."""
    lines = list(_lines_from(f"{name}\t"))
    return tuple(lines[0].split("\t")[1:]) if lines else ()


def names_from(beginning: str) -> list[str]:
    """All names, of any level, that begin so."""
    return [line.partition("\t")[0] for line in _lines_from(beginning)]


def is_code(code: str) -> bool:
    """Whether the gazetteer has a division of this code."""
    return code in _divisions() or (
        re.search(rf"\t{re.escape(code)}[\t\n]".encode(), _names()) is not None
    )


def chain_of(code: str) -> Iterator[tuple[str, str]]:
    """Level and name of each division above `code`, the highest first.

    A prefecture that is none (省直辖县级行政区划, 市辖区) is left out.

    >>> list(chain_of("411224103"))
    [('province', '河南省'), ('prefecture', '三门峡市'), ('county', '卢氏县')]
    """
    for digits in (2, 4, 6):
        name = _divisions().get(code[:digits])
        if name and digits < len(code):
            yield LEVELS[digits], name


def _lines_from(beginning: str) -> Iterator[str]:
    """The lines of `names.tsv` that begin so: as they are sorted, they stand together."""
    names, wanted = _names(), beginning.encode()
    start = _line_start(names, bisect_left(_Lines(names), wanted))
    while names.startswith(wanted, start):
        end = names.index(b"\n", start)
        yield names[start:end].decode()
        start = end + 1


class _Lines:
    """The file's bytes for `bisect`: at each offset stands the line that is the first to begin
    there or behind."""

    def __init__(self, data: bytes) -> None:
        self._data = data

    def __len__(self) -> int:
        return len(self._data)

    def __getitem__(self, offset: int) -> bytes:
        start = _line_start(self._data, offset)
        return self._data[start : start + 120]


def _line_start(data: bytes, offset: int) -> int:
    """Where the first line begins that begins at `offset` or behind it."""
    if offset == 0:
        return 0
    return data.find(b"\n", offset - 1) + 1 or len(data)


@cache
def _names() -> bytes:
    return (files(__package__) / "names.tsv").read_bytes()


@cache
def _divisions() -> dict[str, str]:
    text = (files(__package__) / "divisions.tsv").read_text(encoding="utf-8")
    return dict(line.split("\t") for line in text.splitlines())
