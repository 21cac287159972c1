"""The marks by which items are told: 一是, 1., （一）, ①, bullets; and what order they are in."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from disclosure_stats.statements.vocabulary import pattern, source_of, words

_FAMILIES = (
    "mark_is",
    "mark_ordinal",
    "mark_first",
    "mark_one_of",
    "mark_bracket",
    "mark_number",
    "mark_circled",
    "mark_enclosed",
    "mark_stopped",
    "mark_comma",
    "mark_side",
    "mark_bullet",
)
_BEGIN_A_CLAUSE = frozenset({"mark_first", "mark_one_of", "mark_number", "mark_comma", "mark_side"})
_BEGIN_A_LINE = "mark_bullet"
_REACH = 3  # characters looked back at


@dataclass(frozen=True, slots=True)
class Mark:
    """A mark of an item: its kind of numbering, where it stands, and whether it is the first of
    its list; bullets have no order, and none of them is."""

    family: str
    start: int
    end: int
    is_first: bool

    @property
    def opens_list(self) -> bool:
        """Whether a list may begin with it."""
        return self.is_first or self.family == _BEGIN_A_LINE


@cache
def _pattern() -> re.Pattern[str]:
    parts = []
    for family in _FAMILIES:
        source = source_of(family).replace("?P<n>", f"?P<n_{family}>")
        parts.append(f"(?P<{family}>{source})")
    return re.compile(f"(?={source_of('marks_begin')})(?:{'|'.join(parts)})")


def marks_in(text: str) -> Iterator[Mark]:
    """The marks of items in a folded text, in order."""
    before = pattern("before_mark")
    for match in _pattern().finditer(text):
        family = match.lastgroup
        assert family is not None
        start = match.start()
        if family == _BEGIN_A_LINE:
            if start and text[start - 1] != "\n":
                continue
        elif family in _BEGIN_A_CLAUSE and not before.search(text, max(0, start - _REACH), start):
            continue
        ordinal = match.groupdict().get(f"n_{family}") or ""
        yield Mark(family, start, match.end(), ordinal in words("first_ordinals"))
