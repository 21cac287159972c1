"""The second reader of whatever kind of file: what it sees on pages that are in doubt."""

from collections.abc import Mapping

from disclosure_stats.documents.kinds import format_of
from disclosure_stats.pages.plumber import PlumberPage, read_with_pdfplumber


def read_again(data: bytes, extents: Mapping[int, tuple[float, float]]) -> list[PlumberPage]:
    """The pages whose numbers `extents` has, between the heights that it names: of a PDF as
    pdfplumber sees them; of other files with the cells as the source has them, where the first
    reader sees the rules that are drawn around them."""
    kind = format_of(data)
    if kind is None or kind == "pdf":
        return read_with_pdfplumber(data, extents)
    from disclosure_stats.documents.reader import read_rendering

    seen = []
    for one in read_rendering(data, kind).pages:
        if one.page.number not in extents:
            continue
        top, bottom = extents[one.page.number]
        words = [
            character
            for word in one.page.words
            if top <= (word.top + word.bottom) / 2 < bottom
            for character in word.characters()
        ]
        tables = [table.rows for table in one.tables if table.rows and top <= table.middle < bottom]
        seen.append(PlumberPage(one.page.number, words, tables))
    return seen
