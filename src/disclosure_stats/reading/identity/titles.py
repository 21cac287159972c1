"""The titles of reports, as bodies word them: whose report it is, and on which year."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from statistics import median

from disclosure_stats.pages.lines import Line
from disclosure_stats.reading.identity.common_words import is_common
from disclosure_stats.reading.identity.names import SIGNATURE, parse_body
from disclosure_stats.text.folding import squeeze
from disclosure_stats.text.han import HAN, UNKNOWN
from disclosure_stats.text.lazy_pattern import lazy_pattern

_ZEROS = "〇○◯零OoОоΟο"  # the last four are Cyrillic and Greek: what input methods offer
YEAR = rf"(?:2[0OoОо][0-3]\d|二[0{_ZEROS}][一二三0-3{_ZEROS}][一二三四五六七八九0-9{_ZEROS}])"
"""A year in Arabic or Chinese numerals, as a regular expression."""
LARGER = 1.15
"""How many times as high as the usual characters those of titles and covers are, at least."""

_LETTER = f"(?:{HAN}|{UNKNOWN})"
_OPEN = r"(?:(?:政府|政务)?信息|政务)公开"
_BRACKET = r"[(〔][^()〔〕]{0,24}[)〕]"
_FROM = r"\d{1,2}(?:月(?:\d{1,2}日)?)?"
_TO = r"\d{1,2}(?:月(?:\d{1,2}日|份)?)?"
# What titles are made of beside the body's name; the 政府 of a 人民政府 belongs to that.
_WORD = (
    rf"(?:{YEAR}[年.]{_FROM}[至到~—–-]{{1,2}}(?:{YEAR}[年.])?{_TO}|{YEAR}|本?年度|年报|年|度"
    r"|(?<!人民)(?<!党委)政府(?=信息|政务|公开)|政务|信息|主动|依申请|公开|工作|情况|报告书?|总结|自查"
    r"|关于|报送|上报|呈报|公布|公示|发布|更正|说明|正文|全文|开展(?=情况的?报告)"
    rf"|与|和|及|的|表|{_BRACKET})"
)
_ISSUED = "(?:公布|公示|报送|发布|编制|印发)"
_NUMERAL = r"(?:[一二三四五六七八九十\d]{1,3}|[甲乙丙丁戊己])"
_NUMBER = rf"(?:\(?{_NUMERAL}[)、.]|第{_NUMERAL}(?:部分|[篇章册]))"
# A label in brackets; [土贵] is a character of the name in words.
_LABEL = r"[\[【][^\[\]【】]{0,8}(?:报|更正|公[示告开]|\d)[^\[\]【】]{0,4}[\]】]"
# A box or a cross may stand for a character of the name: the signs here do not.
_LEAD = rf"[★☆◆◇▲▶►◎●•·]?(?:附件\d*[:-]?|附:|{_LABEL}|(?P<number>{_NUMBER}))?"
_TITLE = re.compile(
    rf"{_LEAD}《?(?:{YEAR}(?:年度?|度)?)?(?:{_ISSUED}的)?(?:关于)?(?:报送|上报|呈报)?"
    rf"(?:(?!{_OPEN})(?P<body>(?:{_LETTER}|[()·]){{1,39}}?(?:{_LETTER}|\))))?[:|·—-]{{0,2}}{_WORD}++"
    rf"(?:[—-]{{1,2}}(?P<behind>{_LETTER}{{2,40}}))?(?:{_BRACKET})?》?(?:公布|发布|公示)?"
    r"(?::|\.\w{3,4})?"
)
# What makes a report known: the title is within.
_NOTICE = lazy_pattern(
    rf"{_LEAD}(?P<by>{_LETTER}{{2,40}}?)?关于(?:印发|公布|发布|公示|公开|更正)(?P<title>.+)"
    "的(?:通知|通告|公告|公示|说明)"
)
_BARE_TITLE = lazy_pattern(rf"{_LEAD}《?(?:{YEAR}年度?|关于|年度|{_OPEN})")
_OF_SENTENCES = re.compile("[,。;!?%]|(?<!^.)(?<!^..)、")  # no title has them, but for 一、
_NOTE_MARKS = re.compile("[*※¹²³⁰-⁹①-⑳]")
_YEAR = re.compile(YEAR)
_NAMES_A_REPORT = re.compile("报告|年报")
_IN_BRACKETS = re.compile(rf"\(({_LETTER}{{2,40}}?)(?:{YEAR}年?度?)?\)")
_TITLE_YEAR = re.compile(
    rf"[(〔]{_LETTER}{{0,40}}?({YEAR})年?度?[)〕]|{_BRACKET}|({YEAR})(?!年?度?{_ISSUED}(?:的|{YEAR}))"
)
_CHINESE_DIGITS = str.maketrans(f"{_ZEROS}一二三四五六七八九", "0" * len(_ZEROS) + "123456789")
_MAX_TITLE_LENGTH = 80  # characters
_MIN_BARE_LENGTH = 10
_AS_LARGE = 0.95  # of the title's height: a title again
_DIVISION_ENDS = ("省", "市", "县", "区", "州", "旗", "盟", "政府", "党委", "委员会", "工委")
_TITLE_LINES = 3
_TOP_LINES = 30


@dataclass(frozen=True, slots=True)
class Title:
    """A report's title: where it begins, what it names, and the height of its characters."""

    line: int
    body: str | None
    year: int | None
    height: float = 0.0

    def is_of_another(self, title: "Title | None") -> bool:
        """Whether it is that of another report than the one with this title, not its running head:
        it names a body or a year, and not the same, or is as large; so is one that names neither,
        where the report's own does not."""
        if title is None:
            return bool(self.body or self.year)
        is_as_large = self.height > _AS_LARGE * title.height
        if self.year is None or self.year != title.year:
            is_bare = title.body is None and title.year is None
            return bool(self.body or self.year or is_bare and is_as_large)
        if is_as_large or title.body is None:
            return True
        return self.body is not None and _place_of(self.body) != _place_of(title.body)


