"""Whose report it is, and which year it reports on."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import PurePosixPath

from disclosure_stats.pages.lines import Line
from disclosure_stats.places.gazetteer import level_of
from disclosure_stats.places.resolve import Resolution, resolve
from disclosure_stats.reading.identity.names import (
    SIGNATURE,
    Names,
    level_above,
    parse_body,
    places_in_text,
    places_on_path,
)
from disclosure_stats.reading.identity.place_finding import place_finding
from disclosure_stats.reading.identity.titles import YEAR, Title, as_title, parse_year
from disclosure_stats.rows import Row
from disclosure_stats.text.folding import squeeze

_HAN = "㐀-鿿"
_COMPILED_BY = re.compile(rf"由([{_HAN}]{{2,40}}?)(?:负责|组织)?(?:编制|编写)")
_CONTACT = re.compile(
    rf"与([{_HAN}]{{2,30}}?(?:镇|乡|街道|苏木)(?:人民政府|办事处)?)[{_HAN}]{{0,12}}联系"
)
_PERIOD = re.compile(
    rf"({YEAR})年(?:1月1日|一月一日)(?:起|开始)?[，,]?(?:到|至|—|－|-|~|～)+"
    rf"(?:({YEAR})年|同年|当年)?(?:12月31日|十二月三十一日)"
)
_YEAR_REPORT = re.compile(rf"({YEAR})年度?(?:本[{_HAN}]{{1,4}})?(?:政府|政务)信息公开")
_FORM_YEAR = re.compile(rf"[(（]({YEAR})年度?[)）]")
_PATH_YEAR = re.compile(r"(?<!\d)(20[0-3]\d)(?!\d)")


def read_identity(
    title: Title | None, lines: Sequence[Line], source_path: str
) -> tuple[Row, Row | None]:
    """The columns of `reports` that say whose report it is and which year it reports on, and the
    finding on a place whose division stays open."""
    text = "".join(squeeze(line.text) for line in lines)
    body = title.body if title else None
    if body is None:
        body = _body_from_signature(lines) or _compiler(text) or _named_by_file(source_path)
    names = parse_body(body) if body else None
    names = names or Names(body=body)
    year = _year(title, text, source_path)
    printed = places_in_text(names.place, _paragraphs(lines)) if names.place else Names()
    folders = places_on_path(source_path, names.place)
    if printed.county and printed.county.endswith((*_above(names), *folders)):
        printed.county = None  # what is known already, at most with a stray word at its front
    place = _resolution(names, printed, folders, year)
    _fill_levels(names, printed, folders)
    if place.code and names.level != "subdistrict":
        names.level = level_of(place.code)  # 某某开发区 is of either level, 某某市 too
    row = {**asdict(names), "division_code": place.code, "year": year}
    return row, place_finding(names.place, place)


def _paragraphs(lines: Sequence[Line]) -> str:
    """The text without spaces; what ends short of the margin does not run on into what follows."""
    right = max((line.x1 for line in lines), default=0.0)
    return "".join(
        squeeze(line.text) + ("\n" if line.x1 < right - 2.5 * line.height else "") for line in lines
    )


def _resolution(
    names: Names, printed: Names, folders: Sequence[str], year: int | None
) -> Resolution:
    """The division that the body is, by its own name and the folders; by the running text, which
    names other places too, only where these do not say the county."""
    if names.place is None or names.level == "department":
        return Resolution()
    above = [*_above(names), *folders]
    if not any(level_above(name, "county") == "county" for name in above):
        above += _above(printed)
    return resolve(names.place, names.level, above, year)


def _above(names: Names) -> list[str]:
    return [name for name in (names.province, names.prefecture, names.county) if name]


def _fill_levels(names: Names, printed: Names, folders: Sequence[str]) -> None:
    """Puts the divisions that the report or the folders name where `names` has none, each at its
    level: a city alone before a township may be a prefecture or a county."""
    on_path = Names()
    for folder in folders:
        # A city above another division is a prefecture; alone, its level is open.
        level = level_above(folder, "prefecture" if folder != folders[-1] else None)
        if level and getattr(on_path, level) is None:
            setattr(on_path, level, folder)
    for other in (names, printed, on_path):
        if other.county and level_above(other.county, "county") == "prefecture":
            other.prefecture, other.county = other.prefecture or other.county, None
    for other in (printed, on_path):
        names.province = names.province or other.province
        names.prefecture = names.prefecture or other.prefecture
        names.county = names.county or other.county
    if names.prefecture is not None and names.prefecture == names.county:
        names.prefecture = None


def _body_from_signature(lines: Sequence[Line]) -> str | None:
    """The name of a body that stands alone on a line: the signature, or the line over the title."""
    alone = [
        text
        for line in lines
        if SIGNATURE.fullmatch(text := squeeze(line.text)) and parse_body(text)
    ]
    return alone[-1] if alone else None


def _compiler(text: str) -> str | None:
    """The body that the preamble names: 本报告由…编制, 请与…联系."""
    named = (match[1] for pattern in (_COMPILED_BY, _CONTACT) for match in pattern.finditer(text))
    return next((body for body in named if parse_body(body)), None)


def _named_by_file(source_path: str) -> str | None:
    """The body in the name of the file, where that is a title."""
    title = as_title(squeeze(PurePosixPath(source_path).stem))
    return title.body if title else None


def _year(title: Title | None, text: str, source_path: str) -> int | None:
    """The year reported on, from the surest witness that there is."""
    if title and title.year:
        return title.year
    for match in _PERIOD.finditer(text):
        if match[2] is None or match[1] == match[2]:
            return parse_year(match[1])
    years = Counter(parse_year(match[1]) for match in _YEAR_REPORT.finditer(text))
    if years:
        return max(years, key=lambda year: (years[year], year))
    form_year = _FORM_YEAR.search(text)
    if form_year:
        return parse_year(form_year[1])
    on_path = _PATH_YEAR.findall(source_path)
    return int(on_path[-1]) if on_path else None
