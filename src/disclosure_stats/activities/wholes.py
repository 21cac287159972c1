"""Numbers that are parts of a number before, and counted with it."""

from collections.abc import Sequence
from dataclasses import dataclass

from disclosure_stats.activities.model import Activity
from disclosure_stats.activities.vocabulary import pattern
from disclosure_stats.postings.mentions import Mention


@dataclass(slots=True)
class _Whole:
    """A number that may have parts: what it counts, its sentence, its end, and what is left of it
    once the parts before are taken off."""

    code: str
    sentence: int
    end: int
    rest: float


class Wholes:
    """The numbers of a text that were taken for activities, in their order, so that the parts of
    one are known."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._last: _Whole | None = None

    def takes(self, mention: Mention, code: str) -> bool:
        """Notes what a number counts; false if it is a part of a number before."""
        is_part = self._is_part(mention, code)
        if not is_part:
            self._last = _Whole(code, mention.sentence, mention.token.end, mention.number.value)
        return not is_part

    def _is_part(self, mention: Mention, code: str) -> bool:
        """Whether it is a part of a number that was taken for the same: behind a colon, a bracket
        or 其中, as long as the parts do not exceed the whole."""
        whole = self._last
        behind = -1 if whole is None else mention.sentence - whole.sentence
        if whole is not None and _may_have_part(whole, code) and behind in (0, 1):
            between = self._text[whole.end : mention.token.start]
            opens = pattern("opens_parts_behind" if behind else "opens_parts").search(between)
            if opens and mention.number.value <= whole.rest:
                whole.rest -= mention.number.value
                return True
        return False


def _may_have_part(whole: _Whole, code: str) -> bool:
    """Whether what a number counts may be a part of the whole: the same, or those who came to
    trainings by their work (参训86人次，其中专职人员2人)."""
    return whole.code == code or whole.code == "trainees" and code.startswith("staff")


def without_parts_before(text: str, activities: Sequence[Activity]) -> list[Activity]:
    """The activities of a text without the parts of a number that stands behind them and is their
    sum: 公众号1个，抖音号1个，共2个新媒体."""
    kept: list[Activity] = []
    for one in activities:
        parts: list[Activity] = []
        while kept and (kept[-1].activity, kept[-1].sentence) == (one.activity, one.sentence):
            parts.append(kept.pop())
        parts.reverse()
        between = text[parts[-1].start : one.start] if parts else ""
        is_sum = len(parts) > 1 and sum(part.value for part in parts) == one.value
        if not (is_sum and pattern("in_all").search(between)):
            kept.extend(parts)
        kept.append(one)
    return kept
