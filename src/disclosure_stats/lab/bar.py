"""The bar that shows how many files were read."""

import time
from collections.abc import Callable
from typing import Final

import ipywidgets
from IPython.display import display

from disclosure_stats.batch.run import Tally
from disclosure_stats.checks.status import STATUSES
from disclosure_stats.languages import Language
from disclosure_stats.store.code_book import labels

_SECONDS: Final = 0.2  # between two changes of the bar


def bar(total: int, language: Language) -> Callable[[Tally], None]:
    """Display a bar for so many files; gives what is to be called after each of them."""
    progress = ipywidgets.IntProgress(min=0, max=total, layout={"width": "60%"})
    text = ipywidgets.Label()
    display(ipywidgets.HBox([progress, text]))
    names = labels("status", language)
    last = 0.0

    def follow(tally: Tally) -> None:
        nonlocal last
        now = time.monotonic()
        if now - last < _SECONDS and tally.files < total:
            return
        last = now
        progress.value = tally.files
        counts = (
            f"{names[code]} {tally.statuses[code]}" for code in STATUSES if tally.statuses[code]
        )
        text.value = f"{tally.files}/{total}  {'  '.join(counts)}"

    return follow
