"""The channel of each posting: named with it, or in force from what was said before."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from disclosure_stats.postings.channels import by_unknown_name, is_both_lines, one_channel
from disclosure_stats.postings.headings import GoverningChannels
from disclosure_stats.postings.mentions import Mention
from disclosure_stats.postings.model import Posting
from disclosure_stats.postings.phrases import endings, pattern, words
from disclosure_stats.postings.tokens import Token, deals_out
from disclosure_stats.postings.vocabulary import Vocabulary

_OCCASIONS = frozenset({"meeting", "print", "reading_point"})
_PLAYED = frozenset({"screen", "broadcast"})
_MEETING_UNITS = words("meeting_units")
# After these the channel is no longer the meeting or the leaflet that was spoken of before.
_GENERAL_VERBS = words("general_verbs")
_ON_THE_WEB = pattern("on_the_web")
_ANY_OF_THEM = pattern("any_of_them")
_PLATFORM = words("platform")
_OF_ISSUES = words("units_of_issues")
_OUTCOMES = endings("outcomes")  # 补贴发放情况 12 份 were not handed out
_NEW_CLAUSE = frozenset({"semicolon", "new_start"})
_SETS_COLUMN = pattern("sets_column")
_FARTHEST_SET_UP = 24  # characters
_ACCOUNTS = frozenset({"wechat", "weibo", "short_video", "new_media"})
_JUST_BEFORE = 10  # characters
_MAX_RUN_LENGTH = 12  # tokens


@dataclass(frozen=True, slots=True)
class Words:
    """What is said of a posting: `segment` are the tokens between its number and the one before,
    `codes` the channels that they name; `parent` is its whole, `ended` the whole of the list that
    has just ended, `sibling` the class of items before it in the list, where 、 alone joins them;
    `is_rest` whether it is called the rest, 其他, behind a channel in its list, `is_years_share`
    whether it is this year's beside a figure of many years."""

    mention: Mention
    segment: Sequence[Token]
    codes: Sequence[str]
    parent: Posting | None
    ended: Posting | None
    sibling: Posting | None
    is_rest: bool
    is_years_share: bool

    @property
    def start(self) -> int:
        """Where its number stands."""
        return self.mention.token.start

    @property
    def unit(self) -> str | None:
        """Its unit."""
        return self.mention.number.unit


