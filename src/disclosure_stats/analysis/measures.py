"""Rates and shares, each as k of n with an interval: what may be compared between places and years.

Every function takes the panel (`dataset.panel()`) and gives one row a place and year, or with
`by` (`"place_label"`, `"county"`, `["county", "year"]`, …) one row a group, whose k and n are added
up first:

`k`, `n` (Int64), `rate` (Float64, 0 to 1), `low`, `high` (Float64: the 95 % Wilson score interval),
`reports` (how many reports are in it) and `state`:

- `sound`;
- `insufficient`: n is under `SUFFICIENT`. Shown, never ranked nor coloured as good or bad;
- `undefined`: n is 0. The rate is null: of nothing, no share can be taken;
- `missing`: k or n is not printed or could not be read;
- `inconsistent`: k exceeds n, or the two are not parts of one whole. The rate is null.

A report that lacks k or n is left out of a group's sums and of its `reports`. Rates of outcomes,
and of challenges to requests processed, are taken of the reports that `mixes.outcome_mix` counts: a
report whose outcomes do not add up to its 总计 is `inconsistent` and one that lacks an outcome
`missing`, and both are left out of groups.
"""

from collections.abc import Callable, Sequence
from typing import Final, Literal

import numpy as np
import pandas as pd

from disclosure_stats.analysis.contract_tables import QueryableTables
from disclosure_stats.analysis.lists import as_list
from disclosure_stats.analysis.mixes import outcomes_add_up
from disclosure_stats.analysis.posting_volumes import POSTING_CHANNELS, SUM, TOTAL
from disclosure_stats.analysis.reuse import Others, reuse_counts
from disclosure_stats.analysis.selection import UnknownNameError
from disclosure_stats.near import no_such

SUFFICIENT: Final = 30
"""From this n on a rate is `sound`: the smallest denominator that the U.S. National Center for
Health Statistics publishes proportions for (Parker et al., National Center for Health Statistics
Data Presentation Standards for Proportions, Vital and Health Statistics 2(175), 2017). Below it, a
95 % interval around one half spans more than a third of the scale. The few requests that a
township gets in one year seldom reach it: add up years with `by`."""

_STANDARD_NORMAL_QUANTILE = 1.959963984540054  # of 0.975, for 95 %
Groups = str | Sequence[str]
"""The columns of the panel to group by: one, or several."""

_KEYS = ["place_label", "year"]


def grant_rate(panel: pd.DataFrame, by: Groups | None = None) -> pd.DataFrame:
    """Requests granted in full, of all that were processed.

    Formula: granted / requests_processed
    Denominator: 三（七）总计, every request on which the year ended with a result.
    Source: part three of the forms of 2019 and 2021 (国办公开办函〔2019〕60号, 〔2021〕30号).
    """
    return _outcome_rate(panel, ["granted"], ["requests_processed"], by)


def grant_rate_full_or_partial(panel: pd.DataFrame, by: Groups | None = None) -> pd.DataFrame:
    """Requests granted in full or in part, of all that were processed.

    Formula: (granted + partly_granted) / requests_processed
    Denominator: 三（七）总计.
    Source: part three of the forms of 2019 and 2021.
    """
    return _outcome_rate(panel, ["granted", "partly_granted"], ["requests_processed"], by)


def denial_rate(panel: pd.DataFrame, by: Groups | None = None) -> pd.DataFrame:
    """Requests refused on one of the eight grounds, of all that were processed.

    Formula: refused / requests_processed
    Denominator: 三（七）总计. Requests that are no matter of disclosure (petitions, repeats) are in
    it: where they are many, the rate looks low; see `denial_rate_on_substance`.
    Source: part three of the forms of 2019 and 2021, 三（三）; most of its grounds are those of
    Articles 14 to 16 of the 《政府信息公开条例》 (2019).
    """
    return _outcome_rate(panel, ["refused"], ["requests_processed"], by)


def denial_rate_on_substance(panel: pd.DataFrame, by: Groups | None = None) -> pd.DataFrame:
    """Requests refused, of those where the body decided whether to disclose what it holds.

    Formula: refused / (granted + partly_granted + refused)
    Denominator: granted, partly granted and refused. What it could not provide (三（四）), did not
    process (三（五）) or dealt with otherwise (三（六）) is not in it.
    Source: part three of the forms of 2019 and 2021.
    """
    return _outcome_rate(panel, ["refused"], ["granted", "partly_granted", "refused"], by)


