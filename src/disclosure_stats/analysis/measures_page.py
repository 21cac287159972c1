"""The page `docs/measures.md`, from the measures' docstrings and the panel's quantities.

`python -m disclosure_stats.analysis.measures_page` prints it.
"""

from collections.abc import Callable
from inspect import getdoc
from typing import Any

from disclosure_stats.analysis import control_limits, measures, mixes, shrinkage
from disclosure_stats.analysis.activity_counts import activity_columns
from disclosure_stats.analysis.quantities import Cells, quantities

_FUNCTIONS: dict[str, list[Callable[..., Any]]] = {
    "Rates and shares": [
        *measures.MEASURES.values(),
        measures.channel_share,
        measures.posting_growth,
        measures.reuse,
    ],
    "Sums": [measures.total],
    "Wholes and their parts": [mixes.channel_mix, mixes.outcome_mix],
    "For comparing and ranking": [
        measures.all_overlap,
        mixes.comparable_year,
        shrinkage.shrunken,
        control_limits.target,
        control_limits.binomial_limits,
    ],
}
_PARTS = ("Formula:", "Denominator:", "Columns:", "Source:")
_HEAD = """\
# Measures

Generated from the docstrings in `disclosure_stats.analysis`; a test holds it to them.

Every rate comes as `k` of `n`, with the rate and its 95 % Wilson interval (`low`, `high`), the
number of `reports` in it, and a `state`:

| state | meaning |
| --- | --- |
| `sound` | n is {sufficient} or more |
| `insufficient` | n is under {sufficient}: shown, never ranked nor coloured as good or bad |
| `undefined` | n is 0: the rate is null |
| `missing` | k or n is not printed, or could not be read: the rate is null |
| `inconsistent` | k exceeds n, or the outcomes do not add up to 总计: the rate is null |

Rates that rest on 总计 (granted, denied, not held, not processed, challenged) and the mix of
outcomes are of the same reports: those in which all six outcomes are there and add up to 总计.
Where they do not, nobody can tell which number is wrong; charts say how many reports are left out
for that.

**A blank counts as 0 where the report's own totals force it**, and only there: beside parts that
make up their printed total alone (the column `implied` of the tables). Many bodies leave rows blank
in which they have nothing to report; without them, rates would be those of the bodies that print
every 0. `<quantity>_state` is then `implied`, and charts of outcomes say of how many reports.

Why {sufficient}: it is the smallest denominator for which the U.S. National Center for Health
Statistics publishes a proportion (Parker et al., *National Center for Health Statistics Data
Presentation Standards for Proportions*, Vital and Health Statistics 2(175), 2017). With fewer
cases, a 95 % interval around one half spans more than a third of the whole scale. A township
seldom gets so many requests in a year; `by=["place_label"]` adds up its years, `by=["year"]` the
places.

```python
panel = open_dataset("data/processed").panel()
measures.denial_rate(panel, by=["place_label"])
```
"""


def measures_page() -> str:
    """The whole page, in Markdown."""
    parts = [_HEAD.format(sufficient=measures.SUFFICIENT)]
    for heading, functions in _FUNCTIONS.items():
        parts.append(f"## {heading}\n")
        parts += [_section(function.__name__, getdoc(function) or "") for function in functions]
    parts += ["## The panel's quantities\n", _quantities()]
    return "\n".join(parts)


def _section(name: str, docstring: str) -> str:
    lines = docstring.splitlines()
    # Each of the four parts begins a line of its own; Markdown would run them together.
    marked = ["- " + line if line.startswith(_PARTS) else line for line in lines]
    text = "\n".join(marked).replace("\n- Formula", "\n\n- Formula").replace("\n\n\n", "\n\n")
    return f"### `{name}`\n\n{text}\n"


def _quantities() -> str:
    rows = [
        f"| `{quantity.name}` | {quantity.zh} | {_sources(quantity.sources)} | {quantity.note} |"
        for quantity in quantities().values()
    ]
    for column, one in activity_columns().items():
        name, where = one.name_of(column, "zh"), _sources(one.sources(column))
        rows.append(f"| `{column}` | {name} | {where} | {one.note} |")
    return "\n".join(
        [
            "Each is a column of `dataset.panel()`; `dataset.evidence()` gives the cells behind",
            "it. Posting volumes (`postings_total`, `postings_channel_sum`,",
            "`postings_<channel>`) come from the narrative, or from the form of 2014:",
            "`channel_source` says which.",
            "`dataset.panel(channel_source=...)` chooses: `form`, `narrative`, or `auto`, channel",
            "by channel the form where it has a row for it. That form has no row for notice",
            "boards: the narrative's number stands for them, and is taken off the form's other",
            "ways (其他方式), of which they are part. Where it is more than the form has there,",
            "the form stands, boards are missing, and the finding `postings_other` says so. Where",
            "the sentence of a figure may be read otherwise, `channel_certainty` is `doubtful`.",
            "",
            "> **A number that is missing is not 0.** pandas makes 0 of a group in which every",
            '> report lacks it: `panel.groupby("year").postings_notice_board.sum()`. Write',
            '> `measures.total(panel, "postings_notice_board", ["year"])` instead: it stays',
            "> missing, and says how many reports are counted and how many are not.",
            "",
            "| column | Chinese | where it stands | note |",
            "| --- | --- | --- | --- |",
            *rows,
            "",
        ]
    )


def _sources(sources: tuple[Cells, ...]) -> str:
    return "; ".join(
        f"{', '.join(cells.eras)}: `{cells.table}` {' + '.join(cells.rows)} ({cells.column})"
        for cells in sources
    )


if __name__ == "__main__":
    print(measures_page(), end="")
