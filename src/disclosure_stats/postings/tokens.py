"""A narrative as a sequence of tokens: numbers, words of the vocabulary, and punctuation."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.util import find_spec
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from disclosure_stats.postings.broken_lines import without_broken_lines
from disclosure_stats.postings.numerals import Value, value_of
from disclosure_stats.postings.phrases import characters, endings, pattern, words
from disclosure_stats.postings.vocabulary import Vocabulary, Word

# Full-width ASCII, one to one, so that places in the folded text are places in the printed one.
_FOLDED = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | str.maketrans(
    "「」『』‘’〈〉【】", "“”“”“”《》[]"
)
_DASH = "——"  # sets off what a comma does: 公开 12 条——其中…——并推送 9 条
_SPACES = re.compile(  # all but those between two numbers: those of a row of a table
    r"(?<!\d)[^\S\n]+|[^\S\n]+(?!\d)|(?<=(?<!\d)\d)[^\S\n]+(?=\d(?!\d))"
)

_TWO_ITEMS = 6  # tokens
_MAX_SENTENCE = 200  # tokens: what stands further away says nothing of a number
_JOINT = pattern("joint")
_PARTS_LISTS = frozenset({"comma", "pause", "colon", "semicolon", "open"})
_PAPERS = endings("names_of_papers")  # how the name of a paper ends: 《江口报》
_NO_PAPERS = endings("no_names")  # 《2017年年报》
_AND = words("and") | {""}
DEALT_OUT = endings("dealt_out")
"""What says that numbers are dealt out one by one."""
MIN_UNKNOWN_WORD = 2
"""Characters between two tokens, or a token and a number, that may be a word that no list has."""

_ONE = characters("one")
_WITHOUT_FIRST_DIGIT = characters("scales")
_GROUP = pattern("group")
_VAGUE = endings("vague")
_APART = endings("apart_from")
_GROWN_FROM = endings("grown_from")
_PUBLIC_ACTS = words("acts_of_posting")  # with a channel; else they answer requests
_ON_IT = words("on_it") | {""}
_PUBLIC_NAMES = endings("public_names")
(_UNIT_IS,) = endings("unit_is")
_YEARS = words("years")
_FIRST_YEAR, _NO_YEAR = 1990, 2100  # of reports, and the first that is none of one


class Number(NamedTuple):
    """What a number token says: its value, unit and the class of the unit, and how sure it is."""

    value: float
    unit: str | None
    unit_class: str
    approximate: bool
    chinese: bool

    @property
    def may_be_year(self) -> bool:
        """Whether it may name a year of a report, with its unit or without one."""
        return _FIRST_YEAR <= self.value < _NO_YEAR and (self.unit is None or self.unit in _YEARS)

    @property
    def is_year(self) -> bool:
        """Whether it names a year of a report."""
        return self.unit is not None and self.may_be_year


@dataclass(slots=True)
class Token:
    """A stretch of the text: `kind` and `code` as in `Word`, or the kind of punctuation; the `code`
    of a number is the channel that a bracket behind it names."""

    kind: str
    start: int
    end: int
    code: str = ""
    number: Number | None = field(default=None)

    def word(self, text: str) -> str:
        """What stands there in the folded text that the token is of."""
        return text[self.start : self.end]


def deals_out(text: str, token: Token) -> bool:
    """Whether a word says that what follows is dealt out one by one: 分别, 分别为, 依次."""
    return text.startswith(DEALT_OUT, token.start, token.end)


class _Folding(dict[int, int]):
    """What each character is read as, one to one; what no table tells is noted when first met:
    `str.translate` takes three times as long over a character that it does not find."""

    def __missing__(self, code: int) -> int:
        character = chr(code)  # a digit may be of another script, or of mathematics
        return self.setdefault(code, ord("0") + int(character) if character.isdecimal() else code)


@cache
def _folding() -> _Folding:
    """Full-width ASCII is read as ASCII, and traditional characters as the simplified ones that
    OpenCC gives for them."""
    package = find_spec("opencc")  # not imported: its table is all that is needed of it
    assert package is not None
    assert package.origin is not None
    table = Path(package.origin).with_name("dictionary") / "TSCharacters.txt"
    pairs = (line.split("\t") for line in table.read_text(encoding="utf-8").splitlines())
    simplified = {ord(traditional): ord(others[0]) for traditional, others in pairs}
    return _Folding(simplified | _FOLDED)


def prepare(text: str, vocabulary: Vocabulary) -> tuple[str, str]:
    """The text without line breaks in mid-sentence and without spaces, but those that part two
    numbers, as printed and folded."""
    printed = _SPACES.sub("", text).strip("\n")
    printed = without_broken_lines(printed, vocabulary)
    return printed, printed.translate(_folding()).replace(_DASH, ",,")


def tokenize(text: str, vocabulary: Vocabulary) -> list[Token]:
    """The tokens of a folded text, in order; words of no meaning here are left out."""
    tokens: list[Token] = []
    marks, lengths, phrases, numbers, firsts = vocabulary.beginnings
    end = 0
    for start, first in enumerate(text):
        if start < end or first not in firsts:
            continue
        likely = lengths.get(text[start : start + 2]) or lengths.get(first)
        if first in phrases and (match := vocabulary.phrase.match(text, start)) is not None:
            end = match.end()
            tokens.append(_of_phrase(match, vocabulary))
        elif likely is not None and ((word := vocabulary.word_at(text, start, likely)) is not None):
            end = start + len(word)
            if vocabulary.words[word].kind != "idle":
                tokens.append(_of_word(text, tokens, start, word, vocabulary))
        elif first in numbers and (match := vocabulary.number.match(text, start)) is not None:
            end = match.end()
            _add_number(text, tokens, match, vocabulary)
        elif first in marks:
            end = start + 1
            if marks[first] == "close" and _closes_same_figure(tokens):
                del tokens[-2:]
            else:
                tokens.append(Token(marks[first], start, end))
    return tokens


def _of_phrase(match: re.Match[str], vocabulary: Vocabulary) -> Token:
    start, end = match.span()
    if match.lastgroup == "name":
        return _name(match[0], start, end, vocabulary)
    assert match.lastgroup is not None
    return Token(match.lastgroup, start, end)


def _of_word(
    text: str, tokens: list[Token], start: int, spelling: str, vocabulary: Vocabulary
) -> Token:
    word, end = vocabulary.words[spelling], start + len(spelling)
    if spelling in _PUBLIC_ACTS and _posted_on(text, tokens, start):
        return Token("verb", start, end)
    if word.kind == "channel" and _GROUP.match(text, end):
        return Token("channel", start, end + 1, "messaging")
    if word.kind == "channel" and text.startswith(_APART, end):
        return Token("channel", start, end, "other")  # 网站以外渠道
    return Token(word.kind, start, end, word.code)


def _posted_on(text: str, tokens: list[Token], start: int) -> bool:
    """Whether the name of a channel stands right before, 上 or the like between them."""
    if not tokens or tokens[-1].kind != "channel":
        return False
    return text[tokens[-1].end : start] in _ON_IT


def _add_number(
    text: str, tokens: list[Token], match: re.Match[str], vocabulary: Vocabulary
) -> None:
    number = _number(match, vocabulary)
    if number is None:
        return
    start, end = match.span()
    if number.unit is None and not text.startswith(" ", end):
        unit = _unit_ahead(text, tokens, start, vocabulary)
        if unit is not None:
            number = number._replace(unit=unit, unit_class=vocabulary.units[unit])
    if number.unit_class == "item":
        _share_unit(text, tokens, start, number)
    if number.unit_class.startswith("item"):
        _name_in_list(text, tokens, start, number, vocabulary)
    tokens.append(Token("number", start, end, "", number))


def _closes_same_figure(tokens: list[Token]) -> bool:
    """Whether a bracket that closes here says the number before it once more: 三十条(30条)."""
    if len(tokens) < 3 or tokens[-2].kind != "open":
        return False
    before, again = tokens[-3].number, tokens[-1].number
    if before is None or again is None or tokens[-3].end != tokens[-2].start:
        return False
    return before.value == again.value and before.chinese != again.chinese


def _sentence_before(tokens: Sequence[Token]) -> Iterator[Token]:
    """The tokens before a number, the last first, as many as a sentence may have."""
    return islice(reversed(tokens), _MAX_SENTENCE)


def _unit_ahead(text: str, tokens: list[Token], number: int, vocabulary: Vocabulary) -> str | None:
    """The unit that a heading of the sentence gives for its numbers, 信息数（条）：168；…, or one
    right before the number, 信息数（单位：条）326."""
    end = len(text)
    for token in _sentence_before(tokens):
        if token.kind == "stop":
            return None
        behind = text[token.end : token.end + 1]
        if token.kind == "close" and (behind == ":" or token.end == number):
            end = token.start
        elif token.kind == "open":
            unit = text[token.end : end].removeprefix(_UNIT_IS)
            if unit in vocabulary.units:
                return unit
    return None


def _share_unit(text: str, tokens: list[Token], end: int, last: Number) -> None:
    """Give the numbers that 分别 deals out the unit of the last of them: 分别 312、156、78 条."""
    listed: list[Token] = []
    for token in _sentence_before(tokens):
        joined = text[token.end : end] in _AND
        if token.kind == "pause" and joined:
            end = token.start
        elif token.number is not None and token.number.unit is None and joined:
            listed.append(token)
            end = token.start
        elif token.kind == "stop" or token.number is not None or not listed:
            return
        elif deals_out(text, token):
            break
    else:
        return
    for token in listed:
        assert token.number is not None
        token.number = token.number._replace(unit=last.unit, unit_class=last.unit_class)


def _name_in_list(
    text: str, tokens: list[Token], end: int, number: Number, vocabulary: Vocabulary
) -> None:
    """Make the last token a channel where it is one between punctuation and a count of items; with
    a count of times (会议 12 次), only where the list goes on with its verb."""
    if len(tokens) < 2:
        return
    position = -1
    if _goes_on_alike(text, tokens, end):
        position = -2
        end = tokens[position].end
    elif number.unit_class != "item":
        return
    before, last = tokens[position - 1], tokens[position]
    if last.end == end and before.end == last.start and before.kind in _PARTS_LISTS:
        code = vocabulary.in_lists.get(last.word(text))
        if code is not None:
            tokens[position] = Token("channel", last.start, end, code)


def _goes_on_alike(text: str, tokens: Sequence[Token], end: int) -> bool:
    """Whether the last two tokens are a name and the verb that a channel had in the item before:
    公开栏公开 40 条，会议公开 18 条."""
    if len(tokens) < _TWO_ITEMS:
        return False
    channel, verb, number, before, name, again = tokens[-_TWO_ITEMS:]
    return (
        channel.kind == "channel"
        and number.number is not None
        and before.kind in _PARTS_LISTS
        and verb.kind == again.kind == "verb"
        and verb.word(text) == again.word(text)
        and (before.end, name.end, again.end) == (name.start, again.start, end)
    )


def _number(match: re.Match[str], vocabulary: Vocabulary) -> Number | None:
    # 40余万条 is 40万余条.
    numeral = (match["arabic"] or match["chinese"]) + (match["scale"] or "")
    unit = match["unit"]
    is_chinese = match["chinese"] is not None
    if is_chinese and not unit and not match["more"]:
        return None
    found = value_of(numeral)
    approximate = bool(match["before"] or match["more"] or match["after"])
    if is_chinese and numeral[0] in _WITHOUT_FIRST_DIGIT and _is_vague(match):
        return None
    if found is None and approximate:
        found = value_of(f"{_ONE}{numeral}")  # 百余期, 近千条
    if match["upto"]:
        last = value_of(match["upto"][1:])
        grown = match.string.startswith(_GROWN_FROM, max(0, match.start() - 1))
        found = last if grown else _span(found, last)
    if found is None:
        return None
    unit_class = vocabulary.units[unit] if unit else "none"
    return Number(found.value, unit, unit_class, approximate or found.lower, is_chinese)


def _span(first: Value | None, last: Value | None) -> Value | None:
    """The lower bound of 80-90条; null where the second number is not the larger."""
    if first is None or last is None or first.value >= last.value:
        return None
    return Value(first.value, lower=True)


def _is_vague(match: re.Match[str]) -> bool:
    """Whether it says no more than tens, hundreds, thousands: 数十篇, 几百条."""
    return match.string[max(0, match.start() - 1) : match.start()] in _VAGUE


def _name(name: str, start: int, end: int, vocabulary: Vocabulary) -> Token:
    """A name in quotation marks, or the channel that it ends in (“惠民政策口袋书” is print)."""
    code = _channel_of_name(name, vocabulary)
    kind = "channel" if code else "item" if name[:-1].endswith(_PUBLIC_NAMES) else "name"
    return Token(kind, start, end, code)


def _channel_of_name(name: str, vocabulary: Vocabulary) -> str:
    if name[0] not in "“《":
        return ""
    if name[0] == "《" and name[:-1].endswith(_PAPERS):
        return "" if name[:-1].endswith(_NO_PAPERS) else "print"
    parts = _JOINT.split(name[1:-1])
    if len(parts) > 1:
        codes = {_ending_in_channel(part, vocabulary) for part in parts} - {""}
        if len(codes) > 1:
            return "all"  # “大喇叭+微信群+公开栏”
    return _ending_in_channel(name[1:-1], vocabulary)


def _ending_in_channel(name: str, vocabulary: Vocabulary) -> str:
    """The code of the channel that a name ends in, of two characters or more; empty if none."""
    for start in range(len(name) - 1):
        word = vocabulary.words.get(name[start:])
        if word is not None and (word.kind == "channel" or word == Word("weak_channel", "print")):
            return word.code
    return ""
