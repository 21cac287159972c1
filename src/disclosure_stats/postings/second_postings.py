"""What the second reader looks at to tell whether a number counts items posted."""

from collections.abc import Iterator, Mapping, Sequence

from disclosure_stats.postings.mentions import Mention
from disclosure_stats.postings.tokens import Token

_NEAR = 14  # characters before a number that are looked at
_BEHIND = 12  # characters behind it
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
    return {True: list(dict.fromkeys(_features(text, tokens, mention, before))), False: ()}


def _features(
    text: str, tokens: Sequence[Token], mention: Mention, before: bool | None
) -> Iterator[str]:
    start, end = mention.token.start, mention.token.end
    near = text[max(0, start - _NEAR) : start]
    clause = near[max(map(near.rfind, _MARKS)) + 1 :]
    behind = text[end : end + 2].replace("\n", _FULL_STOP)  # a feature is a line of the weights
    yield from ("is", f"unit={mention.number.unit}", f"begins={clause[:2]}")
    yield from (f"before={clause[-length:]}" for length in (1, 2, 3))
    yield from (f"behind={behind[:length]}" for length in (1, 2))
    yield from (f"near={clause[place : place + 2]}" for place in range(len(clause) - 1))
    rest = text[end : end + _BEHIND]
    rest = rest[: min((place for place in map(rest.find, _MARKS) if place >= 0), default=None)]
    yield from (f"rest={rest[place : place + 2]}" for place in range(len(rest) - 1))
    yield from _of_words(text, tokens, mention, before)


def _of_words(
    text: str, tokens: Sequence[Token], mention: Mention, before: bool | None
) -> Iterator[str]:
    """The kinds of the words in the clause, in the clauses before, and behind."""
    clause = tokens[mention.clause : mention.index]
    labels = [_label(token) for token in clause]
    earlier = [_label(token) for token in tokens[mention.segment : mention.clause]]
    for name, kinds in (("clause", labels), ("earlier", earlier)):
        yield from (f"{name} has={kind}" for kind in kinds)
        yield f"{name} begins={kinds[0] if kinds else None}"
        yield f"{name} ends={kinds[-1] if kinds else None}"
    yield f"ends={labels[-2:]}"
    yield f"unit {mention.number.unit} ends={labels[-1] if labels else None}"
    for token in clause:
        if token.kind in _WORDS:
            yield f"word={text[token.start : token.end]}"
    for place, token in enumerate(tokens[mention.index + 1 : mention.index + 3]):
        yield f"next{place}={_label(token)}"
    last = mention.last
    same = last.number.unit == mention.number.unit if last is not None else None
    yield f"unit before={same if last is not None and last.sentence == mention.sentence else None}"
    kinds = [token.kind for token in tokens[mention.segment : mention.index]]
    told = "+".join(kind for kind in _TELLING if kind in kinds)
    joint = kinds[0] if kinds else None
    yield f"before is {before}"
    yield f"before is {before} {joint}"
    yield f"before is {before} {told}"
    yield f"before is {before} {joint} {told}"



def _label(token: Token) -> str:
    return f"{token.kind}:{token.code}" if token.kind in _CODED else token.kind
