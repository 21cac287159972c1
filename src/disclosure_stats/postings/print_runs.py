"""Figures that take the place of the one before: what was handed out of a print run, and the exact
figure of one that was given roughly."""

from collections.abc import Sequence

from disclosure_stats.postings.mentions import Mention
from disclosure_stats.postings.model import Posting
from disclosure_stats.postings.tokens import Token


def replaced_run(
    run: Posting, words: Sequence[Token], posting: Posting, segment: Sequence[Token]
) -> bool:
    """Whether `posting` says how many were handed out of the print run before: 印制手册 5000 册，
    发放 4800 册. `words` and `segment` are the tokens of the two."""
    same = posting.channel == run.channel == "print" and posting.unit == run.unit
    if not same or posting.named or posting.category or posting.count > run.count:
        return False
    made = any(token.kind == "strong" and token.code == "making" for token in words)
    return made and any(token.kind == "verb" for token in segment)


def exact_figure(last: Posting, mention: Mention, segment: Sequence[Token]) -> bool:
    """Give the approximate posting before its exact figure, if that is what the number is: 近千篇，
    实为 964 篇; 突破 500 篇，达 512 篇; says whether it was."""
    if not last.approximate or last.unit != mention.number.unit:
        return False
    kinds = [token.kind for token in segment]
    is_reached = kinds == ["comma", "reaching"] and mention.number.value >= last.count
    if "exactly" not in kinds and not is_reached:
        return False
    last.count, last.approximate = int(mention.number.value), False
    last.start, last.end = mention.token.start, mention.token.end
    return True
