"""The page docs/codes.md, made from the code book.

`python -m disclosure_stats.store.code_book_page` prints it.
"""

from itertools import groupby

from disclosure_stats.store.code_book import CODES_FILE, Code, code_book
from disclosure_stats.store.schemas import TABLES

_HEAD = f"""# Code book

Made by `python -m disclosure_stats.store.code_book_page > docs/codes.md`; do not edit.

Every code of every column, from the statutory forms and the schemas: the label as printed (for
codes of no form, a Chinese name), English, what it stands under in the form, the unit that the form
asks for, and the forms that have it. A code that two forms print differently has a line for each.
The same stands beside the tables as `{CODES_FILE}` (UTF-8, opens in Excel and WPS), as enums in
`datapackage.json`, and in Python:

```python
import disclosure_stats as ds

ds.labels("outcome")["refused_enforcement_file"]  # 7.属于行政执法案卷
ds.labels("outcome", "en")["refused_enforcement_file"]
```

`findings.where` names a cell by the codes of its row and its column. Units are kept as printed and
are no closed list. What the columns themselves mean: [data dictionary](data-dictionary.md).
"""
_TITLES = ("code", "label as printed", "English", "stands under", "unit", "forms")


def code_book_page() -> str:
    """The page as Markdown: a table a column; one that several tables have stands once."""
    parts, shown = [_HEAD], set()
    for (_, column), group in groupby(code_book(), key=lambda code: (code.table, code.column)):
        if column in shown:
            continue
        shown.add(column)
        homes = ", ".join(f"`{name}`" for name in _tables_with(column))
        parts.append(f"\n## {column}\n\nIn {homes}.\n\n{_row(_TITLES)}{_row(['---'] * 6)}")
        parts += map(_line, group)
    return "".join(parts)


def _tables_with(column: str) -> list[str]:
    return [t.name for t in TABLES.values() if any(c.name == column for c in t.columns)]


def _line(code: Code) -> str:
    eras = code.eras.replace(" ", ", ")
    return _row([f"`{code.code}`", code.label_zh, code.label_en, code.under, code.unit, eras])


def _row(cells: "list[str] | tuple[str, ...]") -> str:
    return f"| {' | '.join(cells)} |\n"


if __name__ == "__main__":
    print(code_book_page(), end="")