def not_held_share(panel: pd.DataFrame, by: Groups | None = None) -> pd.DataFrame:
    """Requests answered with 本机关不掌握相关政府信息, of all that were processed.

    Formula: not_held / requests_processed
    Denominator: 三（七）总计.
    Source: 三（四）1 of the forms of 2019 and 2021.
    """
    return _outcome_rate(panel, ["not_held"], ["requests_processed"], by)


def unprocessed_share(panel: pd.DataFrame, by: Groups | None = None) -> pd.DataFrame:
    """Requests not processed on one of the five grounds of 三（五）, of all that were processed.

    Formula: unprocessed / requests_processed
    Denominator: 三（七）总计, in which the form counts 不予处理 as a result.
    Source: 三（五） of the forms of 2019 and 2021.
    """
    return _outcome_rate(panel, ["unprocessed"], ["requests_processed"], by)


def backlog_share(panel: pd.DataFrame, by: Groups | None = None) -> pd.DataFrame:
    """Requests still open at the end of the year, of all that the body had on its table.

    Formula: requests_carried_forward / (requests_received + requests_carried_in)
    Denominator: new requests and those of the year before. With several years added up, a request
    that stays open over two of them counts in both.
    Source: rows 一, 二 and 四 of part three of the forms of 2019 and 2021.
    """
    return _rate(
        panel, ["requests_carried_forward"], ["requests_received", "requests_carried_in"], by
    )


def challenge_rate(panel: pd.DataFrame, by: Groups | None = None) -> pd.DataFrame:
    """Reconsiderations and direct lawsuits, to the requests processed.

    Formula: (reconsiderations + lawsuits_direct) / requests_processed
    Denominator: 三（七）总计. Lawsuits after reconsideration are left out: the same request would
    count twice. A challenge may concern a request of the year before, so k may exceed n; the
    result is then `inconsistent`, not a rate.
    Source: parts three and four of the forms of 2019 and 2021.
    """
    return _outcome_rate(panel, ["reconsiderations", "lawsuits_direct"], ["requests_processed"], by)


def correction_rate(panel: pd.DataFrame, by: Groups | None = None) -> pd.DataFrame:
    """Reconsiderations and lawsuits that corrected the body, of those that were concluded.

    Formula: challenges_corrected / (challenges_upheld + challenges_corrected + challenges_other)
    Denominator: results 维持, 纠正 and 其他; pending ones (尚未审结) have none yet.
    Source: part four of the forms of 2019 and 2021.
    """
    concluded = ["challenges_upheld", "challenges_corrected", "challenges_other"]
    return _rate(panel, ["challenges_corrected"], concluded, by)


def channel_share(panel: pd.DataFrame, channel: str, by: Groups | None = None) -> pd.DataFrame:
    """Items posted by one channel, of the sum over all channels that have a figure.

    Formula: postings_<channel> / postings_channel_sum
    Denominator: the sum of the channels' counts, not the total that the report states: one item
    may be posted in several channels. A report without a figure for the channel is left out of
    both, while `channel_mix` counts its other items too. `stated_total` (Int64) gives that total
    beside it, null where there is none. The interval describes chance variation of a count of this
    size; the figures are a full count, not a sample.
    Source: the narrative, or for the form of 2014 its own rows by channel, and the narrative for
    channels that it does not ask for (`channel_source`).
    """
    if channel not in POSTING_CHANNELS:
        raise KeyError(f"no channel {channel!r}; there are {', '.join(POSTING_CHANNELS)}")
    shares = _rate(panel, [f"postings_{channel}"], [SUM], by)
    if by is None:
        return shares.assign(stated_total=panel[TOTAL])
    complete = panel[panel[[f"postings_{channel}", SUM]].notna().all(axis=1)]
    # A sum in which a report's total is missing would look like a total.
    totals = complete.groupby(as_list(by), observed=True)[TOTAL].agg(["sum", "count", "size"])
    stated = totals["sum"].where(totals["count"] == totals["size"]).astype("Int64")
    return shares.join(stated.rename("stated_total"), on=as_list(by))


