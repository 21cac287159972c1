"""Whether a verb of posting says that something was posted, or belongs to the name of something."""

from collections.abc import Sequence

from disclosure_stats.postings.mentions import OPENERS, Mention
from disclosure_stats.postings.phrases import characters, endings, pattern, words
from disclosure_stats.postings.tokens import MIN_UNKNOWN_WORD, Token

_NOT_PUBLIC = frozenset({"making", "removal", "request"})
_OF_ANSWERS = OPENERS | {"totals", "this_year", "numbered", "name", "class", "item"}
_LIGHT = characters("light")  # before a verb that still begins its clause
_GOES_ON = characters("goes_on")
_ANSWERED = pattern("answered")
_REPLY = pattern("reply")
_CLASSIFIED = pattern("classified")
_PUBLIC = words("public")
_DISCLOSED = words("disclosed")
_MADE_PUBLIC = words("made_public")
_OF_OBJECTS = words("what_objects_are_for")
_OF_CLASS = endings("of_class")
_ATTRIBUTE = endings("attribute")
_DONE_IN_PUBLIC = endings("done_in_public")
_MATTERS = endings("matters")
_PAUSE = "、"
_CLASSIFIED_WITHIN = 6  # characters


class PostingVerbs:
    """Asks of the verbs of posting of a text what they say."""

    def __init__(self, text: str) -> None:
        self._text = text

    def is_other_word(self, verb: Token) -> bool:
        """Whether it is a noun or an adverb, and no verb of its clause."""
        return self._is_noun(verb) or self._is_adverb(verb)

    def begins(self, clause: Sequence[Token], token: Token) -> bool:
        """Whether nothing but light words stands before a word in its clause."""
        return not self._text[clause[0].start : token.start].strip(_LIGHT + _PAUSE)

    def names_published(self, mention: Mention, before: Sequence[Token], token: Token) -> bool:
        """Whether a word is part of the name of what was made public: 公开典型回复 11 件, 公开
        调解案例 4 个."""
        verb = next((one for one in reversed(before) if one.kind == "verb"), None)
        if verb is None or verb.word(self._text) not in _MADE_PUBLIC:
            return False
        return max(token.start - verb.end, mention.token.start - token.end) >= MIN_UNKNOWN_WORD

    def is_attribute(self, before: Token, verb: Token) -> bool:
        """Whether 公开 right behind another verb is part of its object: 制作公开流程图 58 张."""
        is_right_behind = before.code in _NOT_PUBLIC and before.end == verb.start
        return is_right_behind and verb.word(self._text) in _PUBLIC

    def is_of_object(self, clause: Sequence[Token], before: Sequence[Token], verb: Token) -> bool:
        """Whether 公开 belongs to what the verb that begins the clause was done to: 审核村级公开
        内容 190 期."""
        first = before[0] if before else None
        if first is None or first.code != "making" or verb.word(self._text) not in _OF_OBJECTS:
            return False
        between = self._text[first.end : verb.start]
        object_behind = any(t.kind == "item" and t.start == verb.end for t in clause)
        return (
            object_behind
            and self.begins(clause, first)
            and len(between) > 1
            and between[-1] not in _LIGHT + _GOES_ON
        )

    def answers(self, mention: Mention, verb: Token, clause: Sequence[Token]) -> bool:
        """Whether 公开 is how a request or an opinion was answered, no posting: it stands right
        before 答复, or after requests that are not fewer, alone or with 信息."""
        if verb.word(self._text) not in _PUBLIC:
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

    def is_disclosure(self, mention: Mention, verb: Token) -> bool:
        """Whether the part of what was made that was made public: 制发 9 件，主动公开 4 件."""
        made = mention.head is not None and mention.head.taken_for == "making"
        return (
            made
            and verb.word(self._text) in _MADE_PUBLIC
            and not self._text.startswith(_OF_CLASS, verb.end)
        )

    def is_attribute_of_items(self, verb: Token) -> bool:
        """Whether 公开 names how items may be dealt with, no act: 调整公开属性 3 份."""
        return verb.word(self._text) in _PUBLIC | _DISCLOSED and self._text.startswith(
            _ATTRIBUTE, verb.end
        )

    def _is_noun(self, verb: Token) -> bool:
        """Whether a verb begins a noun further down a list: 梳理目录 26 个、公开事项 318 项."""
        text = self._text
        return text[verb.start - 1 : verb.start] == _PAUSE and text.startswith(_MATTERS, verb.end)

    def _is_adverb(self, verb: Token) -> bool:
        """Whether 公开 says how another act was done, 公开征集意见 26 条, or what items were found
        to be: 认定为主动公开的 44 件."""
        if verb.word(self._text) not in _PUBLIC | _DISCLOSED:
            return False
        if self._text.startswith(_OF_CLASS, verb.end):
            return True
        if _CLASSIFIED.search(self._text, max(0, verb.start - _CLASSIFIED_WITHIN), verb.start):
            return True
        return verb.word(self._text) in _PUBLIC and self._text.startswith(_DONE_IN_PUBLIC, verb.end)
