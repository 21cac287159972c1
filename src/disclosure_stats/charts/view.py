"""What a chart is drawn from: the chosen places and years, and what has to be said of them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

import pandas as pd
from pyarrow import compute

from disclosure_stats.analysis.contract_tables import QueryableTables
from disclosure_stats.analysis.dataset import Dataset
from disclosure_stats.analysis.panel import panel
from disclosure_stats.analysis.selection import SelectionError, UnknownNameError, choose
from disclosure_stats.charts.words import words
from disclosure_stats.languages import LANGUAGES, Language

MAX_PLACES = 60
_IS_UNPLACED = compute.field("duplicate_of").is_null() & (
    compute.field("place").is_null() | compute.field("year").is_null()
)


class TooManyPlacesError(SelectionError):
    """More places than a chart can show legibly."""


@dataclass(frozen=True, slots=True)
class View:
    """The panel of the chosen places and years, in the reader's language.

    `unplaced` are the files of which nobody can tell the place or the year, `unread` those of them
    that could not be read at all; `made` is the date that the source is followed by, if any.
    """

    panel: pd.DataFrame
    places: tuple[str, ...]
    years: tuple[int, ...]
    language: Language
    tables: QueryableTables
    unplaced: int = 0
    unread: int = 0
    made: date | None = None

    @property
    def failed(self) -> pd.DataFrame:
        """The files that could not be read but whose place and year are known: `place_label`,
        `year`, `status`, `source_path`."""
        reports = self.tables.reports
        rows = reports[(reports["status"] == "failed") & reports["place"].isin(self.places)]
        rows = rows[rows["year"].isin(self.years)].drop_duplicates(["place", "year"])
        columns = {"place": "place_label"}
        return rows.rename(columns=columns)[["place_label", "year", "status", "source_path"]]

    def say(self, zh: str, en: str) -> str:
        """The text in the reader's language."""
        return zh if self.language == "zh" else en

    def words(self, group: str) -> dict[str, str]:
        """The names of a group of codes in the reader's language."""
        return words(group, self.language)

    def within(self, years: Sequence[int] | None) -> "View":
        """The view of these of its years alone; None stands for all."""
        if years is None:
            return self
        kept = tuple(year for year in self.years if year in years)
        return replace(self, panel=self.panel[self.panel["year"].isin(kept)], years=kept)

    @property
    def missing(self) -> int:
        """How many of the chosen places' years have no report that could be read."""
        return len(self.places) * len(self.years) - len(self.panel)

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
        eras, statuses = self._counts("era", "eras"), self._counts("status", "statuses")
        made = f" {self.made.isoformat()}" if self.made else ""
        return (
            self.say(
                f"样本：{len(self.places)}个地方，{self.years_text}年度，{len(self.panel)}份报告"
                f"（{eras}；{statuses}）；缺{self.missing}份。",
                f"Sample: {len(self.places)} places, {self.years_text}, {len(self.panel)} reports "
                f"({eras}; {statuses}); {self.missing} missing.",
            ),
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

    def _unplaced_note(self) -> str:
        return self.say(
            f"另有{self.unplaced}个文件不知是何地何年，未计入（其中{self.unread}个未能读取）；"
            "标为“无报告”的，其报告可能在内。",
            f"Not counted: {self.unplaced} files of unknown place or year ({self.unread} could not "
            "be read); among them may be reports that are shown as missing.",
        )


def view(
    dataset: Dataset,
    places: Sequence[str] | None,
    years: Sequence[int] | None,
    language: Language,
    names: Sequence[str],
    maximum_places: int | None = MAX_PLACES,
) -> View:
    """The view of a dataset with these quantities; UnknownNameError for places or years that it
    does not have, TooManyPlacesError for more places than a chart can show legibly."""
    if language not in LANGUAGES:
        raise ValueError(f"language is 'zh' or 'en', not {language!r}")
    chosen = choose(dataset, places, years)
    if not chosen.places:
        raise UnknownNameError("没有可用的报告。\nThere are no reports to show.")
    if maximum_places is not None and len(chosen.places) > maximum_places:
        raise TooManyPlacesError(
            f"此图最多显示{maximum_places}个地方，现选了{len(chosen.places)}个；"
            "请用 places=[…] 指定。\n"
            f"This chart shows up to {maximum_places} places, and {len(chosen.places)} are chosen: "
            "name them with places=[…]."
        )
    narrowed = dataset if places is None else dataset.select(places=chosen.names)
    rows = panel(narrowed.select(years=chosen.years), names)
    rows = rows[rows["place_label"].isin(chosen.places)]
    unplaced = dataset.table("reports", ["status"], _IS_UNPLACED)["status"]
    return View(
        rows.reset_index(drop=True),
        chosen.places,
        chosen.years,
        language,
        narrowed,
        len(unplaced),
        int((unplaced == "failed").sum()),
    )
