"""A folder of tables that the extract command wrote, opened as DataFrames."""

import os
from collections.abc import Mapping, Sequence
from functools import cached_property, reduce
from operator import and_, or_
from os import PathLike
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.compute as compute

from disclosure_stats.analysis import panel
from disclosure_stats.analysis.cards import html_card, text_card
from disclosure_stats.analysis.contract_tables import QueryableTables
from disclosure_stats.analysis.frames import from_arrow
from disclosure_stats.analysis.lists import as_list
from disclosure_stats.analysis.panel_files import write_panel
from disclosure_stats.analysis.panel_states import panel_with_states
from disclosure_stats.analysis.place_labels import PLACE_LEVELS, place_labels
from disclosure_stats.analysis.posting_volumes import ChannelSource
from disclosure_stats.analysis.report_columns import joined
from disclosure_stats.analysis.reuse import Others, reused_sentences
from disclosure_stats.analysis.selection import (
    UnknownNameError,
    check_divisions,
    check_places,
    check_years,
)
from disclosure_stats.errors import NoTablesError
from disclosure_stats.languages import Language
from disclosure_stats.settings import read_settings
from disclosure_stats.store import code_book
from disclosure_stats.store.folder import Folder
from disclosure_stats.store.schemas import pandas_dtypes
from disclosure_stats.store.stored_tables import StoredTables

_LABEL = "place_label"  # of a selection: places that their name alone does not tell


def open_dataset(folder: str | PathLike[str] | None = None) -> "Dataset":
    """The tables in `folder`, as `python -m disclosure_stats.extract … --out folder` wrote them;
    with None those that were read last, as the file disclosure_stats.toml in this folder or one
    above it says (`disclosure_stats.settings`).

    `folder` may be a URL such as `s3://bucket/folder`. Nothing is read yet. Raises NoTablesError, a
    FileNotFoundError, if there are no tables in the folder, or none are known, OldTablesError if
    they are of another version of the output contract; reading them later raises OSError if a run
    has replaced them.
    """
    if folder is None:
        known = read_settings()
        if known is None:
            raise NoTablesError(*_NO_SETTINGS)
        folder = known.tables
    dataset = Dataset(folder)
    if "reports" not in dataset.tables:
        zh, en = (text.format(folder=os.fspath(folder)) for text in _NO_TABLES)
        raise NoTablesError(zh, en)
    return dataset


_NO_SETTINGS = (
    "还没有读取过报告：请运行 python3 tasks.py extract 报告所在文件夹，或在笔记本00里读取。",
    "No reports were read yet: run python3 tasks.py extract FOLDER, or read them in notebook 00.",
)
_NOTHING_IN_COMMON = (
    "没有同时符合所选地方、县区、地市和年度的报告。",
    "No report is of the places, counties, prefectures and years at once.",
)
_NO_TABLES = (
    "{folder} 里没有读出的表。如果这是放报告的文件夹，请先运行 python3 tasks.py extract {folder}"
    "（表会另存一处，不写进报告的文件夹），再用 open_dataset() 打开。",
    "There are no tables in {folder}. If it is a folder of reports, first run python3 tasks.py "
    "extract {folder} (which keeps the tables elsewhere), then open_dataset().",
)


def _narrowed(
    chosen: Mapping[str, frozenset[Any]], column: str, values: Sequence[Any]
) -> frozenset[Any]:
    """The values that a column may have, of those that it might have before."""
    these = frozenset(values)
    return these & chosen.get(column, these)


