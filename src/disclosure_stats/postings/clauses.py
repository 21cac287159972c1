"""The word that governs a number in its own clause: the nearest, as a rule."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from disclosure_stats.postings.item_units import goes_on
from disclosure_stats.postings.mentions import OPENERS, Mention, Verdict
from disclosure_stats.postings.phrases import characters, endings, pattern, words
from disclosure_stats.postings.tokens import MIN_UNKNOWN_WORD, Token
from disclosure_stats.postings.verbs import PostingVerbs
from disclosure_stats.postings.vocabulary import Vocabulary

_AMONG = endings("among")
_OF_POSTING = endings("totals_of_posting")  # 公开总数 406 条
_OF_CITIZENS = frozenset({"request", "reply"})
_LEAVING = _OF_CITIZENS | {"removal"}
_OFTEN_NOUNS = frozenset({"equipment", "activity", "award"})  # 公开机构设置 1 项
_OFTEN_CLASSES = frozenset({"decision", "making"})  # 行政许可 2 件、会议纪要 3 期
_IN_LISTS = frozenset(
    {"request", "reply", "removal", "making", "comparison", "audience", "adoption"}
)
_OF_STRUCTURE = OPENERS | {"totals", "this_year", "numbered", "name", "class"}
_PLAYED = frozenset({"broadcast"})  # where each time counts
_OF_COLUMNS = _OF_STRUCTURE | {"item", "weak_channel"}
_TIMES = words("times")  # units of acts
_CLASS_ENDS = characters("class_ends")
_LIGHT = characters("light")  # before a verb that still begins its clause
_PAUSE = "、"
_ACTS = words("act_verbs")
_ANSWERS = words("answers_as_nouns")
_CLASS_NAME = pattern("class_name")
_EVENTS = endings("events")
_OF_ARTICLES = words("units_of_articles")
_YEARS_BEFORE = words("years_before")
_COMPARES = characters("compares")
_WRITE_ARTICLES = frozenset({"website", "wechat", "new_media"})
_FAR_BEFORE = 24  # tokens
_RIGHT_BEHIND = ("", ":")


@dataclass(slots=True)
class _Heard:
    """What the words of a clause have said so far, read from the number backwards."""

    weak: Token | None = None
    weak_verb: Token | None = None
    words: list[Token] = field(default_factory=list)
    channels: list[Token] = field(default_factory=list)
    names_class: bool = False
    under_posting: bool = False
    under_other: bool = False


class Clauses:
    """Asks of the numbers of a text what governs them within their clause."""

    def __init__(self, text: str, tokens: Sequence[Token], vocabulary: Vocabulary) -> None:
        self._text = text
        self._tokens = tokens
        self._vocabulary = vocabulary
        self._verbs = PostingVerbs(text)

    def verdict(
        self, mention: Mention, clause: list[Token], channels: list[Token], under_other: bool
    ) -> Verdict | None:
        """What the clause says; null where its words say nothing."""
        names_class = self.names_class(mention, clause)
        listed = self._is_listed(mention, clause)
        act = self._other_act(clause) if listed else None
        if act is not None:
            return self.other(act)
        if listed and names_class and not self._begins_otherwise(mention, clause):
            return Verdict("posting", "a class of items in a list")
        words = [
            token
            for token in clause
            if (token.kind not in _OF_STRUCTURE or token.word(self._text).startswith(_OF_POSTING))
            and not (token.kind == "weak" and self._text.startswith(_AMONG, token.end))
        ]  # 平台建设中公开信息 60 条: when, not what
        heard = _Heard(
            words=words,
            channels=channels,
            names_class=names_class,
            under_posting=mention.is_under_posting,
            under_other=under_other,
        )
        for position in range(len(words) - 1, -1, -1):
            token = words[position]
            if token.kind == "verb" and heard.under_other and self._is_of_others(mention, token):
                if not channels:
                    break
                return Verdict("posting", f"{token.word(self._text)} governs it")
            verdict = self._heard(mention, clause, heard, position)
            if verdict is not None:
                return verdict
        return self._by_weak_words(mention, clause, heard)

    def _is_listed(self, mention: Mention, clause: Sequence[Token]) -> bool:
        """Whether it goes on with a list of postings."""
        if mention.is_under_posting:
            return True
        neighbour = mention.neighbour
        return (
            neighbour is not None
            and neighbour.is_posting
            and not any(
                token.kind == "strong" and token.code not in _OFTEN_NOUNS for token in clause
            )
        )

    def _heard(
        self, mention: Mention, clause: list[Token], heard: _Heard, position: int
    ) -> Verdict | None:
        """What one word decides, or null; weak words are kept in mind."""
        token = heard.words[position]
        word = token.word(self._text)
        vocabulary = self._vocabulary
        if any((one.code, word) in vocabulary.own_verbs for one in heard.channels):
            return Verdict("posting", f"{word} with the channel named")
        if not heard.channels and mention.number.unit in _OF_ARTICLES:
            account = self._account_before(mention)
            if account is not None and (account.code, word) in vocabulary.own_verbs:
                return Verdict("posting", f"{word} on the channel named before", is_doubtful=True)
        prints = token.kind == "strong" and (word, mention.number.unit) in vocabulary.implied
        if prints and heard.weak is None:  # 印发会议纪要 24 期 is no print run
            return Verdict("posting", f"{word} with this unit")
        if self._tells_print_run(mention, token):
            return Verdict("posting", f"{word}: of the print before")
        if token.kind == "verb":
            return self._of_verb(mention, clause, heard, position)
        if token.kind == "totals" and word.startswith(_OF_POSTING):
            return Verdict("posting", f"{word} of what was posted")
        if token.kind == "weak_verb":
            heard.weak_verb = heard.weak_verb or token
        elif token.kind == "weak" and not heard.under_posting:
            is_noun = token.code in _OFTEN_CLASSES or (
                word in _ANSWERS and not self._verbs.begins(clause, token)
            )  # 公布意见征集 5 次、结果反馈 5 次
            if not is_noun or not goes_on(self._tokens, mention):
                heard.weak = heard.weak or token
        elif token.kind == "strong":
            return self._of_strong(mention, heard, position)
        return None

    def _tells_print_run(self, mention: Mention, token: Token) -> bool:
        """Whether no more is said than how many were printed of what the number before counts:
        编发简报 14 期，印发 3200 份."""
        last = mention.last
        if last is None or not last.is_posting or token.end != mention.token.start:
            return False
        before = self._tokens[last.segment : last.index]
        is_print = any(one.code == "print" for one in before)
        return is_print and ("print", token.word(self._text)) in self._vocabulary.own_verbs

    def _account_before(self, mention: Mention) -> Token | None:
        """The last channel named before the clause in the sentence, if it is an account or a
        website: 公众号注册于 2016 年，累计发文 1102 篇."""
        for token in reversed(self._tokens[max(0, mention.clause - _FAR_BEFORE) : mention.clause]):
            if token.kind == "stop":
                break
            if token.kind == "channel":
                return token if token.code in _WRITE_ARTICLES else None
        return None

    def _of_verb(
        self, mention: Mention, clause: list[Token], heard: _Heard, position: int
    ) -> Verdict | None:
        verb = heard.words[position]
        if self._verbs.is_attribute_of_items(verb):
            return Verdict("making", f"{verb.word(self._text)}: how items are classed")
        if self._verbs.is_other_word(verb):
            return None
        if position and self._verbs.is_attribute(heard.words[position - 1], verb):
            return None
        if self._verbs.is_of_object(clause, heard.words[:position], verb):
            return None
        if self._verbs.answers(mention, verb, clause):
            return Verdict("request", "it tells how requests were answered")
        return Verdict("posting", f"{verb.word(self._text)} governs it")

    def _is_of_others(self, mention: Mention, verb: Token) -> bool:
        """Whether a verb of posting tells how other things ended: 收到 9 件，其中公开 4 件."""
        is_other_word = self._verbs.is_other_word(verb)
        return not is_other_word and not self._verbs.is_disclosure(mention, verb)

    def _of_strong(self, mention: Mention, heard: _Heard, position: int) -> Verdict | None:
        token = heard.words[position]
        governed = any(other.kind == "verb" for other in heard.words[:position])
        if heard.under_posting and not self._breaks_list(mention, token):
            return None
        if token.code in _OFTEN_NOUNS and (governed or heard.names_class):
            return None
        if governed and self._is_years_before(mention, token):
            return None
        of_class = heard.names_class or _CLASS_NAME.fullmatch(
            self._text, token.start, mention.token.start
        )
        if of_class and governed:
            return None
        if token.code == "reply" and self._verbs.names_published(
            mention, heard.words[:position], token
        ):
            return None
        return self.other(token)

    def _is_years_before(self, mention: Mention, token: Token) -> bool:
        """Whether a year before is that of the items, no comparison: 公开上年度年报 1 份."""
        return (
            token.word(self._text) in _YEARS_BEFORE
            and self._text[token.start - 1] not in _COMPARES
            and mention.token.start - token.end >= MIN_UNKNOWN_WORD
        )

    def _by_weak_words(
        self, mention: Mention, clause: Sequence[Token], heard: _Heard
    ) -> Verdict | None:
        items = any(token.kind in ("item", "weak_channel", "class") for token in clause)
        channels = heard.channels
        if mention.number.unit in _OF_ARTICLES:  # 推出“漫画说政策”12 期
            items = items or any(token.kind == "name" for token in clause)
        if heard.weak_verb is not None and (channels or heard.weak is None and items):
            return Verdict("posting", f"{heard.weak_verb.word(self._text)} governs it")
        if heard.weak is not None:
            return self.other(heard.weak)
        beside = channels and self._text[channels[-1].end : mention.token.start] in _RIGHT_BEHIND
        played = any(token.code in _PLAYED for token in channels)  # 循环广播防疫知识 1260 次
        of_items = mention.number.unit_class == "item" or (
            mention.number.unit in _TIMES and bool(beside or played)
        )
        if channels and not heard.under_other and of_items:
            return Verdict("posting", "it stands with a channel")
        if beside and mention.number.unit_class == "none":
            return Verdict("posting", "it stands with a channel, without a unit")
        in_column = any(token.kind == "weak_channel" for token in clause)
        says_no_more = all(token.kind in _OF_COLUMNS for token in clause)
        of_items = mention.number.unit_class == "item" and not heard.under_other
        if in_column and says_no_more and of_items:  # 线上 520 条, 专栏共有 213 条
            return Verdict("posting", "it stands with the name of a column")
        return None

    # ---- what they ask ----

    def other(self, token: Token) -> Verdict:
        """The verdict of a word that says that something else is counted."""
        reason = self._vocabulary.reasons[token.code]
        return Verdict(token.code, f"{token.word(self._text)}: {reason}")

    def names_class(self, mention: Mention, clause: Sequence[Token]) -> bool:
        """Whether a noun for items stands before the number: 信息 3 条, …类共 3 条, …情况 3 条."""
        end = mention.token.start
        for token in reversed(clause):
            if token.kind in ("item", "class"):
                return end - token.end <= 1
            if token.kind == "strong" and token.end == end:
                return False  # 办件 150 件
            if token.kind != "totals":
                break
            end = token.start
        return self._text[max(end - 1, 0)] in _CLASS_ENDS and not self._text.endswith(
            _EVENTS, 0, end
        )

    def _begins_otherwise(self, mention: Mention, clause: Sequence[Token]) -> bool:
        """Whether the clause begins with a word that keeps it out: 收到, 删除, 较上年."""
        for token in clause:
            if token.kind == "strong":
                if token.code in _OF_CITIZENS and self._is_new_act(mention):
                    return True
                if self._verbs.begins(clause, token):
                    return True
        return False

    def _other_act(self, clause: Sequence[Token]) -> Token | None:
        """The weak verb of another act that begins the clause: 处理依申请公开 3 件."""
        first = next((token for token in clause if token.kind in ("weak", "strong")), None)
        if first is None or first.kind != "weak" or first.code not in _LEAVING:
            return None
        is_act = first.word(self._text) in _ACTS and self._verbs.begins(clause, first)
        end = clause[-1].end
        return first if is_act and not _CLASS_NAME.fullmatch(self._text, first.start, end) else None

    def _is_new_act(self, mention: Mention) -> bool:
        """Whether a semicolon parts it from the number before that counts anything."""
        begin = mention.after.index if mention.after else 0
        return any(t.kind == "semicolon" for t in self._tokens[begin : mention.index])

    def _breaks_list(self, mention: Mention, token: Token) -> bool:
        """Whether a strong word keeps a number out of a list of postings: it begins the clause."""
        begin = self._tokens[mention.clause - 1].end if mention.clause else 0
        first = self._tokens[mention.clause]
        if (first.kind, first.start) == ("new_start", begin):
            begin = first.end  # 同时撤销 3 条
        lead = self._text[begin : token.start]
        if token.code == "adoption":
            return True
        if token.code in _OF_CITIZENS and self._is_new_act(mention):
            return True
        return token.code in _IN_LISTS and not lead.strip(_LIGHT + _PAUSE)
