"""Names that are near to one that is not there."""

from collections.abc import Iterable, Sequence
from difflib import get_close_matches

_MOST = 5
_MIN_LIKENESS = 0.3  # of difflib: a name of three characters that shares one of them


def near_matches(name: str, known: Iterable[str]) -> list[str]:
    """Up to five of the `known` names that are like `name`, the nearest first; then those that its
    first two characters stand in."""
    names = list(dict.fromkeys(known))
    near = get_close_matches(name, names, n=_MOST, cutoff=_MIN_LIKENESS)
    near += [other for other in names if name[:2] and name[:2] in other and other not in near]
    return near[:_MOST]


def no_such(zh: str, en: str, name: str, known: Sequence[str]) -> tuple[str, str]:
    """What to say of a name that is not there, in Chinese and English: `zh` and `en` are sentences
    with the name in them; the near matches follow, or where nothing is near the first of all."""
    near = near_matches(name, known)
    heads = ("相近的有", "Near matches") if near else ("有", "There are")
    shown = near or list(known)[:_MOST]
    if not shown:
        return zh, en
    more = len(known) > len(shown) and not near
    return (
        f"{zh}{heads[0]}：{'、'.join(shown)}{'等' if more else ''}。",
        f"{en} {heads[1]}: {', '.join(shown)}{', …' if more else ''}.",
    )
