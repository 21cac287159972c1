"""The items of a section as rows of the table `statements`."""

import re

from disclosure_stats.rows import Row
from disclosure_stats.statements.items import read_items

_SEPARATORS = " \n;；,，、"
_ENDS_TITLE = re.compile("[：:。；;\n]")


def statement_rows(text: str, heading: str = "") -> list[Row]:
    """A row an item, in the order of the text, without `report_id` and `page`; `start` is the place
    of its first character.

    `text` is that of a section on problems and improvements, one paragraph a line; its `heading`
    may name improvements alone. Where it says that there are no problems, one row says so:
    `none_stated`, with a null text.
    """
    items, says_none = read_items(text, heading)
    counts = {"problem": 0, "improvement": 0}
    rows: list[Row] = []
    if says_none:
        counts["problem"] = 1
        rows.append(_row(1, "problem", None, None, len(text) - len(text.lstrip())))
    for item in items:
        printed = text[item.start : item.end].strip(_SEPARATORS)
        if not printed:
            continue
        counts[item.kind] += 1
        title = _ENDS_TITLE.split(printed, maxsplit=1)[0]
        rows.append(_row(counts[item.kind], item.kind, title, printed, item.start))
    return rows


def _row(number: int, kind: str, title: str | None, text: str | None, start: int) -> Row:
    return {
        "number": number,
        "kind": kind,
        "title": title,
        "text": text,
        "none_stated": text is None,
        "start": start,
    }
