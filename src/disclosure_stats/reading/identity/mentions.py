"""The divisions above a place that running text mentions.

A name is taken for one if the gazetteer has it, or if it has a left boundary and is no word of
ordinary prose: 在栎川县人民政府网站 names 栎川县, 根据县政府统一安排 names nothing.
"""

import re
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache

from disclosure_stats.places.split import levels_of, split_name
from disclosure_stats.reading.identity.common_words import AMBIGUOUS, is_area, is_common
from disclosure_stats.reading.identity.names import Names, level_above
from disclosure_stats.text.han import HAN

_MAX_RUN = 24  # characters: more than province, prefecture and county have together
_MIN_SURE = 3  # characters of a known name: 和县, 成县 and their like may be the ends of words
_OF_OFFICE = re.compile("(?<=[县区市旗])(?=委|人民政府|政府|融媒体|门户)")
# What follows a name at the beginning of a sentence, where a verb may stand too (支持县政府工作).
_AS_OWNER = re.compile(
    rf"(?:人民)?政府(?:办公室)?(?:门户|网站|信息公开平台|承办|(?!{HAN}))|门户|融媒体"
)
_RUN = re.compile(f"{HAN}*$")
# What a sentence says before a name.
_LEADS_TO = re.compile(
    "(?:[在由向与于至从]|通过|位于|地址|联系|公布|发布|公开|编制|结合|主办|承办|来源|登录|访问"
    "|关注|属于|隶属|中共|以及|因为|按照|根据|现将|介绍|走进)$"
)
# What a sentence says before the name of a place that it was at, or learned from.
_PASSING_WORD = re.compile("赴|前往|考察|参观|学习|借鉴|兄弟")
_PASSING = re.compile(f"(?:{_PASSING_WORD.pattern})$")
_OF_YEAR = re.compile("^年度?")  # what a year leaves of itself before a name
_UNKNOWN = re.compile(
    rf"(?:(?P<province>{HAN}{{2,7}}(?:省|自治区)|北京市|天津市|上海市|重庆市))?"
    rf"(?:(?P<prefecture>{HAN}{{2,8}}?(?:自治州|地区|盟|市)))?"
    rf"(?P<county>{HAN}{{2,12}}?(?:自治县|自治旗|县|旗|市|林区|特区|区))"
)
_KIND = re.compile(
    "(?:自治[州县旗]|地区|盟|市|县|旗|林区|特区|(?:综合)?(?:实验|开发|管理|新|示范)?区)$"
)


def places_in_text(place: str, text: str) -> Names:
    """The divisions above `place` that the text prints: before the place's name in an address, and
    in the names of the government and the party committee above."""
    names = Names()
    for end in _places_of(place, text):
        found = _ending_at(text, end, is_owner=True)
        if found.county or found.prefecture:
            if names.county and found.county and _is_surer(found.county, names.county):
                names = Names()
            names.province = names.province or found.province
            names.county = names.county or found.county
            names.prefecture = names.prefecture or found.prefecture
    mentioned = [
        _ending_at(text, end, bool(_AS_OWNER.match(text, end)))
        for end in (match.start() for match in _OF_OFFICE.finditer(text))
    ]
    counts = Counter(found.county for found in mentioned if found.county)
    for found in mentioned:
        names.prefecture = names.prefecture or found.prefecture
    if names.county is None and counts:
        # The name that recurs; of equals the shortest, whose front is least likely a stray word.
        names.county = min(counts, key=lambda name: (-counts[name], len(name)))
    return names


def _places_of(name: str, text: str) -> Iterator[int]:
    """Where a name stands in the text."""
    place = text.find(name)
    while place >= 0:
        yield place
        place = text.find(name, place + len(name))


def _is_surer(name: str, other: str) -> bool:
    return bool(levels_of(name)) and not levels_of(other)


def _ending_at(text: str, end: int, is_owner: bool) -> Names:
    """The divisions whose names, one within the other, end at this place of the text; at the
    beginning of a sentence only if what follows belongs to them (`is_owner`)."""
    run = _RUN.search(text, max(0, end - _MAX_RUN), end)
    assert run is not None
    start = run.start()
    return _named_by(text[start:end], is_owner and (start > end - _MAX_RUN or start == 0))


def beginnings_of(text: str, end: int) -> Iterator[str]:
    """The names that may end at this place of the text, by where they may begin: at the beginning
    of a clause, and behind what a sentence says before a name; none where it was only visited."""
    run = _RUN.search(text, max(0, end - _MAX_RUN), end)
    assert run is not None
    name = _OF_YEAR.sub("", run[0])
    if _PASSING_WORD.search(name):
        return
    if run.start() > end - _MAX_RUN or run.start() == 0:
        yield name
    for place in range(1, len(name) - 1):
        if _LEADS_TO.search(name, 0, place):
            yield name[place:]


@lru_cache(maxsize=1024)  # a report names the same bodies again, and so do its neighbours'
def _named_by(run: str, is_bounded: bool) -> Names:
    """The divisions whose names end with a run of ideographs, a break of the line behind it if
    there is one; with its first, which begins a sentence, they may begin only if `is_bounded`. What
    is given is not to be changed."""
    length = len(run)
    beginnings = [
        place
        for place in range(length - 1)
        if place == 0 and is_bounded or _LEADS_TO.search(run, 0, place)
    ]
    return (
        _known(run, range(length - 1), _MIN_SURE)
        or _known(run, beginnings, 0)
        or _unknown(run, beginnings)
        or Names()
    )


def _known(run: str, beginnings: "range | list[int]", shortest: int) -> Names | None:
    """By the gazetteer, from the first beginning at which there is a name of so many characters;
    nothing where that is named in passing."""
    for start in beginnings:
        split = split_name(run[start:])
        if split is None:
            continue
        above, last = split
        level = level_above(last, None)
        if level is None or not above and (len(last) < shortest or last in AMBIGUOUS):
            continue
        found = Names()
        if _PASSING.search(run, 0, start):
            return found
        for of_level, one in (above | {level: last}).items():
            setattr(found, of_level, one)
        return found
    return None


def _unknown(run: str, beginnings: list[int]) -> Names | None:
    """By the kinds that names end with; a city alone is taken for a county."""
    for start in beginnings:
        match = _UNKNOWN.fullmatch(run, start)
        names = [name for name in match.groups() if name] if match else []
        if match and not any(map(_is_no_name, names)):
            return Names(**match.groupdict())
    return None


def _is_no_name(name: str) -> bool:
    stem = _KIND.sub("", name)
    return len(stem) < 2 or is_common(stem) or is_area(name)
