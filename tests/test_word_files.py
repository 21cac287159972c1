"""Word files: what a person sees of them is read, and nothing else."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from layouts.tables import Cell, Table
from markup import (
    STRICT,
    Made,
    article,
    docx,
    is_figure,
    page,
    run,
    word_body,
    word_paragraph,
    word_table,
)
from read_back import cells_of
from read_documents import assert_whole, read


def with_tracked_changes(made: Made) -> str:
    gone = run("8").replace("w:t", "w:delText")

    def inner(cell: Cell) -> str:
        if not is_figure(cell):
            halves = cell.text[:3], cell.text[3:]
            return word_paragraph(run(halves[0]), "<w:rPr><w:del w:id='1'/></w:rPr>") + (
                word_paragraph(run(halves[1]))
            )
        changes = f"<w:del>{gone}</w:del><w:moveFrom>{run('7')}</w:moveFrom>"
        return word_paragraph(f"{changes}<w:ins>{run(cell.text)}</w:ins>")

    def table(table: Table) -> str:
        text = word_table(table, inner)
        row = (
            "<w:tr><w:trPr><w:del w:id='2'/></w:trPr>" + f"<w:tc>{run('6')}</w:tc>" * 8 + "</w:tr>"
        )
        return text.replace("</w:tbl>", row + "</w:tbl>")

    return word_body(made, table)


def with_hidden_and_struck_text(made: Made) -> str:
    looks = ("vanish", "strike", "dstrike")
    unseen = "".join(run("5", f"<w:{look}/>") for look in looks)
    raised = run("3", '<w:vertAlign w:val="superscript"/>') + run("4", '<w:rStyle w:val="note"/>')
    comment = '<w:r><w:commentReference w:id="0"/></w:r>'

    def inner(cell: Cell) -> str:
        return word_paragraph(run(cell.text) + (unseen + raised + comment) * is_figure(cell))

    return word_body(made, lambda table: word_table(table, inner))


def with_text_that_nobody_sees(made: Made) -> str:
    looks = (
        '<w:color w:val="FFFFFF"/>',
        '<w:color w:val="fefefe"/>',
        '<w:color w:val="auto" w:themeColor="background1"/>',
        '<w:sz w:val="2"/>',
        "<w14:textFill><w14:noFill/></w14:textFill>",
    )
    unseen = "".join(run("5", look) for look in looks)
    raised = run("3", '<w:position w:val="8"/><w:sz w:val="12"/>')
    lowered = run("4", '<w:vertAlign w:val="subscript"/>')
    note = '<w:r><w:footnoteReference w:customMarkFollows="1"/><w:t>6</w:t></w:r>'

    def inner(cell: Cell) -> str:
        marks = (unseen + raised + lowered + note) * is_figure(cell)
        return word_paragraph(run(cell.text) + marks)

    return word_body(made, lambda table: word_table(table, inner))


def with_text_on_shading(made: Made) -> str:
    """In white, or in the colour that is white where it stands on black."""
    colours = '<w:color w:val="FFFFFF"/>', '<w:color w:val="auto"/>', ""
    shading = '<w:shd w:val="clear" w:fill="000000"/>'
    styled = '<w:tbl><w:tblPr><w:tblStyle w:val="dark"/></w:tblPr>'

    def table(table: Table) -> str:
        text = word_table(
            table, lambda cell: word_paragraph(run(cell.text, colours[cell.column % 3]))
        )
        if len(table.widths) > 8:
            return text.replace("<w:tcPr>", f"<w:tcPr>{shading}")
        return text.replace("<w:tbl>", styled, 1)

    return word_body(made, table)


def with_numbers_raised_as_a_whole(made: Made) -> str:
    def inner(cell: Cell) -> str:
        return word_paragraph(run(cell.text, '<w:position w:val="6"/>'))

    return word_body(made, lambda table: word_table(table, inner))


def with_fields_and_controls(made: Made) -> str:
    marks = {
        kind: f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'
        for kind in ("begin", "separate", "end")
    }
    instruction = "<w:r><w:instrText>=SUM(ABOVE) 77</w:instrText></w:r>"

    def inner(cell: Cell) -> str:
        shown = run(cell.text)
        if not is_figure(cell):
            return word_paragraph(f"<w:smartTag>{shown}</w:smartTag>")
        result = f"{marks['begin']}{instruction}{run('9')}{marks['separate']}{shown}{marks['end']}"
        content = f"<w:sdtContent>{word_paragraph(result)}</w:sdtContent>"
        return f"<w:sdt><w:sdtPr/>{content}</w:sdt>"

    return word_body(made, lambda table: word_table(table, inner))


def in_text_boxes(made: Made) -> str:
    white = '<w:color w:val="FFFFFF"/>'

    def boxed(content: str) -> str:
        box = f"<w:txbxContent>{content}</w:txbxContent>"
        new = f"<mc:Choice><w:drawing>{box}</w:drawing></mc:Choice>"
        old = f"<mc:Fallback><w:pict>{box}</w:pict></mc:Fallback>"
        both = f"<mc:AlternateContent>{new}{old}</mc:AlternateContent>"
        return word_paragraph(f"<w:r>{both}</w:r>")

    def inner(cell: Cell) -> str:
        return word_paragraph(run(cell.text, white))

    return word_body(made, lambda table: boxed(word_table(table, inner)))


def numbered_by_word(made: Made) -> str:
    def paragraph(text: str) -> str:
        heading = re.fullmatch("[一二三四五六]、(.{2,30})", text)
        if heading:
            return word_paragraph(run(heading[1]), '<w:pStyle w:val="heading"/>')
        return word_paragraph(run(text))

    return word_body(made, paragraph=paragraph)


def numbered_by_word_from_the_second_heading_on(made: Made) -> str:
    """The first is typed; the list has been told to begin with 2, and how to count, unlike the
    list of that kind in the narrative."""

    def paragraph(text: str) -> str:
        heading = re.fullmatch("[二三四五六]、(.{2,30})", text)
        if heading:
            return word_paragraph(run(heading[1]), '<w:numPr><w:numId w:val="4"/></w:numPr>')
        listed = word_paragraph(run("按时公开。"), '<w:numPr><w:numId w:val="3"/></w:numPr>')
        return word_paragraph(run(text)) + 2 * listed * (text == made.prose.overview)

    return word_body(made, paragraph=paragraph)


def in_nested_word_tables(made: Made) -> str:
    def table(table: Table) -> str:
        content = word_paragraph(run("附表")) + word_table(table)
        return f"<w:tbl><w:tr><w:tc>{content}</w:tc></w:tr></w:tbl>"

    return word_body(made, table)


def with_wrapped_rows(made: Made) -> str:
    def table(table: Table) -> str:
        text = word_table(table)
        return text.replace("<w:tr>", "<w:sdt><w:sdtContent><w:tr>").replace(
            "</w:tr>", "</w:tr></w:sdtContent></w:sdt>"
        )

    return word_body(made, table)


def merged_in_the_old_manner(made: Made) -> str:
    def table(table: Table) -> str:
        places = {
            (row, column): (cell, row > cell.row, column > cell.column)
            for cell in table.cells
            for row in range(cell.row, cell.row + cell.rows)
            for column in range(cell.column, cell.column + cell.columns)
        }
        rows: list[str] = [""] * len(table.names)
        for (row, _), (cell, is_below, is_beside) in sorted(places.items(), key=lambda p: p[0]):
            merges = ""
            for name, is_merged, goes_on in (
                ("hMerge", cell.columns > 1, is_beside),
                ("vMerge", cell.rows > 1, is_below),
            ):
                kind = "continue" if goes_on else "restart"
                merges += f'<w:{name} w:val="{kind}"/>' * is_merged
            content = "<w:p/>" if is_below or is_beside else word_paragraph(run(cell.text))
            rows[row] += f"<w:tc><w:tcPr>{merges}</w:tcPr>{content}</w:tc>"
        return "<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in rows) + "</w:tbl>"

    return word_body(made, table)


def with_numbers_that_word_sets(made: Made) -> str:
    """From right to left, in a formula, chosen in a form's list."""
    mark = "<w:r><w:fldChar w:fldCharType='{}'/></w:r>"

    def inner(cell: Cell) -> str:
        if not is_figure(cell):
            return word_paragraph(run(cell.text))
        turned = "".join(run(digit) for digit in reversed(cell.text))
        powers = run("2").replace("w:r>", "m:r>").replace("w:t", "m:t")
        base = powers.replace(">2<", f">{cell.text}<")
        entries = f"<w:listEntry w:val='9'/><w:listEntry w:val='{cell.text}'/>"
        choice = f"<w:ffData><w:ddList><w:result w:val='1'/>{entries}</w:ddList></w:ffData>"
        begin = f"<w:r><w:fldChar w:fldCharType='begin'>{choice}</w:fldChar></w:r>"
        ways = (
            f"<w:bdo w:val='rtl'>{turned}</w:bdo>",
            f"<m:oMath><m:sSup><m:e>{base}</m:e><m:sup>{powers}</m:sup></m:sSup></m:oMath>",
            begin + mark.format("separate") + mark.format("end"),
        )
        return word_paragraph(ways[cell.column % 3])

    return word_body(made, lambda table: word_table(table, inner))


