"""The package as it is installed: what it asks for, what is pinned, how lean it starts."""

import ast
import importlib.util
import re
import shutil
import subprocess
import sys
import tomllib
from graphlib import TopologicalSorter
from importlib.metadata import distribution, packages_distributions, version
from pathlib import Path
from types import ModuleType

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parents[1]
EXTRAS = {"ocr", "notebooks", "cluster", "dev", "all"}


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def name_of(requirement: str) -> str:
    match = re.match(r"[A-Za-z0-9._-]+", requirement)
    assert match, requirement
    return normal(match.group())


@pytest.fixture(scope="module")
def project() -> dict:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def pins() -> dict[str, set[str]]:
    """The versions that constraints.txt allows, by package: more than one if systems differ."""
    found: dict[str, set[str]] = {}
    for line in (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            requirement, _, _ = line.partition(";")
            name, pinned = requirement.strip().split("==")
            found.setdefault(normal(name), set()).add(pinned)
    return found


def test_the_extras_are_those_that_the_readme_names(project: dict) -> None:
    assert set(project["project"]["optional-dependencies"]) == EXTRAS
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert all(f"`{extra}`" in readme for extra in EXTRAS)


def test_every_requirement_is_pinned(project: dict, pins: dict[str, set[str]]) -> None:
    wanted = list(project["build-system"]["requires"]) + list(project["project"]["dependencies"])
    for extra in project["project"]["optional-dependencies"].values():
        wanted += extra
    names = {name_of(requirement) for requirement in wanted} - {"disclosure-stats"}
    assert names - pins.keys() == set()


def test_all_that_the_installed_packages_ask_for_is_pinned_and_installed_so(
    pins: dict[str, set[str]],
) -> None:
    todo, seen = {"pandas", "pdfplumber", "pyarrow", "pypdfium2", "pytest", "hypothesis"}, set()
    while todo:
        name = todo.pop()
        seen.add(name)
        assert version(name) in pins[name], f"{name} {version(name)}"
        for requirement in map(Requirement, distribution(name).requires or ()):
            if requirement.marker is None or requirement.marker.evaluate({"extra": ""}):
                todo |= {normal(requirement.name)} - seen
    assert "numpy" in seen


def test_constraints_hold_neither_addresses_nor_hashes() -> None:
    text = (ROOT / "constraints.txt").read_text(encoding="utf-8")
    assert "://" not in text
    assert "--" not in text


def test_the_version_is_the_same_everywhere(project: dict) -> None:
    import disclosure_stats

    stated = project["project"]["version"]
    assert disclosure_stats.__version__ == stated
    assert re.search(rf"^version: {re.escape(stated)}$", (ROOT / "CITATION.cff").read_text(), re.M)
    assert f"## {stated}" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_all_public_names_exist_and_no_others_are_made_up() -> None:
    import disclosure_stats

    for name in disclosure_stats.__all__:
        assert getattr(disclosure_stats, name) is not None
    assert set(dir(disclosure_stats)) == set(disclosure_stats.__all__)
    with pytest.raises(AttributeError, match="no attribute 'read_reprot'"):
        disclosure_stats.read_reprot  # noqa: B018


def modules_loaded_by(*arguments: str) -> set[str]:
    """The names of all modules that Python imports when it is started with `arguments`."""
    command = [sys.executable, "-X", "importtime", *arguments]
    finished = subprocess.run(command, capture_output=True, text=True, check=True)
    lines = [line for line in finished.stderr.splitlines() if line.startswith("import time:")]
    return {line.rpartition("|")[2].strip() for line in lines}


def test_importing_the_package_imports_nothing_heavy() -> None:
    loaded = modules_loaded_by("-c", "import disclosure_stats")
    assert "disclosure_stats" in loaded
    assert loaded & {"pandas", "pdfplumber", "PIL", "pyarrow", "pypdfium2"} == set()


def test_the_command_reads_a_sound_report_without_anything_heavy(tmp_path: Path) -> None:
    sample = next((ROOT / "data" / "raw").rglob("官道口镇_2023.pdf"))
    out = str(tmp_path / "tables")
    loaded = modules_loaded_by("-m", "disclosure_stats.extract", str(sample), "--out", out)
    assert "disclosure_stats.store.assemble" in loaded
    heavy = {"numpy", "pandas", "pdfplumber", "PIL", "matplotlib", "cv2", "onnxruntime"}
    assert loaded & heavy == set()


def test_reading_pdfs_loads_no_reader_of_other_formats() -> None:
    loaded = modules_loaded_by("-c", "import disclosure_stats.batch.read_file")
    assert "disclosure_stats.documents.kinds" in loaded
    others = {"selectolax", "email", "xml.etree.ElementTree"}
    assert loaded & (others | {"disclosure_stats.documents.reader"}) == set()


ROOMS = (
    "errors",
    "rows",
    "languages",
    "text",
    "forms",
    "pages",
    "documents",
    "scans",
    "places",
    "postings",
    "checks",
    "reading",
    "store",
    "batch",
    "analysis",
    "charts",
    "briefing",
)

# Within `reading`: what each folder may import of the others.
WALLS = {
    "layout": set(),
    "narrative": set(),
    "identity": {"narrative"},
    "tables": {"layout"},
    "proof": {"layout", "tables"},
}


def imports_of(path: Path) -> set[str]:
    """All modules that a source file names in its imports, at whatever place."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return found


@pytest.fixture(scope="module")
def modules() -> dict[str, set[str]]:
    """The package's modules, as dotted names below it, and the imports of each."""
    source = ROOT / "src" / "disclosure_stats"
    return {
        ".".join(path.relative_to(source).with_suffix("").parts): imports_of(path)
        for path in source.rglob("*.py")
    }


def test_a_room_imports_only_rooms_before_it(modules: dict[str, set[str]]) -> None:
    wrong = []
    for module, imported in modules.items():
        own = module.partition(".")[0]
        for name in imported:
            package, _, inner = name.partition(".")
            room = inner.partition(".")[0]
            if (
                package == "disclosure_stats"
                and own in ROOMS
                and (room in modules or room in ROOMS)
            ):
                after = room not in ROOMS or ROOMS.index(room) > ROOMS.index(own)
                wrong += [f"{module} imports {name}"] * after
    assert wrong == []


def test_the_walls_within_reading(modules: dict[str, set[str]]) -> None:
    """Layout knows no form, what stands outside the tables knows no table."""
    wrong = []
    for module, imported in modules.items():
        own = module.removeprefix("reading.").partition(".")[0]
        if not module.startswith("reading.") or own not in WALLS:
            continue
        for name in imported:
            inner = name.removeprefix("disclosure_stats.")
            other = inner.removeprefix("reading.").partition(".")[0]
            if inner.startswith("reading."):
                wrong += [f"{module} imports {name}"] * (other not in WALLS[own] | {own, "model"})
            elif own == "layout" and inner.startswith(("forms", "checks")):
                wrong.append(f"{module} imports {name}")
    assert wrong == []


def test_modules_do_not_import_each_other_in_circles(modules: dict[str, set[str]]) -> None:
    known = {f"disclosure_stats.{name.removesuffix('.__init__')}": name for name in modules}
    own = {
        name: {known[other] for other in found & known.keys()} for name, found in modules.items()
    }
    del own["__init__"]  # imports nothing by itself: it looks its names up when they are used
    assert list(TopologicalSorter(own).static_order())


def test_pandas_begins_in_analysis(modules: dict[str, set[str]]) -> None:
    users = {name.partition(".")[0] for name, imported in modules.items() if "pandas" in imported}
    assert users <= {"analysis", "charts", "briefing"}


def test_git_keeps_the_data_folders_and_ignores_what_the_command_writes() -> None:
    git = shutil.which("git")
    if git is None or not (ROOT / ".git").exists():
        pytest.skip("this is no checkout of the repository")
    names = ["README.md", "reports.parquet", ".unfinished/decided.json", "requests.csv"]
    asked = [git, "check-ignore", *(f"data/processed/{name}" for name in names)]
    said = subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, check=False).stdout
    assert said.split() == [f"data/processed/{name}" for name in names[1:]]
    assert (ROOT / "data" / "raw" / "README.md").exists()
    assert (ROOT / "data" / "processed" / "README.md").exists()


