"""An item without a mark parted where its own prose parts it: into as many as were announced, at
semicolons between whole statements, at sentences that each open with a topic of their own."""

import re
from collections.abc import Sequence
from itertools import pairwise

from disclosure_stats.statements.vocabulary import numeral, pattern

_SEPARATORS = ("[。!?\n]", ";", ",", "、")  # the coarsest first
_MIN_LENGTH = 3  # characters of a part
_MAX_TITLE = 12  # characters of a sentence that serves as a title

Span = tuple[int, int]


def announced(lead: str) -> int | None:
    """The number of items that a lead announces (以下三方面问题), null where it announces none."""
    found = pattern("announces").search(lead)
    return None if found is None else numeral(found["n"] or found["m"])


def parts_of(text: str, start: int, end: int, number: int | None) -> list[Span]:
    """The places of the parts of an item in a folded text, at least one.

    `number` is how many items were announced for what is one so far, null if that is not known.
    """
    if number is None:
        number, start_of_parts = _announced_within(text, start, end)
    else:
        start_of_parts = start
    if number is not None:
        for separator in _SEPARATORS:
            spans = _cut(text, start_of_parts, end, separator)
            if len(spans) == number and all(b - a >= _MIN_LENGTH for a, b in spans):
                return spans
    found: list[Span] = []
    whole = _cut(text, start, end, _SEPARATORS[0])
    if len(whole) > 1 and pattern("only_a_gap").search(text[slice(*whole[0])].strip()):
        whole = whole[1:]
    groups = _titled(text, whole)
    for sentences in _by_topic(text, whole) if groups is None else groups:
        clauses = _cut(text, *sentences, _SEPARATORS[1])
        found.extend(clauses if _are_statements(text, clauses) else [sentences])
    return found


def _announced_within(text: str, start: int, end: int) -> tuple[int | None, int]:
    """The number of parts that an item announces itself, and where they begin: behind its first
    colon, or behind its first sentence."""
    for name in ("announces_within", "announces_before"):
        own = pattern(name).match(text, start, end)
        number = None if own is None else announced(own[0])
        if own is not None and number is not None:
            return number, own.end()
    return None, start


def count_sentences(text: str, start: int, end: int) -> int | None:
    """How many sentences a stretch has; null if one goes on with the one before."""
    spans = _cut(text, start, end, _SEPARATORS[0])
    spans = _titled(text, spans) or spans
    goes_on = (pattern("goes_with").match(text[a:b].lstrip()) for a, b in spans[1:])
    return None if any(goes_on) else len(spans)


def _cut(text: str, start: int, end: int, separator: str) -> list[Span]:
    """The stretches between separators, each with the one that ends it; blank ones are left out."""
    stops = [match.end() for match in re.finditer(separator, text[start:end])]
    bounds = [start, *(start + stop for stop in stops), end]
    spans = zip(bounds, bounds[1:], strict=False)
    return [(a, b) for a, b in spans if text[a:b].strip(" 。;,、!?\n")]


def _titled(text: str, sentences: Sequence[Span]) -> list[Span] | None:
    """The sentences, each that is as short as a title with those that explain it: 转变观念。把公开
    作为…。夯实基础。争取…。 Null unless they are such throughout."""
    said = [text[a:b].strip(" 。\n") for a, b in sentences]
    are_titles = [len(one) <= _MAX_TITLE and not re.search("[,;:]", one) for one in said]
    adjacent = any(a and b for a, b in pairwise([*are_titles, True]))
    if not said or not are_titles[0] or adjacent:
        return None
    begins = [a for (a, _), is_title in zip(sentences, are_titles, strict=True) if is_title]
    return list(zip(begins, [*begins[1:], sentences[-1][1]], strict=True))


def _by_topic(text: str, sentences: Sequence[Span]) -> list[Span]:
    """The sentences, each with those that go on with what it says."""
    said = [text[begin:end].strip(" 。\n") for begin, end in sentences]
    are_plain = all(map(_names_fault, said)) and not any(map(pattern("explains").match, said[1:]))
    joined: list[Span] = []
    for begin, end in sentences:
        opens = pattern("opens_topic").match(text[begin:end].lstrip())
        if joined and not are_plain and not opens:
            joined[-1] = joined[-1][0], end
        else:
            joined.append((begin, end))
    return joined


def _names_fault(sentence: str) -> bool:
    """Whether the first clause of a sentence says what is wrong with something."""
    clause = re.split("[,;:]", sentence, maxsplit=1)[0]
    return pattern("ends_in_fault").search(clause) is not None


def _are_statements(text: str, clauses: Sequence[Span]) -> bool:
    """Whether clauses are statements, none of which gives reasons or goes on with another."""
    said = [text[a:b].strip(" ;。\n") for a, b in clauses]
    gives_reasons = any(pattern("of_reasons").search(clause) for clause in said)
    return not (gives_reasons or any(map(pattern("goes_on").search, said[1:])))
