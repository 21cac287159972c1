"""Whose report it is, and which year it reports on."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import PurePosixPath
from statistics import median

from disclosure_stats.places.gazetteer import level_of
from disclosure_stats.places.resolve import Resolution, resolve
from disclosure_stats.reading.lines import Line
from disclosure_stats.reading.model import Row
from disclosure_stats.reading.names import (
    Names,
    level_above,
    parse_body,
    places_in_text,
    places_on_path,
)
from disclosure_stats.reading.place_finding import place_finding
from disclosure_stats.reading.text import squeeze

_HAN = "㐀-鿿"
_YEAR = r"(?:20[0-3]\d|二[〇○零ＯO0o][一二三〇○零0123][〇○零一二三四五六七八九0-9])"
_OPEN = r"(?:(?:政府|政务)?信息|政务)公开"
_BRACKET = r"[(〔][^()〔〕]{0,24}[)〕]"
_DAY = r"\d{1,2}月\d{1,2}日"
# What titles are made of beside the body's name; the 政府 of a 人民政府 belongs to that.
_WORD = (
    rf"(?:{_YEAR}年{_DAY}[至到~—-]{{1,2}}(?:{_YEAR}年)?{_DAY}|{_YEAR}|年度|年报|年|度"
    r"|(?<!人民)(?<!党委)政府|政务|信息|主动|依申请|公开|工作|情况|报告|总结|自查|关于|报送|公布|公示"
    rf"|与|和|及|的|表|{_BRACKET})"
)
_TITLE = re.compile(
    rf"(?:附件\d*:?)?《?(?:{_YEAR}年度?)?(?:关于)?"
    rf"(?:(?!{_OPEN})(?P<body>[{_HAN}()·]{{2,40}}?))?{_WORD}++"
    rf"(?:[—-]{{1,2}}(?P<behind>[{_HAN}]{{2,40}}))?(?:{_BRACKET})?》?:?"
)
_BARE_TITLE = re.compile(rf"(?:附件\d*:?)?《?(?:{_YEAR}年度?|关于|年度|{_OPEN})")
_NAMES_A_REPORT = re.compile("报告|年报")
_IN_BRACKETS = re.compile(rf"\(([{_HAN}]{{2,40}})\)")
_TITLE_YEAR = re.compile(rf"[(〔]({_YEAR})年?度?[)〕]|{_BRACKET}|({_YEAR})")
_COMPILED_BY = re.compile(rf"由([{_HAN}]{{2,40}}?)(?:负责|组织)?(?:编制|编写)")
_CONTACT = re.compile(
    rf"与([{_HAN}]{{2,30}}?(?:镇|乡|街道|苏木)(?:人民政府|办事处)?)[{_HAN}]{{0,12}}联系"
)
_LONGEST_TITLE = 80  # characters
_SHORTEST_BARE = 10
_LARGER = 1.15  # than the usual character of the page: a title
_PERIOD = re.compile(
    rf"({_YEAR})年(?:1月1日|一月一日)(?:起|开始)?[，,]?(?:到|至|—|－|-|~|～)+"
    rf"(?:({_YEAR})年|同年|当年)?(?:12月31日|十二月三十一日)"
)
_YEAR_REPORT = re.compile(rf"({_YEAR})年度?(?:本[{_HAN}]{{1,4}})?(?:政府|政务)信息公开")
_FORM_YEAR = re.compile(rf"[(（]({_YEAR})年度?[)）]")
_PATH_YEAR = re.compile(r"(?<!\d)(20[0-3]\d)(?!\d)")
_CHINESE_DIGITS = str.maketrans("〇○零ＯOo一二三四五六七八九", "000000123456789")
_SIGNATURE = re.compile(
    rf"[{_HAN}]{{2,30}}(?:人民政府|办事处|管理委员会|管委会|管理局|委员会|局|办公室)"
)
_TITLE_LINES = 3
_TOP_LINES = 30


@dataclass(frozen=True, slots=True)
class Title:
    """A report's title: where it begins, and what it names."""

    line: int
    body: str | None
    year: int | None

    def is_of_another(self, title: "Title | None") -> bool:
        """Whether it is that of another report than the one with this title, not its running head:
        it names a body or a year, and not the same."""
        if self.year is None or title is None or self.year != title.year:
            return bool(self.body or self.year)
        if self.body is None or title.body is None:
            return title.body is None
        return _place_of(self.body) != _place_of(title.body)


