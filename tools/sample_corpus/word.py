"""A document as DOCX, for LibreOffice Writer to export."""

from pathlib import Path

from docx import Document as new_document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from .document import Document
from .fonts import FAMILIES
from .grids import Grid
from .layouts import Layout


def write_word(document: Document, path: Path) -> None:
    layout = document.layout
    word = new_document()
    word.core_properties.title = "".join(document.title)
    word.core_properties.author = document.body
    family = FAMILIES[layout.font]
    normal = word.styles["Normal"]
    _set_font(normal, family, layout.body_size)
    _page(word.sections[0], landscape=False)
    _foot(word.sections[0], document, family)
    for line in document.title:
        _paragraph(word, line, family, layout.body_size + 7, centred=True, after=6)
    for block in document.blocks:
        if isinstance(block, Grid):
            _table(word, block, layout, family)
            if block.name == "requests" and layout.landscape_requests:
                _page(word.add_section(WD_SECTION.NEW_PAGE), landscape=False)
        elif block.kind == "heading":
            if layout.landscape_requests and block.text.startswith("三、收到和处理"):
                _page(word.add_section(WD_SECTION.NEW_PAGE), landscape=True)
            heading = _paragraph(
                word, block.text, FAMILIES["sans"], layout.body_size, before=8, after=4
            )
            heading.paragraph_format.keep_with_next = True
        else:
            _paragraph(word, block.text, family, layout.body_size)
    for line in document.closing:
        signed = _paragraph(word, line, family, layout.body_size, before=4)
        signed.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    word.save(str(path))


def _set_font(style, family: str, size: float) -> None:
    style.font.name, style.font.size = family, Pt(size)
    style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), family)


def _page(section, landscape: bool) -> None:
    sides = (Mm(297), Mm(210)) if landscape else (Mm(210), Mm(297))
    section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = sides
    section.left_margin = section.right_margin = Mm(25)
    section.top_margin = section.bottom_margin = Mm(22 if landscape else 28)


def _foot(section, document: Document, family: str) -> None:
    """The page number between dashes, and the line that says what this is."""
    number = section.footer.paragraphs[0]
    number.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for part in ("- ", "PAGE", " -"):
        run = number.add_run("" if part == "PAGE" else part)
        _set_run_font(run, family, 10)
        if part == "PAGE":
            for tag, kind in (("begin", None), ("instrText", "PAGE"), ("end", None)):
                run._r.append(_field_part(tag, kind))
    notice = section.footer.add_paragraph(style=None)
    notice.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = notice.add_run(document.notice)
    _set_run_font(run, family, 7.5)
    run.font.color.rgb = RGBColor(0x80, 0x80, 0x80)


def _field_part(tag: str, instruction: str | None):
    if instruction:
        part = OxmlElement("w:instrText")
        part.text = instruction
    else:
        part = OxmlElement("w:fldChar")
        part.set(qn("w:fldCharType"), tag)
    return part


def _set_run_font(run, family: str, size: float) -> None:
    run.font.name, run.font.size = family, Pt(size)
    run._r.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), family)


def _paragraph(
    word, text: str, family: str, size: float, centred: bool = False, before: float = 0, after=0
):
    paragraph = word.add_paragraph()
    form = paragraph.paragraph_format
    form.space_before, form.space_after = Pt(before), Pt(after)
    form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(size * 1.75)
    if centred:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    else:
        form.first_line_indent = Pt(size * 2)
    _set_run_font(paragraph.add_run(text), family, size)
    return paragraph


def _table(word, grid: Grid, layout: Layout, family: str) -> None:
    section = word.sections[-1]
    available = section.page_width - section.left_margin - section.right_margin
    table = word.add_table(rows=grid.rows, cols=len(grid.widths))
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    _borders(table, layout)
    total = sum(grid.widths)
    for column, width in zip(table.columns, grid.widths, strict=True):
        column.width = int(available * width / total)
    slots = [list(row.cells) for row in table.rows]
    for cells, row in zip(slots, table.rows, strict=True):
        for cell, column in zip(cells, table.columns, strict=True):
            cell.width = column.width
        _row_property(row, "w:cantSplit")
    for cell in grid.cells:
        slot = slots[cell.row][cell.column]
        if cell.rows > 1 or cell.columns > 1:
            slot = slot.merge(slots[cell.row + cell.rows - 1][cell.column + cell.columns - 1])
        _fill(slot, cell, layout, family)
    for row in table.rows[: grid.header_rows if layout.repeat_header else 0]:
        _row_property(row, "w:tblHeader")


def _row_property(row, name: str) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement(name))


def _fill(slot, cell, layout: Layout, family: str) -> None:
    paragraph = slot.paragraphs[0]
    for spare in slot.paragraphs[1:]:
        spare._p.getparent().remove(spare._p)
    form = paragraph.paragraph_format
    form.space_before = form.space_after = Pt(1.5)
    form.line_spacing = Pt(layout.table_size * 1.4)
    if cell.role == "label" and cell.columns != 3 and cell.rows == 1 and cell.column != 1:
        form.left_indent = Pt(layout.table_size * cell.indent)
    else:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _set_run_font(paragraph.add_run(cell.text), family, layout.table_size)
    properties = slot._tc.get_or_add_tcPr()
    if cell.role == "head" and layout.head_fill:
        shade = OxmlElement("w:shd")
        for key, value in {"val": "clear", "color": "auto", "fill": layout.head_fill}.items():
            shade.set(qn(f"w:{key}"), value)
        properties.append(shade)
    align = OxmlElement("w:vAlign")
    align.set(qn("w:val"), "center")
    properties.append(align)


def _borders(table, layout: Layout) -> None:
    borders = OxmlElement("w:tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        line = OxmlElement(f"w:{side}")
        eighths = str(round(layout.border_width * 8))
        for key, value in {"val": "single", "sz": eighths, "color": layout.border}.items():
            line.set(qn(f"w:{key}"), value)
        borders.append(line)
    table._tbl.tblPr.append(borders)
