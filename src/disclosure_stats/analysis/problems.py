"""Which problems reports name, counted by words of a vocabulary that can be edited."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Literal, NamedTuple

import pandas as pd
from pyarrow import compute

from disclosure_stats.analysis.contract_tables import QueryableTables
from disclosure_stats.analysis.measures import wilson_interval
from disclosure_stats.analysis.panel import place_years
from disclosure_stats.analysis.place_labels import county_labels
from disclosure_stats.data_file import load_data


class Topic(NamedTuple):
    """A topic's names and the words that tell it."""

    zh: str
    en: str
    words: tuple[str, ...]


@cache
def problem_topics() -> Mapping[str, Topic]:
    """The topics of `problem_topics.toml` by code, in its order."""
    return {
        code: Topic(entry["zh"], entry["en"], tuple(entry["words"]))
        for code, entry in load_data(__package__, "problem_topics.toml").items()
    }


def named_problems(
    dataset: QueryableTables,
    by: Literal["year", "county"] = "year",
    topics: Mapping[str, Sequence[str]] | None = None,
) -> pd.DataFrame:
    """For each topic and year (or county): how many reports name a problem of it.

    `topics` are lists of words by name, by default those of `problem_topics.toml`. Columns:
    `topic`, `year` or `county`, `k` (reports that name it), `n` (reports that have a section on
    problems, those that state none among them), `rate`, `low`, `high`. A report whose county is not
    known is of none.
    """
    lists = topics or {code: topic.words for code, topic in problem_topics().items()}
    wanted = compute.field("kind") == "problem"
    problems = dataset.table("statements", ["report_id", "text"], wanted)
    problems = problems.assign(report_id=problems["report_id"].astype("string"))
    texts = problems.groupby("report_id")["text"].agg(lambda own: "\n".join(own.dropna()))
    reports = place_years(dataset).set_index("report_id")
    texts = texts[texts.index.isin(reports.index)]
    if by == "county":
        reports["county"] = county_labels(reports, dataset.place_combinations)
    group = reports.loc[texts.index, by].astype("object")
    names = {
        topic: texts.map(lambda text, own=tuple(own): any(word in text for word in own))
        for topic, own in lists.items()
    }
    table = pd.DataFrame(names).astype("Int64")
    grouped = table.groupby(group)
    n = grouped.size().astype("Int64")
    sums = grouped.sum().rename_axis(index=by)
    k = sums.reset_index().melt(id_vars=by, var_name="topic", value_name="k")
    k["k"] = k["k"].astype("Int64")
    k["n"] = k[by].map(n).astype("Int64")
    k["rate"] = k["k"] / k["n"].astype("Float64")
    k["low"], k["high"] = wilson_interval(k["k"], k["n"])
    return k[["topic", by, "k", "n", "rate", "low", "high"]]
