"""The command `python -m disclosure_stats.extract`: exit codes, what it says, what it writes."""

import csv
import io
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow.parquet as parquet
import pytest

import disclosure_stats
from disclosure_stats.extract import main

ROOT = Path(__file__).resolve().parents[1]
RAW = ROOT / "data" / "raw"
SOURCE = Path(disclosure_stats.__file__).resolve().parents[1]
SAMPLES = [
    next(RAW.rglob("官道口镇_2023.pdf")),
    *(sorted(RAW.rglob(f"*_{year}.pdf"))[0] for year in (2017, 2020, 2024)),
]

CELL = "cell_state page x0 top x1 bottom"
PROOF = "proof implied"
CONTRACT = {
    "reports": "report_id source_path sha256 body place level province prefecture county "
    "division_code year era format pages route status checks_passed checks_failed "
    "checks_not_assessable error_code error seconds extractor_version first_page last_page "
    "duplicate_of",
    "disclosures": f"report_id item measure value unit {CELL} remark {PROOF}",
    "requests": f"report_id outcome applicant count {CELL} {PROOF}",
    "appeals": f"report_id stage result count {CELL} {PROOF}",
    "indicators": f"report_id indicator label period unit value {CELL} {PROOF}",
    "postings": "report_id posting_id parent_id channel category count unit approximate period "
    "certainty scope sentence page",
    "channels": "report_id channel mentions counted page",
    "statements": "report_id number kind title text none_stated page",
    "activities": "report_id activity value unit approximate period certainty sentence page",
    "sections": "report_id number heading text first_page last_page",
    "findings": "report_id rule severity origin table where expected found message page",
}


class Run(NamedTuple):
    """What a run of the command gave."""

    code: int
    stdout: str
    stderr: str
    out: Path


def run(capsys: pytest.CaptureFixture[str], out: Path, *arguments: object) -> Run:
    capsys.readouterr()
    code = main([*map(str, arguments), "--out", str(out)])
    printed = capsys.readouterr()
    return Run(code, printed.out, printed.err, out)


def rows(out: Path, table: str) -> list[dict[str, Any]]:
    """A table's rows without the one column that may differ between runs."""
    read = parquet.read_table(out / f"{table}.parquet")
    return [{**row, "seconds": None} for row in read.to_pylist()]


def contents(out: Path, but: str = "") -> dict[str, bytes]:
    """The files of a folder, byte by byte."""
    return {
        path.relative_to(out).as_posix(): path.read_bytes()
        for path in out.rglob("*")
        if path.is_file() and not (but and path.name.lstrip(".").startswith(but))
    }


def child(*arguments: object) -> list[str]:
    return [sys.executable, "-m", "disclosure_stats.extract", *map(str, arguments)]


def environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(SOURCE), "PYTHONUTF8": "1"}


@pytest.fixture
def samples(tmp_path: Path) -> Path:
    """A folder with a report of each era, and one more."""
    folder = tmp_path / "samples"
    for path in SAMPLES:
        copy = folder / path.parent.name / path.name
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, copy)
    return folder


