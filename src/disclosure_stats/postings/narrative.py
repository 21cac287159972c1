"""The narrative of a report, read: its postings, the channels that it names, and its numbers."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from disclosure_stats.postings.categories import category_of
from disclosure_stats.postings.channels import named_channels, one_channel
from disclosure_stats.postings.headings import channels_of_headings
from disclosure_stats.postings.mentions import CLAUSE_ENDS, Mention, Verdict
from disclosure_stats.postings.model import Posting
from disclosure_stats.postings.numbers import latest_year, read_numbers
from disclosure_stats.postings.tokens import Token, prepare, tokenize
from disclosure_stats.postings.vocabulary import Vocabulary, load_vocabulary
from disclosure_stats.postings.wholes import (
    OpenLists,
    join_by_sums,
    tell_mixed_apart,
    without_repeats,
)

_OF_OTHERS = frozenset({"request", "reply", "activity", "removal", "comparison", "making"})
_OCCASIONS = frozenset({"meeting", "print", "reading_point"})
_GENERAL_VERBS = frozenset(
    {"公开", "主动公开", "公布", "发布", "推送", "更新", "转发", "转载", "公示"}
)
_ANY_OF_THEM = re.compile(r"(?:各类|各种|各个?|等|多种?|多个|不同|相关)$")
_EACH = re.compile(r"各自?(?:公开|发布|推送|更新|张贴|转发|政府|政务|信息)*$")
_SENTENCE_ENDS = "。！？!?\n"
_SINCE = re.compile(r"(?:自|从)?(\d{4})年[^,。;]{0,10}(?:以来|至今|起)")
_OF_VILLAGE = re.compile(
    r"(?:村|社区|嘎查|居委会?|村民?小组|小区)(?:级|委会?|民|务|组)?(?:\([^()]{1,6}\))?$"
)
_UNTIL_NOW = re.compile("截[至止]|至今|目前|迄今")


@dataclass(slots=True)
class Narrative:
    """A narrative as read: its postings in order, every number in it, and its text as printed."""

    postings: list[Posting]
    mentions: list[Mention]
    tokens: list[Token]
    text: str

    def sentence_at(self, place: int) -> str:
        """The sentence around a character of the text, as printed."""
        return sentence_at(self.text, place)


def read_narrative(text: str, year: int | None = None) -> Narrative:
    """Read a narrative. `year` is the year reported on, where it is known."""
    vocabulary = load_vocabulary()
    printed, folded = prepare(text)
    tokens = tokenize(folded, vocabulary)
    outside = _without_asides(tokens)
    year = year or latest_year(outside)
    mentions = read_numbers(folded, outside, vocabulary, year)
    postings = _Postings(printed, folded, outside, vocabulary, year).read(mentions)
    postings = without_repeats(postings)
    join_by_sums(postings)
    tell_mixed_apart(postings)
    return Narrative(postings, mentions, tokens, printed)


def _without_asides(tokens: Iterable[Token]) -> list[Token]:
    """The tokens without brackets that hold no number: 网站(含转发), 村(社区)公示栏."""
    kept: list[Token] = []
    opened: int | None = None
    for token in tokens:
        if token.kind == "open":
            opened = len(kept)
        elif token.kind == "close" and opened is not None:
            if all(inner.number is None for inner in kept[opened:]):
                del kept[opened:]
                opened = None
                continue
            opened = None
        elif token.kind == "stop":
            opened = None
        kept.append(token)
    return kept


class _Postings:
    """Makes postings of the numbers that were taken for such, in one way through the text."""

    def __init__(
        self,
        printed: str,
        text: str,
        tokens: list[Token],
        vocabulary: Vocabulary,
        year: int | None,
    ) -> None:
        self._implied = vocabulary.implied
        self._printed = printed
        self._text = text
        self._tokens = tokens
        self._year = year
        self._postings: list[Posting] = []
        self._of_mention: dict[int, Posting] = {}
        self._lists = OpenLists()
        self._sentence = -1
        self._channel: str | None = None  # named last in the sentence
        self._counted = False  # whether a number was given for it
        self._respective: list[str] = []  # channels that wait for their numbers: 分别
        self._scope = "self"
        self._headings = channels_of_headings(text, tokens)
        self._accounts: dict[str, str] = {}  # names in quotes, and the channel they came with

    def read(self, mentions: list[Mention]) -> list[Posting]:
        for mention in mentions:
            if mention.sentence != self._sentence:
                self._sentence = mention.sentence
                self._channel = None
                self._counted = False
                self._respective = []
                self._scope = "self"
            segment = self._tokens[mention.segment : mention.index]
            codes = named_channels(self._text, self._tokens, mention)
            codes = self._by_account(segment, codes)
            if mention.is_posting:
                self._add(mention, segment, codes)
            elif codes and mention.taken_for not in _OF_OTHERS:
                self._channel = one_channel(codes)
                self._lists.clear()
        return self._postings

    def _by_account(self, segment: list[Token], codes: list[str]) -> list[str]:
        """`codes`, or where they are none, the channel that an account named here had before."""
        names = [self._text[t.start : t.end] for t in segment if t.kind == "name"]
        if codes:
            self._accounts.update(dict.fromkeys(names, one_channel(codes)))
            return codes
        return [self._accounts[name] for name in names[-1:] if name in self._accounts]

    def _add(self, mention: Mention, segment: list[Token], codes: list[str]) -> None:
        category = category_of(self._printed, mention, self._tokens)
        restated = self._restated(mention, codes, category)
        if restated is not None:
            mention.verdict = Verdict("restated", "the same figure was given before")
            self._of_mention[id(mention)] = restated
            return
        kinds = {token.kind for token in segment}
        head = self._of_mention.get(id(mention.head)) if mention.head else None
        parent = self._lists.parent_of(mention, head, kinds, codes)
        period = self._period(mention, segment, codes)
        scope = self._scope_of(segment, parent)
        for channel, name in self._spread(mention, segment, codes, category, parent):
            posting = Posting(
                channel=channel,
                category=name,
                count=int(mention.number.value),
                unit=mention.number.unit,
                approximate=mention.number.approximate,
                period=period,
                scope=scope,
                sentence=sentence_at(self._printed, mention.token.start),
                sentence_number=mention.sentence,
                start=mention.token.start,
                end=mention.token.end,
                named=tuple(codes),
                is_total="totals" in kinds,
                opens=mention.opens,
                parent=parent,
            )
            self._postings.append(posting)
            self._lists.add(posting)
            self._of_mention[id(mention)] = posting

    def _spread(
        self,
        mention: Mention,
        segment: list[Token],
        codes: list[str],
        category: str | None,
        parent: Posting | None,
    ) -> list[tuple[str, str | None]]:
        """Channel and category of the posting, or of each posting where 各 makes several of one
        number."""
        kinds = {token.kind for token in segment}
        clause = self._tokens[mention.clause : mention.index]
        if "totals" in kinds and not codes and self._is_sum(mention):
            return [("all", category)]
        if "respective" in kinds and len(codes) > 1:
            self._respective = list(codes)
        begin = clause[0].start if clause else mention.token.start
        if _EACH.search(self._text, begin, mention.token.start):
            if len(codes) > 1:
                return [(code, category) for code in codes]
            names = re.split("[、和及与]", re.sub("各$", "", category or ""))
            channel = self._channel_of(segment, codes, parent, mention.number.unit)
            if len(names) > 1:
                return [(channel, name or None) for name in names]
        channel = self._channel_of(segment, codes, parent, mention.number.unit)
        if self._respective and (codes or not _has_words(segment)):
            channel = self._respective.pop(0)
        return [(channel, category)]

    def _channel_of(
        self, segment: list[Token], codes: list[str], parent: Posting | None, unit: str | None
    ) -> str:
        kinds = {token.kind for token in segment}
        if codes:
            channel = one_channel(codes)
            self._channel, self._counted = channel, True
            return "other" if channel == "all" and parent is not None else channel
        if parent is not None and parent.channel != "all":
            return parent.channel
        weak = self._weak_channel(segment) if "weak_channel" in kinds else None
        if weak is not None:
            self._channel = weak
            return weak
        if parent is not None:
            return parent.channel
        verbs = {self._text[t.start : t.end] for t in segment if t.kind == "verb"}
        for verb in verbs:
            if (verb, unit) in self._implied:
                return self._implied[verb, unit]
        if self._lists.ended is not None:
            return self._lists.ended.channel
        is_total = self._counted and "totals" in kinds and "verb" in kinds
        is_other_act = self._channel in _OCCASIONS and verbs & _GENERAL_VERBS
        if self._channel and not is_total and not is_other_act:
            return self._channel
        return self._headings.get(self._sentence, "all")

    def _weak_channel(self, segment: list[Token]) -> str | None:
        """The channel of a name that says little: 专栏 is a website's, “…”平台 an account on new
        media, 各类平台 none in particular."""
        position, token = next(
            (p, t) for p, t in reversed(list(enumerate(segment))) if t.kind == "weak_channel"
        )
        if _ANY_OF_THEM.search(self._text, max(0, token.start - 3), token.start):
            return None
        before = segment[position - 1] if position else None
        if before is not None and before.kind == "name" and before.end == token.start:
            name = self._text[before.start : before.end]
            if self._text[token.start : token.end] == "平台" and "公开" not in name:
                return "new_media"
        return token.code

    def _is_sum(self, mention: Mention) -> bool:
        """Whether the number is the sum of those given at the top in its sentence."""
        terms = [
            posting.count
            for posting in self._postings
            if posting.sentence_number == mention.sentence and posting.parent is None
        ]
        return len(terms) > 1 and sum(terms) == mention.number.value

    def _restated(self, mention: Mention, codes: list[str], category: str | None) -> Posting | None:
        """The posting that this number only repeats, if it does."""
        if codes or category is not None or not self._postings:
            return None
        last = self._postings[-1]
        clause = self._tokens[mention.clause : mention.index]
        near = last.channel == "all" or last.sentence_number == mention.sentence
        says_again = near and any(token.kind in ("verb", "this_year") for token in clause)
        if last.count == mention.number.value and last.category is None and says_again:
            return last
        return None

    def _period(self, mention: Mention, segment: list[Token], codes: list[str]) -> str:
        if any(token.kind == "cumulative" for token in segment):
            return "cumulative"
        start = segment[0].start if segment else mention.token.start
        words = self._text[start : mention.token.start]
        since = _SINCE.search(words)
        if since and self._year and int(since[1]) < self._year:
            return "cumulative"
        this_year = any(token.kind == "this_year" for token in segment)
        if "累计" in words and _UNTIL_NOW.search(words) and not this_year and self._postings:
            wholes = [posting for posting in self._postings if posting.parent is None]
            if not codes and wholes[-1].count < mention.number.value:
                return "cumulative"
        return "year"

    def _scope_of(self, segment: list[Token], parent: Posting | None) -> str:
        acted = False
        for token in reversed(segment):
            if token.kind in ("channel", "weak_channel", "verb", "weak_verb"):
                acted = True
                if "channel" in token.kind and _OF_VILLAGE.search(
                    self._text, max(0, token.start - 12), token.start
                ):
                    return "villages"
            elif token.kind in ("villages", "subordinates") and acted:
                self._scope = token.kind
                return token.kind
        if parent is not None:
            return parent.scope
        return self._scope if self._scope == "subordinates" else "self"


def sentence_at(text: str, place: int) -> str:
    """The sentence around a character of `text`, with its full stop."""
    start = max(text.rfind(mark, 0, place) for mark in _SENTENCE_ENDS) + 1
    ends = [end for mark in _SENTENCE_ENDS if (end := text.find(mark, place)) >= 0]
    return text[start : min(ends, default=len(text) - 1) + 1].strip()


def _has_words(segment: list[Token]) -> bool:
    return any(token.kind not in CLAUSE_ENDS and token.kind != "pause" for token in segment)
