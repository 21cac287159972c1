"""The written tables: types, CSV that is safe to open, whole or not at all."""

import csv
import json
from contextlib import nullcontext
from itertools import permutations
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as parquet
import pytest
from hypothesis import given
from hypothesis import strategies as st

from disclosure_stats import open_dataset
from disclosure_stats.batch.in_order import TablesInOrder
from disclosure_stats.batch.plan import PlannedFile
from disclosure_stats.batch.tasks import Piece, ReadPiece, Task
from disclosure_stats.check import main as check
from disclosure_stats.errors import OldTablesError
from disclosure_stats.store.arrow import arrow_schema, arrow_table
from disclosure_stats.store.assemble import Assembly
from disclosure_stats.store.dictionary import data_dictionary
from disclosure_stats.store.folder import Folder
from disclosure_stats.store.handover import finish_handover, put_in_place
from disclosure_stats.store.parts import PartWriter
from disclosure_stats.store.schemas import TABLES
from disclosure_stats.store.snapshot import ASIDE, DECIDED
from disclosure_stats.store.source import StoredFile, parts

MOVES = len(TABLES) + 2  # the tables, and the two files that describe them
DICTIONARY = Path(__file__).parents[1] / "docs" / "data-dictionary.md"
VALUES: dict[str, st.SearchStrategy[Any]] = {
    "string": st.text(),
    "code": st.sampled_from(["a", "乙", "other"]),
    "int16": st.integers(-(2**15), 2**15 - 1),
    "int32": st.integers(-(2**31), 2**31 - 1),
    "int64": st.integers(-(2**63), 2**63 - 1),
    "float32": st.floats(width=32, allow_nan=False),
    "float64": st.floats(allow_nan=False),
    "boolean": st.booleans(),
}


def put_together(folder: Folder, files: list[StoredFile], with_csv: bool) -> None:
    tables = Assembly(folder, ASIDE, len(files), "1", with_csv)
    tables.add(files)
    tables.close()


def write_aside(place: Path, messages: list[str], with_csv: bool = False) -> Folder:
    """A report with these findings, all but moved into place."""
    folder = Folder(place)
    writer = PartWriter(folder, "000001-0", "1")
    findings = [{"rule": "r", "message": message} for message in messages]
    report = {"report_id": "x", "source_path": "x.pdf", "status": "flagged"}
    report["body"] = "".join(messages[:1])
    writer.add([report], [{"findings": findings}])
    writer.close()
    files = [file for part in parts(folder) for file in part.stored_files().values()]
    put_together(folder, files, with_csv)
    return folder


