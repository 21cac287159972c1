"""Limits of chance around a pooled rate: against scipy's binomial tails, and published formulas."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from disclosure_stats.analysis.control_limits import Target, binomial_limits, target
from disclosure_stats.analysis.measures import SUFFICIENT


def rates_of(*pairs: tuple[int, int]) -> pd.DataFrame:
    table = pd.DataFrame(pairs, columns=["k", "n"]).astype("Int64")
    table["rate"] = table["k"] / table["n"].astype("Float64").where(table["n"] > 0)
    table["state"] = np.where(table["n"] >= SUFFICIENT, "sound", "insufficient")
    return table


@given(st.integers(1, 400), st.floats(0.001, 0.999), st.sampled_from([0.95, 0.998]))
def test_a_count_is_outside_just_where_its_binomial_tail_is_too_small(
    size: int, rate: float, coverage: float
) -> None:
    low, high = binomial_limits(np.array([size]), rate, coverage)
    counts = np.arange(size + 1)
    tail = (1 - coverage) / 2
    above, below = stats.binom.sf(counts - 1, size, rate), stats.binom.cdf(counts, size, rate)
    clear = (abs(above - tail) > 1e-9) & (abs(below - tail) > 1e-9)
    assert ((counts > high) == (above < tail))[clear].all()
    assert ((counts < low) == (below < tail))[clear].all()


@given(st.floats(0, 1), st.floats(1, 50))
def test_limits_stay_within_0_and_1(rate: float, overdispersion: float) -> None:
    sizes = np.array([1, 2, 7, 30, 500])
    for coverage in (0.95, 0.998):
        low, high = Target(rate, overdispersion).limits(sizes, coverage)
        assert (low >= 0).all()
        assert (high <= 1).all()
        assert (low <= high + 1e-12).all()


def test_limits_of_many_cases_are_those_of_the_normal_formula() -> None:
    """Spiegelhalter (2005), the multiplicative model: rate ± z √(φ rate (1 - rate) / n)."""
    for overdispersion in (1.0, 4.0):
        low, high = Target(0.3, overdispersion).limits(np.array([200_000]), 0.95)
        half = 1.959964 * (overdispersion * 0.3 * 0.7 / 200_000) ** 0.5
        assert float(high[0]) == pytest.approx(0.3 + half, abs=2e-4)
        assert float(low[0]) == pytest.approx(0.3 - half, abs=2e-4)


def test_no_comparison_under_three_places_or_without_any_case() -> None:
    assert target(rates_of((5, 50), (6, 60), (1, 20))) is None
    assert target(rates_of((0, 50), (0, 60), (0, 70))) is None
    assert target(rates_of((50, 50), (60, 60), (70, 70))) is None
    assert target(rates_of((5, 50), (6, 60), (7, 70))) == Target(0.1, 1.0)


def test_overdispersion_by_hand() -> None:
    """Five places of 100, rates 10, 20, 30, 40 and 50 %: pooled 30 %, z = (k - 30) / sqrt(21)."""
    found = target(rates_of(*((k, 100) for k in (10, 20, 30, 40, 50))))
    assert found is not None
    assert found.rate == 0.3
    assert found.overdispersion == pytest.approx((400 + 100 + 0 + 100 + 400) / 21 / 5)


def test_one_place_far_off_does_not_widen_the_limits_for_all() -> None:
    """Of ten places the most extreme at each end is drawn in to the next."""
    places = [(30, 100)] * 9
    found = target(rates_of(*places, (90, 100)))
    assert found is not None
    assert found.overdispersion == pytest.approx(1.0)


def test_chance_alone_is_seldom_taken_for_overdispersion() -> None:
    chance = np.random.default_rng(11)
    widened = 0
    for _ in range(200):
        n = chance.integers(SUFFICIENT, 300, 20)
        k = chance.binomial(n, 0.2)
        found = target(rates_of(*zip(k.tolist(), n.tolist(), strict=True)))
        assert found is not None
        widened += found.overdispersion > 1
    assert widened < 10  # of 200; drawn-in scores make it rarer than the 2.5 % of two deviations
