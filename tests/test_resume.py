"""Runs that are killed, interrupted or repeated: what the next one reads, and what it gives."""

import json
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import time
from functools import partial
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as parquet
import pytest

import disclosure_stats
from disclosure_stats.batch import version
from disclosure_stats.extract import main
from disclosure_stats.store.schemas import TABLES

RAW = Path(__file__).resolve().parents[1] / "data" / "raw"
SOURCE = str(Path(disclosure_stats.__file__).resolve().parents[1])
SAMPLES = sorted(RAW.rglob("*.pdf"))[::9]


def plant(folder: Path, copies: int) -> Path:
    """A folder of reports, each copy with bytes of its own, among them two that are equal."""
    folder.mkdir()
    for number in range(copies):
        for index, sample in enumerate(SAMPLES):
            data = sample.read_bytes() + f"\n%{number}\n".encode()
            (folder / f"{index:02}-{number:02}.pdf").write_bytes(data)
    shutil.copy(folder / "03-00.pdf", folder / "00-equal.pdf")
    (folder / "empty.pdf").touch()
    return folder


def rows(out: Path) -> dict[str, list[Any]]:
    """All tables, in order, without the one column that may differ between runs."""
    return {
        table: [
            {**row, "seconds": None}
            for row in parquet.read_table(out / f"{table}.parquet").to_pylist()
        ]
        for table in TABLES
    }


def extract(folder: Path, out: Path, *options: str) -> tuple[int, int]:
    """Run the command; how many files it had, and how many of them it did not read again."""
    summary = out.with_suffix(".json")
    code = main([str(folder), "--out", str(out), "--summary", str(summary), *options])
    assert code == 1  # the empty file
    text = summary.read_text(encoding="utf-8")
    found = [re.search(rf'"{key}": (\d+)', text) for key in ("files", "unchanged")]
    files, unchanged = (int(match.group(1)) for match in found if match)
    return files, unchanged


def start(folder: Path, out: Path, *options: str) -> "subprocess.Popen[str]":
    command = [sys.executable, "-m", "disclosure_stats.extract", str(folder), "--out", str(out)]
    return subprocess.Popen(
        [*command, *options],
        env={**os.environ, "PYTHONPATH": SOURCE, "PYTHONUTF8": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        # Tests that are run in the background ignore it, and so would what they start.
        preexec_fn=partial(signal.signal, signal.SIGINT, signal.SIG_DFL)
        if os.name != "nt"
        else None,
    )


def test_killed_at_random_moments_the_run_completes_to_the_same_tables(tmp_path: Path) -> None:
    folder = plant(tmp_path / "in", copies=3)
    began = time.monotonic()
    start(folder, tmp_path / "whole", "--workers", "2").communicate()
    seconds = time.monotonic() - began
    before = rows(tmp_path / "whole")
    chance = random.Random(7)
    out = tmp_path / "killed"
    kills = 0
    for _ in range(6):
        process = start(folder, out, "--workers", "2")
        try:
            process.communicate(timeout=chance.uniform(0.1, 0.9) * seconds)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL) if chance.random() < 0.5 else process.kill()
            process.communicate()
            kills += 1
        assert not (out / "reports.parquet").exists() or rows(out) == before
    assert kills
    extract(folder, out)
    assert rows(out) == before
    assert {path.name for path in out.glob(".*")} <= {".reports.parquet", ".findings.parquet"}


def test_a_second_run_reads_what_is_new_or_changed(tmp_path: Path) -> None:
    folder, out = plant(tmp_path / "in", copies=1), tmp_path / "out"
    files, _ = extract(folder, out)
    assert extract(folder, out) == (files, files)
    kept = {path.name: path.stat().st_mtime_ns for path in out.iterdir()}
    assert extract(folder, out) == (files, files)
    assert {path.name: path.stat().st_mtime_ns for path in out.iterdir()} == kept
    shutil.copy(SAMPLES[0], folder / "05-new.pdf")
    (folder / "04-00.pdf").write_bytes((folder / "04-00.pdf").read_bytes() + b"\n%changed\n")
    (folder / "03-00.pdf").unlink()  # its equal is still there
    assert extract(folder, out) == (files, files - 2)
    extract(folder, tmp_path / "anew")
    assert rows(out) == rows(tmp_path / "anew")


