"""What the pages of the project say is so: links, files that are named, folders for data."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


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
