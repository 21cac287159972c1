"""The charts: what they say; that every character shows and nothing overlaps; in both languages."""

import json
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import partial
from itertools import chain, combinations, pairwise, repeat
from pathlib import Path

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest
import seaborn as sns
from dataset_writer import DatasetWriter
from invented_dataset import ALL_OUTCOMES, place_names, write_dataset
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure

from disclosure_stats import Dataset, charts, open_dataset
from disclosure_stats.analysis import measures
from disclosure_stats.analysis.measures import SUFFICIENT
from disclosure_stats.analysis.posting_volumes import SUM, TOTAL
from disclosure_stats.analysis.selection import UnknownNameError
from disclosure_stats.charts import coverage, fonts, heat, outcome_base, theme
from disclosure_stats.charts.boundaries import BoundariesError
from disclosure_stats.charts.catalogue import CHARTS
from disclosure_stats.charts.fonts import MissingGlyphError, texts_of
from disclosure_stats.charts.small_multiples import comparable_runs
from disclosure_stats.charts.view import TooManyPlacesError, view

DRAWN: dict[str, Callable[..., Figure]] = {
    "coverage_grid": charts.coverage_grid,
    "posting_volumes": charts.posting_volumes,
    "channel_mix": charts.channel_mix,
    "channel_mix_by_place": partial(charts.channel_mix, by="place"),
    "boards_and_website": charts.boards_and_website,
    "request_outcomes": charts.request_outcomes,
    "request_outcomes_by_place": partial(charts.request_outcomes, by="place"),
    "denial_funnel": charts.denial_funnel,
    "denial_dots": charts.denial_dots,
    "heat_map": charts.heat_map,
    "problems": charts.problems,
    "problems_by_county": partial(charts.problems, by="county"),
    "activities": charts.activities,
    "reuse": charts.reuse,
    "place_profile": partial(charts.place_profile, place=place_names(1)[0]),
    "county_profile": partial(charts.county_profile, county="虚0县"),
}
LANGUAGES = ("zh", "en")


