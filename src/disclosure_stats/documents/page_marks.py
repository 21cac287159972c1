"""Numbers of pages and running heads among paragraphs: of the paper that a text was copied from."""

import re
from collections.abc import Sequence
from dataclasses import replace

from disclosure_stats.documents.flow import Block, Paragraph

_PAGE_NUMBER = re.compile(r"[-—–－·]{1,2}\d{1,3}[-—–－·]{1,2}|第\d{1,3}页(?:[/,，]?共\d{1,3}页)?")
_IN_SENTENCE = ("，", "。")  # a paragraph with one is text, no heading
_RUNNING_HEAD = re.compile("(?=.{0,60}$).{0,40}公开.{0,20}(?:报告|年报)")  # of a title's length
_POINT = re.compile(r"[（(]?(?:[一二三四五六七八九十]{1,3}|\d{1,2})[、.．)）]|第.{1,3}部分")
_ENDED = tuple("。；！？：;:!?”）)")


def without_page_marks(blocks: Sequence[Block]) -> list[Block]:
    """The blocks without numbers of pages, and without a title that a paragraph above says already
    where it stands in mid-sentence; a sentence that they part is one again."""
    kept: list[Block] = []
    said: set[str] = set()
    is_cut = False
    for block in blocks:
        text = block.squeezed
        before = kept[-1] if kept else None
        if isinstance(block, Paragraph):
            is_head = text in said and _RUNNING_HEAD.fullmatch(text) and _goes_on(before)
            if is_head or _PAGE_NUMBER.fullmatch(text):
                is_cut = True
                continue
            is_rest = is_cut and _goes_on(before) and not _POINT.match(text)
            if is_rest and isinstance(before, Paragraph):
                first, *others = block.lines
                lines = [*before.lines[:-1], before.lines[-1] + first.lstrip(), *others]
                block = replace(before, lines=lines)
                kept.pop()
        kept.append(block)
        said.add(text)
        is_cut = False
    return kept


def _goes_on(block: Block | None) -> bool:
    """Whether the sentence that a paragraph ends with goes on behind it."""
    if not isinstance(block, Paragraph) or block.squeezed.endswith(_ENDED):
        return False
    return any(mark in block.text for mark in _IN_SENTENCE)
