"""A text cut where items may begin or end: at marks, colons, semicolons and full stops."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from disclosure_stats.statements.marks import Mark, marks_in
from disclosure_stats.statements.vocabulary import pattern

_ENDS = re.compile("[。!?;:\n]")
_AROUND = " ,-—●•·"  # spaces, and bullets before a number
# Full-width ASCII, one to one, so that places in the folded text are places in the printed one.
_FOLDED = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}


@dataclass(frozen=True, slots=True)
class Atom:
    """A stretch of a folded text between two cuts: `mark` stands right before it (null without
    one), `end` is behind the punctuation that ends it, `ending` is that, or empty where a mark
    follows; `begins_paragraph` says whether a line begins with it or with its mark."""

    text: str
    start: int
    end: int
    ending: str
    mark: Mark | None
    begins_paragraph: bool


def fold(text: str) -> str:
    """The text with full-width ASCII as ASCII and a colon behind labels (问题1.), character by
    character."""
    folded = text.translate(_FOLDED)
    return pattern("label").sub(lambda match: match[0][:-1] + ":", folded)


def atoms_of(text: str) -> list[Atom]:
    """The atoms of a folded text, in order; those that hold nothing but spaces are left out,
    unless they stand behind a mark."""
    found: list[Atom] = []
    marks = list(marks_in(text))
    begins = [0, *(mark.end for mark in marks)]
    stops = [*(mark.start for mark in marks), len(text)]
    for mark, begin, stop in zip([None, *marks], begins, stops, strict=True):
        found.extend(_between(text, begin, stop, mark))
    return found


def cut_atom(atom: Atom, at: int) -> tuple[Atom, Atom]:
    """The atom cut before the character `at` of its text, behind a comma."""
    begin = atom.start + at
    head = replace(atom, text=atom.text[:at].rstrip(","), end=begin, ending=",")
    return head, replace(atom, text=atom.text[at:], start=begin, mark=None, begins_paragraph=False)


def _between(text: str, begin: int, stop: int, mark: Mark | None) -> Iterator[Atom]:
    """The atoms of a stretch that a mark leads, and that holds no other."""
    while begin < stop:
        match = _ENDS.search(text, begin, stop)
        end = match.end() if match else stop
        inner = text[begin : match.start() if match else stop]
        words = inner.strip(_AROUND)
        if words or mark is not None:
            first = mark.start if mark else begin
            start = begin + (len(inner) - len(inner.lstrip(_AROUND)))
            opens = not text[text.rfind("\n", 0, first) + 1 : first].strip()
            yield Atom(words, start, end, match[0] if match else "", mark, opens)
        if not words and mark is not None and match is None:
            return
        begin, mark = end, None
