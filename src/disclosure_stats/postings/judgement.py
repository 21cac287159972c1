"""What the words around a number say that it counts: items posted, or something else, and why."""

from disclosure_stats.postings.behind import object_posted, posted_behind, rest_of_clause
from disclosure_stats.postings.clauses import Clauses
from disclosure_stats.postings.heads import is_point
from disclosure_stats.postings.item_units import ItemUnits, goes_on
from disclosure_stats.postings.mentions import OPENERS, Mention, Verdict
from disclosure_stats.postings.other_times import OtherTimes
from disclosure_stats.postings.phrases import endings, pattern, words
from disclosure_stats.postings.tokens import MIN_UNKNOWN_WORD, Token
from disclosure_stats.postings.vocabulary import Vocabulary

# Kinds of others, by how their strong words work.
_RATE = frozenset({"rate"})  # wherever in the clause they stand
_RATE_AND_PLAN = _RATE | {"plan", "target"}
_PROPOSALS = words("proposals")
_SAME_TIME = words("same_time")
_LISTED_OTHERS = frozenset({"request", "reply", "removal", "activity", "audience", "making"})
_VERB = frozenset({"verb"})
_NAMES_COMPARED = _VERB | {"channel", "item"}
_COMPARES = frozenset({"comparison", "target"})
_NOUNS = frozenset({"channel", "strong", "weak", "item", "name"})
_OF_OBJECTS = words("units_of_objects")  # in which channels are counted too
_ENDS = "。;"
_FAR = 40  # tokens looked at behind a number
_NOUN_WITHIN = 6  # characters behind the unit
_OF_ITEMS = frozenset({"item", "class", "channel", "weak_channel", "totals", "respective"})
_OF_TIME = words("rates_of_time")
_AND = endings("and")
_OF = words("of_it")
_OF_POSTING = endings("totals_of_posting")
_YEARS_BEFORE = words("years_before")
_LEVELLED = pattern("levelled")
_FARTHEST_LEVELLED = 8  # characters
_NAME_OF_MEDIA = pattern("name_of_media")
_MIN_NAME_LENGTH = 4  # characters
_OF_TOTALS = frozenset({"totals", "this_year"})
_OF_OTHER_UNITS = frozenset({"people", "money"})
_OF_OCCASIONS = frozenset({"print", "meeting"})  # 召开一次村民会议
_DONE_BEHIND = pattern("done_behind")
_NAMES_IN_LIST = frozenset({"pause", "item", "class", "name", "weak", "totals"})
_NOUNS_BEHIND = 7  # tokens
_NOUNS_OF_MEANS = frozenset({"channel", "weak_channel", "name", "pause", "item"})


