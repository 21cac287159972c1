"""Which places and years the reader of a notebook has chosen."""

from collections.abc import Sequence
from typing import Any

from disclosure_stats.analysis.dataset import Dataset
from disclosure_stats.analysis.lists import as_list
from disclosure_stats.analysis.selection import choose
from disclosure_stats.charts.words import many
from disclosure_stats.languages import Language


class Choice:
    """Places (labels or names) and years, None for all, and the language of what is shown.

    Raises UnknownNameError for a place or year that there is not.
    """

    def __init__(
        self,
        dataset: Dataset,
        places: str | Sequence[str] | None = None,
        years: int | Sequence[int] | None = None,
        language: Language = "zh",
    ) -> None:
        choose(dataset, places, years)  # raises for a name that is not there
        self.dataset = dataset
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
