"""Makes the weights of the second reader of postings from labelled narratives.

    .venv/bin/python bench/train_second_reader.py LABELS.jsonl [MORE.jsonl ...] > second_reader.tsv

The labels are those of `bench/narratives.py`. The model is a logistic regression over the features
of `disclosure_stats.postings.second_reader`, by gradient descent with a step of its own for each
weight (AdaGrad); the order of the examples is drawn from a fixed seed, so that the same labels give
the same weights. Prints to standard error how often it disagrees with labels that it has not
learnt from (five folds, by narrative).
"""

import argparse
import json
import math
import random
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from disclosure_stats.postings.doubts import (
    MAX_LOG_ODDS_OF_POSTING,
    MIN_LOG_ODDS_OF_OTHERS,
    is_of_items,
)
from disclosure_stats.postings.narrative import read_narrative
from disclosure_stats.postings.second_reader import features

EPOCHS = 12
STEP = 0.3
SHRINKAGE = 1e-4  # of the weights, at each step
LEAST_WEIGHT = 0.05  # smaller ones are left out
FOLDS = 5
LARGEST_EXPONENT = 30.0


class Example(NamedTuple):
    """A number of a narrative: its features, and whether it is a posting by the labels."""

    narrative: int
    features: list[str]
    is_posting: bool


def main() -> None:
    """Train, say how well it does, and print the weights."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("labels", type=Path, nargs="+")
    options = parser.parse_args()
    examples = list(read_examples(options.labels))
    wrong = sum(disagreements(examples, fold) for fold in range(FOLDS))
    print(
        f"{len(examples)} numbers; disagrees with {wrong} that it has not learnt from",
        file=sys.stderr,
    )
    for feature, weight in sorted(train(examples).items()):
        if abs(weight) >= LEAST_WEIGHT:
            print(f"{weight:.2f}\t{feature}")


def read_examples(paths: Sequence[Path]) -> Iterator[Example]:
    """The numbers that the labels are plain about: not those of which only some are labelled."""
    lines = [line for path in paths for line in path.read_text(encoding="utf-8").splitlines()]
    for index, line in enumerate(filter(None, lines)):
        record = json.loads(line)
        narrative = read_narrative(record["text"], record.get("year"))
        labelled = Counter(label["count"] for label in record["postings"])
        printed = Counter(int(mention.number.value) for mention in narrative.mentions)
        for mention in narrative.mentions:
            count = int(mention.number.value)
            if is_of_items(mention) and labelled[count] in (0, printed[count]):
                found = dict.fromkeys(features(narrative.folded, narrative.words, mention))
                yield Example(index, list(found), labelled[count] > 0)


def train(examples: Sequence[Example]) -> dict[str, float]:
    """The weight of each feature."""
    weights: defaultdict[str, float] = defaultdict(float)
    squares: defaultdict[str, float] = defaultdict(lambda: 1e-8)
    order = list(examples)
    chance = random.Random(0)
    for _ in range(EPOCHS):
        chance.shuffle(order)
        for example in order:
            error = probability(weights, example) - example.is_posting
            for feature in example.features:
                slope = error + SHRINKAGE * weights[feature]
                squares[feature] += slope * slope
                weights[feature] -= STEP * slope / math.sqrt(squares[feature])
    return dict(weights)


def log_odds(weights: dict[str, float], example: Example) -> float:
    return sum(weights.get(feature, 0.0) for feature in example.features)


def probability(weights: dict[str, float], example: Example) -> float:
    """That the example is a posting, by these weights."""
    exponent = max(-LARGEST_EXPONENT, min(LARGEST_EXPONENT, log_odds(weights, example)))
    return 1 / (1 + math.exp(-exponent))


def disagreements(examples: Sequence[Example], fold: int) -> int:
    """How many examples of a fold the model, trained on the others, would put in doubt."""
    weights = train([one for one in examples if one.narrative % FOLDS != fold])
    held_out = [one for one in examples if one.narrative % FOLDS == fold]
    return sum(
        log_odds(weights, one) < MAX_LOG_ODDS_OF_POSTING
        if one.is_posting
        else log_odds(weights, one) > MIN_LOG_ODDS_OF_OTHERS
        for one in held_out
    )


if __name__ == "__main__":
    main()
