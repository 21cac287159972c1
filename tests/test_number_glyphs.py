"""Text that says other numbers than its glyphs show. All that is drawn is invented."""

import io
import re
from collections.abc import Mapping

import pytest
from matplotlib import rc_context
from matplotlib.figure import Figure
from pypdf import PdfReader, PdfWriter
from pypdf.generic import (
    ArrayObject,
    FloatObject,
    IndirectObject,
    NameObject,
    NumberObject,
    StreamObject,
)
from reportlab.pdfgen.canvas import Canvas

from disclosure_stats.pages import number_glyphs
from disclosure_stats.pages.as_printed import as_printed
from disclosure_stats.pages.model import Page, Word
from disclosure_stats.pages.pdfium import Document
from disclosure_stats.pages.turned_copy import box_in_copy, turned_copy
from disclosure_stats.reading import doubted_digits
from disclosure_stats.reading.proof.findings import findings_of_pages
from disclosure_stats.text.han import UNKNOWN

PLAIN = {ord(character): ord(character) for character in "0123456789.- "}


def page_with(
    text: str, codes: Mapping[int, int] = PLAIN, before: str = "", after: str = ""
) -> bytes:
    """A page that prints `text` in a font with these codes, below a line of another font."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(300, 200))
    canvas.setFont("Courier", 10)
    canvas.drawString(30, 160, "0123456789 in words")
    canvas.setFont("Helvetica", 12)
    canvas._code.append(before)
    canvas.drawString(100, 100, text)
    canvas._code.append(after)
    canvas.save()
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(buffer.getvalue())))
    for font in writer.pages[0]["/Resources"]["/Font"].values():
        if font.get_object()["/BaseFont"] == "/Helvetica":
            font.get_object()[NameObject("/ToUnicode")] = to_unicode(codes, writer)
    return written(writer)


def to_unicode(codes: Mapping[int, int], writer: PdfWriter) -> IndirectObject:
    """What a font's codes stand for, as a stream of the file."""
    pairs = "\n".join(f"<{a:02x}> <{b:04x}>" for a, b in codes.items())
    stream = StreamObject()
    stream.set_data(
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n"
        "1 begincodespacerange <00> <ff> endcodespacerange\n"
        f"{len(codes)} beginbfchar\n{pairs}\nendbfchar\nendcmap end end".encode()
    )
    return writer._add_object(stream)


def type_3_page(text: str, scale: float, codes: Mapping[int, int] = PLAIN) -> bytes:
    """A page that prints `text` in a nameless font whose glyphs the file draws one by one, in boxes
    as high as the line, by a matrix that is `scale` times as large as that of other fonts."""
    buffer = io.BytesIO()
    with rc_context({"pdf.fonttype": 3}):
        figure = Figure(figsize=(300 / 72, 200 / 72))
        figure.text(0.3, 0.5, text, size=12)
        figure.savefig(buffer, format="pdf")
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(buffer.getvalue())))

    def changed(stream: StreamObject, pattern: bytes, by: bytes) -> IndirectObject:
        other = StreamObject()
        other.set_data(re.sub(pattern, by, stream.get_data()))
        return writer._add_object(other)

    page = writer.pages[0]
    (font,) = (one.get_object() for one in page["/Resources"]["/Font"].values())
    del font["/BaseFont"]
    font[NameObject("/ToUnicode")] = to_unicode(codes, writer)
    matrix = [FloatObject(float(value) * scale) for value in font["/FontMatrix"]]
    font[NameObject("/FontMatrix")] = ArrayObject(matrix)
    glyphs = font["/CharProcs"]
    for name, glyph in list(glyphs.items()):
        box = rb"\1 0 0 -236 \1 929 d1"
        glyphs[NameObject(name)] = changed(glyph.get_object(), rb"^(\d+) 0 .* d1", box)
    size = b" %f Tf" % (12 / scale)
    page[NameObject("/Contents")] = changed(page.get_contents(), b" 12 Tf", size)
    return written(writer)


def written(writer: PdfWriter) -> bytes:
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def calling(**others: str) -> dict[int, int]:
    """Codes in which some characters are called others; `_4` stands for 4."""
    return PLAIN | {ord(key[1:]): ord(value) for key, value in others.items()}


def page_of(data: bytes) -> Page:
    with Document(data) as document:
        return document.page(1)


def number_on(page: Page) -> str:
    """The text of the line with the font that has codes of its own."""
    return "".join(word.text for word in page.words if 85 < word.top < 105 or page.turned)


def turned(data: bytes, degrees: int) -> bytes:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(data)))
    writer.pages[0][NameObject("/Rotate")] = NumberObject(degrees)
    return written(writer)


@pytest.mark.parametrize("degrees", [0, 90, 180, 270])
def test_digits_that_look_like_others_are_doubted_wherever_they_stand(degrees: int) -> None:
    honest, lying = page_with("28 3 8"), page_with("28 3 8", calling(_8="3", _3="8"))
    assert not page_of(turned(honest, degrees)).doubted
    assert len(page_of(turned(lying, degrees)).doubted) == 3


