"""One report in Python: whose it is, its tables as DataFrames, and the printed page behind them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from os import PathLike
from pathlib import Path

import pandas as pd
from PIL.Image import Image

from disclosure_stats.analysis.cards import html_card, text_card
from disclosure_stats.analysis.contract_tables import ContractTables
from disclosure_stats.analysis.frames import frame, plain_rows
from disclosure_stats.checks.marks import Mark, marked_cells
from disclosure_stats.checks.report_ids import report_id_of
from disclosure_stats.documents.picture import crop_cell, draw_pages
from disclosure_stats.forms import load_form
from disclosure_stats.forms.cells import CELL_TABLES, CellKey
from disclosure_stats.near import near_matches
from disclosure_stats.pages.model import Box
from disclosure_stats.pages.picture import DrawnCell
from disclosure_stats.reading.document import read_document
from disclosure_stats.reading.explained import explained_levels
from disclosure_stats.reading.model import ReadReport
from disclosure_stats.rows import Row

SHOWN_FINDINGS = 3  # in the summary of a report
_WALKED_TABLES = ("disclosures", "requests", "indicators")  # those whose rows have labels


def read_report(path: str | PathLike[str]) -> "Report":
    """The report in a PDF, a web page or a Word file that holds exactly one.

    Raises OSError if the file cannot be opened, ReadingError if there is no report to be read in
    it, and ValueError if it holds several: see `read_reports`.
    """
    reports = read_reports(path)
    if len(reports) > 1:
        names = ", ".join(f"{report.body} {report.year}" for report in reports)
        raise ValueError(f"the file holds {len(reports)} reports ({names}): use read_reports")
    return reports[0]


def read_reports(path: str | PathLike[str]) -> "list[Report]":
    """All reports in a file, in print order: at least one.

    Raises OSError if the file cannot be opened, and ReadingError if there is no report in it.
    """
    data = Path(path).read_bytes()
    digest = sha256(data).hexdigest()
    return [
        Report.of(report_id_of(digest, number), read, data)
        for number, read in enumerate(read_document(data, Path(path).as_posix()), 1)
    ]


@dataclass(frozen=True, repr=False, eq=False)
class Report(ContractTables):
    """One report: one body, one year.

    Its identity are the columns of the contract's table `reports`; its tables are DataFrames with
    the contract's columns (`report.requests`, `report.findings`, …). A display in a notebook gives
    a summary; `show` and `show_cell` give the printed page and the printed number.
    """

    report_id: str
    body: str | None
    place: str | None
    level: str
    province: str | None
    prefecture: str | None
    county: str | None
    division_code: str | None
    year: int | None
    era: str | None
    format: str
    pages: int | None
    first_page: int
    last_page: int
    route: str
    status: str
    checks_passed: int
    checks_failed: int
    checks_not_assessable: int
    _tables: dict[str, pd.DataFrame]
    _data: bytes

    @classmethod
    def of(cls, report_id: str, read: ReadReport, data: bytes) -> "Report":
        """The report that was read from a file of the bytes `data`."""
        tables = {
            name: frame(name, [{"report_id": report_id, **row} for row in rows])
            for name, rows in read.tables.items()
        }
        names = cls.__dataclass_fields__.keys() & read.identity.keys()
        identity: Row = {name: read.identity[name] for name in names}
        return cls(report_id=report_id, _tables=tables, _data=data, **identity)

    @classmethod
    def stored(cls, row: Row, tables: Mapping[str, pd.DataFrame], data: bytes) -> "Report":
        """The report of a row of the table `reports`, its rows in the other tables, and the bytes
        of its file: as it was written, corrections included, without reading it again."""
        names = [name for name in cls.__dataclass_fields__ if not name.startswith("_")]
        return cls(**{name: row[name] for name in names}, _tables=dict(tables), _data=data)

    def __repr__(self) -> str:
        return text_card(self._title(), self._facts())

    def _repr_html_(self) -> str:
        return html_card(self._title(), self._facts())

    def _title(self) -> str:
        return f"{self.body or 'a body that is not named'}, {self.year or 'year not named'}"

    def _facts(self) -> dict[str, str]:
        where = ", ".join(name for name in (self.province, self.prefecture, self.county) if name)
        cells = (_cells_read(name, self.table(name)["cell_state"]) for name in CELL_TABLES)
        sums = f"{self.checks_passed} add up, {self.checks_failed} do not"
        findings = self.findings["message"].tolist()
        shown = findings[:SHOWN_FINDINGS] or ["none"]
        if len(findings) > SHOWN_FINDINGS:
            shown.append(f"and {len(findings) - SHOWN_FINDINGS} more: see report.findings")
        return {
            "place": f"{self.place or 'unknown'} ({self.level}){', ' * bool(where)}{where}",
            "form": f"{self.era}, {self._where_in_file()}, {self.route}",
            "status": self.status,
            "cells": ", ".join(cell for cell in cells if cell),
            "totals": f"{sums}, {self.checks_not_assessable} cannot be checked",
            "findings": "\n".join(shown),
        }

    def _where_in_file(self) -> str:
        if self.format != "pdf":
            return self.format
        return f"pages {self.first_page} to {self.last_page}"

    def table(self, name: str) -> pd.DataFrame:
        """The table of this name, as the contract names it; another name raises LookupError."""
        return self._tables[_known("table", name, self._tables)]

    def requests_table(self) -> pd.DataFrame:
        """Part three as it is printed: a row an outcome, a column a kind of applicant, with the
        form's labels. Rows that the report leaves out are left out. Raises LookupError for a
        report of era 2014, which has no part three: see `indicators`."""
        form = load_form(self.era) if self.era else None
        if form is None or not form.outcomes:
            raise LookupError(f"a report of era {self.era} has no part three")
        printed = self.requests[self.requests["cell_state"] != "absent"]
        wide = printed.pivot(index="outcome", columns="applicant", values="count")
        rows = {entry.code: entry.labels[0] for entry in form.outcomes if entry.code in wide.index}
        columns = {entry.code: entry.labels[0] for entry in form.applicants}
        return wide.reindex(index=list(rows), columns=list(columns)).rename(
            index=rows, columns=columns
        )

    def explain(self, table: str) -> pd.DataFrame:
        """Why a number of a table may stand where it does: how the walk by the form goes through
        its pages (docs/walk.md), which are read again, whichever way of reading was believed.

        A row a level of the pages, from top to bottom: `page`, `top` and `bottom` (points), the
        pieces of `label` text, `units` and `numbers` there, the `row` of the form that it is taken
        for (null for none), whether that `begins` there, and the `score`, in characters of its
        label that agree. Raises LookupError for `appeals`, which has no rows of labels, and where
        the walk finds none.
        """
        rows: list[Row] = []
        if self.era and table in _WALKED_TABLES:
            pages = (self.first_page, self.last_page)
            rows = explained_levels(self._data, load_form(self.era), pages, table)
        if not rows:
            raise LookupError(f"the walk finds no rows of {table}")
        return pd.DataFrame(rows).convert_dtypes()

    def show(self, table: str, page: int | None = None) -> Image:
        """The page of a table as a picture, the cells that were read drawn over it.

        `table` is one of disclosures, requests, appeals and indicators; `page` a page of the file
        (from 1), else all pages of the table, side by side. Green cells are printed numbers, blue
        ones blank, purple ones a dash; orange ones stand in a sum of the form that does not hold;
        red ones could not be read, or their reading is in doubt. LookupError if there are none.
        """
        marks = self.marks()
        row, column, _ = CELL_TABLES[table]
        cells = [
            cell._replace(state=marks.get((table, of[row], of[column]), cell.state))
            for of, cell in self._cells(table)
        ]
        pages = sorted({cell.page for cell in cells})
        if not cells:
            raise LookupError(f"the report has no cells of {table}")
        if page is not None and page not in pages:
            raise LookupError(f"{table} is not on page {page}, but on {', '.join(map(str, pages))}")
        return draw_pages(self._data, [cell for cell in cells if page in (None, cell.page)])

    @property
    def data(self) -> bytes:
        """The bytes of the file that the report was read from."""
        return self._data

    def marks(self) -> dict[CellKey, Mark]:
        """The cells that a person ought to look at, by table, row code and column code: `failed` in
        a sum that does not hold, `doubtful` where the reading is in doubt."""
        rows = {table: self.rows(table) for table in CELL_TABLES}
        return marked_cells(self.era, rows, plain_rows(self.findings))

    def show_cell(self, table: str, **key: str) -> Image:
        """The crop of one printed cell, with a little margin.

        `key` names the cell by the contract's codes, as in
        `show_cell("requests", outcome="received", applicant="total")`. LookupError if no cell, or
        more than one, has it.
        """
        cells = self._cells(table)
        for column, value in key.items():
            _known(f"key of {table}", column, CELL_TABLES[table][:2])
            _known(column, value, sorted({row[column] for row in self.rows(table)}))
            cells = [(row, cell) for row, cell in cells if row[column] == value]
        asked = ", ".join(f"{column}={value!r}" for column, value in key.items())
        if not cells:
            raise LookupError(f"the report does not print {table} {asked}")
        if len(cells) > 1:
            needed = ", ".join(CELL_TABLES[table][:2])
            raise LookupError(
                f"{len(cells)} cells of {table} have {asked or 'no key'}: say {needed}"
            )
        return crop_cell(self._data, cells[0][1])

    def rows(self, table: str) -> list[Row]:
        """The rows of a statutory table as plain values, None where missing; LookupError for
        another table."""
        _known("table with cells", table, CELL_TABLES)
        return plain_rows(self._tables[table])

    def _cells(self, table: str) -> list[tuple[Row, DrawnCell]]:
        """The rows of `table` that stand somewhere on a page, each with its cell."""
        return [
            (row, DrawnCell(row["page"], _box(row), row["cell_state"]))
            for row in self.rows(table)
            if row["page"] is not None and row["x0"] is not None
        ]


def _cells_read(table: str, states: "pd.Series[str]") -> str:
    """How many cells of a table the report prints, and how many of them bear no number."""
    printed = int((states != "absent").sum())
    null = printed - int((states == "printed").sum())
    if not printed:
        return ""
    return f"{table} {printed}" + (f" ({null} without a number)" if null else "")


def _box(row: Row) -> Box:
    return row["x0"], row["top"], row["x1"], row["bottom"]


def _known(what: str, name: str, names: Iterable[str]) -> str:
    """`name` if it is one of `names`; else a LookupError that names the nearest of them."""
    known = list(names)
    if name in known:
        return name
    near = near_matches(name, known) or known
    raise LookupError(f"no {what} {name!r}; perhaps {', '.join(near)}")
