"""Tables for people who do not know the codes: columns and codes in the reader's language."""

from typing import Any, Final

import pandas as pd
from pandas.api.types import is_integer_dtype, is_numeric_dtype
from pandas.io.formats.style import Styler

from disclosure_stats.analysis.dataset import Dataset
from disclosure_stats.analysis.frames import plain_rows
from disclosure_stats.analysis.panel_words import quantity_name
from disclosure_stats.analysis.place_labels import place_labels
from disclosure_stats.charts.words import words
from disclosure_stats.checks.rules import name_of, sentence
from disclosure_stats.languages import Language
from disclosure_stats.store.code_book import labels
from disclosure_stats.store.schemas import TABLES

FRACTIONS: Final = frozenset(
    {
        "share",
        "rate",
        "low",
        "high",
        "estimate",
        "estimate_low",
        "estimate_high",
        "notice_board_share",
        "website_share",
        "growth",
    }
)
"""Columns of fractions, shown as percentages."""

# The groups of words.toml that name a column's codes.
_CODES: Final = {
    "status": "statuses",
    "era": "eras",
    "channel": "channels",
    "outcome": "outcomes",
    "state": "states",
    "channel_source": "sources",
    "measure": "measures",
}
_PLAIN: Final = frozenset({"year", "other_year", "page", "first_page", "other_first_page"})
"""Numbers that are no amounts."""
_SENTENCES: Final = frozenset({"sentence", "reused_sentence", "other_sentence"})
_TEXT: Final = "text-align: left"
_SHORT_TEXT: Final = "text-align: left; white-space: nowrap"  # Chinese would break anywhere
# A long heading breaks at its commas and brackets, a short one nowhere.
_HEADINGS: Final[Any] = {
    "selector": "th.col_heading",
    "props": "white-space: normal; word-break: keep-all",
}


def in_words(table: pd.DataFrame, language: Language = "zh", missing: str = "—") -> Styler:
    """A table as a notebook shows it: codes and columns by their names, as far as they have any,
    fractions as percentages, `missing` where a value is, texts escaped, and no index."""
    named = table.copy()
    for column in named.columns.intersection(list(_CODES)):
        named[column] = [code_name(column, code, language) for code in table[column]]
    heads = {name: _head(name, language) for name in map(str, table)}
    formats: dict[Any, Any] = {
        heads[name]: "{:,}".format
        for name in heads
        if name not in _PLAIN and is_integer_dtype(named[name])
    }
    for name in FRACTIONS & set(heads):
        formats[heads[name]] = _change if name == "growth" else "{:.1%}".format
    styles: Any = {
        heads[name]: [{"selector": "", "props": _TEXT if name in _SENTENCES else _SHORT_TEXT}]
        for name in heads
        if not is_numeric_dtype(named[name])
    }
    shown = named.rename(columns=heads).style.format(formats, na_rep=missing, escape="html")
    shown = shown.hide(axis="index").set_table_styles(styles, overwrite=False)
    return shown.set_table_styles([_HEADINGS], overwrite=False)


def rates_in_words(rates: pd.DataFrame, language: Language = "zh") -> pd.DataFrame:
    """The rates of `measures.rates_by` with a row a group and a column a rate, as text:
    `6.9% (2/29)`, k and n alone where the rate is not `sound`, empty where the group has none."""
    keys = list(rates.columns[1 : list(rates).index("k")])
    texts = [
        f"{rate:.1%} ({k:,}/{n:,})" if state == "sound" else f"{k:,}/{n:,}"
        for k, n, rate, state in rates[["k", "n", "rate", "state"]].itertuples(index=False)
    ]
    names = words("measures", language)
    shown = rates[[*keys, "measure"]].assign(text=texts)
    wide = shown.pivot(index=keys, columns="measure", values="text").reset_index()
    kept = [name for name in names if name in wide]
    return wide[[*keys, *kept]].rename(columns=names).rename_axis(columns=None).fillna("")


def findings_in_words(dataset: Dataset, language: Language = "zh") -> pd.DataFrame:
    """The findings of a dataset that are errors or warnings, each as a sentence: `place` (its
    label, which tells places of one name apart; the file where nobody knows it), `year`,
    `severity` and `origin` (categories in their order, the graver first), `sentence`, `page` and
    `rule`."""
    findings = dataset.findings
    serious = findings[findings["severity"].isin(["error", "warning"])]
    reports = dataset.reports
    places = place_labels(reports, dataset.place_combinations).fillna(reports["source_path"])
    originals = reports[["report_id", "year"]].assign(place=places)
    originals = originals[reports["duplicate_of"].isna()]
    rows = serious.merge(originals, on="report_id").sort_values(["place", "year"], kind="stable")
    return pd.DataFrame(
        {
            "place": rows["place"],
            "year": rows["year"],
            "severity": _in_order(rows["severity"], language),
            "origin": _in_order(rows["origin"], language),
            "sentence": [sentence(row, language) for row in plain_rows(rows)],
            "page": rows["page"],
            "rule": rows["rule"].astype("string"),
        }
    ).reset_index(drop=True)


def failures_in_words(dataset: Dataset, language: Language = "zh") -> pd.DataFrame:
    """The files of a dataset that could not be read: `source_path`, `error_code` and `why`, in
    English what the reader said of the file, in Chinese the reason that its code stands for."""
    reports = dataset.reports
    failed = reports.loc[reports["status"] == "failed", ["source_path", "error_code", "error"]]
    why = failed.pop("error")
    if language == "zh":
        named = labels("error_code", language)
        why = failed["error_code"].astype("string").map(named).fillna(why)
    return failed.assign(why=why).reset_index(drop=True)


def _in_order(codes: pd.Series, language: Language) -> "pd.Categorical[str]":
    """The codes' names, which sort as the contract lists the codes."""
    listed = {column.name: column.codes for column in TABLES["findings"].columns}
    known = [name_of(code, language) for code in listed[str(codes.name)]]
    names = [name_of(str(code), language) for code in codes]
    return pd.Categorical(names, known, ordered=True)


def _change(value: float) -> str:
    """A change with its sign; one that rounds to nothing has none."""
    text = f"{value:+.1%}"
    return text[1:] if text in ("+0.0%", "-0.0%") else text


def _head(name: str, language: Language) -> str:
    try:
        return column_name(name, language)
    except KeyError:  # a column of the reader's own
        return name


def column_name(name: str, language: Language) -> str:
    """A column's name in the reader's language; KeyError for an unknown one."""
    known = words("columns", language)
    return known[name] if name in known else quantity_name(name, language)


def code_name(column: str, code: Any, language: Language) -> Any:
    """What a code of a column is called; a value that is no code stays as it is."""
    if pd.isna(code) or column not in _CODES:
        return code
    return words(_CODES[column], language).get(str(code), str(code))
