"""What the forms themselves call a row or a column."""

from collections.abc import Mapping
from functools import cache
from itertools import chain

from disclosure_stats.forms.loader import load_form


@cache
def official_labels(era: str, table: str) -> Mapping[str, str]:
    """Code → the form's own label, for the rows and columns of one table of an era's form."""
    entries = chain.from_iterable(chain.from_iterable(load_form(era).grids[table]))
    return {entry.code: entry.labels[0] for entry in entries if entry.code}
