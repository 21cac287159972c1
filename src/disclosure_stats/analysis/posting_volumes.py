"""How many items a report says were posted, in all and channel by channel."""

from typing import Literal

import numpy as np
import pandas as pd
from pyarrow import compute

from disclosure_stats.analysis.contract_tables import QueryableTables
from disclosure_stats.checks.other_ways import is_of_other_ways
from disclosure_stats.forms import ERAS, load_form
from disclosure_stats.store.schemas import CHANNELS

# Meetings are no items that are posted anywhere; `all` is the total.
POSTING_CHANNELS = tuple(name for name in CHANNELS if name not in ("all", "meeting"))
TOTAL = "postings_total"
SUM = "postings_channel_sum"
SOURCE = "channel_source"
CERTAINTY = "channel_certainty"
OF_FIGURES = (SOURCE, CERTAINTY)
"""The panel's columns on the figures that a report's volumes are made of."""
ChannelSource = Literal["auto", "form", "narrative"]
COLUMNS = (TOTAL, SUM, *(f"postings_{channel}" for channel in POSTING_CHANNELS))

# Issues, occasions and batches hold several items each; they are not added to items.
_NOT_ITEMS = frozenset({"期", "场", "场次", "批", "批次", "回", "轮"})
# Nor are the copies of what is printed: 印发宣传册2000份 is one item, or a few.
_COPIES = frozenset({"份", "册", "本", "张", "幅", "份次"})
# The indicators by which a form (that of 2014) counts by channel itself.
_CHANNELS_OF_INDICATORS = {
    indicator: channel for era in ERAS for indicator, channel in load_form(era).channels.items()
}
ERAS_WITHOUT_BOARDS = tuple(
    era
    for era in ERAS
    if (channels := load_form(era).channels) and "notice_board" not in channels.values()
)
"""The eras whose form counts by channel, and asks for no notice boards."""
_COLUMNS = ["report_id", "posting_id", "parent_id", "channel", "category", "count", "unit"]
_COLUMNS += ["approximate", "period", "certainty", "scope", "sentence", "page"]


def posting_volumes(
    dataset: QueryableTables, report_ids: pd.Index, channel_source: ChannelSource = "auto"
) -> pd.DataFrame:
    """For each report of `report_ids`: `postings_total`, `postings_<channel>` and
    `postings_channel_sum` (Int64), `channel_source` and `channel_certainty`.

    `channel_source` is `form` where the form itself gives counts, as that of 2014 does (channels
    that it does not ask for are then the narrative's, and taken off its other ways), `narrative`
    where the text alone does, null where neither does. `channel_certainty` is `doubtful` where the
    sentence of a figure may be read otherwise, else `sure`. A channel without a count is null, not
    0. `postings_channel_sum` adds up the channels that have one: an item posted in two channels is
    in it twice.
    """
    counted = counted_postings(dataset, channel_source)
    if len(counted):
        by_channel = counted.groupby(["report_id", "channel"], observed=True)["count"].sum()
        wide = by_channel.unstack("channel")
        # Of several the first by name: `form` before `narrative`, `doubtful` before `sure`.
        origins = counted.groupby("report_id", observed=True)[["source", "certainty"]].min()
    else:
        wide, origins = pd.DataFrame(), pd.DataFrame(columns=["source", "certainty"])
    wide = wide.reindex(report_ids)
    result = pd.DataFrame(index=report_ids)
    result[TOTAL] = wide.get("all", pd.NA)
    named = [channel for channel in POSTING_CHANNELS if channel in wide]
    result[SUM] = wide[named].sum(axis=1, min_count=1) if named else pd.NA
    for channel in POSTING_CHANNELS:
        result[f"postings_{channel}"] = wide.get(channel, pd.NA)
    result = result.astype("Int64")
    result[list(OF_FIGURES)] = origins.reindex(report_ids).astype("string")
    return result


def counted_postings(
    dataset: QueryableTables, channel_source: ChannelSource = "auto"
) -> pd.DataFrame:
    """The figures that the volumes are made of, one row a figure: `report_id`, `channel`, `count`,
    `printed` (the figure as it stands there), `source` (`narrative` or `form`), `certainty`
    (`doubtful` where its sentence may be read otherwise, else `sure`) and where it stands
    (`row`, `sentence`, `page`, `x0`, …).

    Of the narrative: the year's own figures in items, not those of subordinate bodies, and of
    nested ones the outermost of its channel. As total of all channels, the one figure that is
    given for them; where several differ, none.

    `channel_source` says whose figures they are: the `form`'s of 2014, the `narrative`'s, or with
    `auto`, channel by channel, the form's where it has a row for the channel and prints a number
    there, else the narrative's. A channel that the form does not ask for (notice boards) is in its
    其他方式: what the narrative counts of such channels is taken off it, and the rest is `other`;
    where that is more than the form has there, the two contradict each other, and the form stands.
    """
    narrative = _of_the_narrative(dataset)
    if channel_source == "narrative":
        return narrative
    form = _of_the_form(dataset)
    if channel_source == "form":
        return form
    keys = ["report_id", "channel"]
    printed = pd.MultiIndex.from_frame(form[keys].astype("string"))
    further = narrative[~pd.MultiIndex.from_frame(narrative[keys].astype("string")).isin(printed)]
    form, further = _parted_from_other(form, further)
    return pd.concat([form, further], ignore_index=True)


