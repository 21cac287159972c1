"""What the columns of the exported panel are: their names in two languages, where each number
stands in the forms, and the codes that they hold."""

from collections.abc import Iterator, Mapping, Sequence

import pandas as pd

from disclosure_stats.analysis import posting_volumes
from disclosure_stats.analysis.activity_counts import activity_columns
from disclosure_stats.analysis.panel_states import SOURCE, STATE
from disclosure_stats.analysis.panel_words import panel_words, quantity_name
from disclosure_stats.analysis.quantities import quantities
from disclosure_stats.languages import LANGUAGES, Language
from disclosure_stats.store.code_book import labels

MAX_STATA_NAME = 32  # characters of a variable's name in Stata
ANY_STATE = f"<quantity>{STATE}"
COLUMNS = ("name", "code", "label_zh", "label_en", "unit", "stata_name", "note", "stands_in")


def panel_dictionary(names: Sequence[str]) -> pd.DataFrame:
    """A row a column of the panel, then a row a code of those that hold codes and of the columns
    `<quantity>_state`; columns as in `COLUMNS`, empty where there is nothing to say."""
    rows = [*map(_column, names)]
    for column in names:
        if not column.endswith(STATE):
            rows += _codes(column, column)
    rows += _codes(ANY_STATE, ANY_STATE)
    return pd.DataFrame(rows, columns=list(COLUMNS)).fillna("").astype("string")


def label(column: str, language: Language) -> str:
    """What a column of the panel is called."""
    for ending, part in ((STATE, "state"), (SOURCE, "source")):
        quantity = column.removesuffix(ending)
        if quantity != column and quantity not in panel_words("columns") and quantity != "channel":
            pattern = panel_words("parts")[part][LANGUAGES.index(language)]
            return pattern.format(quantity_name(quantity, language))
    if column in panel_words("columns"):
        return panel_words("columns")[column][LANGUAGES.index(language)]
    return quantity_name(column, language)


def code_labels(column: str, language: Language) -> Mapping[str, str]:
    """Code → name of a column of the panel; empty for one that holds no codes."""
    position = LANGUAGES.index(language)
    if column in ("era", "status", posting_volumes.CERTAINTY):
        return labels(column.removeprefix("channel_"), language)
    group = "states" if column.endswith(STATE) else "sources" if column == "channel_source" else ""
    return {code: names[position] for code, names in panel_words(group).items()} if group else {}


def stata_name(column: str) -> str:
    """The column's name in Stata, which takes 32 characters."""
    return column[:MAX_STATA_NAME]


def _column(name: str) -> dict[str, str]:
    return {
        "name": name,
        "label_zh": label(name, "zh"),
        "label_en": label(name, "en"),
        "unit": _unit(name),
        "stata_name": stata_name(name),
        "note": _note(name),
        "stands_in": "; ".join(_stands_in(name)),
    }


def _unit(name: str) -> str:
    """The unit of a column's numbers, as reports print it; empty for one that holds none."""
    if name in activity_columns():
        return activity_columns()[name].unit
    if name in quantities():
        return panel_words("units")["statutory"][0]
    return panel_words("units")["postings"][0] if name in posting_volumes.COLUMNS else ""


def _note(name: str) -> str:
    if name in quantities():
        return quantities()[name].note
    if name in activity_columns():
        return activity_columns()[name].note
    for group in ("columns", "postings"):
        if name in panel_words(group):
            return panel_words(group)[name][-1]
    part = "state" if name.endswith(STATE) else "source" if name.endswith(SOURCE) else "channel"
    return panel_words("parts")[part][-1]


def _stands_in(name: str) -> Iterator[str]:
    """Form by form the table, rows and column that a quantity is taken from."""
    sources = quantities()[name].sources if name in quantities() else ()
    if name in activity_columns():
        sources = activity_columns()[name].sources(name)
    for cells in sources:
        rows = " + ".join(cells.rows)
        yield f"{', '.join(cells.eras)}: {cells.table}, {rows} × {cells.column}"


def _codes(name: str, column: str) -> list[dict[str, str]]:
    english = code_labels(column, "en")
    return [
        {"name": name, "code": code, "label_zh": chinese, "label_en": english[code]}
        for code, chinese in code_labels(column, "zh").items()
    ]
