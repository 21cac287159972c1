"""The narrative's own arithmetic: parts (其中…, 分别…) against their whole."""

from collections.abc import Sequence
from typing import NamedTuple

from disclosure_stats.checks.outcome import Outcome
from disclosure_stats.postings.model import Posting
from disclosure_stats.postings.narrative import Narrative


class PartsCheck(NamedTuple):
    """A whole and one list of its parts. `read_whole` tells whether every number of the sentences
    was understood, so that a list that does not add up is the report's own doing."""

    whole: Posting
    parts: tuple[Posting, ...]
    outcome: Outcome
    read_whole: bool


def check_parts(narrative: Narrative) -> list[PartsCheck]:
    """Every list of two or more parts against its whole.

    A list that says that there is more (等), or has figures in another unit, is `not_assessable`;
    so is one with an approximate figure that does not add up within a tenth.
    """
    unclear = {mention.sentence for mention in narrative.mentions if mention.taken_for == "unclear"}
    checks = []
    for whole, parts in _lists(narrative.postings):
        if len(parts) < 2:
            continue
        sentences = {posting.sentence_number for posting in (whole, *parts)}
        outcome = _outcome(narrative.text, whole, parts)
        checks.append(PartsCheck(whole, tuple(parts), outcome, not sentences & unclear))
    return checks


def _lists(postings: Sequence[Posting]) -> list[tuple[Posting, list[Posting]]]:
    """Each whole with each list of its parts: two splits of one whole are two lists."""
    lists: list[tuple[Posting, list[Posting]]] = []
    for posting in postings:
        if posting.parent is None:
            continue
        current = next((parts for whole, parts in lists[::-1] if whole is posting.parent), None)
        if current is None or posting.opens:
            lists.append((posting.parent, [posting]))
        else:
            current.append(posting)
    return lists


def _outcome(text: str, whole: Posting, parts: Sequence[Posting]) -> Outcome:
    if whole.adds_up(parts):
        return "passed"
    figures = (whole, *parts)
    one_unit = len({posting.unit for posting in figures}) == 1
    goes_on = any(
        text[part.end : part.end + 3].lstrip("，,、；;").startswith("等") for part in parts
    )
    if not one_unit or goes_on or any(posting.approximate for posting in figures):
        return "not_assessable"
    return "failed"