def _parted_from_other(
    form: pd.DataFrame, narrative: pd.DataFrame
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The form's figures, 其他方式 without what the narrative counts of it, and the narrative's
    figures that go with them. `narrative` are those on channels that the form prints none for."""
    is_other = form["channel"] == "other"
    other = form[is_other].set_index("report_id")["count"]
    of_form = frozenset(_CHANNELS_OF_INDICATORS.values())
    is_apart = np.array(
        [
            is_of_other_ways(channel, None if pd.isna(unit) else str(unit), of_form)
            for channel, unit in zip(narrative["channel"], narrative["unit"], strict=True)
        ],
        bool,
    )
    apart = narrative[is_apart].groupby("report_id", observed=True)["count"].sum()
    apart = apart.reindex(other.index).fillna(0).astype("Int64")
    fits = apart <= other
    rest = (other - apart).where(fits, other)
    form = form.copy()
    form.loc[is_other, "count"] = rest.to_numpy()
    contradict = narrative["report_id"].isin(other.index[~fits]) & is_apart
    return form, narrative[~contradict]


def _of_the_form(dataset: QueryableTables) -> pd.DataFrame:
    indicators = list(_CHANNELS_OF_INDICATORS)
    where = compute.field("indicator").isin(indicators) & (compute.field("period") == "year")
    names = ["report_id", "indicator", "value", "page", "x0", "top", "x1", "bottom"]
    cells = dataset.table("indicators", names, where).dropna(subset=["value"])
    indicator = cells.pop("indicator").astype("string")
    return cells.rename(columns={"value": "count"}).assign(
        channel=indicator.map(_CHANNELS_OF_INDICATORS).astype("string"),
        row=indicator,
        count=lambda frame: frame["count"].astype("Int64"),
        printed=lambda frame: frame["count"],
        source="form",
        certainty="sure",
    )


def _of_the_narrative(dataset: QueryableTables) -> pd.DataFrame:
    postings = dataset.table("postings", _COLUMNS)
    postings = postings[
        (postings["period"] == "year")
        & postings["scope"].isin(["self", "villages"])
        & ~postings["unit"].isin(list(_NOT_ITEMS))
        & (postings["channel"] != "meeting")
        & ~((postings["channel"] == "print") & postings["unit"].isin(list(_COPIES)))
    ].reset_index(drop=True)
    postings = postings.astype({"channel": "string", "certainty": "string"})
    totals = (postings["channel"] == "all").to_numpy()
    kept = pd.concat([_one_total_each(postings[totals]), postings[_is_counted(postings)]])
    return kept.assign(
        row=kept["posting_id"].astype("string"), printed=kept["count"], source="narrative"
    )


def _is_counted(postings: pd.DataFrame) -> np.ndarray:
    """True for the figures of a channel that are added up: none of them holds another.

    A part of a figure of the same channel is in that figure. Where a figure of several channels
    (新媒体) is split among channels and the parts make up the whole, the parts count; else it does.
    """
    parents = _positions_of_parents(postings)
    channels, _ = pd.factorize(postings["channel"])
    counts = postings["count"].to_numpy("float64", na_value=np.nan)
    has_channel = (postings["channel"] != "all").to_numpy(bool)
    within = has_channel & (parents >= 0) & has_channel[parents]
    other_channel = within & (channels != channels[parents])
    of_parts = np.bincount(
        parents[other_channel], weights=counts[other_channel], minlength=len(postings)
    )
    replaced = (of_parts > 0) & (of_parts == counts)
    counted = has_channel & ~replaced
    # From the top down: a part is in its whole, unless the whole gave way to its parts.
    inside = within & ~(other_channel & replaced[parents])
    while True:
        deeper = (parents >= 0) & has_channel & inside[parents] & ~inside
        if not deeper.any():
            return np.asarray(counted & ~inside)
        inside |= deeper


def _positions_of_parents(postings: pd.DataFrame) -> np.ndarray:
    """The row of each figure's whole; -1 where it has none among these rows."""
    report, _ = pd.factorize(postings["report_id"])
    longest = int(postings["posting_id"].max()) + 1 if len(postings) else 1
    own = pd.Index(report * longest + postings["posting_id"].to_numpy("int64"))
    wholes = postings["parent_id"].fillna(-1).to_numpy("int64")
    keys = np.where(wholes < 0, -1, report * longest + wholes)
    return np.asarray(own.get_indexer(pd.Index(keys)))


def _one_total_each(totals: pd.DataFrame) -> pd.DataFrame:
    """Of each report's figures for all channels, the one without a category, if it is one."""
    top = totals[totals["category"].isna() & totals["parent_id"].isna()]
    different = top.groupby("report_id", observed=True)["count"].transform("nunique")
    return top[different == 1].drop_duplicates("report_id")