def with_numbers_drawn_as_letters(made: Made) -> str:
    def inner(cell: Cell) -> str:
        if not is_figure(cell):
            return word_paragraph(run(cell.text))
        return word_paragraph(f"<w:r><w:pict><v:textpath string='{cell.text}'/></w:pict></w:r>")

    return word_body(made, lambda table: word_table(table, inner))


def with_numbers_that_word_counts(made: Made) -> str:
    """Noughts that are the marks of a list, whose paragraphs are empty."""
    numbered = "<w:numPr><w:numId w:val='2'/></w:numPr>"

    def inner(cell: Cell) -> str:
        is_nought = is_figure(cell) and cell.text == "0"
        return word_paragraph("", numbered) if is_nought else word_paragraph(run(cell.text))

    return word_body(made, lambda table: word_table(table, inner))


def with_rows_of_no_height(made: Made) -> str:
    height = '<w:trPr><w:trHeight w:val="1" w:hRule="exact"/></w:trPr>'

    def table(table: Table) -> str:
        first, *rows = word_table(table).split("<w:tr>")
        return first + "".join(f"<w:tr>{row}<w:tr>{height}{row}" for row in rows)

    def without_the_end(text: str) -> str:
        return text.replace("</w:tbl><w:tr>", "<w:tr>", 1)

    return word_body(made, lambda t: without_the_end(table(t)))


