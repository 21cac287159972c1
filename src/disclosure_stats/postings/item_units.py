"""Whether the unit of a number that was posted says that it counts items."""

from collections.abc import Sequence

from disclosure_stats.postings.mentions import Mention
from disclosure_stats.postings.phrases import characters, endings, words
from disclosure_stats.postings.tokens import Token

_SHOWN = words("shown")
_PUBLIC = words("made_public")
_OF_MATTERS = words("units_of_matters")
_NO_MATTERS = endings("no_matters")
_BATCHES = words("units_of_batches")  # 两批共 9300 条
_TIMES = words("times")  # units of acts
_GOES_ON = characters("goes_on")
_ENDS = "。;,、)\n"
_THING_WITHIN = 2  # characters from a unit of things to the noun behind it


def goes_on(tokens: Sequence[Token], mention: Mention) -> bool:
    """Whether 、 alone joins the clause to a posting: 公开行政许可 2 件、行政处罚 3 件."""
    first, last = tokens[mention.segment], mention.last
    if last is None or not last.is_posting:
        return False
    return first.kind == "pause" and first.start == last.token.end


class ItemUnits:
    """Asks of the numbers of a text whether they count items."""

    def __init__(self, text: str, tokens: list[Token]) -> None:
        self._text = text
        self._tokens = tokens

    def _is_summed(self, mention: Mention) -> bool:
        """Whether a total in another unit stands right behind it."""
        behind = self._tokens[mention.index + 1 : mention.index + 3]
        return [token.kind for token in behind] == ["totals", "number"]

    def _counts_showings(self, mention: Mention) -> bool:
        """Whether a count of times is one of postings: with a channel named since the number
        before (每月更新 1 次公开栏，全年更新 12 次), a verb of showing (公示 4 次), in a list."""
        segment = self._tokens[mention.segment : mention.index]
        played = [token.kind for token in segment[-2:]] == ["totals", "verb"]
        made = mention.last is not None and mention.last.taken_for in ("posting", "making")
        if played and made:
            return any(token.kind == "channel" for token in segment)  # 视频 9 条，累计播放 860 次
        return goes_on(self._tokens, mention) or any(
            token.kind == "channel" or token.kind == "verb" and token.word(self._text) in _SHOWN
            for token in segment
        )

    def _is_acted_on(self, mention: Mention) -> bool:
        """Whether a verb of posting stands in the clause; 解读政策 6 次 counts events."""
        return any(t.kind == "verb" for t in self._tokens[mention.clause : mention.index])

    def _counts_matters(self, mention: Mention) -> bool:
        """Whether matters of a named kind were made public: 公开行政许可事项 12 项."""
        if mention.number.unit not in _OF_MATTERS:
            return False
        clause = self._tokens[mention.clause : mention.index]
        verb = next((token for token in reversed(clause) if token.kind == "verb"), None)
        if verb is None or verb.word(self._text) not in _PUBLIC or verb.end == mention.token.start:
            return False
        return not self._text.endswith(_NO_MATTERS, verb.end, mention.token.start)

    def counts_items(self, mention: Mention, noun: Token | None, channels: list[Token]) -> bool:
        """Whether the unit counts items, with the noun at its side: 视频 3 个, 3 个视频."""
        number = mention.number
        if number.unit_class == "item":
            return True
        if number.unit in _BATCHES and self._is_summed(mention):
            return False
        left = self._tokens[mention.index - 1] if mention.index > mention.clause else None
        if left is not None and mention.token.start - left.end > 1:
            left = None
        if number.unit_class == "none":
            return self._is_bare_count(mention, self._named_by(mention, left))
        shows = number.unit in _TIMES or number.unit in _BATCHES
        if channels or shows and self._counts_showings(mention):
            return True
        if self._counts_matters(mention) or self._is_dealt_out(mention):
            return True
        if noun is not None:
            return noun.kind == "item" and noun.start - mention.token.end <= _THING_WITHIN
        return self._by_its_left(mention, left)

    def _is_dealt_out(self, mention: Mention) -> bool:
        """Whether 、 alone stands between it and a posting: 分别更新 210 篇、66 个、58 个."""
        first = self._tokens[mention.segment]
        return first.end == mention.token.start and goes_on(self._tokens, mention)

    def _by_its_left(self, mention: Mention, left: Token | None) -> bool:
        """Whether the word right before says it, or the number before it in the list."""
        number = mention.number
        if number.unit in _OF_MATTERS and not self._is_acted_on(mention):
            clause = self._tokens[mention.clause : mention.index]
            if mention.head is None or any(token.kind == "weak_verb" for token in clause):
                # 公开 300 条，服务事项 120 项; 其中动态 96 条；上线服务事项 120 项
                return self._is_of_list(mention)
        if left is not None and left.kind in ("item", "verb", "weak_verb", "totals", "class"):
            if number.unit in _TIMES and (left.kind != "item" or not self._is_acted_on(mention)):
                return self._sums_up(mention)  # 全年更新三次, 讲解政策 12 场
            behind = self._text[mention.token.end : mention.token.end + 1]
            return not behind.isalpha() or behind in _GOES_ON
        return self._is_of_list(mention)

    def _is_of_list(self, mention: Mention) -> bool:
        """Whether the number before it in the list is a posting in its unit."""
        model = mention.head or mention.neighbour
        return model is not None and model.is_posting and model.number.unit == mention.number.unit

    def _sums_up(self, mention: Mention) -> bool:
        """Whether it is the total of the postings before it in their unit: 合计公开 224 次."""
        model = mention.neighbour
        clause = self._tokens[mention.clause : mention.index]
        return (
            model is not None
            and model.is_posting
            and model.number.unit == mention.number.unit
            and any(token.kind == "totals" for token in clause)
        )

    def _named_by(self, mention: Mention, left: Token | None) -> Token | None:
        """The word that names a bare number, which a colon or a bracket may part from it:
        信息数：257, 文件（11）."""
        before = self._tokens[mention.index - 1] if mention.index > mention.segment else None
        is_parted = before is not None and before.kind in ("colon", "open")
        if not is_parted or mention.index - 1 <= mention.segment:
            return left
        return self._tokens[mention.index - 2]

    def _is_bare_count(self, mention: Mention, left: Token | None) -> bool:
        """Whether a number without a unit counts items: 公开信息 860。"""
        model = mention.last
        is_named = left is not None and left.kind == "item"
        if model is not None and model.taken_for == "audience" and not is_named:
            return False  # 点赞 860，转发 320
        said = left is not None and left.kind in ("item", "totals", "verb", "channel", "class")
        said = said or model is not None and model.is_posting and model.number.unit is None
        behind = self._text[mention.token.end : mention.token.end + 1]
        return said and (not behind or behind in _ENDS)
