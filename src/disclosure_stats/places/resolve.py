"""From the name of a place, and the divisions that are named above it, to one code or none."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass

from disclosure_stats.places.crosswalk import FormerName, shipped
from disclosure_stats.places.gazetteer import chain_of, codes_of, level_of, names_from
from disclosure_stats.places.spellings import office_forms, same_name, short_form, stem
from disclosure_stats.text.lazy_pattern import lazy_pattern

# Which levels of the gazetteer a body may be of, those to be asked first standing first.
_LEVELS = {
    "province": ({"province"},),
    "prefecture": ({"prefecture"},),
    "county": ({"county"}, {"township"}),  # 某某开发区 is either
    "township": ({"township"},),
    "subdistrict": ({"township"},),
    "unknown": ({"province", "prefecture", "county", "township"},),
}
# Names by which a division is told in the whole country. Zones, farms and their like are not:
# the codes list but some of them, so that one name in the list may be one of many in the country.
_DISTINCT = lazy_pattern(
    ".+(?:[镇乡县旗市省州盟]|街道|苏木|地区|自治区|"
    "(?<!开发)(?<!新)(?<!园)(?<!管理)(?<!示范)(?<![试实]验)(?<!工业)(?<!产业)(?<!合作)"
    "(?<!度假)(?<!风景)(?<!名胜)(?<!保税)(?<!经济)(?<!高新)(?<!经开)(?<!集聚)区)"
)


@dataclass(frozen=True, slots=True)
class Resolution:
    """What the gazetteer says of a place.

    `code` is null unless exactly one division is left. `candidates` are the codes of those that
    bear the name: all that fit where there are several, all of them where none fits.
    """

    code: str | None = None
    candidates: tuple[str, ...] = ()
    is_contradicted: bool = False


def resolve(
    place: str,
    level: str,
    above: Collection[str] = (),
    year: int | None = None,
    former_names: Collection[FormerName] | None = None,
) -> Resolution:
    """The division that is called `place`, if that is certain.

    `level` is that of the contract's `reports`; `above` are names of divisions above it, each of
    any level and in any order: every one must lie above the division. `year`, the year reported
    on, decides whether a former name may be meant (`former_names`, the shipped ones by default).
    Without anything above, only a name that is borne once in the whole country is resolved.

    >>> resolve("官道口镇", "township", ["卢氏县"]).code
    '411224103'
    >>> resolve("城关镇", "township").code is None
    True
    """
    if former_names is None:
        former_names = shipped()
    formers = [former for former in former_names if former.was_borne(year)]
    above = [name for name in above if name != place]

    def fits(code: str) -> bool:
        return all(_lies_below(code, name, formers) for name in above)

    bearing: list[str] = []
    for levels in _LEVELS.get(level, ()):
        of_level = [code for code in _bearing(place) if level_of(code) in levels]
        bearing += of_level
        fitting = [code for code in of_level if fits(code)]
        if not fitting and above:
            fitting = [code for code in _bearing_short(place, levels) if fits(code)]
        if fitting:
            return _chosen(fitting, bool(above) or bool(_DISTINCT.fullmatch(place)))
    return _by_former_name(place, level, formers, fits) or Resolution(
        candidates=tuple(bearing), is_contradicted=bool(bearing)
    )


def _chosen(fitting: list[str], is_distinct: bool) -> Resolution:
    only = fitting[0] if len(fitting) == 1 and is_distinct else None
    return Resolution(only, tuple(fitting))


def _bearing(place: str) -> list[str]:
    return [code for form in office_forms(place) for code in codes_of(form)]


def _bearing_short(place: str, levels: Collection[str]) -> list[str]:
    """Those whose name and `place` differ only in the groups that they are named after."""
    short = short_form(place)
    if short != place:
        names = [short]
    elif before := stem(place):
        names = [name for name in names_from(before) if name != place and short_form(name) == place]
    else:
        names = []
    return [code for name in names for code in codes_of(name) if level_of(code) in levels]


def _lies_below(code: str, name: str, formers: Iterable[FormerName]) -> bool:
    """Whether a division above `code` is or was called `name`."""
    return any(same_name(name, official) for _, official in chain_of(code)) or any(
        former.name == name
        and former.kind == "renamed"
        and code.startswith(former.code)
        and code != former.code
        for former in formers
    )


def _by_former_name(
    place: str, level: str, formers: Iterable[FormerName], fits: Callable[[str], bool]
) -> Resolution | None:
    """A renamed place is the one that bears another name now; a merged one is a part of its
    successor, whose code would be that of two reports: it is a candidate only."""
    levels = set().union(*_LEVELS.get(level, ()))
    found = [
        former
        for former in formers
        if former.name == place and level_of(former.code) in levels and fits(former.code)
    ]
    if not found:
        return None
    codes = tuple(dict.fromkeys(former.code for former in found))
    is_one = len(found) == 1 and found[0].kind == "renamed"
    return Resolution(codes[0] if is_one else None, codes)
