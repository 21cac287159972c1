"""What the second reader looks at to tell whether a number counts items posted."""

from collections.abc import Mapping, Sequence

from disclosure_stats.postings.mentions import Mention
from disclosure_stats.postings.tokens import Token

_NEAR = 12  # characters before a number that are looked at
_BEHIND = 10  # characters behind it
_MARKS = ",。;\n"
_FULL_STOP = "。"
_WORDS = frozenset({"verb", "weak_verb", "strong", "weak", "item", "totals"})
_CODED = frozenset({"strong", "weak", "act"})
_TELLING = ("verb", "strong", "weak", "channel", "item")


def is_posting_options(
    text: str, tokens: Sequence[Token], mention: Mention, before: bool | None
) -> Mapping[bool, Sequence[str]]:
    """The features of a number's being a posting; of its being none, no features.

    `before` tells whether the number before it in the sentence is a posting; null without one.
    """
    features = _of_characters(text, mention)
    features += _of_words(text, tokens, mention, before)
    return {True: features, False: ()}


def _of_characters(text: str, mention: Mention) -> list[str]:
    """The unit, and the characters of the clause before the number and right behind it."""
    start, end = mention.token.start, mention.token.end
    near = text[max(0, start - _NEAR) : start]
    clause = near[max(map(near.rfind, _MARKS)) + 1 :]
    behind = text[end : end + 2]
    if behind[:1] in ("\n", _FULL_STOP):
        behind = _FULL_STOP  # the next sentence does not matter; a feature is a line of the weights
    behind = behind.replace("\n", _FULL_STOP)
    features = [f"near={clause[place : place + 2]}" for place in range(len(clause) - 1)]
    rest = text[end : end + _BEHIND]
    rest = rest[: min((at for at in map(rest.find, _MARKS) if at >= 0), default=None)]
    features += [f"rest={rest[place : place + 2]}" for place in range(len(rest) - 1)]
    features += (
        f"unit={mention.number.unit}",
        f"before={clause[-1:]}",
        f"before={clause[-2:]}",
        f"before={clause[-3:]}",
        f"behind={behind[:1]}",
        f"behind={behind}",
    )
    return features


def _of_words(
    text: str, tokens: Sequence[Token], mention: Mention, before: bool | None
) -> list[str]:
    """The words of the clause and their kinds, and what the number before it is."""
    features = ["is"]
    labels = []
    for token in tokens[mention.clause : mention.index]:
        kind = token.kind
        label = f"{kind}:{token.code}" if kind in _CODED else kind
        labels.append(label)
        features.append(f"has={label}")
        if kind in _WORDS:
            features.append(f"word={token.word(text)}")
    kinds = [token.kind for token in tokens[mention.segment : mention.index]]
    told = "+".join([kind for kind in _TELLING if kind in kinds])
    joint = kinds[0] if kinds else None
    features += (
        f"ends={labels[-2:]}",
        f"unit {mention.number.unit} ends={labels[-1] if labels else None}",
        f"last {before} {joint}",
        f"last {before} {told}",
        f"last {before} {joint} {told}",
    )
    return features
