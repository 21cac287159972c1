"""A second reader, of another kind: linear models over the words around a number.

It says how likely a number counts items posted, which channel they were posted in, and which
figure they are a part of, and knows nothing of the rules' reasons. It overrules nothing: where it
disagrees with the rules, the number is in doubt. Its weights stand in `second_reader.tsv`, made
from labelled narratives by `bench/train_second_reader.py`.

Each question is a choice between options, each with its features; the likelihood of an option is
the softmax of the sums of their weights.
"""

import math
from collections.abc import Hashable, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import TypeVar

Option = TypeVar("Option", bound=Hashable)


@cache
def load_weights() -> Mapping[str, float]:
    """The weight of each feature."""
    text = (files(__package__) / "second_reader.tsv").read_text(encoding="utf-8")
    pairs = (line.split("\t") for line in text.splitlines())
    return {feature: float(weight) for weight, feature in pairs}


def likelihoods(
    options: Mapping[Option, Sequence[str]], weights: Mapping[str, float]
) -> dict[Option, float]:
    """How likely each option is, from 0 to 1, by its features."""
    known = weights.get
    sums = {option: sum(filter(None, map(known, features))) for option, features in options.items()}
    highest = max(sums.values())
    odds = {option: math.exp(total - highest) for option, total in sums.items()}
    total = sum(odds.values())
    return {option: one / total for option, one in odds.items()}
