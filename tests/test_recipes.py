"""The recipes of the documentation: run as they stand there, in pandas and in DuckDB."""

import re
import shutil
from pathlib import Path
from random import Random
from typing import Any

import pandas as pd
import pytest
from layouts.layout import Layout
from layouts.report import draw_report
from layouts.truth import consistent_truth

import disclosure_stats as ds
from disclosure_stats.extract import main as extract

ROOT = Path(__file__).resolve().parents[1]
TEXT = (ROOT / "docs" / "recipes.md").read_text(encoding="utf-8")
MOST_LINES = 5
LANGUAGES = ("python", "sql", "r", "stata")


def recipes() -> dict[str, dict[str, str]]:
    """Title → language → code, of every numbered recipe."""
    parts = re.split(r"^## (\d+\. .+)$", TEXT, flags=re.M)
    return {
        title: dict(re.findall(r"^```(\w+)\n(.*?)^```$", body, flags=re.M | re.S))
        for title, body in zip(parts[1::2], parts[2::2], strict=True)
    }


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder as the recipes assume it: tables, the panel in DuckDB, a table of population."""
    home = tmp_path_factory.mktemp("desk")
    given = home / "given" / "望蘅市"
    for county in ("栎川县", "澹溪县"):
        shutil.copytree(ROOT / "data" / "raw" / "望蘅市" / county, given / county)
    town = given / "栎川县" / "石埠桥镇"
    town.mkdir()
    truth = consistent_truth("2021", Random(5)).changed(year=2022)
    later = truth.with_values({("requests", "received", "total"): 991})
    (town / "2022.pdf").write_bytes(draw_report(truth, Layout())[0])
    (town / "2022（更正）.pdf").write_bytes(draw_report(later, Layout())[0])
    extract([str(home / "given"), "--out", str(home / "data" / "processed"), "--workers", "1"])
    data = ds.open_dataset(home / "data" / "processed")
    data.export_panel(home / "panel.duckdb")
    people = data.panel()[["place_label", "year"]]
    people.assign(people=range(9000, 9000 + 7 * len(people), 7)).to_csv(
        home / "population.csv", index=False
    )
    return home


def test_there_are_ten_each_in_four_languages_and_five_lines_at_most() -> None:
    assert len(recipes()) == 10
    for title, codes in recipes().items():
        assert tuple(codes) == LANGUAGES, title
        lines = [len([line for line in code.splitlines() if line]) for code in codes.values()]
        assert all(0 < count <= MOST_LINES for count in lines), title


@pytest.mark.parametrize("title", recipes(), ids=lambda title: title.partition(".")[0])
def test_pandas_and_duckdb_give_the_same_answer(
    title: str, desk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    duckdb = pytest.importorskip("duckdb")
    pytest.importorskip("statsmodels")
    monkeypatch.chdir(desk)
    data = ds.open_dataset("data/processed")
    names: dict[str, Any] = {"ds": ds, "pd": pd, "data": data, "panel": data.panel()}
    exec(recipes()[title]["python"], names)
    with duckdb.connect("panel.duckdb", read_only=True) as connection:
        found = connection.sql(recipes()[title]["sql"]).df()
    ours = comparable(names["answer"])
    assert len(ours)
    pd.testing.assert_frame_equal(ours, comparable(found), check_dtype=False, rtol=1e-9)


def comparable(frame: pd.DataFrame) -> pd.DataFrame:
    """The frame with plain numbers and texts, its rows sorted."""
    plain = {}
    for name in frame:
        values = frame[name]
        if pd.api.types.is_numeric_dtype(values.dtype):
            plain[name] = values.astype("Float64").to_numpy("float64", na_value=float("nan"))
        else:
            plain[name] = values.astype("object").where(values.notna(), "").astype(str)
    result = pd.DataFrame(plain)
    return result.sort_values(list(result)).reset_index(drop=True)
