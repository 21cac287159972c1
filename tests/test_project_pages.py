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


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_pages_name_files_that_exist(page: Path, files: set[str]) -> None:
    """From the root, from the package, or by the end of their path: `reading/document.py`."""
    text = page.read_text(encoding="utf-8")
    named = set(re.findall(r"`([\w./-]+\.(?:py|toml|tsv|md|ipynb|txt|yaml))`", text))
    unknown = {name for name in named if not any(f"/{file}".endswith(f"/{name}") for file in files)}
    assert unknown <= {"disclosure_stats.toml"}  # a user's, beside the tables


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


FOR_USERS = ("guide", "faq", "limits", "recipes")


@pytest.mark.parametrize("name", FOR_USERS)
def test_pages_for_users_say_the_same_in_both_languages(name: str) -> None:
    """The same headings, level by level and number by number, with the same code below each."""
    english, chinese = (
        (ROOT / "docs" / f"{name}{end}.md").read_text(encoding="utf-8") for end in ("", ".zh-CN")
    )
    assert outline(english) == outline(chinese)
    assert len(outline(english)) > 4
    assert f"]({name}.zh-CN.md)" in english or name == "recipes"
    assert f"]({name}.md)" in chinese


@pytest.mark.parametrize("page", ["docs/guide.md", "docs/guide.zh-CN.md", "README.zh-CN.md"])
def test_every_notebook_is_listed(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    listed = re.findall(r"^\| `(\d\d_\w+)` \|", text, re.MULTILINE)
    assert listed == sorted(path.stem for path in (ROOT / "notebooks").glob("*.ipynb"))
    first = (ROOT / "notebooks" / "00_own_reports.ipynb").read_text(encoding="utf-8")
    assert all(f"]({name}.ipynb)" in first for name in listed[1:])


def outline(page: str) -> list[tuple[str, str, list[str]]]:
    """Each heading's level and number, with the blocks of code up to the next."""
    parts = re.split(r"^(#+) (\d*)[^\n]*\n", page, flags=re.MULTILINE)
    return [
        (level, number, re.findall(r"```.*?```", text, re.DOTALL))
        for level, number, text in zip(parts[1::3], parts[2::3], parts[3::3], strict=True)
    ]


def test_the_chinese_readme_is_of_full_length() -> None:
    """Its first screen has the two commands, and it leads to all pages for users."""
    text = (ROOT / "README.zh-CN.md").read_text(encoding="utf-8")
    english = (ROOT / "README.md").read_text(encoding="utf-8")
    commands = ["python3 tasks.py extract MY_REPORTS", "python3 tasks.py lab"]
    for page in (text, english):
        first_screen = "\n".join(page.splitlines()[:20])
        assert all(command in first_screen for command in commands)
    assert all(f"](docs/{name}.zh-CN.md)" in text for name in FOR_USERS)
    assert all(f"](docs/{name}.md)" in english for name in FOR_USERS)
    assert len(text) > 4_000
    assert "](README.zh-CN.md)" in english
    assert "](README.md)" in text


@pytest.mark.parametrize("page", ["README.md", *(f"docs/{name}.md" for name in FOR_USERS)])
def test_pages_for_users_keep_the_words_of_the_trade_out(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    for word in ("whose doing", "sums hold", "shrunken"):
        assert word not in text
