"""What the larger recogniser is given of a line, and what becomes of the line."""

from collections.abc import Sequence
from typing import Any

import pytest

from disclosure_stats.scans.engine import is_installed

if not is_installed():
    pytest.skip("the extra `ocr` is not installed", allow_module_level=True)

import numpy as np

from disclosure_stats.scans import doubtful
from disclosure_stats.scans.doubtful import with_doubtful_read_again
from disclosure_stats.scans.recogniser import Glyph, RecognisedLine
from disclosure_stats.scans.runs import Run

STEP, MARGIN = 20, 2  # dots from one character to the next, and of paper about a run
SURE = (1.0,) * 12


def line(text: str, sureness: Sequence[float] = SURE) -> RecognisedLine:
    """A line of characters at equal distances."""
    return RecognisedLine(
        tuple(
            Glyph(character, (index + 0.5) / len(text), sure, ())
            for index, (character, sure) in enumerate(zip(text, sureness, strict=False))
        )
    )


def page_of(text: str) -> tuple[Run, Any]:
    """A run of so many black squares with paper between them, and its page."""
    grey = np.full((60, 40 + STEP * len(text)), 250, np.uint8)
    for index in range(len(text)):
        grey[20:36, 22 + STEP * index : 38 + STEP * index] = 0
    return Run(22, 20, 18 + STEP * len(text), 36), grey


def read_again(
    monkeypatch: pytest.MonkeyPatch,
    first: RecognisedLine,
    *second: RecognisedLine,
    height: float = 16,
) -> tuple[RecognisedLine, list[int]]:
    """What becomes of a line that the larger model reads so, and how wide what it is given is; the
    line is 16 dots tall, the page's characters are `height`."""
    given: list[int] = []

    class Model:
        def read(self, lines: Sequence[Any]) -> Sequence[RecognisedLine]:
            given.extend(picture.shape[1] for picture in lines)
            return second

    monkeypatch.setattr(doubtful, "recogniser", lambda _: Model())
    run, grey = page_of(first.text)
    readings = with_doubtful_read_again([run], [first], (), grey, height)
    return readings[0], given


def test_a_sure_line_is_not_read_again(monkeypatch: pytest.MonkeyPatch) -> None:
    first = line("栎川县麂岭口镇人民政府")
    assert read_again(monkeypatch, first) == (first, [])


def test_a_doubtful_character_is_read_with_its_neighbours(monkeypatch: pytest.MonkeyPatch) -> None:
    first = line("栎川县鹿岭口镇人民政府", [*SURE[:3], 0.4, *SURE[:7]])
    found, given = read_again(monkeypatch, first, line("川县麂岭口"))
    assert found.text == "栎川县麂岭口镇人民政府"
    assert given == [pytest.approx(5 * STEP, abs=4)]
    middles = [glyph.middle for glyph in found.glyphs]
    assert middles == pytest.approx([glyph.middle for glyph in first.glyphs], abs=0.02)


def test_what_is_read_less_surely_is_not_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    first = line("栎川县鹿岭口镇人民政府", [*SURE[:3], 0.4, *SURE[:7]])
    found, _ = read_again(monkeypatch, first, line("川县麂岭口", [0.5] * 5))
    assert found == first


def test_doubts_far_apart_are_read_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    first = line("i川县麂岭口镇人民政庆", [0.3, *SURE[:9], 0.3])
    found, given = read_again(monkeypatch, first, line("栎川县麂岭"), line("镇人民政府"))
    assert found.text == "栎川县麂岭口镇人民政府"
    assert len(given) == 2


def test_low_print_that_is_guessed_is_not_read_again(monkeypatch: pytest.MonkeyPatch) -> None:
    first = line("太批会件间", [0.4] * 5)
    assert read_again(monkeypatch, first, height=30) == (first, [])
    assert read_again(monkeypatch, first, line("本报告为", SURE), height=20)[0].text == "本报告为"


def test_marks_alone_are_read_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    found, given = read_again(monkeypatch, line("、、"), line("10"))
    assert found.text == "10"
    assert given == [2 * STEP - 4 + 2 * MARGIN]
