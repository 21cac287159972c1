"""Which reports the outcomes of requests and the rates of them are taken of."""

from typing import Final

import pandas as pd
from pyarrow import compute

from disclosure_stats.analysis import mixes
from disclosure_stats.charts.view import View
from disclosure_stats.charts.words import many
from disclosure_stats.forms import ERAS

QUANTITIES: Final = (*mixes.OUTCOMES, "requests_processed")
"""The panel's columns that tell."""
_HAS_BLANK_TOTALS: Final = (
    (compute.field("applicant") == "total")
    & compute.field("implied").is_valid()
    & ~compute.field("outcome").isin(["received", "carried_in", "carried_out"])
)


def left_out_notes(shown: View) -> list[str]:
    """The reports that are not counted: those that lack an outcome, those whose outcomes do not add
    up, and those on a form without part three; and how many count with blanks taken for 0. The same
    for every chart of outcomes, mixes and rates alike."""
    notes = []
    without = mixes.reports_without_outcomes(shown.panel)
    lacking = int(mixes.outcomes_add_up(without).isna().sum())
    contradicting = len(without) - lacking
    if lacking:
        notes.append(
            shown.say(
                f"未计入：分项或总计不全的报告{lacking}份。",
                f"Left out: {many(lacking, 'report')} with an outcome or the total missing.",
            )
        )
    if contradicting:
        notes.append(
            shown.say(
                f"未计入：分项之和与总计不符的报告{contradicting}份。",
                f"Left out: {many(contradicting, 'report')} with outcomes that do not add up.",
            )
        )
    count, forms = shown.on_forms([era for era in ERAS if era not in mixes.ERAS_OF_OUTCOMES])
    if count:
        notes.append(
            shown.say(
                f"未计入：用{forms}的报告{count}份，其答复分类不同。",
                f"Left out: {many(count, 'report')} on the {forms}, with other classes of replies.",
            )
        )
    implied = _with_implied_zeros(shown, without["report_id"])
    if implied:
        notes.append(
            shown.say(
                f"{implied}份报告有分项空白，按其自身的合计计为0。",
                f"In {many(implied, 'report')} an outcome is blank, and counted as the 0 that its "
                "own sums force.",
            )
        )
    return notes


def _with_implied_zeros(shown: View, left_out: pd.Series) -> int:
    """How many of the reports that count print no number for an outcome."""
    blank = shown.tables.arrow("requests", ["report_id"], _HAS_BLANK_TOTALS)["report_id"]
    counted = shown.panel["report_id"][~shown.panel["report_id"].isin(left_out)]
    return int(counted.isin(blank.unique().to_pylist()).sum())
