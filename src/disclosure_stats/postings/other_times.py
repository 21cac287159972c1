"""Figures of another time than the year reported on: plans, earlier years, rates and what they
came to."""

from collections.abc import Sequence

from disclosure_stats.postings.mentions import Mention
from disclosure_stats.postings.phrases import endings, pattern, words
from disclosure_stats.postings.tokens import DEALT_OUT, MIN_UNKNOWN_WORD, Token, deals_out

_INTENT = pattern("intent")
_INTENT_WITHIN = 6  # characters on either side
_PLANNED_BEFORE = pattern("planned_before")
_PLANNED_BEHIND = pattern("planned_behind")
_DONE = pattern("done")  # after a plan: what was done
_SINCE = pattern("since")
_IS = words("is")
_OF = words("of_it")
_UP_TO = words("up_to")
_TARGETS = endings("targets")
_FROM = pattern("grown_from")
_FROM_WITHIN = 12  # characters
_FARTHEST_YEAR = 24  # tokens
_OF_TOTALS = frozenset({"totals", "this_year", "number", "villages"})  # 14个村全年共


def latest_year(text: str, tokens: Sequence[Token]) -> int | None:
    """The latest year that the text names, but for those that it makes plans for."""
    years = [
        int(token.number.value)
        for token in tokens
        if token.number is not None and token.number.may_be_year and not _is_to_come(text, token)
    ]
    return max(years, default=None)


def _is_to_come(text: str, token: Token) -> bool:
    """Whether a plan is made for the year at this token: 计划2025年…, 2025年拟…."""
    before = max(0, token.start - _INTENT_WITHIN)
    return bool(
        _PLANNED_BEFORE.search(text, before, token.start) or _PLANNED_BEHIND.match(text, token.end)
    )


