"""Reports compared with each other, once all of them are there: one year of a body with the others,
and several files on one year."""

from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

import pyarrow as pa
from pyarrow import compute

from disclosure_stats.batch.former import CHANGED, COUNTED, Before, FormerNote
from disclosure_stats.checks.bodies import BodyKey
from disclosure_stats.checks.revisions import revised, superseded
from disclosure_stats.checks.rules import finding_of, rules
from disclosure_stats.checks.status import status_after
from disclosure_stats.checks.years import YearCheck, YearNumbers, check_years
from disclosure_stats.forms.cells import CELL_TABLES
from disclosure_stats.rows import Row
from disclosure_stats.store.arrow import arrow_array, arrow_table, plain_values
from disclosure_stats.store.csv_file import CsvFile
from disclosure_stats.store.final_table import FinalTable
from disclosure_stats.store.folder import Folder
from disclosure_stats.store.histories import Histories
from disclosure_stats.store.parts import VERSION_KEY
from disclosure_stats.store.schemas import TABLES
from disclosure_stats.store.snapshot import AS_READ
from disclosure_stats.store.source import Rows, Source, finished_tables

Outcomes = tuple[tuple[str, str], ...]
"""Rule and outcome of checks."""

_SAME: dict[Outcomes, Outcomes] = {}  # they are a few hundred, for any number of reports


@dataclass(slots=True)
class Note:
    """What comparing says of one report: rule and outcome of each check that was made, those that
    failed, and findings on versions."""

    outcomes: Outcomes = ()
    failed: tuple[YearCheck, ...] = ()
    revisions: tuple[Row, ...] = ()

    def findings(self) -> list[Row]:
        """Rows of `findings`, without `report_id`."""
        return [*(finding_of(check.result, check.origin) for check in self.failed), *self.revisions]

    def changes(self, report: Row) -> Row:
        """What becomes of the columns `CHANGED` of a row of `reports`: the checks are counted in,
        and it is flagged if they found anything."""
        changes: Row = {"status": status_after(report["status"], self.findings())}
        for rule, outcome in self.outcomes:
            if rules()[rule].severity != "info":
                name = COUNTED[outcome]
                changes[name] = (changes.get(name, report[name]) or 0) + 1
        return changes


def compare_reports(source: Source, wanted: Container[BodyKey] | None = None) -> dict[int, Note]:
    """What comparing says of each report, by its row in `reports`; reports that it says nothing of
    are left out, and those of bodies that are not `wanted`, if that is given."""
    notes: dict[int, Note] = {}
    histories = Histories(source, wanted)
    versions: list[list[int]] = []
    for years in histories.bodies():
        notes.update(notes_on_years([reports[-1] for reports in years]))
        versions += [[row for row, _ in reports] for reports in years if len(reports) > 1]
    for row, findings in notes_on_versions(source, versions):
        notes.setdefault(row, Note()).revisions += findings
    return notes


def notes_on_years(current: Sequence[tuple[int, YearNumbers]]) -> Iterator[tuple[int, Note]]:
    """What comparing the current reports of one body, by year, says of each that is compared; they
    are given by their rows in `reports`."""
    checks = check_years([numbers for _, numbers in current])
    for (row, _), own in zip(current, checks, strict=True):
        if own:
            outcomes = tuple((check.result.rule, check.result.outcome) for check in own)
            failed = tuple(check for check in own if check.result.outcome == "failed")
            yield row, Note(_SAME.setdefault(outcomes, outcomes), failed)


def notes_on_versions(
    source: Source, versions: Sequence[Sequence[int]]
) -> Iterator[tuple[int, tuple[Row, ...]]]:
    """The findings on reports of which there are several on one year, each group in the order of
    issue; they are given by their rows in `reports`."""
    if not versions:
        return
    wanted = {row for rows in versions for row in rows}
    pairs = enumerate(source.rows("reports", ["report_id", "source_path"]))
    names = {row: pair for row, pair in pairs if row in wanted}
    last_two = {row for rows in versions for row in rows[-2:]}
    cells = _cells(source, [names[row][0] for row in sorted(last_two)])
    for rows in versions:
        *earlier, current = rows
        for row in earlier:
            yield row, (superseded(names[current][1]),)
        (before, path), (now, _) = names[earlier[-1]], names[current]
        yield current, tuple(revised(cells[before], cells[now], path))


def _cells(
    source: Source, report_ids: Sequence[str]
) -> dict[str, dict[tuple[str, str, str], float | None]]:
    """The numbers that these reports print."""
    wanted = arrow_array("string", report_ids)
    found: dict[str, dict[tuple[str, str, str], float | None]] = {i: {} for i in report_ids}
    same: dict[tuple[str, str, str], tuple[str, str, str]] = {}  # they are a few hundred
    for table in CELL_TABLES:
        columns = ["report_id", *CELL_TABLES[table], "cell_state"]
        for batch in source.batches(table, columns):
            own = batch.filter(compute.is_in(batch["report_id"], value_set=wanted))
            values = (plain_values(own[name]) for name in columns)
            for report_id, row, column, number, state in zip(*values, strict=True):
                if state != "absent":
                    cell = (table, row, column)
                    found[report_id][same.setdefault(cell, cell)] = number
    return found


