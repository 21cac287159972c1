"""A narrative as a sequence of tokens: numbers, words of the vocabulary, and punctuation."""

import re
from dataclasses import dataclass, field
from typing import NamedTuple

from disclosure_stats.postings.numerals import value_of
from disclosure_stats.postings.vocabulary import Vocabulary, Word

# Full-width ASCII, one to one, so that places in the folded text are places in the printed one.
_FOLDED = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | str.maketrans(
    "「」『』‘’〈〉【】", "“”“”“”《》[]"
)
_SPACES = re.compile(r"[^\S\n]+")
_BROKEN_LINE = re.compile(r"(?<=[^\n。！？；：:;!?]{24})\n(?=[^\n（(一二三四五六七八九十\d])")

_PARTS_LISTS = frozenset({"comma", "pause", "colon", "semicolon", "open"})
_PAPERS = "报刊"  # the last character of the name of a paper: 《江口报》


class Number(NamedTuple):
    """What a number token says: its value, unit and the class of the unit, and how sure it is."""

    value: float
    unit: str | None
    unit_class: str
    approximate: bool
    chinese: bool


@dataclass(slots=True)
class Token:
    """A stretch of the text: `kind` and `code` as in `Word`, or the kind of punctuation."""

    kind: str
    start: int
    end: int
    code: str = ""
    number: Number | None = field(default=None)


def prepare(text: str) -> tuple[str, str]:
    """The text without spaces and without line breaks in mid-sentence, as printed and folded."""
    printed = _SPACES.sub("", text).strip("\n")
    if "\n" in printed:
        printed = _BROKEN_LINE.sub("", printed)
    return printed, printed.translate(_FOLDED)


def tokenize(text: str, vocabulary: Vocabulary) -> list[Token]:
    """The tokens of a folded text, in order; words of no meaning here are left out."""
    tokens = []
    words = vocabulary.words
    for match in vocabulary.pattern.finditer(text):
        kind = match.lastgroup
        assert kind is not None
        start, end = match.span()
        if kind == "word":
            word = words[match[0]]
            tokens.append(Token(word.kind, start, end, word.code))
        elif kind == "number":
            number = _number(match, vocabulary)
            if number is not None:
                if number.unit_class == "item":
                    _share_unit(text, tokens, start, number)
                    _name_in_list(text, tokens, start, vocabulary)
                tokens.append(Token("number", start, end, "", number))
        elif kind == "name":
            code = _channel_of_name(match[0], vocabulary)
            kind = "channel" if code else "item" if match[0][-3:-1] == "公开" else "name"
            tokens.append(Token(kind, start, end, code))
        else:
            tokens.append(Token(kind, start, end))
    return tokens


def _share_unit(text: str, tokens: list[Token], end: int, last: Number) -> None:
    """Give the numbers that 分别 deals out the unit of the last of them: 分别 312、156、78 条."""
    listed: list[Token] = []
    for token in reversed(tokens):
        joined = text[token.end : end] in ("", "和", "与", "及")
        if token.kind == "pause" and joined:
            end = token.start
        elif token.number is not None and token.number.unit is None and joined:
            listed.append(token)
            end = token.start
        elif token.kind == "stop" or token.number is not None or not listed:
            return
        elif token.kind == "respective" or text.startswith("分别", token.start):
            break
    else:
        return
    for token in listed:
        assert token.number is not None
        token.number = token.number._replace(unit=last.unit, unit_class=last.unit_class)


def _name_in_list(text: str, tokens: list[Token], end: int, vocabulary: Vocabulary) -> None:
    """Make the last token a channel where it is one between punctuation and a count of items."""
    if len(tokens) < 2:
        return
    before, last = tokens[-2:]
    if last.end == end and before.end == last.start and before.kind in _PARTS_LISTS:
        code = vocabulary.in_lists.get(text[last.start : last.end])
        if code is not None:
            tokens[-1] = Token("channel", last.start, end, code)


def _number(match: re.Match[str], vocabulary: Vocabulary) -> Number | None:
    # 40余万条 is 40万余条.
    numeral = (match["arabic"] or match["chinese"]) + (match["scale"] or "")
    unit = match["unit"]
    if match["chinese"] and not unit and not match["more"]:
        return None
    value = value_of(numeral)
    approximate = bool(match["before"] or match["more"] or match["after"])
    if match["chinese"] and numeral[0] in "十百千万" and _is_vague(match):
        return None
    if value is None and approximate:
        value = value_of(f"一{numeral}")  # 百余期, 近千条
    if value is None:
        return None
    unit_class = vocabulary.units[unit] if unit else "none"
    return Number(value, unit, unit_class, approximate, match["chinese"] is not None)


def _is_vague(match: re.Match[str]) -> bool:
    """Whether it says no more than tens, hundreds, thousands: 数十篇, 几百条."""
    return match.start() > 0 and match.string[match.start() - 1] in "数几"


def _channel_of_name(name: str, vocabulary: Vocabulary) -> str:
    """The channel that a name ends in (“惠民政策口袋书” is print); empty where it ends in none."""
    if name[0] not in "“《":
        return ""
    if name[0] == "《" and name[-2] in _PAPERS:
        return "print"
    for start in range(1, len(name) - 2):
        word = vocabulary.words.get(name[start:-1])
        if word is not None and (word.kind == "channel" or word == Word("weak_channel", "print")):
            return word.code
    return ""
