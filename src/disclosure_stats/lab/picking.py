"""What the reader of a notebook chooses: places and years, by parameters or by clicking."""

from collections.abc import Callable, Sequence
from importlib.util import find_spec
from typing import Any

from matplotlib.figure import Figure

from disclosure_stats.analysis.dataset import Dataset
from disclosure_stats.analysis.lists import as_list
from disclosure_stats.analysis.selection import choose
from disclosure_stats.languages import Language


def pick(
    dataset: Dataset,
    chart: Callable[..., Figure],
    places: str | Sequence[str] | None = None,
    years: int | Sequence[int] | None = None,
    language: Language = "zh",
) -> "Picked":
    """Places and years to begin with, as parameters give them, and where ipywidgets is installed,
    lists to change them by, with `chart` (one of `disclosure_stats.charts`) that follows.

    Raises UnknownNameError for a place or year that there is not.
    """
    return Picked(dataset, chart, places, years, language)


class Picked:
    """The choice: `choices` are `places`, `years` and `language`, for a chart or an export."""

    def __init__(
        self,
        dataset: Dataset,
        chart: Callable[..., Figure],
        places: str | Sequence[str] | None,
        years: int | Sequence[int] | None,
        language: Language,
    ) -> None:
        choose(dataset, places, years)  # raises for a name that is not there
        self.places = None if places is None else tuple(as_list(places))
        self.years = None if years is None else tuple(as_list(years))
        self.language = language
        self._dataset, self._chart = dataset, chart

    @property
    def choices(self) -> dict[str, Any]:
        """What charts and exports take: None stands for all."""
        return {"places": self.places, "years": self.years, "language": self.language}

    def __repr__(self) -> str:
        chosen = choose(self._dataset, self.places, self.years)
        count, first, last = len(chosen.places), chosen.years[0], chosen.years[-1]
        zh, en = f"{count}个地方，{first}—{last}年", f"{count} places, {first} to {last}"
        return {"zh": zh, "en": en}[self.language]

    def _ipython_display_(self) -> None:
        print(self)
        if find_spec("ipywidgets") is not None:
            from IPython.display import display

            from disclosure_stats.lab.lists import lists

            display(lists(self, self._dataset, self._chart))