def add_comparisons(folder: Folder, home: str, with_csv: bool, before: Before | None) -> None:
    """Compare the reports of the tables in the subfolder `home`, and enter there what that says:
    rows of `findings`, and what becomes of counts and status in `reports`.

    With the tables of `before`, only bodies are compared whose reports are not those of then; of
    all others it says what it said.
    """
    now = finished_tables(folder, home)
    notes: dict[int, Note | FormerNote] = {}
    if before is None:
        notes.update(compare_reports(now))
    else:
        changed = before.changed_bodies(now)
        notes.update(before.notes(now, changed))
        notes.update(compare_reports(now, changed))
    if not notes:
        return
    notes |= _notes_on_copies(now, notes)
    by_year = _set_aside(folder, home)
    as_read = finished_tables(folder, home, AS_READ)
    version = (as_read.version or "").encode()
    metadata = {"reports": {VERSION_KEY: version}, "findings": {}}
    finals = {name: FinalTable(folder, home, name, by_year, own) for name, own in metadata.items()}
    csvs = {name: CsvFile(folder, f"{home}/{name}.csv", name) for name in finals if with_csv}
    for some in _entered(as_read, notes):
        for start, count in some.runs:
            rows = some.reports.slice(start, count)
            finals["reports"].add_reports(rows, some.years[start], some.numbers[start])
        if with_csv:
            csvs["reports"].add(some.reports)
        for findings, place in some.findings:
            finals["findings"].add(findings, some.years[place], some.numbers[place])
            if with_csv:
                csvs["findings"].add(findings)
    for final in finals.values():
        final.close()
    for csv in csvs.values():
        csv.close()


def _notes_on_copies(
    source: Source, notes: Mapping[int, Note | FormerNote]
) -> dict[int, Note | FormerNote]:
    """For further copies of a file what is said of the first: the same report is no better read
    where it lies twice."""
    columns = ["report_id", "duplicate_of"]
    copies = {
        row: report_id
        for row, (report_id, first) in enumerate(source.rows("reports", columns))
        if first is not None
    }
    wanted = set(copies.values())
    firsts = {
        report_id: row
        for row, (report_id, first) in enumerate(source.rows("reports", columns) if wanted else ())
        if first is None and report_id in wanted
    }
    originals = ((row, firsts.get(report_id)) for row, report_id in copies.items())
    return {row: notes[first] for row, first in originals if first is not None and first in notes}


def _set_aside(folder: Folder, home: str) -> bool:
    """Keep the two tables as they were read; whether they are folders by year."""
    by_year = folder.is_folder(f"{home}/reports.parquet")
    for table in ("reports", "findings"):
        name, target = f"{home}/{table}.parquet", f"{home}/{AS_READ}{table}.parquet"
        for file in [name] if not by_year else sorted(folder.files(name)):
            moved = file.replace(name, target, 1)
            folder.make(moved.rpartition("/")[0])
            folder.move(file, moved)
        folder.remove(name)  # what was a folder by year is an empty one now
    return by_year


class _Some(NamedTuple):
    """Some reports that follow each other: their rows of `reports`, the year of each and its number
    within the year; runs of reports of one year, by the first and their number; and rows of
    `findings`, each with the place of its report."""

    reports: pa.RecordBatch
    years: list[int | None]
    numbers: list[int]
    runs: list[tuple[int, int]]
    findings: Iterator[tuple[pa.RecordBatch, int]]


def _entered(as_read: Source, notes: Mapping[int, Note | FormerNote]) -> Iterator[_Some]:
    """The rows of both tables, some reports at a time, with what the notes say."""
    written = Rows(as_read, "findings", "report_id")
    next_number: dict[int | None, int] = {}
    before = 0
    for batch in as_read.batches("reports"):
        own = {
            place: notes[before + place]
            for place in range(batch.num_rows)
            if before + place in notes
        }
        before += batch.num_rows
        years = plain_values(batch["year"])
        numbers: list[int] = []
        runs: list[tuple[int, int]] = []
        for year, same in groupby(years):
            count = len(list(same))
            runs.append((len(numbers), count))
            first = next_number.get(year, 0)
            numbers += range(first, first + count)
            next_number[year] = first + count
        findings = _findings(batch, written, own)
        yield _Some(_with_changes(batch, own), years, numbers, runs, findings)
    written.close()


def _with_changes(
    reports: pa.RecordBatch, notes: Mapping[int, Note | FormerNote]
) -> pa.RecordBatch:
    """Rows of `reports` with what notes change in them, by the places of the rows."""
    if not notes:
        return reports
    columns = {name: plain_values(reports[name]) for name in CHANGED}
    for place, note in notes.items():
        row = {name: values[place] for name, values in columns.items()}
        for name, value in note.changes(row).items():
            columns[name][place] = value
    for name, values in columns.items():
        at = reports.schema.get_field_index(name)
        array = arrow_array("code" if name == "status" else "int32", values)
        reports = reports.set_column(at, reports.schema.field(at), array)
    return reports


def _findings(
    reports: pa.RecordBatch, written: Rows, notes: Mapping[int, Note | FormerNote]
) -> Iterator[tuple[pa.RecordBatch, int]]:
    """The findings on some reports, report by report, with the report's place: those that were
    written, and those of its note."""
    ids = plain_values(reports["report_id"])
    copies = plain_values(reports["duplicate_of"])
    for place, (report_id, copy) in enumerate(zip(ids, copies, strict=True)):
        if report_id is None or copy is not None:
            continue
        for findings in written.take(report_id):
            yield findings, place
        new = notes[place].findings() if place in notes else []
        if new:
            rows = [{"report_id": report_id, **row} for row in new]
            columns = [[row[column.name] for row in rows] for column in TABLES["findings"].columns]
            yield arrow_table("findings", columns).to_batches()[0], place
