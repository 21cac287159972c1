"""Findings one after the other, each with the printed page beside the table that was read."""

from collections.abc import Iterator, Mapping
from html import escape
from os import PathLike
from typing import Any, Final, NamedTuple

import pandas as pd
from PIL import Image
from pyarrow import compute

from disclosure_stats.analysis.dataset import Dataset
from disclosure_stats.analysis.frames import plain_rows
from disclosure_stats.analysis.place_labels import place_labels
from disclosure_stats.analysis.report import Report
from disclosure_stats.charts.read_table import read_table
from disclosure_stats.checks.marks import cells_behind
from disclosure_stats.checks.rules import NO_WORK, SEVERITIES, name_of, sentence
from disclosure_stats.documents.picture import Pages
from disclosure_stats.forms.cells import CELL_TABLES
from disclosure_stats.languages import Language
from disclosure_stats.pages.picture import PAGE_RESOLUTION, as_url, joined
from disclosure_stats.rows import Row
from disclosure_stats.settings import folder_of_reports
from disclosure_stats.store.originals import read_original
from disclosure_stats.store.schemas import TABLES

_NO_FINDINGS: Final = {
    "zh": "所选报告没有需要核对之处。",
    "en": "Nothing in these reports has to be looked at.",
}
_NO_ORIGINAL: Final = {
    "zh": "原件不在 reports 所指的文件夹里，或已改变：{path}",
    "en": "The file is not in the folder `reports`, or has changed: {path}",
}
_PAGE: Final = {"zh": "第{page}页", "en": "page {page}"}
_LEGEND: Final = {
    "zh": "橙色：所在的合计不成立；红色：存疑或无法识读；粗框：本条所指",
    "en": "orange: in a sum that does not hold; red: in doubt, or unreadable; framed: this finding",
}


class CorrectableCell(NamedTuple):
    """A number that a correction can name: its table, its `key` as the file of corrections has it,
    the value in the tables (None for null), and whether the finding rests on it."""

    table: str
    key: str
    value: float | None
    is_concerned: bool


class ReviewedFinding:
    """One finding with its report: a notebook shows the page beside the table.

    `row` is the row of `findings`; `where` says whose report it is; `report` is None where the file
    is not in the folder of originals, or is another one now.
    """

    def __init__(
        self,
        row: Row,
        identity: Row,
        tables: Mapping[str, pd.DataFrame],
        data: bytes | None,
        language: Language,
    ) -> None:
        self.row = row
        self.identity = identity
        self.report = Report.stored(identity, tables, data or b"")
        self._has_original = data is not None
        self._language = language

    @property
    def title(self) -> str:
        """Whose report it is, and what is wrong in it."""
        return f"{self.identity['place_label']} {self.identity['year']}：{self.sentence}"

    @property
    def sentence(self) -> str:
        """The finding in one sentence."""
        return sentence(self.row, self._language)

    def cells(self) -> list[CorrectableCell]:
        """The numbers of the finding's table that can be corrected, those it rests on first."""
        table = self.row["table"]
        if table == "postings":
            postings = self.report.table(table)
            found = [
                CorrectableCell(table, str(number), count, self.row["where"] == channel)
                for number, count, channel in zip(
                    postings["posting_id"],
                    _numbers(postings["count"]),
                    postings["channel"],
                    strict=True,
                )
            ]
        elif table in CELL_TABLES:
            one, other, number = CELL_TABLES[table]
            cells = self.report.table(table)
            printed = cells[cells["cell_state"] != "absent"]
            concerned = self.concerned()
            found = [
                CorrectableCell(table, f"{row}, {column}", value, (row, column) in concerned)
                for row, column, value in zip(
                    printed[one], printed[other], _numbers(printed[number]), strict=True
                )
            ]
        else:
            found = []
        return sorted(found, key=lambda cell: not cell.is_concerned)

    def concerned(self) -> frozenset[tuple[str, str]]:
        """The row and column codes of the cells that the finding rests on."""
        if self.row["table"] not in CELL_TABLES:
            return frozenset()
        rows = self.report.rows(self.row["table"])
        return frozenset(cells_behind(self.report.era, rows, self.row))

    def page(self) -> Image.Image | None:
        """The printed page, or pages one below the other, with the cells that were read drawn over
        them; None without original."""
        if not self._has_original:
            return None
        table, number = self.row["table"], self.row["page"]
        pages = self._pages_of_cells()
        if pages:
            return joined([self.report.show(table, page) for page in pages], below=True)
        with Pages(self.report.data) as drawn:
            shown = int(number or self.identity["first_page"] or 1)
            width, height = drawn.size(shown)
            return drawn.area(shown, (0.0, 0.0, width, height), PAGE_RESOLUTION / 72)

    def _pages_of_cells(self) -> list[int]:
        """The pages that bear the cells that the finding rests on; all pages of its table where it
        names no cell; none for what stands in no table."""
        table = self.row["table"]
        if table not in CELL_TABLES:
            return []
        one, other, _ = CELL_TABLES[table]
        placed = [row for row in self.report.rows(table) if row["x0"] is not None]
        concerned = self.concerned()
        own = {row["page"] for row in placed if (row[one], row[other]) in concerned}
        return sorted(own or {row["page"] for row in placed})

    def __repr__(self) -> str:
        return self.title

    def _repr_html_(self) -> str:
        facts = [name_of(self.row[name], self._language) for name in ("severity", "origin")]
        if self.row["page"] is not None:
            facts.append(_PAGE[self._language].format(page=self.row["page"]))
        facts += [str(self.row["rule"]), str(self.identity["source_path"])]
        table = read_table(self.report, self.row["table"], self.concerned(), self._language)
        return (
            f'<div style="font-size:110%"><b>{escape(self.title)}</b></div>'
            f'<div style="color:#606060">{escape(" · ".join(facts))}</div>'
            f'<div style="color:#606060">{escape(_LEGEND[self._language])}</div>'
            '<div style="display:flex;gap:1em;align-items:flex-start;flex-wrap:wrap">'
            f'<div style="flex:3 1 34em">{self._picture()}</div>'
            f'<div style="flex:2 1 26em;overflow-x:auto">{table}</div>'
            "</div>"
        )

    def _picture(self) -> str:
        picture = self.page()
        if picture is None:
            said = _NO_ORIGINAL[self._language].format(path=self.identity["source_path"])
            return f"<p>{escape(said)}</p>"
        return f'<img style="width:100%" src="{as_url(picture)}">'


