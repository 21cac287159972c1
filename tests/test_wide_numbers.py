"""Numbers too wide for their cells run over the rule into the next ones."""

import pytest

from disclosure_stats.pages.model import Horizontal, Page, Vertical, Word
from disclosure_stats.reading.layout.ruled_bands import ruled_bands
from disclosure_stats.reading.layout.touching_numbers import numbers_of

STEP, WIDTH, LEFT = 7.0, 30.0, 50.0  # from digit to digit, of a cell, of the first one


def printed(*numbers: tuple[float, str]) -> Word:
    """One word of numbers, each with its left edge, as PDFium gives them when they touch."""
    lefts = [left + STEP * index for left, text in numbers for index in range(len(text))]
    text = "".join(text for _, text in numbers)
    return Word(lefts[0], 101.0, lefts[-1] + STEP, 113.0, text, lefts)


def cells_with(*words: Word) -> list[str]:
    """The texts of a ruled row of four cells."""
    page = Page(1, 595.0, 842.0, list(words))
    page.horizontals = [Horizontal(y, LEFT, LEFT + 4 * WIDTH) for y in (98.0, 116.0)]
    page.verticals = [Vertical(LEFT + n * WIDTH, 98.0, 116.0) for n in range(5)]
    (band,) = ruled_bands(page)
    return [cell.text for cell in band.cells]


@pytest.mark.parametrize("beside", ["", "7"])
def test_a_wide_number_stays_whole(beside: str) -> None:
    words = [printed((51.0, "34747"))]
    if beside:
        words.append(Word(92.0, 101.0, 99.0, 113.0, beside))
    assert cells_with(*words) == ["34747", beside, "", ""]


def test_wide_numbers_that_touch_are_told_by_the_step_between_them() -> None:
    word = printed((51.0, "34747"), (81.0, "37164"), (111.0, "3,870"))
    assert [number.text for number in numbers_of(word.characters())] == ["34747", "37164", "3,870"]
    assert cells_with(word) == ["34747", "37164", "3,870", ""]


def test_two_numbers_without_a_step_between_them_are_parted_by_the_rule() -> None:
    assert cells_with(printed((52.0, "1234"), (80.0, "5678"))) == ["1234", "5678", "", ""]
