"""Bands become observed rows: which cells are label, which are values."""

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from disclosure_stats.pages.model import Page
from disclosure_stats.reading.layout.cell import Band, Cell
from disclosure_stats.text.folding import squeeze
from disclosure_stats.text.labels import label_key
from disclosure_stats.text.values import UNITS, holds_numbers, looks_like_value, parse_value

_UNIT_BEHIND = re.compile(rf"[(（](?:单位[:：])?({'|'.join(UNITS)})[)）]$")
_REMARK_BEHIND = re.compile(r"(?<=..)[(（][^()（）]+[)）]$")
_UNITS = frozenset(UNITS)
_IDEOGRAPH = re.compile("[\u4e00-\u9fff]")
_NUMBERING = re.compile(r"\W*\w{1,3}[、.．)）]\W*")  # of a label, in a cell of its own
_MIN_NUMBERED = 5  # columns, to be told from a row of a few small numbers
_MIN_REMARKED = 3  # numbers in a row, for a text behind them to be none of a label


@dataclass(slots=True, eq=False)
class ObservedRow:
    """A row as drawn. `labels` are the keys of its label cells from right to left (the leaf first),
    behind them that of the leaf without a remark in brackets;
    `values` the cells to the right of them; `unit` the unit that a cell of its own prints, or the
    label behind its words. `spans` are the heights that it takes up, by page number."""

    page: Page
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
    ruled: bool = True
    spans: list[tuple[int, float, float]] = field(default_factory=list)

    @property
    def numbers_columns(self) -> bool:
        """Whether its values are 1, 2, 3 and so on, and nothing else: they number the columns."""
        texts = [cell.text for cell in self.values if cell.text]
        return len(texts) >= _MIN_NUMBERED and texts == [str(i + 1) for i in range(len(texts))]

    @property
    def has_values(self) -> bool:
        """Whether any value cell prints a number or a dash."""
        return self.printed > 0


def observe(band: Band) -> ObservedRow:
    """`band` as a row: the longest run of value or blank cells at its end, or before a unit there,
    are its values."""
    cells = band.cells
    last = squeeze(cells[-1].text)
    unit = last if last in _UNITS else None
    split, printed = _values_from(cells, len(cells) - bool(unit))
    values = cells[split : len(cells) - bool(unit)]
    leaf = None
    bare: str | None = None
    labels: list[str] = []
    for cell in reversed(cells[:split]):
        text = cell.text
        if not text:
            continue
        if labels:
            key = label_key(text)
        else:
            if unit is None and squeeze(text) in _UNITS:
                unit = squeeze(text)
                continue
            key, unit_behind, without_remark = _leaf(text)
            unit = unit or unit_behind
        if key:
            if leaf is None:
                leaf = cell
                bare = without_remark
            labels.append(key)
    if len(labels) > 1:
        labels.append("".join(reversed(labels)))
    if leaf is not None and bare is not None:
        labels.append(bare)
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
        ruled=band.ruled,
        spans=[(band.page.number, band.top, band.bottom)],
    )


@lru_cache(maxsize=4096)  # labels are the same in report after report
def _leaf(text: str) -> tuple[str, str | None, str | None]:
    """The key of the innermost label without the unit behind it, this unit, and the key without the
    remark in brackets that it ends in; null for what it has not."""
    remark = _REMARK_BEHIND.search(text)
    without_remark = label_key(text[: remark.start()]) if remark else None
    behind = _UNIT_BEHIND.search(text)
    if behind is None:
        return label_key(text), None, without_remark
    return label_key(text[: behind.start()]), behind[1], without_remark


def _values_from(cells: Sequence[Cell], end: int) -> tuple[int, int]:
    """Where the longest run of value or blank cells begins that ends before `end` with or without a
    remark, or what stands there behind a unit, whatever it prints; and how many of them print
    something."""
    printed = 0
    for index in range(end - 1 - _ends_with_remark(cells, end), -1, -1):
        text = cells[index].text
        if text:
            state = parse_value(text).state
            if state == "unreadable" and _may_be_label(text):
                is_behind_unit = index > 1 and squeeze(cells[index - 1].text) in _UNITS
                if is_behind_unit and not printed:
                    return index, 1
                return index + 1, printed
            printed += state != "blank"
    return 0, printed


def _may_be_label(text: str) -> bool:
    """Whether a text that is no number may be a label, or what numbers one."""
    is_worded = _IDEOGRAPH.search(text) or _NUMBERING.fullmatch(text)
    return is_worded is not None and not holds_numbers(text)


def _ends_with_remark(cells: Sequence[Cell], end: int) -> bool:
    """Whether the last of the cells before `end` is a remark on numbers before it: several, or
    those of a label. Behind a single one there may be a label itself."""
    if end < 2 or parse_value(cells[end - 1].text).state != "unreadable":
        return False
    before = itertools.takewhile(looks_like_value, (c.text for c in reversed(cells[: end - 1])))
    numbers = sum(1 for _ in before)
    if numbers == 0 or numbers >= _MIN_REMARKED:
        return numbers > 0
    return numbers < end - 1 and _may_be_label(cells[end - 2 - numbers].text)