class Dataset(QueryableTables):
    """The contract's tables of many reports, each read when it is first asked for and then kept.

    `dataset.reports` has a row for each file; the other tables join to it by `report_id`.
    `dataset.select(places=[…], years=[…], counties=[…])` is the same for some only. Of a table
    that is asked for with `columns` and `where`, only those columns are read, and only the files
    and groups of rows that can hold what is wanted.
    """

    def __init__(
        self,
        folder: str | PathLike[str],
        chosen: Mapping[str, frozenset[Any]] | None = None,
        whole: "Dataset | None" = None,
    ) -> None:
        self.folder = folder
        self._whole = whole or self  # of which this is a selection
        self._files = StoredTables(Folder(os.fspath(folder)))
        self._chosen = dict(chosen or {})  # column of `reports` → the values that it may have
        self._read: dict[str, pd.DataFrame] = {}

    @cached_property
    def tables(self) -> tuple[str, ...]:
        """The names of the tables that the folder holds."""
        return self._files.names

    def select(
        self,
        places: str | Sequence[str] | None = None,
        years: int | Sequence[int] | None = None,
        *,
        counties: str | Sequence[str] | None = None,
        prefectures: str | Sequence[str] | None = None,
    ) -> "Dataset":
        """The reports on these places, years, counties and prefectures alone; one by itself may be
        given without a list, and None stands for all.

        Places are named as in `reports.place`, or with their county before them where several bear
        the name. A report whose county (or prefecture) is not known is none of any county. Raises
        UnknownNameError, with near matches, for a place, county or prefecture on which there is no
        report, and for years outside those of the reports.
        """
        chosen = dict(self._chosen)
        if places is not None:
            column, names = self._named(list(map(str, as_list(places))))
            chosen[column] = _narrowed(chosen, column, names)
        for column, asked in (("county", counties), ("prefecture", prefectures)):
            if asked is not None:
                names = list(map(str, as_list(asked)))
                known = self.arrow("reports", [column])[column].unique().drop_null().to_pylist()
                check_divisions(known, names, column)
                chosen[column] = _narrowed(chosen, column, names)
        if years is not None:
            wanted = check_years(self._years(), years)
            there = Dataset(self.folder, chosen, self._whole)._years()
            if there and not set(wanted) & set(there):
                check_years(there, wanted)  # says which years there are
            chosen["year"] = _narrowed(chosen, "year", wanted)
        selected = Dataset(self.folder, chosen, self._whole)
        if chosen != self._chosen and not len(selected.arrow("reports", ["status"])):
            raise UnknownNameError(*_NOTHING_IN_COMMON)
        return selected

    def _named(self, names: list[str]) -> tuple[str, list[str]]:
        """The column that tells the places that are named so, and what stands in it for them."""
        plain = self.arrow("reports", ["place"])["place"].unique().to_pylist()
        if set(names) <= set(plain):  # most often: labels of a country's places take long
            return "place", names
        reports = self.table("reports", PLACE_LEVELS, compute.field("place").is_valid())
        labels = place_labels(reports, self.place_combinations)
        check_places(reports.assign(place_label=labels), names)
        return _LABEL, list(labels[labels.isin(names) | reports["place"].isin(names)].unique())

    def _years(self) -> list[int]:
        """The years that reports are on."""
        years = self.arrow("reports", ["year"])["year"].unique().drop_null().to_pylist()
        return sorted(map(int, years))

    @cached_property
    def place_combinations(self) -> pd.DataFrame:
        """Each `place` with the divisions above it (`province`, `prefecture`, `county`) that the
        folder's reports name, once, whatever was selected: what tells places of one name apart."""
        if self._whole is not self:
            return self._whole.place_combinations
        rows = self.table("reports", PLACE_LEVELS, compute.field("place").is_valid())
        return rows.drop_duplicates(ignore_index=True)

    def table(
        self,
        name: str,
        columns: Sequence[str] | None = None,
        where: compute.Expression | None = None,
        *,
        with_reports: bool = False,
    ) -> pd.DataFrame:
        """The table of this name with the contract's columns and dtypes; LookupError if the
        folder does not hold it.

        With `columns`, these only; with `where`, the rows for which it is true. A whole table is
        kept for the next time. With `with_reports`, each row of a table other than `reports` has
        place, county, year and what else `report_columns.REPORT_COLUMNS` lists of its report
        before it.
        """
        if with_reports:
            if name == "reports":
                raise ValueError("the table reports has place, county and year of its own")
            names = None if columns is None else list(dict.fromkeys(["report_id", *columns]))
            return joined(self, self.table(name, names, where))
        if columns is not None or where is not None:
            return from_arrow(name, self.arrow(name, columns, where))
        if name not in self._read:
            self._read[name] = from_arrow(name, self.arrow(name))
        return self._read[name]

    def arrow(
        self,
        name: str,
        columns: Sequence[str] | None = None,
        where: compute.Expression | None = None,
    ) -> pa.Table:
        """The same rows as an Arrow table: for sums over more rows than a DataFrame should hold."""
        self._check_held(name)
        wanted = pandas_dtypes(name) if columns is None else columns
        return self._files.read(name, list(wanted), self._condition(name, where))

    def _check_held(self, name: str) -> None:
        if name not in self.tables:
            raise LookupError(f"no table {name!r} in {self.folder}: {', '.join(self.tables)}")

    def _condition(self, name: str, where: compute.Expression | None) -> compute.Expression | None:
        """What a row of the table has to fulfil to be asked for."""
        conditions = [] if where is None else [where]
        for column, values in self._chosen.items():
            if column == _LABEL:
                conditions += [self._is_place(values)] * (name == "reports")
            elif name == "reports" or (column == "year" and self._files.by_year):
                kind = pa.int32() if column == "year" else pa.string()
                conditions.append(compute.field(column).isin(pa.array(sorted(values), kind)))
        in_folders = {"year"} if self._files.by_year else set()
        if name != "reports" and self._chosen.keys() - in_folders:
            conditions += self._selected
        return reduce(and_, conditions) if conditions else None

    def _is_place(self, labels: frozenset[str]) -> compute.Expression:
        """That a report is on a place with one of these labels."""
        rows = self.place_combinations
        meant = rows[place_labels(rows).isin(list(labels))]
        return reduce(
            or_,
            (
                reduce(
                    and_,
                    (
                        compute.field(level).is_null()
                        if pd.isna(value)
                        else compute.field(level) == value
                        for level, value in zip(PLACE_LEVELS, values, strict=True)
                    ),
                )
                for values in meant[PLACE_LEVELS].itertuples(index=False, name=None)
            ),
        )

    @cached_property
    def _selected(self) -> list[compute.Expression]:
        """That a row belongs to the reports that were selected: by what leaves out most groups of
        rows first."""
        keys = ["report_number", "report_id"] if self._files.by_year else ["report_id"]
        chosen = self.arrow("reports", keys)
        return [
            compute.field(key).isin(chosen[key].combine_chunks().drop_null().unique())
            for key in keys
        ]

    def panel(
        self, names: str | Sequence[str] | None = None, *, channel_source: ChannelSource = "auto"
    ) -> pd.DataFrame:
        """One row a place and year, a column a quantity that can be compared; see
        `disclosure_stats.analysis.panel.panel`."""
        return panel.panel(self, names, channel_source)

    def export_panel(
        self,
        path: str | PathLike[str],
        names: str | Sequence[str] | None = None,
        *,
        channel_source: ChannelSource = "auto",
    ) -> list[Path]:
        """Write the panel as `.xlsx`, `.csv`, `.dta`, `.parquet` or `.duckdb`, by how the name of
        the file ends: each quantity with its state and source, and a dictionary of all columns.

        Gives the files written. Raises what `panel` and `panel_files.write_panel` raise.
        """
        return write_panel(panel_with_states(self, names, channel_source), path)

    def evidence(self, names: str | Sequence[str] | None = None) -> pd.DataFrame:
        """The printed cells and sentences behind the panel's numbers, with page and box; see
        `disclosure_stats.analysis.panel.evidence`."""
        return panel.evidence(self, names)

    def reused(self, report_id: str, by: Others = "body") -> pd.DataFrame:
        """The sentences of a report that stand word for word in others, with where both are
        printed; see `disclosure_stats.analysis.reuse.reused_sentences` and `measures.reuse`."""
        return reused_sentences(self, report_id, by)

    def labels(self, column: str, language: Language = "zh") -> dict[str, str]:
        """Code → name of a column, as `dataset.labels("outcome")`; see
        `disclosure_stats.store.code_book.labels`."""
        return code_book.labels(column, language)

    def __repr__(self) -> str:
        return text_card(f"Dataset in {self.folder}", self._facts())

    def _repr_html_(self) -> str:
        return html_card(f"Dataset in {self.folder}", self._facts())

    def _facts(self) -> dict[str, str]:
        reports = self.table("reports", ["body", "year", "status"])
        years = reports["year"].dropna()
        status = (f"{count} {name}" for name, count in reports["status"].value_counts().items())
        rows = (
            f"{name} {self._files.dataset(name).count_rows(filter=self._condition(name, None))}"
            for name in self.tables
        )
        return {
            "bodies": str(reports["body"].nunique()),
            "years": f"{years.min()} to {years.max()}" if len(years) else "none",
            "reports": ", ".join(status),
            "rows": ", ".join(rows),
        }
