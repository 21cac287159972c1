"""Makes the weights of the second reader of postings from labelled narratives.

    .venv/bin/python bench/train_second_reader.py LABELS.jsonl [MORE.jsonl ...] > second_reader.tsv

The labels are those of `bench/narratives.py`. Each model is a conditional logistic regression: of
the options that a question has, it learns to find the accepted ones likely, by gradient descent
with a step of its own for each weight (AdaGrad). The order of the examples is drawn from a fixed
seed, so that the same labels give the same weights. Prints to standard error how often it would
put right answers in doubt that it has not learnt from (five folds, by narrative).
"""

import argparse
import json
import math
import random
import sys
import zlib
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from narratives import best_match, compared

from disclosure_stats.postings.doubts import (
    MAX_LIKELIHOOD_OF_OTHERS,
    MIN_LIKELIHOOD_OF_CHANNEL,
    MIN_LIKELIHOOD_OF_POSTING,
    MIN_LIKELIHOOD_OF_WHOLE,
)
from disclosure_stats.postings.narrative import Narrative, read_narrative
from disclosure_stats.postings.questions import of_channels, of_numbers
from disclosure_stats.postings.second_channels import channel_options
from disclosure_stats.postings.second_postings import is_posting_options
from disclosure_stats.postings.second_reader import likelihoods
from disclosure_stats.postings.second_wholes import Wholes

EPOCHS = 8
STEP = 0.25
SHRINKAGE = 1e-3  # of the weights, at each step
MIN_SEEN = 3  # examples that a feature must occur in
MIN_WEIGHT = 0.05  # smaller ones are left out
FOLDS = 5
SETTLED = 1e-4  # errors smaller than this move no weight

LEAST = {
    "posting": MIN_LIKELIHOOD_OF_POSTING,
    "other": 1 - MAX_LIKELIHOOD_OF_OTHERS,
    "channel": MIN_LIKELIHOOD_OF_CHANNEL,
    "whole": MIN_LIKELIHOOD_OF_WHOLE,
}


class Example(NamedTuple):
    """A question with the features of its options, and the accepted answers."""

    narrative: str
    question: str
    options: Mapping[Hashable, Sequence[str]]
    accepted: frozenset[Hashable]


def main() -> None:
    """Train, say how well it does, and print the weights."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("labels", type=Path, nargs="+")
    options = parser.parse_args()
    examples = list(read_examples(options.labels))
    asked: Counter[str] = Counter(example.question for example in examples)
    doubted: Counter[str] = Counter()
    for fold in range(FOLDS):
        weights = train([one for one in examples if fold_of(one.narrative) != fold])
        doubted.update(
            one.question
            for one in examples
            if fold_of(one.narrative) == fold and is_doubted(weights, one)
        )
    for question, number in sorted(asked.items()):
        print(f"{question}: doubts {doubted[question]} of {number} right answers", file=sys.stderr)
    for feature, weight in sorted(train(examples).items()):
        if abs(weight) >= MIN_WEIGHT:
            print(f"{weight:.2f}\t{feature}")


def fold_of(narrative: str) -> int:
    """The fold that a narrative is in, by its text."""
    return zlib.crc32(narrative.encode()) % FOLDS


def read_examples(paths: Sequence[Path]) -> Iterator[Example]:
    """The questions that the labels answer: of numbers, where the labels are plain about them; of
    channels and wholes, where the rules read the whole narrative as the labels do."""
    lines = [line for path in paths for line in path.read_text(encoding="utf-8").splitlines()]
    for record in map(json.loads, filter(None, lines)):
        narrative = read_narrative(record["text"], record.get("year"))
        yield from asked_of_numbers(record, narrative)
        found = [compared(posting) for posting in narrative.postings]
        _, missed, made_up = best_match(record, found, with_parent=True)
        if not missed and not made_up:
            yield from asked_of_postings(record, narrative)


def asked_of_numbers(record: dict[str, Any], narrative: Narrative) -> Iterator[Example]:
    """Whether each number is a posting; not of those of which only some are labelled."""
    labelled = Counter(label["count"] for label in record["postings"])
    printed = Counter(int(mention.number.value) for mention in narrative.mentions)
    reading = narrative.reading
    for mention, before in of_numbers(reading):
        count = int(mention.number.value)
        if labelled[count] in (0, printed[count]):
            options = is_posting_options(reading.text, reading.tokens, mention, before)
            question = "posting" if labelled[count] else "other"
            yield Example(record["text"], question, options, frozenset({labelled[count] > 0}))


def asked_of_postings(record: dict[str, Any], narrative: Narrative) -> Iterator[Example]:
    """The channel and the whole of each posting."""
    reading = narrative.reading
    accepted = defaultdict(set)
    for label in record["postings"]:
        accepted[label["count"]] |= {label["channel"], *label.get("also_channels", ())}
    for posting, mention, others in of_channels(reading):
        channels = channel_options(reading.text, reading.tokens, mention, others)
        also = accepted[posting.count] & channels.keys()
        answers = frozenset({posting.channel, *also})
        yield Example(record["text"], "channel", channels, answers)
    wholes = Wholes(reading.tokens, reading.mentions, reading.postings)
    for index, posting in enumerate(wholes.postings):
        parent = None if posting.parent is None else posting.parent.start
        yield Example(record["text"], "whole", wholes.options(index), frozenset({parent}))


def train(examples: Sequence[Example]) -> dict[str, float]:
    """The weight of each feature."""
    seen = Counter(
        feature
        for example in examples
        for feature in {one for features in example.options.values() for one in features}
    )
    questions = [
        (
            {
                option: [one for one in dict.fromkeys(features) if seen[one] >= MIN_SEEN]
                for option, features in example.options.items()
            },
            example.accepted,
        )
        for example in examples
    ]
    weights: defaultdict[str, float] = defaultdict(float)
    squares: defaultdict[str, float] = defaultdict(lambda: 1e-8)
    chance = random.Random(0)
    for _ in range(EPOCHS):
        chance.shuffle(questions)
        for options, accepted in questions:
            learn(weights, squares, options, accepted)
    return dict(weights)


def learn(
    weights: dict[str, float],
    squares: dict[str, float],
    options: Mapping[Hashable, Sequence[str]],
    accepted: frozenset[Hashable],
) -> None:
    """Move the weights towards the accepted answers to one question."""
    likely = likelihoods(options, weights)
    right = sum(likely.get(answer, 0.0) for answer in accepted)
    if right <= 0:
        return
    for option, features in options.items():
        error = likely[option] - (likely[option] / right if option in accepted else 0.0)
        if abs(error) < SETTLED:
            continue
        for feature in features:
            slope = error + SHRINKAGE * weights[feature]
            squares[feature] += slope * slope
            weights[feature] -= STEP * slope / math.sqrt(squares[feature])


def is_doubted(weights: dict[str, float], example: Example) -> bool:
    """Whether the right answer would be in doubt, by these weights."""
    likely = likelihoods(example.options, weights)
    right = max(likely.get(answer, 0.0) for answer in example.accepted)
    return right < LEAST[example.question]


if __name__ == "__main__":
    main()