def test_force_and_another_version_read_all_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, out = plant(tmp_path / "in", copies=1), tmp_path / "out"
    files, _ = extract(folder, out)
    assert extract(folder, out, "--force") == (files, 0)
    monkeypatch.setattr("disclosure_stats.batch.run.reading_version", lambda: "another")
    assert extract(folder, out) == (files, 0)
    assert extract(folder, out) == (files, files)


def test_the_version_is_that_of_the_code(monkeypatch: pytest.MonkeyPatch) -> None:
    mine = version.reading_version()
    assert mine.startswith(f"{disclosure_stats.__version__} ")
    monkeypatch.setattr("importlib.metadata.version", lambda name: "0")
    assert version.reading_version.__wrapped__() != mine


@pytest.mark.parametrize(
    ("name", "counts"),
    [
        ("pages/text_layer.py", True),
        ("pages/digit_shapes.tsv", True),
        ("charts/theme.py", False),
        ("pages/__pycache__/text_layer.cpython-311.pyc", False),
    ],
)
def test_the_version_depends_on_all_that_a_reading_does(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, counts: bool
) -> None:
    monkeypatch.setattr(disclosure_stats, "__file__", str(tmp_path / "__init__.py"))
    file = tmp_path / name
    file.parent.mkdir(parents=True)
    versions = set()
    for text in ("one", "another"):
        file.write_text(text, encoding="utf-8")
        versions.add(version.reading_version.__wrapped__())
    assert len(versions) == 1 + counts


@pytest.mark.skipif(os.name == "nt", reason="Ctrl-C is sent to a process by a signal")
def test_interrupted_it_keeps_what_is_done_and_says_how_to_go_on(tmp_path: Path) -> None:
    folder, out = plant(tmp_path / "in", copies=40), tmp_path / "out"
    process = start(folder, out, "--workers", "2", "--summary", str(tmp_path / "s.json"))
    assert wait_for_part(out, process)
    os.killpg(process.pid, signal.SIGINT)
    stdout, stderr = process.communicate(timeout=60)
    assert process.returncode == 130
    assert stdout == ""
    (said,) = [line for line in stderr.splitlines() if "a second" not in line]
    match = re.match(r"interrupted: what was read of (\d+) of \d+ files is kept.*goes on", said)
    assert match
    assert '"finished": false' in (tmp_path / "s.json").read_text()
    files, unchanged = extract(folder, out)
    assert int(match.group(1)) <= unchanged < files


def wait_for_part(out: Path, process: "subprocess.Popen[str]") -> bool:
    """Waits until the running process has completed a part."""
    for _ in range(600):
        assert process.poll() is None
        if list(out.rglob("complete.json")):
            return True
        try:
            process.wait(0.05)
        except subprocess.TimeoutExpired:
            continue
    return False


def test_parts_in_the_format_of_an_earlier_version_are_no_parts(tmp_path: Path) -> None:
    out = tmp_path / "out"
    part = out / ".unfinished" / "parts" / "000001-000000000-000-000"
    part.mkdir(parents=True)
    parquet.write_table(pa.table({"source_path": ["a.pdf"]}), part / "reports.parquet")
    sizes = {f"{part.relative_to(out)}/reports.parquet": (part / "reports.parquet").stat().st_size}
    (part / "complete.json").write_text(json.dumps(sizes), encoding="utf-8")
    assert main([str(SAMPLES[0]), "--out", str(out)]) == 0
    assert len(rows(out)["reports"]) == 1
    assert not (out / ".unfinished").exists()


def test_a_second_run_into_the_folder_is_refused_in_one_line(tmp_path: Path) -> None:
    folder, out = plant(tmp_path / "in", copies=40), tmp_path / "out"
    first = start(folder, out, "--workers", "1")
    try:
        assert wait_for_part(out, first)
        second = start(folder, out)
        stdout, stderr = second.communicate(timeout=60)
        assert first.poll() is None
        assert (second.returncode, stdout) == (2, "")
        assert stderr == f"error: another run is writing into {out}\n"
    finally:
        first.kill()
        first.communicate()
    (folder / "empty.pdf").unlink()
    for path in sorted(folder.glob("*.pdf"))[4:]:
        path.unlink()
    assert main([str(folder), "--out", str(out)]) == 0  # the lock went with the process
