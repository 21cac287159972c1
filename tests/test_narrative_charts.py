"""Charts of what reports say, and say again: the numbers behind them, and the pages in print."""

from pathlib import Path

import numpy as np
import pytest

from disclosure_stats import Dataset, charts, open_dataset
from disclosure_stats.analysis import measures
from disclosure_stats.analysis.problems import named_problems, problem_topics
from disclosure_stats.charts import activity_lines
from disclosure_stats.charts import reuse_map as chart_of_reuse
from disclosure_stats.charts.printed_numbers import OriginalChangedError, OriginalMissingError
from disclosure_stats.charts.view import view
from disclosure_stats.extract import main as extract

RAW = Path(__file__).resolve().parents[1] / "data" / "raw"
COUNTY = RAW / "望蘅市" / "霁河县"


@pytest.fixture(scope="module")
def dataset(tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    """The samples of one county: web pages, some of which copy on purpose."""
    out = tmp_path_factory.mktemp("processed")
    assert extract([str(COUNTY), "--out", str(out)]) == 0
    return open_dataset(out)


def test_problems_are_counted_by_words_that_can_be_changed(dataset: Dataset) -> None:
    own = {"扫描": ["电子化", "扫描"], "没有人提": ["渔船"]}
    found = named_problems(dataset, "county", own).set_index("topic")
    texts = dataset.statements.query("kind == 'problem'").groupby("report_id")["text"]
    naming = sum("电子化" in "".join(one.dropna()) for _, one in texts)
    assert found["n"].tolist() == [24, 24]
    assert found.loc["扫描", "k"] == naming > 0
    assert found.loc["没有人提", "k"] == 0
    # What is said of readings of policy is no fault of the contents.
    content = problem_topics()["content"].words
    assert [
        any(word in text for word in content) for text in ("政策解读质量不高", "公开质量不高")
    ] == [
        False,
        True,
    ]


def test_a_report_that_states_no_problem_counts_among_the_reports(dataset: Dataset) -> None:
    assert dataset.statements["none_stated"].any()
    found = named_problems(dataset)
    assert set(found["topic"]) == set(problem_topics())
    assert found.drop_duplicates("year")["n"].sum() == len(dataset.reports)


def test_activities_are_means_over_the_reports_that_give_a_number(dataset: Dataset) -> None:
    shown = view(dataset, None, None, "zh", [])
    table = activity_lines.numbers(shown)
    meetings = table[table["activity"] == "meetings"].set_index("year")
    panel = dataset.panel(["meetings"])
    means = panel.groupby("year")["meetings"].mean().dropna()
    assert np.allclose(meetings["mean"].astype(float), means.astype(float))
    assert (meetings["reports"] <= meetings["of"]).all()
    figure = activity_lines.draw(shown)
    hollow = sum(
        len(line.get_xdata())
        for axes in figure.axes
        for line in axes.lines
        if line.get_markerfacecolor() == "white"
    )
    assert hollow == (table["reports"] < 5).sum() > 0
    assert "写明数量的报告不足5份" in figure.spoken
    titles = [axes.get_title(loc="left") for axes in figure.axes if axes.get_visible()]
    assert titles[0] == "专题会议（次）"
    assert all(
        title.endswith(("（次）", "（个）", "（人）", "（件）", "（万元）", "人次"))
        for title in titles
    )


def test_the_map_of_reuse_shows_the_measure(dataset: Dataset) -> None:
    shown = view(dataset, ["杼溪镇", "霁桥镇"], None, "zh", [])
    table = chart_of_reuse.numbers(shown, "county", dataset)
    whole = measures.reuse(dataset, "county")
    kept = whole[whole["place_label"].isin(["杼溪镇", "霁桥镇"])]
    assert table["k"].tolist() == kept["k"].tolist()


def test_two_pages_stand_side_by_side_with_marks(dataset: Dataset) -> None:
    ids = dict(zip(dataset.reports["source_path"], dataset.reports["report_id"], strict=True))
    path = next(path for path in ids if path.endswith("杼溪镇_2023.html"))
    picture = charts.reused_pages(dataset, ids[path], COUNTY)
    colours = np.asarray(picture).reshape(-1, 3)
    frames = (colours == (0, 100, 190)).all(axis=1).reshape(picture.height, picture.width)
    half = picture.width // 2
    assert frames[:, :half].sum() > 500
    assert frames[:, half:].sum() > 500


def test_pages_that_cannot_be_shown_are_answered_in_a_sentence(
    dataset: Dataset, tmp_path: Path
) -> None:
    ids = dict(zip(dataset.reports["source_path"], dataset.reports["report_id"], strict=True))
    first = next(path for path in ids if path.endswith("霁桥镇_2020.html"))
    with pytest.raises(LookupError, match="no sentence"):
        charts.reused_pages(dataset, ids[first], COUNTY)
    copied = next(path for path in ids if path.endswith("杼溪镇_2023.html"))
    with pytest.raises(OriginalMissingError, match="没有找到原件"):
        charts.reused_pages(dataset, ids[copied], tmp_path)
    (tmp_path / copied).parent.mkdir(parents=True)
    (tmp_path / copied).write_text("changed")
    with pytest.raises(OriginalChangedError, match="有变动"):
        charts.reused_pages(dataset, ids[copied], tmp_path)
