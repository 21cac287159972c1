"""The page docs/data-dictionary.md, made from the schemas.

`python -m disclosure_stats.store.dictionary` prints it.
"""

from disclosure_stats.store.code_book import closed_codes
from disclosure_stats.store.schemas import PANDAS_DTYPES, TABLES

_MAX_CODES = 12  # in a cell of the table; more stand in the code book alone

_HEAD = """# Data dictionary

Made by `python -m disclosure_stats.store.dictionary > docs/data-dictionary.md`; do not edit.
Every column may be null. Missing is not zero: `cell_state` says why a number is missing. What each
code is called, as printed and in English, stands in the [code book](codes.md).
"""


def data_dictionary() -> str:
    """The page as Markdown."""
    parts = [_HEAD]
    for table in TABLES.values():
        parts.append(f"\n## {table.name}\n\n{table.description}. Key: {', '.join(table.key)}.\n\n")
        parts.append("| column | type | in pandas | meaning |\n| --- | --- | --- | --- |\n")
        for column in table.columns:
            meaning = column.description
            codes = closed_codes(table.name, column.name)
            if len(codes) > _MAX_CODES:
                meaning += f": {len(codes)} [codes](codes.md#{column.name})"
            elif codes:
                meaning += ": " + ", ".join(f"`{code}`" for code in codes)
            dtype = PANDAS_DTYPES[column.kind]
            parts.append(f"| `{column.name}` | {column.kind} | {dtype} | {meaning} |\n")
    return "".join(parts)


if __name__ == "__main__":
    print(data_dictionary(), end="")