@pytest.mark.parametrize("has_ideographs", [True, False])
def test_what_a_font_that_is_nowhere_calls_by_another_code_is_doubted(
    monkeypatch: pytest.MonkeyPatch, has_ideographs: bool
) -> None:
    """What stands in for the font draws by its codes. Where pictures lack the ideographs, there is
    none of the page that could be read."""
    monkeypatch.setattr(number_glyphs, "has_ideographs", lambda: has_ideographs)
    unread = f"2{UNKNOWN}{UNKNOWN}"
    lying = ("283", 2) if has_ideographs else (unread, 0)
    for codes, expected in ((PLAIN, ("238", 0)), (calling(_8="3", _3="8"), lying)):
        data = page_with("238", codes).replace(b"/BaseFont /Helvetica", b"/BaseFont /SimSun")
        page = page_of(data.replace(b"/Subtype /Type1", b"/Subtype /TrueType"))
        assert (number_on(page), len(page.doubted)) == expected


def test_digits_that_are_no_text_of_the_page_are_not_doubted() -> None:
    slanting = "0.94 0.34 -0.34 0.94 40 -40 cm"
    assert not page_of(page_with("28 3 8", calling(_8="3", _3="8"), before=slanting)).doubted


@pytest.mark.parametrize(
    ("printed", "codes"),
    [
        ("146", calling(_4=" ")),
        ("146", calling(_4="\u200b")),
        ("146", calling(_4=".")),
        ("146", calling(_6="\xb2")),
        ("-146", PLAIN | {ord("-"): ord(" ")}),
    ],
)
def test_ink_that_a_code_does_not_tell_keeps_its_place(printed: str, codes: dict[int, int]) -> None:
    assert UNKNOWN in number_on(page_of(page_with(printed, codes)))


@pytest.mark.parametrize("scale", [0.1, 1, 10])
def test_sizes_of_a_type_3_font_are_its_own(scale: float) -> None:
    page = page_of(type_3_page("238 14.6 -5", scale))
    assert ([word.text for word in page.words], page.doubted) == (["238", "14.6", "-5"], [])
    assert len(page_of(type_3_page("28 3 8", scale, calling(_8="3", _3="8"))).doubted) == 3


def test_a_point_that_is_called_a_digit_is_doubted() -> None:
    assert len(page_of(page_with("14.6", PLAIN | {ord("."): ord("0")})).doubted) == 1


@pytest.mark.parametrize("printed", ["14.6", "-146", "1 46"])
def test_what_the_codes_tell_is_left_as_it_is(printed: str) -> None:
    page = page_of(page_with(printed))
    assert number_on(page) == printed.replace(" ", "")
    assert not page.doubted


def test_a_text_that_the_file_gives_for_a_number_is_not_believed() -> None:
    claim = "/Span << /ActualText (999) >> BDC"
    assert number_on(page_of(page_with("146", before=claim, after="EMC"))) == "146"


def test_doubted_digits_have_no_code_where_their_print_cannot_be_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    data = page_with("238 41", calling(_8="3"))
    page = page_of(data)
    monkeypatch.setattr(doubted_digits, "is_installed", lambda: False)
    assert doubted_digits.how_printed(data, page) == "unknown"
    assert number_on(doubted_digits.without_doubted(page)) == UNKNOWN * 3 + "41"
    (found,) = findings_of_pages([], [], [1])
    assert (found["rule"], found["severity"], found["origin"]) == (
        "digits_doubted",
        "warning",
        "extraction",
    )


@pytest.mark.parametrize("degrees", [0, 90, 180, 270])
def test_a_turned_page_is_looked_at_upright(degrees: int) -> None:
    """The box of the number on the page that is turned is that of the page that stands."""
    data = page_with("238")
    upright, page = page_of(data), page_of(turned(data, degrees))
    assert page.turned == degrees
    assert page_of(turned_copy(turned(data, degrees), page)).turned == 0

    def box(of: Page) -> list[float]:
        words = [word for word in of.words if word.text in ("238", "2")]
        return [round(value) for value in box_in_copy(of, of.unturn(*words[-1][:4]))[:2]]

    assert box(page) == box(upright)


def test_what_the_page_does_not_show_is_no_news_of_another_reader() -> None:
    def word(x: float, text: str) -> Word:
        return Word(x, 10, x + 5, 20, text)

    page = Page(1, 100, 100, [word(30, "3")])
    page.unprinted = [word(10, "6"), word(30, "3")]
    page.doubted = [(50.0, 10.0, 55.0, 20.0)]
    seen = as_printed(page, [word(10.5, "6"), word(30, "3"), word(50, "8"), word(70, "9")])
    assert [one.text for one in seen] == ["3", UNKNOWN, "9"]