def _place_of(body: str | None) -> str | None:
    names = parse_body(body) if body else None
    return names.place if names else None


def main_title(titles: Sequence[Title]) -> Title | None:
    """The one of the titles on a page that is its report's: the first that names a body, or else
    the first; what stands far down is none."""
    upper = [title for title in titles if title.line < _TOP_LINES]
    return next((title for title in upper if title.body), upper[0] if upper else None)


def titles_below(
    lines: Sequence[Line], titles: Sequence[Title], first: Title | None
) -> Iterator[Title]:
    """Those of the `titles` among `lines`, below the first, that look like one: set larger than the
    text, or short of both its margins."""
    below = [title for title in titles if first is None or title.line > first.line]
    if not below:
        return
    left, right = min(line.x0 for line in lines), max(line.x1 for line in lines)
    usual = median(line.height for line in lines)
    for title in below:
        line = lines[title.line]
        margin = 2 * line.height
        is_centred = line.x0 > left + margin and line.x1 < right - margin
        if is_centred or line.height > LARGER * usual:
            yield title


def find_titles(lines: Sequence[Line]) -> Iterator[Title]:
    """All titles among the lines of one page: one to three lines that are nothing else.

    A line above a title without a body that is a body's name is then its body.
    """
    apart: set[int] = set()  # lines that do not go on with the one before
    within: set[int] = set()  # lines that do
    for start in _title_beginnings(lines):
        if start in within or start not in apart and _continues(lines, start):
            continue
        title = _title_at(lines, start)
        below = _title_at(lines, start + 1) if title and title.body else None
        if title and below and below.body and _place_of(below.body) == _place_of(title.body):
            if _is_prose_above(title.body, below.body):
                apart.add(start + 1)
                continue
        elif title and below and below.body:
            around = "".join(squeeze(line.text) for line in (*lines[:start], *lines[start + 2 :]))
            if not _is_named(title, around):
                if _is_named(below, around):
                    apart.add(start + 1)
                    continue
                title = replace(title, body=None)
            within.add(start + 1)
        if title:
            yield title


def _is_prose_above(longer: str | None, body: str) -> bool:
    """Whether what a line above puts before a body's name is no division: 内部资料, 公开."""
    before = (longer or "").removesuffix(body)
    return before != longer and not before.endswith(_DIVISION_ENDS) and is_common(before)


