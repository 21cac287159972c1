"""Which reports the outcomes of requests and the rates of them are taken of."""

from typing import Final

from disclosure_stats.analysis import mixes
from disclosure_stats.charts.view import View
from disclosure_stats.charts.words import many
from disclosure_stats.forms import ERAS

QUANTITIES: Final = (*mixes.OUTCOMES, "requests_processed")
"""The panel's columns that tell."""


def left_out_notes(shown: View) -> list[str]:
    """The reports that are not counted: those whose outcomes do not add up, and those on a form
    without part three. The same for every chart of outcomes, mixes and rates alike."""
    notes = []
    contradicting = len(mixes.reports_without_outcomes(shown.panel))
    if contradicting:
        notes.append(
            shown.say(
                f"未计入：分项不全或与总计不符的报告{contradicting}份。",
                f"Left out: {many(contradicting, 'report')} with outcomes missing or not adding "
                "up.",
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
    return notes
