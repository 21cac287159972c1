"""Which problems reports name, by year or by county."""

from collections.abc import Mapping, Sequence
from typing import Literal

import pandas as pd

from disclosure_stats.analysis.dataset import Dataset
from disclosure_stats.analysis.problems import named_problems, problem_topics
from disclosure_stats.charts.frame import ChartFigure, Heading, framed, nothing_to_show
from disclosure_stats.charts.rows import WIDTH, chart_height, row_axis
from disclosure_stats.charts.share_grid import column_axis, draw_shares
from disclosure_stats.charts.view import View, view
from disclosure_stats.charts.words import many
from disclosure_stats.languages import Language

By = Literal["year", "county"]
_LABELS = 1.7  # inches left of the squares
_MAX_COUNTIES = 12  # more columns would not be legible


def problems(
    dataset: Dataset,
    *,
    by: By = "year",
    topics: Mapping[str, Sequence[str]] | None = None,
    places: Sequence[str] | None = None,
    years: Sequence[int] | None = None,
    language: Language = "zh",
) -> ChartFigure:
    """A square a topic and year (or county, the twelve with most reports): how many of the reports
    with a section on problems name one of it, darker for a larger share.

    `topics` are lists of words by name; by default those of `analysis/problem_topics.toml`.
    """
    return draw(view(dataset, places, years, language, []), by, topics)


def numbers(
    shown: View, by: By = "year", topics: Mapping[str, Sequence[str]] | None = None
) -> pd.DataFrame:
    """`topic`, `year` or `county`, `k`, `n`, `rate`, `low`, `high`; a row each topic and column."""
    found = named_problems(shown.tables.select(years=list(shown.years)), by, topics)
    return found[found[by].isin(list(shown.years))] if by == "year" else found


def draw(
    shown: View, by: By = "year", topics: Mapping[str, Sequence[str]] | None = None
) -> ChartFigure:
    """The chart of a view."""
    table = numbers(shown, by, topics)
    order = _order(table)
    sizes = table.drop_duplicates(by).set_index(by)["n"]
    columns = list(shown.years) if by == "year" else _largest(sizes)
    heading = Heading(
        _title(shown, table, topics),
        shown.say(
            "有“存在问题”一节的报告中，点到各类问题的份数（k/n），越深比例越高。一份可点多类；按词表计数，词表可改。",
            "Of the reports with a section on problems, how many name one of each kind (k/n), "
            "darker for a larger share. A report may name several. Told by lists of words, which "
            "can be edited.",
        ),
    )
    height = chart_height(max(1, len(order)), 0.4)
    unknown = int(shown.panel["county"].isna().sum()) if by == "county" else 0
    note = shown.say(
        f"只画报告最多的{_MAX_COUNTIES}个县区；标题计入全部。",
        f"Shown are the {_MAX_COUNTIES} counties with most reports; the title counts all.",
    )
    silent = len(shown.panel) - unknown - int(sizes.sum())
    without = shown.say(
        f"未计入：没有这一节的报告{silent}份。",
        f"Left out: {many(silent, 'report')} without that section.",
    )
    notes = (
        shown.no_county_note(unknown) if unknown else "",
        without if silent else "",
        note if len(sizes) > len(columns) else "",
    )
    with framed(WIDTH, height, heading, shown.caption(*notes)) as figure:
        if table.empty:
            return nothing_to_show(figure, shown)
        axes = figure.add_subplot()
        k, n = (
            table.pivot(index="topic", columns=by, values=name).reindex(order, columns=columns)
            for name in ("k", "n")
        )
        draw_shares(axes, k, n, (WIDTH - _LABELS) / len(columns))
        row_axis(axes, [_name(shown, topic, topics) for topic in order])
        names = map(str, columns)
        column_axis(axes, [shown.name_of_county(c) if by == "county" else c for c in names])
    return figure


def _order(table: pd.DataFrame) -> list[str]:
    """The topics, the one that most reports name first."""
    totals = table.groupby("topic", sort=False)["k"].sum()
    return list(totals.sort_values(ascending=False, kind="stable").index)


def _largest(sizes: "pd.Series[int]") -> list[str]:
    kept = sizes.sort_values(ascending=False, kind="stable").head(_MAX_COUNTIES)
    return sorted(map(str, kept.index))


def _name(shown: View, topic: str, topics: Mapping[str, Sequence[str]] | None) -> str:
    known = problem_topics().get(topic) if topics is None else None
    return topic if known is None else shown.say(known.zh, known.en)


def _title(shown: View, table: pd.DataFrame, topics: Mapping[str, Sequence[str]] | None) -> str:
    if table.empty:
        return shown.say("报告点到的问题", "Problems that reports name")
    totals = table.groupby("topic", sort=False)[["k", "n"]].sum()
    totals["share"] = totals["k"] / totals["n"]
    first = totals.sort_values("share", ascending=False, kind="stable").reset_index().iloc[0]
    k, n = int(first["k"]), int(first["n"])
    name = _name(shown, str(first["topic"]), topics)
    return shown.say(
        f"点到最多的是“{name}”：{n}份报告中的{k}份",
        f"Named most often: {name}, in {k} of {n} reports",
    )
