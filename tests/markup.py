"""Whole reports as web pages and Word files, made from a truth in whatever markup a test asks for.

The places are invented.
"""

import base64
import html
import io
import zipfile
from collections.abc import Callable, Iterator, Mapping
from random import Random

from layouts import Drawing, Layout, Prose, Truth, consistent_truth, default_prose
from layouts.tables import (
    Cell,
    Table,
    appeals_table,
    disclosures_table,
    indicators_table,
    print_value,
    requests_table,
)

Piece = str | Table
CellMarkup = Callable[[Cell], str]

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
STRICT = 'xmlns:w="http://purl.oclc.org/ooxml/wordprocessingml/main"'
_OFFICE_DOCUMENT = (
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
)


class Made:
    """A report: its paragraphs and tables in order, and what is to be read from it."""

    def __init__(
        self, era: str = "2021", *, busy: bool = True, layout: Layout | None = None
    ) -> None:
        self.truth: Truth = consistent_truth(era, Random(era), busy=busy)
        self.layout = layout or Layout()
        self.prose: Prose = default_prose(self.truth)
        self.pieces = list(self._pieces())
        cells = [cell for piece in self.pieces if isinstance(piece, Table) for cell in piece.cells]
        expected = {
            cell.key: print_value(cell.key, self.truth, self.layout) for cell in cells if cell.key
        }
        self.drawing = Drawing(self.truth, 1, 1, expected)

    @property
    def title(self) -> str:
        return "".join(self.prose.title)

    def _pieces(self) -> Iterator[Piece]:
        prose, truth, layout = self.prose, self.truth, self.layout
        yield from (self.title, prose.opening, "一、总体情况", prose.overview)
        if truth.era == "2014":
            yield from (
                "二、统计表",
                indicators_table(truth, layout),
                "三、存在的问题",
                prose.problems,
            )
            return
        yield from ("二、主动公开政府信息情况", disclosures_table(truth, layout))
        yield from ("三、收到和处理政府信息公开申请情况", requests_table(truth, layout))
        yield "四、政府信息公开行政复议、行政诉讼情况"
        yield appeals_table(truth, layout)
        yield from ("五、存在的主要问题及改进情况", prose.problems)
        yield from ("六、其他需要报告的事项", "本年度无其他需要报告的事项。")


def is_figure(cell: Cell) -> bool:
    """Whether a cell holds a number of the form."""
    return cell.key is not None


def rows_of(table: Table) -> list[list[Cell]]:
    """The cells by the row that they begin in."""
    rows: list[list[Cell]] = [[] for _ in table.names]
    for cell in sorted(table.cells, key=lambda cell: cell.column):
        rows[cell.row].append(cell)
    return rows


def spans(cell: Cell) -> str:
    """The attributes of a cell."""
    return f' colspan="{cell.columns}" rowspan="{cell.rows}"'


def plain(cell: Cell) -> str:
    """What is in a cell, as text."""
    return html.escape(cell.text)


def table_html(
    table: Table, inner: CellMarkup = plain, attributes: CellMarkup = spans, tag: str = "td"
) -> str:
    rows = (
        "".join(f"<{tag}{attributes(cell)}>{inner(cell)}</{tag}>" for cell in row)
        for row in rows_of(table)
    )
    return "<table border=1>" + "".join(f"<tr>{row}</tr>" for row in rows) + "</table>"


def article(
    made: Made,
    table: Callable[[Table], str] = table_html,
    paragraph: Callable[[str], str] = lambda text: f"<p>　　{html.escape(text)}</p>",
) -> str:
    """The report as markup, without a page around it."""
    return "".join(
        table(piece) if isinstance(piece, Table) else paragraph(piece) for piece in made.pieces
    )


def page(body: str, head: str = "", title: str = "政府信息公开", charset: str = "utf-8") -> str:
    """A page around an article."""
    return (
        f'<!DOCTYPE html><html><head><meta charset="{charset}"><title>{title}</title>{head}</head>'
        f"<body>{body}</body></html>"
    )


def mht_of(data: bytes, start: bytes, charset: str) -> bytes:
    """A page with its parts in one file, as browsers save it; it begins with `start`."""
    lines = [
        b"From: <Saved by a browser>",
        b"MIME-Version: 1.0",
        b'Content-Type: multipart/related; type="text/html"; boundary="=_1"',
        b"",
        b"--=_1",
        b"Content-Type: text/html",
        b"",
        start,
        b"--=_1",
        b"Content-Type: text/html; charset=" + charset.encode(),
        b"Content-Transfer-Encoding: base64",
        b"",
        base64.encodebytes(data),
        b"--=_1--",
    ]
    return b"\r\n".join(lines)


def run(text: str, properties: str = "") -> str:
    """A run of a Word file."""
    return (
        f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{html.escape(text)}</w:t></w:r>'
    )


def word_paragraph(runs: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{runs}</w:p>"


def plain_word(cell: Cell) -> str:
    """What is in a cell of a Word file."""
    return word_paragraph(run(cell.text))


def word_table(table: Table, inner: CellMarkup = plain_word, row_properties: str = "") -> str:
    below: dict[tuple[int, int], tuple[Cell, bool]] = {}
    for cell in table.cells:
        for row in range(cell.row, cell.row + cell.rows):
            below[row, cell.column] = cell, row == cell.row
    rows = []
    for row in range(len(table.names)):
        cells = []
        for column in sorted(column for at, column in below if at == row):
            cell, is_first = below[row, column]
            merge = f'<w:vMerge w:val="{"restart" if is_first else "continue"}"/>'
            properties = f'<w:gridSpan w:val="{cell.columns}"/>' + merge * (cell.rows > 1)
            content = inner(cell) if is_first else "<w:p/>"
            cells.append(f"<w:tc><w:tcPr>{properties}</w:tcPr>{content}</w:tc>")
        rows.append(f"<w:tr>{row_properties}{''.join(cells)}</w:tr>")
    return f"<w:tbl>{''.join(rows)}</w:tbl>"


def word_body(
    made: Made,
    table: Callable[[Table], str] = word_table,
    paragraph: Callable[[str], str] = lambda text: word_paragraph(run(text)),
) -> str:
    """The report as the body of a Word file."""
    return "".join(
        table(piece) if isinstance(piece, Table) else paragraph(piece) for piece in made.pieces
    )


def docx(
    body: str,
    parts: Mapping[str, str | bytes] | None = None,
    namespace: str = W,
    before: str = "",
    main: str = "word/document.xml",
) -> bytes:
    """A Word file; `before` stands between the XML declaration and the root."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr(
            "_rels/.rels",
            f'<Relationships><Relationship Id="r1" Type="{_OFFICE_DOCUMENT}" Target="{main}"/>'
            "</Relationships>",
        )
        text = f"<w:document {namespace}><w:body>{body}</w:body></w:document>"
        archive.writestr(main, f'<?xml version="1.0" encoding="UTF-8"?>{before}{text}')
        for name, content in (parts or {}).items():
            archive.writestr(name, content)
    return packed.getvalue()
