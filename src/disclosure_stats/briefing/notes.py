"""What a speaker can say beside a slide: the numbers themselves, with k and n."""

from typing import Any, Final

import pandas as pd

from disclosure_stats.briefing.exhibits import Exhibit
from disclosure_stats.charts.tables import FRACTIONS, code_name, column_name
from disclosure_stats.charts.words import amount
from disclosure_stats.languages import Language

MAX_ROWS: Final = 40
"""Of the numbers in the notes of a slide; the workbook has all."""
_PLAIN: Final = frozenset({"year", "page"})


def notes(exhibit: Exhibit, language: Language) -> list[str]:
    """Lines: the numbers of the exhibit, as far as `MAX_ROWS`, then where the others are, then
    what stands below the chart."""
    rows = exhibit.data.head(MAX_ROWS)
    lines = [_line(row, language) for row in rows.to_dict("records")]
    more = len(exhibit.data) - len(rows)
    if more > 0:
        zh = f"……其余{more}行见 briefing.xlsx 的“{exhibit.sheet}”。"
        en = f"… {more} more rows: sheet “{exhibit.sheet}” of briefing.xlsx."
        lines.append(zh if language == "zh" else en)
    return [*lines, *exhibit.caption]


def _line(row: dict[Any, Any], language: Language) -> str:
    """A row as `place: 甲镇; k: 3; …`, without what is missing."""
    colon, comma = ("：", "；") if language == "zh" else (": ", "; ")
    return comma.join(
        f"{column_name(str(name), language)}{colon}{_text(str(name), value, language)}"
        for name, value in row.items()
        if not pd.isna(value)
    )


def _text(name: str, value: Any, language: Language) -> str:
    named = code_name(name, value, language)
    if isinstance(named, str):
        return named
    if isinstance(named, bool):
        return {"zh": "是" if named else "否", "en": "yes" if named else "no"}[language]
    if name in FRACTIONS:
        return f"{value:.1%}"
    return f"{value}" if name in _PLAIN else amount(value)
