"""What is said of a place whose division stays open."""

from disclosure_stats.checks.rules import finding
from disclosure_stats.places.gazetteer import chain_of
from disclosure_stats.places.resolve import Resolution
from disclosure_stats.rows import Row

_LISTED = 8


def place_finding(place: str | None, resolution: Resolution) -> Row | None:
    """A row of `findings`, `info`: several divisions fit (`place_ambiguous`), or some are called
    so and none lies where the report says (`place_contradicted`). None for a place that is
    resolved, and for one that the gazetteer does not know."""
    if resolution.code is not None or not resolution.candidates:
        return None
    candidates = resolution.candidates
    listed = "; ".join(_described(code) for code in candidates[:_LISTED])
    more = f"; and {len(candidates) - _LISTED} more" if len(candidates) > _LISTED else ""
    if resolution.is_contradicted:
        rule, said = "place_contradicted", "no division of that name lies where the report says"
    else:
        rule, said = "place_ambiguous", "the report does not say for certain which division it is"
    message = f"{place}: {said}. Of that name: {listed}{more}."
    return finding(rule, "reports", "division_code", message=message)


def _described(code: str) -> str:
    return f"{code} ({' '.join(name for _, name in chain_of(code)) or 'province'})"
