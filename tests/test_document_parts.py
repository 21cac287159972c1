"""The parts that web pages and Word files are read by: spans, styles, numbers, encodings, lines."""

import io
import zipfile
from itertools import accumulate
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markup import Made, article, docx, page, word_body
from selectolax.lexbor import LexborHTMLParser

from disclosure_stats import ReadingError
from disclosure_stats.batch.plan import plan_files
from disclosure_stats.documents.encoding import decode
from disclosure_stats.documents.flow import Paragraph, Table, TableCell
from disclosure_stats.documents.html_flow import flow_of_page
from disclosure_stats.documents.kinds import format_of
from disclosure_stats.documents.layout import set_pages
from disclosure_stats.documents.open_document import without_hidden_sections
from disclosure_stats.documents.package import parse_xml
from disclosure_stats.documents.page_styles import PageStyles
from disclosure_stats.documents.reader import read_rendering
from disclosure_stats.documents.spans import SourceCell, grid_of, straighten
from disclosure_stats.documents.text_pieces import unwrapped
from disclosure_stats.documents.word_numbering import Numbering
from disclosure_stats.extract import main
from disclosure_stats.text.values import APART

SPANS = st.integers(min_value=-2, max_value=40)
GROUPS = st.lists(
    st.lists(st.lists(st.tuples(SPANS, SPANS), max_size=6), min_size=1, max_size=6), max_size=3
)


def source(groups: list[list[list[tuple[int, int]]]]) -> list[list[list[SourceCell]]]:
    numbers = iter(range(10_000))
    return [
        [
            [
                SourceCell([Paragraph([str(next(numbers))])], columns, max(rows, 0))
                for columns, rows in row
            ]
            for row in group
        ]
        for group in groups
    ]


@given(GROUPS)
def test_cells_of_a_grid_share_no_place_nor_leave_their_group(
    groups: list[list[list[tuple[int, int]]]],
) -> None:
    table = grid_of(source(groups), ())
    places: set[tuple[int, int]] = set()
    for cell in table.cells:
        own = {
            (row, column)
            for row in range(cell.row, cell.row + cell.row_span)
            for column in range(cell.column, cell.column + cell.column_span)
        }
        assert own
        assert places.isdisjoint(own)
        places |= own
    assert all(0 <= row < table.rows and 0 <= column < table.columns for row, column in places)
    # Every cell is there, in its row, and in the order of the source; every column and every row
    # begins one.
    texts = [[int(cell.text) for cell in table.cells if cell.row == n] for n in range(table.rows)]
    assert texts == [sorted(row) for row in texts]
    assert sum(map(len, texts)) == sum(len(row) for group in groups for row in group)
    assert {cell.column for cell in table.cells} == set(range(table.columns))
    assert {cell.row for cell in table.cells} == set(range(table.rows))
    ends = list(accumulate(sum(map(bool, rows)) for rows in groups))  # a row without cells is none
    for cell in table.cells:
        assert cell.row + cell.row_span <= next(end for end in ends if cell.row < end)


@given(
    st.lists(st.integers(0, 99), min_size=3, max_size=7),
    st.lists(st.integers(1, 6), min_size=2, max_size=9),
)
def test_rows_of_as_many_numbers_end_together(figures: list[int], labels: list[int]) -> None:
    def paragraph(text: object) -> list[Paragraph | Table]:
        return [Paragraph([str(text)])]

    rows = [
        [SourceCell(paragraph("标签"), span), *(SourceCell(paragraph(n)) for n in figures)]
        for span in labels
    ]
    straighten([rows])
    table = grid_of([rows], ())
    assert len({cell.column + cell.column_span for cell in table.cells if cell.text != "标签"}) == (
        len(figures)
    )


BLOCKS = st.lists(
    st.one_of(
        st.lists(st.text("数据公开 12。", max_size=90), max_size=3).map(Paragraph),
        GROUPS.map(lambda groups: grid_of(source(groups), ())),
    ),
    max_size=6,
)


