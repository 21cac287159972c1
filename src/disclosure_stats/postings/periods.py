"""Whether a figure is of the year reported on, or of many years."""

from disclosure_stats.postings.model import Posting
from disclosure_stats.postings.phrases import endings, pattern, words
from disclosure_stats.postings.tokens import Token

_SINCE = pattern("since_year")
_SEVERAL_YEARS = pattern("several_years")
_MONTH = pattern("month")
_UNTIL_NOW = pattern("until_now")
_STOCK = pattern("stock")
_ACCUMULATED = pattern("accumulates")
_HELD = pattern("held")
_YEARS = words("years")
_END_OF_YEAR = endings("end_of_year")
_AS_OF = 3  # characters before a date: 截至


class Periods:
    """Follows through a text which figures are said to be this year's, and which to be totals that
    may be of many. `year` is the year reported on, if known."""

    def __init__(self, text: str, year: int | None) -> None:
        self._text = text
        self._year = year
        self._this_years: Posting | None = None  # the last figure of this year, by its words
        self._total: Posting | None = None  # the last that may be of many years
        self._reach = 0  # sentences from there to this year's figure

    def period_of(
        self,
        segment: list[Token],
        count: float,
        end: int,
        last: Posting | None,
        codes: list[str],
        is_sum: bool,
        beside: Posting | None,
    ) -> str:
        """`year` or `cumulative`.

        `segment` are the tokens since the number before, `end` is where the number begins, `last`
        is the last posting at the top, `codes` are the channels that the figure's words name;
        `is_sum` says that it is the sum of the figures before it; `beside` is the posting that it
        is a part of, or that it goes on with as a list.
        """
        kinds = {token.kind for token in segment}
        words = self._words(segment, end)
        since = _SINCE.search(words)
        first_year = int(since[1]) if since else None
        if "cumulative" in kinds and first_year != self._year or _SEVERAL_YEARS.search(words):
            return "cumulative"
        if not self._names_this_year(segment) and (
            (beside is not None and beside.period == "cumulative")
            or ("verb" not in kinds and _HELD.search(self._words(segment, end, _AS_OF)))
        ):
            return "cumulative"
        if first_year and self._year and first_year < self._year:
            return "cumulative"
        if not _ACCUMULATED.search(words) or "this_year" in kinds or is_sum or codes:
            return "year"
        if last is None or last.count >= count:
            return "year"
        # 本年度公开 86 条，累计公开 320 条
        contrasts = last is self._this_years and last.channel == "all"
        return "cumulative" if contrasts or _UNTIL_NOW.search(words) else "year"

    def note(self, posting: Posting, segment: list[Token], codes: list[str]) -> None:
        """Take note of a posting; where it is this year's own, a total before it that it may be
        set against is `cumulative`: 截至 2009 年底累计公开 731 条，2009 年公开 163 条."""
        total = self._total
        if self._names_this_year(segment):
            self._this_years = posting
            if (
                total is not None
                and posting.sentence_number - total.sentence_number <= self._reach
                and set(codes) <= {total.channel}
                and posting.channel == total.channel
                and posting.count < total.count
            ):
                total.period = "cumulative"
                self._total = None
            return
        words = self._words(segment, posting.start, _AS_OF)
        until_now = _UNTIL_NOW.search(words) is not None
        if _ACCUMULATED.search(words) or until_now and _STOCK.search(words):
            self._total, self._reach = posting, int(until_now)

    def is_years_share(self, last: Posting | None, segment: list[Token]) -> bool:
        """Whether a figure is this year's, by its words, and the last one of many years: 2010 年
        以来共发布 926 条，2016 年共发布 213 条."""
        return last is not None and last.period == "cumulative" and self._names_this_year(segment)

    def split_by_year(self, whole: Posting, segment: list[Token]) -> Posting | None:
        """What a list splits that begins a sentence and names this year: of a figure of many years
        it is this year's share, if that is told. 累计公开 846 条，其中本年 214 条。2014 年公开信息
        类别：政策 4 条."""
        if whole.period != "cumulative" or not self._names_this_year(segment):
            return whole
        share = self._this_years
        return share if share is not None and share.parent is whole else None

    def _names_this_year(self, segment: list[Token]) -> bool:
        return any(
            token.kind == "this_year"
            or token.number is not None
            and token.number.value == self._year
            and token.number.unit in _YEARS
            and not self._text.startswith(_END_OF_YEAR, token.end)
            and not _MONTH.match(self._text, token.end)
            for token in segment
        )

    def _words(self, segment: list[Token], end: int, before: int = 0) -> str:
        return self._text[max(0, segment[0].start - before) : end] if segment else ""
