"""The panel as a file for other programs: Excel, Stata, R, DuckDB and whatever reads CSV."""

import os
from collections.abc import Callable, Hashable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as parquet

from disclosure_stats.analysis.excel import new_book
from disclosure_stats.analysis.panel_dictionary import (
    code_labels,
    label,
    panel_dictionary,
    stata_name,
)
from disclosure_stats.analysis.panel_states import SOURCE, STATE
from disclosure_stats.analysis.posting_volumes import OF_FIGURES
from disclosure_stats.store.csv_text import BOM, csv_text

_STATA_VERSION: Final = 118  # the first of Stata's formats that takes Chinese: Stata 14 and later
_MAX_STATA_LABEL: Final = 80  # characters
_MAX_LONG: Final = 2**31 - 101  # the last hundred stand for missing
_MAX_XLSX_ROWS: Final = 1_048_576
_DATE: Final = datetime(2000, 1, 1)  # one that does not change keeps the file the same
_SHEETS: Final = ("面板", "panel", "dictionary")
_WIDTH, _WIDE = 14, 40  # of columns, in characters
_HEAD_HEIGHT = 32  # points: two lines


def write_panel(panel: pd.DataFrame, path: str | os.PathLike[str]) -> list[Path]:
    """Writes the panel (as `panel_with_states` gives it) in the format that the name of the file
    ends in; gives the files written.

    `.xlsx`: sheets with Chinese heads, with all columns, and the dictionary. `.csv` and `.parquet`:
    the dictionary lies beside as `<name>_dictionary.csv`. `.dta`: with variable and value labels.
    `.duckdb`: tables `panel` and `dictionary`, labels as comments. A file that is there is
    replaced. Raises ValueError for another format or more rows than it takes, ImportError where a
    format needs a package that is not installed, OSError if the file cannot be written.
    """
    target = Path(path)
    if target.suffix not in WRITERS:
        raise ValueError(
            f"{target.name}: the panel is written as {', '.join(WRITERS)}, by how the name ends"
        )
    dictionary = panel_dictionary(_names(panel))
    # Aside first: what is there stays until the new file is whole.
    aside = target.with_name(f".{target.stem}.part{target.suffix}")
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        aside.touch()  # each package has an error of its own for a place that cannot be written to
        WRITERS[target.suffix](panel, dictionary, aside)
        os.replace(aside, target)
    finally:
        aside.unlink(missing_ok=True)
    if target.suffix not in (".csv", ".parquet"):
        return [target]
    beside = target.with_name(f"{target.stem}_dictionary.csv")
    _csv(dictionary, dictionary, beside)
    return [target, beside]


def _csv(data: pd.DataFrame, dictionary: pd.DataFrame, path: Path) -> None:
    columns = [[name, *_plain(data[name])] for name in _names(data)]
    path.write_text(BOM + csv_text(columns), encoding="utf-8", newline="")


def _parquet(data: pd.DataFrame, dictionary: pd.DataFrame, path: Path) -> None:
    table = pa.Table.from_pandas(data, preserve_index=False)
    fields = [
        field.with_metadata({"label_zh": label(field.name, "zh"), "label": label(field.name, "en")})
        for field in table.schema
    ]
    parquet.write_table(table.cast(pa.schema(fields, table.schema.metadata)), path)


def _stata(data: pd.DataFrame, dictionary: pd.DataFrame, path: Path) -> None:
    columns: dict[str, pd.Series[Any]] = {}
    value_labels: dict[Hashable, dict[float, str]] = {}
    for name in _names(data):
        chinese, english = code_labels(name, "zh"), code_labels(name, "en")
        if chinese:
            numbers = _numbers(chinese)
            # A number that a code always has, whatever codes this panel holds.
            columns[stata_name(name)] = data[name].astype("object").map(numbers).astype("Float64")
            value_labels[stata_name(name)] = {
                numbers[code]: f"{text} {english[code]}"[:_MAX_STATA_LABEL]
                for code, text in chinese.items()
            }
        elif pd.api.types.is_numeric_dtype(data[name].dtype):
            columns[stata_name(name)] = data[name].astype("Float64")
        else:
            columns[stata_name(name)] = data[name].astype("object").fillna("")
    frame = pd.DataFrame(
        {
            name: _stata_numbers(values) if values.dtype == "Float64" else values
            for name, values in columns.items()
        }
    )
    frame.to_stata(
        path,
        write_index=False,
        version=_STATA_VERSION,
        time_stamp=_DATE,
        data_label="disclosure_stats: a row a place and year",
        variable_labels={
            stata_name(name): f"{label(name, 'zh')} {label(name, 'en')}"[:_MAX_STATA_LABEL]
            for name in _names(data)
        },
        value_labels=value_labels,
    )


