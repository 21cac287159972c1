"""How the checks of reports that lie together end, by whole columns: what one process does of a
survey (`survey.py`)."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from math import inf, nan
from typing import Any

import numpy as np
from numpy.typing import NDArray

from disclosure_stats.checks.claims import (
    Told,
    check_told,
    claimed_cells,
    claiming_text,
    told_numbers,
)
from disclosure_stats.checks.outcome import CheckResult, Outcome
from disclosure_stats.checks.rules import SEVERITIES, is_kept
from disclosure_stats.checks.sums_of_many import count_sums
from disclosure_stats.checks.years import Key, compared_cells, lasting_codes
from disclosure_stats.forms import ERAS, load_form
from disclosure_stats.forms.cells import CELL_TABLES, PrintedCell
from disclosure_stats.store.arrow import plain_values
from disclosure_stats.store.cell_blocks import (
    CellBlock,
    cell_blocks,
    filled,
    floats,
    marked,
    places_of,
)
from disclosure_stats.store.folder import Folder
from disclosure_stats.store.histories import MILLIONTHS, is_proved, odd_number
from disclosure_stats.store.source import Source

Counts = dict[tuple[str, Outcome], NDArray[np.int16]]
"""By rule and outcome: how many checks of each report end so."""


@dataclass(slots=True)
class YearColumns:
    """What the rules across years have to know of reports, one value a report, as `ManyYears` has
    it; `pages` are those of the compared cells, 0 for none, and `proved` is whether its sums
    hold."""

    proved: NDArray[np.bool_]
    numbers: dict[Key, NDArray[np.float64]]
    pages: dict[Key, NDArray[np.int16]]
    prints: dict[str, NDArray[np.uint64]]
    sums: dict[str, NDArray[np.float64]]

    @staticmethod
    def of(proved: NDArray[np.bool_]) -> "YearColumns":
        """Columns for so many reports of which nothing else is known."""
        count = len(proved)
        return YearColumns(
            proved,
            {key: np.full(count, -inf) for key in compared_cells()},
            {key: np.zeros(count, np.int16) for key in compared_cells()},
            {table: np.zeros(count, np.uint64) for table in lasting_codes()},
            {table: np.full(count, nan) for table in lasting_codes()},
        )

    @staticmethod
    def joined(pieces: "list[YearColumns]") -> "YearColumns":
        """The columns of all pieces, one after the other; each piece is let go of."""
        numbers, pages, prints, sums = (
            {
                key: np.concatenate([getattr(one, name).pop(key) for one in pieces])
                for key in list(getattr(pieces[0], name))
            }
            for name in ("numbers", "pages", "prints", "sums")
        )
        proved = np.concatenate([one.proved for one in pieces])
        return YearColumns(proved, numbers, pages, prints, sums)


@dataclass(slots=True)
class SurveyedPiece:
    """Of each report, in the order of `reports`: whether it is checked (it was read, and is no
    further copy), how its own checks end, how many findings of each severity are kept as written,
    and what the rules across years have to know."""

    checked: NDArray[np.bool_]
    counts: Counts
    kept: NDArray[np.int16]
    years: YearColumns


def survey_piece(
    location: str, files: dict[str, list[str]], left_out: Collection[str]
) -> SurveyedPiece:
    """Survey the reports of tables that lie in `files`; findings by the rules `left_out` are not
    counted."""
    source = Source(Folder(location), files)
    work = _Work(source)
    for table in CELL_TABLES:
        for block in cell_blocks(source, table, work.places):
            work.take_cells(block)
    work.take_postings(source)
    work.take_narratives(source)
    work.take_findings(source, left_out)
    return SurveyedPiece(work.checked, work.counts, work.kept, work.years)


class _Work:
    """What becomes of the tables of one source, table by table."""

    def __init__(self, source: Source) -> None:
        columns = ["report_id", "status", "route", "duplicate_of", "era", "level", "year"]
        read = [
            [plain_values(batch[name]) for name in columns]
            for batch in source.batches("reports", columns)
        ]
        ids, status, route, copies, era, self._levels, self._years = (
            [value for batch in read for value in batch[place]] for place in range(len(columns))
        )
        pairs = zip(status, copies, strict=True)
        self.checked = np.array([s != "failed" and copy is None for s, copy in pairs], np.bool_)
        self.places = {ids[place]: place for place in np.flatnonzero(self.checked).tolist()}
        self._eras = {known: np.array([one == known for one in era], np.bool_) for known in ERAS}
        self.counts: Counts = {}
        self.kept = np.zeros((len(ids), len(SEVERITIES)), np.int16)
        pairs = zip(status, route, strict=True)
        self.years = YearColumns.of(np.array([is_proved(*one) for one in pairs], np.bool_))
        self._totals = _Totals(len(ids))

    def take_cells(self, block: CellBlock) -> None:
        """The cells of some reports in one table."""
        for era, own in self._eras.items():
            those = np.flatnonzero(own[block.places])
            if those.size:
                cells = block.cells.part(those)
                for key, counts in count_sums(load_form(era), cells).items():
                    self._add(*key, block.places[those], counts)
        self._take_compared(block)
        self._take_prints(block)
        self._totals.take(block)

    def _add(self, rule: str, outcome: Outcome, places: NDArray[np.int64], counts: Any) -> None:
        all_ = self.counts.setdefault((rule, outcome), np.zeros(len(self.checked), np.int16))
        all_[places] += counts

    def _take_compared(self, block: CellBlock) -> None:
        cells = block.cells
        for key in compared_cells():
            table, row, column = key
            if table == cells.table and row in cells.rows and column in cells.columns:
                at = (slice(None), cells.rows[row], cells.columns[column])
                numbers = np.where(cells.held[at], cells.numbers[at], -inf)
                self.years.numbers[key][block.places] = numbers
                self.years.pages[key][block.places] = block.pages[at]

    def _take_prints(self, block: CellBlock) -> None:
        """As `Histories` makes fingerprints, report by report."""
        table, rows = block.cells.table, block.of_rows
        lasting = lasting_codes()[table]
        counted = np.rint(np.nan_to_num(rows.numbers) * MILLIONTHS).astype(np.int64)
        terms = counted.copy()
        for codes, positions in (
            (block.cells.rows, rows.rows),
            (block.cells.columns, rows.columns),
        ):
            odd = [0 if code is None or code in lasting else odd_number(code) for code in codes]
            terms *= np.array(odd, np.int64)[positions]
            counted *= (np.array(odd, np.int64) != 0)[positions]
        own, places = self.years, block.places
        own.prints[table][places] = np.add.reduceat(terms, block.starts).astype(np.uint64)
        own.sums[table][places] = np.add.reduceat(counted, block.starts) / MILLIONTHS

    def take_postings(self, source: Source) -> None:
        """The numbers of postings that are compared: of a whole channel, of the body itself."""
        keys = [key for key in compared_cells() if key[0] == "postings"]
        columns = [
            "report_id",
            "channel",
            "period",
            "count",
            "page",
            "parent_id",
            "category",
            "scope",
        ]
        for batch in source.batches("postings", columns, coded_ids=True):
            places = places_of(batch["report_id"], self.places)
            whole = (places >= 0) & marked(batch["scope"], ("self",))
            whole &= batch["parent_id"].is_null().to_numpy(zero_copy_only=False)
            whole &= batch["category"].is_null().to_numpy(zero_copy_only=False)
            numbers, pages = floats(batch["count"]), filled(batch["page"], 0)
            for key in keys:
                _, channel, period = key
                own = whole & marked(batch["channel"], (channel,))
                found = np.flatnonzero(own & marked(batch["period"], (period,)))[::-1]
                found = found[np.isneginf(self.years.numbers[key][places[found]])]
                self.years.numbers[key][places[found]] = numbers[found]
                self.years.pages[key][places[found]] = pages[found]

    def take_narratives(self, source: Source) -> None:
        """What the narratives claim, against the totals of the tables."""
        for place, texts in _texts(source, self.places):
            told = told_numbers(texts, self._levels[place], self._years[place])
            for result in self._totals.check(told, place) if told else ():
                self._add(result.rule, result.outcome, np.array([place]), 1)

    def take_findings(self, source: Source, left_out: Collection[str]) -> None:
        """How many of the findings that were written are kept."""
        columns = ["report_id", "rule", "severity"]
        for batch in source.batches("findings", columns, coded_ids=True):
            rules = batch["rule"].dictionary.to_pylist()
            kept = [rule for rule in rules if is_kept(rule) and rule not in left_out]
            places = places_of(batch["report_id"], self.places)
            counted = (places >= 0) & marked(batch["rule"], kept)
            for number, severity in enumerate(SEVERITIES):
                own = places[counted & marked(batch["severity"], (severity,))]
                np.add.at(self.kept[:, number], own, 1)


def _texts(source: Source, places: Mapping[str, int]) -> Iterator[tuple[int, list[str]]]:
    """The texts of each report's sections, with their headings."""
    place = -1
    texts: list[str] = []
    for batch in source.batches("sections", ["report_id", "heading", "text"], coded_ids=True):
        own = places_of(batch["report_id"], places).tolist()
        printed = batch["heading"].to_pylist(), batch["text"].to_pylist()
        for one, heading, text in zip(own, *printed, strict=True):
            if one != place:
                if place >= 0:
                    yield place, texts
                place, texts = one, []
            texts.append(claiming_text(heading, text))
    if place >= 0:
        yield place, texts