def in_styles_that_undo_each_other(made: Made) -> str:
    """Hidden by two styles, which shows it; of no size or in pictures by one, but not itself."""
    ways = (
        '<w:rStyle w:val="unseen"/>',
        '<w:sz w:val="21"/><w:rFonts w:ascii="SimSun"/><w:strike w:val="0"/>',
    )
    styles = ("hidden", "tiny")

    def inner(cell: Cell) -> str:
        if not is_figure(cell):
            return word_paragraph(run(cell.text))
        number = cell.column % 2
        hidden = run("7") if number == 0 else run("8", "<w:dstrike/>")
        style = f'<w:pStyle w:val="{styles[number]}"/>'
        return word_paragraph(run(cell.text, ways[number]) + hidden, style)

    return word_body(made, lambda table: word_table(table, inner))


def in_grey(made: Made) -> str:
    """The theme's white, made darker."""
    fill = '<w14:schemeClr w14:val="bg1"><w14:lumMod w14:val="50000"/></w14:schemeClr>'
    looks = (
        '<w:color w:val="808080" w:themeColor="background1" w:themeShade="80"/>',
        f"<w14:textFill><w14:solidFill>{fill}</w14:solidFill></w14:textFill>",
    )

    def inner(cell: Cell) -> str:
        return word_paragraph(run(cell.text, looks[cell.column % 2]))

    return word_body(made, lambda table: word_table(table, inner))


def with_alternatives(made: Made) -> str:
    """Of a kind that nobody knows, or within a run."""
    unknown = '<mc:Choice Requires="w99"><w:r><w:t>7</w:t></w:r></mc:Choice>'

    def inner(cell: Cell) -> str:
        if not is_figure(cell):
            return word_paragraph(run(cell.text))
        known = f'<mc:Choice Requires="w14">{run(cell.text)}</mc:Choice>'
        text = f"<w:t>{cell.text}</w:t>"
        ways = (
            f"{unknown}<mc:Fallback>{run(cell.text)}</mc:Fallback>",
            f"{unknown}{known}<mc:Fallback>{run('8')}</mc:Fallback>",
            f'<mc:Choice Requires="w14">{text}</mc:Choice><mc:Fallback>{text}</mc:Fallback>',
        )
        one = f"<mc:AlternateContent>{ways[cell.column % 3]}</mc:AlternateContent>"
        return word_paragraph(f"<w:r>{one}</w:r>" if cell.column % 3 == 2 else one)

    return word_body(made, lambda table: word_table(table, inner))


