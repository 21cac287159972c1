"""What part of the items went to which channel."""

from collections.abc import Sequence
from typing import Final, NamedTuple

import pandas as pd
from matplotlib.axes import Axes

from disclosure_stats.analysis import mixes
from disclosure_stats.analysis.dataset import Dataset
from disclosure_stats.analysis.measures import SUFFICIENT
from disclosure_stats.analysis.posting_volumes import COLUMNS, ERAS_WITHOUT_BOARDS, SOURCE, SUM
from disclosure_stats.charts.frame import ChartFigure, Heading, framed, nothing_to_show, percent
from disclosure_stats.charts.natives import NativeBars, native_bars
from disclosure_stats.charts.rows import (
    WIDTH,
    Rows,
    beside_rows,
    chart_height,
    group_heading,
    in_two_groups,
    row_axis,
    size_and_reports,
)
from disclosure_stats.charts.stacks import Said, few_note, items_said, stack_handles, stacked_bars
from disclosure_stats.charts.theme import BREAK, STACK
from disclosure_stats.charts.view import By, View, view
from disclosure_stats.charts.words import many
from disclosure_stats.languages import Language

_PANEL_HEAD = 0.75  # inches for the title, legend and scale of a panel


class Parts(NamedTuple):
    """Into which parts a source's bars are divided: channel → part, and the parts' colours."""

    of_channel: dict[str, str]
    colours: tuple[str, ...]

    @property
    def names(self) -> list[str]:
        """The parts, in order."""
        return [*dict.fromkeys(self.of_channel.values()), "rest"]


PARTS: Final = {
    # The form has rows for these channels and no others; boards are named in the text beside it.
    "form": Parts(
        {
            "notice_board": "notice_board",
            "website": "website",
            "wechat": "wechat",
            "weibo": "weibo",
            "print": "print",
        },
        STACK,
    ),
    "narrative": Parts(
        {
            "notice_board": "notice_board",
            "website": "website",
            "wechat": "wechat",
            "weibo": "new_media",
            "short_video": "new_media",
            "new_media": "new_media",
        },
        STACK,
    ),
}
"""By `channel_source`: a form's own table and the narrative count different things."""


