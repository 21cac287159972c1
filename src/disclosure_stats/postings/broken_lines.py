"""Line breaks in mid-sentence: behind a long line, or where lines are broken wherever they end."""

from disclosure_stats.postings.phrases import pattern
from disclosure_stats.postings.vocabulary import Vocabulary

_BEHIND_LONG_LINE = pattern("broken_line")
_ENDED = pattern("ended_line")
_COUNT_AT_END = pattern("count_at_end")
_NUMERAL_AT_END = pattern("numeral_at_end")
_COMMA_AT_END = pattern("comma_at_end")
_HAS_COMMA = pattern("has_comma")
_GOING_ON = pattern("begins_going_on")
_POINT = pattern("point_of_list")
_YEAR = pattern("year_printed")
_PAIRS = (("“", "”"), ("《", "》"), ("（(", "）)"))  # of one line they may be of either width
_LONGEST_PART = 5  # characters of a word on either side of a break
_LONGEST_NUMERAL = 10  # characters of a number, or of the rest of one and its unit
_OF_ITEMS = ("item", "item_or_thing")


def without_broken_lines(text: str, vocabulary: Vocabulary) -> str:
    """The text, which has no spaces, without line breaks in mid-sentence. Where one of them parts a
    word, a count or a clause (公开信⏎息2⏎34条), lines end anywhere, and all that may go on do."""
    if "\n" not in text:
        return text
    lines = _BEHIND_LONG_LINE.sub("", text).split("\n")
    pairs = [*zip(lines, lines[1:], strict=False)]
    if not any(_are_one(*pair, vocabulary) for pair in pairs):
        return "\n".join(lines)
    joined = lines[:1]
    for line, following in pairs:
        goes_on = _may_go_on(line, following) or _are_one(line, following, vocabulary)
        joined += [following] if goes_on else ["\n", following]
    return "".join(joined)


def _are_one(line: str, following: str, vocabulary: Vocabulary) -> bool:
    """Whether the next line plainly goes on with this one."""
    if _ENDED.search(line) is not None or not line:
        return False
    return (
        _GOING_ON.match(following) is not None
        or _COMMA_AT_END.search(line) is not None
        or any(_count(line, opening) > _count(line, closing) for opening, closing in _PAIRS)
        or _HAS_COMMA.search(line) is not None
        and _may_go_on(line, following)
        or _part_number(line, following, vocabulary)
        or _part_word(line, following, vocabulary)
    )


def _count(line: str, marks: str) -> int:
    return sum(map(line.count, marks))


def _part_number(line: str, following: str, vocabulary: Vocabulary) -> bool:
    """Whether a count of items or a year ends in the next line, or has its unit there."""
    end = line[-_LONGEST_NUMERAL:]
    numeral = _NUMERAL_AT_END.search(end)
    if numeral is None or _POINT.match(following) is not None:
        return False
    found = vocabulary.number.match(end + following[:_LONGEST_NUMERAL], numeral.start())
    if found is None or found.end() <= len(end):
        return False
    unit_class = vocabulary.units.get(found["unit"] or "", "")
    return unit_class in _OF_ITEMS or _YEAR.fullmatch(found[0]) is not None


def _part_word(line: str, following: str, vocabulary: Vocabulary) -> bool:
    """Whether a word of the vocabulary begins in one line and ends in the next."""
    before, behind = line[-_LONGEST_PART:], following[:_LONGEST_PART]
    text = before + behind
    for start in range(len(before)):
        lengths = range(len(text) - start, len(before) - start, -1)
        if vocabulary.word_at(text, start, lengths) is not None:
            return True
    return False


def _may_go_on(line: str, following: str) -> bool:
    """Whether the next line may go on with this one: it is no heading, and ends with no full stop
    and no count, nor does a point of a list begin behind it."""
    if _ENDED.search(line) is not None or _COUNT_AT_END.search(line) is not None:
        return False
    if _POINT.match(following) is not None:
        return False
    return _POINT.match(line) is None or _HAS_COMMA.search(line) is not None