def cut_with_its_titles_again(made: Made) -> str:
    """What goes on from above where it was cut stands below titles that are wider."""

    def table(table: Table) -> str:
        rows = word_table(table).removesuffix("</w:tbl>").split("<w:tr>")
        middle = 2 * len(rows) // 3
        if table.titles != 3 or len(rows) < 10:
            return "<w:tr>".join(rows) + "</w:tbl>"
        rest = "<w:tr>".join([rows[0], *rows[1:4], *rows[middle:]])
        return "<w:tr>".join(rows[:middle]) + f"</w:tbl><w:p/>{rest}</w:tbl>"

    return word_body(made, table)


WORD_FILES: tuple[Callable[[Made], str], ...] = (
    word_body,
    with_tracked_changes,
    with_hidden_and_struck_text,
    with_text_that_nobody_sees,
    with_text_on_shading,
    with_numbers_raised_as_a_whole,
    with_fields_and_controls,
    in_text_boxes,
    numbered_by_word,
    in_nested_word_tables,
    with_wrapped_rows,
    merged_in_the_old_manner,
    with_numbers_that_word_sets,
    with_numbers_drawn_as_letters,
    with_numbers_that_word_counts,
    with_rows_of_no_height,
    in_styles_that_undo_each_other,
    in_grey,
    with_alternatives,
    cut_with_its_titles_again,
)
MC = (
    ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    ' xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
    ' xmlns:v="urn:schemas-microsoft-com:vml"'
    ' xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
)
WORD_PARTS = {
    "word/styles.xml": (
        f"<w:styles {STRICT}>"
        '<w:style w:type="paragraph" w:styleId="base"><w:pPr>'
        '<w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="heading"><w:basedOn w:val="base"/></w:style>'
        '<w:style w:type="character" w:styleId="note"><w:rPr>'
        '<w:vertAlign w:val="superscript"/></w:rPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="hidden"><w:rPr><w:vanish/></w:rPr></w:style>'
        '<w:style w:type="character" w:styleId="unseen"><w:rPr><w:vanish/></w:rPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="tiny"><w:rPr><w:sz w:val="2"/>'
        '<w:rFonts w:ascii="Wingdings"/><w:strike/></w:rPr></w:style>'
        '<w:style w:type="table" w:styleId="dark"><w:tcPr>'
        '<w:shd w:val="clear" w:fill="1F4E79"/></w:tcPr></w:style></w:styles>'
    ),
    "word/numbering.xml": (
        f'<w:numbering {STRICT}><w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0">'
        '<w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="%1、"/></w:lvl>'
        '</w:abstractNum><w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0">'
        '<w:lvlText w:val="0"/></w:lvl></w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
        '<w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>'
        '<w:abstractNum w:abstractNumId="2"><w:lvl w:ilvl="0"><w:lvlText w:val="%1."/></w:lvl>'
        '</w:abstractNum><w:num w:numId="3"><w:abstractNumId w:val="2"/></w:num>'
        '<w:num w:numId="4"><w:abstractNumId w:val="2"/><w:lvlOverride w:ilvl="0">'
        '<w:startOverride w:val="2"/><w:lvl w:ilvl="0"><w:numFmt w:val="chineseCounting"/>'
        '<w:lvlText w:val="%1、"/></w:lvl></w:lvlOverride></w:num></w:numbering>'
    ),
    "word/header1.xml": f"<w:hdr {STRICT}>{word_paragraph(run('石埠桥镇2009年年报'))}</w:hdr>",
}


@pytest.mark.parametrize("body", WORD_FILES, ids=lambda body: body.__name__)
@pytest.mark.parametrize("era", ["2014", "2019"])
def test_word_file(body: Callable[[Made], str], era: str, tmp_path: Path) -> None:
    made = Made(era)
    data = docx(body(made), WORD_PARTS, STRICT + MC, main="word/document2.xml")
    report = read(data, tmp_path, "report.docx")
    assert_whole(report, made)
    assert (report.format, report.route) == ("docx", "text")
    assert report.pages is None


