"""Each number of a narrative, and what it counts: items posted, or something else, and why."""

import re
from dataclasses import dataclass

from disclosure_stats.postings.tokens import Number, Token
from disclosure_stats.postings.vocabulary import Vocabulary

CLAUSE_ENDS = frozenset({"comma", "semicolon", "colon", "stop", "open", "close"})
_WHOLE_CLAUSE = frozenset({"plan", "rate"})  # decide wherever in the clause they stand
_IN_PASSING = frozenset({"date", "year", "ordinal", "numbering", "thing"})  # part no segments
_LISTED_OTHERS = frozenset({"request", "reply", "removal", "activity", "audience", "making"})
_RESTATING = re.compile(r"(?:上述|(?<![级区县市省])以上|这|该|前述)[^,。;]{0,6}$")
_NOUNS = frozenset({"channel", "strong", "weak", "item", "name"})
_OF_WHICH = re.compile(r"(?:政府|政务|公开)?(?:信息)?[中里][,:，：]")
_MONTHS = re.compile(r"[-~—至]\d{1,2}月")
_SINCE = re.compile(r"[^,。;]{0,6}(?:以来|至今|起)")
_LIGHT = "其中含包括共计总并已全本年度的了我镇乡"  # before a verb that still begins its clause
_CLASS_ENDS = "类况果息等件据"
_OFTEN_NOUNS = frozenset({"equipment", "activity", "award"})  # 公开机构设置 1 项
_BREAK_LISTS = frozenset({"request", "reply", "removal", "making", "comparison", "audience"})
_SHAPES = {
    "date": ("date", "the unit {unit} makes it a date or a number of a document"),
    "money": ("money", "the unit {unit} makes it an amount of money"),
    "people": ("people", "the unit {unit} counts people"),
    "percentage": ("percentage", "the unit {unit} makes it a share or a ratio"),
    "thing": ("thing", "the unit {unit} counts things, not items of information"),
}


@dataclass(slots=True)
class Mention:
    """A number and the words that it stands among, as indices into the tokens.

    `segment` begins behind the number before it in the sentence, `clause` behind the last
    punctuation in the segment. `after` is the number before that counts anything, `head` the one
    under whose parts this one stands, `opens` whether it is the first of them. `taken_for` is
    `posting`, or what else it counts.
    """

    index: int
    token: Token
    number: Number
    sentence: int
    segment: int
    clause: int
    opens: bool = False
    after: "Mention | None" = None
    head: "Mention | None" = None
    taken_for: str = ""
    why: str = ""

    @property
    def is_posting(self) -> bool:
        return self.taken_for == "posting"


