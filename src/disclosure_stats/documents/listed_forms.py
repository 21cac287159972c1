"""A statistics form whose rows are set as lines becomes the table that it is.

Some sites strip tables of their markup, some bodies type the form: a label, its number and unit.
"""

import re
from collections.abc import Sequence
from functools import cache

from disclosure_stats.documents.flow import Block, Paragraph, Table, TableCell
from disclosure_stats.forms import ERAS, load_form

_NUMBER = r"(?P<number{0}>\d[\d,，.]{{0,14}}|[-—/无]{{1,2}})"
_UNIT = r"(?P<unit{0}>[\u4e00-\u9fff]{{1,2}})"
_VALUE = r"[：:]\s{0,9}\d[\d,，.]{0,14}+(?<!\.)"  # 1. is the number of what follows
_ROW = re.compile(
    rf"(?P<label>(?:(?!{_VALUE})[^。；;]){{2,80}}?)(?:[：:]\s{{0,9}}|\s{{1,9}})"
    rf"(?:{_NUMBER.format(1)}\s{{0,9}}(?:{_UNIT.format(1)})?"
    rf"|{_UNIT.format(2)}\s{{1,9}}{_NUMBER.format(2)})"
)
_LABEL = re.compile(rf"(?:(?!{_VALUE})[^。；;]){{2,80}}")
_MIN_ROWS = 10  # with a number, for lines to be a form
_MIN_MARKS = 2  # of a form, among their labels


def with_listed_forms(blocks: list[Block]) -> list[Block]:
    """The blocks, with a table in place of each run of lines that is a form."""
    texts = [block.text for block in blocks if isinstance(block, Paragraph)]
    if sum(any(mark in text for text in texts) for mark in _marks()) < _MIN_MARKS:
        return blocks
    kept: list[Block] = []
    run: list[Paragraph] = []
    for block in blocks:
        if isinstance(block, Paragraph) and _is_listed(block, is_first=not run):
            run.append(block)
            continue
        kept += _as_form(run)
        kept.append(block)
        run = []
    return kept + _as_form(run)


def _is_listed(block: Paragraph, is_first: bool) -> bool:
    """Whether a paragraph is rows of a form, or titles between such."""
    lines = [line.strip() for line in block.lines]
    if is_first:
        return all(_ROW.fullmatch(line) or line in _titles() for line in lines)
    return all(_ROW.fullmatch(line) or _LABEL.fullmatch(line) for line in lines)


def _as_form(run: Sequence[Paragraph]) -> list[Block]:
    lines = [(line.strip(), block) for block in run for line in block.lines]
    rows = [_ROW.fullmatch(line) for line, _ in lines]
    last = max((n for n, row in enumerate(rows) if row), default=-1)
    labels = [row["label"] for row in rows if row]
    marks = sum(any(mark in label for label in labels) for mark in _marks())
    if len(labels) < _MIN_ROWS or marks < _MIN_MARKS:
        return list(run)
    cells: list[TableCell] = []
    for number, ((line, _), row) in enumerate(zip(lines[: last + 1], rows, strict=False)):
        if row is None:
            cells.append(TableCell(number, 0, 1, 2, [Paragraph([line])]))
            continue
        value = (row["number1"] or row["number2"]) + (row["unit1"] or row["unit2"] or "")
        for column, text in enumerate((row["label"], value)):
            cells.append(TableCell(number, column, 1, 1, [Paragraph([text])]))
    table = Table(last + 1, 2, cells, run[0].path)
    return [table, *(Paragraph([line], block.is_centred) for line, block in lines[last + 1 :])]


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