class ChannelInForce:
    """Follows the channels through a text, sentence by sentence."""

    def __init__(self, text: str, tokens: list[Token], vocabulary: Vocabulary) -> None:
        self._text = text
        self._implied = vocabulary.implied
        self._tokens = tokens
        self._accounts: dict[str, str] = {}  # names in quotes, and the channel they came with
        self._sentence = 0
        self._last: str | None = None  # named last in the sentence
        self._counted: list[tuple[str, str | None]] = []  # channels with the units of their counts
        self._respective: list[str] = []  # channels that wait for their numbers: 分别
        self._is_uneven = False  # these are not as many as the numbers
        self.carried = False  # whether it was named for another figure
        self.uneven = False  # whether the last channel given is one of these
        self.guessed = False  # whether the last channel given rests on how a name ends

    def enter(self, sentence: int, goes_on: bool) -> None:
        """Begin the sentence of this number, if it is not begun. One that `goes_on` from the one
        right before, 其中…, is on its channels still."""
        last, self._sentence = self._sentence, sentence
        if sentence != last and not (goes_on and sentence == last + 1):
            self._last = None
            self._counted = []
            self._respective = []
            self._is_uneven = False

    def with_accounts(self, segment: Sequence[Token], codes: list[str]) -> list[str]:
        """`codes`, or where they are none, the channel that an account named here had before."""
        if not codes and not self._accounts:
            return codes
        names = [token.word(self._text) for token in segment if token.kind == "name"]
        if codes:
            self._accounts.update(dict.fromkeys(names, one_channel(codes)))
            return codes
        return [self._accounts[name] for name in names if name in self._accounts][-1:]

    def note(self, codes: Sequence[str]) -> None:
        """Take note of channels that were named, but not counted."""
        self._last, self._counted = one_channel(codes), []

    def note_weak(self, segment: Sequence[Token]) -> None:
        """Take note of a channel that a weak name gives, and that was not counted."""
        weak = self.weak_channel(segment)
        if weak is not None:
            self._last, self._counted = weak, []

    def channel_of(self, said: Words) -> str:
        """The channel of a posting of which this is said."""
        self.guessed = self.carried = False
        self._begin_dealing(said)
        self.uneven = self._is_uneven
        if said.codes:
            self._last = one_channel(said.codes)
            self._counted.append((self._last, said.unit))
            is_part = said.parent is not None
            channel = "other" if self._last == "all" and is_part else self._last
        else:
            channel = self._unnamed(said)
        if self._respective:
            channel = self._respective.pop(0)
        return channel

    def _begin_dealing(self, said: Words) -> None:
        """Let the channels wait for a number each, where 分别 or the numbers themselves say so."""
        several = len(said.codes) > 1
        units = self._units_in_a_row(said.mention) if several else []
        if several and (
            units.count(said.unit) == len(said.codes)
            or any(deals_out(self._text, token) for token in said.segment)
        ):
            self._respective = list(said.codes)
            self._is_uneven = 1 < len(units) != len(said.codes)
        elif said.codes:
            self._is_uneven = False
        # 网站、公众号公开 9 条, 分别为 4 条
        named = said.parent.named if said.parent is not None else ()
        last = said.segment[-1:]
        if not said.codes and len(named) > 1 and last and deals_out(self._text, last[0]):
            self._respective = list(named)

    def _units_in_a_row(self, mention: Mention) -> list[str | None]:
        """The units of the counts that stand from here on with 、 or 和 alone between them."""
        units = [mention.number.unit]
        for token in self._tokens[mention.index + 1 : mention.index + _MAX_RUN_LENGTH]:
            if token.number is not None:
                units.append(token.number.unit)
            elif token.kind != "pause":
                break
        return units

    def _unnamed(self, said: Words) -> str:
        """The channel of a posting whose words name none."""
        parent = said.parent
        if parent is not None and parent.channel != "all":
            return parent.channel
        governing = self._governing
        at_end = governing.end_at(said.start)
        if at_end is not None:
            return at_end
        implied = self._implied_by(said)
        weak = self.weak_channel(said.segment) or self._guess(said.segment, said.unit)
        if weak is not None and implied is None:
            if self._is_column_of_last(said):
                return self._last or weak
            self._last = weak
            self._counted.append((weak, said.unit))
            return weak
        if said.sibling is not None:
            return said.sibling.channel
        if implied is not None:
            return implied
        if said.is_rest:
            return "other"  # 网站 96 条、政务微信 69 条、其他 12 条
        if parent is not None:
            return parent.channel
        if said.ended is not None:
            self.carried = said.ended.channel != "all"
            return said.ended.channel
        last = self._last_named(said)
        self.carried = last is not None and any(t.kind in _NEW_CLAUSE for t in said.segment)
        return last or governing.channel_at(said.start) or "all"

    @cached_property
    def _governing(self) -> GoverningChannels:
        return GoverningChannels(self._text, self._tokens)

    def _is_column_of_last(self, said: Words) -> bool:
        """Whether a column was set up on the account spoken of: 公众号设“…”栏目，推送 28 期；设“…”
        栏目，推送 17 期."""
        if self._last not in _ACCOUNTS:
            return False
        column = next((t for t in reversed(said.segment) if t.kind == "weak_channel"), None)
        if column is None or column.code != "website":
            return False
        begin = max(0, column.start - _FARTHEST_SET_UP)
        return _SETS_COLUMN.search(self._text, begin, column.start) is not None

    def _implied_by(self, said: Words) -> str | None:
        verbs = (t for t in reversed(said.segment) if not self._text.startswith(_OUTCOMES, t.end))
        found = (self._implied.get((t.word(self._text), said.unit or "")) for t in verbs)
        return next((code for code in found if code is not None), None)

    def _last_named(self, said: Words) -> str | None:
        """The channel named last in the sentence, where it is still the one that is spoken of."""
        verbs = {token.word(self._text) for token in said.segment if token.kind == "verb"}
        sums_up = any(token.kind in ("totals", "cumulative") for token in said.segment)
        if sums_up and self._is_shared(said.unit, bool(verbs)) and not said.is_years_share:
            return None
        if by_unknown_name(self._text, said.segment):
            return None
        kinds = [token.kind for token in said.segment]
        replies = any(token.code == "reply" for token in said.segment)
        if kinds[:1] == ["comma"] and replies and not verbs:
            return None  # ，镇长信箱答复 17 条
        if kinds[:1] == ["semicolon"] and "this_year" in kinds and verbs & _GENERAL_VERBS:
            return None  # ；全年公开信息 90 条 publishes anew
        if self._last in _OCCASIONS and verbs & _GENERAL_VERBS:
            return None
        if self._last in _PLAYED and kinds[:1] == ["semicolon"] and verbs & _GENERAL_VERBS:
            return None  # 电子屏公示 96 件；公开指南 12 份
        if self._last == "meeting" and said.unit not in _MEETING_UNITS:
            return None
        return self._last

    def weak_channel(self, segment: Sequence[Token]) -> str | None:
        """The channel of a name that says little: 专栏 is a website's, “…”平台 an account on new
        media, 各类平台 none in particular."""
        position = next(
            (at for at in reversed(range(len(segment))) if segment[at].kind == "weak_channel"), None
        )
        if position is None:
            return None
        token = segment[position]
        if is_both_lines(self._text, segment):
            return "all"
        if _ANY_OF_THEM.search(self._text, max(0, token.start - _JUST_BEFORE), token.start):
            return None
        before = segment[position - 1] if position else None
        if before is None or before.kind != "name" or before.end != token.start:
            return token.code
        if before.code == "all":
            return before.code  # “一栏两网三微”平台
        is_account = token.word(self._text) in _PLATFORM
        is_on_web = _ON_THE_WEB.search(before.word(self._text)) is not None
        return "new_media" if is_account and not is_on_web else token.code

    def _guess(self, segment: Sequence[Token], unit: str | None) -> str | None:
        """The channel that an unknown name seems to be by how it ends."""
        code = next((t.code for t in reversed(segment) if t.kind == "name" and t.code), None)
        if code is None and unit in _OF_ISSUES:  # 《社区之声》 6 期: a bulletin
            titles = (t.word(self._text) for t in segment if t.kind == "name")
            code = "print" if any(title.startswith("《") for title in titles) else None
        self.guessed = code is not None
        return code

    def _is_shared(self, unit: str | None, acts: bool) -> bool:
        """Whether a total in this unit is of more than the channel named last: 推送 26 期，共发布
        86 条 is that channel's alone, as is what has no verb (`acts`) in a unit of its own."""
        if (self._last, unit) in self._counted:
            return acts or len(self._counted) > 1
        return acts and any(channel != self._last for channel, _ in self._counted)
