"""A statistics form whose rows are set as lines becomes the table that it is.

Some sites strip tables of their markup, some bodies type the form: a label, its number and unit.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from itertools import chain
from typing import NamedTuple

from disclosure_stats.documents.flow import Block, Paragraph, Table, TableCell
from disclosure_stats.forms import ERAS, load_form
from disclosure_stats.text.labels import label_key

_NUMBER = r"(?:\d[\d,，.]{0,14}|[-—/无]{1,2})"
_UNIT = r"[\u4e00-\u9fff]{1,2}"
_VALUE = r"[：:]\s{0,9}\d[\d,，.]{0,14}+(?<!\.)"  # 1. is the number of what follows
_LABEL = re.compile(rf"(?:(?!{_VALUE})[^。；;]){{2,80}}")
_ROW = re.compile(
    rf"(?P<label>{_LABEL.pattern}?)(?:[：:]\s{{0,9}}|\s{{1,9}})"
    rf"(?:(?P<number1>{_NUMBER})\s{{0,9}}(?P<unit1>{_UNIT})?"
    rf"|(?P<unit2>{_UNIT})\s{{1,9}}(?P<number2>{_NUMBER}))"
)
_RUN_TOGETHER = re.compile(rf"(?P<label>.{{2,80}}?)(?P<number>{_NUMBER})(?P<unit>{_UNIT})?")
_VALUE_ALONE = re.compile(rf"{_NUMBER}(?:\s{{0,9}}{_UNIT})?|{_UNIT}")
_MAX_UNIT = 2  # characters
# Rules between columns and rows that are drawn with characters.
_DRAWN = re.compile(r"[\u2500-\u257f|]+|^[\s+=|:-]{3,}$")
_MIN_ROWS = 10  # with a number, for lines to be a form
_MIN_MARKS = 2  # of a form, among their labels


class _Row(NamedTuple):
    """A row of a form: its label, and its number with its unit."""

    label: str
    value: str


def with_listed_forms(blocks: list[Block]) -> list[Block]:
    """The blocks, with a table in place of each run of lines that is a form."""
    texts = [block.text for block in blocks if isinstance(block, Paragraph)]
    if sum(any(mark in text for text in texts) for mark in _marks()) < _MIN_MARKS:
        return blocks
    kept: list[Block] = []
    run: list[Paragraph] = []
    for block in chain.from_iterable(map(_parted, blocks)):
        if isinstance(block, Paragraph) and _is_listed(block, is_first=not run):
            run.append(block)
            continue
        kept += _as_form(run)
        kept.append(block)
        run = []
    return kept + _as_form(run)


def _parted(block: Block) -> Sequence[Block]:
    """A block; of a paragraph among whose lines a form is, each line."""
    if isinstance(block, Table) or sum(map(bool, map(_row, _lines(block)))) < _MIN_ROWS:
        return [block]
    return [replace(block, lines=[line]) for line in block.lines]


def _lines(block: Paragraph) -> list[str]:
    """The lines of a paragraph, without the rules that are drawn with characters."""
    lines = (" ".join(_DRAWN.sub(" ", line.strip()).split()) for line in block.lines)
    return [line for line in lines if line]


def _is_listed(block: Paragraph, is_first: bool) -> bool:
    """Whether a paragraph is rows of a form, or titles or values between such."""
    lines = _lines(block)
    if is_first:
        return bool(lines) and all(_row(line) or line in _titles() for line in lines)
    others = (_LABEL, _VALUE_ALONE)
    return all(_row(line) or any(one.fullmatch(line) for one in others) for line in lines)


def _as_form(run: Sequence[Paragraph]) -> list[Block]:
    lines: list[tuple[str, Paragraph]] = []
    for block in run:
        for line in _lines(block):
            if lines and _VALUE_ALONE.fullmatch(line):  # beside the label, in a line of its own
                lines[-1] = f"{lines[-1][0]} {line}", lines[-1][1]
            else:
                lines.append((line, block))
    rows = [_row(line) for line, _ in lines]
    last = max((n for n, row in enumerate(rows) if row), default=-1)
    labels = [row.label for row in rows if row]
    marks = sum(any(mark in label for label in labels) for mark in _marks())
    if len(labels) < _MIN_ROWS or marks < _MIN_MARKS:
        return list(run)
    cells: list[TableCell] = []
    for number, ((line, _), row) in enumerate(zip(lines[: last + 1], rows, strict=False)):
        if row is None:
            cells.append(TableCell(number, 0, 1, 2, [Paragraph([line])]))
            continue
        for column, text in enumerate(row):
            cells.append(TableCell(number, column, 1, 1, [Paragraph([text])]))
    table = Table(last + 1, 2, cells, run[0].path)
    return [table, *(Paragraph([line], block.is_centred) for line, block in lines[last + 1 :])]


def _row(line: str) -> _Row | None:
    """The row that a line is: what parts its label from its number and unit is white space or a
    colon; nothing, where the label is one of the forms'."""
    line = line.rstrip("；;。")
    row = _ROW.fullmatch(line)
    if row:
        value = (row["number1"] or row["number2"]) + (row["unit1"] or row["unit2"] or "")
        return _Row(row["label"], value)
    run = _RUN_TOGETHER.fullmatch(line)
    if run is None:
        return None
    text, unit = run["label"], run["unit"] or ""
    ends = (len(text) - length for length in range(_MAX_UNIT + 1))
    end = next((end for end in ends if label_key(text[:end]) in _known_labels()), None)
    return None if end is None else _Row(text[:end], run["number"] + text[end:] + unit)


@cache
def _known_labels() -> frozenset[str]:
    """What the rows of the forms are called that have one number in each."""
    rows = (row for era in ERAS for row in load_form(era).indicators)
    return frozenset(label_key(label) for row in rows for label in row.labels)


@cache
def _titles() -> frozenset[str]:
    """The labels of a form that have no number: what is above a run of rows that have one."""
    rows = (row for era in ERAS for row in load_form(era).indicators if not row.code)
    return frozenset(label for row in rows for label in row.labels)


@cache
def _marks() -> tuple[str, ...]:
    """What the rows of a form are known by that has one number in each."""
    forms = (load_form(era) for era in ERAS)
    return tuple(mark for form in forms if "indicators" in form.tables for mark in form.landmarks)
