"""A number of the narrative that counts an activity."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Activity:
    """A count beside postings, as in the table `activities`; `start` is where its number stands
    in the text, `doubts` are the reasons, in words, why it may have to be read otherwise."""

    activity: str
    value: float
    unit: str | None
    approximate: bool
    period: str
    sentence: str
    start: int
    doubts: tuple[str, ...]

    @property
    def certainty(self) -> str:
        """`sure`, or `doubtful` where another reading of the sentence is as good."""
        return "doubtful" if self.doubts else "sure"
