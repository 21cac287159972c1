"""The settings of a checkout: whose reports the notebooks are about, in one small file."""

import json
import os
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from disclosure_stats.errors import SpokenError

SETTINGS: Final = "disclosure_stats.toml"
"""The file's name; it stands in the folder of the checkout, or in one of your own."""

_TEXT = """\
# 笔记本读取的设置，由 python3 tasks.py extract、lab 和笔记本00写入；可以修改。
# What all notebooks read, written by python3 tasks.py extract and lab and by notebook 00; edit it
# freely.

# 原始报告所在的文件夹，或一份报告 / the folder of the reports, or a report
reports = {reports}
# 读出的表 / the tables that were made of them
tables = {tables}
"""


@dataclass(frozen=True, slots=True)
class Settings:
    """Where the reports are, and the tables that were made of them: absolute paths, or URLs."""

    reports: str
    tables: str


class SettingsError(SpokenError, ValueError):
    """The file of settings cannot be used, or there is none; the message says why."""


SAMPLES: Final = Settings("data/raw", "data/processed")
CORRECTIONS: Final = Path("data", "corrections.csv")
TABLES: Final = Path("my_work", "tables")
"""Where the tables of one's own reports go, a folder each, named as that of the reports."""


def find_settings(start: str | os.PathLike[str] = ".") -> Path | None:
    """The file of settings in the folder `start` or the nearest one above that has one."""
    folder = Path(start).resolve()
    return next(
        (path for above in (folder, *folder.parents) if (path := above / SETTINGS).is_file()), None
    )


def read_settings(start: str | os.PathLike[str] = ".") -> Settings | None:
    """What the file of settings says, None where there is none. Paths in it that are not absolute
    are meant from its own folder. Raises SettingsError."""
    path = find_settings(start)
    if path is None:
        return None
    try:
        said = tomllib.loads(path.read_text(encoding="utf-8"))
        values = [said[name] for name in ("reports", "tables")]
    except (OSError, UnicodeError, tomllib.TOMLDecodeError, KeyError) as problem:
        zh, en = f"{path} 无法使用：{problem}", f"{path} cannot be used: {problem}"
        raise SettingsError(zh, en) from problem
    if not all(isinstance(value, str) for value in values):
        zh = f"{path}：reports 和 tables 应为带引号的路径。"
        raise SettingsError(zh, f"{path}: reports and tables are paths, in quotes.")
    return Settings(*(value if "://" in value else str(path.parent / value) for value in values))


def settings_for(reports: str | None, tables: str | None, home: str | Path = ".") -> Settings:
    """Which reports are meant, and where their tables go: those that are given, else those that
    were read last by the settings in `home`, else the samples. Raises SettingsError."""
    if reports is None:
        known = read_settings(home) or SAMPLES
        return Settings(known.reports, tables or known.tables)
    if tables is None:
        whole = Path(reports).resolve()
        name = whole.stem if whole.is_file() else whole.name
        is_samples = whole == Path(home, SAMPLES.reports).resolve()
        tables = SAMPLES.tables if is_samples else str(TABLES / (name or "reports"))
    return Settings(reports, tables)


def folder_of_reports(reports: str | os.PathLike[str] | None) -> Path:
    """The folder of the originals: the one that is given, else that of the settings; of a single
    file, the one in which it is. Raises SettingsError where there are no settings."""
    if reports is None:
        known = read_settings()
        if known is None:
            raise SettingsError(
                "请写明原件所在的文件夹：reports=…。",
                "Say in which folder the originals are: reports=….",
            )
        reports = known.reports
    path = Path(reports)
    return path.parent if path.is_file() else path


def write_settings(settings: Settings, folder: str | os.PathLike[str]) -> Path:
    """Write the settings into a folder, paths below it as seen from there; gives the file's
    path. Raises SettingsError."""
    path = Path(folder, SETTINGS)
    # A JSON string is a string of TOML too.
    quoted = {
        name: json.dumps(_as_seen_from(Path(folder), value), ensure_ascii=False)
        for name, value in (("reports", settings.reports), ("tables", settings.tables))
    }
    try:
        path.write_text(_TEXT.format(**quoted), encoding="utf-8")
    except UnicodeError as problem:
        zh, en = f"名称不是 UTF-8：{problem}", f"a name that is not UTF-8: {problem}"
        raise SettingsError(zh, en) from problem
    return path


def _as_seen_from(folder: Path, value: str) -> str:
    if "://" in value:
        return value
    whole = Path(value).resolve()
    within = whole.is_relative_to(folder.resolve())
    return (whole.relative_to(folder.resolve()) if within else whole).as_posix()
