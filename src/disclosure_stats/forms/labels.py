"""What the forms themselves call a row or a column."""

from collections.abc import Mapping
from functools import cache
from itertools import chain

from disclosure_stats.forms.loader import load_form


@cache
def official_labels(era: str, table: str) -> Mapping[str, str]:
    """Code → the form's own label, for the rows and columns of one table of an era's form."""
    form = load_form(era)
    entries = {
        "disclosures": chain.from_iterable(
            chain(block.items, block.measures) for block in form.disclosures
        ),
        "requests": chain(form.outcomes, form.applicants),
        "appeals": chain(form.stages, form.results),
        "indicators": iter(form.indicators),
    }
    return {entry.code: entry.labels[0] for entry in entries[table] if entry.code}
