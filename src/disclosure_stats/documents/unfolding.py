"""Parts of a report that its page shows on demand: behind tabs, or folded away.

What a page hides may as well be a second copy, or another year's: it is read only where a person
can open it, and it is a part that is not shown already.
"""

from collections import Counter
from collections.abc import Sequence, Set
from typing import NamedTuple

from selectolax.lexbor import LexborNode

from disclosure_stats.documents.article import marks, statutory_tables, top_headings
from disclosure_stats.documents.flow import Block, Flow

_MIN_TEXT = 12  # characters of a text that stands twice only where it is copied


class HiddenPart(NamedTuple):
    """An element that the styles of a page hide, and what it would show."""

    node: LexborNode
    blocks: list[Block]


def may_lack_parts(flow: Flow) -> bool:
    """Whether what a page hides may hold a statutory table that is not among what it shows."""
    shown = statutory_tables(flow.blocks) if flow.hidden else frozenset()
    return any(
        not names <= shown and any(mark in text for text in flow.hidden)
        for mark, names in marks().items()
    )


def shown_on_demand(hidden: Sequence[HiddenPart], shown: Sequence[Block]) -> list[LexborNode]:
    """Those of the `hidden` parts that the report goes on in: each can be opened and holds one part
    of it, a table that none else has, or stands beside such and is made alike."""
    closed = {part.node.mem_id for part in hidden}
    texts = {block.squeezed for block in shown if not top_headings([block])}
    single = [
        part
        for part in hidden
        if _is_new_part(part.blocks, texts) and _can_be_opened(part.node, closed)
    ]
    tables = [statutory_tables(part.blocks) for part in single]
    times = Counter(name for names in (statutory_tables(shown), *tables) for name in names)
    parts = [
        (part.node, names)
        for part, names in zip(single, tables, strict=True)
        if all(times[name] == 1 for name in names)
    ]
    kinds = {_kind(node) for node, names in parts if names}
    return [node for node, _ in parts if _kind(node) in kinds]


def _is_new_part(blocks: Sequence[Block], texts: Set[str]) -> bool:
    """Whether blocks are at most one part of a report, and repeat none of the `texts` shown."""
    long = (text for block in blocks if len(text := block.squeezed) >= _MIN_TEXT)
    return len(top_headings(blocks)) <= 1 and texts.isdisjoint(long)


def _can_be_opened(node: LexborNode, closed: Set[int]) -> bool:
    """Whether a part folds by itself, or stands beside one made alike that is open, as a tab's."""
    if node.tag == "details" or node.parent is None:
        return node.tag == "details"
    kind = _kind(node)
    return any(
        one.mem_id not in closed and _kind(one) == kind
        for one in node.parent.iter(include_text=False)
    )


def _kind(node: LexborNode) -> tuple[int, str | None, str]:
    """Where an element stands and how it is made: the panes behind tabs have that in common."""
    parent, classes = node.parent, (node.attributes.get("class") or "").split()
    return (0 if parent is None else parent.mem_id), node.tag, "".join(classes[:1])
