"""Places of a sentence at which readings go wrong more often than elsewhere, whatever its words."""

from collections.abc import Iterator

from disclosure_stats.postings.channels import by_unknown_name
from disclosure_stats.postings.mentions import Mention
from disclosure_stats.postings.model import Posting
from disclosure_stats.postings.phrases import pattern, words
from disclosure_stats.postings.questions import Reading
from disclosure_stats.postings.wholes import OF_SEVERAL

_TIMES = words("times")
_OTHER_ACTS = frozenset({"making", "removal", "request", "reply", "activity", "adoption"})
_FEW = 3
_FIGURES_BACK = 3
NOT_SURE = "the second reader is not sure that it is a posting"
OF_OTHERS = "the number before it counts no posting, and it has no verb of its own"
LED_ALONE = "nothing but the number before it says that it was posted"
ON_MEANS_BEFORE = "the sentence before names one channel as the means, and it names none"
_MEANS = pattern("means")


class Uneasy:
    """Says of the postings of a reading why each may be read wrongly, for where it stands."""

    def __init__(self, reading: Reading, settled: set[int]) -> None:
        self._text = reading.text
        self._tokens = reading.tokens
        self._settled = settled
        self._by_start = {mention.token.start: mention for mention in reading.mentions}
        self._unclear: dict[int, list[Mention]] = {}
        for mention in reading.mentions:
            if mention.taken_for == "unclear":
                self._unclear.setdefault(mention.sentence, []).append(mention)
        self._means = set(_means_alone(reading))
        self._tops: list[Posting] = []  # the last figures at the top
        self._totals: set[tuple[int, str | None]] = set()  # counts and units at the top
        self._last: Posting | None = None
        self._of_whole: tuple[Posting | None, Posting | None] = (None, None)

    def reasons(self, posting: Posting) -> Iterator[str]:
        """The reasons, in words. The postings must be asked for in order."""
        mention = self._by_start.get(posting.start)
        whole = posting.parent
        if posting.channel == "all" and not posting.named:
            follows = whole is None and posting.sentence_number - 1 in self._means
            if follows or whole is not None and ON_MEANS_BEFORE in whole.doubts:
                yield ON_MEANS_BEFORE
        if mention is not None and id(posting) not in self._settled:
            if posting.parent is None:
                if self._may_be_part_of_unclear(posting, mention):
                    yield "a number of its sentence that may be its whole was not understood"
                whole = self._whole_before(posting, mention)
                if whole is not None:
                    self._of_whole = (posting, whole)
                    yield f"it may be a part of {whole.count}, which stands before it"
            yield from self._of_its_words(posting, mention)
            if self._may_be_told_again(posting):
                yield "a figure as large stands before it"
            if self._speaks_of_other_year(posting, mention):
                yield "its words speak of another year too"
        self._last = posting
        if posting.parent is None:
            self._tops = [*self._tops[1 - _FIGURES_BACK :], posting]

    def _of_its_words(self, posting: Posting, mention: Mention) -> Iterator[str]:
        """What the words and the figure itself, or the number before, leave open."""
        clause = self._tokens[mention.clause : mention.index]
        kinds = {token.kind for token in clause}
        if posting.unit in _TIMES and not posting.named:
            yield "it counts times, and no channel is named with it"
        if posting.channel == "all" and not posting.named and by_unknown_name(self._text, clause):
            yield "the name of its channel is not known"
        if mention.number.chinese and posting.count <= _FEW:
            yield "so small a number in words is often none"
        before = mention.neighbour
        after_other = before is not None and before.taken_for in _OTHER_ACTS
        if after_other and "verb" not in kinds and not posting.named:
            yield OF_OTHERS
        whole = posting.parent
        own = {*OF_SEVERAL, *posting.named}
        if whole is not None and posting.named and whole.channel not in own:
            yield "it is on another channel than its whole"
        if whole is not None and mention.opens and posting.count > whole.count:
            yield "it is larger than its whole"

    def _may_be_told_again(self, posting: Posting) -> bool:
        """Whether a total of nothing in particular may be one given before, in other words."""
        if posting.parent is not None or posting.channel != "all" or posting.named:
            return False
        if posting.category is None and (posting.count, posting.unit) in self._totals:
            return True
        self._totals.add((posting.count, posting.unit))
        return False

    def _may_be_part_of_unclear(self, posting: Posting, mention: Mention) -> bool:
        return posting.count > 0 and any(
            one.number.unit == posting.unit and one.number.value >= posting.count
            for one in self._unclear.get(mention.sentence, ())
        )

    def _whole_before(self, posting: Posting, mention: Mention) -> Posting | None:
        """A figure of items of no class right before it, and as large, that no word says it to be
        a part of, nor otherwise."""
        kinds = [token.kind for token in self._tokens[mention.segment : mention.index]]
        if "verb" in kinds or "semicolon" in kinds:
            return None
        if kinds[:1] == ["pause"]:  # what holds of the first of a list holds of the next
            last, whole = self._of_whole
            return whole if last is not None and last is self._last else None
        for whole in reversed(self._tops):
            if posting.sentence_number - whole.sentence_number > 1:
                break
            if whole.category is not None or whole.count <= posting.count:
                continue
            may_hold = "all" if posting.named else posting.channel
            if whole.unit == posting.unit and whole.channel == may_hold:
                return whole
        return None

    def _speaks_of_other_year(self, posting: Posting, mention: Mention) -> bool:
        if posting.period != "year" or mention.compared is not None:
            return False
        said = self._tokens[mention.segment : mention.index]
        if any(token.kind == "reaching" for token in said):
            return False
        years = {token.number.value for token in said if token.number and token.number.is_year}
        return len(years) > 1 or any(
            token.code == "comparison" and token.kind == "strong" for token in said
        )


def _means_alone(reading: Reading) -> Iterator[int]:
    """The sentences that do no more than name one channel as the means: 充分发挥公众号作用。"""
    sentence = begin = 0
    codes: set[str] = set()
    says_more = False
    for token in reading.tokens:
        if token.kind == "stop":
            is_means = _MEANS.search(reading.text, begin, token.start) is not None
            if len(codes) == 1 and is_means and not says_more:
                yield sentence
            sentence, begin, codes, says_more = sentence + 1, token.end, set(), False
        elif token.kind == "channel":
            codes.add(token.code)
        elif token.kind in ("verb", "number"):
            says_more = True
