"""Of which time a number is: this year or many, an earlier one, or one that is planned."""

from collections.abc import Sequence

from disclosure_stats.activities.names import Around
from disclosure_stats.activities.vocabulary import pattern, words
from disclosure_stats.postings.mentions import Mention
from disclosure_stats.postings.tokens import Token

_YEARS = 1990, 2100
_GIVEN_UP_WITHIN = 12  # characters
_MAX_FOR_EACH = 2  # of what each of several has: 各村配备信息员1名; more is their sum


class Times:
    """The times of the numbers of a text, asked for in their order, as an earlier year holds for
    the numbers that go on with it. `year` is the one reported on, null if it is not known."""

    def __init__(self, text: str, tokens: Sequence[Token], year: int | None) -> None:
        self._text = text
        self._tokens = tokens
        self._year = year
        self._earlier = -1  # where the last number ended, if it is of an earlier year

    def is_other(self, mention: Mention, around: Around) -> bool:
        """Whether the number is of another year, compared with, a plan, a rate, for each, or given
        up."""
        text = around.text
        before = text[around.clause : around.start]
        if self._is_of_earlier_year(mention) or pattern("less_or_more").search(before):
            return True
        if pattern("former").search(before) or _is_compared_with(around):
            return True
        # 16个村各设公开栏1个、查阅点1个
        row = text[max(text.rfind(mark, 0, around.start) for mark in ",;。\n") + 1 : around.start]
        is_for_each = pattern("for_each").search(before) or pattern("for_each_in_row").search(row)
        if mention.number.value <= _MAX_FOR_EACH and is_for_each:
            return True
        before = pattern("whole_of_each").sub("", before)
        stated = before + text[around.start : around.end]  # 不少于2次 is one token
        if any(word in stated for word in words("each")):
            return True
        if any(word in stated for word in words("planned")):
            return pattern("done_behind").match(text, around.end) is None
        if pattern("given_up_behind").search(text, around.end, around.clause_end):
            return True
        near = text[max(around.clause, around.start - _GIVEN_UP_WITHIN) : around.start]
        return any(word in near for word in words("given_up"))

    def note_plan(self, mention: Mention) -> None:
        """Notes a number that is planned, so that those that go on with it are too."""
        self._earlier = mention.token.end

    def period(self, around: Around) -> str:
        """`cumulative` where the sentence up to the number says that it is of many years, else
        `year`."""
        for match in pattern("cumulative").finditer(self._text, around.sentence, around.start):
            since = match["since"]
            if since is None or self._year is None or int(since) < self._year:
                return "cumulative"
        return "year"

    def _is_of_earlier_year(self, mention: Mention) -> bool:
        """Whether the last year named since the number before is not the report's; where
        none is named, whether that number is of one: 2020年培训3次、参训90人次."""
        segment = self._tokens[mention.segment : mention.index]
        begin = self._tokens[mention.segment - 1].end if mention.segment else 0
        between = self._text[begin : mention.token.start]
        is_earlier = self._names_earlier_year(segment)
        is_earlier |= pattern("last_year").search(between) is not None
        if self._earlier == begin and not _years(segment):
            is_earlier = pattern("same_time").match(between) is not None
        compares = pattern("compares").search(between)
        self._earlier = mention.token.end if is_earlier and not compares else -1
        return is_earlier

    def _names_earlier_year(self, segment: Sequence[Token]) -> bool:
        """Whether the last year named since the number before is one before the report's."""
        years = [
            token.number.value
            for token in _years(segment)
            if token.number is not None and _YEARS[0] <= token.number.value < _YEARS[1]
        ]
        if not years or self._year is None or years[-1] >= self._year:
            return False
        begin = segment[0].start if segment else 0
        return pattern("cumulative").search(self._text, max(0, begin - 8)) is None


def _years(segment: Sequence[Token]) -> list[Token]:
    return [token for token in segment if token.number and token.number.unit_class == "date"]


def _is_compared_with(around: Around) -> bool:
    """Whether the number is what another is compared with: 较2022年培训3次相比; not so
    培训3次提高了认识."""
    is_likened = pattern("compared_before").search(around.text, around.clause, around.start)
    return bool(is_likened and pattern("compared_behind").match(around.text, around.end))
