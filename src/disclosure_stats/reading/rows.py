"""Bands become observed rows: which cells are label, which are values."""

from dataclasses import dataclass, field

from disclosure_stats.reading.grid import Band, Cell
from disclosure_stats.reading.text import label_key, squeeze
from disclosure_stats.reading.values import UNITS, parse_value


@dataclass(slots=True)
class ObservedRow:
    """A row as drawn. `labels` are the keys of its label cells from right to left (the leaf first);
    `values` the cells to the right of them; `unit` the unit that a cell of its own prints."""

    page: int
    top: float
    bottom: float
    cells: list[Cell]
    values: list[Cell]
    labels: tuple[str, ...]
    unit: str | None = None
    first_of_region: bool = False
    last_of_region: bool = False
    printed: int = 0
    leaf: Cell | None = None
    leaf_text: str | None = None
    spans: list[tuple[int, float, float]] = field(default_factory=list)

    @property
    def has_values(self) -> bool:
        """Whether any value cell prints a number or a dash."""
        return self.printed > 0


def observe(band: Band) -> ObservedRow:
    """`band` as a row: the longest run of value or blank cells at its end are its values."""
    cells = band.cells
    split = len(cells)
    printed = 0
    for cell in reversed(cells):
        state = parse_value(cell.text).state
        if state == "unreadable":
            break
        printed += state != "blank"
        split -= 1
    values = cells[split:]
    unit = None
    leaf = None
    labels = []
    for cell in reversed(cells[:split]):
        text = cell.text
        if not text:
            continue
        if unit is None and not labels and squeeze(text) in UNITS:
            unit = squeeze(text)
            continue
        key = label_key(text)
        if key:
            if leaf is None:
                leaf = cell
            labels.append(key)
    if len(labels) > 1:
        labels.append("".join(reversed(labels)))
    return ObservedRow(
        band.page,
        band.top,
        band.bottom,
        cells,
        values,
        tuple(labels),
        unit,
        band.first_of_region,
        band.last_of_region,
        printed,
        leaf,
        spans=[(band.page, band.top, band.bottom)],
    )
