"""Which of more columns than the form has are those of the form."""

from collections.abc import Sequence

from disclosure_stats.forms import Entry
from disclosure_stats.reading.layout.columns import Interval
from disclosure_stats.reading.layout.observed_rows import ObservedRow
from disclosure_stats.text.labels import label_key, similarity


def titled_columns(
    columns: Sequence[Interval], header: Sequence[ObservedRow], entries: Sequence[Entry]
) -> list[Interval]:
    """Of more columns than the form has, those that the form's titles stand over."""
    titles = [_title(column, header) for column in columns]
    best: tuple[float, int] = (0.0, len(columns) - len(entries))
    for start in range(len(columns) - len(entries) + 1):
        score = sum(
            max(similarity(titles[start + offset], label_key(label)) for label in entry.labels)
            for offset, entry in enumerate(entries)
        )
        best = max(best, (score, start))
    return list(columns[best[1] : best[1] + len(entries)])


def _title(column: Interval, header: Sequence[ObservedRow]) -> str:
    texts = [
        cell.text
        for row in header
        for cell in row.cells
        if column[0] - 3 <= cell.x0 and cell.x1 <= column[1] + 3
    ]
    return label_key("".join(texts)) if texts else ""
