"""What odd names, rights, kills, full disks and many files do to runs: docs/reliability.md.

    .venv/bin/python bench/faults.py [FOLDER] [--names N] [--kills N] [--tiny N]

Every file must have exactly one row, tables must be those of an undisturbed run, a reader beside
must see the tables of one run, and nothing may end in a traceback or with an exit code that is not
documented. The command writes what it counted, and ends with 1 if any of it is not as it must be.
What needs the right to mount a small disk or to drop privileges is left out, and named, where that
is not allowed. Linux alone.
"""

import argparse
import hashlib
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pyarrow.parquet as parquet
from fault_runs import (
    DIES,
    ENVIRONMENT,
    Reader,
    extract,
    is_clean,
    names,
    planted,
    rows,
    start_and_kill,
)

from disclosure_stats.store.schemas import TABLES
from disclosure_stats.store.source_paths import find_original

PAGE = Path(__file__).resolve().parents[1] / "docs" / "reliability.md"
DISKS = (256, 512, 1_024, 2_048)  # KB
URLS = (
    "memory://a",
    "s3://",
    "://a",
    "s3:/a/b",
    "nosuch://a/b",
    "file://elsewhere/a",
    "s3://a b/c",
)
WITHOUT_RIGHTS = ["setpriv", "--bounding-set=-dac_override,-dac_read_search"]


class Result(NamedTuple):
    """A line of the page: what was done, how often, what came of it, and whether that is right."""

    what: str
    tried: int
    outcome: str
    is_right: bool


