"""A chart in a notebook, page after page where its places need several."""

from collections.abc import Callable
from inspect import signature
from typing import Any, Final

from IPython.display import display
from matplotlib.figure import Figure

from disclosure_stats.analysis.dataset import Dataset
from disclosure_stats.analysis.selection import choose
from disclosure_stats.charts.view import MAX_PLACES
from disclosure_stats.languages import Language

MAX_PAGES: Final = 5
"""Shown by themselves; the others have to be asked for."""


def show(
    chart: Callable[..., Figure], dataset: Dataset, *, language: Language = "zh", **options: Any
) -> None:
    """Display `chart` (one of `disclosure_stats.charts`) with these options; where it has a row or
    a panel a place and there are over 60 places, page after page, up to five of them. A sentence
    says how to have the others."""
    pages = _pages(chart, dataset, options)
    for page in range(1, min(pages, MAX_PAGES) + 1):
        numbered = {"page": page} if pages > 1 else {}
        display(chart(dataset, language=language, **options, **numbered))
    if pages > MAX_PAGES:
        name = chart.__name__
        zh = f"另有{pages - MAX_PAGES}页：charts.{name}(dataset, page={MAX_PAGES + 1})，依此类推。"
        en = f"{pages - MAX_PAGES} more pages: charts.{name}(dataset, page={MAX_PAGES + 1}), …"
        print({"zh": zh, "en": en}[language])


def _pages(chart: Callable[..., Figure], dataset: Dataset, options: dict[str, Any]) -> int:
    known = signature(chart).parameters
    by = options.get("by", known["by"].default if "by" in known else "place")
    if "page" not in known or "page" in options or by != "place":
        return 1
    places = choose(dataset, options.get("places"), options.get("years")).places
    return max(1, -(-len(places) // MAX_PLACES))
