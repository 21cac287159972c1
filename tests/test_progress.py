"""What a run says while it goes on and when it ends, on a terminal and in a log."""

import io

import pytest

from disclosure_stats.batch.progress import Progress, announced
from disclosure_stats.batch.run import Tally
from disclosure_stats.batch.summary import summary_text
from disclosure_stats.batch.tasks import Outcome
from disclosure_stats.languages import Language


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The seconds that `time.monotonic` tells, as its one element."""
    seconds = [0.0]
    monkeypatch.setattr("time.monotonic", lambda: seconds[0])
    return seconds


def run(progress: Progress, clock: list[float], files: int, total: int) -> None:
    """Files that take a second each: of four one fails, one is flagged."""
    tally = Tally(total)
    for number in range(files):
        clock[0] += 1.0
        status = ("verified", "failed", "verified", "flagged")[number % 4]
        tally.add(Outcome(f"{number}.pdf", (status,)))
        progress(tally)
    progress.close()


def test_a_log_has_a_line_every_ten_seconds(clock: list[float]) -> None:
    log = io.StringIO()
    run(Progress(log, "en"), clock, 24, 24)
    assert log.getvalue().splitlines() == [
        "10/24 files, 1.0 a second, 0:14 left: 5 verified, 2 flagged, 3 failed",
        "20/24 files, 1.0 a second, 0:04 left: 10 verified, 5 flagged, 5 failed",
        "24/24 files, 1.0 a second: 12 verified, 6 flagged, 6 failed; putting the tables together",
    ]


def test_no_time_is_foretold_by_the_first_files(clock: list[float]) -> None:
    log = io.StringIO()
    tally = Tally(100)
    progress = Progress(log, "en")
    for files in range(6):
        clock[0] += 10.0
        tally.add(Outcome(f"{files}.pdf", ("verified",)))
        progress(tally)
    told = ["left" in line for line in log.getvalue().splitlines()]
    assert told == [False] * 4 + [True] * 2


def test_a_step_is_announced_on_a_terminal_and_gone_when_it_ends() -> None:
    terminal, log = Terminal(), io.StringIO()
    for stream in (terminal, log):
        with announced(stream, "zh"):
            shown = stream.getvalue()
            assert ("正在查找报告" in shown) == stream.isatty()
    assert terminal.getvalue().endswith("\r\x1b[K")
    assert log.getvalue() == ""


@pytest.mark.parametrize(
    ("language", "columns", "last"),
    [
        ("en", 20, "8/100000 files, 1.0"),
        ("en", 200, "8/100000 files, 1.0 a second, 27:46:32 left: 4 verified, 2 flagged, 2 failed"),
        ("zh", 20, "8/100000个文件，每"),
        ("zh", 21, "8/100000个文件，每秒"),
    ],
)
def test_a_terminal_has_one_line_that_never_wraps(
    clock: list[float],
    monkeypatch: pytest.MonkeyPatch,
    language: Language,
    columns: int,
    last: str,
) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    terminal = Terminal()
    run(Progress(terminal, language), clock, 8, 100_000)
    text = terminal.getvalue()
    assert text.endswith("\n")
    first, *lines = text.rstrip("\n").split("\r\x1b[K")
    assert (first, len(lines)) == ("", 8)
    assert lines[-1] == last


def test_of_many_files_that_were_not_read_the_first_are_named() -> None:
    tally = Tally(250)
    for number in range(250):
        tally.add(Outcome(f"{number}.pdf", ("failed",), (("not_pdf", "no PDF"),)))
    tally.add(Outcome("volume.pdf", ("verified",) * 3, ()))
    lines = summary_text(tally, 1.0, "out", "en").splitlines()
    assert lines[0].startswith("251 files (253 with each report of a volume): 3 verified, ")
    named = [line for line in lines if line.endswith(".pdf: not_pdf: no PDF")]
    assert len(named) == 100
    assert lines[-2:] == [
        "  and 150 more: those of the table reports with an error_code",
        "tables in out",
    ]