def channel_mix(
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
    """A bar a year (all places together), a place or a county, divided by channel.

    Shares are of the sum over channels; n is that sum. By year, figures of a form's own table and
    those of narratives stand in panels of their own: that of 2014 asks for no notice boards, which
    are the text's, and a part of its other ways.
    By place or county, the figures are those of narratives on one year, the latest for which most
    places have any (choose it by `years`). With n under 30 a bar is faded and bears counts.

    By place or county, over 60 take several pages (`page`), places by county.
    """
    shown = view(dataset, places, years, language, COLUMNS, page, by, counties, prefectures)
    return draw(shown, by)


def numbers(shown: View, by: By = "year") -> pd.DataFrame:
    """`year` and `channel_source` (or `place_label` and `year`), `channel` (as in the chart), `k`,
    `n`, `share`, `reports`, `stated_total`; see `disclosure_stats.analysis.mixes.channel_mix`."""
    keys = ["year", SOURCE] if by == "year" else ["place_label", "year"]
    mix = mixes.channel_mix(shown.panel if by == "year" else _of_one_year(shown), keys)
    sources = mix[SOURCE] if by == "year" else ["narrative"] * len(mix)
    mix["channel"] = [
        PARTS[source].of_channel.get(channel, "rest")
        for source, channel in zip(sources, mix["channel"], strict=True)
    ]
    sums = {"k": "sum", "n": "first", "reports": "first", "stated_total": "first"}
    table = mix.groupby([*keys, "channel"], observed=True, sort=False).agg(sums).reset_index()
    share = table["k"] / table["n"].astype("Float64").where(table["n"] > 0)
    table.insert(list(table).index("n") + 1, "share", share)
    return table


def _of_one_year(shown: View) -> pd.DataFrame:
    """The reports that places are compared by: those with figures of the narrative, on the latest
    year for which most places have any."""
    # Of counties too the year is chosen by their places.
    places = (shown.sample or shown).panel
    year = mixes.comparable_year(places[places[SOURCE] == "narrative"], [SUM])
    return shown.panel[(shown.panel[SOURCE] == "narrative") & (shown.panel["year"] == year)]


def draw(shown: View, by: By = "year") -> ChartFigure:
    """The chart of a view."""
    return _by_year(shown) if by == "year" else _by_place(shown)


def _by_year(shown: View) -> ChartFigure:
    table = numbers(shown)
    sources = [source for source in PARTS if (table[SOURCE] == source).any()]
    years = {source: _span(shown, table[table[SOURCE] == source]) for source in sources}
    subject = _subject(shown, table, sources)
    heading = Heading(_title_by_year(shown, subject), _subtitle(shown, table, "year"))
    bars = sum(map(len, years.values()))
    height = chart_height(max(bars, 3), _PANEL_HEAD * max(1, len(sources)))
    caption = shown.caption(
        *_notes_by_year(shown, sources), _given_note(shown, subject), shown.doubtful_note()
    )
    with framed(WIDTH, height, heading, caption) as figure:
        if not sources:
            return nothing_to_show(figure, shown)
        panels = figure.subplots(
            len(sources), 1, squeeze=False, height_ratios=[len(years[name]) for name in sources]
        )
        for axes, source in zip(panels[:, 0], sources, strict=True):
            of_source = table[table[SOURCE] == source].set_index("year")
            draw_bars(axes, shown, of_source, Rows(tuple(map(str, years[source]))), source)
            _panel_head(axes, shown, source)
            for position, _ in shown.era_breaks():
                if years[source][0] < position < years[source][-1]:
                    line = position - years[source][0]
                    axes.axhline(line, **BREAK)
        figure.row_axes = None if len(sources) > 1 else panels[0, 0]
    return figure


def _by_place(shown: View) -> ChartFigure:
    table = numbers(shown, "place").set_index("place_label")
    sizes = table["n"].groupby(level=0).first().reindex(list(shown.places))
    few = sizes.index[~(sizes >= SUFFICIENT).fillna(False)]
    rows = in_two_groups(shown.places, set(few))
    heading = Heading(_title_by_place(shown, table), _subtitle(shown, table, "place"))
    notes = shown.caption(*_notes_by_place(shown))
    height = chart_height(len(rows.labels), 0.3)
    with framed(WIDTH, height, heading, notes, 1) as figure:
        if table.empty:
            return nothing_to_show(figure, shown)
        axes = figure.add_subplot()
        draw_bars(axes, shown, table, rows, "narrative")
        text = few_note(shown, shown.say("条", ""))
        if sizes[few].isna().all():
            text = shown.say(
                f"{table['year'].iloc[0]}年度没有分渠道数量的",
                f"No figures by channel for {table['year'].iloc[0]}",
            )
        group_heading(axes, rows, text)
        figure.add_legend(stack_handles(part_names(shown, "narrative")))
    return figure


def draw_bars(
    axes: Axes,
    shown: View,
    table: pd.DataFrame,
    rows: Rows,
    source: str,
    words: Said | None = None,
) -> None:
    """The bars of one source, from a table indexed by year or place, with `words` on them."""
    table = table.set_axis(table.index.astype("string"))
    counts = _counts(table, rows.names, source)
    stacked_bars(axes, counts, words or items_said(shown), rows.positions, PARTS[source].colours)
    row_axis(axes, [shown.name(label) for label in rows.labels])
    about = table[~table.index.duplicated()].reindex(list(rows.names))
    texts = size_and_reports(about["n"], about["reports"])
    beside_rows(axes, texts, shown.say("n (报告数)", "n (reports)"), rows.positions)


def _counts(table: pd.DataFrame, rows: Sequence[str], source: str) -> pd.DataFrame:
    """The counts by part of one source, a row each of `rows` (years or places)."""
    wide = table.pivot(columns="channel", values="k")
    return wide.reindex(index=list(rows), columns=PARTS[source].names)


def natives(shown: View, by: By = "year") -> list[NativeBars]:
    """The bars of a view as data, those of form and narrative apart."""
    table = numbers(shown, by)
    unit = shown.say("条", "")
    bars = []
    for source in PARTS if by == "year" else ("narrative",):
        of_source = table[table[SOURCE] == source] if by == "year" else table
        if of_source.empty:
            continue
        rows = list(map(str, _span(shown, of_source))) if by == "year" else list(shown.places)
        keyed = of_source.set_index(of_source.columns[0])  # the year, or the place
        counts = _counts(keyed.set_axis(keyed.index.astype("string")), rows, source)
        names = dict(zip(PARTS[source].names, part_names(shown, source), strict=True))
        counts = counts.rename(columns=names, index=shown.name)
        title = _panel_title(shown, source)
        bars.append(native_bars(shown, counts, PARTS[source].colours, unit, title))
    return bars


def _panel_head(axes: Axes, shown: View, source: str) -> None:
    """Title and legend of a panel, over its scale."""
    axes.set_title(_panel_title(shown, source), pad=36)
    axes.legend(
        handles=stack_handles(part_names(shown, source), PARTS[source].colours),
        loc="lower left",
        bbox_to_anchor=(0, 1),
        ncols=len(PARTS[source].names),
        borderaxespad=1.5,
    )


def _panel_title(shown: View, source: str) -> str:
    _, forms = shown.on_forms(ERAS_WITHOUT_BOARDS)
    return shown.words("panels")[source].format(forms=forms)


def part_names(shown: View, source: str) -> list[str]:
    """What the parts of a source's bars are called, in order."""
    names = shown.words("channels")
    if source == "form":
        names = {**names, **shown.words("form_channels")}
    else:
        several = shown.say("微博、短视频等", "Weibo, short video etc.")
        names = {**names, "new_media": several}
    return [names[part] for part in PARTS[source].names]


def _span(shown: View, table: pd.DataFrame) -> list[int]:
    """The years from the first with figures to the last."""
    first, last = table["year"].min(), table["year"].max()
    return [year for year in shown.years if first <= year <= last]


class _Subject(NamedTuple):
    """What a title by year is about: a part of a source, its name, and the rows of the first and
    the last year that have enough of it."""

    source: str
    part: str
    name: str
    rows: pd.DataFrame


def _subject(shown: View, table: pd.DataFrame, sources: Sequence[str]) -> _Subject | None:
    """The first channel that any year has enough of, null for none."""
    for source in reversed(sources):
        enough = table[(table[SOURCE] == source) & (table["n"] >= SUFFICIENT)]
        for part, name in zip(PARTS[source].names, part_names(shown, source), strict=True):
            rows = enough[enough["channel"] == part]
            if len(rows):
                return _Subject(source, part, name, rows.iloc[[0, -1]].drop_duplicates("year"))
    return None


def _title_by_year(shown: View, subject: _Subject | None) -> str:
    """The share of the first channel in the first and the last year that have enough."""
    if subject is None:
        return shown.say("公开渠道构成", "Channels of posting")
    _, _, name, rows = subject
    shares = list(zip(rows["year"], map(percent, rows["share"]), strict=True))
    return shown.say(
        f"{name}占比：" + "，".join(f"{year}年{share}" for year, share in shares),
        f"Share of {name}: " + ", ".join(f"{share} in {year}" for year, share in shares),
    )


def _given_note(shown: View, subject: _Subject | None) -> str:
    """How many of the reports behind the title's shares give a number for its channel."""
    if subject is None:
        return ""
    source, part, name, rows = subject
    columns = [f"postings_{one}" for one, own in PARTS[source].of_channel.items() if own == part]
    of_source = shown.panel[shown.panel[SOURCE] == source]
    gives = of_source[of_source[columns].notna().any(axis=1)].groupby("year").size()
    counts = [(year, gives.get(year, 0), of) for year, of in rows[["year", "reports"]].to_numpy()]
    return shown.say(
        f"写明{name}数量的报告："
        + "，".join(f"{year}年{of}份中{given}份" for year, given, of in counts)
        + "；没写数量的渠道没有条块，不等于0。",
        f"Reports with a number for {name}: "
        + ", ".join(f"{given} of {of} in {year}" for year, given, of in counts)
        + "; without one, no segment: that is not 0.",
    )


def _title_by_place(shown: View, table: pd.DataFrame) -> str:
    enough = table[(table["channel"] == "notice_board") & (table["n"] >= SUFFICIENT)]
    if enough.empty:
        return shown.say("公开渠道构成", "Channels of posting")
    year = enough["year"].iloc[0]
    low, high = percent(enough["share"].min()), percent(enough["share"].max())
    span = shown.say(f"从{low}到{high}", f"from {low} to {high}") if low != high else low
    given = shown.counted(len(enough))
    return shown.say(
        f"{year}年公示栏占比：{span}（写明公示栏数量的{given}）",
        f"Share of notice boards in {year}: {span} ({given} with a number for them)",
    )


def _subtitle(shown: View, table: pd.DataFrame, by: By) -> str:
    topic = shown.say("公开渠道构成", "Channels of posting") + title_end(shown, by)
    text = shown.say(
        f"{topic}。各渠道条数占各渠道之和（n）的比例；同一条信息可发多个渠道。",
        f"{topic}: shares of the sum over channels (n); an item may be posted in several. ",
    )
    few = by == "year" and (table["n"] < SUFFICIENT).any()
    return text + (few_note(shown, "条") if few else "")


def title_end(shown: View, by: By) -> str:
    """The end of a title that says what the bars are."""
    if by == "year":
        return shown.say("（逐年）", " by year")
    unit = ("逐县区", "county") if shown.sample else ("逐地", "place")
    return shown.say(f"（{unit[0]}）", f" by {unit[1]}")


def _notes_by_year(shown: View, sources: Sequence[str]) -> list[str]:
    _, forms = shown.on_forms(ERAS_WITHOUT_BOARDS)
    notes = [shown.era_note()]
    if len(shown.places) > 1:
        notes.append(
            shown.say("各年有报告的地方不尽相同。", "Not the same places have reports each year.")
        )
    if len(sources) > 1:
        notes.append(
            shown.say(
                f"{forms}没有公示栏一项（取自文字，并从“其他方式”中减去），两图不可比较。",
                f"The {forms} does not ask for notice boards (they are the text's, taken off its "
                "other ways): the two panels do not compare.",
            )
        )
    return notes


def _notes_by_place(shown: View) -> list[str]:
    used = _of_one_year(shown)
    notes = [
        shown.say(
            "各地取同一年度：多数地方有数量的最近一年。",
            "One year for all places: the latest for which most have figures.",
        ),
        shown.say(
            "没写数量的渠道没有条块，不等于0。",
            "A channel without a number has no segment, which is not 0.",
        ),
    ]
    _, forms = shown.on_forms(ERAS_WITHOUT_BOARDS)
    of_year = shown.panel[shown.panel["year"].isin(used["year"])]
    of_form = int((of_year[SOURCE] == "form").sum())
    if of_form:
        notes.append(
            shown.say(
                f"{forms}与报告文字所计不同，该年度用该表数量的{of_form}份报告未计入。",
                f"The {forms} counts otherwise than the text: left out are "
                f"{many(of_form, 'report')} on that year with its figures.",
            )
        )
    return [*notes, shown.doubtful_note(used)]
