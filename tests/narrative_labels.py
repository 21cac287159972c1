"""The labelled sections five and sentences on activities of `tests/narratives`."""

import re
from pathlib import Path
from typing import NamedTuple

FOLDER = Path(__file__).parent / "narratives"
_ITEM = re.compile(r"⟦([PIN]) ?([^⟧]*)⟧")
_NUMBER = re.compile(r"\[([^\[\]|=?~]*)(~?)(?:=(\d+))?(\??)\|([a-z_]*)(?:\|([a-z]+))?\]")


class LabelledSection(NamedTuple):
    """A section five: its text, and kind (`P`, `I`, `N` for none) and text of each item."""

    name: str
    text: str
    items: list[tuple[str, str]]


class Label(NamedTuple):
    activity: str
    value: float
    period: str
    is_optional: bool


class LabelledSentence(NamedTuple):
    name: str
    year: int
    text: str
    labels: list[Label]


def sections_five(part: str) -> list[LabelledSection]:
    """Those whose name begins with `part`: a (looked at while the reader was made) to u."""
    return [
        LabelledSection(
            name, re.sub(r"⟦[PIN] ?|⟧", "", text).strip(), [*map(tuple, _ITEM.findall(text))]
        )
        for name, text in _blocks("sections_five.txt", part)
    ]


def activity_sentences(part: str) -> list[LabelledSentence]:
    found = []
    for head, text in _blocks("activities.txt", part):
        name, year = head.split()
        labels = [_label(match) for match in _NUMBER.finditer(text)]
        found.append(LabelledSentence(name, int(year), _NUMBER.sub(r"\1", text).strip(), labels))
    return found


def _blocks(file: str, part: str) -> list[tuple[str, str]]:
    text = (FOLDER / file).read_text(encoding="utf-8")
    blocks = [block.split("\n", 1) for block in re.split(r"(?m)^# ", text)[1:]]
    return [(head.strip(), body) for head, body in blocks if head.startswith(part)]


def _label(match: re.Match[str]) -> Label:
    printed, _, spelt, optional, code, period = match.groups()
    digits = re.search(r"[\d.]+", printed)
    value = float(spelt or digits[0]) if spelt or digits else float("nan")
    if not spelt and "万" in printed:
        value *= 10_000
    return Label(code, value, period or "year", optional == "?")