class Review:
    """The findings of a dataset that a person can do something about, the gravest first.

    `table` is a DataFrame with a row each: `place_label`, `year`, `severity`, `origin`, `rule`,
    `sentence`, `page`. `review[0]` is the first of them, shown with page and table; a notebook
    shows the first one for the review itself, or says that there is none.
    """

    def __init__(
        self,
        dataset: Dataset,
        reports: str | PathLike[str] | None = None,
        language: Language = "zh",
    ) -> None:
        self.language: Language = language
        self._dataset = dataset
        self._originals = folder_of_reports(reports)
        rows = dataset.table("reports", where=compute.field("duplicate_of").is_null())
        rows = rows.dropna(subset=["report_id"])
        labels = place_labels(rows, dataset.place_combinations)
        rows = rows.assign(place_label=labels.fillna(rows["source_path"]))
        self._reports = rows.set_index("report_id", drop=False)
        found = dataset.findings
        found = found[~found["rule"].isin(list(NO_WORK))]
        found = found[found["report_id"].isin(self._reports.index)]
        order = found["severity"].map({one: place for place, one in enumerate(SEVERITIES)})
        own = self._reports.loc[found["report_id"], ["place_label", "year"]].reset_index(drop=True)
        self._findings = (
            found.reset_index(drop=True)
            .assign(order=order.astype("int64").to_numpy(), **own)
            .sort_values(["order", "place_label", "year"], kind="stable")
            .drop(columns=["order", "place_label", "year"])
            .reset_index(drop=True)
        )

    def __len__(self) -> int:
        return len(self._findings)

    def __iter__(self) -> "Iterator[ReviewedFinding]":
        return (self[number] for number in range(len(self)))

    def __getitem__(self, number: int) -> ReviewedFinding:
        (row,) = plain_rows(self._findings.iloc[[number]])
        (identity,) = plain_rows(self._reports.loc[[row["report_id"]]])
        mine = compute.field("report_id") == row["report_id"]
        tables = {
            name: self._dataset.table(name, where=mine)
            for name in TABLES
            if name != "reports" and name in self._dataset.tables
        }
        data = read_original(self._originals, identity["source_path"], identity["sha256"])
        return ReviewedFinding(row, identity, tables, data, self.language)

    def __repr__(self) -> str:
        return repr(self[0]) if len(self) else _NO_FINDINGS[self.language]

    def _repr_html_(self) -> str:
        return self[0]._repr_html_() if len(self) else f"<p>{_NO_FINDINGS[self.language]}</p>"

    @property
    def table(self) -> pd.DataFrame:
        """A row a finding, in the order of the review."""
        own = self._reports.loc[self._findings["report_id"]]
        rows = plain_rows(self._findings)
        return pd.DataFrame(
            {
                "place_label": own["place_label"].to_numpy(),
                "year": own["year"].to_numpy(),
                **{
                    name: [name_of(code, self.language) for code in self._findings[name]]
                    for name in ("severity", "origin")
                },
                "rule": self._findings["rule"].astype("string"),
                "sentence": [sentence(row, self.language) for row in rows],
                "page": self._findings["page"],
            }
        )


def _numbers(values: "pd.Series[Any]") -> list[float | None]:
    return [None if pd.isna(value) else float(value) for value in values]