@pytest.fixture(scope="module")
def dataset(tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    """Sixty invented places over ten years."""
    return open_dataset(write_dataset(tmp_path_factory.mktemp("sixty"), 60))


@pytest.fixture(scope="module")
def figures(dataset: Dataset) -> dict[tuple[str, str], Figure]:
    """Every chart in both languages, drawn once."""
    return {
        (name, language): draw(dataset, language=language)
        for name, draw in DRAWN.items()
        for language in LANGUAGES
    }


@pytest.fixture(scope="module", params=[(1, "zh"), (12, "en")], ids=["one", "twelve"])
def of_size(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Figure]:
    """Every chart of one place, and of twelve."""
    places, language = request.param
    some = open_dataset(write_dataset(tmp_path_factory.mktemp("size"), places))
    return {name: draw(some, language=language) for name, draw in DRAWN.items()}


every_chart = pytest.mark.parametrize("name", DRAWN)
both_languages = pytest.mark.parametrize("language", LANGUAGES)


def texts(figure: Figure) -> str:
    return "\n".join(text.get_text() for text in texts_of(figure))


def boxes(figure: Figure) -> Iterator[tuple[str, mpl.transforms.Bbox]]:
    canvas = FigureCanvasAgg(figure)
    canvas.draw()
    renderer = canvas.get_renderer()
    for text in texts_of(figure):
        box = text.get_window_extent(renderer)
        # What lies outside the axes' limits is clipped or not drawn: tick labels beyond the end.
        if box.width > 0 and (text.axes is None or not text.get_clip_on()):
            yield text.get_text(), box


@every_chart
@both_languages
def test_no_labels_overlap_and_none_is_cut_off(
    figures: dict[tuple[str, str], Figure], name: str, language: str
) -> None:
    check_labels(figures[name, language])


@every_chart
def test_labels_of_few_places_do_not_overlap_either(of_size: dict[str, Figure], name: str) -> None:
    check_labels(of_size[name])


LONG_NAMES = ("栗溪槐族枫坞族桐汀族自治县柏坪杉镇", "梓埠", "松坪" * 16 + "街道")


@pytest.mark.parametrize(
    "name", ["channel_mix_by_place", "heat_map", "posting_volumes", "place_profile"]
)
def test_names_that_are_too_long_are_shortened(name: str, tmp_path: Path) -> None:
    some = open_dataset(write_dataset(tmp_path, LONG_NAMES))
    draw = DRAWN[name]
    if name == "place_profile":
        draw = partial(charts.place_profile, place=LONG_NAMES[0])
    for language in LANGUAGES:
        figure = draw(some, language=language)
        check_labels(figure)
        drawn = [axes.get_position().width for axes in figure.axes]
        assert max(drawn) > 0.2  # there is room left for the chart
        if name == "heat_map":
            assert "…" in texts(figure)


def check_labels(figure: Figure) -> None:
    """No label overlaps another or is cut off."""
    found = list(boxes(figure))
    assert len(found) > 3
    whole = figure.bbox
    for label, box in found:
        assert whole.x0 <= box.x0, label
        assert box.x1 <= whole.x1, label
        assert whole.y0 <= box.y0, label
        assert box.y1 <= whole.y1, label
    for (one, first), (other, second) in combinations(found, 2):
        across = min(first.x1, second.x1) - max(first.x0, second.x0)
        down = min(first.y1, second.y1) - max(first.y0, second.y0)
        assert across <= 1 or down <= 1, f"{one!r} overlaps {other!r}"


@every_chart
@both_languages
def test_every_chart_gives_sample_source_forms_and_what_is_missing(
    figures: dict[tuple[str, str], Figure], name: str, language: str
) -> None:
    text = texts(figures[name, language])
    if language == "zh":
        for part in ("样本：", "2016—2025年度", "份报告", "2021年表", "来源："):
            assert part in text
        assert ("；缺" in text) == (name != "place_profile")  # whose place has every report
    else:
        for part in ("Sample: ", "reports (", "2021 form", "Source: "):
            assert part in text
        assert ("missing." in text) == (name != "place_profile")
        assert " 1 places" not in text


@every_chart
def test_english_charts_have_no_chinese_but_names(
    figures: dict[tuple[str, str], Figure], name: str
) -> None:
    names = "".join(place_names(60)) + "虚县"
    text = texts(figures[name, "en"]).translate({ord(c): None for c in names})
    assert [c for c in text if "\u4e00" <= c <= "\u9fff"] == []


@every_chart
def test_seaborn_cannot_undo_the_font(
    figures: dict[tuple[str, str], Figure], name: str, tmp_path: Path
) -> None:
    figure = figures[name, "zh"]
    figure.savefig(tmp_path / "before.png", dpi=50)
    with mpl.rc_context():
        sns.set_theme(font="DejaVu Sans")
        figure.savefig(tmp_path / "after.png", dpi=50)
    assert (tmp_path / "before.png").read_bytes() == (tmp_path / "after.png").read_bytes()
    family = fonts.chinese_font()
    assert all(text.get_fontfamily() == [family] for text in texts_of(figure))


def test_charts_leave_the_settings_of_others_alone(dataset: Dataset) -> None:
    with mpl.rc_context({"font.family": ["monospace"], "axes.grid": True}):
        before = dict(mpl.rcParams)
        charts.denial_funnel(dataset)
        assert dict(mpl.rcParams) == before


def one_place(folder: Path, place: str) -> Dataset:
    with DatasetWriter(folder) as writer:
        row = {"report_id": "a", "source_path": "a.pdf", "place": place, "year": 2023}
        writer.add("reports", [{**row, "era": "2021", "status": "verified"}])
    return open_dataset(folder)


def test_a_character_that_the_font_lacks_is_an_error_that_names_it(tmp_path: Path) -> None:
    dataset = one_place(tmp_path, "\ue123溪镇")
    with pytest.raises(MissingGlyphError, match=r"U\+E123.*溪镇"):
        charts.coverage_grid(dataset)


def test_a_label_added_later_is_checked_before_anything_is_saved(
    dataset: Dataset, tmp_path: Path
) -> None:
    figure = charts.denial_funnel(dataset)
    figure.axes[0].set_title("\ue123", fontfamily=fonts.chinese_font())
    with pytest.raises(MissingGlyphError):
        figure.savefig(tmp_path / "chart.png")
    assert list(tmp_path.iterdir()) == []


def test_the_charts_need_no_font_of_the_system(dataset: Dataset) -> None:
    code = f"""
import os, sys
sys.path[:0] = {sys.path!r}
from matplotlib import font_manager
font_manager.fontManager.ttflist = []  # a system without any font
from disclosure_stats import charts, open_dataset
charts.channel_mix(open_dataset({str(dataset.folder)!r})).savefig(os.devnull, format="png")
"""
    subprocess.run([sys.executable, "-W", "error::UserWarning", "-c", code], check=True)


def test_without_the_chinese_font_the_message_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    fonts.chinese_font.cache_clear()
    monkeypatch.setattr(fonts, "find_spec", lambda name: None)
    with pytest.raises(MissingGlyphError, match="install the extra 'notebooks'"):
        fonts.chinese_font()
    fonts.chinese_font.cache_clear()


def luminance(colour: str) -> float:
    """Relative luminance of an sRGB colour (IEC 61966-2-1), 0 to 1: what grey print keeps."""
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in to_rgb(colour)]
    return float(np.dot([0.2126, 0.7152, 0.0722], linear))


def lightness(colour: str) -> float:
    return 116 * luminance(colour) ** (1 / 3) - 16


