"""Estimates for ranking: rates of few cases drawn towards those of all, by how few they are."""

from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy import optimize, stats


class BetaPrior(NamedTuple):
    """The spread of true rates between places: a beta distribution with mean `mean` and the weight
    of `strength` cases."""

    mean: float
    strength: float


def shrunken(rates: pd.DataFrame) -> pd.DataFrame:
    """`rates` (one of the measures, with `k` and `n`) with `estimate`, `estimate_low` and
    `estimate_high` (Float64) beside: the posterior mean and 95 % credible interval of each rate.

    Empirical Bayes: the places' true rates are taken to be spread as a beta distribution, which is
    fitted to all rows with n > 0; each row's estimate is its own rate and the mean of that
    distribution, weighted by n and by the distribution's strength. A row without k or n has null;
    so have all rows where fewer than three have n > 0: a spread cannot be told from two.
    Source: G. Casella, An introduction to empirical Bayes data analysis, The American Statistician
    39 (1985), 83-87; likelihood and quantiles by scipy.stats.betabinom and scipy.stats.beta.
    """
    prior = fit_prior(rates)
    usable = _usable(rates)
    columns = {}
    if prior is None:
        empty = pd.Series(pd.NA, index=rates.index, dtype="Float64")
        columns = dict.fromkeys(("estimate", "estimate_low", "estimate_high"), empty)
    else:
        k = rates["k"].where(usable).astype("Float64").to_numpy("float64", na_value=np.nan)
        n = rates["n"].where(usable).astype("Float64").to_numpy("float64", na_value=np.nan)
        posterior = stats.beta(
            prior.mean * prior.strength + k, (1 - prior.mean) * prior.strength + n - k
        )
        values = (posterior.mean(), posterior.ppf(0.025), posterior.ppf(0.975))
        for name, value in zip(("estimate", "estimate_low", "estimate_high"), values, strict=True):
            columns[name] = pd.Series(value, index=rates.index, dtype="Float64").where(usable)
    return rates.assign(**columns)


def fit_prior(rates: pd.DataFrame) -> BetaPrior | None:
    """The beta distribution that makes the observed k of n most likely; None where fewer than
    three rows have n > 0. Where the rates differ no more than chance would have them differ, the
    strength is at its bound of a million cases, and all estimates are the pooled rate."""
    usable = rates[_usable(rates)]
    if len(usable) < 3:
        return None
    k, n = usable["k"].to_numpy("int64"), usable["n"].to_numpy("int64")

    def surprise(parameters: np.ndarray) -> float:
        mean, strength = 1 / (1 + np.exp(-parameters[0])), np.exp(parameters[1])
        likelihood = stats.betabinom.logpmf(k, n, mean * strength, (1 - mean) * strength)
        return float(-np.sum(likelihood))

    # Half a case each way keeps a start of all or none off the edge.
    pooled = (k.sum() + 0.5) / (n.sum() + 1)
    bounds = [(-14.0, 14.0), (np.log(0.1), np.log(1e6))]
    starts = [(np.log(pooled / (1 - pooled)), np.log(strength)) for strength in (3.0, 100.0, 1e6)]
    fits = [optimize.minimize(surprise, start, bounds=bounds) for start in starts]
    best = min(fits, key=lambda fit: fit.fun)
    return BetaPrior(float(1 / (1 + np.exp(-best.x[0]))), float(np.exp(best.x[1])))


def _usable(rates: pd.DataFrame) -> pd.Series:
    k, n = rates["k"], rates["n"]
    return ((n > 0) & (k >= 0) & (k <= n)).fillna(False).astype(bool)
