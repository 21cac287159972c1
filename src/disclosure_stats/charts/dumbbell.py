"""Notice boards against the website, place by place, in one year."""

from collections.abc import Sequence

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D

from disclosure_stats.analysis.dataset import Dataset
from disclosure_stats.analysis.measures import SUFFICIENT
from disclosure_stats.analysis.mixes import comparable_year
from disclosure_stats.analysis.posting_volumes import ERAS_WITHOUT_BOARDS, SUM
from disclosure_stats.charts.frame import ChartFigure, Heading, framed, nothing_to_show, percent
from disclosure_stats.charts.rows import (
    WIDTH,
    beside_rows,
    chart_height,
    fitted_scale,
    group_heading,
    in_two_groups,
    row_axis,
    word_in_row,
)
from disclosure_stats.charts.theme import ACCENT, FAINT, SECOND
from disclosure_stats.charts.view import Unit, View, view
from disclosure_stats.languages import Language

_BOARD, _WEBSITE = "postings_notice_board", "postings_website"


def boards_and_website(
    dataset: Dataset,
    *,
    places: str | Sequence[str] | None = None,
    years: int | Sequence[int] | None = None,
    counties: str | Sequence[str] | None = None,
    prefectures: str | Sequence[str] | None = None,
    by: Unit = "place",
    language: Language = "zh",
    page: int = 1,
) -> ChartFigure:
    """A row a place: the share of notice boards and that of the website, joined by a line.

    Of the sum over channels, all places on one year: the latest for which most places give a figure
    for both (`mixes.comparable_year`; choose it by `years`). Sorted by the share of notice boards;
    places without both figures for that year, or with n under 30, come after, without marks.

    With `by="county"` a row a county, over its places that give both figures for that year. Over 60
    places take several pages (`page`), by county.
    """
    names = [_BOARD, _WEBSITE, SUM]
    return draw(view(dataset, places, years, language, names, page, by, counties, prefectures))


def numbers(shown: View) -> pd.DataFrame:
    """`place_label`, `year` (null without both figures for it), `notice_board`, `website` (Int64),
    `n` (sum over channels), `notice_board_share`, `website_share` (Float64); sorted as in the
    chart."""
    # Of counties too the year is chosen by their places.
    year = comparable_year((shown.sample or shown).panel, [_BOARD, _WEBSITE])
    of_year = _given(shown, year)
    if shown.sample:
        keys = ["place_label", "year"]
        of_year = of_year.groupby(keys, observed=True)[[_BOARD, _WEBSITE, SUM]].sum().reset_index()
    table = of_year.set_index("place_label")[["year", _BOARD, _WEBSITE, SUM]]
    table = table.set_axis(["year", "notice_board", "website", "n"], axis=1).astype("Int64")
    size = table["n"].astype("Float64").where(table["n"] > 0)
    for channel in ("notice_board", "website"):
        table[f"{channel}_share"] = table[channel] / size
    table = table.reindex(pd.Index(shown.places, name="place_label"))
    key = table["notice_board_share"].where(table["n"] >= SUFFICIENT)
    order = key.sort_values(ascending=False, kind="stable").index
    return table.loc[order].reset_index()


def _given(shown: View, year: int | None) -> pd.DataFrame:
    """The reports on a year that give both."""
    return shown.panel[shown.panel["year"] == year].dropna(subset=[_BOARD, _WEBSITE])


def draw(shown: View) -> ChartFigure:
    """The chart of a view."""
    table = numbers(shown)
    compared = table[(table["n"] >= SUFFICIENT).fillna(False)]
    rows = in_two_groups(
        table["place_label"], set(table["place_label"]) - set(compared["place_label"])
    )
    year = table["year"].dropna().max()
    heading = Heading(_title(shown, compared, year), _subtitle(shown))
    height = chart_height(len(rows.labels), 0.3)
    with framed(WIDTH, height, heading, shown.caption(*_notes(shown, year)), 1) as figure:
        if pd.isna(year):
            return nothing_to_show(figure, shown)
        axes = figure.add_subplot()
        row_axis(axes, [shown.name(label) for label in rows.labels])
        _pairs(axes, compared)
        missing = shown.say(f"{year}年度没有两项数量", f"no figures for both in {year}")
        for row, (n, board, website) in zip(
            rows.positions[rows.upper :],
            table.iloc[rows.upper :][["n", "notice_board", "website"]].itertuples(index=False),
            strict=True,
        ):
            few = shown.say(
                f"公示栏{board}条，政府网站{website}条",
                f"notice boards {board}, website {website}",
            )
            word_in_row(axes, row, missing if pd.isna(n) else few)
        group_heading(axes, rows, shown.say("不作比较", "not compared"))
        sizes = ["—" if pd.isna(n) else f"{n:,}" for n in table["n"]]
        beside_rows(axes, sizes, shown.say("n（条）", "n (items)"), rows.positions)
        figure.add_legend(_handles(shown))
    return figure


def _title(shown: View, compared: pd.DataFrame, year: int) -> str:
    if compared.empty:
        return shown.say("公示栏与政府网站", "Notice boards and website")
    if len(compared) == 1:
        (label,) = compared["place_label"]
        name = shown.name(str(label))
        boards, website = (
            percent(float(compared[column].iloc[0]))
            for column in ("notice_board_share", "website_share")
        )
        return shown.say(
            f"{name}{year}年：公示栏占{boards}，政府网站占{website}",
            f"{name}, {year}: notice boards {boards}, website {website}",
        )
    more = int((compared["notice_board"] > compared["website"]).sum())
    return shown.say(
        f"{year}年：{shown.counted(len(compared))}中，{more}个公示栏多于政府网站",
        f"{year}: {more} of {shown.counted(len(compared))} posted more on notice boards than on "
        "the website",
    )


def _subtitle(shown: View) -> str:
    return shown.say(
        "公示栏与政府网站各占各渠道条数之和（n）的比例，各地同一年度。",
        "Shares of notice boards and website in the sum over channels (n), all on one year.",
    )


def _notes(shown: View, year: int) -> list[str]:
    if pd.isna(year):
        return []
    _, forms = shown.on_forms(ERAS_WITHOUT_BOARDS)
    return [
        shown.say(
            f"取{year}年度：多数地方两项都有数量的最近一年。{forms}没有公示栏一项，取自文字。",
            f"{year} is the latest year for which most places give both. The {forms} does not ask "
            "for notice boards: the text gives them.",
        ),
        shown.doubtful_note(_given(shown, year)),
    ]


def _pairs(axes: Axes, compared: pd.DataFrame) -> None:
    rows = range(len(compared))
    board = compared["notice_board_share"].astype("float64")
    website = compared["website_share"].astype("float64")
    fitted_scale(axes, [*board, *website], len(compared))
    axes.hlines(rows, board, website, color=FAINT, linewidth=1.6, zorder=2)
    axes.scatter(board, rows, s=36, color=ACCENT, zorder=3, clip_on=False)
    axes.scatter(
        website,
        rows,
        s=36,
        facecolor="white",
        edgecolor=SECOND,
        linewidth=1.6,
        zorder=3,
        clip_on=False,
    )


def _handles(shown: View) -> list[Line2D]:
    channels = shown.words("channels")
    return [
        Line2D([], [], color=ACCENT, marker="o", ls="", label=channels["notice_board"]),
        Line2D(
            [], [], color=SECOND, marker="o", mfc="white", mew=1.6, ls="", label=channels["website"]
        ),
    ]
