"""tasks.py: the commands that set everything up and do the work."""

import importlib.util
import re
import shutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture
def tasks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """tasks.py over a folder of its own; nothing is installed or run: `calls` notes what would."""
    spec = importlib.util.spec_from_file_location("tasks", ROOT / "tasks.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    for name in ("pyproject.toml", "constraints.txt"):
        shutil.copy(ROOT / name, tmp_path)
    (tmp_path / ".venv").mkdir()
    calls: list[object] = []
    monkeypatch.setattr(module, "ROOT", tmp_path)
    monkeypatch.setattr(module, "STAMP", tmp_path / ".venv" / "installed.txt")
    monkeypatch.setattr(module, "make_environment", lambda: calls.append("environment"))
    monkeypatch.setattr(module, "install", lambda extras: calls.append(extras))
    module.calls = calls
    return module


def test_tasks_install_once(tasks: ModuleType) -> None:
    tasks.prepare(set())
    tasks.prepare(set())
    assert tasks.calls == ["environment", set()]


def test_tasks_add_an_extra_to_what_is_installed_and_keep_it(tasks: ModuleType) -> None:
    tasks.prepare(set())
    tasks.prepare({"dev"})
    tasks.prepare(set())
    assert tasks.calls == ["environment", set(), {"dev"}]


def test_tasks_start_anew_when_a_pin_changes(tasks: ModuleType) -> None:
    tasks.prepare({"dev"})
    with (tasks.ROOT / "constraints.txt").open("a") as constraints:
        constraints.write("example==1.0\n")
    tasks.prepare({"dev"})
    assert tasks.calls == ["environment", {"dev"}] * 2


@pytest.mark.parametrize("broken", ["ruff", "mypy", "pytest"])
def test_the_test_task_runs_everything_and_fails_if_one_step_does(
    tasks: ModuleType, monkeypatch: pytest.MonkeyPatch, broken: str
) -> None:
    ran = []

    def run(*arguments: str) -> int:
        ran.append(arguments[1])
        return int(arguments[1] == broken)

    monkeypatch.setattr(tasks, "run", run)
    assert tasks.test() == 1
    assert ran == ["ruff", "ruff", "mypy", "pytest"]


@pytest.mark.parametrize(
    ("task", "steps"), [("lint", ["ruff", "ruff", "mypy"]), ("coverage", ["pytest"])]
)
def test_the_parts_of_the_test_task_by_themselves(
    tasks: ModuleType, monkeypatch: pytest.MonkeyPatch, task: str, steps: list[str]
) -> None:
    ran = []
    monkeypatch.setattr(tasks, "run", lambda *arguments: ran.append(arguments[1]) or 1)
    assert tasks.main([task]) == 1
    assert ran == steps


@pytest.mark.parametrize("tables_are_there", [True, False])
def test_the_notebooks_open_on_tables(
    tasks: ModuleType, monkeypatch: pytest.MonkeyPatch, tables_are_there: bool
) -> None:
    ran: list[tuple[str, ...]] = []
    monkeypatch.setattr(tasks, "run", lambda *arguments: ran.append(arguments) or 0)
    if tables_are_there:
        (tasks.ROOT / tasks.TABLES).mkdir(parents=True)
        (tasks.ROOT / tasks.TABLES / "reports.parquet").touch()
    assert tasks.main(["lab", "--no-browser"]) == 0
    assert tasks.calls == ["environment", {"notebooks", "ocr"}]
    *before, lab = [arguments[1:] for arguments in ran]
    assert lab[:2] == ("jupyterlab", "notebooks/01_coverage_and_quality.ipynb")
    assert lab[-1] == "--no-browser"
    assert [arguments[0] for arguments in before] == ["disclosure_stats.extract"] * (
        not tables_are_there
    )


def test_the_gallery_runs_every_notebook(
    tasks: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    ran: list[tuple[str, ...]] = []
    monkeypatch.setattr(tasks, "run", lambda *arguments: ran.append(arguments) or 0)
    shutil.copytree(ROOT / "notebooks", tasks.ROOT / "notebooks")
    assert tasks.main(["gallery"]) == 0
    nbconvert = ran[-1]
    assert "--execute" in nbconvert
    assert [Path(name).stem[:2] for name in nbconvert[-6:]] == ["01", "02", "03", "04", "05", "06"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((), "the following arguments are required"),
        (("build",), "invalid choice"),
        (("test", "-x"), "takes no options"),
    ],
)
def test_tasks_explain_wrong_usage(arguments: tuple[str, ...], message: str) -> None:
    command = [sys.executable, str(ROOT / "tasks.py"), *arguments]
    finished = subprocess.run(command, capture_output=True, text=True, check=False)
    assert finished.returncode == 2
    assert message in finished.stderr


def test_the_hooks_run_the_tasks_that_continuous_integration_runs(tasks: ModuleType) -> None:
    hooks = (ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8")
    entries = re.findall(r"entry: python3 tasks\.py (\w+)", hooks)
    assert entries == ["lint", "test"]
    assert hooks.count("entry:") == len(entries)
    assert set(entries) <= set(tasks.CHECKS)
    assert "python3 tasks.py test" in (ROOT / ".ci" / "run").read_text(encoding="utf-8")
