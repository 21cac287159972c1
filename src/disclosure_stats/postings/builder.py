"""The numbers that were taken for postings, made into postings, in one way through the text."""

import re

from disclosure_stats.postings.categories import category_of
from disclosure_stats.postings.behind import channels_of
from disclosure_stats.postings.channels import one_channel
from disclosure_stats.postings.in_force import ChannelInForce
from disclosure_stats.postings.mentions import Mention, Verdict
from disclosure_stats.postings.model import Posting, sentence_at
from disclosure_stats.postings.periods import Periods
from disclosure_stats.postings.scopes import scope_of
from disclosure_stats.postings.tokens import Token
from disclosure_stats.postings.vocabulary import Vocabulary
from disclosure_stats.postings.wholes import OpenLists

_EACH = re.compile(
    "各自?(?:公开|发布|推送|更新|张贴|转发|摆放|放置|发放|公示|播放|播出"
    "|政府|政务|信息|资料|公告|通知)*+$"
)
# After these the channels named with them are not those of what follows.
_OF_OTHERS = frozenset(
    {"request", "reply", "activity", "removal", "comparison", "earlier_year", "making"}
)
_PLACES = frozenset({"级", "处", "个", "家"})  # 镇村两级公示栏各 24 期
_LONGEST_RUN = 12  # tokens
_MOST_TERMS = 40  # of a sum within a sentence


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
        self._postings: list[Posting] = []
        self._of_mention: dict[int, Posting] = {}
        self._lists = OpenLists()
        self._periods = Periods(text, year)
        self._ahead: list[Posting] = []  # in a bracket before their whole
        self._channel = ChannelInForce(text, tokens, vocabulary)

    def build(self, mentions: list[Mention]) -> list[Posting]:
        """The postings in order. A number that only repeats one gets the verdict `restated`."""
        for mention in mentions:
            self._channel.enter(mention.sentence)
            segment = self._tokens[mention.segment : mention.index]
            codes = channels_of(self._text, self._tokens, mention)
            codes = self._channel.with_accounts(segment, codes)
            if mention.is_posting:
                self._add(mention, segment, codes)
            elif mention.taken_for == "audience" and not codes:
                self._channel.note_weak(segment)  # 专栏访问量 3200 次，发布信息 86 条
            elif codes and mention.taken_for not in _OF_OTHERS:
                self._channel.note(codes)
                self._lists.clear()
            if not mention.ahead:
                self._ahead = []
        return self._postings

    def _add(self, mention: Mention, segment: list[Token], codes: list[str]) -> None:
        category = category_of(self._printed, mention, self._tokens)
        restated = self._restated(mention, codes, category)
        if restated is not None:
            mention.verdict = Verdict("restated", "the same figure was given before")
            self._of_mention[id(mention)] = restated
            return
        if self._gives_exactly(mention, segment):
            return
        number, token = mention.number, mention.token
        kinds = {token.kind for token in segment}
        if [token.kind for token in segment[:2]] == ["semicolon", "verb"]:
            kinds.add("new_act")
        is_total = "totals" in kinds or "this_year" in kinds <= {"this_year", "comma", "semicolon"}
        head = self._of_mention.get(id(mention.head)) if mention.head else None
        ends_bracket = not mention.ahead and bool(self._ahead)
        if mention.ahead or ends_bracket:
            kinds -= {"open", "close"}  # 文件(含通告2件)17件: the list goes on around the bracket
        parent = self._lists.parent_of(mention, head, kinds, codes)
        last = next((one for one in reversed(self._postings) if one.parent is None), None)
        terms = self._terms(mention) if is_total and not codes else []
        period = self._periods.period_of(
            segment, number.value, token.start, last, codes, bool(terms)
        )
        run = self._run_from(mention.index) if len(codes) > 1 else 1
        if terms:
            codes = [term.channel for term in terms if term.channel != "all"]
            channel = one_channel([term.channel for term in terms])
        else:
            ended = self._lists.ended
            channel = self._channel.channel_of(segment, codes, number.unit, parent, ended, run)
        for code, name in self._each(mention, codes if run == 1 else [], channel, category):
            posting = Posting(
                channel=code,
                category=name,
                count=int(number.value),
                unit=number.unit,
                approximate=number.approximate,
                period=period,
                scope=scope_of(self._text, segment) or self._scope_before(mention, parent),
                sentence=sentence_at(self._printed, token.start),
                sentence_number=mention.sentence,
                start=token.start,
                end=token.end,
                named=tuple(codes),
                is_total=is_total,
                opens=mention.opens,
                parent=parent,
            )
            if self._channel.guessed:
                posting.doubts.append("its channel is told by how a name ends")
            self._replace_run(mention, segment, posting)
            self._postings.append(posting)
            if mention.ahead:
                self._ahead.append(posting)
            else:
                self._lists.add(posting)
            self._of_mention[id(mention)] = posting
        for term in terms:
            term.parent = self._postings[-1]
        self._periods.note(self._postings[-1], segment, codes)
        if ends_bracket:
            whole = self._postings[-1]
            for part in self._ahead:
                part.parent = whole

    def _each(
        self, mention: Mention, codes: list[str], channel: str, category: str | None
    ) -> list[tuple[str, str | None]]:
        """Channel and category of the posting, or of the several that 各 makes of one number."""
        begin = self._tokens[mention.clause - 1].end if mention.clause else 0
        if not _EACH.search(self._text, begin, mention.token.start):
            return [(channel, category)]
        if len(codes) > 1:
            return [(code, category) for code in codes]
        for token in self._tokens[mention.segment : mention.index]:
            number = token.number
            if number is not None and number.chinese and number.unit in _PLACES:
                return [(channel, category)] * int(number.value)
        names = re.split("[、和及与]", (category or "").removesuffix("各"))
        return [(channel, name or None) for name in names]

    def _restated(self, mention: Mention, codes: list[str], category: str | None) -> Posting | None:
        """The posting that this number only repeats, if it does."""
        if codes or category is not None or not self._postings:
            return None
        last = self._postings[-1]
        if last.count != mention.number.value or last.category is not None:
            return None
        clause = self._tokens[mention.clause : mention.index]
        near = last.channel == "all" or last.sentence_number == mention.sentence
        again = any(token.kind in ("verb", "this_year", "form") for token in clause)
        return last if near and again else None

    def _gives_exactly(self, mention: Mention, segment: list[Token]) -> bool:
        """Whether it is the exact figure of the approximate posting before, which then has it."""
        last = self._postings[-1] if self._postings else None
        if last is None or not last.approximate or last.unit != mention.number.unit:
            return False
        if all(token.kind != "exactly" for token in segment):
            return False
        last.count, last.approximate = int(mention.number.value), False
        last.start, last.end = mention.token.start, mention.token.end
        self._of_mention[id(mention)] = last
        return True

    def _run_from(self, index: int) -> int:
        """How many counts in one unit stand from here on with 、 or 和 alone between them."""
        run, first = 1, self._tokens[index]
        for token in self._tokens[index + 1 : index + _LONGEST_RUN]:
            if token.number is not None and token.number.unit == getattr(first.number, "unit", ""):
                run += 1
            elif token.kind != "pause":
                break
        return run

    def _replace_run(self, mention: Mention, segment: list[Token], posting: Posting) -> None:
        """Drop the print run before, where the posting says how many of it were handed out."""
        last = mention.last
        run = self._of_mention.get(id(last))
        if last is None or run is None or self._postings[-1] is not run:
            return
        same = posting.channel == run.channel == "print" and posting.unit == run.unit
        if not same or posting.named or posting.category or posting.count > run.count:
            return
        words = self._tokens[last.segment : last.index]
        made = any(token.kind == "strong" and token.code == "making" for token in words)
        if made and any(token.kind == "verb" for token in segment):
            last.verdict = Verdict("making", "printed; how many were handed out follows")
            posting.category = run.category
            self._postings.pop()

    def _terms(self, mention: Mention) -> list[Posting]:
        """The last postings at the top in the sentence that the number is the sum of, if it is."""
        terms: list[Posting] = []
        rest = mention.number.value
        for posting in reversed(self._postings[-_MOST_TERMS:]):
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
