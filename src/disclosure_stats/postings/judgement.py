"""What the words around a number say that it counts: items posted, or something else, and why."""

import re

from disclosure_stats.postings.behind import posted_behind
from disclosure_stats.postings.item_units import ItemUnits, goes_on
from disclosure_stats.postings.mentions import CLAUSE_ENDS, OPENERS, Mention, Verdict
from disclosure_stats.postings.other_times import OtherTimes
from disclosure_stats.postings.tokens import Token
from disclosure_stats.postings.vocabulary import Vocabulary

# Kinds of others, by how their strong words work.
_RATE = frozenset({"rate"})  # wherever in the clause they stand
_RATE_AND_PLAN = _RATE | {"plan", "target"}
_OF_POSTING = ("公开总", "发布总", "推送总")  # totals: 公开总数 406 条
_NOT_PUBLIC = frozenset({"making", "removal", "equipment", "request"})
_OF_CITIZENS = frozenset({"request", "reply"})
_PROPOSALS = frozenset({"建议", "提案", "议案"})
_OUTCOMES = ("情况", "结果")  # of what else is done with items: 意见采纳情况 26 件
_OFTEN_NOUNS = frozenset({"equipment", "activity", "award"})  # 公开机构设置 1 项
_IN_LISTS = frozenset(
    {"request", "reply", "removal", "making", "comparison", "audience", "adoption"}
)
_LISTED_OTHERS = frozenset({"request", "reply", "removal", "activity", "audience", "making"})
_OF_STRUCTURE = OPENERS | {"totals", "this_year", "numbered", "name"}
_OF_ANSWERS = _OF_STRUCTURE | {"item"}
_NOUNS = frozenset({"channel", "strong", "weak", "item", "name"})
_TIMES = frozenset({"次", "场", "场次"})  # units of acts
_OF_OBJECTS = frozenset({"个", "组", "套", "支"})  # units in which channels are counted too
_CLASS_ENDS = "类况果息等件据"  # the last character of many names of classes
_LIGHT = "其中含包括共计总并已全本年度的了我镇乡"  # before a verb that still begins its clause
_ANSWERED = re.compile("(?:了|政府信息|信息|的|共|为)*")
_REPLY = re.compile("(?:答复|回复|回应)(?!结果|情况|内容|意见)")
_FAR = 40  # tokens looked at behind a number
_NOUN_WITHIN = 6  # characters behind the unit


