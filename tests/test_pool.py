"""Several processes: the order of the plan, and a worker that dies."""

import os
from pathlib import Path

import pytest

from disclosure_stats.batch.plan import PlannedFile
from disclosure_stats.batch.pool import process_files
from disclosure_stats.batch.worker import FileResult, failed_file

PLAN = [PlannedFile(f"{number}.pdf", f"{number}.pdf") for number in range(11)]


def answer(planned: PlannedFile) -> FileResult:
    """A file's result without a file: that it is no PDF."""
    return failed_file(planned, "not_pdf", "invented")


def die_on_three(planned: PlannedFile) -> FileResult:
    """As `answer`, but the process of file 3 dies as by a segmentation fault."""
    if planned.path == "3.pdf":
        os._exit(139)
    return answer(planned)


def codes(results: list[FileResult]) -> dict[str, str]:
    return {row["source_path"]: row["error_code"] for r in results for row in r.reports}


@pytest.mark.parametrize("workers", [1, 2])
def test_results_come_in_the_order_of_the_plan(workers: int) -> None:
    results = list(process_files(PLAN, workers, answer))
    assert [result.reports[0]["source_path"] for result in results] == [p.path for p in PLAN]


def test_a_worker_that_dies_costs_its_own_file_only() -> None:
    found = codes(list(process_files(PLAN, 2, die_on_three)))
    assert list(found) == [planned.path for planned in PLAN]
    assert {path for path, code in found.items() if code == "crashed"} == {"3.pdf"}


def test_a_file_that_is_gone_has_its_row(tmp_path: Path) -> None:
    missing = PlannedFile(str(tmp_path / "gone.pdf"), "gone.pdf")
    (result,) = process_files([missing], 1)
    assert result.reports[0]["status"] == "failed"
    assert result.reports[0]["error"].startswith("cannot be opened")
