"""The flow of a web page, saved as it is or with its parts in one file."""

from collections.abc import Iterator
from itertools import chain

from selectolax.lexbor import LexborHTMLParser

from disclosure_stats.documents.article import (
    article_of,
    attached_report,
    holds_parts,
    holds_report,
)
from disclosure_stats.documents.encoding import decode
from disclosure_stats.documents.flow import Attachment, Flow
from disclosure_stats.documents.html_flow import flow_of_page, hidden_parts
from disclosure_stats.documents.mht import pages_in
from disclosure_stats.documents.unfolding import may_lack_parts, shown_on_demand
from disclosure_stats.errors import ReadingError

MAX_BYTES = 64 * 1024 * 1024  # of one page: pictures written into it take most of that
_MARKUP = ("<table", "<p", "<div")


def read_html(data: bytes) -> Flow:
    """The report in a page, or all that can be seen of it; raises ReadingError (`too_large`)."""
    if len(data) > MAX_BYTES:
        raise ReadingError("too_large", f"a web page of over {MAX_BYTES // 2**20} MB")
    return _best([decode(data)[0]])


def read_mht(data: bytes) -> Flow:
    """The same of a page that was saved with its parts. Raises ReadingError: `damaged` where no
    page is in the file."""
    pages = pages_in(data)
    if not pages:
        raise ReadingError("damaged", "the saved page holds no HTML")
    return _best(pages)


def _best(texts: list[str]) -> Flow:
    """The first of the pages that holds a report; else the report that one of them hides in a
    frame or a text field, or until a script shows it; else the first page."""
    flows = []
    attachments: list[Attachment] = []
    trees = [LexborHTMLParser(text) for text in texts]
    for tree in trees:
        flow = flow_of_page(tree)
        if may_lack_parts(flow):
            folded = shown_on_demand(list(hidden_parts(tree)), flow.blocks)
            flow = flow_of_page(tree, folded) if folded else flow
        attachments += attached_report(flow)
        flow.blocks = article_of(flow)
        if holds_report(flow.blocks):
            return flow
        flows.append(flow)
    copies = (flow_of_page(LexborHTMLParser(copy)) for tree in trees for copy in _copies(tree))
    is_empty = not any(holds_parts(flow.blocks) for flow in flows)
    shown = (flow for tree in trees if is_empty for flow in _shown_by_scripts(tree))
    for flow in chain(copies, shown):
        flow.title = flow.title or flows[0].title
        flow.blocks = article_of(flow)
        if holds_report(flow.blocks):
            return flow
    flows[0].attachments = attachments
    return flows[0]


def _shown_by_scripts(tree: LexborHTMLParser) -> Iterator[Flow]:
    """What a page may show once its scripts have run."""
    if tree.css_first("script") is not None:
        for part in hidden_parts(tree):
            if part.node.css_first("table") is not None:
                yield flow_of_page(tree, [part.node])


def _copies(tree: LexborHTMLParser) -> Iterator[str]:
    """Pages that are written within a page and not shown until a script does."""
    for frame in tree.css("iframe[srcdoc]"):
        yield frame.attributes.get("srcdoc") or ""
    for field in tree.css("textarea"):
        text = field.text()
        if any(mark in text for mark in _MARKUP):
            yield text
