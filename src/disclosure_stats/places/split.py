"""The name of a body taken apart by what the gazetteer knows."""

from collections.abc import Sequence

from disclosure_stats.places.gazetteer import chain_of, codes_of, level_of
from disclosure_stats.places.spellings import office_forms, short_form

_ENDS = frozenset("省市县区州盟旗城会")  # of the divisions above a place: 白沟新城, 行政委员会 too


def split_name(name: str) -> tuple[dict[str, str], str] | None:
    """The divisions that stand before the place, by level and as printed, and the place; null
    where the gazetteer knows no place that the name could end with.

    Where a name can be read in two ways, the one that names more divisions is taken.

    >>> split_name("三门峡市官道口镇")
    ({'prefecture': '三门峡市'}, '官道口镇')
    >>> split_name("新市区安宁渠镇")
    ({'county': '新市区'}, '安宁渠镇')
    >>> split_name("红旗街道")
    ({}, '红旗街道')
    """
    for start in range(len(name) - 2, -1, -1):
        if start and name[start - 1] not in _ENDS:
            continue
        before, place = name[:start], name[start:]
        for code in (code for form in office_forms(place) for code in codes_of(form)):
            above = _named(before, list(chain_of(code)))
            if above is not None:
                return above, place
    return None


def _named(before: str, chain: Sequence[tuple[str, str]]) -> dict[str, str] | None:
    """The divisions of `chain` that `before` names in this order, all of it used up; else null.

    A division may be left out, even if `before` begins with its name: 唐山市汉沽管理区 is one.
    """
    if not before or not chain:
        return None if before else {}
    named = _named(before, chain[1:])
    level, official = chain[0]
    for form in (official, short_form(official)):
        if named is None and before.startswith(form):
            below = _named(before[len(form) :], chain[1:])
            named = None if below is None else {level: form, **below}
    return named


def levels_of(name: str) -> set[str]:
    """The levels above the township at which a division is called so."""
    return {level_of(code) for code in codes_of(name)} - {"township"}
