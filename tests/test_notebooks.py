"""The notebooks: as they are committed, and run from top to bottom on the samples."""

import ast
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError
from nbclient.util import run_sync

from disclosure_stats import Dataset
from disclosure_stats.analysis import measures

ROOT = Path(__file__).resolve().parents[1]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
MOST_LINES = 10
SECONDS = 180

each_notebook = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)


def code_cells(notebook: nbformat.NotebookNode) -> list[nbformat.NotebookNode]:
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def is_parameters(cell: nbformat.NotebookNode) -> bool:
    return "parameters" in cell.metadata.get("tags", [])


def test_all_are_there() -> None:
    assert [path.stem for path in NOTEBOOKS] == [
        "00_own_reports",
        "01_coverage_and_quality",
        "02_posting_volumes",
        "03_channel_mix",
        "04_request_outcomes",
        "05_place_profile",
        "06_briefing",
        "07_review",
        "08_statements_and_reuse",
    ]


@each_notebook
def test_a_notebook_as_it_is_committed(path: Path) -> None:
    notebook = nbformat.read(path, as_version=4)
    nbformat.validate(notebook)
    first, second = notebook.cells[:2]
    assert first.cell_type == "markdown"
    for part in ("问题", "数据", "怎么读", "Question", "Data", "How to read it"):
        assert part in first.source
    assert [is_parameters(cell) for cell in code_cells(notebook)].count(True) == 1
    assert is_parameters(second)
    # Nothing but plain values, for papermill and for people who do not program.
    for statement in ast.parse(second.source).body:
        assert isinstance(statement, ast.Assign)
        ast.literal_eval(statement.value)
    for cell in code_cells(notebook):
        assert cell.outputs == []
        assert cell.execution_count is None
        lines = [line for line in cell.source.splitlines() if line.strip()]
        assert len(lines) <= MOST_LINES
    sources = [cell.source for cell in code_cells(notebook)]
    charts = [source for source in sources if source.startswith(("charts.", "show("))]
    if charts:
        assert "charts.coverage_grid" in charts[0]  # quality comes before the rest
    assert not any("assert " in source for source in sources)  # what is checked, tests check
    if path.stem != "00_own_reports":
        assert "download(" in sources[-1]  # what is exported is within reach


@pytest.fixture
def desk(home: Path, request: pytest.FixtureRequest) -> Path:
    """Where a notebook is run: a folder in that with the settings."""
    folder = home / request.node.name.replace("/", "_")
    folder.mkdir()
    return folder


@pytest.fixture(scope="module")
def kernel() -> Iterator[Any]:
    """One for all notebooks: its start and its imports take longer than most notebooks do."""
    manager = NotebookClient(nbformat.v4.new_notebook()).create_kernel_manager()
    yield manager
    run_sync(manager.shutdown_kernel)(now=True)


def run(
    path: Path, desk: Path, kernel: Any, parameters: dict[str, object]
) -> nbformat.NotebookNode:
    """Run a notebook in the folder `desk` with these parameters in place of its own."""
    notebook = nbformat.read(path, as_version=4)
    injected = "\n".join(f"{name} = {value!r}" for name, value in parameters.items())
    notebook.cells.insert(2, nbformat.v4.new_code_cell(injected))
    notebook.cells.insert(0, nbformat.v4.new_code_cell(f"%reset -f\n%cd -q {desk}"))
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    NotebookClient(notebook, timeout=SECONDS, km=kernel).execute(env=environment)
    return notebook


def outputs_of(notebook: nbformat.NotebookNode) -> list[nbformat.NotebookNode]:
    return [output for cell in code_cells(notebook) for output in cell.outputs]


@each_notebook
def test_a_notebook_runs_from_top_to_bottom(path: Path, desk: Path, kernel: Any) -> None:
    outputs = outputs_of(run(path, desk, kernel, {}))
    assert any("image/png" in output.get("data", {}) for output in outputs)
    assert all(output.output_type != "error" for output in outputs)
    assert all(output.get("name") != "stderr" for output in outputs)  # no warnings either
    kinds = {kind for output in outputs for kind in output.get("data", {})}
    if "pick(" in path.read_text(encoding="utf-8"):  # lists to choose from are there at once
        assert "application/vnd.jupyter.widget-view+json" in kinds
    if "download(" in path.read_text(encoding="utf-8"):
        number = path.stem[:2]
        endings = "*.xlsx" if path.stem == "07_review" else "*.png"
        assert list((desk / "exports" / number).rglob(endings))
        markup = "".join(output.get("data", {}).get("text/html", "") for output in outputs)
        assert f'href="exports/{number}/all.zip"' in markup


def test_a_choice_of_places_years_and_language(desk: Path, kernel: Any) -> None:
    path = ROOT / "notebooks" / "03_channel_mix.ipynb"
    places = ["栎心镇", "砚秋街道", "官道口镇"]
    chosen = {"places": places, "years": [2022, 2023], "language": "en"}
    outputs = outputs_of(run(path, desk, kernel, chosen))
    printed = "".join(output.get("text", "") for output in outputs)
    assert "3 places, 2022 to 2023" in printed


def test_what_is_not_there_is_answered_in_a_sentence(desk: Path, kernel: Any) -> None:
    path = ROOT / "notebooks" / "02_posting_volumes.ipynb"
    with pytest.raises(CellExecutionError) as caught:
        run(path, desk, kernel, {"places": ["栎心乡"]})
    shown = str(caught.value)
    assert "没有“栎心乡”的报告。相近的有：栎心镇" in shown
    assert "Traceback" not in shown


def test_a_published_report_comes_out_as_it_was_published(samples: Dataset) -> None:
    """官道口镇, 2023: 460 items on notice boards, 50 on the website, no requests."""
    known = samples.select("官道口镇", 2023).panel()
    assert known[["requests_processed", "refused"]].notna().all(axis=None)
    board = measures.channel_share(known, "notice_board").iloc[0]
    assert (board["k"], board["n"], round(board["rate"], 4)) == (460, 510, 0.902)
    website = measures.channel_share(known, "website").iloc[0]
    assert (website["k"], website["n"], round(website["rate"], 4)) == (50, 510, 0.098)
    assert round(website["low"], 3) < 0.098 < round(website["high"], 3)
    denial = measures.denial_rate(known)
    # Of no requests there is no rate, which is not a rate of 0.
    assert (denial["k"].item(), denial["n"].item(), denial["rate"].isna().item()) == (0, 0, True)


def test_a_body_that_copies_its_own_report_is_told_from_one_that_does_not(
    samples: Dataset,
) -> None:
    known = measures.reuse(samples.select(["杼溪镇", "霁桥镇"]), "body").dropna(subset=["k"])
    shares = known.groupby("place_label")[["k", "n"]].sum().eval("k / n")
    assert shares["杼溪镇"] > 0.5 > shares["霁桥镇"]


def test_an_invented_report_comes_out_as_it_was_made(samples: Dataset) -> None:
    rate = measures.denial_rate(samples.select("栎心镇", 2023).panel()).iloc[0]
    assert (rate["k"], rate["n"], round(rate["rate"], 4)) == (2, 29, 0.069)
