"""A statistics form whose rows are set as lines becomes the table that it is.

Some sites strip tables of their markup, some bodies type the form: a label, its number and unit.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from itertools import chain
from typing import NamedTuple

from disclosure_stats.documents.flow import UNTOLD, Block, Paragraph, Table, TableCell
from disclosure_stats.forms import ERAS, load_form
from disclosure_stats.text.labels import label_key

_NUMBER = rf"(?:[\d{UNTOLD}][\d{UNTOLD},，.]{{0,14}}|[-—/无]{{1,2}})"
_UNIT = r"[\u4e00-\u9fff]{1,2}"
_VALUE = r"[：:]\s{0,9}\d[\d,，.]{0,14}+(?<!\.)"  # 1. is the number of what follows
_LABEL = re.compile(rf"(?:(?!{_VALUE})[^。；;]){{2,80}}")
_ROW = re.compile(
    rf"(?P<label>{_LABEL.pattern}?)(?:[：:]\s{{0,9}}|\s{{1,9}})"
    rf"(?:(?P<number1>{_NUMBER})\s{{0,9}}(?P<unit1>{_UNIT})?"
    rf"|(?P<unit2>{_UNIT})\s{{1,9}}(?P<number2>{_NUMBER}))"
)
_NUMBER_AT_END = re.compile(rf"({_NUMBER})({_UNIT})?$")
_NUMBER_FIRST = re.compile(_NUMBER)
_SEVERAL = re.compile(rf"\d[\d,，.]*(?:\s+\d[\d,，.]*)+(?=\s?(?:{_UNIT})?$)")  # of several years
_VALUE_ALONE = re.compile(rf"{_NUMBER}(?:\s{{0,9}}{_UNIT})?|{_UNIT}")
_BEHIND_VALUE = re.compile(rf"([：:]\s{{0,9}}{_NUMBER}\s?(?:{_UNIT})?)\s+(?=\S)")
_REMARK = re.compile(rf"(?<=\d)({_UNIT})?（[^（）]{{1,20}}）$")
_IN_BRACKETS = re.compile(rf"（({_NUMBER}(?:{_UNIT})?)）$")
_MAX_UNIT = 2  # characters
_MAX_LINE = 120  # characters of a row: what is longer is text
# Rules between columns and rows, and lines to fill in, that are drawn with characters.
_DRAWN = re.compile(r"[\u2500-\u257f|_]+|^[\s+=|:-]{3,}$")
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
    """The lines of a paragraph, without the rules that are drawn with characters; what stands
    behind a value is a line of its own."""
    parts = (part for line in block.lines for part in _BEHIND_VALUE.sub(r"\1\n", line).split("\n"))
    lines = (" ".join(_DRAWN.sub(" ", part.strip()).split()) for part in parts)
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
    # Lines of the narrative may look like rows: the form begins with a label of the forms, and what
    # stands behind the last one, without a title between, are rows that a province adds.
    own = [
        number
        for number, ((line, _), row) in enumerate(zip(lines, rows, strict=True))
        if label_key(row.label if row else line) in _known_labels()
    ]
    first, end = (own[0], own[-1] + 1) if own else (0, 0)
    end = next((number for number in range(end, len(rows)) if rows[number] is None), len(rows))
    labels = [row.label for row in rows[first:end] if row]
    marks = sum(any(mark in label for label in labels) for mark in _marks())
    if len(labels) < _MIN_ROWS or marks < _MIN_MARKS:
        return list(run)
    cells: list[TableCell] = []
    for number, ((line, _), row) in enumerate(zip(lines[first:end], rows[first:end], strict=True)):
        if row is None and not _may_hold_number(line):
            cells.append(TableCell(number, 0, 1, 2, [Paragraph([line])]))
            continue
        row = row or _Row(line, UNTOLD)
        for column, text in enumerate(row):
            cells.append(TableCell(number, column, 1, 1, [Paragraph([text])]))
    above, below = (
        [Paragraph([line], block.is_centred, path=block.path) for line, block in part]
        for part in (lines[:first], lines[end:])
    )
    return [*above, Table(end - first, 2, cells, lines[first][1].path), *below]


def _may_hold_number(line: str) -> bool:
    """Whether a line that is no row has digits, and not because a label of the forms has."""
    key = label_key(line)
    return key not in _known_labels() and any(map(str.isdecimal, key))


def _row(line: str) -> _Row | None:
    """The row that a line is: what parts its label from its number and unit is white space or a
    colon; nothing, where the label is one of the forms'."""
    if len(line) > _MAX_LINE:
        return None
    line = _IN_BRACKETS.sub(r" \1", _REMARK.sub(r"\1", line.rstrip("；;。")))
    line = _SEVERAL.sub(UNTOLD, line)
    row = _ROW.fullmatch(line)
    if row:
        number, unit = row["number1"] or row["number2"], row["unit1"] or row["unit2"]
        return _Row(row["label"], number + (unit or ""))
    return _run_together(line)


def _run_together(line: str) -> _Row | None:
    """The row of one of the forms' labels behind which its unit and number stand without a gap, or
    its unit alone; or before which they stand, as they float to the right."""
    number = _NUMBER_AT_END.search(line)
    text, unit = (line[: number.start()], number[2] or "") if number else (line, "")
    for length in range(0 if number else 1, _MAX_UNIT + 1):
        label, of_label = text[: len(text) - length], text[len(text) - length :]
        if label_key(label) in _known_labels() and (number or of_label in _units()):
            return _Row(label, (number[1] if number else "") + of_label + unit)
    first = _NUMBER_FIRST.match(line)
    start = first.end() + 1 if first else len(line)
    for end in range(start, start + _MAX_UNIT):
        if label_key(line[end:]) in _known_labels():
            return _Row(line[end:], line[:end])
    return None


@cache
def _known_labels() -> frozenset[str]:
    """What the rows of the forms are called that have one number in each."""
    rows = (row for era in ERAS for row in load_form(era).indicators)
    return frozenset(label_key(label) for row in rows for label in row.labels)


@cache
def _units() -> frozenset[str]:
    """The units that the rows of the forms have."""
    rows = (row for era in ERAS for row in load_form(era).indicators)
    return frozenset(row.unit for row in rows if row.unit)


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
