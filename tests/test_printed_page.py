"""A page as a person sees it: struck, covered, hidden and noted text. All bodies are invented."""

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from matplotlib import get_data_path
from PIL import Image
from pypdf import PdfReader, PdfWriter
from pypdf.generic import (
    ArrayObject,
    BooleanObject,
    DecodedStreamObject,
    DictionaryObject,
    FloatObject,
    NameObject,
    NumberObject,
    PdfObject,
    TextStringObject,
)
from reportlab.lib.colors import HexColor
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from disclosure_stats.pages.layers import may_have_layers
from disclosure_stats.pages.model import Page
from disclosure_stats.pages.pdfium import Document
from disclosure_stats.pages.text_layer import joined_pairs
from disclosure_stats.reading.layout.ruled_bands import ruled_bands
from disclosure_stats.text.han import UNKNOWN
from disclosure_stats.text.marks import without_marks_behind_numbers
from disclosure_stats.text.values import APART, numbers_apart, parse_value

Draw = Callable[[Canvas], None]
WIDTH, HEIGHT = 400, 200


def drawn(draw: Draw) -> bytes:
    """A page with one row of three cells (label, broad, narrow) and what `draw` puts on it."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(WIDTH, HEIGHT))
    canvas.grid([20, 120, 340, 365], [120, 160])
    canvas.setFont("Helvetica", 10)
    canvas.drawString(30, 136, "licences")
    draw(canvas)
    canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def page_of(data: bytes) -> Page:
    with Document(data) as document:
        return document.page(1)


def cell_of(data: bytes, column: int = 1) -> str:
    """The text of a cell of the row."""
    (band,) = ruled_bands(page_of(data))
    return band.cells[column].text


def text(x: float, y: float, what: str, size: float = 10, font: str = "Helvetica") -> Draw:
    def draw(canvas: Canvas) -> None:
        canvas.setFont(font, size)
        canvas.drawString(x, y, what)

    return draw


def all_of(*draws: Draw) -> Draw:
    def draw(canvas: Canvas) -> None:
        for one in draws:
            canvas.saveState()
            one(canvas)
            canvas.restoreState()

    return draw


def filled(x: float, y: float, wide: float, high: float, grey: float, alpha: float = 1) -> Draw:
    def draw(canvas: Canvas) -> None:
        canvas.setFillGray(grey)
        canvas.setFillAlpha(alpha)
        canvas.rect(x, y, wide, high, fill=1, stroke=0)

    return draw


def line(x0: float, y0: float, x1: float, y1: float) -> Draw:
    return lambda canvas: canvas.line(x0, y0, x1, y1)


def in_color(draw: Draw, *rgb: float) -> Draw:
    def colored(canvas: Canvas) -> None:
        canvas.setFillColorRGB(*rgb)
        draw(canvas)

    return colored


def outlined(draw: Draw) -> Draw:
    def paint(canvas: Canvas) -> None:
        canvas._code.append("1 Tr 0.2 w")
        draw(canvas)

    return paint


def path(operators: str) -> Draw:
    return lambda canvas: canvas._code.append(operators)


TWO_NUMBERS = {
    "last year's beside this year's": all_of(text(150, 136, "146"), text(200, 136, "143")),
    "a space between": text(150, 136, "146 143"),
    "this year's above last year's": all_of(text(200, 148, "146"), text(200, 128, "143")),
    "of another colour": all_of(text(150, 136, "146"), in_color(text(166.7, 136, "143"), 1, 0, 0)),
    "of another font": all_of(text(150, 136, "14"), text(161.1, 136, "6", font="Times-Roman")),
    "of another size": all_of(text(150, 136, "146"), text(166.7, 136, "143", 7)),
    "outlined": all_of(text(150, 136, "14"), outlined(text(161.1, 136, "63"))),
    "a page number below": all_of(text(200, 146, "146"), text(203, 124, "2", 8)),
}


@pytest.mark.parametrize("name", TWO_NUMBERS)
def test_two_numbers_of_a_cell_are_not_joined(name: str) -> None:
    printed = cell_of(drawn(TWO_NUMBERS[name]))
    assert APART in printed
    assert parse_value(printed).state == "unreadable"


def test_what_a_cell_with_two_numbers_may_print() -> None:
    assert numbers_apart(f"146{APART}143") == (146143.0, 146.0, 143.0)
    assert numbers_apart("146") == numbers_apart(f"0{APART}5") == ()


@pytest.mark.parametrize(
    ("draw", "column"),
    [
        (all_of(text(342, 148, "1202"), text(342, 136, "59")), 2),  # wrapped
        (all_of(*(text(x, 136, d) for x, d in ((125, "1"), (227, "4"), (330, "6")))), 1),  # spread
        (  # spread, with a point, which is narrower
            all_of(
                text(150, 136, "5"),
                text(161.6, 136, "7"),
                text(173.1, 136, "."),
                text(181.9, 136, "0"),
                text(193.5, 136, "7"),
            ),
            1,
        ),
    ],
)
def test_one_number_that_is_wrapped_or_spread_stays_one(draw: Draw, column: int) -> None:
    assert cell_of(drawn(draw), column) in ("120259", "146", "57.07")


@pytest.mark.parametrize("x", [341, 342.5])
def test_a_number_that_runs_over_the_edge_of_the_table_is_whole(x: float) -> None:
    assert cell_of(drawn(text(x, 136, "12345678")), 2) == "12345678"


def test_a_digit_of_another_colour_on_the_edge_of_the_table_may_be_the_numbers() -> None:
    both = all_of(text(350, 136, "14"), in_color(text(363, 136, "6"), 1, 0, 0))
    (band,) = ruled_bands(page_of(drawn(both)))
    assert band.cells[2].is_unsure


def test_a_number_that_leans_is_printed() -> None:
    """Where a font has no italics, its upright glyphs are set leaning."""

    def leaning(canvas: Canvas) -> None:
        canvas.skew(0, 15)
        text(120, 136, "146")(canvas)

    assert cell_of(drawn(leaning)) == "146"


def test_a_slanting_watermark_leaves_no_trace_in_a_cell() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setFillGray(0.8)
        canvas.translate(230, 128)
        canvas.rotate(30)
        canvas.setFont("Helvetica", 10)
        canvas.drawString(0, 0, "6 of 13 copies")

    assert cell_of(drawn(all_of(draw, text(210, 136, "146")))) == "146"


def test_a_shadow_is_no_second_number() -> None:
    shadow = in_color(text(151.6, 134.4, "146"), 0.7, 0.7, 0.7)
    assert cell_of(drawn(all_of(shadow, text(150, 136, "146")))) == "146"


def shaded(x: float, y: float, wide: float, high: float) -> Draw:
    def draw(canvas: Canvas) -> None:
        patch = canvas.beginPath()
        patch.rect(x, y, wide, high)
        canvas.clipPath(patch, stroke=0, fill=0)
        canvas.linearGradient(x, y, x + wide, y, (HexColor("#eeeeee"), HexColor("#993333")))

    return draw


STRUCK = {
    "one line": line(149, 139, 167, 139),
    "two lines": all_of(line(149, 138, 167, 138), line(149, 140, 167, 140)),
    "a thin box": filled(149, 138.7, 18, 0.6, 0),
    "a thick bar": filled(149, 137.5, 18, 3.5, 0.6),
    "dashes, each a box": path("".join(f"{149 + 4 * n} 138.7 2.4 0.8 re " for n in range(5)) + "f"),
    "a slanting line": line(148, 136, 168, 143),
    "two lines of one path": path("149 138 m 167 138 l 149 140.5 m 167 140.5 l S"),
    "a cross": path("149 135.5 m 167 143.5 l 149 143.5 m 167 135.5 l S"),
    "a curve": path("149 139 m 154 141 161 137 167 139.5 c S"),
    "a scribble of few strokes": path("149 136 m 154 142 l 158 136 l 163 142 l 167 136 l S"),
    "a thin shading": shaded(149, 138.7, 18, 0.8),
    "a scribble": path("149 136 m 152 142 l 155 136 l 158 142 l 161 136 l 164 142 l 167 136 l S"),
}


@pytest.mark.parametrize("name", STRUCK)
def test_a_struck_number_is_not_printed(name: str) -> None:
    both = all_of(text(150, 136, "146"), text(172, 136, "143"), STRUCK[name])
    assert cell_of(drawn(both)) == "143"


@pytest.mark.parametrize("ends", [(110, 176), (112, 172)])
def test_what_two_lines_cross_out_is_not_printed(ends: tuple[float, float]) -> None:
    """From corner to corner over all of it, as a person strikes out a table."""
    low, high = ends
    cross = all_of(line(18, 176, 366, 110), line(16, low, 360, high))
    both = all_of(text(150, 136, "146"), text(30, 100, "143"))
    assert [word.text for word in page_of(drawn(all_of(both, cross))).words] == ["143"]
    assert cell_of(drawn(all_of(text(150, 136, "146"), line(18, 176, 366, 110)))) == "146"


def test_a_line_from_corner_to_corner_of_a_cell() -> None:
    """Two of them cross out what they lie over; what one alone runs through or by is in doubt."""
    number, falling = text(222, 136, "146"), line(120, 160, 340, 120)
    assert cell_of(drawn(all_of(number, falling, line(120, 120, 340, 160)))) == ""
    assert cell_of(drawn(all_of(number, falling))) == UNKNOWN * 3
    assert cell_of(drawn(all_of(text(222, 128, "146"), falling))) == UNKNOWN * 3
    assert cell_of(drawn(all_of(text(150, 124, "146"), falling))) == "146"


def test_a_line_through_a_row_strikes_its_numbers_out() -> None:
    """It begins in one cell and ends in another; the rules of a table do so at its rules."""
    number = text(222, 136, "146")
    struck = page_of(drawn(all_of(number, line(26, 139, 300, 139)))).words
    assert [word.text for word in struck] == ["licences"]
    others = [line(5, y, 390, y) for y in (120, 139, 160)]  # longer than the uprights are apart
    assert "146" in [word.text for word in page_of(drawn(all_of(number, *others))).words]


@pytest.mark.parametrize(
    "draw",
    [
        line(149, 133.5, 167, 133.5),  # underlined
        line(120, 139, 340, 139),  # a rule that goes from border to border
        line(60, 139, 60, 180),
        filled(145, 131, 26, 5.5, 0.8),  # a marker's ground below its middle
        # A ring around it, and a box.
        path("145 139 m 145 147 171 147 171 139 c 171 131 145 131 145 139 c S"),
        path("147 133 m 169 133 l 169 145 l 147 145 l h S"),
    ],
)
def test_other_lines_strike_nothing_out(draw: Draw) -> None:
    assert any(
        "146" in word.text for word in page_of(drawn(all_of(text(150, 136, "146"), draw))).words
    )


HIDDEN = {
    "under a white box": all_of(text(150, 136, "146"), filled(140, 130, 50, 20, 1)),
    "under a black box": all_of(text(150, 136, "146"), filled(140, 130, 50, 20, 0)),
    "under the line of a broad pen": all_of(
        text(150, 136, "146"), path("1 G 12 w 145 139 m 172 139 l S")
    ),
    "too small to be read": text(150, 136, "146", 0.3),
    "white on paper": in_color(text(150, 136, "146"), 1, 1, 1),
    "paler than can be seen": in_color(text(150, 136, "146"), 0.96, 0.96, 0.96),
    "in the grey of its ground": all_of(
        filled(140, 130, 50, 20, 0.75), in_color(text(150, 136, "146"), 0.75, 0.75, 0.75)
    ),
    "hardly darker than its ground": all_of(
        filled(140, 130, 50, 20, 0.3), in_color(text(150, 136, "146"), 0.29, 0.3, 0.3)
    ),
}


@pytest.mark.parametrize("name", HIDDEN)
def test_hidden_numbers_are_not_printed(name: str) -> None:
    assert cell_of(drawn(all_of(HIDDEN[name], text(240, 136, "143")))) == "143"


def test_what_a_group_hardly_shows_is_not_printed() -> None:
    """As browsers print what is next to transparent: a group whose text is opaque within."""

    def grouped(canvas: Canvas) -> None:
        canvas.beginForm("group")
        canvas._code.append("/Opaque gs")
        text(150, 136, "146")(canvas)
        canvas.endForm()
        canvas.setFillAlpha(0.02)
        canvas.doForm("group")

    writer = PdfWriter(clone_from=io.BytesIO(drawn(all_of(grouped, text(240, 136, "143")))))
    (form,) = writer.pages[0]["/Resources"]["/XObject"].values()  # type: ignore[index]
    group = form.get_object()
    group[NameObject("/Group")] = DictionaryObject({NameObject("/S"): NameObject("/Transparency")})
    opaque = DictionaryObject({NameObject("/ca"): FloatObject(1)})
    group["/Resources"][NameObject("/ExtGState")] = DictionaryObject(
        {NameObject("/Opaque"): opaque}
    )
    buffer = io.BytesIO()
    writer.write(buffer)
    assert cell_of(buffer.getvalue()) == "143"


def test_a_number_under_a_patch_gives_way_to_the_one_on_it() -> None:
    patched = all_of(text(150, 136, "146"), filled(140, 130, 50, 20, 1), text(150, 136, "143"))
    assert cell_of(drawn(patched)) == "143"


def test_the_printed_digit_stays_over_a_white_leftover_of_the_same() -> None:
    leftover = in_color(text(150, 136, "46"), 1, 1, 1)
    assert cell_of(drawn(all_of(leftover, text(150, 136, "46")))) == "46"


def test_numbers_on_a_ground_of_another_colour_are_seen() -> None:
    dark, white = filled(140, 130, 50, 20, 0.3), in_color(text(150, 136, "146"), 1, 1, 1)
    assert cell_of(drawn(all_of(dark, white))) == "146"
    like_another = all_of(filled(240, 130, 50, 20, 0.6), text(150, 136, "146"))
    assert cell_of(drawn(all_of(like_another, in_color(like_another, 0.6, 0.6, 0.6)))) == "146"


def test_what_shows_through_is_seen() -> None:
    marked = all_of(text(150, 136, "146"), filled(140, 130, 50, 20, 0.5, alpha=0.3))
    assert cell_of(drawn(marked)) == "146"


def picture(x: float, y: float, grey: int) -> Draw:
    """A dot of this grey in the middle of a white picture of 26 by 10 points."""
    image = Image.new("L", (13, 5), 255)
    image.putpixel((6, 2), grey)
    return lambda canvas: canvas.drawImage(ImageReader(image), x, y, 26, 10)


def test_what_a_cell_shows_beside_its_text_keeps_its_place() -> None:
    """A picture of a number, or its glyphs as shapes; not what lies below text, nor paper."""
    shape = path("152 136 m 155 144 l 158 136 l 157 136 l 155 142 l 153 136 l h f")
    assert cell_of(drawn(picture(150, 134, 0))) == UNKNOWN
    assert cell_of(drawn(all_of(shape, text(159, 136, "46")))) == f"{UNKNOWN}46"
    assert cell_of(drawn(all_of(picture(150, 134, 0), text(150, 136, "146")))) == "146"
    assert cell_of(drawn(picture(150, 134, 255))) == ""
    assert cell_of(drawn(in_color(shape, 0.5, 0.5, 0.5))) == ""  # of a watermark
    assert cell_of(drawn(in_color(shape, 0.8, 0.1, 0.1))) == UNKNOWN
    assert cell_of(drawn(in_color(all_of(shape, red_ring), 0.8, 0.1, 0.1))) == ""  # of a seal
    assert cell_of(drawn(path("152 136 m 155 144 l 158 136 l 157 136 l 155 142 l s"))) == UNKNOWN
    assert [word.text for word in page_of(drawn(picture(150, 90, 0))).words] == ["licences"]


def red_ring(canvas: Canvas) -> None:
    canvas.setStrokeColorRGB(0.8, 0.1, 0.1)
    canvas.circle(155, 140, 30)


def test_a_short_line_alone_before_a_number_is_its_minus() -> None:
    number = text(150, 136, "46")
    assert cell_of(drawn(all_of(number, line(144, 139.5, 148, 139.5)))) == "-46"
    assert cell_of(drawn(all_of(number, line(144, 136, 148, 136)))) == "46"
    struck = all_of(text(143, 136, "7"), line(143, 139.5, 148, 139.5))
    assert cell_of(drawn(all_of(number, struck))) == "46"
    dashes = [line(x, 139.5, x + 4, 139.5) for x in (128, 136, 144)]
    assert cell_of(drawn(all_of(number, *dashes))) == "46"
    # As spreadsheets set it, at the left of the number's cell; or of the cell before it.
    assert cell_of(drawn(all_of(number, line(123, 139.5, 127, 139.5)))) == "-46"
    apart = all_of(number, line(123, 139.5, 127, 139.5), line(135, 120, 135, 160))
    assert cell_of(drawn(apart), 2) == "46"


def in_a_font_that_is_nowhere(canvas: Canvas) -> None:
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    text(150, 136, "146", font="STSong-Light")(canvas)


def test_rules_that_are_typed_are_no_text() -> None:
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    typed = all_of(
        text(30, 176, "├──┼──┤", font="STSong-Light"), text(150, 136, "│146│", font="STSong-Light")
    )
    words = page_of(drawn(all_of(typed, text(250, 136, "─", font="STSong-Light")))).words
    assert [word.text for word in words] == ["licences", "146", "─"]


def test_the_numbers_of_a_sheets_rows_are_none_of_its_text() -> None:
    """As spreadsheets print them, and word processors the numbers of lines."""

    def told(numbers: str) -> list[str]:
        rows = [
            all_of(text(5, 190 - 20 * row, number), text(30, 190 - 20 * row, "text"))
            for row, number in enumerate(numbers)
        ]
        return [word.text for word in page_of(drawn(all_of(*rows))).words if word.x1 < 20]

    assert told("3456") == []
    assert told("3457") == ["3", "4", "5", "7"]


def test_what_is_blended_with_its_ground_hides_nothing() -> None:
    def marked(canvas: Canvas) -> None:
        canvas.setBlendMode("Multiply")
        canvas.setFillColorRGB(1, 1, 0)
        canvas.rect(140, 130, 50, 20, fill=1, stroke=0)

    assert cell_of(drawn(all_of(in_a_font_that_is_nowhere, marked))) == "146"


def test_a_shading_hides_what_is_below_it() -> None:
    patch = shaded(140, 130, 50, 20)
    both = all_of(in_a_font_that_is_nowhere, text(240, 136, "143"), patch)
    assert cell_of(drawn(both)) == "143"


def test_the_outlines_of_white_digits_are_seen() -> None:
    def draw(canvas: Canvas) -> None:
        canvas._code.append("2 Tr 0.3 w")
        in_color(text(150, 136, "146"), 1, 1, 1)(canvas)

    assert cell_of(drawn(draw)) == "146"


def test_a_number_outside_its_clip_is_not_printed() -> None:
    def draw(canvas: Canvas) -> None:
        path = canvas.beginPath()
        path.rect(200, 120, 100, 40)
        canvas.clipPath(path, stroke=0, fill=0)
        canvas.drawString(150, 136, "146")
        canvas.drawString(220, 136, "143")

    assert cell_of(drawn(draw)) == "143"


@pytest.mark.parametrize(
    ("left", "right", "printed"),
    [(145, 175, "146"), (157.5, 175, UNKNOWN * 3), (145, 166, UNKNOWN * 3), (175, 190, "")],
)
def test_a_number_that_its_clip_cuts_is_none(left: float, right: float, printed: str) -> None:
    """As a cell does that is too narrow: no digit is left to be told by, or half of one."""

    def draw(canvas: Canvas) -> None:
        path = canvas.beginPath()
        path.rect(left, 120, right - left, 40)
        canvas.clipPath(path, stroke=0, fill=0)
        canvas.drawString(152, 136, "146")

    assert cell_of(drawn(draw)) == printed


@pytest.mark.parametrize(("right", "printed"), [(150, ""), (160, UNKNOWN * 3), (175, "146")])
def test_what_lies_beyond_the_page_is_not_printed(right: float, printed: str) -> None:
    """Nor is the number that its edge cuts, each of whose digits is a text of its own."""
    digits = all_of(*(text(152 + 5.56 * place, 136, one) for place, one in enumerate("146")))
    writer = PdfWriter(clone_from=io.BytesIO(drawn(digits)))
    writer.pages[0].cropbox.right = right
    cropped = io.BytesIO()
    writer.write(cropped)
    assert cell_of(cropped.getvalue()) == printed


def test_a_layer_that_is_off_is_not_printed() -> None:
    data = drawn(all_of(text(150, 136, "146"), text(240, 136, "143")))
    writer = PdfWriter()
    writer.append(PdfReader(io.BytesIO(data)))
    page = writer.pages[0]
    content = page.get_contents().get_data()
    layered = content.replace(b"(146) Tj", b"/OC /off BDC (146) Tj EMC")
    assert layered != content
    group = writer._add_object(
        DictionaryObject(
            {
                NameObject("/Type"): NameObject("/OCG"),
                NameObject("/Name"): TextStringObject("draft"),
            }
        )
    )
    page["/Resources"][NameObject("/Properties")] = DictionaryObject({NameObject("/off"): group})
    stream = DecodedStreamObject()
    stream.set_data(layered)
    page[NameObject("/Contents")] = writer._add_object(stream)
    writer._root_object[NameObject("/OCProperties")] = DictionaryObject(
        {
            NameObject("/OCGs"): ArrayObject([group]),
            NameObject("/D"): DictionaryObject({NameObject("/OFF"): ArrayObject([group])}),
        }
    )
    whole = io.BytesIO()
    writer.write(whole)
    assert may_have_layers(whole.getvalue())
    assert not may_have_layers(data)
    assert cell_of(whole.getvalue()) == "143"


def test_a_raised_small_digit_is_a_mark() -> None:
    printed = cell_of(drawn(all_of(text(150, 136, "34"), text(161.2, 140, "1", 6))))
    assert printed == "34¹"
    assert parse_value(printed)[:3] == (34.0, None, "¹")


@pytest.mark.parametrize(
    ("printed", "value", "remark"),
    [
        ("146①", 146, "①"),
        ("34[1]", 34, "[1]"),
        ("13注1", 13, "注1"),
        ("34[注]", 34, "[注]"),
        ("34⒈", 34, "⒈"),
        ("34[²]", 34, "[²]"),
        ("*12", 12, "*"),
        ("15.3²", 15.3, "²"),
        ("22（其中修订16件）③", 22, "其中修订16件；③"),
        ("106，其中简易程序103", 106, "其中简易程序103"),
        ("188件其中警告2件", 188, "其中警告2件"),
        ("169起：罚款166起、警告3起", 169, "罚款166起、警告3起"),
    ],
)
def test_marks_are_no_digits_and_go_to_the_remark(printed: str, value: float, remark: str) -> None:
    assert parse_value(printed)[::2][:1] == (value,)
    assert parse_value(printed).remark == remark


@pytest.mark.parametrize("printed", ["①", "3①5", "见注1", f"12{UNKNOWN}3", "1.含有"])
def test_what_is_no_plain_number_is_unreadable(printed: str) -> None:
    assert parse_value(printed).state == "unreadable"


def test_marks_behind_numbers_of_a_sentence() -> None:
    assert without_marks_behind_numbers("公开信息146①条，另30[2]件。") == "公开信息146条，另30件。"
    assert without_marks_behind_numbers("备注见第3条①") == "备注见第3条①"


def noted(**entries: object) -> bytes:
    """The page with 146 and 143 in its cell, and a note."""
    writer = PdfWriter()
    data = drawn(all_of(text(150, 136, "146"), text(240, 136, "143")))
    writer.append(PdfReader(io.BytesIO(data)))
    note = DictionaryObject({NameObject("/Type"): NameObject("/Annot")})
    note.update({NameObject(f"/{key}"): value for key, value in entries.items()})
    writer.pages[0][NameObject("/Annots")] = ArrayObject([writer._add_object(note)])
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def numbers(*values: float) -> ArrayObject:
    return ArrayObject([FloatObject(value) for value in values])


def test_a_strikeout_note_strikes_out() -> None:
    data = noted(
        Subtype=NameObject("/StrikeOut"),
        Rect=numbers(148, 132, 170, 146),
        QuadPoints=numbers(149, 145, 168, 145, 149, 133, 168, 133),
    )
    assert cell_of(data) == "143"


def test_a_white_note_hides_what_is_below_it() -> None:
    data = noted(
        Subtype=NameObject("/Square"),
        Rect=numbers(140, 130, 190, 150),
        IC=numbers(1, 1, 1),
        C=numbers(1, 1, 1),
    )
    assert cell_of(data) == "143"


def field(flags: int, value: str = "88", **entries: object) -> bytes:
    return noted(
        Subtype=NameObject("/Widget"),
        FT=NameObject("/Tx"),
        T=TextStringObject("n"),
        V=TextStringObject(value),
        F=NumberObject(flags),
        Rect=numbers(180, 130, 230, 150),
        DA=TextStringObject("/Helv 10 Tf 0 g"),
        **entries,
    )


def test_a_field_without_an_appearance_shows_its_value() -> None:
    assert [word.text for word in page_of(field(0)).words if word.text == "88"] == ["88"]
    assert all(word.text != "88" for word in page_of(field(2)).words)  # hidden
    assert "7" in cell_of(field(0, "7"))


@pytest.mark.parametrize(("flags", "shown"), [(0, ["88"]), (2, [])], ids=["", "hidden"])
def test_a_text_note_without_an_appearance_shows_its_text(flags: int, shown: list[str]) -> None:
    data = noted(
        Subtype=NameObject("/FreeText"),
        Contents=TextStringObject("88"),
        F=NumberObject(flags),
        Rect=numbers(290, 130, 330, 150),
        DA=TextStringObject("/Helv 10 Tf 0 g"),
    )
    assert [word.text for word in page_of(data).words if word.text == "88"] == shown


def in_form(data: bytes, **entries: object) -> bytes:
    """The page whose note is a field of a form, with other entries in the form."""
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(data)))
    (note,) = writer.pages[0]["/Annots"]
    form = DictionaryObject({NameObject("/Fields"): ArrayObject([note])})
    form.update({NameObject(f"/{key}"): value for key, value in entries.items()})
    writer._root_object[NameObject("/AcroForm")] = writer._add_object(form)
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def test_what_is_filled_into_a_password_is_not_shown() -> None:
    shown = cell_of(in_form(field(0, Ff=NumberObject(1 << 13))))
    assert "88" not in shown
    assert UNKNOWN in shown


def test_a_field_shows_what_its_parent_holds() -> None:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(field(0))))
    (note,) = writer.pages[0]["/Annots"]
    own = note.get_object()
    held = {key: own.pop(key) for key in ("/V", "/FT", "/T")}
    parent = DictionaryObject({NameObject(key): value for key, value in held.items()})
    parent[NameObject("/Kids")] = ArrayObject([note])
    own[NameObject("/Parent")] = whole = writer._add_object(parent)
    form = DictionaryObject({NameObject("/Fields"): ArrayObject([whole])})
    writer._root_object[NameObject("/AcroForm")] = writer._add_object(form)
    buffer = io.BytesIO()
    writer.write(buffer)
    assert "88" in [word.text for word in page_of(buffer.getvalue()).words]


@pytest.mark.parametrize("asks", [True, False])
def test_a_field_shows_what_it_holds_where_the_file_asks_for_that(asks: bool) -> None:
    stale = DecodedStreamObject()
    stale.set_data(b"/Tx BMC BT /F1 10 Tf 2 5 Td (77) Tj ET EMC")
    stale.update(
        {
            NameObject("/Subtype"): NameObject("/Form"),
            NameObject("/BBox"): numbers(0, 0, 50, 20),
        }
    )
    data = field(0)
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(data)))
    page = writer.pages[0]
    stale[NameObject("/Resources")] = page["/Resources"]
    note = page["/Annots"][0].get_object()
    note[NameObject("/AP")] = DictionaryObject({NameObject("/N"): writer._add_object(stale)})
    buffer = io.BytesIO()
    writer.write(buffer)
    shown = page_of(in_form(buffer.getvalue(), NeedAppearances=BooleanObject(asks))).words
    assert [word.text for word in shown if word.text in ("77", "88")] == ["88" if asks else "77"]


def test_a_glyph_without_unicode_keeps_its_place() -> None:
    data = drawn(text(150, 136, "316.3"))
    encoding = b"/Encoding << /Type /Encoding /Differences [ 46 /g46 ] >>"
    changed = data.replace(b"/Encoding /WinAnsiEncoding", encoding)
    assert changed != data
    printed = cell_of(changed)
    assert printed in (f"316{UNKNOWN}3", "316.3")


def test_a_character_beyond_the_first_plane_is_one() -> None:
    assert joined_pairs("\ud872\udf4a岭镇") == "𬭊\x01岭镇"


def test_a_point_is_seen_in_a_font_whose_boxes_are_as_high_as_several_rows() -> None:
    """As those of fonts for vertical lines are: fills of other rows lie in the point's box, and it
    is a speck there."""
    font = "DejaVuSans"
    pdfmetrics.registerFont(TTFont(font, Path(get_data_path()) / "fonts" / "ttf" / f"{font}.ttf"))
    lines = [text(30, 10 + 12 * line, "words of a usual height") for line in range(9)]
    number = text(350, 136, "1.7", font=font)
    rows = filled(341, 165, 20, 30, grey=0.8), filled(341, 90, 20, 25, grey=0.8)
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(drawn(all_of(*lines, number, *rows)))))
    (described,) = (
        one
        for one in map(PdfObject.get_object, writer._objects)
        if isinstance(one, DictionaryObject) and one.get("/Type") == "/FontDescriptor"
    )
    box = [NumberObject(edge) for edge in (-1000, -200, 2000, 8000)]
    described[NameObject("/FontBBox")] = ArrayObject(box)
    described[NameObject("/Ascent")] = NumberObject(8000)
    buffer = io.BytesIO()
    writer.write(buffer)
    assert cell_of(buffer.getvalue(), column=2) == "1.7"