@pytest.mark.parametrize(
    "shown",
    [
        "<w:r><w:rPr><w:rFonts w:ascii='Wingdings'/></w:rPr><w:t>7</w:t></w:r>",
        "<w:r><w:pict><v:imagedata/></w:pict></w:r>",
        "</w:p><w:p><w:pPr><w:numPr><w:numId w:val='3'/></w:numPr></w:pPr><w:r><w:t>12</w:t></w:r>",
    ],
    ids=["a font of pictures", "a picture", "the number of the paragraph before a number"],
)
def test_what_word_shows_and_cannot_be_told_is_told(shown: str, tmp_path: Path) -> None:
    made = Made("2021")
    key = ("disclosures", "licences", "decisions")

    def inner(cell: Cell) -> str:
        return word_paragraph(shown if cell.key == key else run(cell.text))

    body = word_body(made, lambda table: word_table(table, inner))
    report = read(docx(body, WORD_PARTS, STRICT + MC), tmp_path, "report.docx")
    assert (cells_of(report)[key]["cell_state"], report.status) == ("unreadable", "flagged")


@pytest.mark.parametrize("body", [numbered_by_word, numbered_by_word_from_the_second_heading_on])
def test_numbers_of_headings_are_those_that_word_counts(
    body: Callable[[Made], str], tmp_path: Path
) -> None:
    made = Made()
    report = read(docx(body(made), WORD_PARTS), tmp_path, "report.docx")
    assert report.sections["number"].tolist() == [1, 2, 3, 4, 5, 6]
    assert report.sections["heading"].str[:2].tolist() == [f"{n}、" for n in "一二三四五六"]


@pytest.mark.parametrize("between", ["", "\t", "…………"], ids=["a field", "a tab", "dots"])
def test_a_list_of_the_headings_is_none_of_the_text(between: str, tmp_path: Path) -> None:
    """Made by a field of Word's, or typed."""
    made = Made()
    headings = [p for p in made.pieces if isinstance(p, str) and re.match("[一二三四五六]、", p)]
    mark = "<w:r><w:fldChar w:fldCharType='{}'/></w:r>"
    begin = f"{mark.format('begin')}<w:r><w:instrText> TOC </w:instrText></w:r>"
    behind = f"<w:r><w:tab/></w:r>{run('1')}" if between == "\t" else run(f"{between}1")
    lines = [word_paragraph(run(heading) + behind) for heading in headings]
    if not between:
        first = word_paragraph(f"{begin}{mark.format('separate')}")
        lines = [first, *lines, word_paragraph(mark.format("end"))]

    def paragraph(text: str) -> str:
        return word_paragraph(run(text)) + "".join(lines) * (text == made.title)

    report = read(docx(word_body(made, paragraph=paragraph)), tmp_path, "report.docx")
    assert_whole(report, made)
    assert report.sections["number"].tolist() == [1, 2, 3, 4, 5, 6]


@pytest.mark.parametrize("name", ["page.html", "inner.docx"])
def test_document_within_a_word_file(name: str, tmp_path: Path) -> None:
    """A page, or a Word file; what is within that one is left out."""
    made = Made()
    body = '<w:altChunk xmlns:r="relationships" r:id="c"/>'
    parts: dict[str, str | bytes] = {
        "word/_rels/document.xml.rels": f'<R><Relationship Id="c" Target="{name}"/></R>',
        f"word/{name}": page(article(made)),
    }
    if name.endswith("docx"):
        parts[f"word/{name}"] = docx(word_body(made) + body, parts)
    assert_whole(read(docx(body, parts), tmp_path, "report.docx"), made)


def test_entities_of_other_files_are_never_resolved(tmp_path: Path) -> None:
    made = Made()
    secret = tmp_path / "secret.txt"
    secret.write_text("root:x:0:0")
    doctype = f'<!DOCTYPE d [<!ENTITY leak SYSTEM "{secret.as_uri()}">]>'
    body = word_body(made).replace("一、总体情况", "一、总体情况&leak;")
    report = read(docx(body, before=doctype), tmp_path, "report.docx")
    assert_whole(report, made)
    assert not report.sections["heading"].str.contains("root").any()
