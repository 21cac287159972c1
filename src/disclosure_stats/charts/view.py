"""What a chart is drawn from: the chosen places and years, and what has to be said of them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from typing import Literal

import pandas as pd
from pyarrow import compute

from disclosure_stats.analysis.contract_tables import QueryableTables
from disclosure_stats.analysis.dataset import Dataset
from disclosure_stats.analysis.lists import as_list
from disclosure_stats.analysis.panel import panel
from disclosure_stats.analysis.place_labels import county_labels, place_labels
from disclosure_stats.analysis.posting_volumes import CERTAINTY, SOURCE
from disclosure_stats.analysis.selection import SelectionError, UnknownNameError, choose
from disclosure_stats.charts.romanised import romanised
from disclosure_stats.charts.words import many, words
from disclosure_stats.languages import LANGUAGES, Language

Unit = Literal["place", "county"]
"""What a row or a panel of a chart is about."""
By = Literal["year", "place", "county"]
"""What a bar of a chart is about: all places in a year, or all years of a place or county."""
MAX_PLACES = 60
"""Of a chart with a row or a panel a place: more would not be legible."""
_IS_UNPLACED = compute.field("duplicate_of").is_null() & (
    compute.field("place").is_null() | compute.field("year").is_null()
)


class TooManyPlacesError(SelectionError):
    """More places than a chart can show legibly."""


@dataclass(frozen=True, slots=True)
class View:
    """The panel of the chosen places and years, in the reader's language.

    `unplaced` are the files of which nobody can tell the place or the year, `unread` those of them
    that could not be read at all; `made` is the date that the source is followed by, if any. Of a
    page, `page` is its number and `whole` how many places there are on all pages. Of a view of
    counties, `sample` is that of the places that they are made of.
    """

    panel: pd.DataFrame
    places: tuple[str, ...]
    years: tuple[int, ...]
    language: Language
    tables: QueryableTables
    unplaced: int = 0
    unread: int = 0
    made: date | None = None
    page: int = 1
    whole: int | None = None
    sample: "View | None" = None

    @property
    def failed(self) -> pd.DataFrame:
        """The files that could not be read but whose place and year are known, one each where there
        is no report that could: `place_label`, `year`, `status`, `source_path`."""
        reports = self.tables.reports
        rows = reports[(reports["status"] == "failed") & reports["place"].notna()]
        labels = place_labels(rows, self.tables.place_combinations)
        rows = rows.assign(place_label=labels)
        rows = rows[rows["place_label"].isin(self.places) & rows["year"].isin(self.years)]
        keys = ["place_label", "year"]
        read = pd.MultiIndex.from_frame(self.panel[keys])
        rows = rows[~pd.MultiIndex.from_frame(rows[keys]).isin(read)].drop_duplicates(keys)
        return rows[[*keys, "status", "source_path"]]

    def say(self, zh: str, en: str) -> str:
        """The text in the reader's language."""
        return zh if self.language == "zh" else en

    def name(self, place: str) -> str:
        """What a place is called in the chart, by its label: in English its name in Latin letters
        and in Chinese; what is no place of the view stays as it is."""
        if self.language == "zh" or place not in self.places:
            return place
        own = self.panel.loc[self.panel["place_label"] == place, "place"]
        return _in_both_scripts(place, str(own.iloc[0]) if len(own) else place)

    def name_of_county(self, label: str) -> str:
        """What a county is called in the chart, by its label: as a place."""
        if self.language == "zh":
            return label
        own = (name for name in self.panel["county"].dropna().unique() if label.endswith(name))
        return _in_both_scripts(label, max(own, key=len, default=label))

    def with_names(self, table: pd.DataFrame) -> pd.DataFrame:
        """A table with places called as in the chart, where it has any."""
        if "place_label" not in table:
            return table
        called = {place: self.name(place) for place in table["place_label"].unique()}
        return table.assign(place_label=table["place_label"].map(called))

    def words(self, group: str) -> dict[str, str]:
        """The names of a group of codes in the reader's language."""
        return words(group, self.language)

    def counted(self, number: int) -> str:
        """So many places, or counties in a view of counties."""
        noun = "县区" if self.sample else "地方"
        one, more = ("county", "counties") if self.sample else ("place", "places")
        return self.say(f"{number}个{noun}", many(number, one, more))

    def of_counties(self) -> "View":
        """The same reports with their counties in the place of places; those whose county is not
        known are left out."""
        labels = county_labels(self.panel, self.tables.place_combinations)
        rows = self.panel.assign(place_label=labels, place=self.panel["county"].astype("string"))
        rows = rows[labels.notna()].reset_index(drop=True)
        found = tuple(dict.fromkeys(filter(None, self.county_of().values())))
        if not found:
            raise UnknownNameError("报告都没有县区。", "No report says its county.")
        return replace(self, panel=rows, places=found, sample=self)

    def rows(self) -> pd.DataFrame:
        """A row a place and year: the panel's, of counties added up over the places that give a
        number. `era` and `channel_source` are then those of most, `channel_source` where they
        differ `mixed`, and `reports` is how many there are."""
        if self.sample is None:
            return self.panel
        numbers = self.panel.select_dtypes("number").columns.difference(["year", "reports"])
        groups = self.panel.groupby(["place_label", "year"], observed=True)
        table = groups[list(numbers)].sum(min_count=1)
        for name in ("era", "status", "report_id"):
            table[name] = groups[name].agg(lambda codes: codes.mode().iloc[0])
        if SOURCE in self.panel:
            table[SOURCE] = groups[SOURCE].agg(_one_source)
        return table.assign(reports=groups.size()).reset_index()

    def on_grid(self, rows: pd.DataFrame) -> pd.DataFrame:
        """These rows, of which there is at most one a place and year, and one for each other of the
        view's places and years, with nothing in it."""
        keys = ["place_label", "year"]
        grid = pd.MultiIndex.from_product([self.places, self.years], names=keys)
        return rows.set_index(keys).reindex(grid).reset_index()

    def within(self, years: int | Sequence[int] | None) -> "View":
        """The view of these of its years alone; None stands for all."""
        if years is None:
            return self
        asked = as_list(years)
        kept = tuple(year for year in self.years if year in asked)
        return replace(self, panel=self.panel[self.panel["year"].isin(kept)], years=kept)

    @property
    def pages(self) -> int:
        """How many pages the places take in a chart with a row a place."""
        return max(1, -(-(self.whole or len(self.places)) // MAX_PLACES))

    def on_page(self, number: int) -> "View":
        """The view of one page of its places: all of them up to `MAX_PLACES`, else so many a page,
        by county and in their order. UnknownNameError for a page that there is not."""
        if not 1 <= number <= self.pages:
            raise UnknownNameError(
                f"没有第{number}页；共{self.pages}页。",
                f"There is no page {number}; there are {self.pages}.",
            )
        if self.pages == 1:
            return self
        counties = self.county_of()
        order = {county: number for number, county in enumerate(dict.fromkeys(counties.values()))}
        by_county = sorted(self.places, key=lambda place: order[counties[place]])
        shown = tuple(by_county[(number - 1) * MAX_PLACES : number * MAX_PLACES])
        rows = self.panel[self.panel["place_label"].isin(shown)].reset_index(drop=True)
        whole = len(self.places)
        return replace(self, panel=rows, places=shown, page=number, whole=whole)

    def county_of(self) -> dict[str, str]:
        """The county of each place, by its label, in the order of the places; empty where none of
        its reports says it."""
        labels = county_labels(self.panel, self.tables.place_combinations)
        known = self.panel.assign(county=labels).dropna(subset=["county"])
        counties = known.drop_duplicates("place_label").set_index("place_label")["county"]
        return {place: str(counties.get(place, "")) for place in self.places}

    @property
    def missing(self) -> int:
        """How many of the chosen places' years have no report that could be read."""
        read = self.panel[["place_label", "year"]].drop_duplicates()
        return len(self.places) * len(self.years) - len(read)

    def lacking(self) -> str:
        """How many of the chosen places' years have no report, and how many one that could not be
        read; empty where there are none."""
        failed = len(self.failed)
        missing = self.missing - failed
        parts = [self.say(f"缺{missing:,}份", f"{missing:,} missing")] if missing else []
        if failed:
            parts.append(self.say(f"未能读取{failed:,}份", f"{failed:,} not read"))
        return self.say("，", ", ").join(parts)

    @property
    def no_report(self) -> str:
        """What marks stand for where there is nothing of a place and year."""
        if len(self.failed):
            return self.say("无报告或未能读取", "no report, or not read")
        return self.say("无报告", "no report")

    @property
    def years_text(self) -> str:
        """The years from first to last, as one label."""
        if not self.years:
            return "—"
        first, last = self.years[0], self.years[-1]
        return str(first) if first == last else f"{first}—{last}"

    def era_breaks(self, panel: pd.DataFrame | None = None) -> list[tuple[float, str]]:
        """Where the form changes: the place between two years (2018.5), and the new form's code.

        By what the reports of `panel` (by default all) print: the form of most of them counts.
        """
        rows = self.panel if panel is None else panel
        counts = rows.groupby(["year", "era"], observed=True).size().sort_values(ascending=False)
        forms = {year: str(era) for year, era in reversed(counts.index.to_list())}
        years = sorted(forms)
        return [
            ((before + year) / 2, forms[year])
            for before, year in pairwise(years)
            if forms[before] != forms[year]
        ]

    def era_note(self) -> str:
        """A sentence that names the breaks, for charts that draw them without a label."""
        names = self.words("eras")
        breaks = [(int(position + 1), names[era]) for position, era in self.era_breaks()]
        zh = "，".join(f"{year}年度起多用{era}" for year, era in breaks)
        en = ", ".join(f"mostly {era} from {year}" for year, era in breaks)
        return self.say(f"虚线：{zh}。", f"Dashed lines: {en}.") if breaks else ""

    def on_forms(self, eras: Sequence[str]) -> tuple[int, str]:
        """How many of the reports are on the forms of these eras, and what those are called."""
        count = int(self.panel["era"].isin(eras).sum())
        names = self.words("eras")
        return count, self.say("、", ", ").join(names[era] for era in eras)

    def caption(self, *more: str) -> tuple[str, ...]:
        """The lines under a chart: sample, forms, how well it was read, what is missing or not
        counted, what the chart adds, source."""
        of = self.sample or self
        eras, statuses = of._counts("era", "eras"), of._counts("status", "statuses")
        made = f" {self.made.isoformat()}" if self.made else ""
        without = int(of.panel["county"].isna().sum()) if self.sample else 0
        lacking = of.lacking()
        return (
            self.say(
                f"样本：{len(of.places)}个地方，{of.years_text}年度，{len(of.panel)}份报告"
                f"（{eras}；{statuses}）" + (f"；{lacking}。" if lacking else "。"),
                f"Sample: {many(len(of.places), 'place')}, {of.years_text}, "
                f"{many(len(of.panel), 'report')} "
                f"({eras}; {statuses})" + (f"; {lacking}." if lacking else "."),
            ),
            *([self.no_county_note(without)] if without else []),
            *([self._page_note()] if self.pages > 1 and self.whole else []),
            *([self._unplaced_note()] if self.unplaced else []),
            *filter(None, more),
            self.say(
                f"来源：各地政府信息公开工作年度报告，由 disclosure_stats 读取。{made}",
                "Source: annual government information disclosure reports, read by "
                f"disclosure_stats.{made}",
            ),
        )

    def _counts(self, column: str, group: str) -> str:
        """How many reports there are of each code of a column, by the codes' names."""
        counts = self.panel[column].astype("string").value_counts()
        return self.say("、", ", ").join(
            f"{name} {counts[code]}" for code, name in self.words(group).items() if code in counts
        )

    def added_up_note(self) -> str:
        """That the numbers of a county are sums over reports, for charts that show such."""
        if self.sample is None:
            return ""
        return self.say(
            "每个县区每年是有此数字的各份报告之和，各年份数不同。",
            "A county's number adds up the reports that give it; how many do differs by year.",
        )

    def doubtful_note(self, rows: pd.DataFrame | None = None) -> str:
        """How many reports have figures by channel that may be read otherwise, if any do; of these
        rows of the panel, by default of all."""
        used = (self.sample or self).panel if rows is None else rows
        reports = int((used[CERTAINTY] == "doubtful").sum()) if CERTAINTY in used else 0
        return (
            self.say(
                f"{reports}份报告的分渠道数量中，有可另有读法的。",
                f"Figures by channel that may be read otherwise: in {many(reports, 'report')}.",
            )
            if reports
            else ""
        )

    def no_county_note(self, reports: int) -> str:
        """That so many reports are left out, because nobody knows their county."""
        return self.say(
            f"未计入：不知属于哪个县区的报告{reports}份。",
            f"Left out: {many(reports, 'report')} of unknown county.",
        )

    def _page_note(self) -> str:
        whole = self.counted(self.whole or 0)
        return self.say(
            f"第{self.page}页，共{self.pages}页：{whole}按县区分页。",
            f"Page {self.page} of {self.pages}: {whole} in pages by county.",
        )

    def _unplaced_note(self) -> str:
        return self.say(
            f"另有{self.unplaced}个文件不知是何地何年，未计入"
            + (f"（其中{self.unread}个未能读取）" if self.unread else "")
            + "；标为“无报告”的，其报告可能在内。",
            f"Not counted: {many(self.unplaced, 'file')} of unknown place or year"
            + (f" ({self.unread} could not be read)" if self.unread else "")
            + "; among them may be reports that are shown as missing.",
        )


def _in_both_scripts(label: str, name: str) -> str:
    """A label in Latin letters and in Chinese: its own `name`, then what stands before it."""
    parts = [romanised(part) for part in (name, label.partition(name)[0]) if part]
    return f"{', '.join(parts)} {label}"


def _one_source(sources: pd.Series) -> str | None:
    known = sources.dropna().unique()
    return None if not len(known) else str(known[0]) if len(known) == 1 else "mixed"


def view(
    dataset: Dataset,
    places: str | Sequence[str] | None,
    years: int | Sequence[int] | None,
    language: Language,
    names: Sequence[str],
    page: int | None = None,
    by: By = "place",
    counties: str | Sequence[str] | None = None,
    prefectures: str | Sequence[str] | None = None,
) -> View:
    """The view of a dataset with these quantities, of its places or counties, and of all of them or
    of one page (see `View.on_page`; a chart `by` year has none); UnknownNameError for places,
    years, divisions or a page that there are not."""
    if language not in LANGUAGES:
        raise ValueError(f"language is 'zh' or 'en', not {language!r}")
    dataset = dataset.select(counties=counties, prefectures=prefectures)
    chosen = choose(dataset, places, years)
    if not chosen.places:
        raise UnknownNameError("没有可用的报告。", "There are no reports to show.")
    narrowed = dataset if places is None else dataset.select(chosen.places)
    rows = panel(narrowed.select(years=chosen.years), names)
    rows = rows[rows["place_label"].isin(chosen.places)]
    unplaced = dataset.table("reports", ["status"], _IS_UNPLACED)["status"]
    whole = View(
        rows.reset_index(drop=True),
        chosen.places,
        chosen.years,
        language,
        narrowed,
        len(unplaced),
        int((unplaced == "failed").sum()),
    )
    if by == "county":
        whole = whole.of_counties()
    return whole if page is None or by == "year" else whole.on_page(page)
