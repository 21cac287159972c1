"""What the reader of a notebook chooses: places and years, by parameters or by lists to click on,
beside a chart that follows them."""

from collections.abc import Callable, Sequence
from typing import Any, Final

import ipywidgets
import pandas as pd
from IPython.display import clear_output, display
from matplotlib.figure import Figure

from disclosure_stats.analysis.dataset import Dataset
from disclosure_stats.analysis.lists import as_list
from disclosure_stats.analysis.panel import place_years
from disclosure_stats.analysis.selection import choose
from disclosure_stats.charts.romanised import romanised
from disclosure_stats.charts.words import many
from disclosure_stats.languages import Language

_ROWS: Final = 10
_WORDS: Final = {
    "zh": {
        "search": "查找",
        "hint": "地名、县区或拼音",
        "places": "地方",
        "years": "年度",
        "all": "全部",
        "found": "查到的全选",
        "nothing": "所选地方在所选年度没有报告。",
        "how": "按住 Ctrl 或 Shift 可选多个。选好后点下一格，再用菜单“运行 › "
        "运行所选单元格及以下所有单元格”（Run › Run Selected Cell and All Below），"
        "下面各图和导出即用同样的选择。",
    },
    "en": {
        "search": "search",
        "hint": "place, county or pinyin",
        "places": "places",
        "years": "years",
        "all": "all",
        "found": "all that are found",
        "nothing": "There are no reports on these places in these years.",
        "how": "Ctrl or Shift takes several. Then click the next cell and use Run › Run Selected "
        "Cell and All Below: the charts below and the export take the same choice.",
    },
}


class Picked:
    """Places (labels or names) and years, None for all, and the language of what is shown; a
    notebook shows lists to change them by, and a chart that follows."""

    def __init__(
        self,
        dataset: Dataset,
        chart: Callable[..., Figure],
        places: str | Sequence[str] | None,
        years: int | Sequence[int] | None,
        language: Language,
    ) -> None:
        choose(dataset, places, years)  # raises for a name that is not there
        self.dataset, self.chart = dataset, chart
        self.places = None if places is None else tuple(as_list(places))
        self.years = None if years is None else tuple(as_list(years))
        self.language: Language = language

    @property
    def choices(self) -> dict[str, Any]:
        """What charts and exports take: `places`, `years` and `language`."""
        return {"places": self.places, "years": self.years, "language": self.language}

    def __repr__(self) -> str:
        chosen = choose(self.dataset, self.places, self.years)
        count, first, last = len(chosen.places), chosen.years[0], chosen.years[-1]
        if self.language == "zh":
            return f"{count}个地方，{first}—{last}年"
        return f"{many(count, 'place')}, {first} to {last}"

    def lists(self) -> ipywidgets.Widget:
        """Lists of places and a slider of years; what is chosen by them is picked from then on."""
        return _Lists(self).widget

    def _ipython_display_(self) -> None:
        print(self)
        display(self.lists())


def pick(
    dataset: Dataset,
    chart: Callable[..., Figure],
    places: str | Sequence[str] | None = None,
    years: int | Sequence[int] | None = None,
    language: Language = "zh",
) -> Picked:
    """Places and years to begin with, as parameters give them, which a notebook lets its reader
    change, with `chart` (one of `disclosure_stats.charts`) that follows.

    Raises UnknownNameError for a place or year that there is not.
    """
    return Picked(dataset, chart, places, years, language)


class _Lists:
    def __init__(self, picked: Picked) -> None:
        self._picked, self._dataset = picked, picked.dataset
        self._words = _WORDS[picked.language]
        everything = choose(self._dataset)
        self._all = everything.places
        self._keys = _keys(self._dataset, self._all)
        first, last = everything.years[0], everything.years[-1]
        begun = choose(self._dataset, picked.places, picked.years)
        self._search = ipywidgets.Text(
            description=self._words["search"], placeholder=self._words["hint"]
        )
        self._places = ipywidgets.SelectMultiple(
            options=self._all,
            value=begun.places,
            rows=_ROWS,
            description=self._words["places"],
            layout={"width": "24em"},
        )
        self._years = ipywidgets.IntRangeSlider(
            value=(begun.years[0], begun.years[-1]),
            min=first,
            max=last,
            description=self._words["years"],
            continuous_update=False,
            readout=False,  # it would cut the second year
        )
        self._said = ipywidgets.Label()
        self._output = ipywidgets.Output()
        every = ipywidgets.Button(description=self._words["all"])
        found = ipywidgets.Button(description=self._words["found"])
        every.on_click(lambda _: self._take(self._all))
        found.on_click(lambda _: self._take(self._places.options))
        self._search.observe(lambda _: self._find(), "value")
        self._places.observe(lambda _: self._follow(), "value")
        self._years.observe(lambda _: self._follow(), "value")
        left = ipywidgets.VBox([self._search, self._places])
        how = ipywidgets.HTML(f"<small>{self._words['how']}</small>")
        right = ipywidgets.VBox([self._years, self._said, ipywidgets.HBox([found, every]), how])
        self.widget = ipywidgets.VBox([ipywidgets.HBox([left, right]), self._output])
        self._draw()

    def _find(self) -> None:
        """Only places whose name, county or pinyin holds what was typed; those that are chosen
        stay so as long as they are in the list."""
        wanted = self._search.value.strip().lower()
        found = [place for place in self._all if wanted in self._keys[place]]
        kept = [place for place in self._places.value if place in found]
        with self._places.hold_trait_notifications():
            self._places.options = found
            self._places.value = kept

    def _take(self, places: Sequence[str]) -> None:
        if len(places) == len(self._all):
            self._search.value = ""
        self._places.value = tuple(places)

    def _follow(self) -> None:
        """Note what is chosen, and draw it; a choice without reports leaves what was chosen."""
        if not self._places.value:
            return
        is_all = len(self._places.value) == len(self._all)
        places = None if is_all else self._places.value
        first, last = self._years.value
        there = choose(self._dataset, places).years
        years = tuple(year for year in there if first <= year <= last)
        if years:
            self._picked.places = places
            self._picked.years = None if years == there else years
            self._draw()
        else:
            self._said.value = self._words["nothing"]

    def _draw(self) -> None:
        with self._output:
            clear_output(wait=True)
            display(self._picked.chart(self._dataset, **self._picked.choices))
        self._said.value = str(self._picked)


def _keys(dataset: Dataset, places: Sequence[str]) -> dict[str, str]:
    """What each place is found by: its name, county and prefecture, and the pinyin of its name."""
    rows = place_years(dataset).drop_duplicates("place_label").set_index("place_label")
    keys = {}
    for place in places:
        above = rows.loc[place, ["county", "prefecture"]] if place in rows.index else pd.Series()
        parts = [place, *above.dropna(), romanised(place)]
        keys[place] = " ".join(map(str, parts)).lower()
    return keys