class OtherTimes:
    """Asks of the numbers of a text, in order, what time they are of. `year` is the year reported
    on, if known."""

    def __init__(self, text: str, tokens: list[Token], year: int | None) -> None:
        self._text = text
        self._tokens = tokens
        self._year = year
        self._planned = -1  # the sentence that speaks of what is to come
        self._may_deal_out = any(map(text.count, DEALT_OUT))

    def is_planned(self, mention: Mention) -> bool:
        """Whether the words since the number before, or before it in the sentence, speak of what
        is to come: 下一步, 明年, 2025年 in a report on 2024."""
        segment = self._tokens[mention.segment : mention.index]
        if any(
            token.kind == "strong" and token.code == "plan" or self._is_later_year(token)
            for token in segment
        ):
            self._planned = mention.sentence
        elif segment and (
            _DONE.search(self._text, segment[0].start, mention.token.start)
            or self.is_this_years(mention, self._tokens[mention.clause : mention.index])
        ):
            self._planned = -1
        return self._planned == mention.sentence

    def _is_later_year(self, token: Token) -> bool:
        """Whether it is a year after the report's, with an intent: 2025 年拟公开. The year alone
        does not tell: the report's own may be known wrongly."""
        number = token.number
        if number is None or not number.is_year:
            return False
        if self._year is None:
            return _is_to_come(self._text, token)
        if number.value <= self._year:
            return False
        begin = max(0, token.start - _INTENT_WITHIN)
        return _INTENT.search(self._text, begin, token.end + _INTENT_WITHIN) is not None

    def earlier_year(self, mention: Mention) -> int | None:
        """A year before the report's that opens the clause: 2022年公开100条 in a report on 2023."""
        if self._year is None:
            return None
        dealt = self.dealt_year(mention)
        if dealt is not None:
            return dealt if dealt < self._year else None
        aside = self._year_before_bracket(mention) or self._year_of_it(mention)
        if aside is not None and aside < self._year:
            return aside
        if mention.clause == mention.index:
            return None
        first, *rest = self._tokens[mention.clause : mention.index]
        number = first.number
        if mention.opens and self._text[first.end : mention.token.start] not in _IS:
            return None  # 其中 2022 年决算 1 份
        if number is None or not number.is_year or number.value >= self._year:
            return None
        if _SINCE.match(self._text, first.end):
            return None
        acts = any(token.kind == "verb" for token in rest)
        if not acts and mention.token.start - first.end >= MIN_UNKNOWN_WORD:
            return None  # a class of items: 2022年部门决算 1 份
        return int(number.value)

    def is_this_years(self, mention: Mention, clause: list[Token]) -> bool:
        """Whether the clause opens with the year reported on, …，2024年288条, or it is that year's
        turn."""
        number = clause[0].number if clause else None
        opens = number is not None and number.is_year and number.value == self._year
        return opens or self._year is not None and self.dealt_year(mention) == self._year

    def dealt_year(self, mention: Mention) -> int | None:
        """The year whose turn it is: 2019年、2020年分别公开 188 条、254 条."""
        if not self._may_deal_out:
            return None
        tokens, turn = self._tokens, 0
        index, end = mention.index - 1, max(0, mention.index - _FARTHEST_YEAR)
        while index >= end and tokens[index].kind not in ("comma", "stop"):
            if deals_out(self._text, tokens[index]):
                break
            number = tokens[index].number
            if number is not None and number.unit != mention.number.unit:
                return None
            turn += number is not None
            index -= 1
        if index < end or not deals_out(self._text, tokens[index]):
            return None
        years: list[int] = []
        for token in reversed(tokens[end:index]):
            number = token.number
            if number is not None and number.may_be_year:
                year = int(number.value)
                if years and self._text[token.end : token.end + 1] in _UP_TO:
                    years = [*range(year, years[0]), *years]
                else:
                    years.insert(0, year)
            elif years and token.kind != "pause" or token.kind in ("semicolon", "stop"):
                break
        return years[turn] if len(years) > max(1, turn) else None

    def _year_of_it(self, mention: Mention) -> int | None:
        """The year that the number is said to be of: 由2019年的160条、2020年的205条."""
        before = self._tokens[mention.index - 1] if mention.index else None
        if before is None or before.number is None or not before.number.is_year:
            return None
        between = self._text[before.end : mention.token.start]
        return int(before.number.value) if between in _OF else None

    def is_target_aside(self, mention: Mention) -> bool:
        """Whether a bracket tells the target just spoken of: 完成全年任务(80条)的115%."""
        opened = self._tokens[mention.index - 1] if mention.index else None
        if opened is None or opened.kind != "open" or opened.end != mention.token.start:
            return False
        return self._text.endswith(_TARGETS, 0, opened.start)

    def _year_before_bracket(self, mention: Mention) -> int | None:
        """The year right before a bracket that begins the clause: 与2023年(公开501条)相比."""
        if mention.clause < 2:
            return None
        year, opened = self._tokens[mention.clause - 2 : mention.clause]
        number = year.number
        if opened.kind != "open" or number is None or year.end != opened.start:
            return None
        return int(number.value) if number.is_year else None

    def is_outgrown(self, mention: Mention) -> bool:
        """Whether it is the figure before a change: 由 300 条增至 326 条."""
        behind = self._tokens[mention.index + 1 : mention.index + 2]
        return (
            _FROM.search(
                self._text, max(0, mention.token.start - _FROM_WITHIN), mention.token.start
            )
            is not None
            and bool(behind)
            and behind[0].kind == "reaching"
            and behind[0].start == mention.token.end
        )

    def sums_up_rate(self, mention: Mention, clause: list[Token]) -> bool:
        """Whether it is what a rate of postings came to, and nothing else is said of it."""
        last = mention.last
        if last is None or not self._is_rate(last) or last.sentence != mention.sentence:
            return False
        if last.number.unit != mention.number.unit:
            return False
        rates = [last]
        while last.last is not None and self._is_rate(last.last):
            last = last.last
            rates.append(last)
        return self._says_no_more(clause, self._tokens[last.segment : rates[0].index])

    def _is_rate(self, mention: Mention) -> bool:
        """Whether it is a rate, of parts of items too: 日均发布 1.5 条."""
        words = self._tokens[mention.clause : mention.index]
        return mention.taken_for == "rate" or (
            mention.taken_for == "decimal" and any(token.code == "rate" for token in words)
        )

    def _says_no_more(self, clause: list[Token], said: list[Token]) -> bool:
        """Whether the clause of a total repeats no more than what was said of the rate, which was
        one of postings."""
        verbs = {token.word(self._text) for token in said if token.kind in ("verb", "weak")}
        if not clause or any(
            token.kind not in _OF_TOTALS and token.word(self._text) not in verbs for token in clause
        ):
            return False
        return any(token.kind in ("verb", "channel") for token in said) and not any(
            token.kind == "strong" and token.code != "rate" for token in said
        )
