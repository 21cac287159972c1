"""What the commands say: of odd places to write to, of names with control codes, to no reader."""

import os
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

from disclosure_stats import open_dataset
from disclosure_stats.batch.run import Tally
from disclosure_stats.extract import main, what_is_kept
from disclosure_stats.store.csv_text import csv_text

RAW = Path(__file__).resolve().parents[1] / "data" / "raw"
SAMPLE = next(RAW.rglob("官道口镇_2023.pdf"))
COMMAND = [sys.executable, "-m", "disclosure_stats.extract"]
ENVIRONMENT = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    home = tmp_path / "in"
    home.mkdir()
    (home / "a.pdf").write_bytes(b"no report")
    return home


@pytest.mark.parametrize(
    "out",
    [
        "memory://tables",
        "s3://",
        "://tables",
        "s3:/bucket/tables",
        "nosuch://bucket/tables",
        "file://elsewhere/tables",
        "file:tables",
        "s3://a b/c",
    ],
)
def test_a_place_that_is_none_is_said_in_one_sentence(
    out: str,
    folder: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main([str(folder), "--out", out, "--workers", "1"]) == 2
    said = capsys.readouterr().err.strip().splitlines()
    assert len(said) == 1
    assert said[0].startswith(f"error: the tables cannot be written: {out} cannot be opened: ")
    assert [path.name for path in tmp_path.iterdir()] == ["in"]


def test_a_file_url_is_a_folder_of_this_machine(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "new folder" / "tables"
    assert main([str(folder), "--out", out.as_uri(), "--workers", "1"]) == 1
    assert list(open_dataset(out.as_uri()).reports["source_path"]) == ["a.pdf"]
    assert len(open_dataset(out).reports) == 1


def test_what_was_read_before_the_disk_was_full_is_kept(
    folder: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("disclosure_stats.batch.in_order.Assembly", full)
    assert main([str(folder), "--out", str(tmp_path / "out"), "--workers", "1"]) == 2
    assert "what was read of 1 of 1 files is kept" in capsys.readouterr().err


def test_nothing_is_said_to_be_kept_that_is_not(tmp_path: Path) -> None:
    assert (
        what_is_kept(Tally(3, files=2), str(tmp_path / "out"), "en")
        == "nothing that was read is kept"
    )


@pytest.mark.skipif(os.name == "nt", reason="names hold no control codes there")
@pytest.mark.parametrize("command", ["extract", "check"])
def test_control_codes_of_names_are_shown_escaped(
    command: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from disclosure_stats.check import main as check

    home = tmp_path / "in"
    home.mkdir()
    name = "\x1b[31m红\n行\u202e.pdf"
    data = SAMPLE.read_bytes() if command == "check" else b"no report"
    (home / name).write_bytes(data)
    main([str(home), "--out", str(tmp_path / "out"), "--workers", "1"])
    if command == "check":
        capsys.readouterr()
        check([str(tmp_path / "out"), "--language", "en"])
    said = capsys.readouterr().out
    assert "\\x1b[31m红\\n行\\u202e.pdf" in said
    if command == "check":  # whose it is, where the file's name does not say
        assert "\\u202e.pdf: 官道口镇 2023\n" in said
    assert not {"\x1b", "\u202e"} & set(said)


@pytest.mark.parametrize(
    ("locale", "begins"),
    [("zh_CN.UTF-8", "没有读出的表"), ("en_GB.UTF-8", "There are no tables in")],
)
@pytest.mark.parametrize("command", ["panel", "audit", "briefing"])
def test_a_mistake_is_said_once_in_the_language_of_the_locale(
    command: str,
    locale: str,
    begins: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("LC_ALL", locale)
    option = {"panel": "--out", "audit": "--xlsx", "briefing": "--out"}[command]
    module = "briefing.__main__" if command == "briefing" else command
    run = import_module(f"disclosure_stats.{module}").main
    assert run([str(tmp_path), option, str(tmp_path / "x.xlsx")]) == 2
    said = capsys.readouterr().err
    assert begins in said
    assert "\\n" not in said
    assert sum(words in said for words in ("没有读出的表", "There are no tables")) == 1


@pytest.mark.skipif(os.name == "nt", reason="pipes break differently there")
def test_a_reader_that_has_gone_is_no_error(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    process = subprocess.Popen(
        [*COMMAND, folder, "--out", out, "--workers", "1"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=ENVIRONMENT,
        text=True,
    )
    assert process.stdout is not None
    process.stdout.close()
    assert process.stderr is not None
    said = process.stderr.read()
    assert process.wait() == 141
    assert "Traceback" not in said
    assert "Broken pipe" not in said
    assert len(open_dataset(out).reports) == 1  # it was written before


@pytest.mark.parametrize("sign", "=+-@＝＋－＠")
def test_formulas_of_any_width_are_made_text(sign: str) -> None:
    assert csv_text([[f"{sign}1+1"]]).startswith(f"'{sign}")
