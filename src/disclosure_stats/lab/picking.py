"""What the reader of a notebook chooses: places and years, by parameters or by clicking."""

from collections.abc import Callable, Sequence
from importlib.util import find_spec

from matplotlib.figure import Figure

from disclosure_stats.analysis.dataset import Dataset
from disclosure_stats.lab.choice import Choice
from disclosure_stats.languages import Language


class Picked(Choice):
    """A choice that a notebook shows, where ipywidgets is installed with lists to change it by and
    a chart that follows."""

    def __init__(
        self,
        dataset: Dataset,
        chart: Callable[..., Figure],
        places: str | Sequence[str] | None,
        years: int | Sequence[int] | None,
        language: Language,
    ) -> None:
        super().__init__(dataset, places, years, language)
        self.chart = chart

    def _ipython_display_(self) -> None:
        print(self)
        if find_spec("ipywidgets") is not None:
            from IPython.display import display

            from disclosure_stats.lab.lists import lists

            display(lists(self, self.chart))


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
