"""Numbers read from pictures are proved: by the form's sums, or by a second and different look.

A number stands when a sum of the form that holds rests on it and the recogniser was sure, or when
two looks agree. Where they differ, a candidate of the recogniser is taken if the sums hold with it
and with no other; such a cell is named in a finding. All else becomes null and `unreadable`.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from disclosure_stats.checks.outcome import CheckResult
from disclosure_stats.checks.rules import finding
from disclosure_stats.checks.sums import check_sums
from disclosure_stats.forms import load_form
from disclosure_stats.pages.model import Box, Look, Page
from disclosure_stats.reading.tables.form_reading import FormReading
from disclosure_stats.reading.tables.printed_cells import MAX_COUNT
from disclosure_stats.rows import Row
from disclosure_stats.text.values import parse_value

_SURE = 0.9  # of a first look's probability: then a sum that holds is proof
_GUESSED = 0.6  # less is as good as guessing
_POOR = 0.1  # of a page's cells on which the looks differ: more, and only sums prove the others
_MIN_DIFFERING = 3
_MIN_NUMBERS = 5  # alone on a page: more than page numbers and dates
_MAX_CHANGES = 6  # cells of one report that the sums may decide: more are a misread page
_OF_MONEY = (None, "", "元", "万元", "亿元")
_THOUSANDS = re.compile(r"\d{1,3}(?:\.\d{3})+")
_NUMBER = {"disclosures": "value", "requests": "count", "appeals": "count", "indicators": "value"}
_KEYS = {
    "disclosures": ("item", "measure"),
    "requests": ("outcome", "applicant"),
    "appeals": ("stage", "result"),
    "indicators": ("indicator", "period"),
}

Value = tuple[float | None, str]
"""A number or null, and the `cell_state`."""


@dataclass(slots=True, eq=False)
class _Cell:
    """A cell that a picture shows: its row of the table, how it was read, what else it may be, and
    all that its looks saw."""

    table: str
    row: Row
    first: Look | None
    candidates: list[Value] = field(default_factory=list)
    seen: set[Value] = field(default_factory=set)
    agreed: bool = False

    @property
    def key(self) -> tuple[str, str, str]:
        one, other = _KEYS[self.table]
        return self.table, self.row[one], self.row[other]

    @property
    def box(self) -> Box:
        return self.row["x0"], self.row["top"], self.row["x1"], self.row["bottom"]

    @property
    def value(self) -> Value:
        return self.row[_NUMBER[self.table]], self.row["cell_state"]

    @value.setter
    def value(self, value: Value) -> None:
        self.row[_NUMBER[self.table]], self.row["cell_state"] = value

    def is_open(self) -> bool:
        """Whether the first look could make nothing of the print, or was as good as guessing."""
        return self.first is None or self.first.probability < _GUESSED

    def is_sure(self) -> bool:
        """Whether the first look was sure of the number that the cell has, alone in it."""
        return (
            self.first is not None
            and self.first.probability >= _SURE
            and self.value_of(self.first.text) == self.value
        )

    def value_of(self, text: str) -> Value:
        """What `text` means in this cell. What is counted has no fractions: what looks like a
        point parts thousands there, or is a speck."""
        if self.row.get("unit", "件") not in _OF_MONEY and "." in text:
            text = text.replace(".", "") if _THOUSANDS.fullmatch(text) else "?"
        value, _, _, state = parse_value(text)
        if value is not None and self.table in ("requests", "appeals"):
            return (int(value), state) if 0 <= value <= MAX_COUNT else (None, "unreadable")
        return value, state

    def has_number(self) -> bool:
        """Whether a number was read in the cell."""
        return self.value[1] == "printed"

    def saw(self, second: Look) -> bool:
        """Whether the first look found the number of the second in the cell, and no other."""
        return self.first is not None and self.first.text == second.text

    def finding(self) -> Row:
        """What tells a reader that the sums decided this cell."""
        return finding(
            "read_by_sums",
            self.table,
            ", ".join(self.key[1:]),
            "extraction",
            found=self.value[0],
            page=self.row["page"],
        )


def prove(reading: FormReading, pages: dict[int, Page]) -> list[Row]:
    """Proves the cells of `reading` that were read from pictures, in place: changes them to what
    the sums decide, or to null. Gives findings: on the cells that the sums decided, and on numbers
    of the print that are in no cell."""
    cells = _scanned_cells(reading, pages)
    findings = _on_lost_pages(reading, pages)
    if not cells:
        return findings
    findings += _unplaced(cells, pages)
    proved = _resting_on(reading.checks, "passed") - _resting_on(reading.checks, "failed")
    unproved = [cell for cell in cells if cell.key not in proved or not cell.is_sure()]
    _look_again(unproved, pages)
    reading.checks = check_sums(load_form(reading.era), reading.tables)
    _doubt_blanks(cells)
    poor = _poor_pages(cells, unproved)
    doubtful = [
        cell
        for cell in unproved
        if not cell.agreed or cell.has_number() and cell.row["page"] in poor
    ]
    decided = _decide(reading, doubtful)
    _give_up(reading, doubtful)
    return findings + [cell.finding() for cell in decided]


def _on_lost_pages(reading: FormReading, pages: dict[int, Page]) -> list[Row]:
    """A finding for each picture with the lone numbers of a table, not one row of which was
    recognised."""
    read = {row["page"] for rows in reading.tables.values() for row in rows}
    lost = {
        number: len(page.scan.unplaced([], has_labels=False))
        for number, page in pages.items()
        if page.scan is not None and number not in read
    }
    table = "indicators" if reading.era == "2014" else "requests"
    return [
        _number_unplaced(table, number, count)
        for number, count in sorted(lost.items())
        if count >= _MIN_NUMBERS
    ]


def _number_unplaced(table: str, page: int, count: int) -> Row:
    return finding(
        "number_unplaced",
        table,
        origin="extraction",
        page=page,
        message=f"{table}: {count} numbers on page {page} stand in no cell "
        "of a row that was recognised.",
    )


def _unplaced(cells: Sequence[_Cell], pages: dict[int, Page]) -> list[Row]:
    """A finding for each page and table where numbers are printed that are in none of `cells`."""
    findings = []
    for number, table in sorted({(cell.row["page"], cell.table) for cell in cells}):
        scan = pages[number].scan
        assert scan is not None
        there = [cell for cell in cells if cell.row["page"] == number]
        boxes = scan.unplaced([cell.box for cell in there], has_labels=True)
        own = [cell.box for cell in there if cell.table == table]
        levels = [box[1] for box in own]
        beside = [box for box in boxes if min(levels) - 36 <= box[1] <= max(levels) + 36]
        if table == "appeals":
            beside = beside or scan.unplaced(own, has_labels=False)
        if beside:
            findings.append(_number_unplaced(table, number, len(beside)))
    return findings


def _scanned_cells(reading: FormReading, pages: dict[int, Page]) -> list[_Cell]:
    cells = []
    for table, rows in reading.tables.items():
        for row in rows:
            scan = pages[row["page"]].scan if row["page"] is not None else None
            if scan is not None:
                cell = _Cell(table, row, None)
                cell.first = scan.first_look(cell.box)
                if cell.first is not None and "." in cell.first.text:
                    cell.value = cell.value_of(cell.first.text)
                cells.append(cell)
    return cells


def _resting_on(checks: Iterable[CheckResult], outcome: str) -> set[tuple[str, str, str]]:
    return {
        (check.table, *cell) for check in checks if check.outcome == outcome for cell in check.cells
    }


def _look_again(cells: Sequence[_Cell], pages: dict[int, Page]) -> None:
    """Fills `agreed` and `candidates` of each cell from a second look at it."""
    for number in sorted({cell.row["page"] for cell in cells}):
        there = [cell for cell in cells if cell.row["page"] == number]
        scan = pages[number].scan
        assert scan is not None
        for cell, second in zip(there, scan.second_look([c.box for c in there]), strict=True):
            value = cell.value_of(second.text)
            is_sure = value[1] == "printed" and second.probability >= _SURE
            is_unread = cell.is_open() and (cell.first is not None or not cell.has_number())
            if is_sure and (is_unread or cell.value[1] == "unreadable" and cell.saw(second)):
                # Two models agree on what the first look could not make out, or saw among marks.
                cell.value = value
            cell.agreed = (
                value == cell.value
                and value[1] != "unreadable"
                and not (cell.is_open() and second.probability < _GUESSED)
            )
            texts = (second.text, *(cell.first.others if cell.first else ()), *second.others)
            candidates = [cell.value_of(text) for text in texts]
            cell.seen = set(candidates)
            if cell.first is not None:
                cell.seen.add(cell.value_of(cell.first.text))
            cell.candidates = [
                candidate
                for candidate in dict.fromkeys(candidates)
                if candidate != cell.value and candidate[1] == "printed"
            ]


def _poor_pages(cells: Sequence[_Cell], looked_at: Sequence[_Cell]) -> set[int]:
    """The pages on many of whose cells the looks differ: there they agree by chance too. Thin
    strokes that a fax has lost are lost to every look."""
    on_page = Counter(cell.row["page"] for cell in cells if cell.has_number())
    differ = Counter(
        cell.row["page"] for cell in looked_at if cell.has_number() and not cell.agreed
    )
    return {
        page
        for page, count in differ.items()
        if count >= _MIN_DIFFERING and count > _POOR * on_page[page]
    }


def _doubt_blanks(cells: Sequence[_Cell]) -> None:
    """Where zeros are printed, few cells are blank by intent: their print may be lost. In part two
    a row that does not apply is often left blank."""
    for table in ("requests", "appeals", "indicators"):
        own = [cell for cell in cells if cell.table == table]
        blanks = [cell for cell in own if cell.value[1] == "blank"]
        if len(blanks) < sum(cell.value[0] == 0 for cell in own):
            for cell in blanks:
                cell.value, cell.agreed = (None, "unreadable"), False


def _decide(reading: FormReading, doubtful: Sequence[_Cell]) -> list[_Cell]:
    """Changes cells to the candidates with which sums hold that failed or could not be told, one
    at a time, as long as one change does so best of all. Gives the cells changed."""
    form = load_form(reading.era)
    decided: list[_Cell] = []
    while len(decided) < _MAX_CHANGES:
        involved = _resting_on(reading.checks, "failed") | _resting_on(
            reading.checks, "not_assessable"
        )
        before = _standing(reading.checks)
        best: list[tuple[_Cell, Value]] = []
        gain = 0
        for cell in doubtful:
            if cell.key not in involved or cell in decided:
                continue
            original = cell.value
            for candidate in cell.candidates:
                cell.value = candidate
                standing = _standing(check_sums(form, reading.tables))
                if standing - before > gain:
                    best, gain = [], standing - before
                if gain and standing - before == gain:
                    best.append((cell, candidate))
            cell.value = original
        if len(best) != 1:
            break
        cell, cell.value = best[0]
        decided.append(cell)
        reading.checks = check_sums(form, reading.tables)
    return decided


def _standing(checks: Iterable[CheckResult]) -> int:
    """How many sums hold, less those that fail."""
    return sum((c.outcome == "passed") - (c.outcome == "failed") for c in checks)


def _give_up(reading: FormReading, doubtful: Sequence[_Cell]) -> None:
    """Makes null what the looks do not agree on and no sum proves."""
    proved = _resting_on(reading.checks, "passed") - _resting_on(reading.checks, "failed")
    for cell in doubtful:
        # A number that no look saw in this cell stands in the next one too: its sum proves nothing.
        is_foreign = cell.first is not None and cell.value not in cell.seen
        if cell.key not in proved or is_foreign:
            cell.value = None, "unreadable"
    reading.checks = check_sums(load_form(reading.era), reading.tables)