def posting_growth(panel: pd.DataFrame, quantity: str = SUM) -> pd.DataFrame:
    """Change of a posting count against the year before, of the same place.

    `quantity` is a posting volume; by default the sum over channels, since many reports state no
    total.

    Formula: (this year - the year before) / the year before
    Denominator: the count of the year before; `growth` is null where that is 0 or missing, or
    where no report on the year before is there.
    Columns: `place_label`, `year`, `before`, `now` (Int64), `growth` (Float64), `comparable`
    (boolean: both years are counted from the same sources, form or narrative, and in one era).
    Source: as for `channel_share`.
    """
    kept = panel[["place_label", "year", "era", "channel_source", quantity]]
    earlier = kept.assign(year=kept["year"] + 1)
    pairs = kept.merge(earlier, on=_KEYS, how="left", suffixes=("", "_before"))
    before = pairs[f"{quantity}_before"]
    defined = before.where(before > 0).astype("Float64")
    return pd.DataFrame(
        {
            "place_label": pairs["place_label"],
            "year": pairs["year"],
            "before": before,
            "now": pairs[quantity],
            "growth": (pairs[quantity] - before) / defined,
            "comparable": (pairs["era"].astype("string") == pairs["era_before"].astype("string"))
            & (pairs["channel_source"] == pairs["channel_source_before"]),
        }
    )


def reuse(data: QueryableTables, by: Others = "body") -> pd.DataFrame:
    """Sentences of a report that stand word for word in others, of all that are compared.

    It takes the dataset, not its panel. `by` says where they are looked for: in the report of the
    same `body` on the year before, in those of the other bodies of its `county` on the same year,
    or of `all` other bodies. Digits and names of places are masked; short sentences and those of
    `sentences.toml`, which the law or the form says for everyone, are left out.

    Formula: sentences found again / sentences compared
    Denominator: the report's sentences in its sections, tables left out. Null where there is no
    other report to compare with. The interval describes chance variation of a count of this size;
    the sentences are a full count, not a sample.
    Columns: `place_label`, `year`, `k`, `n`, `rate`, `low`, `high`, `state`.
    Source: the narrative; `dataset.reused(report_id)` gives the sentences themselves.
    """
    return _with_interval(reuse_counts(data, by).assign(reports=1)).drop(columns="reports")


def total(panel: pd.DataFrame, quantity: str, by: Groups) -> pd.DataFrame:
    """The sum of a quantity over the reports of a group, with how many give it.

    pandas' own `sum()` makes 0 of a group in which every report lacks the number; here the sum is
    missing where none has it.

    Columns: those of `by`, `total` (Int64; null where no report gives the quantity), `counted` (how
    many reports do) and `missing` (how many do not). Raises KeyError for a column that the panel
    does not have.

    >>> panel = pd.DataFrame({"year": [2016, 2023, 2023], "boards": [None, 46, None]})
    >>> total(panel.astype("Int64"), "boards", ["year"])
       year  total  counted  missing
    0  2016   <NA>        0        1
    1  2023     46        1        1
    """
    groups = panel.groupby(_columns(panel, by), observed=True)[quantity]
    found = pd.DataFrame(
        {"total": groups.sum(min_count=1), "counted": groups.count(), "size": groups.size()}
    ).astype("Int64")
    found["missing"] = found.pop("size") - found["counted"]
    return found.reset_index()


MEASURES: Final[dict[str, Callable[..., pd.DataFrame]]] = {
    measure.__name__: measure
    for measure in (
        grant_rate,
        grant_rate_full_or_partial,
        denial_rate,
        denial_rate_on_substance,
        not_held_share,
        unprocessed_share,
        backlog_share,
        challenge_rate,
        correction_rate,
    )
}
"""The rates of requests and challenges by name; all take `(panel, by=None)`."""


def rates_by(panel: pd.DataFrame, by: Groups) -> pd.DataFrame:
    """Every rate of `MEASURES`, one row a group and rate: the columns of `by`, `measure`, and those
    of a rate. A group in which no report gives k and n, or n is 0, has no row for that rate."""
    tables = {name: measure(panel, by) for name, measure in MEASURES.items()}
    table = pd.concat(tables, names=["measure"]).reset_index("measure")
    return table[(table["n"] > 0).fillna(False)].reset_index(drop=True)


