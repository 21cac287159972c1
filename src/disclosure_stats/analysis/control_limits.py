"""What chance alone makes of a rate: limits for places of any size, and whether the places spread
wider than that."""

from typing import Final, NamedTuple

import numpy as np
import pandas as pd
from scipy import special
from scipy.stats.mstats import winsorize

Numbers = np.ndarray

MIN_PLACES: Final = 3
"""From so many places with enough cases on they are compared: of two, each is as far from their
mean as the other."""
_WINSORISED: Final = 0.1  # of the places at each end, as Spiegelhalter (2005b) proposes
_HALVINGS: Final = 60  # of an interval of counts: more than the digits of a float


class Target(NamedTuple):
    """What places are held against: the pooled rate, and by how much they spread wider than by
    chance (variance, as a multiple of the binomial's; 1 where they do not)."""

    rate: float
    overdispersion: float = 1.0

    def limits(self, sizes: Numbers, coverage: float) -> tuple[Numbers, Numbers]:
        """Lower and upper rate that bound `coverage` for places of these sizes, within 0 and 1."""
        weights = np.asarray(sizes, "float64") / self.overdispersion
        low, high = binomial_limits(weights, self.rate, coverage)
        return low / weights, high / weights


def target(rates: pd.DataFrame) -> Target | None:
    """The pooled rate of `rates` (a measure, with `k`, `n` and `state`) and its overdispersion.

    None where no comparison is possible: fewer than `MIN_PLACES` rows are `sound`, or the pooled
    rate is 0 or 1. The overdispersion is the mean square of the sound rows' z-scores, a tenth at
    each end drawn in to the next; it counts where it exceeds 1 + 2 sqrt(2 / places), two standard
    deviations above what chance gives, and else is 1.
    Source: D. J. Spiegelhalter, Funnel plots for comparing institutional performance, Statistics
    in Medicine 24 (2005), 1185-1202 (multiplicative model); (2005b)
    the same, Handling over-dispersion of performance indicators, Quality and Safety in Health Care
    14 (2005), 347-351.
    """
    used = rates[rates["rate"].notna()]
    sound = used[used["state"] == "sound"]
    pooled = float(used["k"].sum() / used["n"].sum()) if len(used) else 0.0
    if len(sound) < MIN_PLACES or not 0 < pooled < 1:
        return None
    k, n = sound["k"].to_numpy("float64"), sound["n"].to_numpy("float64")
    scores = (k - n * pooled) / np.sqrt(n * pooled * (1 - pooled))
    drawn_in = np.asarray(winsorize(scores, limits=(_WINSORISED, _WINSORISED)))
    spread = float(np.mean(drawn_in**2))
    by_chance = 1 + 2 * (2 / len(sound)) ** 0.5
    return Target(pooled, spread if spread > by_chance else 1.0)


def binomial_limits(sizes: Numbers, rate: float, coverage: float) -> tuple[Numbers, Numbers]:
    """Lower and upper count that bound `coverage` of a binomial distribution, for each size.

    Exact: a count k lies above the upper limit just where P(X >= k) < (1 - coverage) / 2, and
    below the lower one just where P(X <= k) is. Between whole counts the tail is the regularised
    incomplete beta function, P(X >= k) = I_rate(k, n - k + 1), which makes the curves smooth and
    takes sizes that are no whole numbers. Limits stay within 0 and the size.
    Source: M. Abramowitz, I. A. Stegun, Handbook of Mathematical Functions (1964), 26.5.24.
    """
    sizes = np.asarray(sizes, "float64")
    tail = (1 - coverage) / 2
    return sizes - _upper(sizes, 1 - rate, tail), _upper(sizes, rate, tail)


def _upper(sizes: Numbers, rate: float, tail: float) -> Numbers:
    """The count at which the upper tail falls to `tail`, by halving; the size where it does not."""
    low, high = np.zeros_like(sizes), sizes.copy()
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        above = special.betainc(middle, sizes - middle + 1, rate) > tail
        low, high = np.where(above, middle, low), np.where(above, high, middle)
    return np.where(special.betainc(sizes, 1, rate) > tail, sizes, high)
