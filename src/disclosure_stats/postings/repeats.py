"""Postings that a later sentence only states once more."""

from collections.abc import Sequence

from disclosure_stats.postings.model import Posting


def without_repeats(postings: list[Posting]) -> list[Posting]:
    """The postings without those at the top that a later sentence states once more, word for word
    the same in channel, count and unit; parts of a repeated whole become parts of the first."""
    first: dict[tuple[object, ...], Posting] = {}
    repeated: dict[int, Posting] = {}
    for posting in sorted(postings, key=_depth):  # wholes first: parts may stand before theirs
        whole = posting.parent
        if whole is not None:
            posting.parent = repeated.get(id(whole), whole)
        earlier = first.setdefault(_said(posting), posting)
        may_repeat = whole is None or posting.parent is not whole
        if may_repeat and earlier.sentence_number != posting.sentence_number:
            repeated[id(posting)] = earlier
    return [posting for posting in postings if id(posting) not in repeated]


def _depth(posting: Posting) -> int:
    """How many wholes stand above a posting."""
    depth = 0
    while posting.parent is not None:
        posting, depth = posting.parent, depth + 1
    return depth


def _said(posting: Posting) -> tuple[object, ...]:
    """All that is said of a posting but its sentence."""
    return (
        id(posting.parent),
        posting.channel,
        posting.category,
        posting.count,
        posting.unit,
        posting.period,
        posting.scope,
    )


def parts_of(postings: Sequence[Posting]) -> dict[int, list[Posting]]:
    """The parts of each whole, by its `id`, in the order of the text."""
    parts: dict[int, list[Posting]] = {}
    for posting in postings:
        if posting.parent is not None:
            parts.setdefault(id(posting.parent), []).append(posting)
    return parts
