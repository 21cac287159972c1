"""What part of the items went to which channel."""

from collections.abc import Sequence
from typing import Final, Literal

import pandas as pd

from disclosure_stats.analysis import mixes
from disclosure_stats.analysis.dataset import Dataset
from disclosure_stats.analysis.posting_volumes import COLUMNS, ERAS_WITHOUT_BOARDS
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
from disclosure_stats.languages import Language

By = Literal["year", "place"]

SHOWN_AS: Final = {
    "notice_board": "notice_board",
    "website": "website",
    "wechat": "wechat",
    "weibo": "new_media",
    "short_video": "new_media",
    "new_media": "new_media",
}
"""The part of the bar in which a channel is shown; all others are in `rest`."""
_PARTS = ("notice_board", "website", "wechat", "new_media", "rest")


def channel_mix(
    dataset: Dataset,
    *,
    places: Sequence[str] | None = None,
    years: Sequence[int] | None = None,
    by: By = "year",
    language: Language = "zh",
) -> ChartFigure:
    """A bar a year (all places together) or a place (all years together), divided by channel.

    Shares are of the sum over channels; n is that sum. By place, reports on a form that counts by
    channel and does not ask for notice boards (that of 2014) are left out. Up to 60 places.
    """
    return draw(view(dataset, places, years, language, COLUMNS), by)


def numbers(shown: View, by: By = "year") -> pd.DataFrame:
    """`year` or `place_label`, `channel` (as in the chart), `k`, `n`, `share`, `reports`,
    `stated_total`; see `disclosure_stats.analysis.mixes.channel_mix`."""
    key = {"year": "year", "place": "place_label"}[by]
    panel = shown.panel
    rows = panel if by == "year" else panel[~panel["era"].isin(ERAS_WITHOUT_BOARDS)]
    mix = mixes.channel_mix(rows, [key])
    mix["channel"] = mix["channel"].map(lambda channel: SHOWN_AS.get(channel, "rest"))
    sums = {"k": "sum", "n": "first", "reports": "first", "stated_total": "first"}
    table = mix.groupby([key, "channel"], observed=True, sort=False).agg(sums).reset_index()
    table.insert(4, "share", table["k"] / table["n"].astype("Float64").where(table["n"] > 0))
    return table


def draw(shown: View, by: By = "year") -> ChartFigure:
    """The chart of a view."""
    table = numbers(shown, by)
    key = table.columns[0]
    rows = list(shown.years) if by == "year" else list(shown.places)
    shares = table.pivot(index=key, columns="channel", values="share")
    shares = shares.reindex(index=rows, columns=list(_PARTS))
    about = table.drop_duplicates(key).set_index(key).reindex(rows)
    names = {
        **shown.words("channels"),
        "new_media": shown.say("微博、短视频等", "Weibo, short video etc."),
    }
    heading = Heading(
        shown.say("公开渠道构成", "Channels of posting") + title_end(shown, by),
        shown.say(
            "各渠道条数占各渠道之和的比例；n为各渠道之和（同一条信息可发多个渠道）。",
            "Share of the sum over channels; n is that sum (an item may be posted in several).",
        ),
    )
    with framed(
        WIDTH, chart_height(len(rows), 0.5), heading, shown.caption(*_notes(shown, by)), 1
    ) as figure:
        axes = figure.add_subplot()
        stacked_bars(axes, shares)
        row_axis(axes, [str(row) for row in rows])
        counts = size_and_reports(shown, about["n"], about["reports"])
        beside_rows(axes, counts, shown.say("n (报告数)", "n (reports)"))
        if by == "year":
            for position, _ in shown.era_breaks():
                line = position - shown.years[0]
                axes.axhline(line, color=FAINT, linewidth=0.8, linestyle=(0, (4, 3)))
        figure.add_legend(stack_handles([names[part] for part in _PARTS]))
    return figure


def title_end(shown: View, by: By) -> str:
    """The end of a title that says what the bars are."""
    return shown.say("（逐年）", " by year") if by == "year" else shown.say("（逐地）", " by place")


def _notes(shown: View, by: By) -> list[str]:
    count, forms = shown.on_forms(ERAS_WITHOUT_BOARDS)
    if not count:
        return [shown.era_note()] if by == "year" else []
    if by == "place":
        return [
            shown.say(
                f"{forms}没有公示栏一项，用该表的{count}份报告未计入。",
                f"The {forms} does not ask for notice boards: its {count} reports are left out.",
            )
        ]
    return [
        shown.era_note(),
        shown.say(
            f"{forms}的数量取自统计表，没有公示栏一项，其余渠道不可与其后比较；其后取自报告文字。",
            f"Figures of the {forms} come from its table, which does not ask for notice boards "
            "(other channels may hold them); later ones from the text.",
        ),
    ]