class _Totals:
    """The cells that claims are held against, as columns of one value a report."""

    def __init__(self, count: int) -> None:
        self._has_column = {key[0]: np.zeros(count, np.bool_) for key in claimed_cells()}
        self._has = {key: np.zeros(count, np.bool_) for key in claimed_cells()}
        self._numbers = {key: np.full(count, nan) for key in claimed_cells()}
        self._units = {key: np.zeros(count, np.int16) for key in claimed_cells()}
        self._known_units: dict[str | None, int] = {}

    def take(self, block: CellBlock) -> None:
        rows, cells = block.of_rows, block.cells
        units = np.array(
            [self._known_units.setdefault(one, len(self._known_units)) for one in block.units],
            np.int16,
        )
        for key in claimed_cells():
            table, row, column = key
            if table != cells.table or column not in cells.columns:
                continue
            in_column = np.flatnonzero(rows.columns == cells.columns[column])
            self._has_column[table][rows.places[in_column]] = True
            if row in cells.rows:
                # Of cells with the same codes the last counts, as in `check_told`.
                own = in_column[rows.rows[in_column] == cells.rows[row]]
                places = rows.places[own]
                self._has[key][places] = True
                self._numbers[key][places] = rows.numbers[own]
                if units.size:
                    self._units[key][places] = units[rows.units[own]]

    def check(self, told: Told, place: int) -> list[CheckResult]:
        """How the claims of a report end."""
        units = list(self._known_units)
        totals: dict[str, dict[str, PrintedCell]] = {
            table: {} for table, has in self._has_column.items() if has[place]
        }
        for key in claimed_cells():
            if self._has[key][place]:
                table, row, column = key
                number = float(self._numbers[key][place])
                unit = units[self._units[key][place]] if units else None
                known = None if number != number else number
                totals[table][row] = PrintedCell(*key, known, "printed", unit=unit)
        return check_told(told, totals)