class Judge:
    """Says of the numbers of a text what they count. `year` is the year reported on, if known."""

    def __init__(
        self, text: str, tokens: list[Token], vocabulary: Vocabulary, year: int | None
    ) -> None:
        self._text = text
        self._tokens = tokens
        self._vocabulary = vocabulary
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
            return Verdict("posting", "what a rate came to: 每村 4 期，全年共 56 期")
        verdict = self._beforehand(mention, clause, noun)
        if verdict is not None:
            return verdict
        verdict = self._by_clause(mention, clause, channels) or self._by_series(mention, clause)
        if verdict is None and (channels or not _is_under_other(mention)):
            verdict = self._by_earlier_clauses(mention)
        verdict = verdict or self._by_neighbours(mention, clause)
        if verdict is None and posted_behind(self._text, self._tokens, mention).is_said:
            verdict = Verdict("posting", "where it was posted is said behind it")
        if verdict is None:
            return Verdict("unclear", "nothing says that it was posted")
        if verdict.taken_for == "making" and (
            self._is_then_posted(mention) or posted_behind(self._text, self._tokens, mention).is_said
        ):
            verdict = Verdict("posting", "what was made was posted")
        if verdict.taken_for == "reply" and self._is_published_answer(mention, clause):
            verdict = Verdict("posting", "answers to proposals, which were made public")
        if verdict.taken_for == "posting" and not self._units.counts_items(mention, noun, channels):
            return Verdict("unclear", "its unit does not say that it counts items")
        return verdict

    # ---- the steps ----

    def _beforehand(
        self, mention: Mention, clause: list[Token], noun: Token | None
    ) -> Verdict | None:
        """What decides before the clause is looked at word by word."""
        if not mention.is_under_posting and self._times.is_planned(mention):
            return Verdict("plan", "its sentence speaks of what is to come")
        # 计划 may name a class of items in a list.
        deciding = _RATE if mention.is_under_posting else _RATE_AND_PLAN
        for token in clause:
            if token.kind == "act" or token.kind == "strong" and (
                token.code in deciding or self._word(token) == "同期"
            ):
                return self._other(token)
        if clause and clause[-1].code == "comparison" and clause[-1].end == mention.token.start:
            return self._other(clause[-1])
        if self._times.is_outgrown(mention):
            return Verdict("comparison", "what it grew from: 由 300 条增至 326 条")
        year = self._times.earlier_year(mention)
        if year is not None:
            return Verdict("earlier_year", f"{year} is a year before the report's")
        if mention.head is not None and mention.head.taken_for == "earlier_year":
            return mention.head.verdict
        if noun is not None and noun.kind in ("strong", "weak"):
            return self._other(noun)
        if self._is_equipment(mention, noun):
            if mention.number.chinese and self._follows_channel(mention):
                return Verdict("thing", "it counts the channels just named: 网站、公众号两个平台")
            return Verdict("equipment", "it counts the channel itself, not items posted")
        return None

    def _by_comparison(self, compared: Mention) -> Verdict:
        """The verdict on the outcome of a comparison: by the words around the figure compared."""
        for token in reversed(self._tokens[compared.segment : compared.index]):
            if token.kind in ("verb", "channel", "item"):
                return Verdict("posting", f"what {self._word(token)} came to this year")
            if token.kind == "strong" and token.code != "comparison":
                return self._other(token)
        return Verdict("unclear", "a figure that was reached, and nothing says of what")

    def _by_clause(
        self, mention: Mention, clause: list[Token], channels: list[Token]
    ) -> Verdict | None:
        """The word that governs the number in its own clause: the nearest, as a rule."""
        under_posting, under_other = mention.is_under_posting, _is_under_other(mention)
        neighbour = mention.neighbour
        after_posting = neighbour is not None and neighbour.is_posting
        listed = (
            under_posting
            or goes_on(self._tokens, mention)
            and self._text.endswith(_OUTCOMES, mention.segment, mention.token.start)
            or after_posting
            and not any(
                token.kind == "strong" and token.code not in _OFTEN_NOUNS for token in clause
            )
        )
        names_class = self._names_class(mention, clause)
        if listed and names_class and not self._begins_otherwise(mention, clause):
            return Verdict("posting", "a class of items in a list")
        codes = {token.code for token in channels}
        words = [
            token
            for token in clause
            if token.kind not in _OF_STRUCTURE or self._word(token).startswith(_OF_POSTING)
        ]
        implied = self._vocabulary.implied
        weak: Token | None = None
        weak_verb: Token | None = None
        for position in range(len(words) - 1, -1, -1):
            token = words[position]
            if any((code, self._word(token)) in self._vocabulary.own_verbs for code in codes):
                return Verdict("posting", f"{self._word(token)} with the channel named")
            prints = token.kind == "strong" and (self._word(token), mention.number.unit) in implied
            if prints and weak is None:  # 印发会议纪要 24 期 is no print run
                return Verdict("posting", f"{self._word(token)} with this unit")
            if token.kind == "verb":
                if self._is_noun(token):
                    continue
                if position and self._is_attribute(words[position - 1], token):
                    continue
                if self._answers(mention, token, clause):
                    return Verdict("request", "公开 as an answer: 收到申请 3 件，公开 3 件")
                if under_other and not channels and not self._is_disclosure(mention, token):
                    break
                return Verdict("posting", f"{self._word(token)} governs it")
            if token.kind == "totals" and self._word(token).startswith(_OF_POSTING):
                return Verdict("posting", f"{self._word(token)} of what was posted")
            if token.kind == "weak_verb":
                weak_verb = weak_verb or token
            elif token.kind == "weak" and not under_posting:
                if token.code != "decision" or not goes_on(self._tokens, mention):
                    weak = weak or token
            elif token.kind == "strong":
                governed = any(other.kind == "verb" for other in words[:position])
                if under_posting and not self._breaks_list(mention, token):
                    continue
                if token.code in _OFTEN_NOUNS and (governed or names_class):
                    continue
                if names_class and governed and "申请" not in self._word(token):
                    continue
                return self._other(token)
        items = any(token.kind in ("item", "weak_channel") for token in clause)
        if weak_verb is not None and (channels or weak is None and items):
            return Verdict("posting", f"{self._word(weak_verb)} governs it")
        if weak is not None:
            return self._other(weak)
        beside = channels and channels[-1].end == mention.token.start
        of_items = mention.number.unit_class == "item" or beside and mention.number.unit in _TIMES
        if channels and not under_other and of_items:
            return Verdict("posting", "it stands with a channel")
        return None

    def _by_series(self, mention: Mention, clause: list[Token]) -> Verdict | None:
        """Items put out on a channel named before: 公众号开设专栏，推出 24 期."""
        if mention.number.unit_class != "item" or not clause or clause[-1].kind != "weak_verb":
            return None
        before = self._tokens[mention.segment : mention.clause]
        if any(token.kind == "channel" for token in before):
            return Verdict("posting", f"{self._word(clause[-1])} on the channel named before")
        return None

    def _by_earlier_clauses(self, mention: Mention) -> Verdict | None:
        """The nearest verb in the clauses before, as far back as the number before."""
        for token in reversed(self._tokens[mention.segment : mention.clause]):
            if token.kind == "verb":
                return Verdict("posting", f"{self._word(token)} governs it")
            if token.kind == "strong":
                return self._other(token)
            if token.kind in OPENERS:
                return None
        return None

    def _by_neighbours(self, mention: Mention, clause: list[Token]) -> Verdict | None:
        """What the number before it in the list or the sentence counts, this one counts too."""
        segment = self._tokens[mention.segment : mention.index]
        if mention.last is not None and segment and segment[0].start == mention.last.token.end:
            first, *rest = segment
            if first.kind == "pause" and all(token.kind in ("item", "name") for token in rest):
                return mention.last.verdict
        of_items = mention.number.unit_class == "item"
        names_class = of_items and self._names_class(mention, clause)
        model = mention.head or mention.neighbour
        if model is not None and (mention.head or model.is_posting or not names_class):
            return Verdict(model.taken_for, f"in a list with {self._word(model.token)}")
        follows_posting = mention.after is not None and mention.after.is_posting
        is_total = any(token.kind == "totals" for token in clause)
        if of_items and (
            any(token.kind == "item" for token in segment)
            or (names_class or is_total)
            and follows_posting
        ):
            return Verdict("posting", "items of information, and nothing else is said of them")
        return None

    # ---- what they ask ----

    def _word(self, token: Token) -> str:
        return self._text[token.start : token.end]

    def _other(self, token: Token) -> Verdict:
        reason = self._vocabulary.reasons[token.code]
        return Verdict(token.code, f"{self._word(token)}: {reason}")

    def _noun_behind(self, mention: Mention) -> Token | None:
        """The noun behind the unit, where none is before: 收到 3 件申请, 发放 200 份宣传册."""
        if mention.index > mention.clause:
            left = self._tokens[mention.index - 1]
            if left.kind in ("item", "channel") and left.end == mention.token.start:
                return None
        noun, end = None, mention.token.end
        for token in self._tokens[mention.index + 1 : mention.index + 7]:
            if token.kind not in _NOUNS or token.start - end > _NOUN_WITHIN:
                break
            noun, end = token, token.end
        return noun

    def _is_equipment(self, mention: Mention, noun: Token | None) -> bool:
        number = mention.number
        if number.unit not in _OF_OBJECTS:
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

    def _names_class(self, mention: Mention, clause: list[Token]) -> bool:
        """Whether a noun for items stands before the number: 信息 3 条, …类共 3 条, …情况 3 条."""
        end = mention.token.start
        for token in reversed(clause):
            if token.kind in ("item", "class"):
                return end - token.end <= 1
            if token.kind != "totals":
                break
            end = token.start
        return self._text[max(end - 1, 0)] in _CLASS_ENDS and self._text[end - 2 : end] != "事件"

    def _begins_otherwise(self, mention: Mention, clause: list[Token]) -> bool:
        """Whether the clause begins with a word that keeps it out: 收到, 删除, 较上年."""
        for token in clause:
            if token.kind == "strong":
                if token.code in _OF_CITIZENS and self._is_new_act(mention):
                    return True
                lead = self._text[clause[0].start : token.start]
                return "申请" in self._word(token) or not lead.strip(_LIGHT)
        return False

    def _is_attribute(self, before: Token, verb: Token) -> bool:
        """Whether 公开 right behind another verb is part of its object: 制作公开流程图 58 张."""
        making = before.kind == "strong" and before.code in _NOT_PUBLIC or before.code == "making"
        return making and before.end == verb.start and self._word(verb) == "公开"

    def _answers(self, mention: Mention, verb: Token, clause: list[Token]) -> bool:
        """Whether 公开 is how a request or an opinion was answered, no posting: it stands right
        before 答复, or after requests that are not fewer, alone or with 信息."""
        if self._word(verb) != "公开":
            return False
        if _REPLY.match(self._text, verb.end):
            return True
        before = mention.neighbour
        return (
            before is not None
            and before.taken_for == "request"
            and before.number.value >= mention.number.value
            and all(token is verb or token.kind in _OF_ANSWERS for token in clause)
            and _ANSWERED.fullmatch(self._text, verb.end, mention.token.start) is not None
        )

    def _is_disclosure(self, mention: Mention, verb: Token) -> bool:
        """Whether the part of what was made that was made public: 制发 9 件，主动公开 4 件."""
        made = mention.head is not None and mention.head.taken_for == "making"
        return made and self._word(verb) == "主动公开"

    def _is_noun(self, verb: Token) -> bool:
        """Whether a verb begins a noun further down a list: 梳理目录 26 个、公开事项 318 项."""
        text = self._text
        return text[verb.start - 1 : verb.start] == "、" and text.startswith("事项", verb.end)

    def _is_new_act(self, mention: Mention) -> bool:
        """Whether a semicolon parts it from the number before that counts anything."""
        begin = mention.after.index if mention.after else 0
        return any(t.kind == "semicolon" for t in self._tokens[begin : mention.index])

    def _breaks_list(self, mention: Mention, token: Token) -> bool:
        """Whether a strong word keeps a number out of a list of postings: it begins the clause."""
        begin = self._tokens[mention.clause - 1].end if mention.clause else 0
        lead = self._text[begin : token.start]
        if token.code == "adoption":
            return True
        if token.code in _OF_CITIZENS and self._is_new_act(mention):
            return True
        return token.code in _IN_LISTS and not lead.strip(_LIGHT)

    def _is_then_posted(self, mention: Mention) -> bool:
        """Whether a posting verb follows in the clause: 制作短视频 12 个在视频号发布."""
        for token in self._tokens[mention.index + 1 :]:
            if token.kind in CLAUSE_ENDS or token.number is not None:
                break
            if token.kind == "verb":
                return True
        return False

    def _is_published_answer(self, mention: Mention, clause: list[Token]) -> bool:
        """Whether it counts answers to proposals that the sentence says are all made public."""
        if not any(self._word(token) in _PROPOSALS for token in clause):
            return False
        for token in self._tokens[mention.index + 1 : mention.index + _FAR]:
            if token.kind == "stop":
                break
            if token.kind == "all_of_them":
                return True
        return False


def _is_under_other(mention: Mention) -> bool:
    """Whether the number stands in a list of parts of something that is no posting."""
    return mention.head is not None and mention.head.taken_for in _LISTED_OTHERS
