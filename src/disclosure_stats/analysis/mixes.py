"""What a whole is made of, in shares that sum to 1: items by channel, requests by outcome."""

from collections.abc import Sequence
from typing import Final

import pandas as pd

from disclosure_stats.analysis.lists import as_list
from disclosure_stats.analysis.posting_volumes import POSTING_CHANNELS, TOTAL
from disclosure_stats.forms import ERAS, load_form

OUTCOMES = (
    "granted",
    "partly_granted",
    "refused",
    "unavailable",
    "unprocessed",
    "other_outcomes",
)
"""三（一） to 三（六） of part three, in the form's order."""
ERAS_OF_OUTCOMES = tuple(era for era in ERAS if "requests" in load_form(era).tables)
"""The eras whose form has part three."""

MIN_COVERAGE: Final = 0.9
"""Of the places in the best covered year: a newer year that lacks a few of them is preferred."""


def channel_mix(panel: pd.DataFrame, by: str | Sequence[str]) -> pd.DataFrame:
    """The channels' shares of all items that a channel is named for, one row a group and channel.

    Columns: those of `by`, `channel`, `k`, `n` (Int64; n is the sum over channels), `share`
    (Float64; null for n = 0), `reports` (with any figure by channel) and `stated_total` (Int64:
    the totals that these reports state, added up; null if one of them states none). An item posted
    in two channels counts in both. A channel that no report gives a figure for has no row: that is
    not a share of 0.
    """
    names = [f"postings_{channel}" for channel in POSTING_CHANNELS]
    counted = panel[panel[names].notna().any(axis=1)]
    mix = _mix(counted, by, dict(zip(names, POSTING_CHANNELS, strict=True)), "channel")
    totals = counted.groupby(as_list(by), observed=True)[TOTAL].agg(["sum", "count", "size"])
    stated = totals["sum"].where(totals["count"] == totals["size"]).astype("Int64")
    return _beside(mix, stated.rename("stated_total"), by)


def outcome_mix(panel: pd.DataFrame, by: str | Sequence[str]) -> pd.DataFrame:
    """The outcomes' shares of the requests processed, one row a group and outcome.

    Columns: those of `by`, `outcome`, `k`, `n` (Int64; n is the sum over outcomes), `share`
    (Float64; null for n = 0) and `reports`. Reports count in which all outcomes are there and add
    up to 总计; `reports_left_out` (Int64) says how many others the group has.
    """
    names = dict(zip(OUTCOMES, OUTCOMES, strict=True))
    mix = _mix(panel[_give_outcomes(panel)], by, names, "outcome")
    sizes = reports_without_outcomes(panel).groupby(as_list(by), observed=True).size()
    mix = _beside(mix, sizes.rename("reports_left_out"), by)
    return mix.fillna({"reports_left_out": 0})


def outcomes_add_up(panel: pd.DataFrame) -> pd.Series:
    """Whether the six outcomes of each report add up to its 总计 (boolean; null where one of these
    is not there). Shares of the requests processed are taken of such reports alone: in others,
    nobody can tell which of the numbers is wrong."""
    return panel[list(OUTCOMES)].sum(axis=1, skipna=False) == panel["requests_processed"]


def reports_without_outcomes(panel: pd.DataFrame) -> pd.DataFrame:
    """The reports on a form with part three that no share of the requests processed is taken of."""
    asked = panel["era"].isin(ERAS_OF_OUTCOMES)
    return panel[asked & ~_give_outcomes(panel)]


def _give_outcomes(panel: pd.DataFrame) -> pd.Series:
    return outcomes_add_up(panel).fillna(False).astype(bool)


def comparable_year(panel: pd.DataFrame, quantities: Sequence[str]) -> int | None:
    """The year in which places are compared: the latest in which at least nine tenths as many
    places have all these quantities as in the year with the most; None where no report has them.

    Pooled over whatever years each place has, places would differ by their years: a place with one
    early report would stand beside others that have moved on since.
    """
    complete = panel[panel[list(quantities)].notna().all(axis=1)]
    places = complete.groupby("year")["place_label"].nunique()
    enough = places[places >= MIN_COVERAGE * places.max()]
    return int(enough.index.max()) if len(enough) else None


def _mix(
    panel: pd.DataFrame, by: str | Sequence[str], names: dict[str, str], part: str
) -> pd.DataFrame:
    keys = as_list(by)
    groups = panel.groupby(keys, observed=True)
    sums = groups[list(names)].sum(min_count=1).rename(columns=names).reset_index()
    long = sums.melt(keys, var_name=part, value_name="k").dropna(subset="k")
    order = long[part].map({name: number for number, name in enumerate(names.values())})
    long = long.assign(order=order).sort_values([*keys, "order"]).drop(columns="order")
    long["n"] = long.groupby(keys, observed=True)["k"].transform("sum")
    long["share"] = long["k"] / long["n"].astype("Float64").where(long["n"] > 0)
    return _beside(long, groups.size().rename("reports"), by).reset_index(drop=True)


def _beside(table: pd.DataFrame, of_groups: pd.Series, by: str | Sequence[str]) -> pd.DataFrame:
    """The table with a count of each row's group, null for a group that has none."""
    counts = of_groups.astype("Int64")
    if table.empty or counts.empty:  # nothing to join on
        return table.assign(**{str(counts.name): pd.array([pd.NA] * len(table), "Int64")})
    return table.join(counts, on=as_list(by))
