"""Long tables in a notebook: to be sorted and searched, or cut to their ends."""

from typing import Any, Final

import itables
import pandas as pd
from IPython.display import HTML, display

from disclosure_stats.charts.tables import in_words
from disclosure_stats.languages import Language

_ROWS: Final = 15  # a page
_CHINESE: Final = {
    "search": "查找：",
    "lengthMenu": "每页 _MENU_ 行",
    "info": "第 _START_ 至 _END_ 行，共 _TOTAL_ 行",
    "infoEmpty": "没有行",
    "infoFiltered": "（从 _MAX_ 行中查得）",
    "zeroRecords": "没有符合的行",
    "emptyTable": "没有可列的内容",
}
_EMPTY: Final = "-"  # what the sorting takes for no number


def sortable(table: pd.DataFrame, language: Language = "zh") -> "SortableTable":
    """`table` with columns and codes in words, which a notebook and a page made of it show so that
    it can be sorted by each column, searched, and turned over page by page."""
    return SortableTable(table, language)


class SortableTable:
    """A table that can be sorted where it is shown; `table` is the DataFrame that it shows."""

    def __init__(self, table: pd.DataFrame, language: Language) -> None:
        self.table = table
        self._language = language

    def __repr__(self) -> str:
        return repr(self.table)

    @property
    def html(self) -> str:
        """The table with what it needs to be sorted, but for the program that sorts, which a
        notebook holds once."""
        texts: dict[str, Any] = {"language": _CHINESE} if self._language == "zh" else {}
        markup: str = itables.to_html_datatable(
            in_words(self.table, self._language, _EMPTY),
            connected=False,
            allow_html=True,  # what the cells hold is escaped
            pageLength=_ROWS,
            lengthMenu=[_ROWS, 50, 200],
            order=[],  # as given
            classes="display compact",
            **texts,
        )
        return markup

    def _ipython_display_(self) -> None:
        # The program goes into the notebook itself: there may be no network.
        itables.init_notebook_mode(all_interactive=False, connected=False)
        display(HTML(self.html))


def ends(table: pd.DataFrame, column: str, most: int = 10) -> pd.DataFrame:
    """The rows with the largest and the smallest values of `column`, so many of each, the largest
    first; rows without a value are left out, and all others there where they are not more."""
    ordered = table.dropna(subset=[column]).sort_values(column, ascending=False, kind="stable")
    if len(ordered) <= 2 * most:
        return ordered.reset_index(drop=True)
    return pd.concat([ordered.head(most), ordered.tail(most)], ignore_index=True)
