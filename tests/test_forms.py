"""The statutory forms as data: what each has, and what is asked of it."""

import ast
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import disclosure_stats
from disclosure_stats.forms import ERAS, Form, form_of_year, load_form

PACKAGE = Path(disclosure_stats.__file__).parent


def codes_of(form: Form) -> set[str | None]:
    """The codes of all rows of a form."""
    items = [item for block in form.disclosures for item in block.items]
    rows = [*items, *form.outcomes, *form.stages, *form.indicators]
    return {row.code for row in rows}


@pytest.mark.parametrize(
    ("era", "tables"),
    [
        ("2014", ("indicators",)),
        ("2019", ("disclosures", "requests", "appeals")),
        ("2021", ("disclosures", "requests", "appeals")),
    ],
)
def test_the_tables_that_a_form_has(era: str, tables: tuple[str, ...]) -> None:
    assert load_form(era).tables == tables


@pytest.mark.parametrize("era", ERAS)
def test_what_a_form_says_of_its_rows_names_rows_that_it_has(era: str) -> None:
    form = load_form(era)
    named = set(form.optional_rows)
    for alternative in form.alternatives:
        named |= {alternative.one, *alternative.several}
    assert named <= codes_of(form)


@pytest.mark.parametrize(
    ("year", "era"),
    [(2007, None), (2008, "2014"), (2018, "2014"), (2019, "2019"), (2020, "2019"), (2021, "2021")],
)
def test_the_form_of_a_year(year: int, era: str | None) -> None:
    form = form_of_year(year)
    assert (form and form.era) == era


def test_the_newest_form_stays_in_use_until_another_comes() -> None:
    assert form_of_year(2100) is load_form(ERAS[-1])


def test_an_era_without_a_form_is_an_error_that_names_those_there_are() -> None:
    with pytest.raises(ValueError, match="2014, 2019, 2021"):
        load_form("2020")


def test_no_module_speaks_of_an_era_by_its_code() -> None:
    """What an era has or lacks is asked of its form."""
    found = [
        f"{path.relative_to(PACKAGE)}:{node.lineno}"
        for path in PACKAGE.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and node.value in ERAS
    ]
    assert found == []


# The invented dataset's reports on 2024 and 2025 are then on a form of their own.
WITH_A_NEW_FORM = """
import json, sys
from pathlib import Path
from random import Random
from disclosure_stats import charts, open_dataset, read_report
from invented_dataset import write_dataset
from layouts import Layout, consistent_truth, draw_report

data = open_dataset(write_dataset(Path(sys.argv[1]), places=3))
panel = data.panel()
new = panel[panel["era"] == "2024"]
figure = charts.request_outcomes(data, language="en")
texts = [text.get_text() for text in figure.texts]
path = Path(sys.argv[1]) / "report.pdf"
path.write_bytes(draw_report(consistent_truth("2021", Random(1)).changed(year=2025), Layout())[0])
read = read_report(path)
print(json.dumps({
    "years": sorted({int(year) for year in new["year"]}),
    "codes": list(data.reports["era"].cat.categories),
    "granted": bool(new["granted"].notna().all()),
    "texts": texts,
    "read": [read.era, read.status],
}))
"""


def test_a_new_era_is_a_file(tmp_path: Path) -> None:
    """Reader, store, panel and charts know a form from its file alone."""
    copy = tmp_path / "disclosure_stats"
    shutil.copytree(PACKAGE, copy, ignore=shutil.ignore_patterns("__pycache__"))
    form = (copy / "forms" / "2021.toml").read_text(encoding="utf-8")
    form = form.replace("first_year = 2021", "first_year = 2024")
    (copy / "forms" / "2024.toml").write_text(form, encoding="utf-8")
    paths = os.pathsep.join([str(tmp_path), str(Path(__file__).parent)])
    finished = subprocess.run(
        [sys.executable, "-c", WITH_A_NEW_FORM, str(tmp_path / "tables")],
        env=os.environ | {"PYTHONPATH": paths, "PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert finished.returncode == 0, finished.stderr
    found = json.loads(finished.stdout)
    assert found["years"] == [2024, 2025]
    assert found["codes"] == ["2014", "2019", "2021", "2024"]
    assert found["granted"]
    assert any("2024 form" in text for text in found["texts"])
    assert found["read"] == ["2024", "verified"]
