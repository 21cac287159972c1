"""Files that hang, crash or devour the process that reads them: each costs itself alone."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow.parquet as parquet
import pytest
from faulty_work import LIBRARIES

import disclosure_stats
from disclosure_stats.batch.plan import plan_files
from disclosure_stats.batch.run import Settings, Tally, run
from disclosure_stats.batch.tasks import Limits
from disclosure_stats.extract import main
from disclosure_stats.store.folder import Folder
from disclosure_stats.store.parts import PartWriter

RAW = Path(__file__).resolve().parents[1] / "data" / "raw"
SAMPLE = next(RAW.rglob("官道口镇_2023.pdf"))
LIMITS = Limits(seconds=3.0, megabytes=600)
SCARCE = Limits(seconds=60.0, megabytes=250)


def plant(folder: Path, *names: str) -> Path:
    """A folder of files with these names, all of them sound reports, no two the same."""
    folder.mkdir()
    for name in names:
        (folder / f"{name}.pdf").write_bytes(SAMPLE.read_bytes() + f"\n%{name}\n".encode())
    return folder


def read(folder: Path, out: Path, **settings: Any) -> Tally:
    plan = plan_files([folder])
    tally = Tally(len(plan))
    settings = {"work": "faulty_work:work", "limits": LIMITS, **settings}
    run(plan, str(out), Settings(**settings), tally, lambda _: None)
    return tally


def reports(out: Path) -> dict[str, dict[str, Any]]:
    rows = parquet.read_table(out / "reports.parquet").to_pylist()
    return {row["source_path"].removesuffix(".pdf"): row for row in rows}


def row_counts(out: Path) -> dict[str, int]:
    ids = parquet.read_table(out / "requests.parquet")["report_id"].to_pylist()
    return {path: ids.count(row["report_id"]) for path, row in reports(out).items()}


@pytest.mark.parametrize(
    ("name", "workers", "code", "reason"),
    [
        ("hang", 1, "timed_out", "not read within 3 seconds"),
        ("segfault", 2, "crashed", "SIGSEGV" if os.name == "posix" else "ended"),
        ("killed", 1, "crashed", "ended"),
        ("escape", 2, "crashed", "code 1"),
        ("hog", 1, "crashed", "more than 600 MB of memory"),
    ],
)
def test_a_file_that_ends_its_process_costs_itself_alone(
    tmp_path: Path, name: str, workers: int, code: str, reason: str
) -> None:
    folder = plant(tmp_path / "in", "a", "b", name, "x", "y")
    tally = read(folder, tmp_path / "out", workers=workers)
    found = reports(tmp_path / "out")
    assert list(found) == ["a", "b", name, "x", "y"]
    assert {path: row["error_code"] for path, row in found.items() if row["error_code"]} == {
        name: code
    }
    assert reason in found[name]["error"]
    assert found[name]["report_id"] == "r" + found[name]["sha256"][:16]
    assert [(path, code) for path, code, _ in tally.failures] == [(f"{name}.pdf", code)]
    counts = row_counts(tmp_path / "out")
    assert counts.pop(name) == 0
    assert len(set(counts.values())) == 1
    assert counts["a"] > 100


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux holds processes to a limit")
def test_memory_is_limited_whatever_library_asks_for_it(tmp_path: Path) -> None:
    names = [f"{name}-1" for name in LIBRARIES]
    tally = read(plant(tmp_path / "in", "a", *names, "z"), tmp_path / "out", limits=SCARCE)
    found = reports(tmp_path / "out")
    codes = {path: row["error_code"] for path, row in found.items()}
    assert {codes.pop("a"), codes.pop("z")} == {None}
    assert set(codes.values()) <= {"crashed", "too_large"}, codes
    assert set(codes) == set(names)
    assert tally.files == len(names) + 2


@pytest.mark.parametrize("debug", [False, True])
def test_a_fault_of_ours_is_one_line_and_with_debug_a_traceback(
    tmp_path: Path, debug: bool
) -> None:
    folder = plant(tmp_path / "in", "a", "fault")
    # In a process of its own, whose standard error is that of those that it starts.
    code = (
        f"import sys; sys.path[:] = {sys.path!r}; from pathlib import Path; "
        f"from test_faults import read; "
        f"read(Path({str(folder)!r}), Path({str(tmp_path / 'out')!r}), debug={debug})"
    )
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stderr
    assert all((word in said) == debug for word in ("fault.pdf", "Traceback"))
    row = reports(tmp_path / "out")["fault"]
    assert (row["error_code"], row["error"]) == (
        "crashed",
        "a fault of the program met while reading it (IndexError); --debug shows where",
    )


def test_bad_files_side_by_side(tmp_path: Path) -> None:
    names = ["segfault-1", "hang-1", "m", "segfault-2", "killed-1", "n", "hang-2"]
    tally = read(plant(tmp_path / "in", *names), tmp_path / "out", workers=2)
    assert {path for path, row in reports(tmp_path / "out").items() if row["error_code"]} == {
        name for name in names if "-" in name
    }
    assert tally.files == len(names)


def test_only_what_the_machine_decided_is_tried_again(tmp_path: Path) -> None:
    folder = plant(tmp_path / "in", "a", "hang", "plain")
    read(folder, tmp_path / "out")
    again = read(folder, tmp_path / "out", work="disclosure_stats.batch.read_file:process_file")
    assert again.unchanged == 2
    assert reports(tmp_path / "out")["hang"]["error_code"] is None
    assert reports(tmp_path / "out")["plain"]["error_code"] == "not_pdf"


def test_several_pieces_come_together_in_order(tmp_path: Path) -> None:
    names = [f"plain-{number:04}" for number in range(450)]
    folder = plant(tmp_path / "in", *names, "segfault")
    read(folder, tmp_path / "out", workers=2)
    found = reports(tmp_path / "out")
    assert list(found) == sorted([*names, "segfault"])
    assert found["segfault"]["error_code"] == "crashed"


def test_a_file_that_is_gone_has_its_row(tmp_path: Path) -> None:
    folder = plant(tmp_path / "in", "a", "b")
    plan = plan_files([folder])
    (folder / "a.pdf").unlink()
    run(plan, str(tmp_path / "out"), Settings(), Tally(2), lambda _: None)
    found = reports(tmp_path / "out")
    assert found["a"]["status"] == "failed"
    assert found["a"]["error"].startswith("cannot be opened")
    assert found["b"]["error_code"] is None


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs a file that hangs when it is opened")
def test_a_file_that_cannot_even_be_opened_costs_itself_alone(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    folder = plant(tmp_path / "in", "a", "z")
    os.mkfifo(folder / "pipe.pdf")
    arguments = [str(folder), "--out", str(tmp_path / "out"), "--timeout", "3", "--workers", "1"]
    assert main(arguments) == 1
    found = reports(tmp_path / "out")
    assert {path: row["error_code"] for path, row in found.items()} == {
        "a": None,
        "pipe": "timed_out",
        "z": None,
    }
    assert found["pipe"]["sha256"] is None
    assert "  pipe.pdf: timed_out: not read within 3 seconds" in capfd.readouterr().out


def test_processes_end_with_the_one_that_leads(tmp_path: Path) -> None:
    code = (
        "import os, signal; from disclosure_stats.batch.worker_process import WorkerProcess; "
        "print(WorkerProcess()._process.pid, flush=True); os.kill(os.getpid(), signal.SIGKILL)"
    )
    source = str(Path(disclosure_stats.__file__).resolve().parents[1])
    # Its standard error is inherited by the process that it started: read to the end, it tells
    # that both have ended.
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "PYTHONPATH": source},
        capture_output=True,
        timeout=30,
    )
    assert done.returncode != 0
    assert int(done.stdout) > 0


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A folder on a disk of one megabyte."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(disk)]
    if not shutil.which("mount") or subprocess.run(mount, capture_output=True).returncode:
        pytest.skip("no small disk: this needs Linux and the right to mount a tmpfs")
    yield disk
    subprocess.run(["umount", "--lazy", str(disk)], check=True)


def test_a_full_disk_is_said_in_one_line_and_costs_nothing_that_was_there(
    tmp_path: Path, small_disk: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    out = small_disk / "out"
    few = plant(tmp_path / "few", "a")
    assert main([str(few), "--out", str(out)]) == 0
    before = (out / "requests.parquet").read_bytes()
    ballast = small_disk / "ballast"
    ballast.write_bytes(bytes(max(0, shutil.disk_usage(small_disk).free - 100_000)))
    many = plant(tmp_path / "many", *(f"{number:03}" for number in range(60)))
    capfd.readouterr()
    assert main([str(many), "--out", str(out), "--workers", "2"]) == 2
    said = [line for line in capfd.readouterr().err.splitlines() if "a second" not in line]
    assert len(said) == 1
    assert "No space left on device" in said[0]
    assert (out / "requests.parquet").read_bytes() == before
    ballast.unlink()
    assert main([str(many), "--out", str(out)]) == 0
    assert len(reports(out)) == 60


def test_a_part_of_which_only_some_files_find_room_is_given_up_whole(small_disk: Path) -> None:
    folder = Folder(small_disk)
    part = PartWriter(folder, "000001-000", "0")
    labels = [{"label": os.urandom(2_000).hex()} for _ in range(1_000)]
    part.add([{"report_id": "r1"}], [{"findings": [], "indicators": labels}])
    with pytest.raises(OSError, match="No space left on device"):
        part.close()
    part.abandon()
    assert folder.files() == {}  # nothing is left of it


@pytest.mark.skipif(os.name == "nt", reason="folders have no such rights there")
def test_an_output_that_cannot_be_written_is_said_in_one_line(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    folder = plant(tmp_path / "in", "a")
    (tmp_path / "file").touch()
    assert main([str(folder), "--out", str(tmp_path / "file" / "out")]) == 2
    if os.geteuid() != 0:
        (tmp_path / "closed").mkdir(mode=0o500)
        assert main([str(folder), "--out", str(tmp_path / "closed")]) == 2
    said = capfd.readouterr().err.splitlines()
    assert all(line.startswith("error: the tables cannot be written") for line in said)
    assert 1 <= len(said) <= 2
