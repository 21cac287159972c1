"""Reading one's own reports from within a notebook, with a bar that shows how far it is."""

import os
from html import escape
from os import PathLike
from pathlib import Path
from typing import Final

import pandas as pd

from disclosure_stats.batch.plan import Plan, plan_files
from disclosure_stats.batch.run import Settings, Tally, run
from disclosure_stats.batch.words import describe_others, said
from disclosure_stats.checks.status import STATUSES
from disclosure_stats.errors import NoInputError, SpokenError
from disclosure_stats.lab.bar import bar
from disclosure_stats.languages import Language
from disclosure_stats.processors import processors
from disclosure_stats.settings import CORRECTIONS, find_settings, settings_for, write_settings
from disclosure_stats.store.code_book import labels

_HEADS: Final = {
    "zh": ("读取情况", "份数", "没有读出的文件", "文件", "原因", "全部读出。"),
    "en": ("status", "reports", "Files that were not read", "file", "why", "All were read."),
}
_MAX_LISTED: Final = 200


class NoReportsError(SpokenError, FileNotFoundError):
    """There is nothing to read in a folder."""


class OwnReports:
    """What came of reading: `counts` has the number of reports by status, `failures` a row a file
    that was not read (`source_path`, `error_code`, `why`), `tables` the folder of the tables; a
    notebook shows them."""

    def __init__(self, plan: Plan, tally: Tally, tables: str, language: Language) -> None:
        names = labels("status", language)
        self.counts = pd.Series({names[code]: tally.statuses[code] for code in STATUSES})
        why = labels("error_code", language)
        self.failures = pd.DataFrame(
            [
                (path, code, why.get(code, message) if language == "zh" else message)
                for path, code, message in tally.failures
            ],
            columns=["source_path", "error_code", "why"],
        )
        self.tables = tables
        self._others = describe_others(plan.others, language) if plan.others else ""
        self._language = language

    def __repr__(self) -> str:
        written = said("tables", self._language, out=self.tables)
        parts = [self.counts.to_string(), self._others, written]
        return "\n".join(filter(None, parts))

    def _repr_html_(self) -> str:
        status, reports, heading, file, why, everything = _HEADS[self._language]
        counts = self.counts.rename_axis(status).reset_index(name=reports)
        listed = self.failures.head(_MAX_LISTED)[["source_path", "why"]].set_axis(
            [file, why], axis=1
        )
        failed = f"<p>{everything}</p>"
        if len(listed):
            with pd.option_context("display.max_colwidth", None):
                rows = listed.to_html(index=False, justify="left")
            failed = f"<p><b>{heading}: {len(self.failures)}</b></p>{rows}"
        return (
            f"{counts.to_html(index=False)}{failed}<p>{escape(self._others)}</p>"
            f"<p>{escape(said('tables', self._language, out=self.tables))}</p>"
        )


def read_own_reports(
    reports: str | PathLike[str] | None = None,
    tables: str | PathLike[str] | None = None,
    language: Language = "zh",
) -> OwnReports:
    """Read the reports in a folder (or a single one) and let all notebooks know of their tables.

    With `reports` None those that were read last are read again, of which only new and changed
    files cost time; at first these are the samples. `tables` is the folder for the tables, by
    default `my_work/tables/` and the folder's name. Raises NoReportsError where there is no report,
    FolderInUse while another run writes there, OSError when it cannot be written to.
    """
    home = _home()
    meant = settings_for(_whole(reports), _whole(tables), home)
    try:
        plan = plan_files([home / meant.reports])
    except NoInputError:
        zh, en = f"没有 {meant.reports} 这个文件夹或文件。", f"There is no {meant.reports}."
        raise NoReportsError(zh, en) from None
    if not plan:
        zh, en = (said("no_report", one, inputs=meant.reports) for one in ("zh", "en"))
        raise NoReportsError(zh, en)
    out = meant.tables if "://" in meant.tables else str(home / meant.tables)
    tally = Tally(len(plan), others=dict(plan.others), hidden=plan.hidden)
    corrections = home / CORRECTIONS
    settings = Settings(
        workers=processors(),
        with_csv=True,
        corrections=corrections.read_bytes() if corrections.exists() else None,
    )
    run(plan, out, settings, tally, bar(len(plan), language))
    write_settings(type(meant)(str(home / meant.reports), out), home)
    return OwnReports(plan, tally, out, language)


def _home() -> Path:
    """The folder of the settings: the nearest above that has them or is a checkout, else this."""
    known = find_settings()
    if known is not None:
        return known.parent
    here = Path.cwd()
    above = (folder for folder in (here, *here.parents) if (folder / "tasks.py").is_file())
    return next(above, here)


def _whole(path: str | PathLike[str] | None) -> str | None:
    """As seen from the notebook, not from the folder of the settings."""
    if path is None or "://" in str(path):
        return None if path is None else str(path)
    return os.path.abspath(path)
