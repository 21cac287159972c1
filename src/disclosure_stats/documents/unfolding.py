"""Parts of a report that its page shows on demand: behind tabs, or folded away.

What a page hides may as well be a second copy, or another year's: it is read only where it is a
part, and one that is not shown already.
"""

from collections.abc import Sequence
from itertools import chain
from typing import NamedTuple

from selectolax.lexbor import LexborNode

from disclosure_stats.documents.article import marks, marks_of_tables, top_headings
from disclosure_stats.documents.flow import Block

_MIN_TEXT = 12  # characters of a text that stands twice only where it is copied


class HiddenPart(NamedTuple):
    """An element that the styles of a page hide, and what it would show."""

    node: LexborNode
    blocks: list[Block]


def may_lack_parts(page: str, blocks: Sequence[Block]) -> bool:
    """Whether the source of a page may have a statutory table that is not among what it shows."""
    return bool({mark for mark in marks() if mark in page} - marks_of_tables(blocks))


def shown_on_demand(hidden: Sequence[HiddenPart], shown: Sequence[Block]) -> list[LexborNode]:
    """Those of the `hidden` parts that the report goes on in: each holds one part of it, a table
    that none else has or a heading; and those beside them that are made alike."""
    texts = {block.squeezed for block in shown if not top_headings([block])}
    single = [
        part
        for part in hidden
        if len(top_headings(part.blocks)) <= 1
        and texts.isdisjoint(
            text for block in part.blocks if len(text := block.squeezed) >= _MIN_TEXT
        )
    ]
    tables = [marks_of_tables(part.blocks) for part in single]
    of_shown = marks_of_tables(shown)
    if not set(chain(*tables)) - of_shown:
        return []
    parts = [
        part
        for number, (part, own) in enumerate(zip(single, tables, strict=True))
        if (own or top_headings(part.blocks))
        and own.isdisjoint(of_shown.union(*tables[:number], *tables[number + 1 :]))
    ]
    kinds = [_kind(part.node) for part in parts]
    chosen = {part.node.mem_id for part in parts}
    return [
        part.node
        for part, own in zip(single, tables, strict=True)
        if part.node.mem_id in chosen or (not own and _kind(part.node) in kinds)
    ]


def _kind(node: LexborNode) -> tuple[int, str | None, list[str]]:
    """Where an element stands and how it is made: the panes behind tabs have that in common."""
    parent, classes = node.parent, (node.attributes.get("class") or "").split()
    return (0 if parent is None else parent.mem_id), node.tag, classes[:1]
