"""What does not add up, as workbooks that can be sent to the bodies concerned."""

from os import PathLike
from pathlib import Path

from pyarrow import compute

from disclosure_stats.analysis.dataset import Dataset
from disclosure_stats.batch.checked import check_tables
from disclosure_stats.briefing.findings_workbook import write_check_workbooks
from disclosure_stats.checks.rules import NO_WORK
from disclosure_stats.languages import Language
from disclosure_stats.settings import folder_of_reports


def findings_workbooks(
    dataset: Dataset,
    folder: str | PathLike[str],
    reports: str | PathLike[str] | None = None,
    language: Language = "zh",
) -> list[Path]:
    """Write a workbook into `folder` for each place of a dataset, or of a selection of one, whose
    reports have findings, as `python -m disclosure_stats.check --split place` does of all; gives
    the files.

    `reports` is the folder of the originals, with None the one read last. Raises OSError when a
    file cannot be written.
    """
    is_read = compute.field("duplicate_of").is_null() & (compute.field("status") != "failed")
    chosen = dataset.arrow("reports", ["report_id"], is_read)["report_id"].to_pylist()
    if not chosen:
        return []
    wanted = {"report_id": frozenset(chosen)}
    checked = check_tables(str(dataset.folder), wanted, None, "place", NO_WORK)
    Path(folder).mkdir(parents=True, exist_ok=True)
    target, originals = Path(folder, "findings.xlsx"), folder_of_reports(reports)
    return list(write_check_workbooks(target, checked, originals, language))
