"""The few numbers that a briefing begins with, each with what it is a part of."""

from collections.abc import Sequence
from typing import Any, Final, NamedTuple

import pandas as pd

from disclosure_stats.analysis import measures
from disclosure_stats.analysis.mixes import comparable_year, reports_without_outcomes
from disclosure_stats.analysis.posting_volumes import CERTAINTY, COLUMNS, SUM
from disclosure_stats.charts import outcome_base
from disclosure_stats.charts.view import View
from disclosure_stats.charts.words import many

QUANTITIES: Final = (
    *COLUMNS,
    "requests_received",
    *outcome_base.QUANTITIES,
)
"""The panel's columns that they need."""


class KeyFigure(NamedTuple):
    """A number in words: what it is, how much, and of what."""

    name: str
    value: str
    basis: str


def key_figures(shown: View) -> list[KeyFigure]:
    """Reports, items posted and their channels in the year in which places are compared, requests
    and how many of them were refused; what the reports do not give is left out."""
    found = [_reports(shown), *_postings(shown), *_requests(shown)]
    return [figure for figure in found if figure is not None]


def _reports(shown: View) -> KeyFigure:
    count = len(shown.panel)
    lacking = shown.lacking()
    return KeyFigure(
        shown.say("报告", "Reports"),
        shown.say(f"{count:,}份", f"{count:,}"),
        shown.say(
            f"{len(shown.places)}个地方，{shown.years_text}年度"
            + (f"；{lacking}" if lacking else ""),
            f"{many(len(shown.places), 'place')}, {shown.years_text}"
            + (f"; {lacking}" if lacking else ""),
        ),
    )


def _postings(shown: View) -> list[KeyFigure | None]:
    year = comparable_year(shown.panel, [SUM])
    rows = shown.panel[shown.panel["year"] == year].dropna(subset=[SUM])
    if rows.empty:
        return []
    items = int(rows[SUM].sum())
    doubtful = int((rows[CERTAINTY] == "doubtful").sum())
    zh, en = (
        f"，{doubtful}份中有可另有读法的",
        f", {doubtful} with figures that may be read otherwise",
    )
    figures: list[KeyFigure | None] = [
        KeyFigure(
            shown.say(f"{year}年各渠道条数之和", f"Items posted in {year}, over all channels"),
            shown.say(f"{items:,}条", f"{items:,}"),
            shown.say(f"{len(rows)}份报告", many(len(rows), "report"))
            + (shown.say(zh, en) if doubtful else ""),
        )
    ]
    # Of the same items, so that they are the shares of the chart of that year.
    for channel in ("notice_board", "website"):
        numbers = rows[f"postings_{channel}"].dropna()
        if numbers.empty:
            continue
        name = shown.words("channels")[channel]
        k, given = int(numbers.sum()), len(numbers)
        basis = shown.say(
            f"{k:,} / {items:,}条；{len(rows)}份报告中{given}份写明",
            f"{k:,} of {items:,}; {given} of {many(len(rows), 'report')} give it",
        )
        value = f"{k:,} / {items:,}" if items < measures.SUFFICIENT else f"{k / items:.1%}"
        figures.append(KeyFigure(shown.say(f"其中{name}", f"of these, {name}"), value, basis))
    return figures


def _requests(shown: View) -> list[KeyFigure | None]:
    received = shown.panel["requests_received"].dropna()
    figures: list[KeyFigure | None] = []
    if len(received):
        total = int(received.sum())
        figures.append(
            KeyFigure(
                shown.say("新收申请", "Requests received"),
                shown.say(f"{total:,}件", f"{total:,}"),
                shown.say(f"{len(received)}份报告", many(len(received), "report")),
            )
        )
    everything = shown.panel.assign(all=1)
    left_out = len(reports_without_outcomes(shown.panel))
    for rate in measures.denial_rate(everything, by=["all"]).itertuples():
        unit = shown.say("件", "")
        refused = _rate(shown, shown.say("不予公开", "Requests refused"), rate, unit)
        if refused is not None and rate.state == "sound":
            span = f"{rate.low:.1%}—{rate.high:.1%}"
            basis = refused.basis + shown.say(f"；95%区间{span}", f"; 95 % interval {span}")
            if left_out:
                basis += shown.say(
                    f"；未计入分项不全或与总计不符的{left_out}份",
                    f"; {left_out} more with outcomes missing or not adding up",
                )
            refused = refused._replace(basis=basis)
        figures.append(refused)
    return figures


def _rate(shown: View, name: str, rate: Any, unit: str) -> KeyFigure | None:
    """A rate as k of n; as a percentage only where n is enough."""
    k, n, state, reports = (getattr(rate, column) for column in ("k", "n", "state", "reports"))
    if pd.isna(k) or pd.isna(n):
        return None
    if state != "sound":
        few = shown.say(f"n小于{measures.SUFFICIENT}，不算比例", "too few for a rate")
        return KeyFigure(name, f"{k:,} / {n:,}", few)
    basis = shown.say(
        f"{k:,} / {n:,}{unit}，{reports}份报告", f"{k:,} of {n:,}, {many(reports, 'report')}"
    )
    return KeyFigure(name, f"{rate.rate:.1%}", basis)


def as_lines(figures: Sequence[KeyFigure]) -> list[str]:
    """For those who hear them."""
    return [f"{name}: {value} ({basis})" for name, value, basis in figures]