def _stata_numbers(values: "pd.Series[Any]") -> "pd.Series[Any]":
    """Whole numbers where all are there and Stata's `long` holds them, else doubles."""
    small = bool(values.notna().all() and (values.abs() < _MAX_LONG).all())
    return values.astype("int32" if small else "float64")


def _numbers(codes: Mapping[str, str]) -> dict[str, int]:
    """Code → its number in Stata: a code that is a year is itself, others count from 1."""
    return {
        code: int(code) if code.isdigit() else position for position, code in enumerate(codes, 1)
    }


def _duckdb(data: pd.DataFrame, dictionary: pd.DataFrame, path: Path) -> None:
    import duckdb

    path.unlink(missing_ok=True)
    with duckdb.connect(str(path)) as connection:
        for name, frame in (("panel", data), ("dictionary", dictionary)):
            table = pa.Table.from_pandas(_without_categories(frame), preserve_index=False)
            connection.register("given", table)
            connection.execute(f"create table {name} as select * from given")
            connection.unregister("given")
        for column in _names(data):
            said = f"{label(column, 'zh')} | {label(column, 'en')}".replace("'", "''")
            connection.execute(f"comment on column panel.\"{column}\" is '{said}'")


def _without_categories(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.astype(
        {name: "string" for name in frame if isinstance(frame[name].dtype, pd.CategoricalDtype)}
    )


def _xlsx(data: pd.DataFrame, dictionary: pd.DataFrame, path: Path) -> None:
    if len(data) + 2 > _MAX_XLSX_ROWS:
        raise ValueError(
            f"{len(data):,} rows are more than an .xlsx sheet takes: write .csv or .parquet"
        )
    with new_book(path, in_order=True) as book:
        styles = {
            "head": book.add_format(
                {"bold": True, "bg_color": "#eeeeee", "text_wrap": True, "valign": "top"}
            ),
            "faint": book.add_format({"font_color": "#606060", "bottom": 1, "text_wrap": True}),
            "missing": book.add_format({"bg_color": "#f2f2f2"}),
        }
        for sheet_name in _SHEETS:  # in this order
            book.add_worksheet(sheet_name)
        last = [name for name in OF_FIGURES if name in data]
        numbers = [name for name in _names(data) if not name.endswith((STATE, SOURCE))]
        numbers = [*(name for name in numbers if name not in last), *last]
        shown = data[numbers].copy()
        for name in numbers:
            names = code_labels(name, "zh")
            if names:
                shown[name] = data[name].astype("object").map(names)
        heads = [[label(name, "zh") for name in numbers], numbers]
        _sheet(book, _SHEETS[0], shown, heads, styles, data)
        _sheet(book, _SHEETS[1], data, [_names(data)], styles, None)
        _sheet(book, _SHEETS[2], dictionary, [_names(dictionary)], styles, None)


def _sheet(
    book: Any,
    name: str,
    data: pd.DataFrame,
    heads: list[list[str]],
    styles: Mapping[str, Any],
    states: pd.DataFrame | None,
) -> None:
    """One sheet: heads, then the rows; with `states`, quantities that are missing are grey."""
    sheet = book.get_worksheet_by_name(name)
    for column, of_column in enumerate(data):
        is_text = data[of_column].dtype in ("string", "object")
        sheet.set_column(column, column, _WIDE if is_text and states is None else _WIDTH)
    for row, (titles, style) in enumerate(zip(heads, ("head", "faint"), strict=False)):
        sheet.set_row(row, _HEAD_HEIGHT)
        for column, title in enumerate(titles):
            sheet.write_string(row, column, title, styles[style])
    grey = [states is not None and f"{of_column}{STATE}" in states for of_column in data]
    for row, values in enumerate(zip(*(_plain(data[c]) for c in data), strict=True), len(heads)):
        for column, value in enumerate(values):
            if value is None:
                if grey[column]:
                    sheet.write_blank(row, column, None, styles["missing"])
            elif isinstance(value, str):
                sheet.write_string(row, column, value)
            else:
                sheet.write_number(row, column, value)
    sheet.freeze_panes(len(heads), 1)
    sheet.set_landscape()
    sheet.repeat_rows(0, len(heads) - 1)
    sheet.repeat_columns(0)
    if len(data):
        sheet.autofilter(len(heads) - 1, 0, len(heads) - 1 + len(data), data.shape[1] - 1)


def _names(frame: pd.DataFrame) -> list[str]:
    return [str(name) for name in frame]


def _plain(values: "pd.Series[Any]") -> list[Any]:
    """The values as Python's own, None where missing."""
    return [None if pd.isna(value) else value for value in values.astype("object").tolist()]


WRITERS: Final[Mapping[str, Callable[[pd.DataFrame, pd.DataFrame, Path], None]]] = {
    ".xlsx": _xlsx,
    ".csv": _csv,
    ".dta": _stata,
    ".parquet": _parquet,
    ".duckdb": _duckdb,
}
"""How the panel is written, by what the file's name ends in."""