def write(place: Path, messages: list[str], with_csv: bool = False) -> None:
    put_in_place(write_aside(place, messages, with_csv))


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_pieces_may_end_in_any_order(order: tuple[int, ...], tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    plan = [PlannedFile(name, name) for name in ("c.pdf", "a.pdf", "b.pdf")]
    tables = TablesInOrder(plan, folder, {}, "1", with_csv=False)
    for number in order:
        name = plan[number].source_path
        writer = PartWriter(folder, f"000001-{number}", "1")
        report = {"report_id": name, "source_path": name, "sha256": name, "status": "flagged"}
        writer.add([report], [{"findings": [{"rule": "r", "message": name}]}])
        writer.close()
        piece = Piece(f"000001-{number}", (Task(plan[number]),))
        tables.add(ReadPiece(piece, (f"000001-{number}",)))
    assert tables.finish(is_changed=False)
    put_in_place(folder)
    in_plan = [file.source_path for file in plan]
    assert parquet.read_table(tmp_path / "reports.parquet")["report_id"].to_pylist() == in_plan
    assert parquet.read_table(tmp_path / "findings.parquet")["message"].to_pylist() == in_plan


def test_the_data_dictionary_is_current() -> None:
    assert DICTIONARY.read_text(encoding="utf-8") == data_dictionary()


@given(table=st.sampled_from(sorted(TABLES)), data=st.data())
def test_rows_come_back_from_arrow_as_they_were(table: str, data: st.DataObject) -> None:
    columns = TABLES[table].columns
    count = data.draw(st.integers(0, 9))
    values = [
        data.draw(st.lists(st.none() | VALUES[c.kind], min_size=count, max_size=count))
        for c in columns
    ]
    written = arrow_table(table, values)
    written.validate(full=True)
    assert written.schema == arrow_schema(table)
    assert [column.to_pylist() for column in written.columns] == values


def test_an_empty_run_writes_every_table_with_its_columns(tmp_path: Path) -> None:
    write(tmp_path, [])
    for name in TABLES:
        assert parquet.read_schema(tmp_path / f"{name}.parquet").names == [
            column.name for column in TABLES[name].columns
        ]
    package = json.loads((tmp_path / "datapackage.json").read_text(encoding="utf-8"))
    assert {resource["name"] for resource in package["resources"]} == set(TABLES)


def test_codes_are_dictionary_encoded(tmp_path: Path) -> None:
    write(tmp_path, ["one", "two"])
    schema = parquet.read_table(tmp_path / "findings.parquet").schema
    assert pa.types.is_dictionary(schema.field("rule").type)
    assert schema.field("page").type == pa.int16()


@pytest.mark.parametrize("text", ["=1+1", "+86", "-1", "@SUM(A1)", "\tx"])
def test_text_that_a_spreadsheet_would_run_is_made_text(text: str, tmp_path: Path) -> None:
    write(tmp_path, [text, "说明"], with_csv=True)
    raw = (tmp_path / "findings.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(raw.decode("utf-8-sig").splitlines()))
    assert [row["message"] for row in rows] == [f"'{text}", "说明"]


def test_boxes_are_rounded_in_csv_and_whole_in_parquet(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    cell = {"outcome": "granted", "applicant": "total", "count": 3, "cell_state": "printed"}
    writer = PartWriter(folder, "000001-0", "1")
    box = {"page": 2, "x0": 235.0999908, "top": 181.25, "x1": None, "bottom": 197.4}
    report = {"report_id": "x", "source_path": "x.pdf", "status": "verified"}
    writer.add([report], [{"requests": [cell | box]}])
    writer.close()
    files = [file for part in parts(folder) for file in part.stored_files().values()]
    put_together(folder, files, with_csv=True)
    put_in_place(folder)
    (row,) = csv.DictReader((tmp_path / "requests.csv").read_text("utf-8-sig").splitlines())
    assert [row[name] for name in ("x0", "top", "x1", "bottom")] == ["235.1", "181.2", "", "197.4"]
    (kept,) = parquet.read_table(tmp_path / "requests.parquet").to_pylist()
    assert kept["x0"] == pytest.approx(235.0999908)


def contents(place: Path) -> dict[str, bytes]:
    return {
        path.relative_to(place).as_posix(): path.read_bytes()
        for path in place.rglob("*")
        if path.is_file()
    }


def test_tables_that_were_not_finished_leave_those_of_before(tmp_path: Path) -> None:
    write(tmp_path, ["earlier"])
    before = contents(tmp_path)
    finish_handover(write_aside(tmp_path, ["later"]))
    now = contents(tmp_path)
    assert {name: data for name, data in now.items() if "parts/" not in name} == before


@pytest.mark.parametrize("moved", range(1, MOVES + 1))
def test_a_process_that_dies_while_it_moves_tables_leaves_the_rest_to_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, moved: int
) -> None:
    write(tmp_path / "whole", ["later"])
    write(tmp_path / "out", ["earlier"], with_csv=True)
    folder = write_aside(tmp_path / "out", ["later"])
    moves = iter(range(1, moved + 1))
    move = folder.move

    def move_or_die(name: str, target: str) -> None:
        if next(moves, None) is None:
            raise SystemExit
        move(name, target)

    monkeypatch.setattr(folder, "move", move_or_die)
    with pytest.raises(SystemExit) if moved < MOVES else nullcontext():
        put_in_place(folder)
    seen = open_dataset(tmp_path / "out")  # by then, a reader sees the tables of one run
    assert list(seen.findings["message"]) == ["later"]
    assert list(seen.reports["body"]) == ["later"]
    finish_handover(Folder(tmp_path / "out"))
    assert list(open_dataset(tmp_path / "out").findings["message"]) == ["later"]
    assert contents(tmp_path / "out") == contents(tmp_path / "whole")  # CSV of before is gone


def test_what_was_opened_before_another_run_is_not_mixed_with_it(tmp_path: Path) -> None:
    write(tmp_path, ["earlier"])
    opened = open_dataset(tmp_path)
    assert list(opened.findings["message"]) == ["earlier"]
    write(tmp_path, ["later, and longer"])
    assert list(opened.findings["message"]) == ["earlier"]  # it was read before
    with pytest.raises(OSError, match="written anew"):
        _ = opened.reports


def test_tables_that_move_to_their_place_stay_open(tmp_path: Path) -> None:
    write(tmp_path, ["earlier"])
    folder = write_aside(tmp_path, ["later"])
    names = [name.removeprefix(f"{ASIDE}/") for name in folder.files(ASIDE)]
    folder.write_json(DECIDED, names)
    opened = open_dataset(tmp_path)
    assert list(opened.findings["message"]) == ["later"]
    finish_handover(folder)
    assert list(opened.reports["body"]) == ["later"]


def test_tables_of_another_version_are_refused_with_the_command_that_renews_them(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(tmp_path, ["earlier"])
    path = tmp_path / "datapackage.json"
    package = json.loads(path.read_text(encoding="utf-8"))
    del package["contract_version"]  # version 1 did not name itself
    path.write_text(json.dumps(package), encoding="utf-8")
    renewal = f"extract INPUT --out {tmp_path}"
    with pytest.raises(OldTablesError, match="version 1") as refused:
        open_dataset(tmp_path)
    assert renewal in str(refused.value)
    assert check([str(tmp_path)]) == 2
    assert renewal in capsys.readouterr().err