# Linear transforms for full dichromacy: G. M. Machado et al., A physiologically-based model for
# simulation of color vision deficiency, IEEE TVCG 15 (2009), severity 1.0.
DICHROMACY = {
    "protanopia": [
        [0.152286, 1.052583, -0.204868],
        [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
    ],
    "deuteranopia": [
        [0.367322, 0.860646, -0.227968],
        [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
    ],
    "tritanopia": [
        [1.255528, -0.076749, -0.178779],
        [-0.078411, 0.930809, 0.147602],
        [0.004733, 0.691367, 0.303900],
    ],
}


def test_neighbours_in_a_stack_differ_in_grey_print() -> None:
    for one, other in pairwise(theme.STACK):
        assert abs(lightness(one) - lightness(other)) > 8, (one, other)
    assert abs(lightness(theme.ACCENT) - lightness(theme.SECOND)) > 20


@pytest.mark.parametrize("kind", DICHROMACY)
def test_neighbours_in_a_stack_differ_with_any_colour_vision(kind: str) -> None:
    def seen(colour: str) -> np.ndarray:
        return np.clip(np.array(DICHROMACY[kind]) @ np.array(to_rgb(colour)), 0, 1)

    for one, other in [*pairwise(theme.STACK), (theme.ACCENT, theme.SECOND)]:
        assert np.linalg.norm(seen(one) - seen(other)) > 0.15, (one, other)


def test_breaks_between_forms_are_drawn_and_named(figures: dict[tuple[str, str], Figure]) -> None:
    for name in ("coverage_grid", "heat_map"):
        figure = figures[name, "zh"]
        lines = [line for line in figure.axes[0].lines if line.get_linestyle() == "--"]
        assert sorted(float(line.get_xdata()[0]) for line in lines) == [2018.5, 2020.5]
        named = [text for text in texts(figure).splitlines() if text in ("2019年表", "2021年表")]
        assert named == ["2019年表", "2021年表"]
    note = "2019年度起多用2019年表，2021年度起多用2021年表"
    for name in ("posting_volumes", "channel_mix", "request_outcomes", "place_profile"):
        assert note in texts(figures[name, "zh"]).replace("\n", "")


def test_bars_are_as_long_as_the_shares_or_the_counts_behind_them(dataset: Dataset) -> None:
    shown = view(dataset, None, None, "zh", [q for chart in CHARTS for q in chart.quantities])
    for chart in CHARTS:
        if "_mix_" not in chart.name and "_outcomes_" not in chart.name:
            continue
        table = chart.numbers(shown)
        bars = [
            bar
            for axes in chart.draw(shown).axes
            for stack in axes.containers
            for bar in stack
            if bar.get_width() > 0
        ]
        assert table["n"].max() > 0
        some = table[table["k"] > 0]
        expected = some["k"] / some["n"].clip(lower=SUFFICIENT)
        widths = sorted(bar.get_width() for bar in bars)
        assert widths == pytest.approx(sorted(expected.astype(float)))
        assert sum(bar.get_alpha() is not None for bar in bars) == (some["n"] < SUFFICIENT).sum()


def requests_dataset(
    folder: Path, outcomes: dict[str, dict[str, int]], others: dict[str, object] | None = None
) -> Dataset:
    """A report a place on 2023 with these outcomes, all others 0, or cells with these columns."""
    with DatasetWriter(folder) as writer:
        for name, some in outcomes.items():
            report = {"place": name, "year": 2023, "era": "2021", "status": "verified"}
            writer.add("reports", [{"report_id": name, "source_path": f"{name}.pdf", **report}])
            counts = dict.fromkeys(ALL_OUTCOMES, 0) | some
            cells = {"report_id": name, "applicant": "total", "cell_state": "printed"}
            rows = (counts | {"processed_total": sum(counts.values())}).items()
            rows = [{**cells, "outcome": o, "count": c} for o, c in rows]
            writer.add("requests", [row if row["count"] else row | (others or {}) for row in rows])
    return open_dataset(folder)


def test_no_share_of_something_is_called_nothing_or_of_less_than_all_all(tmp_path: Path) -> None:
    outcomes = {"甲镇": {"granted": 999, "refused_internal": 1}, "乙镇": {"refused_internal": 40}}
    dataset = requests_dataset(tmp_path, outcomes)
    title = charts.denial_dots(dataset).heading.title
    assert title == "不予公开率：从甲镇<1%到乙镇100%"
    assert ">99%" in texts(charts.request_outcomes(dataset, by="place"))


def test_one_request_is_a_count_and_no_full_bar(tmp_path: Path) -> None:
    dataset = requests_dataset(
        tmp_path,
        {
            "甲镇": {"granted": 1, "refused_internal": 1},
            "乙镇": {"granted": 30, "refused_internal": 10},
            "丙镇": {},
        },
    )
    figure = charts.request_outcomes(dataset, by="place")
    (axes,) = figure.axes
    widths = sorted(bar.get_width() for stack in axes.containers for bar in stack)
    assert widths == pytest.approx([1 / SUFFICIENT, 1 / SUFFICIENT, 0.25, 0.75])
    check_labels(figure)  # those of two requests side by side do not run into each other
    labels = [label.get_text() for label in axes.get_yticklabels()]
    assert labels[:2] == ["乙镇", ""]  # the others in a lower group, under its heading
    assert set(labels[2:]) == {"甲镇", "丙镇"}
    text = texts(figure)
    assert "整条为30件" in text
    assert [label.get_text() for label in axes.texts].count("1") == 2
    assert "无申请" in text
    assert "100%" in text  # of the scale
    assert text.count("100%") == 1


def test_blanks_that_the_sums_force_to_be_0_count_and_are_said(tmp_path: Path) -> None:
    outcomes = {"甲镇": {"granted": 36, "refused_internal": 4}}
    blank: dict[str, object] = {"count": None, "cell_state": "blank"}
    for implied, title, note in (
        (0, "办结40件：予以公开36件，不予公开4件", "1份报告有分项空白，按其自身的合计计为0"),
        (None, "依申请公开办理结果（逐年）", "未计入：分项或总计不全的报告1份"),
    ):
        folder = tmp_path / str(implied)
        figure = charts.request_outcomes(
            requests_dataset(folder, outcomes, blank | {"implied": implied})
        )
        assert figure.heading.title == title
        assert note in texts(figure)


def test_a_funnel_without_three_places_or_any_refusal_compares_nothing(tmp_path: Path) -> None:
    two = {"甲镇": {"granted": 40, "refused_internal": 5}, "乙镇": {"granted": 35}}
    none = {name: {"granted": 40} for name in ("甲镇", "乙镇", "丙镇")}
    for number, outcomes in enumerate((two, none)):
        figure = charts.denial_funnel(requests_dataset(tmp_path / str(number), outcomes))
        assert "不能比较各地" in texts(figure)
        assert not figure.axes[0].lines


def test_a_funnel_stays_within_0_and_1_and_names_what_is_outside_95(dataset: Dataset) -> None:
    figure = charts.denial_funnel(dataset)
    (axes,) = figure.axes
    assert axes.get_ylim()[0] == 0
    for line in axes.lines:
        assert (np.asarray(line.get_ydata()) >= 0).all()
        assert (np.asarray(line.get_ydata()) <= 1).all()
    shown = view(dataset, None, None, "zh", outcome_base.QUANTITIES)
    table = next(chart for chart in CHARTS if chart.name == "denial_funnel").numbers(shown)
    outside = set(table.loc[table["outside_95"].fillna(False), "place_label"])
    assert {text.get_text() for text in axes.texts} <= outside
    assert table.loc[table["n"] < SUFFICIENT, "outside_95"].isna().all()


def test_a_funnel_of_places_that_differ_much_says_so_and_widens_its_limits(tmp_path: Path) -> None:
    rates = (2, 10, 35, 60, 90)
    outcomes = {f"{n}号镇": {"granted": 100 - n, "refused_internal": n} for n in rates}
    text = texts(charts.denial_funnel(requests_dataset(tmp_path, outcomes)))
    assert "界限已按此放宽" in text
    assert "95%（已放宽）" in text
    assert "5个地方的差别大于偶然，没有一个格外突出" in text
    assert "可由偶然解释" not in text


def test_the_scale_of_shares_is_fitted_to_the_data(dataset: Dataset) -> None:
    for chart in (charts.denial_dots, charts.boards_and_website):
        axes = chart(dataset).axes[0]
        assert axes.get_xlim()[0] == 0
        assert axes.get_xlim()[1] <= 0.5


def test_places_that_cannot_be_told_apart_are_not_ranked(tmp_path: Path) -> None:
    names = ["丙镇", "乙镇", "甲镇"]
    outcomes = {name: {"granted": 40 - n, "refused_internal": n} for n, name in enumerate(names, 4)}
    figure = charts.denial_dots(
        requests_dataset(tmp_path, outcomes), places=["乙镇", "丙镇", "甲镇"]
    )
    assert "分不出高低" in texts(figure)
    labels = [label.get_text() for label in figure.axes[0].get_yticklabels()]
    assert labels == ["乙镇", "丙镇", "甲镇"]  # as asked for


def test_places_are_compared_in_one_year(dataset: Dataset) -> None:
    shown = view(dataset, None, None, "zh", [q for chart in CHARTS for q in chart.quantities])
    for name in ("boards_and_website", "channel_mix_by_place"):
        table = next(chart for chart in CHARTS if chart.name == name).numbers(shown)
        assert table["year"].dropna().nunique() == 1
    chosen = view(dataset, None, [2021, 2022], "zh", shown.panel.columns[12:-2])
    table = next(chart for chart in CHARTS if chart.name == "boards_and_website").numbers(chosen)
    assert set(table["year"].dropna()) == {2022}


def test_form_and_narrative_stand_in_panels_of_their_own(dataset: Dataset) -> None:
    figure = charts.channel_mix(dataset)
    form, narrative = figure.axes
    assert form.get_title(loc="left") == "2014年表的统计表所列"
    assert [label.get_text() for label in form.get_yticklabels()] == ["2016", "2017", "2018"]
    assert narrative.get_yticklabels()[0].get_text() == "2019"
    named = [text.get_text() for text in form.get_legend().get_texts()]
    assert named == ["公示栏", "政府网站", "微信公众号", "微博", "政府公报", "其他方式"]
    assert "公示栏" in [text.get_text() for text in narrative.get_legend().get_texts()]


def test_a_missing_report_is_shown_as_missing(dataset: Dataset) -> None:
    shown = view(dataset, None, None, "zh", [])
    coverage = next(chart for chart in CHARTS if chart.name == "coverage")
    table = coverage.numbers(shown)
    assert len(table) == 600
    assert (table["status"] == "missing").sum() == shown.missing == 600 - len(dataset.reports)
    squares = coverage.draw(shown).axes[0].patches
    white = [square for square in squares if square.get_facecolor() == (1.0, 1.0, 1.0, 1.0)]
    assert len(white) == shown.missing


def test_files_that_nobody_can_place_are_said_under_every_chart(tmp_path: Path) -> None:
    """A damaged file tells no place and no year: its square would look like a missing report."""
    with DatasetWriter(tmp_path) as writer:
        read = {"place": "栗溪镇", "year": 2023, "era": "2021", "status": "verified"}
        writer.add("reports", [{"report_id": "a", "source_path": "a.pdf", **read}])
        failed = {"status": "failed", "error_code": "damaged"}
        writer.add("reports", [{"report_id": "b", "source_path": "b.pdf", **failed}])
        known = {"place": "栗溪镇", "year": 2022, **failed}  # by the names of folder and file
        writer.add("reports", [{"report_id": "e", "source_path": "e.pdf", **known}])
        no_year = {"place": "栗溪镇", "era": "2021", "status": "flagged"}
        writer.add("reports", [{"report_id": "c", "source_path": "c.pdf", **no_year}])
        copy = {"status": "failed", "duplicate_of": "b.pdf"}
        writer.add("reports", [{"report_id": "b", "source_path": "d.pdf", **copy}])
    dataset = open_dataset(tmp_path)
    for chart in CHARTS:
        for places in (None, ["栗溪镇"]):
            text = texts(chart.draw(view(dataset, places, None, "zh", chart.quantities)))
            assert "另有2个文件不知是何地何年，未计入（其中1个未能读取）" in text
            assert "；未能读取1份。" in text  # and none is missing, by coverage as by the others
            assert "缺1份" not in text
            assert "无报告\n" not in text
    text = texts(charts.coverage_grid(dataset, language="en"))
    assert "Not counted: 2 files of unknown place or year (1 could not be read)" in text


def test_extremes_are_of_one_form_where_forms_do_not_compare(dataset: Dataset) -> None:
    items, requests = (
        charts.heat_map(dataset, quantity=quantity).heading
        for quantity in (SUM, "requests_received")
    )
    assert "（2021年表）" in items.title
    assert min(map(int, re.findall(r"(\d{4})年）", items.title))) >= 2021
    assert "不可直接比较" in items.subtitle
    assert "2021年表" not in requests.title
    assert "算法相同" in requests.subtitle


def test_a_caption_says_how_well_its_reports_were_read(dataset: Dataset) -> None:
    counts = dataset.reports["status"].astype("string").value_counts()
    text = texts(charts.heat_map(dataset))
    assert f"已核验 {counts['verified']}" in text
    assert "不知是何地何年" not in text  # all of them are known


def test_few_requests_are_neither_ranked_nor_compared(dataset: Dataset) -> None:
    shown = view(dataset, None, None, "zh", outcome_base.QUANTITIES)
    dots = next(chart for chart in CHARTS if chart.name == "denial_dots").numbers(shown)
    states = dots["state"].tolist()
    assert states == sorted(states, key=["sound", "insufficient", "undefined"].index)
    for state in ("sound", "insufficient"):  # whose intervals all overlap here: see below
        names = list(dots.loc[dots["state"] == state, "place_label"])
        assert names == [place for place in shown.places if place in names]


def test_places_that_differ_are_sorted_and_the_order_is_named(tmp_path: Path) -> None:
    rates = {"甲镇": 3, "乙镇": 30}
    outcomes = {name: {"granted": 60 - n, "refused_internal": n} for name, n in rates.items()}
    text = texts(charts.denial_dots(requests_dataset(tmp_path / "two", outcomes)))
    assert text.index("乙镇") < text.index("甲镇")
    assert "按比例排序" in text
    assert "校正比例" not in text
    outcomes["丙镇"] = {"granted": 40, "refused_internal": 12}
    figure = charts.denial_dots(requests_dataset(tmp_path / "three", outcomes))
    labels = [label.get_text() for label in figure.axes[0].get_yticklabels()]
    assert labels == ["乙镇", "丙镇", "甲镇"]
    assert "按校正比例排序" in texts(figure)


def test_a_place_or_year_can_be_chosen_in_every_chart(dataset: Dataset) -> None:
    chosen = place_names(60)[3:6]
    for chart in CHARTS:
        shown = view(dataset, chosen, [2021, 2022, 2023], "en", chart.quantities)
        assert shown.places == tuple(chosen)
        text = texts(chart.draw(shown))
        assert "Sample: 3 places, 2021—2023" in text


def test_more_places_than_a_chart_can_show_take_pages_by_county(tmp_path: Path) -> None:
    dataset = open_dataset(write_dataset(tmp_path, 130))
    county_of = dataset.reports.drop_duplicates("place").set_index("place")["county"]
    shown = [
        [
            label.get_text()
            for label in charts.heat_map(dataset, page=page).axes[0].get_yticklabels()
        ]
        for page in (1, 2, 3)
    ]
    everything = [name for names in shown for name in names if name in county_of.index]
    assert [sum(name in county_of.index for name in names) for names in shown] == [60, 60, 10]
    assert sorted(everything) == sorted(county_of.index)
    counties = [county_of[name] for name in everything]
    assert counties == sorted(counties)
    heading = ""
    for name in shown[0]:  # each place stands under the heading of its county
        heading = heading if name in county_of.index else name
        assert county_of.get(name, heading) == heading
    text = texts(charts.heat_map(dataset, page=3))
    assert "第3页，共3页：130个地方按县区分页" in text
    with pytest.raises(UnknownNameError, match="There is no page 4; there are 3"):
        charts.heat_map(dataset, page=4)
    for by_year in (charts.channel_mix, charts.request_outcomes, charts.denial_funnel):
        assert "样本：130个地方" in texts(by_year(dataset))  # no bound where places are no rows


@pytest.mark.parametrize(
    "chart",
    [charts.coverage_grid, charts.posting_volumes, charts.heat_map, charts.boards_and_website],
)
def test_counties_in_the_place_of_places(dataset: Dataset, chart: Callable[..., Figure]) -> None:
    text = texts(chart(dataset, by="county", counties=["虚1县", "虚4县"]))
    assert "虚1县" in text
    assert "虚4县" in text
    assert "虚2县" not in text
    assert not any(place in text for place in place_names(60))


def test_the_numbers_of_a_county_add_up_those_of_its_places(dataset: Dataset) -> None:
    places = view(dataset, None, None, "zh", [SUM])
    counties = heat.numbers(places.of_counties()).set_index(["place_label", "year"])[SUM]
    expected = places.panel.groupby(["county", "year"], observed=True)[SUM].sum(min_count=1)
    assert counties.dropna().to_dict() == expected.dropna().to_dict()
    there = coverage.numbers(places.of_counties()).set_index(["place_label", "year"])
    assert there["with_report"].sum() == len(places.panel)
    assert set(there["places"]) == {8, 9}  # sixty places in seven counties


def posted(
    folder: Path, counts: dict[str, int], prefectures: dict[str, str] | None = None
) -> Dataset:
    """Places of one county, or of those of one name in these prefectures, with so many items on
    their websites in 2023, the first of them doubtful, and a thousand yuan for each."""
    certainties = chain(["doubtful"], repeat("sure"))
    with DatasetWriter(folder) as writer:
        for (place, count), certainty in zip(counts.items(), certainties, strict=False):
            row = {"report_id": place, "source_path": f"{place}.pdf", "place": place}
            row |= {"county": "虚县", "year": 2023, "era": "2021", "status": "verified"}
            row |= {"prefecture": (prefectures or {}).get(place, "虚市")}
            writer.add("reports", [row])
            said = {"period": "year", "scope": "self", "unit": "条", "certainty": certainty}
            figure = {"posting_id": 1, "channel": "website", "count": count, "page": 1}
            writer.add("postings", [said | figure], report_id=place)
            said = {"period": "year", "unit": "元", "certainty": "sure", "sentence": "虚构。"}
            money = {"activity": "dedicated_funds", "value": 1000.0 * count}
            writer.add("activities", [said | money], report_id=place)
    return open_dataset(folder)


def test_squares_hold_their_numbers_beside_one_far_greater(tmp_path: Path) -> None:
    with DatasetWriter(tmp_path / "years") as writer:  # ten years make a square narrow
        for year in range(2016, 2026):
            row = {"report_id": str(year), "source_path": f"{year}.pdf", "place": "丁镇"}
            writer.add("reports", [row | {"year": year, "era": "2021", "status": "verified"}])
            said = {"period": "year", "scope": "self", "unit": "条", "certainty": "sure"}
            count = 98_765_432 if year == 2016 else 512
            figure = {"posting_id": 1, "channel": "website", "count": count, "page": 1}
            writer.add("postings", [said | figure], report_id=str(year))
    axes = charts.heat_map(open_dataset(tmp_path / "years")).axes[0]
    written = [text.get_text() for text in axes.texts]
    assert (written.count("512"), written.count("98,765,432")) == (9, 1)
    assert axes.images[0].get_clim() == (0, 512)
    nothing = charts.heat_map(posted(tmp_path / "nothing", {"甲镇": 0, "乙镇": 0}))
    assert nothing.axes[0].images[0].get_clim() == (0, 1)  # 0 is as light as anywhere


def test_a_figure_far_beyond_all_others_leaves_them_their_scale(tmp_path: Path) -> None:
    counts = {f"{name}镇": 100 + 10 * number for number, name in enumerate("甲乙丙丁戊")}
    dataset = posted(tmp_path, counts | {"己镇": 1_234_567})
    for figure in (charts.posting_volumes(dataset), charts.county_profile(dataset, "虚县")):
        panels = [axes for axes in figure.axes if "镇" in axes.get_title(loc="left")]
        assert {round(axes.get_ylim()[1], 6) for axes in panels} == {round(140 * 1.12, 6)}
        shown = {axes.get_title(loc="left"): axes.texts for axes in panels}
        assert [text.get_text() for text in shown["己镇"]] == ["1,234,567"]
        assert "超出纵轴" in texts(figure)


def test_what_is_said_of_one_year_is_counted_in_that_year(tmp_path: Path) -> None:
    with DatasetWriter(tmp_path) as writer:
        for year, certainty in ((2022, "doubtful"), (2023, "sure")):
            row = {"report_id": str(year), "source_path": f"{year}.pdf", "place": "甲镇"}
            writer.add("reports", [row | {"year": year, "era": "2021", "status": "verified"}])
            said = {"period": "year", "scope": "self", "unit": "条", "certainty": certainty}
            for number, channel in enumerate(("notice_board", "website"), 1):
                figure = {"posting_id": number, "channel": channel, "count": 40, "page": 1}
                writer.add("postings", [said | figure], report_id=str(year))
    dataset = open_dataset(tmp_path)
    assert "1份报告的分渠道数量中，有可另有读法的" in texts(charts.channel_mix(dataset))
    by_place = charts.channel_mix(dataset, by="place")
    assert by_place.heading.title == "2023年公示栏占比：50%（写明公示栏数量的1个地方）"
    for figure in (by_place, charts.boards_and_website(dataset)):
        assert "有可另有读法的" not in texts(figure)


def test_a_square_of_a_county_says_how_many_reports_it_adds_up(tmp_path: Path) -> None:
    figure = charts.heat_map(posted(tmp_path, {"甲镇": 512, "乙镇": 8}), by="county")
    assert "520\n(2)" in texts(figure)
    assert "括号内为报告份数" in texts(figure)
    assert "1份报告的分渠道数量中，有可另有读法的" in texts(figure)


def test_a_square_and_an_area_show_money_as_it_is(tmp_path: Path) -> None:
    dataset = posted(tmp_path, {"甲镇": 4, "乙镇": 12})
    money = {"quantity": "dedicated_funds"}
    assert {text.get_text() for text in charts.heat_map(dataset, **money).axes[0].texts} == {
        "0.4",
        "1.2",
    }
    by_county = charts.heat_map(dataset, **money, by="county")
    assert "1.6\n(2)" in texts(by_county)
    for figure, scale in ((by_county, "0 1"), (charts.heat_map(dataset), "0 2 4 6 8 10 12")):
        ticks = {one.get_text(): one.get_position()[0] for one in figure.axes[-1].get_xticklabels()}
        assert ticks == {text: float(text) for text in scale.split()}  # what it says, is there
    area = charts.map(dataset, boundaries(tmp_path, ["虚县"]), **money)
    assert "虚县\n1.6 (2)" in texts(area)


def test_counties_of_one_name_are_told_apart(tmp_path: Path) -> None:
    counts, prefectures = {"甲镇": 40, "乙镇": 50, "丙镇": 60}, {"丙镇": "幻市"}
    dataset = posted(tmp_path, counts, prefectures)
    found = heat.numbers(view(dataset, None, None, "zh", [SUM]).of_counties())
    assert found.set_index("place_label")[SUM].to_dict() == {"虚市虚县": 90, "幻市虚县": 60}
    assert "Xu County, Huan City 幻市虚县" in texts(
        charts.heat_map(dataset, by="county", language="en")
    )
    with pytest.raises(TooManyPlacesError, match="幻市虚县、虚市虚县"):
        charts.county_profile(dataset, "虚县")
    assert "幻市虚县：1个地方" in charts.county_profile(dataset, "幻市虚县").heading.title
    with pytest.raises(BoundariesError):
        charts.map(dataset, boundaries(tmp_path, ["虚县"]))


def test_a_name_that_several_places_bear_has_no_page_of_its_own(tmp_path: Path) -> None:
    with DatasetWriter(tmp_path) as writer:
        for number in (1, 2):
            row = {"place": "城关镇", "county": f"虚{number}县", "year": 2023, "era": "2021"}
            ids = {"report_id": f"r{number}", "source_path": f"{number}.pdf", "status": "verified"}
            writer.add("reports", [row | ids])
    with pytest.raises(TooManyPlacesError, match="name one of them: 虚1县城关镇、虚2县城关镇"):
        charts.place_profile(open_dataset(tmp_path), "城关镇")


def test_a_dataset_with_next_to_nothing_still_gives_charts(tmp_path: Path) -> None:
    dataset = one_place(tmp_path, "孤例镇")
    for chart in CHARTS:
        figure = chart.draw(view(dataset, None, None, "zh", chart.quantities))
        if chart.name == "coverage":
            continue
        assert "所选报告中没有这些数字" in texts(figure)
        assert not figure.axes  # no empty ones


def test_a_chart_shows_itself_in_a_notebook(figures: dict[tuple[str, str], Figure]) -> None:
    picture, said = figures["heat_map", "zh"]._repr_png_()
    assert picture.startswith(b"\x89PNG")
    assert "各渠道条数之和" in said["alt"]  # to those who cannot see it
    assert "来源：" in said["alt"]


def test_titles_say_what_is_seen(tmp_path: Path) -> None:
    outcomes = {"甲镇": {"granted": 60, "refused_internal": 6}, "乙镇": {"granted": 2}}
    dataset = requests_dataset(tmp_path, outcomes)
    titles = {
        charts.request_outcomes: ("办结68件：予以公开62件，不予公开6件", "Of 68 requests, 62 were"),
        partial(charts.request_outcomes, by="place"): (
            "2个地方中，1个办结30件以上",
            "1 of 2 places",
        ),
        charts.denial_dots: ("不予公开率：甲镇9%", "Denial rate: 9% in Jia Town 甲镇"),
        charts.coverage_grid: ("2份报告：已核验2份", "2 reports: 2 verified"),
        charts.channel_mix: ("公开渠道构成", "Channels of posting"),
    }
    for chart, (zh, en) in titles.items():
        assert chart(dataset).heading.title.startswith(zh)
        assert chart(dataset, language="en").heading.title.startswith(en)


def test_counts_of_nothing_are_not_said(dataset: Dataset) -> None:
    for chart in (charts.heat_map, charts.posting_volumes, charts.coverage_grid):
        text = texts(chart(dataset))
        assert "0份" not in text.replace("20份", "").replace("30份", "")


def test_small_multiples_have_a_grid_and_the_last_figure(dataset: Dataset) -> None:
    shown = view(dataset, place_names(60)[:4], None, "zh", [SUM, TOTAL])
    table = next(chart for chart in CHARTS if chart.name == "posting_volumes")
    figure = table.draw(shown)
    for axes, (_, rows) in zip(
        figure.axes, table.numbers(shown).groupby("place_label", sort=False), strict=True
    ):
        (last,) = [text.get_text() for text in axes.texts]
        assert last == f"{rows[SUM].dropna().iloc[-1]:,}"
        assert any(line.get_visible() for line in axes.get_ygridlines())


def test_lines_of_a_profile_are_named_at_their_ends(figures: dict[tuple[str, str], Figure]) -> None:
    axes = figures["place_profile", "zh"].axes[0]
    assert {text.get_text().split()[0] for text in axes.texts} == {
        "公示栏",
        "政府网站",
        "微信公众号",
    }
    assert axes.get_legend() is None


def test_english_charts_say_a_place_in_both_scripts(figures: dict[tuple[str, str], Figure]) -> None:
    text = texts(figures["coverage_grid", "en"])
    assert "Lixili Town 栗溪栗镇" in text
    years = {label.get_text() for label in figures["channel_mix", "en"].axes[1].get_yticklabels()}
    assert years == {str(year) for year in range(2019, 2026)}


def test_lines_join_only_years_that_follow_on_each_other() -> None:
    rows = pd.DataFrame(
        {
            "year": [2016, 2017, 2018, 2019, 2020, 2021, 2022],
            "count": [1, 2, None, 4, 5, 6, 7],
            "era": ["a", "a", "a", "a", "b", None, "b"],
        }
    ).drop(index=6)
    runs = [list(part["year"]) for part in comparable_runs(rows, "count", ["era"])]
    assert runs == [[2016, 2017], [2019], [2020], [2021]]


def test_a_countys_page_has_its_townships_and_no_others(dataset: Dataset) -> None:
    figure = charts.county_profile(dataset, "虚3县")
    own = dataset.reports.loc[dataset.reports["county"] == "虚3县", "place"].unique()
    titled = {axes.get_title(loc="left") for axes in figure.axes if axes.get_visible()}
    assert titled - {"渠道构成", "新收申请（件，括号内为报告数）"} == set(own)
    panel = dataset.panel()
    panel = panel[panel["county"] == "虚3县"]
    received = panel.groupby("year")["requests_received"].agg(["sum", "count"])
    bars = [bar.get_width() for bar in figure.axes[-1].patches]
    assert bars == list(received["sum"])
    said = [text.get_text() for text in figure.axes[-1].texts]
    assert said == [f"{total:,} ({count})" for total, count in received.to_numpy()]
    with pytest.raises(UnknownNameError, match="没有“没有县”的报告。相近的有：虚"):
        charts.county_profile(dataset, "没有县")


def square(number: int, name: str) -> dict[str, object]:
    ring = [[number, 30], [number + 1, 30], [number + 1, 31], [number, 31], [number, 30]]
    return {
        "type": "Feature",
        "properties": {"id": number, "名称": name},
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }


def boundaries(folder: Path, names: list[str]) -> Path:
    features = [square(number, name) for number, name in enumerate(names)]
    path = folder / "areas.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), "utf-8")
    return path


def test_a_map_colours_the_areas_of_the_reports(dataset: Dataset, tmp_path: Path) -> None:
    names = place_names(60)[:3]
    path = boundaries(tmp_path, [*names, "别处镇"])
    figure = charts.map(dataset, path, years=[2021])
    panel = dataset.panel([SUM])
    counts = panel[panel["year"] == 2021].set_index("place_label")[SUM].reindex(names)
    patches = figure.axes[0].patches
    assert len(patches) == 4
    assert to_rgb(patches[3].get_facecolor()) == pytest.approx(to_rgb(theme.NO_DATA))
    shades = [lightness(patch.get_facecolor()[:3]) for patch in patches[:3]]
    assert np.argsort(shades)[::-1].tolist() == counts.argsort().tolist()  # darker is more
    text = texts(figure)
    assert "4块中1块没有对应的报告" in text
    for name in names:
        assert f"{name}\n{counts[name]:,}" in text


def test_a_map_of_counties_adds_up_their_places(dataset: Dataset, tmp_path: Path) -> None:
    path = boundaries(tmp_path, ["虚0县", "虚1县"])
    figure = charts.map(dataset, path, quantity="requests_received", years=[2022])
    panel = dataset.panel(["requests_received"])
    rows = panel[(panel["year"] == 2022) & (panel["county"] == "虚0县")]
    assert f"虚0县\n{rows['requests_received'].sum():,}" in texts(figure)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("not JSON", "is no GeoJSON"),
        ('{"type": "FeatureCollection"}', "is no GeoJSON"),
        ('{"type": "FeatureCollection", "features": []}', "has no polygons"),
        (
            '{"type": "Feature", "geometry": {"type": "Polygon", "coordinates": [[[0, 0]]]}}',
            "fewer",
        ),
        ("[" * 100_000, "is no GeoJSON"),
    ],
)
def test_what_is_no_boundary_is_answered_in_a_sentence(
    dataset: Dataset, tmp_path: Path, content: str, message: str
) -> None:
    path = tmp_path / "areas.geojson"
    path.write_text(content, "utf-8")
    with pytest.raises(BoundariesError, match=message):
        charts.map(dataset, path)


