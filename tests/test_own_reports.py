"""One's own reports in one line: the command, its settings, the language it speaks."""

import shutil
from pathlib import Path

import pytest

from disclosure_stats import extract, own_reports
from disclosure_stats.languages import language_of_locale
from disclosure_stats.settings import (
    SETTINGS,
    Settings,
    SettingsError,
    folder_of_reports,
    read_settings,
    write_settings,
)

RAW = Path(__file__).resolve().parents[1] / "data" / "raw"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder like a checkout, with two samples."""
    folder = tmp_path / "checkout"
    samples = folder / "data" / "raw"
    samples.mkdir(parents=True)
    for name in ("栎心镇_2020.pdf", "砚秋街道_2024.pdf"):
        shutil.copy(next(RAW.rglob(name)), samples)
    monkeypatch.chdir(folder)
    return folder


def test_a_folder_is_remembered_and_samples_are_read_at_first(home: Path) -> None:
    assert own_reports.main([]) == 0
    assert read_settings(home) == Settings(str(home / "data/raw"), str(home / "data/processed"))
    own = home.parent / "报告 2024"
    own.mkdir()
    shutil.copy(home / "data" / "raw" / "砚秋街道_2024.pdf", own)
    assert own_reports.main([str(own)]) == 0
    known = read_settings(home / "data")  # as a notebook in a folder below reads them
    assert known == Settings(str(own), str(home / "my_work" / "tables" / "报告 2024"))
    assert Path(known.tables, "reports.csv").exists()
    (own / "砚秋街道_2024.pdf").unlink()
    shutil.copy(home / "data" / "raw" / "栎心镇_2020.pdf", own)
    assert own_reports.main([]) == 0  # that of last time, without naming it
    assert "栎心镇_2020" in Path(known.tables, "reports.csv").read_text("utf-8-sig")
    assert own_reports.main(["data/raw"]) == 0
    assert read_settings(home).tables == str(home / "data" / "processed")


def test_a_single_report_and_a_folder_for_the_tables(home: Path) -> None:
    one = home / "data" / "raw" / "栎心镇_2020.pdf"
    assert own_reports.main([str(one)]) == 0
    assert read_settings(home).tables == str(home / "my_work" / "tables" / "栎心镇_2020")
    assert folder_of_reports(None) == one.parent
    assert own_reports.main([str(one), "--out", "elsewhere"]) == 0
    assert read_settings(home).tables == str(home / "elsewhere")


@pytest.mark.parametrize(
    ("language", "sentence"),
    [("zh", "里没有可读的报告（PDF、网页或Word文件）"), ("en", "no report in")],
)
def test_a_folder_without_reports_is_said_in_a_sentence_and_not_remembered(
    home: Path, capsys: pytest.CaptureFixture[str], language: str, sentence: str
) -> None:
    (home / "empty").mkdir()
    (home / "empty" / "README.md").touch()
    (home / "empty" / "表.xlsx").touch()
    with pytest.raises(SystemExit) as ended:
        own_reports.main(["empty", "--language", language])
    assert ended.value.code == 2
    said = capsys.readouterr().err
    assert sentence in said
    assert "xlsx" in said
    assert "md" not in said.split(sentence)[1]  # what tells of the folder is no file left out
    assert not (home / SETTINGS).exists()


def test_the_summary_speaks_the_readers_language(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (home / "data" / "raw" / "空.pdf").touch()
    assert extract.main(["data/raw", "--out", "tables", "--language", "zh"]) == 1
    said = capsys.readouterr().out
    expected = ["共3个文件", "已核验", "未能读取：", "空.pdf：空文件（empty_file）"]
    for part in [*expected, "总计为24，但其各项之和为25"]:
        assert part in said
    assert extract.main(["data/raw", "--out", "tables", "--language", "en", "--force"]) == 1
    said = capsys.readouterr().out
    for part in ("3 files", "verified", "not read:", "空.pdf: empty_file: ", "24"):
        assert part in said
    assert "总计" not in said


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({"LANG": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": "en_GB.UTF-8"}, "en"),
        ({"LC_MESSAGES": "zh_TW", "LANG": "de_DE"}, "zh"),
        ({"LANG": "C"}, "en"),
    ],
)
def test_the_language_is_that_of_the_locale(environment: dict[str, str], expected: str) -> None:
    assert language_of_locale(environment) == expected


def test_settings_are_read_as_written_and_may_be_edited(tmp_path: Path) -> None:
    assert read_settings(tmp_path) is None
    given = Settings(str(tmp_path / 'a "b" \\ c'), "s3://bucket/tables")
    path = write_settings(given, tmp_path)
    assert read_settings(tmp_path) == given
    assert str(tmp_path) not in path.read_text("utf-8")  # the folder may be moved
    path.write_text('reports = "../in"\ntables = "out"\n', "utf-8")
    assert read_settings(tmp_path) == Settings(str(tmp_path / "../in"), str(tmp_path / "out"))
    for broken in ("reports = ", 'reports = "in"', "reports = 1\ntables = 2"):
        path.write_text(broken, "utf-8")
        with pytest.raises(SettingsError, match=SETTINGS):
            read_settings(tmp_path)
