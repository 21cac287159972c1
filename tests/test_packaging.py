"""The package as it is installed: what it asks for, what is pinned, how lean it starts."""

import ast
import re
import subprocess
import sys
import tomllib
from graphlib import TopologicalSorter
from importlib.metadata import distribution, packages_distributions, version
from pathlib import Path

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


def test_what_can_wait_is_loaded_once_processes_are_starting() -> None:
    loaded = modules_loaded_by("-c", "import disclosure_stats.extract")
    assert "disclosure_stats.batch.worker_process" in loaded
    late = {"pyarrow", "tomllib", "disclosure_stats.forms", "disclosure_stats.store.code_book"}
    assert loaded & late == set()
    reading = modules_loaded_by("-c", "import disclosure_stats.store.parts")
    assert "pyarrow" in reading
    assert reading & {"http.client", "urllib.request"} == set()


def test_reading_pdfs_loads_no_reader_of_other_formats() -> None:
    loaded = modules_loaded_by("-c", "import disclosure_stats.batch.read_file")
    assert "disclosure_stats.documents.kinds" in loaded
    others = {"selectolax", "email", "xml.etree.ElementTree"}
    assert loaded & (others | {"disclosure_stats.documents.reader"}) == set()


ROOMS = (
    "languages",
    "errors",
    "near",
    "console",
    "rows",
    "data_file",
    "processors",
    "settings",
    "text",
    "forms",
    "pages",
    "documents",
    "scans",
    "places",
    "postings",
    "activities",
    "statements",
    "checks",
    "reading",
    "store",
    "batch",
    "analysis",
    "charts",
    "briefing",
    "lab",
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
    assert users <= {"analysis", "charts", "briefing", "lab"}


def test_the_architecture_tells_of_every_room() -> None:
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    assert [room for room in ROOMS if f"`{room}/`" not in text and f"`{room}.py`" not in text] == []
    assert [folder for folder in WALLS if f"`reading/{folder}/`" not in text] == []


def test_no_file_is_excused_from_the_limit_of_complexity_that_meets_it(project: dict) -> None:
    excuses = project["tool"]["ruff"]["lint"]["per-file-ignores"]
    excused = {name for name, rules in excuses.items() if "C901" in rules}
    command = [sys.executable, "-m", "ruff", "check", "src", "--select", "C901", "--quiet"]
    command += ["--config", "lint.per-file-ignores={}", "--output-format", "concise"]
    said = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False).stdout
    exceeding = {line.partition(":")[0].replace("\\", "/") for line in said.splitlines()}
    assert excused <= exceeding


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
