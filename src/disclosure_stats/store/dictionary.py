"""The page docs/data-dictionary.md, made from the schemas.

`python -m disclosure_stats.store.dictionary` prints it.
"""

from disclosure_stats.store.schemas import PANDAS_DTYPES, TABLES

_HEAD = """# Data dictionary

Made by `python -m disclosure_stats.store.dictionary > docs/data-dictionary.md`; do not edit.
Every column may be null. Missing is not zero: `cell_state` says why a number is missing.
"""


def data_dictionary() -> str:
    """The page as Markdown."""
    parts = [_HEAD]
    for table in TABLES.values():
        parts.append(f"\n## {table.name}\n\n{table.description}. Key: {', '.join(table.key)}.\n\n")
        parts.append("| column | type | in pandas | meaning |\n| --- | --- | --- | --- |\n")
        for column in table.columns:
            meaning = column.description
            if column.codes:
                meaning += ": " + ", ".join(f"`{code}`" for code in column.codes)
            dtype = PANDAS_DTYPES[column.kind]
            parts.append(f"| `{column.name}` | {column.kind} | {dtype} | {meaning} |\n")
    return "".join(parts)


if __name__ == "__main__":
    print(data_dictionary(), end="")