@given(BLOCKS)
def test_each_character_is_set_once_and_within_its_cell(blocks: list[Paragraph | Table]) -> None:
    pages = set_pages(blocks)
    for one, again in zip(pages, set_pages(blocks), strict=True):
        assert one.tables == again.tables
        assert one.page.words == again.page.words
        assert one.page.verticals == again.page.verticals
    words = [word for one in pages for word in one.page.words]
    shown = "".join(word.text for word in words)
    shown = shown.replace(APART, "")
    text = "".join(
        block.text if isinstance(block, Paragraph) else "".join(cell.text for cell in block.cells)
        for block in blocks
    )
    assert shown == "".join(text.split())
    boxes = [box for one in pages for table in one.tables for row in table.rows for box in row]
    for x0, top, x1, bottom in boxes:
        assert x1 > x0
        assert bottom > top
    for one in pages:
        assert all(0 < w.x0 < w.x1 < one.page.width for w in one.page.words)
        assert all(0 < w.top < w.bottom < one.page.height for w in one.page.words)


def test_a_long_document_has_several_pages() -> None:
    cells = [TableCell(row, 0, 1, 1, [Paragraph(["第一"])]) for row in range(30)]
    blocks = [Paragraph(["政府信息公开。" * 40]), Table(30, 1, cells)] * 60
    pages = [one.page for one in set_pages(blocks)]
    assert len(pages) > 1
    assert [page.number for page in pages] == list(range(1, len(pages) + 1))


def test_lines_that_a_margin_broke_are_put_together() -> None:
    broken = ["一" * 20, "二" * 20, "三" * 4 + "。", "四" * 20, "五。"]
    assert unwrapped(broken) == ["一" * 20 + "二" * 20 + "三" * 4 + "。", "四" * 20 + "五。"]
    apart = ["标题一", "标题二", "一" * 20]
    assert unwrapped(apart) == apart
    in_columns = ["名称  数量" + "一" * 14, "公告  12" + "二" * 15, "通知  3" + "三" * 15]
    assert unwrapped(in_columns) == in_columns


@pytest.mark.parametrize(
    ("style", "shown"),
    [
        ("", "见"),
        (".a{display:none}", ""),
        (".a{display:none}.a{display:inline}", "见"),
        (".a{display:none!important}.a{display:inline}", ""),
        ("#i{display:inline}.a{display:none}", "见"),
        ("@media print{.a{display:none}}", "见"),
        ("@media (max-width:600px){.a{display:none}}", "见"),
        ("@media screen{.a{display:none}}", ""),
        ("/* .a{display:none} */", "见"),
        (".a:hover{display:none}", "见"),
        (".a{display:none", ""),
        ("}}}.a{{{display:none", "见"),
        (".a::after{content:'!'}", "见!"),
        (".a::before{content:counter(x)}", "见"),
    ],
)
def test_style_sheet(style: str, shown: str) -> None:
    tree = LexborHTMLParser(f"<style>{style}</style><p><span class=a id=i>见</span></p>")
    blocks = flow_of_page(tree).blocks
    assert "".join(block.text for block in blocks if isinstance(block, Paragraph)) == shown


@given(st.text("{}@:;/*!<>.#a \"'\\()", max_size=60))
def test_no_style_sheet_stops_the_reading(style: str) -> None:
    tree = LexborHTMLParser(f"<style>{style}</style><p style='{style}'>见</p>")
    PageStyles(tree)
    flow_of_page(tree)


@given(st.data())
def test_torn_files_are_read_or_refused(data: st.DataObject) -> None:
    made = Made("2014")
    whole = data.draw(
        st.sampled_from([page(article(made)).encode(), docx(word_body(made))]), label="file"
    )
    torn = bytearray(whole)
    for _ in range(data.draw(st.integers(1, 8))):
        at = data.draw(st.integers(0, len(torn) - 1))
        torn[at : at + data.draw(st.integers(0, 40))] = data.draw(st.binary(max_size=12))
    code = None
    try:
        assert read_rendering(bytes(torn), "docx" if whole.startswith(b"PK") else "html").pages
    except ReadingError as problem:
        code = problem.code
    assert code in (None, "damaged", "too_large", "password_required")


