"""A second reader, of another kind: a linear model over the words around a number.

It says how likely a number counts items posted, and knows nothing of the rules' reasons. It
overrules nothing: where it disagrees with the rules, the number is in doubt. Its weights stand in
`second_reader.tsv`, made from labelled narratives by `bench/train_second_reader.py`.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files

from disclosure_stats.postings.mentions import Mention
from disclosure_stats.postings.tokens import Token

_NEAR = 12  # characters before a number that are looked at
_CLAUSE_MARKS = ",、"
_SENTENCE_MARKS = "。;\n"
_FULL_STOP = "。"
_WORDS = frozenset({"verb", "weak_verb", "strong", "weak", "item", "totals"})
_CODED = frozenset({"strong", "weak", "act"})


@cache
def weights() -> Mapping[str, float]:
    """The weight of each feature."""
    text = (files(__package__) / "second_reader.tsv").read_text(encoding="utf-8")
    pairs = (line.split("\t") for line in text.splitlines())
    return {feature: float(weight) for weight, feature in pairs}


def log_odds(text: str, tokens: Sequence[Token], mention: Mention) -> float:
    """The logarithm of the odds that the number counts items posted, by the model."""
    known = weights()
    return sum(known.get(feature, 0.0) for feature in set(features(text, tokens, mention)))


def features(text: str, tokens: Sequence[Token], mention: Mention) -> Iterator[str]:
    """What the model looks at: the unit, the characters and words of the clause before the number,
    the kinds of words of the clauses before that, and what stands behind."""
    start, end = mention.token.start, mention.token.end
    near = text[max(0, start - _NEAR) : start]
    near = near[max(near.rfind(mark) for mark in _SENTENCE_MARKS) + 1 :]
    clause = near[max(near.rfind(mark) for mark in _CLAUSE_MARKS) + 1 :]
    behind = text[end : end + 2].replace("\n", _FULL_STOP)  # a feature is a line of the weights
    yield from ("bias", f"unit={mention.number.unit}", f"begins={clause[:2]}")
    yield from (f"before={clause[-length:]}" for length in (1, 2, 3))
    yield from (f"behind={behind[:length]}" for length in (1, 2))
    yield from _of_words("clause", tokens[mention.clause : mention.index])
    yield from _of_words("earlier", tokens[mention.segment : mention.clause])
    for token in tokens[mention.clause : mention.index]:
        if token.kind in _WORDS:
            yield f"word={text[token.start : token.end]}"
    for place, token in enumerate(tokens[mention.index + 1 : mention.index + 3]):
        yield f"next{place}={_label(token)}"
    last = mention.last
    same = last.number.unit == mention.number.unit if last is not None else None
    yield f"unit before={same if last is not None and last.sentence == mention.sentence else None}"


def _of_words(name: str, tokens: Sequence[Token]) -> Iterator[str]:
    labels = [_label(token) for token in tokens]
    yield from (f"{name} has={label}" for label in labels)
    yield f"{name} begins={labels[0] if labels else None}"
    yield f"{name} ends={labels[-1] if labels else None}"


def _label(token: Token) -> str:
    return f"{token.kind}:{token.code}" if token.kind in _CODED else token.kind
