"""The three statutory forms as the corpus prints them, in the wording that the tests draw with."""

import re

from tests.statutory_wording import INDICATORS, OTHER, OUTCOMES, PROCESSED_TOTAL

# Of a numbered label: how far it is set in.
_INDENTS = (("[一二三四五六七八九]、", 0), ("（[一二三四五六七八九]）", 1), (r"\d\.", 2), ("", 3))


def handled_groups(other_as_one_row: bool) -> list[tuple[str, dict[str, str]]]:
    """The rows of 三、本年度办理结果, group by group: code and label. A group of one row with an
    empty label fills both columns itself."""
    groups = OUTCOMES | ({OTHER: {"other": ""}} if other_as_one_row else {})
    return [*groups.items(), (PROCESSED_TOTAL, {"processed_total": ""})]


def indicator_rows() -> list[tuple[str, str, str, int]]:
    """The rows of the statistics form: code (empty for a heading), label, unit, indent. The grounds
    of refusal are set in without their numbers."""
    rows = []
    for code, label, unit in INDICATORS:
        if code.startswith("refused_"):
            label = re.sub(r"^(其中：)?\d\.", r"\1", label)
        indent = next(indent for pattern, indent in _INDENTS if re.match(pattern, label))
        rows.append((code, label, unit, indent))
    return rows