def wilson_interval(k: pd.Series, n: pd.Series) -> tuple[pd.Series, pd.Series]:
    """Lower and upper end of the 95 % score interval of k successes in n (Float64; null for n = 0).

    Source: E. B. Wilson, Probable inference, the law of succession, and statistical inference,
    Journal of the American Statistical Association 22 (1927), 209-212.
    """
    z = _STANDARD_NORMAL_QUANTILE
    size = n.astype("Float64").where(n > 0)
    rate = k / size
    middle = (rate + z**2 / (2 * size)) / (1 + z**2 / size)
    half = (z / (1 + z**2 / size)) * (rate * (1 - rate) / size + z**2 / (4 * size**2)) ** 0.5
    low = (middle - half).clip(lower=0).mask(k == 0, 0.0)
    high = (middle + half).clip(upper=1).mask(k == n, 1.0)
    return low.where(size.notna()), high.where(size.notna())


def all_overlap(rates: pd.DataFrame) -> bool:
    """Whether the intervals of all rows (`low`, `high`) have a rate in common: no row can then be
    told apart from any other.

    Intervals on a line overlap pair by pair just where all of them do (Helly's theorem). That
    intervals overlap does not prove that rates are equal; it is a cautious rule, which tells fewer
    apart than a test of each pair would.
    Source: N. Schenker, J. F. Gentleman, On judging the significance of differences by examining
    the overlap between confidence intervals, The American Statistician 55 (2001), 182-186.
    """
    known = rates.dropna(subset=["low", "high"])
    return bool(len(known) == 0 or known["low"].max() <= known["high"].min())


def _rate(
    panel: pd.DataFrame,
    numerator: list[str],
    denominator: list[str],
    by: Groups | None,
    of_one_whole: pd.Series | None = None,
) -> pd.DataFrame:
    """The rate of sums of columns; `of_one_whole` says of each report whether the two are parts of
    one whole (null: nothing tells)."""
    counts = pd.DataFrame(
        {"k": _sum(panel, numerator), "n": _sum(panel, denominator), "reports": 1},
        index=panel.index,
    ).astype("Int64")
    missing = counts[["k", "n"]].isna().any(axis=1)
    contradicting = pd.Series(False, index=panel.index)
    if of_one_whole is not None:
        missing |= of_one_whole.isna()
        contradicting = ~of_one_whole.fillna(True).astype(bool)
    unused = missing | contradicting
    if by is None:
        result = pd.concat([panel[_KEYS], counts.mask(missing)], axis=1)
        result["reports"] = (~unused).astype("Int64")
        return _with_interval(result, contradicting)
    names = _columns(panel, by)
    groups = pd.concat([panel[names], counts.mask(unused)], axis=1)
    result = groups.groupby(names, observed=True).sum(min_count=1).reset_index()
    result["reports"] = result["reports"].fillna(0)
    return _with_interval(result)


def _outcome_rate(
    panel: pd.DataFrame, numerator: list[str], denominator: list[str], by: Groups | None
) -> pd.DataFrame:
    """A rate that rests on 总计, of the reports whose outcomes add up to it."""
    return _rate(panel, numerator, denominator, by, outcomes_add_up(panel))


def _columns(panel: pd.DataFrame, by: Groups) -> list[str]:
    """The columns to group by. Raises UnknownNameError for one that the panel does not have."""
    names = list(map(str, as_list(by)))
    for name in names:
        if name not in panel:
            zh, en = f"没有“{name}”这一列。", f"There is no column {name!r}."
            raise UnknownNameError(*no_such(zh, en, name, list(map(str, panel))))
    return names


def _sum(panel: pd.DataFrame, quantities: list[str]) -> pd.Series:
    return panel[quantities].sum(axis=1, skipna=False)


def _with_interval(
    counts: pd.DataFrame, contradicting: pd.Series | Literal[False] = False
) -> pd.DataFrame:
    k, n = counts["k"], counts["n"]
    inconsistent = ((k > n) | (k < 0)).fillna(False) | contradicting
    safe_n = n.where(~inconsistent & k.notna() & (n > 0).fillna(False))
    low, high = wilson_interval(k, safe_n)
    state = np.select(
        [
            (k.isna() | n.isna()).to_numpy(bool),
            inconsistent.to_numpy(bool),
            (n == 0).fillna(False).to_numpy(bool),
            (n < SUFFICIENT).fillna(False).to_numpy(bool),
        ],
        ["missing", "inconsistent", "undefined", "insufficient"],
        "sound",
    )
    rate = k / safe_n.astype("Float64")
    result = counts.assign(rate=rate, low=low, high=high)
    result["state"] = pd.array(state, dtype="string")
    front = [name for name in result if name not in ("reports", "state")]
    return result[[*front, "reports", "state"]]