PAGES = sorted(
    [
        *ROOT.glob("*.md"),
        *ROOT.glob("docs/*.md"),
        *ROOT.glob("data/*/*.md"),
        *ROOT.glob(".github/*.md"),
    ]
)


@pytest.fixture(scope="module")
def files() -> set[str]:
    """The paths of the repository's files, from its root."""
    kept = ("src", "tests", "tools", "bench", "docs", "notebooks", ".ci", ".github")
    found = [path for folder in kept for path in (ROOT / folder).rglob("*") if path.is_file()]
    found += [path for path in ROOT.iterdir() if path.is_file()]
    return {path.relative_to(ROOT).as_posix() for path in found}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_pages_link_to_files_that_exist(page: Path) -> None:
    links = re.findall(r"\]\(([^)#\s]+)[^)]*\)", page.read_text(encoding="utf-8"))
    own = [link for link in links if "://" not in link]
    assert [link for link in own if not (page.parent / link).exists()] == []


@pytest.mark.parametrize(
    "page", ["README.md", "CONTRIBUTING.md", "docs/architecture.md", "docs/postings.md"]
)
def test_pages_name_files_that_exist(page: str, files: set[str]) -> None:
    """From the root, from the package, or by the end of their path: `reading/document.py`."""
    text = (ROOT / page).read_text(encoding="utf-8")
    named = set(re.findall(r"`([\w./-]+\.(?:py|toml|tsv|md|ipynb|txt|yaml))`", text))
    assert len(named) > 1
    assert {
        name for name in named if not any(f"/{file}".endswith(f"/{name}") for file in files)
    } == set()


