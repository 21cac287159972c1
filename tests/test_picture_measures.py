"""What is counted in a picture quickly is what is counted there plainly."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from disclosure_stats.reading.proof.digit_cover import covers
from disclosure_stats.scans.engine import is_installed

if not is_installed():
    pytest.skip("the extra `ocr` is not installed", allow_module_level=True)

import cv2
import numpy as np

from disclosure_stats.scans.components import components_of
from disclosure_stats.scans.paper import median_and_spread, percentile


@given(st.lists(st.integers(0, 255), min_size=1, max_size=60))
def test_median_and_spread_are_those_of_the_sorted_dots(dots: list[int]) -> None:
    grey = np.array([dots], np.uint8)
    middle, spread = median_and_spread(grey)
    assert middle == np.median(dots)
    assert spread == np.median(np.abs(np.array(dots) - middle))


@given(st.lists(st.integers(-50, 300), min_size=1, max_size=60), st.integers(0, 100))
def test_a_percentile_is_that_of_numpy(values: list[int], share: int) -> None:
    assert percentile(np.array(values), share) == pytest.approx(np.percentile(values, share))


@given(
    st.integers(1, 12).flatmap(
        lambda wide: st.lists(
            st.lists(st.integers(0, 1), min_size=wide, max_size=wide), min_size=1, max_size=12
        )
    ),
    st.sampled_from([4, 8]),
)
def test_components_have_the_boxes_and_areas_of_their_dots(
    rows: list[list[int]], connectivity: int
) -> None:
    ink = np.array(rows, np.uint8)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=connectivity)
    found = components_of(ink, connectivity)
    assert (found.labels == labels).all()
    assert np.stack(found[1:6], axis=1)[1:].tolist() == stats[1:count].tolist()
    assert [side[0] for side in found[1:6]] == [0] * 5
    some = np.arange(count) % 2 == 1
    places, own = found.dots(some)
    assert (labels.ravel()[places] == own).all()
    assert sorted(places) == np.flatnonzero(some[labels]).tolist()
    assert (found.without(some) == ink * ~some[labels]).all()


@given(st.lists(st.text("0123456789", min_size=1, max_size=4), max_size=12))
def test_every_round_of_numbers_shows_all_digits_that_are_left(numbers: Sequence[str]) -> None:
    rounds = list(covers(numbers, frozenset))
    assert sorted(number for one in rounds for number in one) == sorted(numbers)
    for index, one in enumerate(rounds):
        left = {digit for later in rounds[index:] for number in later for digit in number}
        assert set("".join(one)) == left
        assert all(set(n) - set("".join(one[:place])) for place, n in enumerate(one))