def _place_of(body: str) -> str | None:
    names = parse_body(body)
    return names.place if names else None


def find_title(lines: Sequence[Line]) -> Title | None:
    """The first title among the upper `lines` of one page: one to three lines that are nothing
    else.

    A title without a body is taken only when none has one; a line above it that is a body's name
    is then its body.
    """
    bare: Title | None = None
    for title in _titles(lines[:_TOP_LINES]):
        if title.body:
            return title
        bare = bare or title
    return bare


def titles_below(lines: Sequence[Line], first: Title | None) -> Iterator[Title]:
    """The further titles among `lines` of one page that look like one: set larger than the text,
    or short of both its margins."""
    start = first.line + 1 if first else 0
    if not any("公开" in line.text and _NAMES_A_REPORT.search(line.text) for line in lines[start:]):
        return
    left, right = min(line.x0 for line in lines), max(line.x1 for line in lines)
    usual = median(line.height for line in lines)
    for title in _titles(lines):
        line = lines[title.line]
        margin = 2 * line.height
        is_centred = line.x0 > left + margin and line.x1 < right - margin
        if title.line >= start and (is_centred or line.height > _LARGER * usual):
            yield title


def _titles(lines: Sequence[Line]) -> Iterator[Title]:
    """All titles among the lines; a bare one that may be cut off from a body is none."""
    texts = [squeeze(line.text) for line in lines]
    for start in range(len(texts)):
        if start and _may_continue(texts, lines, start):
            continue
        title: Title | None = None
        joined = ""
        for text in texts[start : start + _TITLE_LINES]:
            joined += text
            if len(joined) > _LONGEST_TITLE or title and title.body and title.year:
                break
            longer = _as_title(joined, start)
            if longer and (longer.body or longer.year or len(joined) >= _SHORTEST_BARE):
                title = longer
        if title:
            yield title


def _as_title(text: str, line: int = 0) -> Title | None:
    """The title that a text without spaces is, if it is one."""
    if "公开" not in text or (match := _TITLE.fullmatch(text)) is None:
        return None
    body = match["body"]
    words = text[match.end("body") if body else 0 :]
    if "公开" not in words or not ("信息" in words or "政务" in words):
        return None
    stated = (found[1] or found[2] for found in _TITLE_YEAR.finditer(text))
    year = next((parse_year(year) for year in stated if year), None)
    if body is None and _BARE_TITLE.match(text):
        behind = [match["behind"] or "", *_IN_BRACKETS.findall(text)]
        body = next((name for name in behind if parse_body(name)), None)
    elif body is None or parse_body(body) is None:
        return None
    if not _NAMES_A_REPORT.search(words) and not (body and year):
        return None  # 主动公开政府信息情况 is a heading
    return Title(line, body, year)


def _may_continue(texts: Sequence[str], lines: Sequence[Line], start: int) -> bool:
    """Whether the line before `start` is the first half of a title that `start` would cut."""
    before = texts[start - 1]
    if lines[start].page != lines[start - 1].page or not _SIGNATURE.match(before):
        return False
    title = _as_title(before + texts[start])
    return title is not None and title.body is not None


def parse_year(text: str) -> int:
    """A year in Arabic or Chinese numerals."""
    return int(text.translate(_CHINESE_DIGITS))


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
        if _SIGNATURE.fullmatch(text := squeeze(line.text)) and parse_body(text)
    ]
    return alone[-1] if alone else None


def _compiler(text: str) -> str | None:
    """The body that the preamble names: 本报告由…编制, 请与…联系."""
    named = (match[1] for pattern in (_COMPILED_BY, _CONTACT) for match in pattern.finditer(text))
    return next((body for body in named if parse_body(body)), None)


def _named_by_file(source_path: str) -> str | None:
    """The body in the name of the file, where that is a title."""
    title = _as_title(squeeze(PurePosixPath(source_path).stem))
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
