"""How requests for information ended."""

from collections.abc import Sequence

import pandas as pd

from disclosure_stats.analysis import mixes
from disclosure_stats.analysis.dataset import Dataset
from disclosure_stats.analysis.measures import SUFFICIENT
from disclosure_stats.charts.channels import By, title_end
from disclosure_stats.charts.frame import ChartFigure, Heading, framed
from disclosure_stats.charts.rows import (
    WIDTH,
    beside_rows,
    chart_height,
    row_axis,
    size_and_reports,
)
from disclosure_stats.charts.stacks import stack_handles, stacked_bars
from disclosure_stats.charts.theme import FAINT
from disclosure_stats.charts.view import View, view
from disclosure_stats.forms import ERAS
from disclosure_stats.languages import Language


def request_outcomes(
    dataset: Dataset,
    *,
    places: Sequence[str] | None = None,
    years: Sequence[int] | None = None,
    by: By = "year",
    language: Language = "zh",
) -> ChartFigure:
    """A bar a year (all places together) or a place (all years together), divided by outcome.

    三（一） to 三（六） of the forms since 2019; n is the requests processed. Reports whose
    outcomes do not add up to 总计, and those on a form without part three, are left out. Up to 60
    places.
    """
    return draw(view(dataset, places, years, language, [*mixes.OUTCOMES, "requests_processed"]), by)


def numbers(shown: View, by: By = "year") -> pd.DataFrame:
    """`year` or `place_label`, `outcome`, `k`, `n`, `share`, `reports`, `reports_left_out`; see
    `disclosure_stats.analysis.mixes.outcome_mix`."""
    return mixes.outcome_mix(shown.panel, [{"year": "year", "place": "place_label"}[by]])


def draw(shown: View, by: By = "year") -> ChartFigure:
    """The chart of a view."""
    table = numbers(shown, by)
    key = table.columns[0]
    rows = _rows(shown, by)
    shares = table.pivot(index=key, columns="outcome", values="share")
    shares = shares.reindex(index=rows, columns=list(mixes.OUTCOMES))
    about = table.drop_duplicates(key).set_index(key).reindex(rows)
    heading = Heading(
        shown.say("依申请公开办理结果", "Outcomes of requests for information")
        + title_end(shown, by),
        shown.say(
            f"各结果占办理总计的比例；n为办理总计。n小于{SUFFICIENT}（标*）时，比例随一两件而大变。",
            f"Share of the requests processed; n is their number. With n under {SUFFICIENT} "
            "(marked *), one or two requests change the shares much.",
        ),
    )
    caption = shown.caption(*_notes(shown, about, by))
    with framed(WIDTH, chart_height(len(rows), 0.5), heading, caption, 1) as figure:
        axes = figure.add_subplot()
        stacked_bars(axes, shares)
        row_axis(axes, [str(row) for row in rows])
        counts = size_and_reports(shown, about["n"], about["reports"])
        few = (about["n"] < SUFFICIENT).fillna(False)
        marked = [f"{text} *" if mark else text for text, mark in zip(counts, few, strict=True)]
        beside_rows(axes, marked, shown.say("n (报告数)", "n (reports)"))
        if by == "year":
            for position, _ in shown.era_breaks():
                line = position - first_year_of_outcomes(shown)
                if line > 0:
                    axes.axhline(line, color=FAINT, linewidth=0.8, linestyle=(0, (4, 3)))
        names = shown.words("outcomes")
        figure.add_legend(stack_handles([names[outcome] for outcome in mixes.OUTCOMES]))
    return figure


def _rows(shown: View, by: By) -> list[int] | list[str]:
    if by == "place":
        return list(shown.places)
    return [year for year in shown.years if year >= first_year_of_outcomes(shown)]


def first_year_of_outcomes(shown: View) -> int:
    """The first year of which a report prints part three, as the forms since 2019 do."""
    years = shown.panel.loc[shown.panel["era"].isin(mixes.ERAS_OF_OUTCOMES), "year"]
    return int(years.min()) if len(years) else shown.years[-1]


def few_marked(size: int) -> str:
    """n, with the mark for one under `SUFFICIENT`."""
    return f"{size} *" if size < SUFFICIENT else str(size)


def _notes(shown: View, about: pd.DataFrame, by: By) -> list[str]:
    count, forms = shown.on_forms([era for era in ERAS if era not in mixes.ERAS_OF_OUTCOMES])
    left_out = int(about["reports_left_out"].sum())
    notes = [shown.era_note()] if by == "year" else []
    if left_out:
        notes.append(
            shown.say(
                f"未计入：分项不全或与总计不符的报告{left_out}份。",
                f"Left out: {left_out} reports with outcomes missing or not adding up.",
            )
        )
    if count:
        notes.append(
            shown.say(
                f"未计入：用{forms}的报告{count}份，其答复分类不同。",
                f"Left out: {count} reports on the {forms}, with other classes of replies.",
            )
        )
    return notes
