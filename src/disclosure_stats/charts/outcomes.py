"""How requests for information ended."""

from collections.abc import Sequence

import pandas as pd

from disclosure_stats.analysis import mixes
from disclosure_stats.analysis.dataset import Dataset
from disclosure_stats.analysis.measures import SUFFICIENT
from disclosure_stats.charts.channels import title_end
from disclosure_stats.charts.frame import ChartFigure, Heading, framed, nothing_to_show
from disclosure_stats.charts.natives import NativeBars, native_bars
from disclosure_stats.charts.outcome_base import QUANTITIES, left_out_notes
from disclosure_stats.charts.rows import (
    WIDTH,
    beside_rows,
    chart_height,
    group_heading,
    in_two_groups,
    row_axis,
    size_and_reports,
)
from disclosure_stats.charts.stacks import few_note, requests_said, stack_handles, stacked_bars
from disclosure_stats.charts.theme import BREAK, STACK
from disclosure_stats.charts.view import By, View, view
from disclosure_stats.charts.words import many
from disclosure_stats.languages import Language


def request_outcomes(
    dataset: Dataset,
    *,
    places: str | Sequence[str] | None = None,
    years: int | Sequence[int] | None = None,
    counties: str | Sequence[str] | None = None,
    prefectures: str | Sequence[str] | None = None,
    by: By = "year",
    language: Language = "zh",
    page: int = 1,
) -> ChartFigure:
    """A bar a year (all places together), or a place or county (all years together), by outcome.

    三（一） to 三（六） of the forms since 2019; n is the requests processed. With n under 30
    a bar is faded, bears counts and is as short as its n (see `stacks.stacked_bars`); places with
    so few come after the others. Reports whose outcomes do not add up to 总计, and those on a
    form without part three, are left out.

    By place or county, over 60 take several pages (`page`), places by county.
    """
    shown = view(dataset, places, years, language, QUANTITIES, page, by, counties, prefectures)
    return draw(shown, by)


def numbers(shown: View, by: By = "year") -> pd.DataFrame:
    """`year` or `place_label`, `outcome`, `k`, `n`, `share`, `reports`, `reports_left_out`; see
    `disclosure_stats.analysis.mixes.outcome_mix`."""
    return mixes.outcome_mix(shown.panel, "year" if by == "year" else "place_label")


def draw(shown: View, by: By = "year") -> ChartFigure:
    """The chart of a view."""
    table = numbers(shown, by)
    key = table.columns[0]
    about = table.drop_duplicates(key).set_index(key).reindex(_rows(shown, by))
    few = about.index[~(about["n"] >= SUFFICIENT).fillna(False)]
    rows = in_two_groups(map(str, about.index), [] if by == "year" else list(few))
    about.index = about.index.astype("string")
    about = about.loc[list(rows.names)]
    counts = _counts(table, list(about.index))
    era_note = shown.era_note() if by == "year" else ""
    caption = shown.caption(era_note, *left_out_notes(shown))
    height = chart_height(len(rows.labels), 0.3)
    with framed(WIDTH, height, _heading(shown, about, counts, by), caption, 1) as figure:
        if table.empty:
            return nothing_to_show(figure, shown)
        axes = figure.add_subplot()
        stacked_bars(axes, counts, requests_said(shown), rows.positions)
        row_axis(axes, [shown.name(label) for label in rows.labels])
        group_heading(axes, rows, few_note(shown, shown.say("件", "")))
        sizes = size_and_reports(about["n"], about["reports"])
        beside_rows(axes, sizes, shown.say("n (报告数)", "n (reports)"), rows.positions)
        if by == "year":
            for position, _ in shown.era_breaks():
                line = position - first_year_of_outcomes(shown)
                if line > 0:
                    axes.axhline(line, **BREAK)
        names = shown.words("outcomes")
        figure.add_legend(stack_handles([names[outcome] for outcome in mixes.OUTCOMES]))
    return figure


def natives(shown: View, by: By = "year") -> list[NativeBars]:
    """The bars of a view as data."""
    names = shown.words("outcomes")
    counts = _counts(numbers(shown, by), [str(row) for row in _rows(shown, by)])
    counts = counts.rename(columns=names, index=shown.name)
    return [native_bars(shown, counts, STACK, shown.say("件", ""))]


def _counts(table: pd.DataFrame, rows: list[str]) -> pd.DataFrame:
    """The counts by outcome, a row each of `rows` (years or places)."""
    key = table.columns[0]
    texts = table.assign(**{key: table[key].astype("string")})
    wide = texts.pivot(index=key, columns="outcome", values="k")
    return wide.reindex(index=rows, columns=list(mixes.OUTCOMES))


def _heading(shown: View, about: pd.DataFrame, counts: pd.DataFrame, by: By) -> Heading:
    topic = shown.say("依申请公开办理结果", "Outcomes of requests for information")
    topic += title_end(shown, by)
    whole = int(counts.sum().sum())
    title = topic
    if about["n"].isna().all():
        pass
    elif by != "year" and not (about["n"] >= SUFFICIENT).any():
        title = shown.say(
            f"没有办结{SUFFICIENT}件以上的地方，只列件数",
            f"No place processed {SUFFICIENT} requests or more: counts only",
        )
    elif by != "year":
        enough = int((about["n"] >= SUFFICIENT).sum())
        title = shown.say(
            f"{shown.counted(len(about))}中，{enough}个办结{SUFFICIENT}件以上，可以看比例",
            f"{enough} of {shown.counted(len(about))} processed {SUFFICIENT} requests or more",
        )
    elif whole:
        granted, refused = int(counts["granted"].sum()), int(counts["refused"].sum())
        title = shown.say(
            f"办结{whole:,}件：予以公开{granted:,}件，不予公开{refused:,}件",
            f"Of {many(whole, 'request')}, {granted:,} were granted and {refused:,} refused",
        )
    else:
        title = shown.say("没有申请", "No requests")
    return Heading(
        title,
        shown.say(
            f"{topic}。各结果占办理总计（n）的比例。",
            f"{topic}: shares of the requests processed (n). ",
        )
        + (few_note(shown, "件") if by == "year" and (about["n"] < SUFFICIENT).any() else ""),
    )


def _rows(shown: View, by: By) -> list[int] | list[str]:
    if by != "year":
        return list(shown.places)
    return [year for year in shown.years if year >= first_year_of_outcomes(shown)]


def first_year_of_outcomes(shown: View) -> int:
    """The first year of which a report prints part three, as the forms since 2019 do."""
    years = shown.panel.loc[shown.panel["era"].isin(mixes.ERAS_OF_OUTCOMES), "year"]
    return int(years.min()) if len(years) else shown.years[-1]