@pytest.mark.parametrize(
    ("number_format", "written"),
    [
        ("chineseCounting", ["一", "十", "十一", "二十", "一百零三"]),
        ("decimal", ["1", "10", "11", "20", "103"]),
        ("chineseLegalSimplified", ["壹", "拾", "拾壹", "贰拾", "壹佰零叁"]),
        ("ideographDigital", ["一", "一〇", "一一", "二〇", "一〇三"]),
        ("decimalEnclosedCircle", ["①", "⑩", "⑪", "⑳", "103"]),
        ("lowerRoman", ["i", "x", "xi", "xx", "ciii"]),
        ("upperLetter", ["A", "J", "K", "T", "YYYY"]),
        ("bullet", ["", "", "", "", ""]),
    ],
)
def test_numbers_that_word_writes(number_format: str, written: list[str]) -> None:
    root = parse_xml(
        f'<numbering><abstractNum abstractNumId="0"><lvl ilvl="0"><numFmt val="{number_format}"/>'
        '<lvlText val="%1"/></lvl></abstractNum><num numId="1"><abstractNumId val="0"/></num>'
        "</numbering>".encode()
    )
    numbering = Numbering(root)
    labels = [numbering.next_label("1", 0) for _ in range(103)]
    assert [labels[n - 1] for n in (1, 10, 11, 20, 103)] == written


def open_document(content: str, manifest: str = "", compression: int = zipfile.ZIP_STORED) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", compression) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr("content.xml", content)
        archive.writestr("META-INF/manifest.xml", f"<manifest>{manifest}</manifest>")
    return packed.getvalue()


def test_hidden_sections_of_an_open_document() -> None:
    names = 'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
    hidden = '<text:section text:name="a" text:display="none"><text:p>9</text:p></text:section>'
    shown = '<text:section text:name="b"><text:p>1</text:p></text:section>'
    data = open_document(f"<body {names}>{hidden}{shown}</body>")
    assert format_of(data) == "odt"
    with zipfile.ZipFile(io.BytesIO(without_hidden_sections(data))) as archive:
        text = "".join(ElementTree.fromstring(archive.read("content.xml")).itertext())
        assert archive.namelist()[0] == "mimetype"
    assert text == "1"
    plain = open_document(f"<body {names}>{shown}</body>")
    assert without_hidden_sections(plain) == plain


def test_open_document_packed_anew() -> None:
    assert format_of(open_document("<body/>", compression=zipfile.ZIP_DEFLATED)) == "odt"
    workbook = io.BytesIO()
    with zipfile.ZipFile(workbook, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
    assert format_of(workbook.getvalue()) is None


def test_encrypted_open_document() -> None:
    data = open_document("?", "<manifest:encryption-data/>")
    with pytest.raises(ReadingError) as caught:
        without_hidden_sections(data)
    assert caught.value.code == "password_required"
    with pytest.raises(ReadingError, match="damaged"):
        without_hidden_sections(data[:-30])


@given(st.text(min_size=1, max_size=200), st.sampled_from(["utf-8", "gbk", "big5", None]))
def test_utf_8_is_told_whatever_is_said_of_it(text: str, declared: str | None) -> None:
    data = ("政府信息公开" + text).encode("utf-8", "replace")
    assert decode(data, declared) == (data.decode(), "utf-8")


def test_plan_takes_reports_and_counts_the_rest(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    made = Made("2014")
    (tmp_path / "in" / "a_files").mkdir(parents=True)
    (tmp_path / "in" / "a.html").write_text(page(article(made)), encoding="utf-8")
    (tmp_path / "in" / "b.DOCX").write_bytes(docx(word_body(made)))
    for name in ("~$b.docx", "c.jpg", "d.JPG", "e.xlsx", "noending", "a_files/frame.html"):
        (tmp_path / "in" / name).write_text("x")
    plan = plan_files([tmp_path / "in"])
    assert [file.source_path for file in plan] == ["a.html", "b.DOCX"]
    assert plan.others == {".jpg": 2, ".xlsx": 1, "": 1}
    assert main([str(tmp_path / "in"), "--out", str(tmp_path / "out")]) == 0
    last = capsys.readouterr().out
    assert "left out: no reader takes 2 .jpg, 1 without an ending, 1 .xlsx" in last
