"""The numbers that were taken for postings, made into postings, in one way through the text."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from disclosure_stats.postings.behind import WORDS_BEHIND, channels_of
from disclosure_stats.postings.categories import category_of
from disclosure_stats.postings.channels import one_channel
from disclosure_stats.postings.in_force import ChannelInForce, Words
from disclosure_stats.postings.mentions import Mention, Verdict
from disclosure_stats.postings.model import MAX_SENTENCE, Posting, sentence_span
from disclosure_stats.postings.periods import Periods
from disclosure_stats.postings.phrases import endings, pattern, words
from disclosure_stats.postings.print_runs import exact_figure, replaced_run
from disclosure_stats.postings.scopes import scope_of
from disclosure_stats.postings.tokens import Token
from disclosure_stats.postings.vocabulary import Vocabulary
from disclosure_stats.postings.wholes import OpenLists

_EACH = pattern("each")
_EACH_OF_THEM = pattern("each_of_them")
_SHARE_OF_ALL = pattern("share_of_all")
_MEANS = pattern("means")
_JOINED = pattern("joined_names")
_AND_SO_ON = pattern("and_so_on")
# After these the channels named with them are not those of what follows.
_OF_OTHERS = frozenset({"request", "reply", "activity"})
_PLACES = words("units_of_places")  # 镇村两级公示栏各 24 期
_OTHERS = endings("others")
_LISTS = frozenset({"pause", "comma"})
_GOES_ON = ["part_openers"]
_MAX_TERMS = 40  # of a sum within a sentence


class Builder:
    """Makes the postings of one text. `printed` is the text as printed, `text` the same folded."""

    def __init__(
        self,
        printed: str,
        text: str,
        tokens: list[Token],
        vocabulary: Vocabulary,
        year: int | None,
    ) -> None:
        self._printed = printed
        self._text = text
        self._tokens = tokens
        self._channels_at = [i for i, token in enumerate(tokens) if token.kind == "channel"]
        self._postings: list[Posting] = []
        self._of_mention: dict[int, Posting] = {}
        self._lists = OpenLists()
        self._periods = Periods(text, year)
        self._ahead: list[Posting] = []  # in a bracket before their whole
        self._sentence, self._sentence_span = "", (0, 0)
        self._noted: tuple[Mention | None, list[str]] = (None, [])
        self._implied = vocabulary.implied
        self._channel = ChannelInForce(text, tokens, vocabulary)

    def build(self, mentions: list[Mention]) -> list[Posting]:
        """The postings in order. A number that only repeats one gets the verdict `restated`."""
        for mention in mentions:
            segment = self._tokens[mention.segment : mention.index]
            self._channel.enter(mention.sentence, [t.kind for t in segment[:1]] == _GOES_ON)
            codes = self._codes_of(mention) if mention.taken_for != "numbering" else []
            codes = self._channel.with_accounts(segment, codes)
            if self._names_own_means(mention, codes):
                codes = []
            if self._begins_with_counted(mention, segment):
                codes = [*self._noted[1], *codes]
            elif not codes and self._lists.of_places and self._noted[0] is mention.last:
                codes = self._noted[1]
            if mention.is_posting:
                self._add(mention, segment, codes)
            elif mention.taken_for == "audience" and not codes:
                self._channel.note_weak(segment)  # 专栏访问量 3200 次，发布信息 86 条
            elif codes and (mention.taken_for not in _OF_OTHERS or self._replies_on(mention)):
                self._note(mention, segment, codes)
            if not mention.ahead:
                self._ahead = []
        return self._postings

    def _codes_of(self, mention: Mention) -> list[str]:
        """The channels that the number's own words name; none need be asked where none is near."""
        if mention.token.code:
            return [mention.token.code]  # 50 条(网站)
        first = bisect_left(self._channels_at, mention.segment)
        near = self._channels_at[first : first + 1]
        if not near or near[0] >= mention.index + WORDS_BEHIND:
            return []
        return channels_of(self._text, self._tokens, mention)

    def _replies_on(self, mention: Mention) -> bool:
        """Whether replies were given on the channels that are named, as the means: 通过公众号回复
        留言 460 条，推送资讯 315 条."""
        begin = self._tokens[mention.clause - 1].end if mention.clause else 0
        return mention.taken_for == "reply" and _MEANS.match(self._text, begin) is not None

    def _note(self, mention: Mention, segment: list[Token], codes: list[str]) -> None:
        """Take note of the channels of what is no posting; of a list, of all: 开设公众号 1 个、
        视频号 1 个."""
        last, noted = self._noted
        if last is mention.last and segment and segment[0].kind == "pause":
            codes = [*noted, *codes]
        self._noted = mention, codes
        self._channel.note(codes)
        head = self._of_mention.get(id(mention.head)) if mention.head else None
        if mention.taken_for != "equipment" or not self._lists.counts_places(mention, head):
            self._lists.clear()

    def _begins_with_counted(self, mention: Mention, segment: Sequence[Token]) -> bool:
        """Whether the words begin with the last of channels that were counted: 依托 34 个公示栏、
        68 个微信群推送 2300 条."""
        last = self._noted[0]
        return (
            last is not None
            and last is mention.last
            and bool(segment)
            and (segment[0].kind, segment[0].start) == ("channel", last.token.end)
        )

    def _add(self, mention: Mention, segment: list[Token], codes: list[str]) -> None:
        category = category_of(self._printed, self._text, mention, self._tokens)
        if self._says_again(mention, segment, codes, category):
            return
        kinds = _kinds(segment)
        last = mention.last
        if last is not None and last.opens and not last.is_posting:
            kinds = kinds - {"close"}  # 动态 18 条（撤销 3 条）、公告 9 条: it closes no list
        is_total = "totals" in kinds or "this_year" in kinds <= {"this_year", "comma", "semicolon"}
        ends_bracket = not mention.ahead and bool(self._ahead)
        head = self._of_mention.get(id(mention.head)) if mention.head else None
        if head is not None and mention.neighbour is None and "part_openers" not in kinds:
            head = self._periods.split_by_year(head, segment)
        parent = self._lists.parent_of(mention, head, kinds, codes)
        terms = self._terms(mention) if is_total and not codes else []
        if terms:
            codes = [term.channel for term in terms]
            channel = one_channel(codes)
        else:
            channel = self._channel_of(mention, segment, codes, parent, category)
        if _SHARE_OF_ALL.search(self._text, max(0, mention.token.start - 24), mention.token.start):
            codes, channel = [], "all"
        template = self._posting(mention, segment, codes, channel, category, parent, is_total)
        template.period = self._period(mention, segment, codes, bool(terms), parent)
        own, *others = self._each(mention, codes, channel, category)
        template.channel, template.category = own
        self._append(mention, segment, template)
        for code, name in others:
            self._append(mention, segment, template.of(code, name))
        for part in (*terms, *(self._ahead if ends_bracket else ())):
            part.parent = self._postings[-1]
        self._periods.note(self._postings[-1], segment, codes)

    def _names_own_means(self, mention: Mention, codes: Sequence[str]) -> bool:
        """Whether the number's own clause implies a channel, and those named stand in clauses
        before it that count something else: 展出展板 16 块，发放资料 900 份."""
        if not codes:
            return False
        clause = self._tokens[mention.clause : mention.index]
        if any(token.kind == "channel" for token in clause):
            return False
        unit = mention.number.unit or ""
        implied = any((t.word(self._text), unit) in self._implied for t in clause)
        before = self._tokens[mention.segment : mention.clause]
        return implied and any(token.number is not None for token in before)

    def _says_again(
        self, mention: Mention, segment: list[Token], codes: list[str], category: str | None
    ) -> bool:
        """Whether the number only says a posting again, or gives the exact figure of the last."""
        restated = self._restated(mention, segment, codes, category)
        if restated is not None:
            mention.verdict = Verdict("restated", "the same figure was given before")
            self._of_mention[id(mention)] = restated
            return True
        last = self._postings[-1] if self._postings else None
        if last is None or not exact_figure(last, mention, segment):
            return False
        self._of_mention[id(mention)] = last
        return True

    def _channel_of(
        self,
        mention: Mention,
        segment: list[Token],
        codes: list[str],
        parent: Posting | None,
        category: str | None,
    ) -> str:
        said = Words(
            mention,
            segment,
            codes,
            parent,
            ended=self._lists.ended,
            sibling=self._sibling(segment, parent, category),
            is_rest=(category or "").startswith(_OTHERS) and self._follows_channel(parent),
            is_years_share=self._periods.is_years_share(self._last_top(), segment),
        )
        return self._channel.channel_of(said)

    def _follows_channel(self, parent: Posting | None) -> bool:
        """Whether the last posting is that of a channel, not of a class, and has the same whole."""
        last = self._postings[-1] if self._postings else None
        return (
            last is not None
            and last.parent is parent
            and bool(last.named)
            and last.category is None
        )

    def _posting(
        self,
        mention: Mention,
        segment: Sequence[Token],
        codes: Sequence[str],
        channel: str,
        category: str | None,
        parent: Posting | None,
        is_total: bool,
    ) -> Posting:
        number, token = mention.number, mention.token
        posting = Posting(
            channel=channel,
            category=category,
            count=int(number.value),
            unit=number.unit,
            approximate=number.approximate,
            period="year",
            scope=scope_of(self._text, segment, token.start) or self._scope_before(mention, parent),
            sentence=self._sentence_around(token.start),
            sentence_number=mention.sentence,
            start=token.start,
            end=token.end,
            named=tuple(codes),
            is_total=is_total,
            opens=mention.opens,
            is_carried=self._channel.carried,
            parent=parent,
        )
        if self._channel.guessed:
            posting.doubts.append("its channel is told by how a name ends")
        if self._channel.uneven:
            posting.doubts.append("the channels named are not as many as the figures")
        return posting

    def _sentence_around(self, place: int) -> str:
        """The sentence around a character; that of the posting before, where it is the same."""
        begin, end = self._sentence_span
        if not begin <= place < end or end - begin >= MAX_SENTENCE:
            begin, end = self._sentence_span = sentence_span(self._printed, place)
            self._sentence = self._printed[begin:end].strip()
        return self._sentence

    def _append(self, mention: Mention, segment: Sequence[Token], posting: Posting) -> None:
        last = mention.last
        run = self._of_mention.get(id(last))
        if last is not None and run is not None and self._postings[-1] is run:
            words = self._tokens[last.segment : last.index]
            if replaced_run(run, words, posting, segment):
                last.verdict = Verdict("making", "printed; how many were handed out follows")
                posting.category = run.category
                self._postings.pop()
        self._postings.append(posting)
        if mention.ahead:
            self._ahead.append(posting)
        else:
            self._lists.add(posting)
        self._of_mention[id(mention)] = posting

    def _period(
        self,
        mention: Mention,
        segment: list[Token],
        codes: list[str],
        is_sum: bool,
        parent: Posting | None,
    ) -> str:
        value, start = mention.number.value, mention.token.start
        last = self._last_top()
        kinds = [token.kind for token in segment]
        goes_on = kinds[:1] and kinds[0] in _LISTS and {"verb", "channel"}.isdisjoint(kinds)
        beside = parent or (last if goes_on else None)
        return self._periods.period_of(segment, value, start, last, codes, is_sum, beside)

    def _last_top(self) -> Posting | None:
        """The last posting that is no part of another."""
        return next((one for one in reversed(self._postings) if one.parent is None), None)

    def _sibling(
        self, segment: Sequence[Token], parent: Posting | None, category: str | None
    ) -> Posting | None:
        """The class of items before in the list, which a mark alone parts from this one: in
        网站公开动态 51 条，人事信息 3 条 both are the website's."""
        last = self._postings[-1] if self._postings else None
        if last is None or parent is None or last.parent is not parent:
            return None
        joined = bool(segment) and segment[0].kind in _LISTS and segment[0].start == last.end
        is_class = category is not None or {t.kind for t in segment[1:]} == {"item"}
        of_classes = last.category is not None and is_class
        if not joined or not of_classes or (category or "").startswith(_OTHERS):
            return None
        return last

    def _each(
        self, mention: Mention, codes: list[str], channel: str, category: str | None
    ) -> Iterator[tuple[str, str | None]]:
        """Channel and category of the posting, or of the several that 各 makes of one number."""
        begin = self._tokens[mention.clause - 1].end if mention.clause else 0
        start = mention.token.start
        if len(codes) > 1 and _EACH_OF_THEM.search(self._text, begin, start):
            yield from ((code, category) for code in codes)
        elif not _EACH.search(self._text, begin, start):
            yield channel, category
        else:
            places = self._places(mention)
            name = _EACH.sub("", category or "")
            names = _JOINED.split(_AND_SO_ON.sub("", name)) if not places else [category] * places
            yield from ((channel, one or None) for one in names)

    def _places(self, mention: Mention) -> int:
        """How many places there are of what is counted for each: 镇村两级公示栏各 24 期."""
        for token in self._tokens[mention.segment : mention.index]:
            number = token.number
            if number is not None and number.chinese and number.unit in _PLACES:
                return int(number.value)
        return 0

    def _restated(
        self, mention: Mention, segment: list[Token], codes: list[str], category: str | None
    ) -> Posting | None:
        """The posting that this number only repeats, if it does."""
        if codes or category is not None or not self._postings:
            return None
        last = self._postings[-1]
        if last.count != mention.number.value or last.category is not None:
            return None
        if self._channel.weak_channel(segment) not in (None, last.channel):
            return None
        if None not in (last.unit, mention.number.unit) and last.unit != mention.number.unit:
            return None
        clause = self._tokens[mention.clause : mention.index]
        near = last.channel == "all" or last.sentence_number == mention.sentence
        again = any(token.kind in ("verb", "this_year", "form") for token in clause)
        return last if near and again else None

    def _terms(self, mention: Mention) -> list[Posting]:
        """The last postings at the top in the sentence that the number is the sum of, if it is."""
        terms: list[Posting] = []
        rest = mention.number.value
        for posting in reversed(self._postings[-_MAX_TERMS:]):
            if posting.sentence_number != mention.sentence or rest <= 0:
                break
            if posting.parent is None:
                terms.append(posting)
                rest -= posting.count
        return terms if rest == 0 and len(terms) > 1 else []

    def _scope_before(self, mention: Mention, parent: Posting | None) -> str:
        """The scope of the whole; else the bodies below, where the sentence spoke of them."""
        if parent is not None:
            return parent.scope
        last = self._postings[-1] if self._postings else None
        if last and last.sentence_number == mention.sentence and last.scope == "subordinates":
            return last.scope
        return "self"


def _kinds(segment: Sequence[Token]) -> set[str]:
    kinds = {token.kind for token in segment}
    first, second = segment[:2] if len(segment) > 1 else (None, None)
    if first is None or second is None or first.end != second.start:
        return kinds
    is_act = (first.kind, second.kind) == ("semicolon", "verb")
    return kinds | {"new_act"} if is_act else kinds
