"""The bodies that a text names as its author, beside title and signature."""

import re
from collections.abc import Iterator

from disclosure_stats.places.gazetteer import codes_of
from disclosure_stats.reading.identity.common_words import is_common
from disclosure_stats.reading.identity.mentions import beginnings_of
from disclosure_stats.reading.identity.names import Names, parse_body
from disclosure_stats.reading.identity.titles import YEAR
from disclosure_stats.text.han import HAN

_OF_TOWNSHIP = rf"{HAN}{{2,30}}?(?:(?:镇|乡|街道|苏木)(?:人民政府|办事处)?|办事处)"
_NAMED = (
    re.compile(
        r"(?:编制|填报|报告|公开|发布)(?:单位|机关|机构|部门)(?:\([^()]{1,6}\))?:"
        rf"({_OF_TOWNSHIP})"
    ),
    re.compile(rf"来源:({_OF_TOWNSHIP})"),
    re.compile(rf"由({HAN}{{2,40}}?)(?:负责|组织)?(?:编制|编写)"),
    re.compile(rf"与({_OF_TOWNSHIP}){HAN}{{0,12}}联系"),
)
_ON_DISCLOSURE = "(?:政府信息|政务|信息)公开"
# What a preamble says of the report: whose it is, and on which year. What stands behind some words
# may be a plan or a notice of the county, too.
_ANNOUNCED = re.compile(
    "(?:(?:现|社会)(?:公布|公开|发布)|现将|(?P<of_any>编制了?|结合|涵盖|包括|总结))《?"
    rf"(?:(?P<early>{YEAR})年度?)?(?P<body>{HAN}{{2,30}}?)(?:关于)?(?:(?P<late>{YEAR})年度?)?"
    rf"{_ON_DISCLOSURE}"
)
# A sentence that has the report as its subject: 某某镇2022年…报告根据…编制.
_SUBJECT = re.compile(
    rf"(?<!{HAN})(?P<body>{HAN}{{2,30}}?){YEAR}年度?{_ON_DISCLOSURE}[^,。;:()《》]{{0,8}}"
    r"报告(?:\(以下|是?(?:根据|依据|按照))"
)
_TOWNSHIP = re.compile("(.+)(?:镇|乡|街道|苏木)")
_LEVELS = ("township", "subdistrict")
_WITH_OFFICE = re.compile("(?P<kind>镇|乡|苏木|街道)(?P<office>(?:人民)?政府|办事处|(?=党工?委))")
_MIN_NAMED = 2  # times that a text names the township whose it is
_OF_OTHERS = re.compile("[我本全](?:县|区|市|旗|州|省|局|委|厅|院|中心)")


def authors(text: str) -> Iterator[str]:
    """The bodies that a label or the preamble names: 填报单位：…, 本报告由…编制, 请与…联系,
    现公布…2022年政府信息公开…."""
    for pattern in _NAMED:
        for match in pattern.finditer(text):
            if _place_in(match[1]):
                yield match[1]
    yield from _announced(text)


def sole_township(text: str) -> str | None:
    """The body of the only township whose government a text names, if it names the place more than
    once and does not speak as one of another kind (我县, 我局)."""
    if _OF_OTHERS.search(text):
        return None
    bodies: dict[str, str] = {}
    for match in _WITH_OFFICE.finditer(text):
        named = _bounded_body(text, match.end("kind"))
        if named is not None:
            bodies.setdefault(named[0], named[1] + match["office"])
    if len(bodies) != 1:
        return None
    ((place, body),) = bodies.items()
    return body if text.count(place) >= _MIN_NAMED else None


def _announced(text: str) -> Iterator[str]:
    """The bodies that the preamble names as those whose report it is."""
    for match in _ANNOUNCED.finditer(text):
        names = _place_in(match["body"]) if match["early"] or match["late"] else None
        if names and (names.level in _LEVELS or not match["of_any"]):
            yield match["body"]
    for match in _SUBJECT.finditer(text):
        if _place_in(match["body"]):
            yield match["body"]


def _bounded_body(text: str, end: int) -> tuple[str, str] | None:
    """The place, and its name with the divisions above, that ends there in the text, from where a
    name may begin; null where that is none."""
    for body in beginnings_of(text, end):
        names = _place_in(body)
        if names is None or names.place is None:
            continue
        above = filter(None, (names.county, names.prefecture, names.province))
        if any(is_common(one[:-1]) and not codes_of(one) for one in above):
            continue  # 结合岚皋原县
        before = text[end - len(body) - 1 : end - len(body)]
        is_cut = names.place == body and re.match(HAN, before) is not None
        # 向 may lead to a name and be its first character.
        if not is_cut or text.count(before + body) < text.count(body):
            return names.place, body
    return None


def _place_in(body: str) -> Names | None:
    """What a body's name says of its place; null where that is none of its own: 周边乡镇."""
    names = parse_body(body)
    if names is None or names.place is None:
        return None
    match = _TOWNSHIP.fullmatch(names.place)
    is_of_any = match is not None and is_common(match[1]) and not codes_of(names.place)
    return None if is_of_any else names
