"""The notebooks: as they are committed, and run from top to bottom on the samples."""

import ast
import os
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError

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
    charts = [number for number, source in enumerate(sources) if source.startswith("charts.")]
    assert sources[charts[0]].startswith("charts.coverage_grid")  # quality comes before the rest
    if path.stem == "07_review":  # its figures are those of the findings; it exports workbooks
        assert "check([" in sources[-1]
        return
    assert any("assert " in source for source in sources)
    assert "export_briefing(" in sources[-1]


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tables of the samples."""
    out = tmp_path_factory.mktemp("processed")
    raw = str(ROOT / "data" / "raw")
    command = [sys.executable, "-m", "disclosure_stats.extract", raw, "--out", str(out)]
    subprocess.run(command, check=True, capture_output=True)
    return out


def run(path: Path, desk: Path, parameters: dict[str, object]) -> nbformat.NotebookNode:
    """Run a notebook in the folder `desk` with these parameters in place of its own."""
    notebook = nbformat.read(path, as_version=4)
    injected = "\n".join(f"{name} = {value!r}" for name, value in parameters.items())
    cell = nbformat.v4.new_code_cell(injected)
    notebook.cells.insert(2, cell)
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    place = {"metadata": {"path": str(desk)}}
    client = NotebookClient(notebook, timeout=SECONDS, resources=place)
    client.execute(env=environment)
    return notebook


def parameters_of(path: Path, tables: Path, out: Path) -> dict[str, object]:
    given: dict[str, object] = {"folder": str(tables), "output": str(out / "briefing")}
    if "reports = " in nbformat.read(path, as_version=4).cells[1].source:
        given["reports"] = str(ROOT / "data" / "raw")
    return given


@each_notebook
def test_a_notebook_runs_from_top_to_bottom(path: Path, tables: Path, tmp_path: Path) -> None:
    notebook = run(path, tmp_path, parameters_of(path, tables, tmp_path))
    outputs = [output for cell in code_cells(notebook) for output in cell.outputs]
    assert any("image/png" in output.get("data", {}) for output in outputs)
    assert all(output.output_type != "error" for output in outputs)
    assert all(output.get("name") != "stderr" for output in outputs)  # no warnings either
    endings = "*.xlsx" if path.stem == "07_review" else "*.png"
    assert list((tmp_path / "briefing").rglob(endings))


def test_a_choice_of_places_years_and_language(tables: Path, tmp_path: Path) -> None:
    path = ROOT / "notebooks" / "03_channel_mix.ipynb"
    given = parameters_of(path, tables, tmp_path)
    places = ["栎心镇", "砚秋街道", "官道口镇"]
    notebook = run(
        path, tmp_path, {**given, "places": places, "years": [2022, 2023], "language": "en"}
    )
    printed = "".join(
        output.get("text", "") for cell in code_cells(notebook) for output in cell.outputs
    )
    assert "3 个地方 / places, 2022—2023" in printed


def test_clicking_is_the_same_chart_as_a_widget(tables: Path, tmp_path: Path) -> None:
    path = ROOT / "notebooks" / "01_coverage_and_quality.ipynb"
    given = parameters_of(path, tables, tmp_path)
    notebook = run(path, tmp_path, {**given, "clicking": True})
    kinds = {
        kind
        for cell in code_cells(notebook)
        for output in cell.outputs
        for kind in output.get("data", {})
    }
    assert "application/vnd.jupyter.widget-view+json" in kinds


def test_an_unknown_place_is_answered_in_a_sentence(tables: Path, tmp_path: Path) -> None:
    path = ROOT / "notebooks" / "02_posting_volumes.ipynb"
    given = parameters_of(path, tables, tmp_path)
    with pytest.raises(CellExecutionError) as caught:
        run(path, tmp_path, {**given, "places": ["栎心乡"]})
    shown = str(caught.value)
    assert "没有“栎心乡”的报告。相近的有：栎心镇" in shown
    assert "Traceback" not in shown
