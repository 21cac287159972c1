"""The channel of each posting: named with it, or in force from what was said before."""

from disclosure_stats.postings.channels import is_both_lines, one_channel
from disclosure_stats.postings.headings import channels_of_headings
from disclosure_stats.postings.mentions import CLAUSE_ENDS
from disclosure_stats.postings.model import Posting
from disclosure_stats.postings.phrases import endings, pattern, words
from disclosure_stats.postings.tokens import Token
from disclosure_stats.postings.vocabulary import Vocabulary

_OCCASIONS = frozenset({"meeting", "print", "reading_point"})
_MEETING_UNITS = words("meeting_units")
# After these the channel is no longer the meeting or the leaflet that was spoken of before.
_GENERAL_VERBS = words("general_verbs")
_ON_THE_WEB = pattern("on_the_web")
_ANY_OF_THEM = pattern("any_of_them")
_PLATFORM = words("platform")
_DEALT_OUT = endings("dealt_out")


class ChannelInForce:
    """Follows the channels through a text, sentence by sentence."""

    def __init__(self, text: str, tokens: list[Token], vocabulary: Vocabulary) -> None:
        self._text = text
        self._implied = vocabulary.implied
        self._headings = channels_of_headings(text, tokens)
        self._accounts: dict[str, str] = {}  # names in quotes, and the channel they came with
        self._sentence = 0
        self._last: str | None = None  # named last in the sentence
        self._counted: list[tuple[str, str | None]] = []  # channels with the units of their counts
        self._respective: list[str] = []  # channels that wait for their numbers: 分别
        self.guessed = False  # whether the last channel given rests on how a name ends

    def enter(self, sentence: int) -> None:
        """Begin the sentence of this number, if it is not begun."""
        if sentence != self._sentence:
            self._sentence = sentence
            self._last = None
            self._counted = []
            self._respective = []

    def with_accounts(self, segment: list[Token], codes: list[str]) -> list[str]:
        """`codes`, or where they are none, the channel that an account named here had before."""
        names = [self._word(token) for token in segment if token.kind == "name"]
        if codes:
            self._accounts.update(dict.fromkeys(names, one_channel(codes)))
            return codes
        return [self._accounts[name] for name in names if name in self._accounts][-1:]

    def note(self, codes: list[str]) -> None:
        """Take note of channels that were named, but not counted."""
        self._last, self._counted = one_channel(codes), []

    def note_weak(self, segment: list[Token]) -> None:
        """Take note of a channel that a weak name gives, and that was not counted."""
        weak = self._weak_channel(segment)
        if weak is not None:
            self._last, self._counted = weak, []

    def channel_of(
        self,
        segment: list[Token],
        codes: list[str],
        unit: str | None,
        parent: Posting | None,
        ended: Posting | None,
        run: int,
    ) -> str:
        """The channel of a posting.

        `segment` are the tokens since the number before, `codes` the channels that they name, `run`
        is how many numbers stand here with 、 alone between them;
        `parent` is the whole of the posting, `ended` the whole of the list that has just ended.
        """
        self.guessed = False
        if len(codes) > 1 and (run == len(codes) or any(map(self._deals_out, segment))):
            self._respective = list(codes)
        dealt = bool(segment) and self._deals_out(segment[-1])  # 网站、公众号公开 9 条, 分别为 4 条
        if dealt and not codes and parent is not None and len(parent.named) > 1:
            self._respective = list(parent.named)
        if codes:
            self._last = one_channel(codes)
            self._counted.append((self._last, unit))
            channel = "other" if self._last == "all" and parent is not None else self._last
        else:
            channel = self._unnamed(segment, unit, parent, ended)
        if self._respective and (codes or dealt or not _has_words(segment)):
            channel = self._respective.pop(0)
        return channel

    def _unnamed(
        self, segment: list[Token], unit: str | None, parent: Posting | None, ended: Posting | None
    ) -> str:
        """The channel of a posting whose words name none."""
        if parent is not None and parent.channel != "all":
            return parent.channel
        weak = self._weak_channel(segment) or self._guess(segment)
        if weak is not None:
            self._last = weak
            return weak
        if parent is not None:
            return parent.channel
        verbs = {self._word(token) for token in segment if token.kind == "verb"}
        for token in reversed(segment) if unit else ():
            implied = self._implied.get((self._word(token), unit or ""))
            if implied is not None:
                return implied
        if ended is not None:
            return ended.channel
        is_total = verbs and "totals" in {token.kind for token in segment} and self._is_shared(unit)
        is_other_act = (
            self._last in _OCCASIONS
            and verbs & _GENERAL_VERBS
            or self._last == "meeting"
            and unit not in _MEETING_UNITS
        )
        if self._last and not is_total and not is_other_act:
            return self._last
        return self._headings.get(self._sentence, "all")

    def _weak_channel(self, segment: list[Token]) -> str | None:
        """The channel of a name that says little: 专栏 is a website's, “…”平台 an account on new
        media, 各类平台 none in particular."""
        for position in range(len(segment) - 1, -1, -1):
            token = segment[position]
            if token.kind == "weak_channel":
                break
        else:
            return None
        if is_both_lines(self._text, segment):
            return "all"
        if _ANY_OF_THEM.search(self._text, max(0, token.start - 3), token.start):
            return None
        before = segment[position - 1] if position else None
        named = before is not None and before.kind == "name" and before.end == token.start
        if (
            named
            and before
            and self._word(token) in _PLATFORM
            and not _ON_THE_WEB.search(self._word(before))
        ):
            return "new_media"
        return token.code

    def _guess(self, segment: list[Token]) -> str | None:
        """The channel that an unknown name seems to be by how it ends."""
        code = next((t.code for t in reversed(segment) if t.kind == "name" and t.code), None)
        self.guessed = code is not None
        return code

    def _is_shared(self, unit: str | None) -> bool:
        """Whether a total in this unit is of more than the channel named last: 推送 26 期，共发布
        86 条 is that channel's alone."""
        if (self._last, unit) in self._counted:
            return True
        return any(channel != self._last for channel, _ in self._counted)

    def _deals_out(self, token: Token) -> bool:
        """Whether the word is 分别, 依次 or the like: a number to each of what was named."""
        return token.kind == "respective" or self._word(token).startswith(_DEALT_OUT)

    def _word(self, token: Token) -> str:
        return self._text[token.start : token.end]


def _has_words(segment: list[Token]) -> bool:
    return any(token.kind not in CLAUSE_ENDS and token.kind != "pause" for token in segment)