def test_every_file_read(samples: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    done = run(capsys, tmp_path / "out", samples)
    assert done.code == 0
    paths = [path.relative_to(samples).as_posix() for path in samples.rglob("*.pdf")]
    assert sorted(row["source_path"] for row in rows(done.out, "reports")) == sorted(paths)
    assert {row["era"] for row in rows(done.out, "reports")} == {"2014", "2019", "2021"}
    for table in ("disclosures", "requests", "appeals", "indicators", "sections"):
        assert rows(done.out, table)


def test_some_files_not_read(
    samples: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (samples / "empty.pdf").touch()
    (samples / "letter.pdf").write_text("尊敬的各位代表", encoding="utf-8")
    done = run(capsys, tmp_path / "out", samples)
    assert done.code == 1
    lines = done.stdout.splitlines()
    assert sum("empty.pdf" in line and "empty_file" in line for line in lines) == 1
    assert sum("letter.pdf" in line and "not_pdf" in line for line in lines) == 1


def test_wrong_usage(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = str(tmp_path / "out")
    (tmp_path / "nothing").mkdir()
    sample = str(SAMPLES[0])
    for arguments, reason in [
        ([str(tmp_path / "absent"), "--out", out], "absent"),
        ([str(tmp_path / "absent"), "--out", out, "--language", "zh"], "absent 这个文件夹或文件"),
        ([str(tmp_path / "nothing"), "--out", out], "no report in"),
        ([sample, "--out", out, "--workers", "0"], "--workers"),
        ([sample, "--out", out, "--workers", "many"], "--workers"),
        ([sample], "--out"),
        ([], "INPUT"),
    ]:
        with pytest.raises(SystemExit) as caught:
            main(arguments)
        assert caught.value.code == 2
        assert reason in capsys.readouterr().err.splitlines()[-1]
    assert not Path(out).exists()


def test_a_place_that_cannot_be_written_to(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").touch()
    done = run(capsys, tmp_path / "file" / "out", SAMPLES[0])
    assert (done.code, done.stdout) == (2, "")
    assert len(done.stderr.splitlines()) == 1
    assert "cannot be written" in done.stderr


def test_help_is_enough(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main(["--help"])
    assert caught.value.code == 0
    text = capsys.readouterr().out
    for word in (*CONTRACT, "INPUT", "--out", "--csv", "--workers", "--force", "--dask"):
        assert re.search(rf"(?<![\w-]){word}\b", text), word
    codes = text.partition("exit codes")[2]
    for code in (0, 1, 2):
        assert re.search(rf"^\s+{code}\b.*\w", codes, re.MULTILINE), code


def test_tables_and_columns_of_the_contract(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    done = run(capsys, tmp_path / "out", SAMPLES[0])
    written = {path.stem: parquet.read_schema(path) for path in done.out.glob("*.parquet")}
    assert {table: schema.names for table, schema in written.items()} == {
        table: names.split() for table, names in CONTRACT.items()
    }


def test_csv_opens_in_a_spreadsheet(
    samples: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plain = run(capsys, tmp_path / "plain", samples)
    assert [path.name for path in plain.out.glob("*.csv")] == ["codes.csv"]  # the code book
    done = run(capsys, tmp_path / "out", samples, "--csv")
    for table, names in CONTRACT.items():
        data = (done.out / f"{table}.csv").read_bytes()
        assert data.startswith(b"\xef\xbb\xbf")
        header, *lines = csv.reader(io.StringIO(data.decode("utf-8-sig")))
        assert header == names.split()
        assert len(lines) == len(rows(done.out, table))
        assert rows(done.out, table) == rows(plain.out, table)
    assert "官道口镇人民政府" in (done.out / "reports.csv").read_text(encoding="utf-8-sig")


def test_two_workers_write_what_one_does(
    samples: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (samples / "empty.pdf").touch()
    one = run(capsys, tmp_path / "one", samples, "--workers", 1)
    two = run(capsys, tmp_path / "two", samples, "--workers", 2)
    assert (one.code, two.code) == (1, 1)
    for table in CONTRACT:
        assert rows(two.out, table) == rows(one.out, table)


def test_progress_and_summary_go_apart(
    samples: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    done = run(capsys, tmp_path / "out", samples)
    number = len(SAMPLES)
    assert f"{number}/{number} files" in done.stderr
    assert "\r" not in done.stderr  # no terminal: plain lines
    summary = done.stdout.splitlines()[0]
    assert summary.startswith(f"{number} files: ")
    for word in ("verified", "flagged", "partial", "failed", "seconds", "files a second"):
        assert word in summary
    assert str(done.out) in done.stdout
    assert str(done.out) not in done.stderr


def test_a_second_run_writes_the_same_bytes(
    samples: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first = run(capsys, tmp_path / "first", samples, "--csv")
    second = run(capsys, tmp_path / "second", samples, "--csv")
    # Time goes into the table reports, and nowhere else.
    assert contents(first.out, but="reports.") == contents(second.out, but="reports.")
    assert rows(first.out, "reports") == rows(second.out, "reports")


def test_what_others_put_into_the_folder_stays(
    samples: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A README, as in data/processed: by runs that write, that write less, and that write anew."""
    kept = {"README.md": b"of mine", "notes/2024.csv": b"of mine too"}
    for name, content in kept.items():
        path = tmp_path / "out" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    in_gbk = os.path.join(os.fsencode(tmp_path / "out"), "报告.pdf".encode("gbk"))
    if sys.platform == "linux":  # unpacked from an archive that was made on Windows
        Path(os.fsdecode(in_gbk)).write_bytes(b"another's")
    run(capsys, tmp_path / "out", samples, "--csv")
    next(samples.rglob("*.pdf")).unlink()
    run(capsys, tmp_path / "out", samples)
    done = run(capsys, tmp_path / "out", samples, "--force")
    assert len(rows(done.out, "reports")) == len(SAMPLES) - 1
    found = contents(done.out)
    assert {name: found[name] for name in kept} == kept


def test_a_killed_run_leaves_earlier_tables_as_they_were(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    run(capsys, out, SAMPLES[0], "--csv")
    earlier = contents(out)
    folder = tmp_path / "many"
    folder.mkdir()
    data = SAMPLES[0].read_bytes()
    for number in range(2_000):  # far more work than the test waits for, each a file of its own
        (folder / f"{number}.pdf").write_bytes(data + f"%{number}\n".encode())
    process = subprocess.Popen(
        child(folder, "--out", out, "--csv"),
        env=environment(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        aside = wait_for_files_aside(out, process)
    finally:
        process.kill()
    assert process.wait() == -signal.SIGKILL
    assert aside  # it had begun to write
    now = contents(out)
    assert {name: now[name] for name in earlier} == earlier
    assert len(rows(out, "reports")) == 1
    again = run(capsys, out, SAMPLES[0], "--csv")
    assert again.code == 0
    assert contents(out).keys() == earlier.keys()  # what the killed run left is cleared away


def wait_for_files_aside(out: Path, process: "subprocess.Popen[bytes]") -> bool:
    """Waits until the running process has files of its own in `out`, and a little longer."""
    for _ in range(300):
        assert process.poll() is None
        if len(list(out.rglob("*.parquet"))) > len(CONTRACT):
            time.sleep(0.5)
            return process.poll() is None
        time.sleep(0.05)
    return False


def test_as_a_module(tmp_path: Path) -> None:
    (tmp_path / "empty.pdf").touch()
    done = subprocess.run(
        child(tmp_path / "empty.pdf", "--out", tmp_path / "out"),
        env=environment(),
        capture_output=True,
        encoding="utf-8",
    )
    assert done.returncode == 1
    assert "empty_file" in done.stdout
    assert "Traceback" not in done.stderr
