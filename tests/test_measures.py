"""Rates, intervals, mixes and shrinkage: hand-computed examples, statsmodels, and properties."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.stats.proportion import proportion_confint

from disclosure_stats.analysis import measures, mixes
from disclosure_stats.analysis.measures import MEASURES, SUFFICIENT, wilson_interval
from disclosure_stats.analysis.measures_page import measures_page
from disclosure_stats.analysis.posting_volumes import POSTING_CHANNELS, SUM, TOTAL
from disclosure_stats.analysis.quantities import quantities
from disclosure_stats.analysis.shrinkage import fit_prior, shrunken

ROOT = Path(__file__).resolve().parents[1]


def panel_of(**columns: list) -> pd.DataFrame:
    """A panel with these quantities; all others are missing."""
    size = len(next(iter(columns.values())))
    names = [*quantities(), TOTAL, SUM, *(f"postings_{channel}" for channel in POSTING_CHANNELS)]
    frame = pd.DataFrame({name: pd.array([pd.NA] * size, "Int64") for name in names})
    frame["place_label"] = pd.array([f"虚构{number}镇" for number in range(size)], "string")
    frame["year"] = pd.array([2023] * size, "Int64")
    frame["era"] = "2021"
    frame["channel_source"] = pd.array(["narrative"] * size, "string")
    for name, values in columns.items():
        kind = "Int64" if name in names or name == "year" else "string"
        frame[name] = pd.array(values, kind)
    return frame


def outcomes_of(granted: list, refused: list, **columns: list) -> pd.DataFrame:
    """A panel of reports with these outcomes and none of the others."""
    none = {name: [0] * len(granted) for name in mixes.OUTCOMES}
    return panel_of(**none | {"granted": granted, "refused": refused} | columns)


# The first four are those of R. G. Newcombe, Statistics in Medicine 17 (1998), 857-872, method 3.
@pytest.mark.parametrize(
    ("k", "n", "low", "high"),
    [
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
        (29, 29, 0.8830, 1.0),
    ],
)
def test_wilson_intervals_that_were_published(k: int, n: int, low: float, high: float) -> None:
    below, above = wilson_interval(pd.Series([k], dtype="Int64"), pd.Series([n], dtype="Int64"))
    assert (round(below[0], 4), round(above[0], 4)) == (low, high)


@given(st.lists(st.tuples(st.integers(0, 5000), st.integers(0, 5000)), min_size=1))
def test_intervals_are_those_of_statsmodels(pairs: list[tuple[int, int]]) -> None:
    k, rest = (pd.Series(column, dtype="Int64") for column in zip(*pairs, strict=True))
    n = k + rest
    low, high = wilson_interval(k, n)
    some = (n > 0).to_numpy()
    assert low[~some].isna().all()
    if some.any():
        expected = proportion_confint(
            k[some].to_numpy("int64"), n[some].to_numpy("int64"), method="wilson"
        )
        # statsmodels leaves a rounding error at 0 and 1.
        np.testing.assert_allclose(low[some].to_numpy("float64"), expected[0], atol=1e-12)
        np.testing.assert_allclose(high[some].to_numpy("float64"), expected[1], atol=1e-12)


def test_each_rate_by_hand() -> None:
    panel = panel_of(
        requests_received=[50],
        requests_carried_in=[4],
        requests_carried_forward=[6],
        requests_processed=[48],
        granted=[20],
        partly_granted=[6],
        refused=[4],
        not_held=[5],
        unavailable=[9],
        unprocessed=[7],
        other_outcomes=[2],
        reconsiderations=[3],
        lawsuits_direct=[1],
        challenges_upheld=[2],
        challenges_corrected=[1],
        challenges_other=[1],
    )
    by_hand = {
        "grant_rate": (20, 48),
        "grant_rate_full_or_partial": (26, 48),
        "denial_rate": (4, 48),
        "denial_rate_on_substance": (4, 30),
        "not_held_share": (5, 48),
        "unprocessed_share": (7, 48),
        "backlog_share": (6, 54),
        "challenge_rate": (4, 48),
        "correction_rate": (1, 4),
    }
    assert by_hand.keys() == MEASURES.keys()
    for name, (k, n) in by_hand.items():
        row = MEASURES[name](panel).iloc[0]
        assert (row["k"], row["n"]) == (k, n), name
        assert row["rate"] == pytest.approx(k / n)
        assert row["state"] == ("sound" if n >= SUFFICIENT else "insufficient")


def test_what_is_no_rate_is_null_and_says_why() -> None:
    panel = outcomes_of(
        granted=[0, 3, 3, SUFFICIENT - 2, SUFFICIENT - 1],
        refused=[0, 0, 1, 1, 1],
        requests_processed=[0, None, 3, SUFFICIENT - 1, SUFFICIENT],
    )
    rates = measures.denial_rate(panel)
    assert list(rates["state"]) == ["undefined", "missing", "inconsistent", "insufficient", "sound"]
    assert list(rates["rate"].isna()) == [True, True, True, False, False]
    assert list(rates["low"].isna()) == [True, True, True, False, False]
    assert list(rates["reports"]) == [1, 0, 0, 1, 1]


def test_rates_and_mix_of_outcomes_rest_on_the_same_reports() -> None:
    panel = outcomes_of(
        place_label=["甲镇", "甲镇", "甲镇", "甲镇", "乙镇"],
        year=[2020, 2021, 2022, 2023, 2023],
        granted=[18, 15, 27, None, 2],
        refused=[2, 5, 3, 4, 1],
        requests_processed=[20, None, 30, 9, 5],  # the last is not the sum of its outcomes
    )
    mix = mixes.outcome_mix(panel, ["place_label"])
    (refused,) = mix[mix["outcome"] == "refused"].itertuples()
    for measure in (measures.denial_rate, measures.denial_rate_on_substance):
        rates = measure(panel, by=["place_label"]).set_index("place_label")
        assert tuple(rates.loc["甲镇", ["k", "n", "reports"]]) == (5, 50, 2)
        assert (refused.k, refused.n, refused.reports) == (5, 50, 2)
        assert tuple(rates.loc["乙镇", ["reports", "state"]]) == (0, "missing")
    assert list(mixes.reports_without_outcomes(panel)["year"]) == [2021, 2023, 2023]


@given(
    st.lists(st.tuples(*[st.one_of(st.none(), st.integers(0, 300))] * 6), min_size=1, max_size=8)
)
def test_rates_are_within_their_intervals_and_between_0_and_1(rows: list[tuple]) -> None:
    columns = list(zip(*rows, strict=True))
    outcomes = dict(zip(mixes.OUTCOMES, map(list, columns), strict=True))
    panel = panel_of(**outcomes)
    panel["requests_processed"] = panel[list(mixes.OUTCOMES)].sum(axis=1, skipna=False)
    for measure in (measures.grant_rate, measures.denial_rate, measures.denial_rate_on_substance):
        for by in (None, ["year"]):
            found = measure(panel, by).dropna(subset=["rate"])
            assert (found["k"] <= found["n"]).all()
            assert (found["low"] <= found["rate"]).all()
            assert (found["rate"] <= found["high"]).all()
            assert found["low"].ge(0).all()
            assert found["high"].le(1).all()


@given(
    st.lists(st.tuples(*[st.one_of(st.none(), st.integers(0, 300))] * 3), min_size=1, max_size=8)
)
def test_shares_of_a_mix_sum_to_one(rows: list[tuple]) -> None:
    board, website, wechat = map(list, zip(*rows, strict=True))
    panel = panel_of(postings_notice_board=board, postings_website=website, postings_wechat=wechat)
    mix = mixes.channel_mix(panel, ["year"])
    for _, group in mix.groupby("year"):
        assert group["k"].sum() == group["n"].iloc[0]
        if group["n"].iloc[0] > 0:
            assert group["share"].sum() == pytest.approx(1)
        else:
            assert group["share"].isna().all()
    given_channels = {
        name
        for name, values in (("notice_board", board), ("website", website), ("wechat", wechat))
        if any(value is not None for value in values)
    }
    assert set(mix["channel"]) == given_channels  # a channel without a figure is no share of 0


def test_outcomes_that_do_not_add_up_are_left_out_and_counted() -> None:
    outcomes = {name: [1, 1, None] for name in mixes.OUTCOMES}
    panel = panel_of(**outcomes, requests_processed=[6, 7, 6])
    mix = mixes.outcome_mix(panel, ["year"])
    assert set(mix["n"]) == {6}
    assert set(mix["reports"]) == {1}
    assert set(mix["reports_left_out"]) == {2}


def test_a_channels_share_stands_beside_the_total_that_is_stated() -> None:
    panel = panel_of(
        postings_website=[40, 10],
        postings_notice_board=[60, 30],
        postings_channel_sum=[100, 40],
        postings_total=[90, None],
    )
    shares = measures.channel_share(panel, "website")
    assert list(shares["rate"]) == [0.4, 0.25]
    assert list(shares["stated_total"].fillna(-1)) == [90, -1]
    pooled = measures.channel_share(panel, "website", by=["year"]).iloc[0]
    assert (pooled["k"], pooled["n"]) == (50, 140)
    assert pd.isna(pooled["stated_total"])  # one of the two states none
    with pytest.raises(KeyError, match="no channel 'webiste'"):
        measures.channel_share(panel, "webiste")


def test_growth_needs_the_year_before_and_says_whether_it_compares() -> None:
    panel = panel_of(
        place_label=["甲镇"] * 4,
        year=[2018, 2019, 2020, 2022],
        era=["2014", "2019", "2019", "2021"],
        channel_source=["form", "narrative", "narrative", "narrative"],
        postings_channel_sum=[100, 50, 75, 80],
    )
    growth = measures.posting_growth(panel).set_index("year")
    assert growth["growth"].isna().to_dict() == {2018: True, 2019: False, 2020: False, 2022: True}
    assert growth.loc[2019, "growth"] == -0.5
    assert growth.loc[2020, "growth"] == 0.5
    assert not growth.loc[2019, "comparable"]
    assert growth.loc[2020, "comparable"]


def rates_of(*pairs: tuple[int | None, int | None]) -> pd.DataFrame:
    k, n = zip(*pairs, strict=True)
    return pd.DataFrame({"k": pd.array(k, "Int64"), "n": pd.array(n, "Int64")})


def test_shrunken_estimates_lie_between_the_rate_and_the_mean() -> None:
    rates = rates_of((1, 2), (30, 100), (5, 100), (0, 3), (60, 120), (None, 4), (0, 0))
    prior = fit_prior(rates)
    found = shrunken(rates)
    assert list(found["estimate"].isna()) == [False] * 5 + [True] * 2
    for k, n, estimate, low, high in found.dropna()[
        ["k", "n", "estimate", "estimate_low", "estimate_high"]
    ].itertuples(index=False):
        # The posterior mean of a beta prior, in closed form.
        expected = (prior.mean * prior.strength + k) / (prior.strength + n)
        assert estimate == pytest.approx(expected)
        assert min(k / n, prior.mean) <= estimate <= max(k / n, prior.mean)
        assert low < estimate < high
    few, many = found.loc[0], found.loc[4]
    assert abs(few["estimate"] - 0.5) > abs(many["estimate"] - 0.5)


def test_rates_that_differ_by_chance_alone_are_all_drawn_to_the_pooled_rate() -> None:
    found = shrunken(rates_of((10, 100), (11, 100), (9, 100), (10, 100)))
    assert found["estimate"].to_numpy("float64") == pytest.approx(0.1, abs=1e-3)


def test_the_fitted_prior_is_that_of_the_places_it_was_drawn_from() -> None:
    chance = np.random.default_rng(7)
    n = chance.integers(20, 200, 3000)
    k = chance.binomial(n, chance.beta(3.0, 27.0, 3000))
    prior = fit_prior(rates_of(*zip(k.tolist(), n.tolist(), strict=True)))
    assert prior.mean == pytest.approx(0.1, rel=0.05)
    assert prior.strength == pytest.approx(30, rel=0.15)


def test_two_rates_are_too_few_for_a_spread() -> None:
    assert shrunken(rates_of((1, 10), (2, 10)))["estimate"].isna().all()


@pytest.mark.parametrize(
    "measure", [*MEASURES.values(), measures.channel_share, measures.posting_growth]
)
def test_every_measure_says_formula_denominator_and_source(measure: object) -> None:
    for part in ("Formula:", "Denominator:", "Source:"):
        assert part in measure.__doc__


def test_the_page_on_measures_is_current() -> None:
    page = (ROOT / "docs" / "measures.md").read_text(encoding="utf-8")
    assert page == measures_page()


def test_a_sum_of_nothing_is_missing() -> None:
    panel = pd.DataFrame(
        {"year": [2016, 2016, 2023, 2023], "postings_notice_board": [None, None, 46, None]}
    ).astype("Int64")
    found = measures.total(panel, "postings_notice_board", ["year"]).set_index("year")
    assert pd.isna(found.loc[2016, "total"])
    assert found.loc[2023].tolist() == [46, 1, 1]
    assert found.loc[2016, ["counted", "missing"]].tolist() == [0, 2]
    with pytest.raises(KeyError):
        measures.total(panel, "postings_walls", ["year"])


def test_intervals_overlap_where_all_hold_one_rate() -> None:
    def intervals(*pairs: tuple[float, float]) -> pd.DataFrame:
        return pd.DataFrame(pairs, columns=["low", "high"])

    assert measures.all_overlap(intervals((0.1, 0.3), (0.2, 0.5), (0.25, 0.9)))
    assert not measures.all_overlap(intervals((0.1, 0.3), (0.2, 0.5), (0.35, 0.9)))
    assert measures.all_overlap(intervals())


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(0, 50)), min_size=1, max_size=6))
def test_intervals_overlap_all_just_where_each_two_do(pairs: list[tuple[int, int]]) -> None:
    intervals = pd.DataFrame([sorted(pair) for pair in pairs], columns=["low", "high"])
    each_two = all(
        one.low <= other.high and other.low <= one.high
        for one in intervals.itertuples()
        for other in intervals.itertuples()
    )
    assert measures.all_overlap(intervals) == each_two


def test_places_are_compared_in_the_latest_year_that_most_of_them_have() -> None:
    places = [f"{number}镇" for number in range(10)]
    panel = panel_of(
        place_label=places + places[:9] + places[:5],
        year=[2021] * 10 + [2022] * 9 + [2023] * 5,
        postings_website=[1] * 24,
    )
    assert mixes.comparable_year(panel, ["postings_website"]) == 2022
    assert mixes.comparable_year(panel, ["postings_website", "postings_wechat"]) is None
