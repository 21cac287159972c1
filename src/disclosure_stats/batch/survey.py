"""All checks of all reports of a folder, by whole columns: how many of each rule end how, and which
reports have findings.

What the findings are, `recheck.py` says of those that are asked for. Reports of different years are
surveyed side by side, by as many processes as there are processors.
"""

from collections import Counter
from collections.abc import Collection, Container, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context

import numpy as np
from numpy.typing import NDArray

from disclosure_stats.batch.compare import Note, notes_on_versions, notes_on_years
from disclosure_stats.batch.survey_piece import (
    Counts,
    SurveyedPiece,
    YearColumns,
    survey_piece,
)
from disclosure_stats.checks.outcome import Outcome
from disclosure_stats.checks.rules import SEVERITIES, rules
from disclosure_stats.checks.sums_of_many import Bools
from disclosure_stats.checks.years_of_many import ManyYears, count_years
from disclosure_stats.processors import processors
from disclosure_stats.rows import Row
from disclosure_stats.store.histories import bodies_of, year_numbers
from disclosure_stats.store.source import Source

FEW = 20_000  # reports that one process surveys before others have started


@dataclass(slots=True)
class Survey:
    """Of each report, in the order of `reports`: whether it is checked, how many checks of each
    rule end how, and how many findings of each severity it has (a column each, as in
    `SEVERITIES`)."""

    checked: Bools
    counts: Counts
    found: NDArray[np.int16]
    comparison: "Comparison"

    def outcomes(self, reports: Bools) -> Counter[tuple[str, Outcome]]:
        """How often the checks of some reports end in each way, by rule and outcome."""
        sums = {key: int(own[reports].sum()) for key, own in self.counts.items()}
        return Counter({key: number for key, number in sums.items() if number})


def survey(source: Source, left_out: Collection[str] = ()) -> Survey:
    """Survey the tables as they were read; findings by the rules `left_out` are not counted."""
    pieces = list(_pieces(source, left_out))
    checked = np.concatenate([piece.checked for piece in pieces])
    found = np.concatenate([piece.kept for piece in pieces])
    counts = _joined([(piece.counts, len(piece.checked)) for piece in pieces])
    for (rule, outcome), own in counts.items():
        if outcome == "failed":
            found[:, SEVERITIES.index(rules()[rule].severity)] += own
    comparison = Comparison(source, YearColumns.joined([piece.years for piece in pieces]))
    comparison.add_to(counts, found)
    return Survey(checked, counts, found, comparison)


def _joined(pieces: Sequence[tuple[Counts, int]]) -> Counts:
    keys = dict.fromkeys(key for counts, _ in pieces for key in counts)
    none = {number: np.zeros(number, np.int16) for _, number in pieces}
    return {
        key: np.concatenate([counts.get(key, none[number]) for counts, number in pieces])
        for key in keys
    }


def _pieces(source: Source, left_out: Collection[str]) -> Iterator[SurveyedPiece]:
    """What is surveyed, in the order of `reports`."""
    by_year = source.years()
    order = {name: place for place, name in enumerate(source.files["reports"])}
    parts = sorted(
        (part.files for part in by_year.values() if "reports" in part.files),
        key=lambda files: order[files["reports"][0]],
    )
    workers = min(len(parts), processors())
    if workers < 2 or source.count("reports") <= FEW:
        yield from (survey_piece(source.location, files, left_out) for files in parts)
        return
    with ProcessPoolExecutor(workers, get_context("spawn")) as pool:
        yield from pool.map(
            survey_piece, [source.location] * len(parts), parts, [left_out] * len(parts)
        )


class Comparison:
    """Reports compared with others of the same body: how each check ends, and, for reports that are
    asked for, what it says."""

    def __init__(self, source: Source, columns: YearColumns) -> None:
        self._columns = columns
        bodies = bodies_of(source)
        self._current = [[(rows[-1], year) for year, rows in years] for years in bodies]
        versions = [rows for years in bodies for _, rows in years if len(rows) > 1]
        self._revisions: dict[int, tuple[Row, ...]] = dict(notes_on_versions(source, versions))

    def add_to(self, counts: Counts, found: NDArray[np.int16]) -> None:
        """Count the checks in, and the findings by severity."""
        reports = np.array([row for own in self._current for row, _ in own], np.int64)
        lengths = [len(own) for own in self._current]
        columns = self._columns
        all_ = ManyYears(
            np.repeat(np.arange(len(lengths)), lengths),
            np.array([year for own in self._current for _, year in own], np.int64),
            {key: own[reports] for key, own in columns.numbers.items()},
            {table: own[reports] for table, own in columns.prints.items()},
            {table: own[reports] for table, own in columns.sums.items()},
        )
        for key, own in count_years(all_).items():
            rule, outcome = key
            counts.setdefault(key, np.zeros(len(found), np.int16))[reports] += own.astype(np.int16)
            if outcome == "failed":
                found[reports, SEVERITIES.index(rules()[rule].severity)] += own.astype(np.int16)
        for row, findings in self._revisions.items():
            for finding in findings:
                found[row, SEVERITIES.index(finding["severity"])] += 1

    def notes(self, wanted: Container[int]) -> dict[int, Note]:
        """What comparing says of the reports that are asked for, by their rows in `reports`."""
        notes: dict[int, Note] = {}
        for own in self._current:
            if any(row in wanted for row, _ in own):
                numbers = [(row, year_numbers(self._columns, row, year)) for row, year in own]
                notes |= {row: note for row, note in notes_on_years(numbers) if row in wanted}
        for row, findings in self._revisions.items():
            if row in wanted:
                notes.setdefault(row, Note()).revisions = findings
        return notes
