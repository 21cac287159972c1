"""What an audit says: how often a person reads another number, with an interval, by stratum."""

import re
import unicodedata
from typing import Any, Final, Literal, get_args

import pandas as pd

from disclosure_stats.analysis.audit_sample import STRATA
from disclosure_stats.analysis.measures import wilson_interval

Verdict = Literal["right", "wrong", "lost", "undecided", "open"]
"""`right`: the same number, or none where none is printed. `wrong`: another one. `lost`: the cell
was told as unreadable, and a person can read it. `undecided`: a person cannot. `open`: nobody has
looked yet."""

_VERDICTS: Final = list(get_args(Verdict))
_EMPTY: Final = frozenset({"空", "空白", "blank", "无", "-", "—", "–", "/", "\\"})
_UNDECIDED: Final = frozenset({"?", "不清"})
_TOLERANCE: Final = 1e-9  # of the number: amounts are decimals


def verdict(answer: Any, read: float | None, cell_state: str) -> Verdict:
    """What a person's answer says of a cell that was read as `read` with that `cell_state`.

    An answer is a number as printed, or what stands for an empty cell (空, blank, a dash), or for
    one that nobody can read (?). ValueError for anything else.

    >>> verdict("1，204", 1204.0, "printed"), verdict("空", None, "dash")
    ('right', 'right')
    >>> verdict(7, 1.0, "printed")
    'wrong'
    """
    text = unicodedata.normalize("NFKC", str(answer if answer is not None else "")).strip()
    if not text:
        return "open"
    if text in _UNDECIDED:
        return "undecided"
    number = None if text in _EMPTY else _number(text)
    if cell_state == "unreadable":
        return "lost"
    if number is None or read is None:
        return "right" if number is None and read is None else "wrong"
    return "right" if abs(number - read) <= _TOLERANCE * max(abs(number), 1.0) else "wrong"


def _number(text: str) -> float:
    plain = re.sub(r"[,\s]", "", text)
    if not re.fullmatch(r"[-+]?[0-9]+(\.[0-9]+)?", plain):
        raise ValueError(f"{text!r} is no number, nor 空, - or ?")
    return float(plain)


def error_rates(cells: pd.DataFrame, strata: pd.DataFrame) -> pd.DataFrame:
    """The error rate in all, by each of the `STRATA` alone, and by stratum.

    `cells` has the columns `STRATA` and `verdict`, `strata` is that of `AuditSample`. Gives
    `by`, `value`, `cells` (in the tables), `right`, `wrong`, `lost`, `undecided`, `open` (in the
    sample), `rate` (wrong of right and wrong) with `low` and `high`.

    Cells of a stratum that was sampled more densely count for less: the rate is the mean of the
    strata's own, weighted by how many cells each has in the tables. The interval is Wilson's of
    95 % for the number of cells that a simple random sample as precise would have (the squared sum
    of the weights over the sum of their squares by cells looked at). Strata that nobody looked at
    are left out. Cells of one report are not independent, so that errors which take a whole table
    make the true interval wider.
    Source: E. B. Wilson (1927), see `measures.wilson_interval`; L. Kish, Survey Sampling (1965),
    on weights and the effective size of a sample.
    """
    counts = (
        cells.groupby([*STRATA, "verdict"], observed=True)
        .size()
        .unstack("verdict", fill_value=0)
        .reindex(columns=_VERDICTS, fill_value=0)
        .reset_index()
    )
    table = strata.astype(dict.fromkeys(STRATA, "string")).merge(
        counts.astype(dict.fromkeys(STRATA, "string")), on=list(STRATA), how="left"
    )
    table[_VERDICTS] = table[_VERDICTS].fillna(0).astype("int64")
    parts = [_rates(table.assign(value="all"), "all")]
    parts += [_rates(table.assign(value=table[name]), name) for name in STRATA]
    joined = table[list(STRATA)].agg(" ".join, axis=1)
    parts.append(_rates(table.assign(value=joined), "stratum"))
    return pd.concat(parts, ignore_index=True)


def _rates(table: pd.DataFrame, by: str) -> pd.DataFrame:
    looked_at = table["right"] + table["wrong"]
    known = table[looked_at > 0].assign(looked_at=looked_at)
    weight = known["cells"] / known.groupby("value")["cells"].transform("sum")
    known = known.assign(
        rate=weight * known["wrong"] / known["looked_at"],
        spread=weight**2 / known["looked_at"],
    )
    groups = known.groupby("value")
    rate, effective = groups["rate"].sum(), 1 / groups["spread"].sum()
    low, high = wilson_interval((rate * effective).astype("Float64"), effective.astype("Float64"))
    counted = table.groupby("value")[["cells", *_VERDICTS]].sum()
    result = counted.assign(rate=rate.astype("Float64"), low=low, high=high).reset_index()
    result.insert(0, "by", by)
    return result
