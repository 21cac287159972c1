"""What bench/faults.py does to runs, and how it looks at what they leave."""

import os
import random
import signal
import subprocess
import sys
import threading
import time
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import psutil
import pyarrow.parquet as parquet

from disclosure_stats import open_dataset
from disclosure_stats.store.schemas import TABLES

SOURCE = str(Path(__file__).resolve().parents[1] / "src")
ENVIRONMENT = {**os.environ, "PYTHONPATH": SOURCE, "PYTHONUTF8": "1"}
ENCODINGS = ("utf-8", "gb18030", "big5", "shift_jis", "latin-1")
LONGEST_NAME = 255  # bytes
# Runs the command in a process that dies when it has moved so many files to their place.
DIES = """
import os, sys, signal
from disclosure_stats.store.folder import Folder
from disclosure_stats.extract import main
left, move = int(sys.argv.pop(1)), Folder.move
def move_or_die(folder, name, target):
    global left
    if "/tables/" in name:
        left -= 1
        if left < 0:
            os.kill(os.getpid(), signal.SIGKILL)
    move(folder, name, target)
Folder.move = move_or_die
sys.exit(main())
"""


class Done(NamedTuple):
    """What a run came to."""

    code: int
    said: str


def extract(folder: Path, out: Path | str, *options: str, begins: list[str] | None = None) -> Done:
    """The command, run to its end."""
    command = [sys.executable, "-m", "disclosure_stats.extract", str(folder), "--out", str(out)]
    done = subprocess.run(
        [*(begins or []), *command, *options], env=ENVIRONMENT, capture_output=True, text=True
    )
    return Done(done.returncode, done.stderr)


def rows(out: Path) -> dict[str, list[str]]:
    """All tables as text, without the one column that differs between runs."""
    return {
        name: [
            repr({**row, "seconds": None})
            for row in parquet.read_table(out / f"{name}.parquet").to_pylist()
        ]
        for name in TABLES
    }


def planted(folder: Path, samples: list[Path], copies: int) -> Path:
    """Copies of reports, each with bytes of its own."""
    folder.mkdir(parents=True)
    for copy in range(copies):
        for index, sample in enumerate(samples):
            data = sample.read_bytes() + f"\n%{copy}\n".encode()
            (folder / f"{index:02}-{copy:02}.pdf").write_bytes(data)
    return folder


def is_clean(done: Done, codes: set[int]) -> bool:
    """Whether a run ended with one of these codes, and said at most one sentence."""
    lines = [line for line in done.said.splitlines() if " a second" not in line]
    return done.code in codes and "Traceback" not in done.said and len(lines) <= 1


def names(count: int) -> Iterator[bytes]:
    """Paths as they come out of archives: nested, long, in several encodings, and alike."""
    chance = random.Random(22)
    words = [
        "官道口镇",
        "織𬕂鎮",
        "乡２０２３",
        "é",
        "a\\xffb",
        "报告 (1)",
        "\x1b[31m",
        "行\n行",
        "~",
        "%25",
    ]
    while True:
        parts = []
        for _ in range(chance.randint(1, 4)):
            text = "".join(chance.sample(words, chance.randint(1, 3))) + str(
                chance.randint(0, count)
            )
            text = unicodedata.normalize(chance.choice(("NFC", "NFD")), text)
            name = text.encode(chance.choice(ENCODINGS), "ignore") + bytes(
                chance.choices(range(0x80, 0x100), k=chance.randint(0, 2))
            )
            if chance.random() < 0.05:
                name = (name * LONGEST_NAME)[: LONGEST_NAME - 4]
            parts.append(name.replace(b"/", b"").replace(b"\0", b"").lstrip(b".~") or b"x")
        yield b"/".join(parts) + b".pdf"


def start_and_kill(folder: Path, out: Path, is_worker: bool, after: float) -> None:
    """Start a run, and kill it, or one of the processes that read for it."""
    command = [sys.executable, "-m", "disclosure_stats.extract", str(folder), "--out", str(out)]
    process = subprocess.Popen(
        [*command, "--force"],
        env=ENVIRONMENT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    time.sleep(after)
    victims = psutil.Process(process.pid).children() if is_worker and process.poll() is None else []
    if is_worker and victims:
        victims[0].kill()
    elif not is_worker:
        process.send_signal(signal.SIGKILL)
    process.wait()


class Reader:
    """Opens the tables again and again, and counts where they are not of one run."""

    def __init__(self, out: Path) -> None:
        self._out = out
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._look)
        self.looks = self.mixed = 0

    def __enter__(self) -> "Reader":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._thread.join()

    def _look(self) -> None:
        while not self._ended.wait(0.05):
            try:
                data = open_dataset(self._out)
                reports = set(data.reports["report_id"].dropna())
                requests = set(data.requests["report_id"].unique())
                appeals = set(data.appeals["report_id"].unique())
            except OSError:  # said to be written anew
                continue
            self.looks += 1
            self.mixed += requests != appeals or not requests <= reports