def test_boundaries_of_elsewhere_say_which_properties_they_have(
    dataset: Dataset, tmp_path: Path
) -> None:
    with pytest.raises(BoundariesError, match="among the areas' id, 名称"):
        charts.map(dataset, boundaries(tmp_path, ["别处镇"]))


def test_counties_are_compared_as_places_are(dataset: Dataset) -> None:
    county_of = dataset.reports.drop_duplicates("place").set_index("place")["county"]
    counties = sorted(county_of.unique())
    panel = dataset.panel()
    for chart in (charts.channel_mix, charts.request_outcomes, charts.denial_dots):
        figure = chart(dataset, by="county", language="zh")
        labels = {label.get_text() for label in figure.axes[0].get_yticklabels()} - {""}
        assert labels == set(counties)
        assert "样本：60个地方" in texts(figure)
    refused = measures.denial_rate(panel, by="county").set_index("county")
    k, n = refused.loc[counties[0], ["k", "n"]]
    assert f"{k:,} / {n:,}" in texts(charts.denial_dots(dataset, by="county"))
    text = texts(charts.denial_funnel(dataset, by="county", language="en"))
    assert "counties" in text
    assert "A point is 1 county" in text


def test_reports_of_unknown_county_are_left_out_and_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with DatasetWriter(tmp_path) as writer:
        for number, county in enumerate(("虚县", "幻县", None)):
            row = {"place": f"{number}号镇", "year": 2023, "era": "2021", "status": "verified"}
            ids = {"report_id": f"r{number}", "source_path": f"{number}.pdf"}
            writer.add("reports", [row | ids | ({"county": county} if county else {})])
    monkeypatch.setattr("disclosure_stats.charts.view.MAX_PLACES", 1)
    for chart in (charts.denial_funnel, charts.coverage_grid, charts.request_outcomes):
        text = texts(chart(open_dataset(tmp_path), by="county"))
        assert "未计入：不知属于哪个县区的报告1份" in text
        assert ("第1页，共2页" in text) == (chart is not charts.denial_funnel)