class NumberReader:
    """Goes through the numbers of a text and says of each what it counts."""

    def __init__(
        self, text: str, tokens: list[Token], vocabulary: Vocabulary, year: int | None
    ) -> None:
        self._text = text
        self._tokens = tokens
        self._vocabulary = vocabulary
        self.year = year or _latest_year(tokens)

    def mentions(self) -> list[Mention]:
        """The numbers in order."""
        found: list[Mention] = []
        before: Mention | None = None
        split: Mention | None = None  # a figure given again, so as to be split: 公开的80条中
        sentence = segment = clause = 0
        for index, token in enumerate(self._tokens):
            if token.kind in CLAUSE_ENDS:
                clause = index + 1
                if token.kind == "stop":
                    sentence += 1
                    segment = clause
            if token.number is None:
                continue
            mention = Mention(index, token, token.number, sentence, segment, clause, after=before)
            found.append(mention)
            by_shape = self._shape(mention)
            if by_shape:
                mention.taken_for, mention.why = by_shape
                if mention.taken_for == "restated":
                    before = _same_count(found, mention)
                    split = before if _OF_WHICH.match(self._text, token.end) else None
            else:
                mention.opens = split is not None or self._opens(mention, before)
                mention.head = split or self._head(mention, before)
                mention.taken_for, mention.why = self._judge(mention, before)
                before, split = mention, None
            if mention.taken_for not in _IN_PASSING:
                segment = clause = index + 1
        return found

    def _shape(self, mention: Mention) -> tuple[str, str] | None:
        """What the number's own form and unit say; null when they leave it open."""
        number, token, text = mention.number, mention.token, self._text
        previous = text[token.start - 1 : token.start]
        following = text[token.end : token.end + 1]
        if previous == "第":
            return "ordinal", "第 stands before it"
        if number.unit_class.startswith("item") and (
            _RESTATING.search(text, max(0, token.start - 8), token.start)
            or _OF_WHICH.match(text, token.end)
        ):
            return "restated", "这, 上述, …中 or the like: the figure was given before"
        if number.unit_class in _SHAPES:
            taken_for, why = _SHAPES[number.unit_class]
            return taken_for, why.format(unit=number.unit)
        if number.unit_class == "none":
            if not number.chinese and 1900 <= number.value < 2100 and number.value % 1 == 0:
                return "year", "a number of four digits without a unit"
            if following in ("、", ".", ")") and (
                mention.index == mention.clause or previous in ("", "(", "\n", "。", ";")
            ):
                return "numbering", "it numbers a paragraph or a point"
            if _MONTHS.match(text, token.end):
                return "date", "the first of a span of months"
            digits = token.end - token.start >= 5 and text[token.start : token.end].isdigit()
            if previous == "-" or following == "-" or digits:
                return "code", "digits without a unit: a telephone number, a postcode or a code"
        if number.value % 1:
            return "decimal", "items are counted in whole numbers"
        return None

    def _opens(self, mention: Mention, before: Mention | None) -> bool:
        """Whether a list of parts begins at this number: after 其中, or a bracket or a colon that
        follows a number."""
        if before is None:
            return False
        tokens = self._tokens[mention.segment : mention.index]
        kinds = {token.kind for token in tokens}
        if kinds & {"part_openers", "split_openers"}:
            return True
        if "part_openers_of_classes" in kinds and "channel" not in kinds and before.is_posting:
            if before.number.unit == mention.number.unit and before.sentence == mention.sentence:
                return True
        first = [token.kind for token in tokens]
        if before.sentence != mention.sentence:
            return first[:1] == ["open"]
        if "close" in kinds or "semicolon" in kinds:  # 网站(180条)、公众号(200条): one list
            return False
        if "colon" in kinds and mention.clause < mention.index:
            return "channel" not in first[: first.index("colon")]
        return "open" in kinds

    def _head(self, mention: Mention, before: Mention | None) -> Mention | None:
        """The number under whose parts this one stands, if such a list is open."""
        if before is None:
            return None
        if mention.opens:
            openers = {t.kind for t in self._tokens[mention.segment : mention.index]}
            if before.sentence == mention.sentence and "split_openers" not in openers:
                return before
            while before.head is not None:
                before = before.head
            return before
        if before.sentence == mention.sentence or self._is_numbered(mention):
            return before.head
        return None

    def _is_numbered(self, mention: Mention) -> bool:
        """Whether the sentence begins as a point of a list: 2., (二), 二是."""
        first = self._tokens[mention.segment]
        return first.kind == "numbered" or (
            first.number is not None and self._text[first.end : first.end + 1] in ("、", ".", ")")
        )

    def _judge(self, mention: Mention, before: Mention | None) -> tuple[str, str]:
        tokens, text = self._tokens, self._text
        clause = tokens[mention.clause : mention.index]
        head = mention.head
        if head is None or not head.is_posting:
            for token in clause:
                if token.kind == "strong" and token.code in _WHOLE_CLAUSE:
                    return self._other(token)
        earlier_year = self._earlier_year(mention)
        if earlier_year:
            return "comparison", f"{earlier_year} is a year before the report's"
        right = self._right(mention)
        channels = [token for token in clause if token.kind == "channel"]
        if right is not None and right.kind == "channel":
            channels.append(right)
        if right is not None and right.kind in ("strong", "weak"):
            return self._other(right)
        if self._is_equipment(mention, right):
            return "equipment", "it counts the channel itself, not items posted"
        decided = self._by_clause(mention, clause, channels)
        if decided is not None and decided[0] == "making" and self._is_then_posted(mention):
            decided = "posting", "what was made was posted"
        if decided is None:
            decided = self._by_earlier_clauses(mention)
        same = head or (before if before and before.sentence == mention.sentence else None)
        says_items = self._ends_in_class(clause, mention) and mention.number.unit_class == "item"
        if decided is None and same is not None and (head or same.is_posting or not says_items):
            start, end = same.token.start, same.token.end
            decided = same.taken_for, f"in a list with {text[start:end]}"
        if decided is None:
            items = any(t.kind == "item" for t in tokens[mention.segment : mention.index])
            items = items or says_items and before is not None and before.is_posting
            if items and mention.number.unit_class == "item":
                return "posting", "items of information, and nothing else is said of them"
            return "unclear", "nothing says that it was posted"
        if decided[0] == "posting" and not self._counts_items(mention, right, channels, same):
            return "unclear", "its unit does not say that it counts items"
        return decided

    def _other(self, token: Token) -> tuple[str, str]:
        word = self._text[token.start : token.end]
        return token.code, f"{word}: {self._vocabulary.reasons[token.code]}"

    def _earlier_year(self, mention: Mention) -> str | None:
        """A year before the report's that opens the clause: 2022年公开100条, in a report on 2023."""
        if mention.opens or self.year is None or mention.clause == mention.index:
            return None
        first = self._tokens[mention.clause]
        number = first.number
        if number is None or not 1990 <= number.value < self.year:
            return None
        if number.unit not in ("年", "年度"):
            return None
        if _SINCE.match(self._text, first.end):
            return None
        rest = self._tokens[mention.clause + 1 : mention.index]
        if rest and not any(token.kind == "verb" for token in rest):
            return None
        return f"{number.value:.0f}"

    def _right(self, mention: Mention) -> Token | None:
        """The noun right behind the unit (收到 3 件申请, 发放 200 份宣传册), where none is before."""
        index = mention.index
        if index > mention.clause:
            left = self._tokens[index - 1]
            if left.kind in ("item", "channel") and left.end == mention.token.start:
                return None
        noun, end = None, mention.token.end
        for token in self._tokens[index + 1 : index + 7]:
            if token.kind not in _NOUNS or token.start - end > 6:
                break
            noun, end = token, token.end
        return noun

    def _is_then_posted(self, mention: Mention) -> bool:
        """Whether a posting verb follows in the clause: 制作短视频 12 个在视频号发布."""
        for token in self._tokens[mention.index + 1 :]:
            if token.kind in CLAUSE_ENDS or token.number is not None:
                break
            if token.kind == "verb":
                return True
        return False

    def _is_equipment(self, mention: Mention, right: Token | None) -> bool:
        if mention.number.unit_class != "item_or_thing" or mention.number.unit in (
            "次",
            "场",
            "场次",
        ):
            return False
        if mention.index > mention.clause:
            left = self._tokens[mention.index - 1]
            if left.kind in ("channel", "weak_channel") and left.end == mention.token.start:
                return True
        return right is not None and right.kind == "channel"

    def _by_clause(
        self, mention: Mention, clause: list[Token], channels: list[Token]
    ) -> tuple[str, str] | None:
        text, own_verbs = self._text, self._vocabulary.own_verbs
        codes = {token.code for token in channels}
        head = mention.head
        after = mention.after
        under_posting = head is not None and head.is_posting
        under_other = head is not None and head.taken_for in _LISTED_OTHERS
        names_items = self._ends_in_class(clause, mention)
        listed = under_posting or (
            after is not None and after.is_posting and after.sentence == mention.sentence
        )
        if listed and names_items and not self._begins_otherwise(clause):
            return "posting", "a class of items in a list"
        begin = self._tokens[mention.clause - 1].end if mention.clause else 0
        weak: Token | None = None
        weak_verb: Token | None = None
        words = [
            t
            for t in clause
            if t.kind
            not in ("part_openers", "split_openers", "totals", "this_year", "numbered", "name")
        ]
        for position in range(len(words) - 1, -1, -1):
            token = words[position]
            word = text[token.start : token.end]
            if any((code, word) in own_verbs for code in codes):
                return "posting", f"{word} with the channel named"
            if token.kind == "verb":
                if under_other and not channels:
                    break
                return "posting", f"{word} governs it"
            if token.kind == "weak_verb":
                weak_verb = weak_verb or token
            elif token.kind == "strong":
                if under_posting and token.code not in _BREAK_LISTS:
                    continue
                if under_posting and self._text[begin : token.start].strip(_LIGHT):
                    continue
                governed = any(t.kind == "verb" for t in words[:position])
                if (governed or names_items) and token.code in _OFTEN_NOUNS:
                    continue
                if names_items and "申请" not in word and governed:
                    continue
                return self._other(token)
            elif token.kind == "weak" and not under_posting:
                weak = weak or token
        items = any(token.kind in ("item", "weak_channel") for token in clause)
        if weak_verb is not None and (channels or weak is None and items):
            return "posting", f"{text[weak_verb.start : weak_verb.end]} governs it"
        if weak is not None:
            return self._other(weak)
        if channels and not under_other and mention.number.unit_class == "item":
            return "posting", "it stands with a channel"
        return None

    def _begins_otherwise(self, clause: list[Token]) -> bool:
        """Whether the clause begins with a word that keeps it out: 收到, 删除, 较上年."""
        begin = clause[0].start if clause else 0
        for token in clause:
            if token.kind == "strong":
                word = self._text[token.start : token.end]
                return "申请" in word or not self._text[begin : token.start].strip(_LIGHT)
        return False

    def _ends_in_class(self, clause: list[Token], mention: Mention) -> bool:
        """Whether a noun for items stands before the number: 信息 3 条, …类共 3 条, …情况 3 条."""
        end = mention.token.start
        for token in reversed(clause):
            if token.kind == "item":
                return end - token.end <= 1
            if token.kind != "totals":
                break
            end = token.start
        return self._text[max(end - 1, 0)] in _CLASS_ENDS

    def _by_earlier_clauses(self, mention: Mention) -> tuple[str, str] | None:
        for token in reversed(self._tokens[mention.segment : mention.clause]):
            if token.kind == "verb":
                return "posting", f"{self._text[token.start : token.end]} governs it"
            if token.kind == "strong":
                return self._other(token)
            if token.kind in ("part_openers", "split_openers"):
                return None
        return None

    def _counts_items(
        self,
        mention: Mention,
        right: Token | None,
        channels: list[Token],
        same_list: Mention | None,
    ) -> bool:
        number = mention.number
        if number.unit_class == "item":
            return True
        left = self._tokens[mention.index - 1] if mention.index > mention.clause else None
        gap = mention.token.start - left.end if left else 99
        if number.unit_class == "none":
            following = self._text[mention.token.end : mention.token.end + 1]
            return (left is not None and left.kind in ("item", "totals") and gap <= 1) and (
                not following or following in "。;,、)\n"
            )
        if channels:
            return True
        if right is not None:
            return right.kind == "item" and right.start - mention.token.end <= 2
        if left is not None and gap <= 1 and left.kind in ("item", "verb", "weak_verb", "totals"):
            following = self._text[mention.token.end : mention.token.end + 1]
            return not following.isalpha() or following in "在并于且已均"
        return bool(same_list and same_list.is_posting and same_list.number.unit == number.unit)


def _same_count(found: list[Mention], mention: Mention) -> Mention | None:
    """The posting before `mention` with its count; else the number before it."""
    for earlier in reversed(found):
        if earlier.is_posting and earlier.number.value == mention.number.value:
            return earlier
    return mention.after


def _latest_year(tokens: list[Token]) -> int | None:
    years = [
        int(token.number.value)
        for token in tokens
        if token.number is not None
        and 1990 <= token.number.value < 2100
        and token.number.unit in ("年", "年度", None)
    ]
    return max(years, default=None)
