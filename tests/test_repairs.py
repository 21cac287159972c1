"""Each repair of the reader names the case that needs it: with the repair off, the case fails.

A repair that no case of the catalogue needs any more has to go.
"""

from collections.abc import Callable, Sequence
from pathlib import Path
from random import Random
from typing import Any

import pytest
from layouts import CASES, Drawing, consistent_truth, draw_report
from read_back import assert_whole

from disclosure_stats import read_report


def _as_it_is(given: Any, *_: Any) -> Any:
    return given


def _as_list(given: Any, *_: Any) -> list[Any]:
    return list(given)


def _second(_: Any, given: Any) -> list[Any]:
    return list(given)


def _alone(given: Any, *_: Any) -> list[Any]:
    return [given]


def _nothing(*_: Any) -> None:
    return None


def _none(*_: Any) -> list[Any]:
    return []


def _with_nothing(given: Any, *_: Any) -> tuple[Any, list[Any]]:
    return given, []


def _no(*_: Any) -> bool:
    return False


# The repair, what stands for it where it is off, and the case with its form.
REPAIRS: Sequence[tuple[str, Callable[..., Any], str, str]] = (
    ("layout.regions._one_under_another", _alone, "figures_at_the_rules", "2019"),
    ("tables.split_rows._with_rests", _nothing, "numbers_cut_by_page_break", "2021"),
    ("tables.walk.between._holds_rests", _no, "numbers_over_two_lines_without_rules", "2021"),
    ("tables.walk.levels._goes_on", _no, "numbers_over_two_lines_without_rules", "2019"),
    ("tables.walk.levels.edge_of_leaves", _nothing, "figures_behind_labels_without_rules", "2019"),
    ("tables.walk.rows._apart", _alone, "numbers_touching_without_rules", "2019"),
    ("tables.walk.rows._below", _as_it_is, "cutout_rules_and_cut_rows", "2014"),
    (
        "tables.walk.rows._without_number",
        _with_nothing,
        "figures_behind_labels_without_rules",
        "2021",
    ),
    ("tables.statutory.join_split_rows", _second, "numbers_cut_by_page_break", "2021"),
    ("tables.statutory.as_one_list", _as_list, "two_lists", "2014"),
    ("tables.appeals._without_titles", _none, "no_rules_in_dense_rows", "2019"),
    (
        "tables.titled_columns._stand_in_order",
        _no,
        "no_rules_and_narrow_labels_in_large_type",
        "2021",
    ),
    ("tables.align._match_misprints", _nothing, "misprinted_short_label", "2014"),
    ("tables.align._match_leftovers", _nothing, "total_before_other", "2019"),
)


def _assert_whole(drawings: Sequence[tuple[Path, Drawing]]) -> None:
    for path, drawing in drawings:
        assert_whole(read_report(path), drawing)


@pytest.mark.parametrize(
    ("repair", "off", "name", "era"), REPAIRS, ids=[repair for repair, *_ in REPAIRS]
)
def test_case_fails_without_its_repair(
    repair: str,
    off: Callable[..., Any],
    name: str,
    era: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    case = CASES[name]
    drawings = []
    for figures in ("busy", "quiet"):
        random = Random(f"{name} {era} {figures}")
        truth = case.adapt(consistent_truth(era, random, busy=figures == "busy"))
        data, drawing = draw_report(truth, case.layout)
        path = tmp_path / f"{figures}.pdf"
        path.write_bytes(data)
        drawings.append((path, drawing))
    _assert_whole(drawings)
    monkeypatch.setattr(f"disclosure_stats.reading.{repair}", off)
    # What is read wrongly then is no matter for the picture, which takes seconds.
    monkeypatch.setattr("disclosure_stats.reading.routing.is_installed", lambda: False)
    with pytest.raises((AssertionError, pytest.fail.Exception)):
        _assert_whole(drawings)