def _is_named(title: Title, text: str) -> bool:
    """Whether a text speaks of the place whose report it is by its title."""
    place = _place_of(title.body)
    return place is not None and place in text


def _title_at(lines: Sequence[Line], start: int) -> Title | None:
    """The longest title that begins with a line."""
    texts = [_folded(line.text) for line in lines[start : start + _TITLE_LINES]]
    if not texts or texts[0][1] or not _may_be_title("".join([text for text, _ in texts])):
        return None
    title: Title | None = None
    joined = ""
    for text, is_of_sentence in texts:
        joined += text
        is_whole = title and title.body and title.year
        if is_whole or len(joined) > _MAX_TITLE_LENGTH or is_of_sentence:
            break
        longer = as_title(joined, start)
        if longer and (longer.body or longer.year or len(joined) >= _MIN_BARE_LENGTH):
            title = longer
    return title and replace(title, height=lines[start].height)


def _title_beginnings(lines: Sequence[Line]) -> list[int]:
    """The lines at which a title may begin, in order: a line of it says that it is on disclosure
    (公开), and is no sentence."""
    beginnings: set[int] = set()
    for index, line in enumerate(lines):
        # No other character is folded to 公.
        if "公" in line.text and not _folded(line.text)[1]:
            beginnings.update(range(max(0, index - _TITLE_LINES + 1), index + 1))
    return sorted(beginnings)


@lru_cache(maxsize=256)  # each line may begin a title, or go on with one of two
def _folded(text: str) -> tuple[str, bool]:
    """The text of a line as titles are compared, without the marks of notes; and whether it is part
    of a sentence, and so of no title."""
    folded = squeeze(_NOTE_MARKS.sub("", text))
    return folded, _OF_SENTENCES.search(folded) is not None


def as_title(text: str, line: int = 0) -> Title | None:
    """The title that a text without spaces is, if it is one."""
    if not _may_be_title(text):
        return None
    if "关于" in text and (notice := _NOTICE.fullmatch(text)):
        title = as_title(notice["title"], line)
        return title and replace(title, body=title.body or notice["by"])
    if (match := _TITLE.fullmatch(text)) is None:
        return None
    body = match["body"]
    words = text[match.end("body") if body else 0 :]
    if "公开" not in words or not ("信息" in words or "政务" in words):
        return None
    if not (parse_body(body) if body else _BARE_TITLE.match(text)):
        return None
    body = body or _body_behind(match)
    year = _stated_year(text)
    is_report = _NAMES_A_REPORT.search(words) is not None
    # 主动公开政府信息情况 is a heading, 一、2022年政府信息公开工作情况的报告 too.
    if not (is_report and body if match["number"] else is_report or body and year):
        return None
    return Title(line, body, year)


def _may_be_title(text: str) -> bool:
    """Whether the words are there that a title has, in a text that is one or begins with one, and
    none of a volume's (汇编); the pattern of titles is slow to say no."""
    on_disclosure = "公开" in text and ("信息" in text or "政务" in text)
    return (
        on_disclosure
        and "汇编" not in text
        and (_NAMES_A_REPORT.search(text) or _YEAR.search(text)) is not None
    )


def _body_behind(title: re.Match[str]) -> str | None:
    """The body that a title names behind its words, or in brackets."""
    names = [title["behind"] or "", *_IN_BRACKETS.findall(title.string)]
    return next((name for name in names if parse_body(name)), None)


def _stated_year(text: str) -> int | None:
    stated = (found[1] or found[2] for found in _TITLE_YEAR.finditer(text))
    return next((parse_year(year) for year in stated if year), None)


def _continues(lines: Sequence[Line], start: int) -> bool:
    """Whether the line before is the first half of a title that would be cut at `start`."""
    if start == 0 or lines[start - 1].page != lines[start].page:
        return False
    begun = squeeze(lines[start - 1].text)
    if not SIGNATURE.match(begun):
        return False
    title = as_title(begun + squeeze(lines[start].text))
    return title is not None and title.body is not None


def parse_year(text: str) -> int:
    """A year in Arabic or Chinese numerals."""
    return int(text.translate(_CHINESE_DIGITS))
