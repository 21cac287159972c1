"""The code book: complete for whatever the tables hold, and the same wherever it is shown."""

import csv
import io
import json
import tomllib
from importlib.resources import files
from pathlib import Path

import pytest
from dataset_writer import DatasetWriter

import disclosure_stats as ds
from disclosure_stats.checks.rules import rules
from disclosure_stats.forms import ERAS, load_form
from disclosure_stats.store.code_book import OPEN_COLUMNS, closed_codes, code_book, codes_csv
from disclosure_stats.store.code_book_page import code_book_page
from disclosure_stats.store.datapackage import datapackage_json
from disclosure_stats.store.schemas import TABLES

PAGE = Path(__file__).parents[1] / "docs" / "codes.md"
CODE_COLUMNS = [
    (table.name, column.name)
    for table in TABLES.values()
    for column in table.columns
    if column.kind == "code" and column.name not in OPEN_COLUMNS
]


def test_the_page_is_current() -> None:
    assert PAGE.read_text(encoding="utf-8") == code_book_page()


@pytest.mark.parametrize(("table", "column"), CODE_COLUMNS)
def test_every_column_of_codes_has_its_codes_each_named_in_both_languages(
    table: str, column: str
) -> None:
    found = [code for code in code_book() if (code.table, code.column) == (table, column)]
    assert found
    assert all(code.label_zh and code.label_en for code in found)
    assert set(ds.labels(column, "en")) >= {code.code for code in found}


def test_every_row_and_column_of_every_form_stands_in_it() -> None:
    for era in ERAS:
        form = load_form(era)
        printed = {
            "outcome": form.outcomes,
            "applicant": form.applicants,
            "stage": form.stages,
            "result": form.results,
            "indicator": form.indicators,
            "item": [row for block in form.disclosures for row in block.items],
            "measure": [row for block in form.disclosures for row in block.measures],
        }
        for column, entries in printed.items():
            listed = {
                (code.code, code.label_zh)
                for code in code_book()
                if code.column == column and era in code.eras.split()
            }
            assert {(row.code, row.labels[0]) for row in entries if row.code} <= listed


def test_every_code_has_its_names_and_no_name_is_left_over() -> None:
    text = (files("disclosure_stats.store") / "code_names.toml").read_text(encoding="utf-8")
    names = tomllib.loads(text)
    listed = {kind: {column: set() for column in of_kind} for kind, of_kind in names.items()}
    for code in code_book():
        kind = "english" if code.eras else "both"
        if code.column != "era":  # made of the years themselves
            listed[kind][code.column].add(code.code)
    for kind, columns in listed.items():
        for column, codes in columns.items():
            assert codes == names[kind][column].keys(), column
    assert set(ds.labels("rule")) == set(rules())


def test_labels_are_those_of_the_latest_form() -> None:
    assert ds.labels("outcome")["refused_enforcement_file"] == "7.属于行政执法案卷"
    assert "enforcement" in ds.labels("outcome", "en")["refused_enforcement_file"]
    assert ds.labels("item")["normative_documents"] == "行政规范性文件"
    with pytest.raises(LookupError, match="outcome"):
        ds.labels("outcomes")


def test_the_codes_lie_beside_the_tables_and_in_their_description(tmp_path: Path) -> None:
    with DatasetWriter(tmp_path):
        pass
    raw = (tmp_path / "codes.csv").read_bytes().decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(raw)))
    assert len(rows) == len(code_book())
    assert {"table": "requests", "code": "granted", "label_zh": "（一）予以公开"}.items() <= next(
        row for row in rows if row["code"] == "granted"
    ).items()
    assert codes_csv().startswith("\ufeff")
    package = json.loads(datapackage_json())
    for resource in package["resources"]:
        for field in resource["schema"]["fields"]:
            codes = closed_codes(resource["name"], field["name"])
            assert field.get("constraints", {}).get("enum", []) == list(codes)
            assert [one["value"] for one in field.get("categories", [])] == list(codes)


def test_a_dataset_names_its_codes_too(tmp_path: Path) -> None:
    with DatasetWriter(tmp_path):
        pass
    assert ds.open_dataset(tmp_path).labels("applicant")["company"] == "商业企业"
