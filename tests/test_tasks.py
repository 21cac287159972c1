"""tasks.py: the commands that set everything up and do the work."""

import importlib.util
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from disclosure_stats.settings import Settings, write_settings

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


def remember(tasks: ModuleType, reports: Path, tables: Path) -> None:
    tables.mkdir(parents=True)
    (tables / "reports.parquet").touch()
    write_settings(Settings(str(reports), str(tables)), tasks.ROOT)


@pytest.fixture
def ran(tasks: ModuleType, monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, ...]]:
    """What would be run, without `-m`."""
    found: list[tuple[str, ...]] = []
    monkeypatch.setattr(tasks, "run", lambda *arguments: found.append(arguments[1:]) or 0)
    shutil.copytree(ROOT / "notebooks", tasks.ROOT / "notebooks")
    return found


@pytest.mark.parametrize("tables_are_there", [True, False])
def test_the_notebooks_open_on_tables(
    tasks: ModuleType, ran: list[tuple[str, ...]], tables_are_there: bool
) -> None:
    if tables_are_there:
        remember(tasks, tasks.ROOT / "reports", tasks.ROOT / "tables")
    assert tasks.main(["lab", "--no-browser"]) == 0
    assert tasks.calls == ["environment", {"notebooks", "ocr"}]
    *before, lab = ran
    assert lab[0] == "jupyterlab"
    assert f"--ServerApp.root_dir={tasks.ROOT}" in lab  # what is exported is within reach
    assert "--LabApp.default_url=/lab/tree/my_work/00_own_reports.ipynb" in lab
    assert lab[-1] == "--no-browser"
    assert before == [("disclosure_stats.own_reports",)] * (not tables_are_there)


@pytest.mark.parametrize("task", ["extract", "lab", "gallery"])
def test_a_folder_of_ones_own_is_one_line(
    tasks: ModuleType, ran: list[tuple[str, ...]], task: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    remember(tasks, tasks.ROOT / "others", tasks.ROOT / "tables")  # of other reports
    (tasks.ROOT / "elsewhere" / "mine").mkdir(parents=True)
    monkeypatch.chdir(tasks.ROOT / "elsewhere")
    assert tasks.main([task, "mine"]) == 0
    # Seen from where the command was given, though it is run in the checkout.
    assert ran[0] == ("disclosure_stats.own_reports", str(tasks.ROOT / "elsewhere" / "mine"))


def test_extract_takes_where_to_and_the_language(
    tasks: ModuleType, ran: list[tuple[str, ...]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tasks.ROOT)
    assert tasks.main(["extract", "--out", "s3://bucket/tables", "--language", "zh"]) == 0
    assert ran[-1][1:] == ("--out", "s3://bucket/tables", "--language", "zh")
    assert tasks.main(["extract", "--out", "tables"]) == 0
    assert ran[-1][1:] == ("--out", str(tasks.ROOT / "tables"))


def test_running_notebooks_leaves_the_originals_as_they_are(
    tasks: ModuleType, ran: list[tuple[str, ...]], capsys: pytest.CaptureFixture[str]
) -> None:
    name = "01_coverage_and_quality.ipynb"
    original, copy = tasks.ROOT / "notebooks" / name, tasks.ROOT / "my_work" / name
    committed = original.read_bytes()
    remember(tasks, tasks.ROOT / "reports", tasks.ROOT / "tables")
    tasks.main(["lab"])
    assert copy.read_bytes() == committed

    ran_through = json.loads(copy.read_text("utf-8"))
    ran_through["cells"][1]["execution_count"] = 1
    copy.write_text(json.dumps(ran_through), "utf-8")
    tasks.main(["lab"])
    assert json.loads(copy.read_text("utf-8")) == ran_through  # what it shows stays

    newer = json.loads(committed)
    newer["cells"].pop()
    original.write_text(json.dumps(newer), "utf-8")
    tasks.main(["lab"])
    assert json.loads(copy.read_text("utf-8")) == newer  # nobody changed the copy

    own = json.loads(copy.read_text("utf-8"))
    own["cells"][1]["source"] = ["years = 2023"]
    copy.write_text(json.dumps(own), "utf-8")
    original.write_bytes(committed)
    capsys.readouterr()
    tasks.main(["lab"])
    assert json.loads(copy.read_text("utf-8")) == own
    assert f"{name}: kept as you changed it" in capsys.readouterr().out


def test_the_gallery_runs_every_notebook(tasks: ModuleType, ran: list[tuple[str, ...]]) -> None:
    remember(tasks, tasks.ROOT / "reports", tasks.ROOT / "tables")
    assert tasks.main(["gallery"]) == 0
    assert ran == [("disclosure_stats.lab.gallery", "notebooks", "--out", "build/gallery")]


def test_setting_up_says_how_far_it_is(
    tasks: ModuleType, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = [f"Collecting package{number}\n" for number in range(1, 61)]
    said = tasks.follow_pip([*lines, "  Downloading x\n", "Installing collected packages: a\n"])
    assert len(said) == 62
    assert capsys.readouterr().out.splitlines() == [
        "  package 25: package25",
        "  package 50: package50",
        "  installing 60 packages",
    ]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((), "the following arguments are required"),
        (("build",), "invalid choice"),
        (("test", "-x"), "takes no options"),
        (("test", "data"), "takes no options"),
        (("lab", "no/such/folder"), "no folder or file no/such/folder"),
        (("lab", "data/raw", "--out", "tables"), "are for extract"),
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