class Judge:
    """Says of the numbers of a text what they count. `year` is the year reported on, if known."""

    def __init__(
        self, text: str, tokens: list[Token], vocabulary: Vocabulary, year: int | None
    ) -> None:
        self._text = text
        self._tokens = tokens
        self._clauses = Clauses(text, tokens, vocabulary)
        self._times = OtherTimes(text, tokens, year)
        self._units = ItemUnits(text, tokens)

    def verdict(self, mention: Mention) -> Verdict:
        """What the number counts. The verdicts on the numbers before it must be known."""
        clause = self._tokens[mention.clause : mention.index]
        noun = self._noun_behind(mention)
        channels = [token for token in (*clause, noun) if token and token.kind == "channel"]
        if mention.compared is not None:
            return self._by_comparison(mention.compared)
        if self._times.sums_up_rate(mention, clause):
            return Verdict("posting", "what a rate came to in the year")
        verdict = self._beforehand(mention, clause, noun)
        if verdict is not None:
            return verdict
        verdict = self._by_words(mention, clause, channels)
        if verdict is None:
            return Verdict("unclear", "nothing says that it was posted")
        verdict = self._as_posted(mention, clause, verdict)
        if verdict.taken_for == "posting" and not self._units.counts_items(mention, noun, channels):
            return Verdict("unclear", "its unit does not say that it counts items")
        return verdict

    # ---- the steps ----

    def _by_words(
        self, mention: Mention, clause: list[Token], channels: list[Token]
    ) -> Verdict | None:
        """What the nearest words say: of its clause, of those before, of its list, behind it."""
        under_other = mention.head is not None and mention.head.taken_for in _LISTED_OTHERS
        verdict = self._clauses.verdict(mention, clause, channels, under_other)
        verdict = verdict or self._by_series(mention, clause)
        if verdict is None and (channels or not under_other):
            verdict = self._by_earlier_clauses(mention)
        verdict = verdict or self._by_neighbours(mention, clause)
        if verdict is None and posted_behind(self._text, self._tokens, mention).is_said:
            verdict = Verdict("posting", "where it was posted is said behind it")
        if verdict is None and self._is_subject(mention):
            verdict = Verdict("posting", "a verb of posting behind it says so")
        return verdict

    def _is_subject(self, mention: Mention) -> bool:
        """Whether it counts the items that a verb of posting behind it in its clause speaks of:
        共有 246 条信息通过各平台对外发布."""
        behind = self._tokens[mention.index + 1 : mention.index + _NOUNS_BEHIND]
        if not behind or (behind[0].kind, behind[0].start) != ("item", mention.token.end):
            return False
        last = next((token for token in behind if token.kind not in _NOUNS_OF_MEANS), None)
        return last is not None and last.kind == "verb"

    def _as_posted(self, mention: Mention, clause: list[Token], verdict: Verdict) -> Verdict:
        """The verdict, or that what was made or answered was made public after all."""
        if verdict.taken_for == "making":
            behind = rest_of_clause(self._tokens[mention.index + 1 : mention.index + _FAR])
            # 制作短视频 12 个在视频号发布
            is_posted = any(token.kind == "verb" for token in behind)
            if is_posted or posted_behind(self._text, self._tokens, mention).is_said:
                return Verdict("posting", "what was made was posted")
        if verdict.taken_for in ("reply", "request") and self._is_published_answer(mention, clause):
            return Verdict("posting", "answers to proposals, which were made public")
        return verdict

    def _beforehand(
        self, mention: Mention, clause: list[Token], noun: Token | None
    ) -> Verdict | None:
        """What decides before the clause is looked at word by word."""
        if object_posted(self._text, self._tokens, mention).is_said:
            return Verdict("posting", "it is the object of a verb of posting behind it")
        if not mention.is_under_posting and self._times.is_planned(mention):
            return Verdict("plan", "its sentence speaks of what is to come")
        # 计划 may name a class of items in a list.
        deciding = _RATE if mention.is_under_posting else _RATE_AND_PLAN
        for before, token in zip([None, *clause], clause, strict=False):
            if self._is_in_name(token) or self._is_of_class(before, token, mention):
                continue
            if (
                token.kind == "act"
                or token.kind == "strong"
                and (token.code in deciding or token.word(self._text) in _SAME_TIME)
            ):
                return self._clauses.other(token)
        if clause and clause[-1].code == "comparison" and clause[-1].end == mention.token.start:
            return self._clauses.other(clause[-1])
        if self._is_of_year_before(clause):
            return self._clauses.other(clause[0])
        return self._of_other_time(mention) or self._of_things(mention, noun)

    def _is_of_year_before(self, clause: list[Token]) -> bool:
        """Whether the clause begins with the year before, with no more than a verb and items
        behind: 去年发布 98 条."""
        return (
            bool(clause)
            and clause[0].kind == "strong"
            and clause[0].word(self._text) in _YEARS_BEFORE
            and all(token.kind in ("verb", "item", "totals", "channel") for token in clause[1:])
        )

    def _is_in_name(self, token: Token) -> bool:
        """Whether a word of time begins the name of a paper or an account: 每日新报."""
        name = self._text[token.end : token.end + _MIN_NAME_LENGTH]
        return token.word(self._text) in _OF_TIME and _NAME_OF_MEDIA.match(name) is not None

    def _is_of_class(self, before: Token | None, token: Token, mention: Mention) -> bool:
        """Whether a word of time right behind the verb names the items: 发布每周动态 29 条."""
        return (
            token.word(self._text) in _OF_TIME
            and before is not None
            and before.kind == "verb"
            and before.end == token.start
            and mention.token.start - token.end >= MIN_UNKNOWN_WORD
        )

    def _of_other_time(self, mention: Mention) -> Verdict | None:
        if self._times.is_outgrown(mention):
            return Verdict("comparison", "what it grew from")
        year = self._times.earlier_year(mention)
        if year is not None:
            return Verdict("earlier_year", f"{year} is a year before the report's")
        if self._times.is_target_aside(mention):
            return Verdict("target", "what was to be done, in a bracket")
        if mention.head is not None and mention.head.taken_for == "earlier_year":
            return mention.head.verdict
        return None

    def _of_things(self, mention: Mention, noun: Token | None) -> Verdict | None:
        if noun is not None and noun.kind in ("strong", "weak"):
            return self._clauses.other(noun)
        if self._is_equipment(mention, noun):
            if mention.number.chinese and self._follows_channel(mention):
                return Verdict("thing", "it counts the channels just named")
            return Verdict("equipment", "it counts the channel itself, not items posted")
        return None

    def _by_comparison(self, compared: Mention) -> Verdict:
        """The verdict on the outcome of a comparison: by the words around the figure compared."""
        first = compared  # of the years compared: 由2019年的160条、2020年的205条，增长到…
        while first.last is not None and first.last.taken_for == compared.taken_for:
            if first.last.sentence != compared.sentence:
                break
            first = first.last
        said = self._tokens[first.segment : compared.index]
        verdict = self._nearest(said, _NAMES_COMPARED, passed=_COMPARES)
        return verdict or Verdict("unclear", "a figure that was reached, and nothing says of what")

    def _nearest(
        self, said: list[Token], speaks: frozenset[str], passed: frozenset[str] = frozenset()
    ) -> Verdict | None:
        """What the last word says that says anything, up to what opens a list: one of a kind that
        `speaks` of posting, or one of something else, but for those `passed` over."""
        for token in reversed(said):
            word = token.word(self._text)
            if token.kind in speaks or token.kind == "totals" and word.startswith(_OF_POSTING):
                return Verdict("posting", f"{word} governs it")
            if token.kind == "strong" and token.code not in passed:
                return self._clauses.other(token)
            if token.kind in OPENERS:
                break
        return None

    def _by_series(self, mention: Mention, clause: list[Token]) -> Verdict | None:
        """Items put out on a channel or a column named before: 公众号开设专栏，推出 24 期."""
        if mention.number.unit_class != "item" or not clause or clause[-1].kind != "weak_verb":
            return None
        before = self._tokens[mention.segment : mention.clause]
        if any(token.kind in ("channel", "weak_channel") for token in before):
            return Verdict("posting", f"{clause[-1].word(self._text)} on the channel named before")
        return None

    def _by_earlier_clauses(self, mention: Mention) -> Verdict | None:
        """The nearest verb in the clauses before, as far back as the number before; with what was
        reached (达 166 条), whatever it is compared with."""
        clause = self._tokens[mention.clause : mention.index]
        start = mention.token.start
        reached = any(token.kind == "reaching" for token in clause) or bool(
            _LEVELLED.search(self._text, max(0, start - _FARTHEST_LEVELLED), start)
        )
        said = self._tokens[mention.segment : mention.clause]
        verdict = self._nearest(said, _VERB, passed=_COMPARES if reached else frozenset())
        return verdict or self._by_earlier_channel(mention, clause)

    def _by_earlier_channel(self, mention: Mention, clause: list[Token]) -> Verdict | None:
        """A total of items right behind a clause that names a channel, where nothing is said of
        anything else: 公开栏“月月更新”，全年 12 期."""
        if mention.number.unit_class != "item" or not clause:
            return None
        if any(token.kind not in _OF_TOTALS for token in clause):
            return None
        before = self._tokens[mention.segment : mention.clause]
        named = any(token.kind == "channel" for token in before)
        if not named or any(token.kind in ("strong", "weak", "number") for token in before):
            return None
        return Verdict("posting", "a total with the channel named before")

    def _by_neighbours(self, mention: Mention, clause: list[Token]) -> Verdict | None:
        """What the number before it in the list or the sentence counts, this one counts too."""
        segment = self._tokens[mention.segment : mention.index]
        last = mention.last
        is_of_last = last and self._text[last.token.end : mention.token.start] in _OF
        if last is not None and last.taken_for == "audience" and is_of_last:
            return last.verdict  # 阅读量10万+的 2 篇
        is_this_years = self._times.is_this_years(mention, clause)
        if self._is_joined(mention, segment) and not is_this_years:
            assert last is not None
            if last.taken_for == "equipment":  # 更新栏目 12 个、信息 86 条
                return self._by_list_before(mention, last) or last.verdict
            of_others = last.number.unit_class in _OF_OTHER_UNITS
            return self._by_list_before(mention, last) if of_others else last.verdict
        of_items = mention.number.unit_class == "item"
        names_class = of_items and self._clauses.names_class(mention, clause)
        model = mention.head or mention.neighbour
        is_behind_comma = segment[:1] != [] and segment[0].kind == "comma"
        if model is not None and model.taken_for == "earlier_year" and is_this_years:
            return Verdict("posting", "what was counted for earlier years, for this one")
        if mention.head is not None and of_items and self._is_of_accounts(mention.head, mention):
            return Verdict("posting", "items of the accounts counted before", is_doubtful=True)
        goes_on = model is not None and model.taken_for == "removal" and is_behind_comma
        if model is not None and (mention.head or model.is_posting or not names_class or goes_on):
            why = f"in a list with {model.token.word(self._text)}"
            return Verdict(model.taken_for, why, self._says_else(mention, clause))
        follows_posting = mention.after is not None and mention.after.is_posting
        is_total = any(token.kind == "totals" for token in clause)
        if follows_posting and is_total and mention.number.unit is None:
            assert mention.after is not None
            of_items = mention.after.number.unit is None  # 网站 73，公众号 84，合计 157
        says_items = any(token.kind == "item" for token in segment)
        done = self._done_behind(mention)
        if done is not None:
            return self._clauses.other(done)
        if of_items and (
            says_items
            or (names_class or is_total)
            and follows_posting
            or self._is_next_point(mention)
        ):
            why = "items of information, and nothing else is said of them"
            return Verdict("posting", why, is_doubtful=True)
        return None

    def _by_list_before(self, mention: Mention, last: Mention) -> Verdict | None:
        """What governs a list in which something else than items was counted just before: 公示低保
        对象 26 户、救助信息 32 条."""
        first = last
        while first.last is not None and first.last.sentence == mention.sentence:
            if self._tokens[first.segment].kind != "pause":
                break
            first = first.last
        return self._nearest(self._tokens[first.segment : first.index], _VERB)

    # ---- what they ask ----

    def _is_of_accounts(self, counted: Mention, mention: Mention) -> bool:
        """Whether accounts were counted before it, in a unit of their own: 抖音号 2 个：甘棠发布 12
        条、甘棠文旅 30 条."""
        words = self._tokens[counted.segment : counted.index]
        return (
            counted.taken_for == "equipment"
            and counted.number.unit in _OF_OBJECTS
            and counted.number.unit != mention.number.unit
            and any(token.kind == "channel" for token in words)
        )

    def _done_behind(self, mention: Mention) -> Token | None:
        """The verb of another act right behind the list: 总结 1 份、自查报告 1 份已上报."""
        end = mention.token.end
        for token in self._tokens[mention.index + 1 : mention.index + _FAR]:
            if token.kind == "strong" and token.start > end:
                done = _DONE_BEHIND.fullmatch(self._text, end, token.start) is not None
                return token if done else None
            if token.number is not None:
                end = token.end
            elif token.kind not in _NAMES_IN_LIST:
                break
        return None

    def _is_next_point(self, mention: Mention) -> bool:
        """Whether a list of points in its unit goes on with it: 3.公告类：13 条。4.其他：7 条。"""
        before = mention.after
        return (
            before is not None
            and before.is_posting
            and before.number.unit == mention.number.unit
            and mention.sentence - before.sentence == 1
            and is_point(self._text, self._tokens[before.segment])
            and is_point(self._text, self._tokens[mention.segment])
        )

    def _is_joined(self, mention: Mention, segment: list[Token]) -> bool:
        """Whether 、 and names of items alone join it to the number before."""
        if mention.last is None or not segment or segment[0].start != mention.last.token.end:
            return False
        first, *rest = segment
        return first.kind == "pause" and all(t.kind in ("item", "name", "class") for t in rest)

    def _says_else(self, mention: Mention, clause: list[Token]) -> bool:
        """Whether the number stands under no whole, and words that the reader does not know stand
        before it: 公示栏公开 80 条，谋划项目 36 条."""
        begin = self._tokens[mention.clause - 1].end if mention.clause else 0
        if mention.head is not None or any(token.kind in _OF_ITEMS for token in clause):
            return False
        known = sum(token.end - token.start for token in clause)
        return mention.token.start - begin - known >= MIN_UNKNOWN_WORD

    def _noun_behind(self, mention: Mention) -> Token | None:
        """The noun behind the unit, where none is before: 收到 3 件申请, 发放 200 份宣传册."""
        if mention.index > mention.clause:
            left = self._tokens[mention.index - 1]
            if left.kind in ("item", "channel", "class") and left.end == mention.token.start:
                return None
        noun, end = None, mention.token.end
        if self._text.startswith(_AND, end):
            return None
        for token in self._tokens[mention.index + 1 : mention.index + _NOUNS_BEHIND]:
            if token.kind not in _NOUNS or token.start - end > _NOUN_WITHIN:
                break
            noun, end = token, token.end
        return noun

    def _is_equipment(self, mention: Mention, noun: Token | None) -> bool:
        if mention.number.chinese and mention.number.value == 1 and noun is not None:
            behind = self._tokens[mention.index + 1]  # 办好一张公开栏
            if (behind.kind, behind.start) == ("channel", mention.token.end):
                return behind.code not in _OF_OCCASIONS
        if mention.number.unit not in _OF_OBJECTS or goes_on(self._tokens, mention):
            return False
        return self._follows_channel(mention) or noun is not None and noun.kind == "channel"

    def _follows_channel(self, mention: Mention) -> bool:
        """Whether the name of a channel stands right before the number."""
        left = self._tokens[mention.index - 1] if mention.index > mention.clause else None
        return (
            left is not None
            and left.kind in ("channel", "weak_channel")
            and left.end == mention.token.start
        )

    def _is_published_answer(self, mention: Mention, clause: list[Token]) -> bool:
        """Whether it counts answers to proposals that the sentence says are all made public:
        建议答复 9 件，均已公开; 建议专题公开答复 9 件."""
        if not any(token.word(self._text) in _PROPOSALS for token in clause):
            return False
        answered = clause[-1].code == "request"
        if answered and [token.kind for token in clause[-2:]] == ["verb", "weak"]:
            return True
        for token in self._tokens[mention.index + 1 : mention.index + _FAR]:
            if token.kind == "stop" or token.kind in OPENERS:
                break
            ends = self._text[token.end : token.end + 1] in _ENDS
            if token.kind == "all_of_them" or token.kind == "verb" and ends:
                return True
        return False