def test_contributing_names_a_place_for_each_kind_of_change() -> None:
    """The five that a new hand asks for, by their file."""
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    rows = {row.partition("|")[0].strip(): row for row in text.split("\n| ")}
    for kind, file in {
        "a **spelling** of a row or column": "forms/2021.toml",
        "a **channel**'s name, a verb, a unit": "postings/vocabulary.toml",
        "a **layout** that is read wrongly": "tests/layouts/catalogue.py",
        "a **chart**": "charts/catalogue.py",
        "a **check** of the narrative against a table": "checks/claims.toml",
        "a **correction** of one number": "data/corrections.csv",
    }.items():
        assert f"`{file}`" in rows[kind]


def test_every_form_is_named_where_a_spelling_goes(files: set[str]) -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    forms = {file for file in files if re.fullmatch(r"src/disclosure_stats/forms/\d+\.toml", file)}
    assert forms
    assert all(f"`{file.removeprefix('src/disclosure_stats/')}`" in text for file in forms)


def test_the_hooks_run_the_tasks_that_continuous_integration_runs(tasks: ModuleType) -> None:
    hooks = (ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8")
    entries = re.findall(r"entry: python3 tasks\.py (\w+)", hooks)
    assert entries == ["lint", "test"]
    assert hooks.count("entry:") == len(entries)
    assert set(entries) <= set(tasks.CHECKS)
    assert "python3 tasks.py test" in (ROOT / ".ci" / "run").read_text(encoding="utf-8")


def test_a_version_that_is_out_has_its_date(project: dict) -> None:
    heads = re.findall(r"^## (.+)$", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.M)
    citation = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    released = re.search(r"^date-released: (\d{4}-\d\d-\d\d)$", citation, re.M)
    assert released is not None
    assert heads[:2] == ["Unreleased", f"{project['project']['version']} ({released[1]})"]


@pytest.mark.parametrize("folder", ["src", "tests", "bench"])
def test_what_is_imported_is_declared(project: dict, folder: str) -> None:
    """Every package that a file imports, beside the standard library and the project's own."""
    wanted = list(project["project"]["dependencies"])
    for extra in project["project"]["optional-dependencies"].values():
        wanted += extra
    wanted += (ROOT / "bench" / "requirements.txt").read_text().split("\n")
    declared = {name_of(one) for one in wanted if re.match(r"\w", one)}
    own = {"disclosure_stats", "tasks", "tools", "tests"}
    own |= {path.stem for name in ("tests", "bench") for path in (ROOT / name).iterdir()}
    imported = {
        name.partition(".")[0]
        for path in (ROOT / folder).rglob("*.py")
        for name in imports_of(path)
    }
    packages = packages_distributions()
    missing = {
        name
        for name in imported - own - sys.stdlib_module_names
        if not declared & {normal(one) for one in packages.get(name, [name])}
    }
    assert missing == set()


PRIVATE_DOTTED_NAME = re.compile(r"disclosure_stats(\.\w+)*\._(?!_)\w+")


def private_uses(path: Path) -> list[str]:
    """Where a file goes past the public names of the package: `from … import _x`, `Name._x` of
    what it imports, and a dotted name with a private part in a string (`monkeypatch.setattr`)."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    imported: set[str] = set()
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("disclosure_stats"):
            imported |= {alias.asname or alias.name for alias in node.names}
            found += [(node, alias.name) for alias in node.names if is_private(alias.name)]
        elif isinstance(node, ast.Attribute) and is_private(node.attr):
            owner = node.value
            if isinstance(owner, ast.Name) and owner.id in imported:
                found.append((node, node.attr))
        elif isinstance(node, ast.Constant) and PRIVATE_DOTTED_NAME.fullmatch(str(node.value)):
            found.append((node, str(node.value)))
    return [f"{path.relative_to(ROOT)}:{node.lineno} {name}" for node, name in found]


def is_private(name: str) -> bool:
    return name.startswith("_") and not name.startswith("__")


@pytest.mark.parametrize("folder", ["tests", "bench", "tools"])
def test_tests_and_benchmarks_use_the_public_door(folder: str) -> None:
    assert [use for path in (ROOT / folder).rglob("*.py") for use in private_uses(path)] == []


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