def main() -> int:
    """Run all, print the table, and write the page."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", nargs="?", type=Path, default=Path("data/raw"))
    parser.add_argument("--names", type=int, default=1_000)
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--tiny", type=int, default=20_000)
    options = parser.parse_args()
    samples = sorted(options.folder.rglob("*.pdf"))[::16]
    results: list[Result] = []
    with tempfile.TemporaryDirectory() as name:
        scratch = Path(name)
        steps: list[Callable[[], Iterator[Result]]] = [
            lambda: odd_names(scratch / "names", options.names),
            lambda: rights(scratch / "rights"),
            lambda: kills(samples, scratch / "kills", options.kills),
            lambda: full_disks(samples, scratch / "disks"),
            lambda: two_at_once(samples, scratch / "two"),
            lambda: urls(scratch / "urls"),
            lambda: tiny_files(scratch / "tiny", options.tiny),
        ]
        for step in steps:
            for result in step():
                results.append(result)
                print(_line(result), flush=True)
    _, heading, others = PAGE.read_text(encoding="utf-8").partition("\n## ")
    PAGE.write_text(_page(results) + heading + others, encoding="utf-8")
    return 0 if all(result.is_right for result in results) else 1


def odd_names(home: Path, count: int) -> Iterator[Result]:
    """Files with odd names, each known by one row and found again by it."""
    made: dict[str, bytes] = {}
    for name in names(count):
        path = os.path.join(os.fsencode(home / "in"), name)
        if len(path) > 3_000 or os.path.lexists(path):
            continue
        try:
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with open(path, "wb") as file:
                file.write(path)
        except OSError:  # a file where a folder is wanted
            continue
        made[hashlib.sha256(path).hexdigest()] = path
        if len(made) == count:
            break
    done = extract(home / "in", home / "out")
    found = parquet.read_table(home / "out" / "reports.parquet").to_pylist()
    paths = {row["source_path"] for row in found}
    again = sum(
        os.fsencode(find_original(home / "in", row["source_path"])) == made.get(row["sha256"])
        for row in found
    )
    is_right = len(found) == len(paths) == again == count and is_clean(done, {1})
    said = f"{len(found)} rows, {len(paths)} paths, {again} files found again by their path"
    yield Result("odd names", count, said, is_right)


def rights(home: Path) -> Iterator[Result]:
    """Folders and files that may not be looked at."""
    begins = WITHOUT_RIGHTS if os.geteuid() == 0 else []
    if begins and shutil.which(begins[0]) is None:
        yield Result("rights", 0, "left out: there is no setpriv", True)
        return
    for folder in ("open", "closed", "listed"):
        (home / "in" / folder).mkdir(parents=True)
        (home / "in" / folder / "a.pdf").write_bytes(b"x")
    (home / "in" / "open" / "b.pdf").write_bytes(b"x")
    modes = {"open/b.pdf": 0o000, "closed": 0o000, "listed": 0o444}
    for name, mode in modes.items():
        (home / "in" / name).chmod(mode)
    done = extract(home / "in", home / "out", begins=begins)
    for name in modes:
        (home / "in" / name).chmod(0o755)
    found = parquet.read_table(home / "out" / "reports.parquet").to_pylist()
    closed = sum(row["error_code"] == "unreadable_file" for row in found)
    is_right = (len(found), closed) == (4, 3) and is_clean(done, {1})
    yield Result("closed folders and files", 3, f"{closed} told as unreadable_file", is_right)


def kills(samples: list[Path], home: Path, count: int) -> Iterator[Result]:
    """Runs that are killed, with a reader beside; the next one completes the tables."""
    folder, fewer = planted(home / "in", samples, 3), planted(home / "fewer", samples, 2)
    start = time.monotonic()
    extract(folder, home / "whole")
    seconds = time.monotonic() - start
    wanted = rows(home / "whole")
    chance = random.Random(22)
    for what in ("leader", "worker", "hand-over"):
        out = home / what
        extract(fewer, out)
        equal = 0
        tried = max(1, count // 3)
        with Reader(out) as reader:
            for _ in range(tried):
                if what == "hand-over":
                    moves = str(chance.randint(0, len(TABLES)))
                    command = [sys.executable, "-c", DIES, moves, str(folder), "--out", str(out)]
                    subprocess.run([*command, "--force"], env=ENVIRONMENT, capture_output=True)
                else:
                    start_and_kill(
                        folder, out, what == "worker", chance.uniform(0.1, 0.9) * seconds
                    )
                done = extract(folder, out)
                equal += is_clean(done, {0}) and rows(out) == wanted
                if extract(fewer, out).code:
                    equal -= 1
        said = f"{equal} times equal tables; of {reader.looks} looks {reader.mixed} were mixed"
        yield Result(f"kills: {what}", tried, said, equal == tried and not reader.mixed)


def full_disks(samples: list[Path], home: Path) -> Iterator[Result]:
    """Disks that are too small for the tables."""
    folder = planted(home / "in", samples, 3)
    extract(folder, home / "whole")
    wanted = rows(home / "whole")
    right = tried = 0
    for size in DISKS:
        disk = home / str(size)
        disk.mkdir()
        mount = ["mount", "-t", "tmpfs", "-o", f"size={size}k", "tmpfs", str(disk)]
        if not shutil.which("mount") or subprocess.run(mount, capture_output=True).returncode:
            continue
        tried += 1
        try:
            done = extract(folder, disk / "out")
            more = ["mount", "-o", "remount,size=64m", str(disk)]
            subprocess.run(more, check=True, capture_output=True)
            again = extract(folder, disk / "out")
            right += is_clean(done, {0, 2}) and again.code == 0 and rows(disk / "out") == wanted
        finally:
            subprocess.run(["umount", "--lazy", str(disk)], check=True)
    sizes = ", ".join(f"{size} KB" for size in DISKS)
    said = f"{right} times one sentence, and equal tables once there was room ({sizes})"
    yield Result(
        "full disks", tried, said if tried else "left out: no disk can be mounted", right == tried
    )


def two_at_once(samples: list[Path], home: Path) -> Iterator[Result]:
    """A second run into the folder of one that is going on."""
    folder = planted(home / "in", samples, 3)
    command = [sys.executable, "-m", "disclosure_stats.extract", str(folder)]
    first = subprocess.Popen(
        [*command, "--out", str(home / "out")],
        env=ENVIRONMENT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    while not (home / "out" / ".unfinished" / "lock").exists() and first.poll() is None:
        time.sleep(0.01)
    second = extract(folder, home / "out")
    code = first.wait()
    is_right = code == 0 and second.code == 2 and is_clean(second, {2})
    yield Result("two runs at once", 1, f"exit codes {code} and {second.code}", is_right)


def urls(home: Path) -> Iterator[Result]:
    """Places that are none, and a file URL."""
    (home / "in").mkdir(parents=True)
    (home / "in" / "a.pdf").write_bytes(b"x")
    refused = sum(is_clean(extract(home / "in", url), {2}) for url in URLS)
    made = extract(home / "in", (home / "of url").as_uri())
    is_right = refused == len(URLS) and made.code == 1 and (home / "of url").is_dir()
    yield Result("URLs", len(URLS) + 1, f"{refused} refused in one sentence, 1 read", is_right)


def tiny_files(home: Path, count: int) -> Iterator[Result]:
    """Very many files that are nothing."""
    (home / "in").mkdir(parents=True)
    for number in range(count):
        (home / "in" / f"{number}.pdf").write_bytes(str(number).encode())
    start = time.monotonic()
    done = extract(home / "in", home / "out")
    seconds = time.monotonic() - start
    found = parquet.read_table(home / "out" / "reports.parquet", columns=["source_path"])
    paths = len(set(found["source_path"].to_pylist()))
    is_right = found.num_rows == paths == count and is_clean(done, {1})
    yield Result("tiny files", count, f"{paths} rows in {seconds:.0f} seconds", is_right)


def _line(result: Result) -> str:
    sign = "right" if result.is_right else "WRONG"
    return f"| {result.what} | {result.tried} | {result.outcome} | {sign} |"


def _page(results: list[Result]) -> str:
    head = """\
# What may go wrong, and what then happens

Written by `bench/faults.py`, which does all this to the command and counts. Each file has exactly
one row, whatever it is called and whatever it is. A run that was killed, that found no room or that
met another one leaves the tables of before, and the next one gives what an undisturbed run would
have given. A reader sees the tables of one run, or is told to open them again.

| what was done | times | what came of it | |
| --- | --- | --- | --- |
"""
    return head + "".join(f"{_line(result)}\n" for result in results)


if __name__ == "__main__":
    sys.exit(main())
