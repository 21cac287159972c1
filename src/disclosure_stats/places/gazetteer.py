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
_BLOCK = 2048  # bytes of the names that are searched from end to end


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
    starts, firsts = _blocks()
    behind = bisect_left(firsts, wanted)
    # The first of them stands in the block before this one, or begins this one.
    end = starts[behind] + 1 + len(wanted) if behind < len(starts) else len(names)
    start = names.find(b"\n" + wanted, starts[max(behind - 1, 0)], end) + 1
    while start and names.startswith(wanted, start):
        end = names.index(b"\n", start)
        yield names[start:end].decode()
        start = end + 1


@cache
def _blocks() -> tuple[list[int], list[bytes]]:
    """Where blocks of lines begin in the names, each at the break before its first line; and these
    lines."""
    names = _names()
    starts = [0]
    while (start := names.find(b"\n", starts[-1] + _BLOCK)) >= 0 and start + 1 < len(names):
        starts.append(start)
    return starts, [names[start + 1 : names.index(b"\n", start + 1)] for start in starts]


@cache
def _names() -> bytes:
    """The lines of `names.tsv`, each between two line breaks."""
    return b"\n" + (files(__package__) / "names.tsv").read_bytes()


@cache
def _divisions() -> dict[str, str]:
    text = (files(__package__) / "divisions.tsv").read_text(encoding="utf-8")
    return dict(line.split("\t") for line in text.splitlines())
