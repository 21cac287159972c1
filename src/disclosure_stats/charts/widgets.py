"""Lists of places and years beside a chart that follows them, for those who would rather click."""

from collections.abc import Callable
from functools import partial

import ipywidgets
from matplotlib.figure import Figure

from disclosure_stats.analysis.dataset import Dataset
from disclosure_stats.analysis.selection import choose
from disclosure_stats.charts.view import MAX_PLACES
from disclosure_stats.languages import Language

_ROWS = 12


def explore(
    dataset: Dataset, chart: Callable[..., Figure], language: Language = "zh"
) -> ipywidgets.Widget:
    """`chart` (one of `disclosure_stats.charts`) with a list of the places and a slider of the
    years, as a widget: the same chart as with `places=` and `years=`."""
    everything = choose(dataset)
    first, last = everything.years[0], everything.years[-1]
    places = ipywidgets.SelectMultiple(
        options=everything.places,
        value=everything.places[:MAX_PLACES],
        rows=_ROWS,
        description={"zh": "地方", "en": "places"}[language],
    )
    years = ipywidgets.IntRangeSlider(
        value=(first, last),
        min=first,
        max=last,
        description={"zh": "年度", "en": "years"}[language],
        continuous_update=False,
        readout=False,  # it would cut the second year
    )
    span = ipywidgets.Label()
    ipywidgets.dlink((years, "value"), (span, "value"), lambda value: "—".join(map(str, value)))
    draw = partial(_draw, dataset, chart, language)
    output = ipywidgets.interactive_output(draw, {"places": places, "years": years})
    return ipywidgets.VBox([ipywidgets.HBox([places, ipywidgets.VBox([years, span])]), output])


def _draw(
    dataset: Dataset,
    chart: Callable[..., Figure],
    language: Language,
    places: tuple[str, ...],
    years: tuple[int, int],
) -> None:
    from IPython.display import display

    chosen = choose(dataset, places).years if places else ()
    wanted = [year for year in chosen if years[0] <= year <= years[1]]
    if wanted:
        display(chart(dataset, places=places, years=wanted, language=language))
    else:
        print({"zh": "所选地方在所选年度没有报告。", "en": "No reports for this choice."}[language])
