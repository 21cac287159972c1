"""Web pages and Word files: what a person sees of them is read, and nothing else."""

import base64
import html
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from layouts import Key, Layout, draw_report
from layouts.tables import Cell, Table
from markup import (
    STRICT,
    Made,
    article,
    docx,
    page,
    plain,
    rows_of,
    run,
    spans,
    table_html,
    word_body,
    word_paragraph,
    word_table,
)
from read_back import KEYS, assert_read_as_drawn, cells_of

from disclosure_stats import ReadingError, Report, open_dataset, read_report, read_reports
from disclosure_stats.documents import libreoffice
from disclosure_stats.documents.kinds import format_of
from disclosure_stats.documents.reader import read_rendering
from disclosure_stats.extract import main

ERAS = ("2014", "2019", "2021")


def read(data: bytes | str, folder: Path, name: str = "report.html") -> Report:
    path = folder / name
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return read_report(path)


def assert_whole(report: Report, made: Made) -> None:
    assert_read_as_drawn(report, made.drawing)
    truth = made.truth
    assert (report.era, report.year, report.body) == (truth.era, truth.year, truth.body)
    errors = report.findings[report.findings["severity"] != "info"]
    assert errors.empty, errors["message"].tolist()


def is_figure(cell: Cell) -> bool:
    return cell.key is not None


# --- pages, each in another markup


def with_css_tables(made: Made) -> str:
    def boxes(table: Table) -> str:
        rows = (
            "".join(f"<div class=c>{plain(cell)}</div>" for cell in row) for row in rows_of(table)
        )
        return "<div class=t>" + "".join(f"<div class=r>{row}</div>" for row in rows) + "</div>"

    style = "<style>.t{display:table}.r{display:table-row}.c{display:table-cell}</style>"
    return page(article(made, boxes), style)


def with_flexible_boxes(made: Made) -> str:
    def boxes(table: Table) -> str:
        rows = (
            "".join(f'<div style="flex:{cell.columns}">{plain(cell)}</div>' for cell in row)
            for row in rows_of(table)
        )
        return "<div>" + "".join(f"<div class=fr>{row}</div>" for row in rows) + "</div>"

    return page(article(made, boxes), "<style>.fr { display: flex }</style>")


def with_flexible_boxes_in_another_order(made: Made) -> str:
    def box(cell: Cell, at: int) -> str:
        return f'<div style="order:{at};flex:{cell.columns}">{plain(cell)}</div>'

    def boxes(table: Table) -> str:
        rows = []
        for number, row in enumerate(rows_of(table)):
            is_turned = number % 2
            cells = list(enumerate(reversed(row) if is_turned else row))
            order = "" if is_turned else "".join(box(cell, at) for at, cell in reversed(cells))
            turned = "".join(box(cell, 0) for _, cell in cells)
            rows.append(f"<div class='fr {'back' * is_turned}'>{order or turned}</div>")
        return "<div>" + "".join(rows) + "</div>"

    style = "<style>.fr { display: flex } .back { flex-direction: row-reverse }</style>"
    return page(article(made, boxes), style)


def with_grids(made: Made) -> str:
    def boxes(table: Table) -> str:
        cells = "".join(
            f'<p style="grid-column: span {cell.columns}; grid-row: span {cell.rows}">'
            f"{plain(cell)}</p>"
            for row in rows_of(table)
            for cell in row
        )
        columns = f"grid-template-columns:repeat({len(table.widths)},1fr)"
        return f'<div style="display:grid;{columns}">{cells}</div>'

    return page(article(made, boxes))


def with_floats(made: Made) -> str:
    def boxes(table: Table) -> str:
        share = 100 / len(table.widths)
        covered = {
            (row, cell.column): (cell, row == cell.row)
            for cell in table.cells
            for row in range(cell.row, cell.row + cell.rows)
        }
        cells = "".join(
            f'<div class=f style="width:{share * cell.columns:.4f}%">{plain(cell) * is_first}</div>'
            for _, (cell, is_first) in sorted(covered.items())
        )
        return f"<div>{cells}</div>"

    return page(article(made, boxes), "<style>.f{float:left}</style>")


def with_lost_spans(made: Made) -> str:
    def attributes(cell: Cell) -> str:
        is_label = cell.column == 0 and cell.rows == 1
        return "" if is_label and not cell.centred else spans(cell)

    return page(article(made, lambda table: table_html(table, attributes=attributes)))


def with_overlong_spans(made: Made) -> str:
    def attributes(cell: Cell) -> str:
        columns = cell.columns + 3 * (cell.centred and cell.column == 0)
        return f' colspan={columns} rowspan="{cell.rows + 40 * (cell.rows > 8)}"'

    return page(article(made, lambda table: table_html(table, attributes=attributes)))


def with_unclosed_cells(made: Made) -> str:
    def table(table: Table) -> str:
        rows = (
            "".join(f"<td{spans(c)}><p><font size=3><b>{plain(c)}" for c in row)
            for row in rows_of(table)
        )
        return "<table>" + "".join(f"<tr>{row}" for row in rows) + "</table>"

    return page(article(made, table))


def with_split_digits(made: Made) -> str:
    def inner(cell: Cell) -> str:
        if is_figure(cell):
            return "\u200b".join(f"<span>{digit}</span>" for digit in cell.text)
        return "".join(f"<p>{part}</p>" for part in re.findall(".{1,4}", plain(cell)))

    return page(article(made, lambda table: table_html(table, inner)))


def with_what_is_not_seen(made: Made) -> str:
    unseen = (
        "<span style='display:none'>1</span><span hidden>2</span><i class=x>3</i><s>4</s>"
        "<span style='color:#fff'>5</span><del>6</del><span style='font-size:0'>7</span>"
        "<span style='visibility:hidden'>8</span><sup>[9]</sup><sup>①</sup><!-- 1 -->"
        "<span style='position:absolute; left:-9999px'>2</span><script>3</script>"
        "<template><b>4</b></template><noscript>5</noscript>"
        "<span style='text-decoration: line-through'>6</span>"
    )
    body = article(
        made, lambda table: table_html(table, lambda c: plain(c) + unseen * is_figure(c))
    )
    return page(body, "<style>td .x{display:none!important}@media print{td{display:none}}</style>")


def with_what_cannot_be_told_from_its_ground(made: Made) -> str:
    unseen = (
        "<span style='color:hsl(0,0%,100%)'>1</span><span style='color:#fefefe'>2</span>"
        "<span style='color:rgb(0 0 0 / 0%)'>3</span><font color=white>4</font>"
        "<span style='background:#1f4e79;color:#1f4e79'>5</span><b class=v>6</b>"
    )
    body = article(
        made, lambda table: table_html(table, lambda c: plain(c) + unseen * is_figure(c))
    )
    return page(body, "<style>:root{--paper:#fff}.v{color:var(--paper)}</style>")


def in_white_on_dark_ground(made: Made) -> str:
    def attributes(cell: Cell) -> str:
        return spans(cell) + " style='background-color:#1f4e79; color:white'"

    return page(article(made, lambda table: table_html(table, attributes=attributes)))


def with_what_is_out_of_sight(made: Made) -> str:
    unseen = (
        "<div style='max-height:0px;overflow-y:hidden'>1</div><dialog>2</dialog>"
        "<span style='position:absolute;transform:translateX(-9999px)'>3</span>"
        "<span style='margin-left:-9999px'>4</span><b style='filter:opacity(0)'>5</b>"
        "<span style='position:absolute;clip-path:circle(0)'>6</span>"
        "<b style='font:0/0 a'>7</b><b style='-webkit-text-fill-color:transparent'>8</b>"
        "<div style='content-visibility:hidden'>9</div><b style='display:/**/none'>1</b>"
        "<font color=ffffff>2</font>"
    )
    return page(
        article(made, lambda table: table_html(table, lambda c: plain(c) + unseen * is_figure(c)))
    )


def with_marks_off_the_line(made: Made) -> str:
    marks = "<sub>1</sub><i style='position:relative;top:-5px'>2</i>"
    body = article(made, lambda table: table_html(table, lambda c: plain(c) + marks * is_figure(c)))
    return page(body, "<style>td i{font-size:60%}</style>")


def with_numbers_a_little_moved(made: Made) -> str:
    moved = "<span style='position:relative;top:-3.0pt;mso-text-raise:3.0pt'>{}</span>"

    def inner(cell: Cell) -> str:
        return moved.format(plain(cell)) if is_figure(cell) else plain(cell)

    return page(article(made, lambda table: table_html(table, inner)))


def in_tags_that_strike_nothing(made: Made) -> str:
    def inner(cell: Cell) -> str:
        return f"<s>{plain(cell)}</s><b class=x>9</b>" if is_figure(cell) else plain(cell)

    body = article(made, lambda table: table_html(table, inner))
    shown_without_scripts = "<noscript><style>.x{display:inline!important}</style></noscript>"
    return page(
        body, f"{shown_without_scripts}<style>s{{text-decoration:none}}.x{{display:none}}</style>"
    )


def with_lists_to_choose_from(made: Made) -> str:
    def inner(cell: Cell) -> str:
        chosen = f"<option>9</option><option selected>{plain(cell)}</option>"
        return f"<select>{chosen}</select>" if is_figure(cell) else plain(cell)

    return page(article(made, lambda table: table_html(table, inner)))


def with_numbers_of_attributes(made: Made) -> str:
    def inner(cell: Cell) -> str:
        return f"<i data-number='{plain(cell)}'></i>" if is_figure(cell) else plain(cell)

    body = article(made, lambda table: table_html(table, inner))
    return page(body, "<style>td i::before{content:attr(data-number)}</style>")


def with_numbers_set_from_right_to_left(made: Made) -> str:
    ways = (
        "<bdo dir=rtl>{}</bdo>",
        "\u202e{}\u202c",
        "<b style='unicode-bidi:bidi-override;direction:rtl'>{}</b>",
    )

    def inner(cell: Cell) -> str:
        if not is_figure(cell):
            return plain(cell)
        turned = "".join(f"<i>{digit}</i>" for digit in reversed(plain(cell)))
        return ways[cell.column % 3].format(turned)

    return page(article(made, lambda table: table_html(table, inner)))


def with_numbers_in_fields(made: Made) -> str:
    def inner(cell: Cell) -> str:
        return f"<textarea rows=1>{plain(cell)}</textarea>" if is_figure(cell) else plain(cell)

    return page(article(made, lambda table: table_html(table, inner)))


def with_thin_spaces_between_thousands(made: Made) -> str:
    def inner(cell: Cell) -> str:
        text = plain(cell)
        return f"{int(text):,}".replace(",", "&thinsp;") if text.isdecimal() else text

    return page(article(made, lambda table: table_html(table, inner)))


def with_numbers_put_together_by_the_style_sheet(made: Made) -> str:
    def inner(cell: Cell) -> str:
        text = plain(cell)
        halves = text[:1], text[1:]
        parts = f"<i data-a='{halves[0]}' data-b='{halves[1]}'></i>"
        return parts if is_figure(cell) else text

    body = article(made, lambda table: table_html(table, inner))
    return page(body, "<style>td i::after{content:attr(data-a) attr(data-b) / '9'}</style>")


def with_labels_and_headings_numbered_by_the_style_sheet(made: Made) -> str:
    def inner(cell: Cell) -> str:
        numbered = None if is_figure(cell) else re.fullmatch(r"\d\.(.+)", plain(cell))
        return f"<i class=n></i>{numbered[1]}" if numbered else plain(cell)

    def paragraph(text: str) -> str:
        heading = re.fullmatch("[一二三四五六]、(.{2,30})", text)
        return f"<p class=n>{heading[1]}</p>" if heading else f"<p>{text}</p>"

    body = article(made, lambda table: table_html(table, inner), paragraph=paragraph)
    return page(body, '<style>.n::before{content:counter(n) "."}</style>')


def with_rules_for_other_screens(made: Made) -> str:
    others = (
        "print",
        "tv, (max-width: 600px)",
        "not screen",
        "only screen and (max-device-width: 48em)",
        "(width <= 600px)",
        "(5000px < width)",
        "(min-width: 5000px)",
        "(prefers-color-scheme: dark)",
        "(hover: none) and (pointer: coarse)",
        "screen and (-webkit-min-device-pixel-ratio: 2), (min-resolution: 192dpi)",
        "(orientation: portrait)",
        "(-ms-high-contrast: none)",
    )
    rules = "".join(f"@media {other}{{td{{display:none}}}}" for other in others)
    this = "screen and (min-width:768px) and (hover:hover), print", "(400px<=width<=2000px)"
    rules += "".join(f"@media {one}{{.x{n}{{display:none}}}}" for n, one in enumerate(this))
    denied = "@supports not (display: grid) {td{display:none}}"
    sheet = "<style media='(max-width: 30em)'>td{display:none}</style>"
    unseen = "<b class=x0>1</b><b class=x1>2</b>"
    body = article(
        made, lambda table: table_html(table, lambda c: plain(c) + unseen * is_figure(c))
    )
    return page(body, f"<style>{rules}{denied}</style>{sheet}")


def with_rules_within_rules(made: Made) -> str:
    unseen = "<b class=x>1</b><b class=y>2</b><i>3</i><b class=z>4</b>"
    rules = (
        "table, div { color: black; .x { display: none } @media screen { .y { display: none } } }"
        "td { & > i { display: none } } :is(th, td) :where(.z, .w) { display: none }"
    )
    body = article(
        made, lambda table: table_html(table, lambda c: plain(c) + unseen * is_figure(c))
    )
    return page(body, f"<style>{rules}</style>")


def with_numbers_drawn_by_their_ground_or_outline(made: Made) -> str:
    ways = (
        "background:linear-gradient(red,blue);-webkit-background-clip:text;color:transparent",
        "-webkit-text-stroke:1px #000;color:#fff",
    )

    def inner(cell: Cell) -> str:
        style = ways[cell.column % 2] if is_figure(cell) else ""
        return f"<span style='{style}'>{plain(cell)}</span>"

    return page(article(made, lambda table: table_html(table, inner)))


def with_numbers_on_buttons(made: Made) -> str:
    def inner(cell: Cell) -> str:
        return f"<input type=button value={plain(cell)}>" if is_figure(cell) else plain(cell)

    return page(article(made, lambda table: table_html(table, inner)))


def with_a_table_of_channels_in_the_narrative(made: Made) -> str:
    rows = (("公开渠道", "数量（条）"), ("政府网站", "214"), ("其他", "97"), ("合计", "311"))
    cells = "".join(f"<tr><td>{label}</td><td>{number}</td></tr>" for label, number in rows)
    paragraphs = iter(range(99))

    def paragraph(text: str) -> str:
        return f"<p>{text}</p>" + f"<table>{cells}</table>" * (next(paragraphs) == 3)

    return page(article(made, paragraph=paragraph))


def with_upright_titles(made: Made) -> str:
    def inner(cell: Cell) -> str:
        return plain(cell) if is_figure(cell) or len(cell.text) > 8 else "<br>".join(cell.text)

    return page(article(made, lambda table: table_html(table, inner)))


def with_zeros_of_the_style_sheet(made: Made) -> str:
    def inner(cell: Cell) -> str:
        return "<i class=z></i>" if is_figure(cell) and cell.text == "0" else plain(cell)

    body = article(made, lambda table: table_html(table, inner))
    return page(body, '<style>.z::before{content:"0"}</style>')


def in_a_text_field(made: Made) -> str:
    field = f"<textarea style='display:none'>{html.escape(article(made))}</textarea>"
    return page(f"<div id=show></div>{field}<script>show.innerHTML = …</script>")


def in_a_frame(made: Made) -> str:
    return page(f'<p>当前位置：首页</p><iframe srcdoc="{html.escape(article(made), quote=True)}">')


def hidden_until_a_script_shows_it(made: Made) -> str:
    style = "visibility: hidden; opacity: 0" if made.truth.era == "2021" else "display: none"
    return page(f"<div id=js_content style='{style}'>{article(made)}</div><script src=1.js>")


def twice(made: Made) -> str:
    return page(f"<div class=pc>{article(made)}</div><div class=wap>{article(made)}</div>")


def with_a_hidden_copy_before(made: Made) -> str:
    other = Made(made.truth.era, busy=False)
    return page(f"<div style='display: none'>{article(other)}</div><div>{article(made)}</div>")


def among_neighbours(made: Made) -> str:
    names = [f"青石镇{year}年政府信息公开工作年度报告" for year in range(2012, 2024)]
    links = "".join(f"<li><a href='{n}.html'>{name}</a></li>" for n, name in enumerate(names))
    texts = "".join(f"<p onclick='go({n})'>{name}</p>" for n, name in enumerate(names))
    return page(
        f"<table><tr><td colspan=2>白塔县人民政府</td></tr><tr><td><ul>{links}</ul>{texts}</td><td>"
        f"<div>发布时间：2011-01-12　浏览：87</div><div>{article(made)}</div></td></tr></table>"
        f"<p>上一篇：{names[0]}</p><p>主办：白塔县人民政府 网站标识码：4401010001</p>"
    )


def with_the_title_in_the_window(made: Made) -> str:
    made_body = article(made).replace(html.escape(made.title), "", 1)
    return page(f"<div>{made_body}</div>", title=f"{made.title}_年报_白塔县人民政府")


def in_nested_tables(made: Made) -> str:
    def inner(cell: Cell) -> str:
        return f"<div><table><tr><td>{plain(cell)}</td></tr></table></div>"

    body = article(made, lambda table: table_html(table, inner))
    return page(f"<table><tr><td><table><tr><td>{body}</td></tr></table></td></tr></table>")


def cut_in_two(made: Made) -> str:
    def cut(table: Table) -> str:
        text = table_html(table)
        rows = text.split("</tr>")
        middle = 2 * len(rows) // 3
        if len(rows) < 20 or made.truth.era == "2014":
            return text
        return "</tr>".join(rows[:middle]) + "</tr></table><table>" + "</tr>".join(rows[middle:])

    return page(article(made, cut))


def in_lines(made: Made) -> str:
    return page(
        "<div>" + article(made, paragraph=lambda text: f"&nbsp;&nbsp;{text}<br>") + "</div>"
    )


PAGES: tuple[Callable[[Made], str], ...] = (
    with_css_tables,
    with_flexible_boxes,
    with_flexible_boxes_in_another_order,
    with_grids,
    with_floats,
    with_lost_spans,
    with_overlong_spans,
    with_unclosed_cells,
    with_split_digits,
    with_what_is_not_seen,
    with_what_cannot_be_told_from_its_ground,
    in_white_on_dark_ground,
    with_what_is_out_of_sight,
    with_marks_off_the_line,
    with_numbers_a_little_moved,
    in_tags_that_strike_nothing,
    with_lists_to_choose_from,
    with_numbers_of_attributes,
    with_numbers_set_from_right_to_left,
    with_numbers_in_fields,
    with_thin_spaces_between_thousands,
    with_numbers_put_together_by_the_style_sheet,
    with_labels_and_headings_numbered_by_the_style_sheet,
    with_rules_for_other_screens,
    with_rules_within_rules,
    with_numbers_drawn_by_their_ground_or_outline,
    with_numbers_on_buttons,
    with_a_table_of_channels_in_the_narrative,
    with_upright_titles,
    with_zeros_of_the_style_sheet,
    in_a_text_field,
    in_a_frame,
    hidden_until_a_script_shows_it,
    twice,
    with_a_hidden_copy_before,
    among_neighbours,
    with_the_title_in_the_window,
    in_nested_tables,
    cut_in_two,
    in_lines,
)


@pytest.mark.parametrize("markup", PAGES, ids=lambda markup: markup.__name__)
@pytest.mark.parametrize("era", ["2014", "2021"])
def test_page(markup: Callable[[Made], str], era: str, tmp_path: Path) -> None:
    made = Made(era)
    report = read(markup(made), tmp_path)
    assert_whole(report, made)
    assert (report.format, report.pages, report.route) == ("html", 1, "text")


@pytest.mark.parametrize("era", ERAS)
@pytest.mark.parametrize("zero", ["0", "", "/", "无"])
def test_what_is_printed_for_zero(era: str, zero: str, tmp_path: Path) -> None:
    made = Made(era, layout=Layout(zero=zero))
    assert_read_as_drawn(read(page(article(made)), tmp_path), made.drawing)


ENCODED: dict[str, Callable[[str], bytes]] = {
    "said to be GBK": lambda text: text.replace("utf-8", "gb2312").encode("gb18030"),
    "said to be UTF-8, and GBK": lambda text: text.encode("gb18030"),
    "said to be GBK, and UTF-8": lambda text: text.replace("utf-8", "gbk").encode(),
    "of which nothing is said": lambda text: text.replace('charset="utf-8"', "").encode("gb18030"),
    "UTF-8 with its mark": lambda text: b"\xef\xbb\xbf" + text.encode(),
    "UTF-16 with its mark": lambda text: text.encode("utf-16"),
    "UTF-16 without": lambda text: text.encode("utf-16-be"),
    "by numbers alone": lambda text: text.encode("ascii", "xmlcharrefreplace"),
}


@pytest.mark.parametrize("encoding", ENCODED)
def test_encoding(encoding: str, tmp_path: Path) -> None:
    made = Made()
    assert_whole(read(ENCODED[encoding](page(article(made))), tmp_path), made)


def mht_of(data: bytes, start: bytes, charset: str) -> bytes:
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


def test_page_with_its_parts_in_one_file(tmp_path: Path) -> None:
    made = Made()
    text = page(article(made)).replace('charset="utf-8"', "")
    saved = mht_of(text.encode("gb18030"), b"<iframe src='cid:2'></iframe>", "gb2312")
    report = read(saved, tmp_path, "report.mht")
    assert_whole(report, made)
    assert (report.format, report.pages) == ("mht", 1)


def test_two_numbers_in_one_cell_are_never_one(tmp_path: Path) -> None:
    made = Made()
    key = ("requests", "received", "company")
    for first, second in (("<p>1</p>", "<p>2</p>"), ("1<br>", "2"), ("1&nbsp;", "2"), ("1 ", "2")):

        def inner(cell: Cell, text: str = first + second) -> str:
            return text if cell.key == key else plain(cell)

        report = read(page(article(made, lambda table, i=inner: table_html(table, i))), tmp_path)
        row = cells_of(report)[key]
        assert row["cell_state"] == "unreadable", (first, second)
        assert cells_of(report)["requests", "received", "research"]["cell_state"] == "printed"


@pytest.mark.parametrize(
    "style", ["color:#c00", "position:relative;left:300px", "transform:rotate(90deg)"]
)
def test_digits_set_in_another_way_are_none_of_the_number(style: str, tmp_path: Path) -> None:
    made = Made("2021")
    key = ("disclosures", "licences", "decisions")

    def inner(cell: Cell) -> str:
        return plain(cell) + f"<span style='{style}'>9</span>" * (cell.key == key)

    report = read(page(article(made, lambda table: table_html(table, inner))), tmp_path)
    cell = cells_of(report)[key]
    assert (cell["cell_state"], report.status) == ("unreadable", "flagged")


NOT_TOLD = {
    "dots": "<b style='-webkit-text-security:disc'>{}</b>",
    "a secret": "<input type=password value={}>",
    "a font of pictures": "<font face='Wingdings'>{}</font>",
    "a font of pictures, by its style": "<b style='font-family:Webdings,serif'>{}</b>",
    "a count": "<b class=count></b>",
    "a count behind a digit": "1<b class=count></b>",
    "a picture": "<img src=1.png alt={}>",
    "a drawing": "<svg><text>{}</text></svg>",
    "a bar": "<meter max=1000 value={0}>{0}</meter>",
    "what a script writes": "<script>document.write({})</script>",
    "a raised number alone": "<sup>{}</sup>",
    "cut short": "<div style='width:9px;overflow:hidden;text-overflow:ellipsis'>{}000</div>",
}


def test_what_is_shown_and_cannot_be_told_is_told(tmp_path: Path) -> None:
    made = Made("2021")
    keys = [key for key in made.truth.values if key[0] in ("disclosures", "appeals")]
    ways = dict(zip(keys, NOT_TOLD, strict=False))

    def inner(cell: Cell) -> str:
        way = ways.get(cell.key) if cell.key else None
        return NOT_TOLD[way].format(plain(cell)) if way else plain(cell)

    style = "<style>.count::before{content:counter(n)}</style>"
    report = read(page(article(made, lambda table: table_html(table, inner)), style), tmp_path)
    told = {ways[key] for key in ways if cells_of(report)[key]["cell_state"] == "unreadable"}
    assert told == set(NOT_TOLD)
    assert report.status == "flagged"


def test_a_picture_that_keeps_a_place_free_is_none(tmp_path: Path) -> None:
    made = Made("2021")
    key = ("disclosures", "licences", "decisions")

    def inner(cell: Cell) -> str:
        return "<img src=spacer.gif width=1 height=1>" if cell.key == key else plain(cell)

    report = read(page(article(made, lambda table: table_html(table, inner))), tmp_path)
    assert cells_of(report)[key]["cell_state"] == "blank"


def test_numbers_placed_anywhere_are_not_taken_in_the_order_of_the_source(tmp_path: Path) -> None:
    made = Made("2021")

    def placed(table: Table) -> str:
        if not any(cell.key and cell.key[0] == "disclosures" for cell in table.cells):
            return table_html(table)
        boxes = [
            f"<div style='position:absolute;left:{90 * cell.column}px;top:{20 * cell.row}px'>"
            f"{plain(cell)}</div>"
            for cell in sorted(table.cells, key=lambda c: (c.row - (c.column > 0), c.column))
        ]
        return "<div style='position:relative'>" + "".join(boxes) + "</div>"

    report = read(page(article(made, placed)), tmp_path)
    assert report.disclosures["value"].isna().all()


@pytest.mark.parametrize("words", ["见附件", "不适用", "……", "三十二", "12☐", "12户", "1～9"])
def test_words_for_numbers_are_told(words: str, tmp_path: Path) -> None:
    made = Made("2021")

    def inner(cell: Cell) -> str:
        is_of_rules = cell.key is not None and cell.key[:2] == ("disclosures", "rules")
        return words if is_of_rules else plain(cell)

    report = read(page(article(made, lambda table: table_html(table, inner))), tmp_path)
    assert report.status == "flagged"
    assert report.disclosures.set_index("item").loc["rules", "value"].isna().all()


@pytest.mark.parametrize(
    ("label", "other"), [("规章", "规则"), ("行政许可", "行政审批"), ("行政事业性收费", "收费")]
)
def test_numbers_in_rows_of_another_name_are_told(label: str, other: str, tmp_path: Path) -> None:
    made = Made("2021")

    def inner(cell: Cell) -> str:
        return other if cell.text == label else plain(cell)

    report = read(page(article(made, lambda table: table_html(table, inner))), tmp_path)
    errors = report.findings[report.findings["severity"] != "info"]
    assert errors["rule"].tolist() == ["number_unplaced"]


@pytest.mark.parametrize("count", ["本年处理决定数量", "办理量"])
def test_upright_names_of_items_over_their_numbers(count: str, tmp_path: Path) -> None:
    """They are read where the row says what it counts, else told: never are they absent."""
    made = Made("2021")
    items = {"licences": "行政许可", "penalties": "行政处罚", "coercive_measures": "行政强制"}
    keys = [("disclosures", item, "decisions") for item in items]
    numbers = "".join(f"<td>{made.truth.values[key]}</td>" for key in keys)
    names = "".join(f"<td>{'<br>'.join(name)}</td>" for name in items.values())
    beside = f"<table border=1><tr><td>项目</td>{names}</tr><tr><td>{count}</td>{numbers}</tr>"

    def in_two(table: Table) -> str:
        is_part_two = any(cell.key == keys[0] for cell in table.cells)
        if not is_part_two:
            return table_html(table)
        own = [row for row, cells in enumerate(rows_of(table)) if 4 <= row <= 10]
        kept = [cell for cell in table.cells if cell.row not in own]
        return table_html(replace(table, cells=kept)) + beside + "</table>"

    report = read(page(article(made, in_two)), tmp_path)
    if count == "办理量":
        assert (report.findings["rule"] == "row_unread").sum() == len(items)
        assert report.status == "flagged"
    else:
        assert_whole(report, made)


@pytest.mark.parametrize(
    ("era", "kept", "gone"),
    [
        ("2021", ("requests", "granted", "company"), ("requests", "granted", "research")),
        ("2021", ("requests", "granted", "company"), ("requests", "partly_granted", "company")),
        (
            "2021",
            ("appeals", "reconsideration", "upheld"),
            ("appeals", "reconsideration", "corrected"),
        ),
        (
            "2021",
            ("disclosures", "rules", "issued"),
            ("disclosures", "normative_documents", "issued"),
        ),
        (
            "2019",
            ("disclosures", "fees", "items_last_year"),
            ("disclosures", "fees", "items_change"),
        ),
    ],
)
def test_a_number_over_two_cells_is_that_of_neither_unless_sums_tell(
    era: str, kept: Key, gone: Key, tmp_path: Path
) -> None:
    made = Made(era)
    tables = [piece for piece in made.pieces if isinstance(piece, Table)]
    (table,) = (one for one in tables if any(cell.key == kept for cell in one.cells))
    first, second = (next(c for c in table.cells if c.key == key) for key in (kept, gone))
    rows = second.row - first.row + 1
    columns = second.column + second.columns - first.column
    table.cells[:] = [
        replace(cell, rows=rows, columns=columns) if cell is first else cell
        for cell in table.cells
        if cell is not second
    ]
    report = read(page(article(made)), tmp_path)
    assert report.status == "flagged"
    both = [cells_of(report)[key] for key in (kept, gone)]
    assert all(cell["cell_state"] == "unreadable" or cell["proof"] == "sums" for cell in both)


def test_a_nought_over_all_cells_of_a_row_is_that_of_each(tmp_path: Path) -> None:
    made = Made("2021", busy=False)
    table = next(p for p in made.pieces if isinstance(p, Table) and len(p.cells) > 100)
    values = {key: value for key, value in made.truth.values.items() if key[0] == "requests"}
    row = next(r for _, r, _ in values if not any(v for k, v in values.items() if k[1] == r))
    first, *others = (cell for cell in table.cells if cell.key and cell.key[1] == row)
    table.cells[:] = [
        replace(cell, columns=len(others) + 1) if cell is first else cell
        for cell in table.cells
        if cell not in others
    ]
    report = read(page(article(made)), tmp_path)
    assert report.status == "verified"
    assert report.requests.set_index("outcome").loc[row, "count"].tolist() == [0] * 7


def test_a_column_with_a_title_of_its_own_is_in_doubt(tmp_path: Path) -> None:
    made = Made("2021")

    def inner(cell: Cell) -> str:
        return plain(cell).replace("现行有效件数", "备查")

    report = read(page(article(made, lambda table: table_html(table, inner))), tmp_path)
    states = report.disclosures.set_index(["item", "measure"])["cell_state"]
    assert report.status == "flagged"
    assert set(states[:, "in_force"]) == {"unreadable"}
    assert set(states[:, "repealed"]) == {"printed"}


def test_numbers_in_a_row_below_part_three_are_told(tmp_path: Path) -> None:
    row = "<tr><td colspan=3>本级自查事项</td>" + "<td>3</td>" * 7 + "</tr></table>"

    def with_row(table: Table) -> str:
        markup = table_html(table)
        is_part_three = any(cell.key and cell.key[0] == "requests" for cell in table.cells)
        return markup.replace("</table>", row) if is_part_three else markup

    report = read(page(article(Made("2021"), with_row)), tmp_path)
    errors = report.findings[report.findings["severity"] != "info"]
    assert set(errors["rule"]) == {"number_unplaced"}


def test_sum_that_does_not_hold_is_the_source_s(tmp_path: Path) -> None:
    made = Made()
    key = ("requests", "granted", "total")

    def inner(cell: Cell) -> str:
        return "99999" if cell.key == key else plain(cell)

    for data, name in (
        (page(article(made, lambda table: table_html(table, inner))).encode(), "report.html"),
        (
            docx(word_body(made, lambda t: word_table(t, lambda c: word_paragraph(run(inner(c)))))),
            "a",
        ),
    ):
        findings = read(data, tmp_path, name).findings
        assert set(findings[findings["rule"] == "row_total"]["origin"]) == {"source"}


# --- Word files


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


def with_white_text_on_shading(made: Made) -> str:
    white, shading = '<w:color w:val="FFFFFF"/>', '<w:shd w:val="clear" w:fill="1F4E79"/>'
    styled = '<w:tbl><w:tblPr><w:tblStyle w:val="dark"/></w:tblPr>'

    def table(table: Table) -> str:
        text = word_table(table, lambda cell: word_paragraph(run(cell.text, white)))
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


WORD_FILES: tuple[Callable[[Made], str], ...] = (
    word_body,
    with_tracked_changes,
    with_hidden_and_struck_text,
    with_text_that_nobody_sees,
    with_white_text_on_shading,
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
        '<w:style w:type="table" w:styleId="dark"><w:tcPr>'
        '<w:shd w:val="clear" w:fill="1F4E79"/></w:tcPr></w:style></w:styles>'
    ),
    "word/numbering.xml": (
        f'<w:numbering {STRICT}><w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0">'
        '<w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="%1、"/></w:lvl>'
        '</w:abstractNum><w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0">'
        '<w:lvlText w:val="0"/></w:lvl></w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
        '<w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num></w:numbering>'
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
    ],
    ids=["a font of pictures", "a picture"],
)
def test_what_word_shows_and_cannot_be_told_is_told(shown: str, tmp_path: Path) -> None:
    made = Made("2021")
    key = ("disclosures", "licences", "decisions")

    def inner(cell: Cell) -> str:
        return word_paragraph(shown if cell.key == key else run(cell.text))

    body = word_body(made, lambda table: word_table(table, inner))
    report = read(docx(body, WORD_PARTS, STRICT + MC), tmp_path, "report.docx")
    assert (cells_of(report)[key]["cell_state"], report.status) == ("unreadable", "flagged")


def test_numbers_of_headings_are_those_that_word_counts(tmp_path: Path) -> None:
    made = Made()
    report = read(docx(numbered_by_word(made), WORD_PARTS), tmp_path, "report.docx")
    assert report.sections["number"].tolist() == [1, 2, 3, 4, 5, 6]
    assert report.sections["heading"].iloc[0] == "一、总体情况"


def test_page_within_a_word_file(tmp_path: Path) -> None:
    made = Made()
    parts = {
        "word/page.html": page(article(made)),
        "word/_rels/document.xml.rels": '<R><Relationship Id="c" Target="page.html"/></R>',
    }
    body = '<w:altChunk xmlns:r="relationships" r:id="c"/>'
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


# --- what a file is, and what is no report

NOT_READ: dict[str, tuple[str, Callable[[], bytes]]] = {
    "a page that only links to a document": (
        "attachment_only",
        lambda: page(
            "<h1>石埠桥镇2023年政府信息公开工作年度报告</h1><a href='/f/1.pdf'>石埠桥镇年报.pdf</a>"
        ).encode(),
    ),
    "a page that shows a document in a window": (
        "attachment_only",
        lambda: page(
            "<h1>石埠桥镇2023年政府信息公开工作年度报告</h1>"
            "<iframe src='/pdf/viewer.html?file=/f/1.pdf' title='石埠桥镇年报.pdf'></iframe>"
        ).encode(),
    ),
    "a page that embeds a document": (
        "attachment_only",
        lambda: page(
            "<h1>石埠桥镇2023年政府信息公开工作年度报告</h1><embed src='/f/1.pdf'>"
        ).encode(),
    ),
    "a page that fetches a document by its name": (
        "attachment_only",
        lambda: page(
            "<h1>石埠桥镇2023年政府信息公开工作年度报告</h1>"
            "<a href='/down.jsp?name=1.doc&amp;id=3'>年报</a>"
        ).encode(),
    ),
    "a page that fetches a document by a script": (
        "attachment_only",
        lambda: page(
            "<h1>石埠桥镇2023年政府信息公开工作年度报告</h1><a onclick=\"go('/f/1.docx')\">年报</a>"
        ).encode(),
    ),
    "a list of documents": (
        "not_a_report",
        lambda: page(
            "".join(f"<a href='{y}.doc'>{y}年政府信息公开年报.doc</a>" for y in range(2010, 2024))
        ).encode(),
    ),
    "an error page": (
        "not_a_report",
        lambda: page("<h1>404</h1><a href='/'>石埠桥镇2023年政府信息公开工作年度报告</a>").encode(),
    ),
    "a shell that a script would fill": (
        "not_a_report",
        lambda: page("<div id=app></div><script src=app.js></script>").encode(),
    ),
    "a page with parts but no page": (
        "damaged",
        lambda: b"MIME-Version: 1.0\r\nContent-Type: image/png\r\n\r\nabc",
    ),
    "a torn Word file": ("damaged", lambda: docx(word_body(Made()))[:-900]),
    "an archive": ("not_a_report", lambda: docx("").replace(b"word/", b"xord/")),
    "an encrypted Word file": (
        "password_required",
        lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
    ),
    "an encrypted old Word file": (
        "password_required",
        lambda: (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(512, b"\0")
            + (b"\xec\xa5".ljust(11, b"\0") + b"\x01").ljust(512, b"\0")
            + "WordDocument".encode("utf-16-le")
        ),
    ),
    "a Word file that unpacks without end": ("too_large", lambda: docx(" " * 70_000_000)),
    "entities that grow without end": (
        "too_large",
        lambda: docx(
            word_paragraph("<w:r><w:t>&e9;</w:t></w:r>"),
            before='<!DOCTYPE d [<!ENTITY e0 "10 letters">'
            + "".join(f'<!ENTITY e{n + 1} "{f"&e{n};" * 10}">' for n in range(9))
            + "]>",
        ),
    ),
    "a table without end": (
        "too_large",
        lambda: b"<table>" + b"<tr><td colspan=1000 rowspan=9999>1<td>2" * 600,
    ),
}


@pytest.mark.parametrize("what", NOT_READ)
def test_not_read(what: str, tmp_path: Path) -> None:
    code, make = NOT_READ[what]
    with pytest.raises(ReadingError) as caught:
        read(make(), tmp_path)
    assert caught.value.code == code
    if what == "a page that only links to a document":
        assert "石埠桥镇年报.pdf (/f/1.pdf)" in caught.value.message


@pytest.mark.parametrize("markup", ["<div>", "<table><tr><td>", "<b><i>"])
def test_elements_deep_within_elements(markup: str, tmp_path: Path) -> None:
    made = Made()
    report = read(page(article(made) + "<div>" + markup * 1_500), tmp_path)
    assert_whole(report, made)


def test_the_bytes_say_what_a_file_is(tmp_path: Path) -> None:
    made = Made()
    text = page(article(made))
    for name, data, kind in (
        ("a.pdf", text.encode(), "html"),
        ("a.doc", docx(word_body(made)), "docx"),
        ("a.docx", b"\xef\xbb\xbf\r\n" + text.encode(), "html"),
        ("a.html", mht_of(text.encode(), b"<p>", "utf-8"), "mht"),
    ):
        report = read(data, tmp_path, name)
        assert report.format == kind, name
        assert_whole(report, made)
    assert format_of(b"{\\rtf1 x}") == "rtf"
    assert format_of(b"%PDF-1.7") == "pdf"
    assert format_of(b"\xff\xd8\xff") is None


def test_pictures_of_tables_leave_the_narrative(tmp_path: Path) -> None:
    made = Made()
    old = f"<div style='display:none'>{article(Made(busy=False))}</div><script src=1.js></script>"
    pictures = article(made, lambda table: "<p><img src='1.png'></p>")
    report = read(page(pictures + old), tmp_path)
    assert report.status == "partial"
    assert report.year == made.truth.year
    assert len(report.sections) == 6
    assert set(report.findings["rule"]) >= {"table_missing"}


def test_several_reports_on_one_page(tmp_path: Path) -> None:
    one, other = Made("2021"), Made("2019")
    titled = (article(made).replace("p>", "h1>", 2) for made in (one, other))
    (tmp_path / "both.html").write_text(page("".join(titled)), encoding="utf-8")
    reports = read_reports(tmp_path / "both.html")
    for report, made in zip(reports, (one, other), strict=True):
        assert_read_as_drawn(report, made.drawing)


def test_a_picture_within_a_name_is_a_character(tmp_path: Path) -> None:
    """A site's font lacks it: without it, the name would be another's."""
    made = Made()
    body = made.truth.body
    pictured = body[0] + "<img src='a.png'>" + body[1:]
    report = read(page(article(made).replace(body, pictured)), tmp_path)
    assert (report.body, report.place, report.year) == (None, None, made.truth.year)
    assert "name_unread" in set(report.findings["rule"])


def test_digits_with_a_picture_between_them_are_no_number(tmp_path: Path) -> None:
    key = "requests", "received", "company"

    def inner(cell: Cell) -> str:
        return "1<img src='a.png'>2" if cell.key == key else plain(cell)

    text = article(Made(), lambda table: table_html(table, inner))
    report = read(page(text.replace("86份", "8<img src='a.png'>6份")), tmp_path)
    assert cells_of(report)[key]["cell_state"] == "unreadable"
    assert not {8, 6, 86} & set(report.postings["count"])


@pytest.mark.parametrize(
    ("heading", "lines", "problems", "improvements"),
    [
        ("五、政府信息公开工作存在的主要<br>问题及改进情况", ["存在公开不及时的问题。"], 1, 0),
        ("五、存在的主要问题及改进情况", ["主要问题", "更新不及时", "改进情况", "专人更新"], 1, 1),
        (
            "五、存在的主要问题及改进情况",
            ["一、存在的主要问题", "1.学习不够。", "2.公开不全。", "二、改进情况", "1.加强学习。"],
            2,
            1,
        ),
        ("五、存在的主要问题", ["1.更新不及时。", "六、改进措施", "1.专人更新。"], 1, 1),
    ],
)
def test_headings_of_part_five(
    heading: str, lines: list[str], problems: int, improvements: int, tmp_path: Path
) -> None:
    """Broken over two lines, with headings of their own below, or parted in two."""
    made = Made()
    text = article(made).replace("五、存在的主要问题及改进情况", heading)
    text = text.replace(html.escape(made.prose.problems), "</p><p>".join(lines))
    report = read(page(text), tmp_path)
    kinds = report.statements["kind"].tolist()
    assert (kinds.count("problem"), kinds.count("improvement")) == (problems, improvements)
    numbers = report.sections["number"].tolist()
    assert numbers == [1, 2, 3, 4, 5, *([5] * ("六、改进措施" in lines)), 6]


@pytest.mark.parametrize("place", ["above", "in the window"])
def test_a_title_that_names_no_body_below_one_that_does(place: str, tmp_path: Path) -> None:
    made = Made()
    year = made.truth.year
    text = article(made).replace(html.escape(made.title), f"{year}年政府信息公开工作年度报告", 1)
    text = text.replace(html.escape(made.prose.opening), "现将有关情况报告如下。")
    above = f"<h1>{made.title}</h1>" if place == "above" else ""
    window = made.title if place == "in the window" else "政府信息公开"
    report = read(page(f"{above}<div>{text}</div>", title=window), tmp_path)
    assert (report.body, report.year) == (made.truth.body, year)


# --- the plain rendering


@pytest.mark.parametrize("kind", ["html", "docx"])
def test_boxes_are_those_of_the_rendering(kind: str, tmp_path: Path) -> None:
    made = Made()
    data = page(article(made)).encode() if kind == "html" else docx(word_body(made))
    report = read(data, tmp_path, f"report.{kind}")
    read_rendering.cache_clear()
    words = read_rendering(data, "html" if kind == "html" else "docx").pages[0].page.words
    for key, row in cells_of(report).items():
        if row["cell_state"] != "printed":
            continue
        inside = [
            word.text
            for word in words
            if row["x0"] <= (word.x0 + word.x1) / 2 <= row["x1"]
            and row["top"] <= (word.top + word.bottom) / 2 <= row["bottom"]
        ]
        assert float("".join(inside)) == row[KEYS[key[0]][1]]


def test_show_draws_the_rendering(tmp_path: Path) -> None:
    made = Made()
    report = read(page(article(made)), tmp_path)
    whole = report.show("requests")
    cell = report.show_cell("requests", outcome="received", applicant="total")
    assert whole.width > cell.width
    dark = sum(cell.convert("L").histogram()[:128])
    assert 0 < dark < cell.width * cell.height / 2
    assert (
        cell.tobytes()
        == read(page(article(made)), tmp_path)
        .show_cell("requests", outcome="received", applicant="total")
        .tobytes()
    )
    assert "html" in repr(report)


# --- through LibreOffice

needs_libreoffice = pytest.mark.skipif(
    libreoffice.find_program() is None, reason="LibreOffice is not installed"
)


def rtf_of(made: Made) -> bytes:
    def text(plain: str) -> str:
        codes = ((c, (ord(c) + 32768) % 65536 - 32768) for c in plain)
        return "".join(c if c.isascii() else f"\\u{code}?" for c, code in codes)

    lines = ["{\\rtf1\\ansi\\ansicpg936"]
    for piece in made.pieces:
        if isinstance(piece, str):
            lines.append(f"\\pard {text(piece)}{{\\v 7}}\\par")
            continue
        covered = {
            (row, cell.column): (cell, row == cell.row)
            for cell in piece.cells
            for row in range(cell.row, cell.row + cell.rows)
        }
        for number in range(len(piece.names)):
            row = [covered[at] for at in sorted(covered) if at[0] == number]
            lines.append("\\trowd")
            for cell, is_first in row:
                merge = ("\\clvmgf" if is_first else "\\clvmrg") * (cell.rows > 1)
                lines.append(f"{merge}\\cellx{(cell.column + cell.columns) * 900}")
            lines += [f"\\pard\\intbl {text(c.text) * is_first}\\cell" for c, is_first in row]
            lines.append("\\row")
    return "\n".join([*lines, "}"]).encode()


@needs_libreoffice
def test_rtf_by_way_of_libreoffice(tmp_path: Path) -> None:
    made = Made()
    report = read(rtf_of(made), tmp_path, "report.doc")
    assert_whole(report, made)
    assert report.format == "rtf"
    assert report.pages is None


def test_without_libreoffice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(libreoffice, "find_program", lambda: None)
    with pytest.raises(ReadingError, match="libreoffice-writer") as caught:
        read(rtf_of(Made("2019")), tmp_path, "report.rtf")
    assert caught.value.code == "needs_converter"


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
def test_what_the_guardian_runs_ends_with_the_one_that_asked(tmp_path: Path) -> None:
    from disclosure_stats.documents import guardian

    noted = tmp_path / "pid"
    program = shutil.which("sh")
    assert program is not None
    asker = subprocess.Popen(
        [sys.executable, guardian.__file__, "60", "4096", str(tmp_path / "work"), program, "-c"]
        + [f"echo $$ > {noted}; sleep 60"],
        stdin=subprocess.PIPE,
    )
    for _ in range(200):
        if noted.exists() and noted.read_text().strip():
            break
        time.sleep(0.05)
    pid = int(noted.read_text())
    assert asker.stdin is not None
    asker.stdin.close()  # as it is when the process that asked is gone
    assert asker.wait(20) == 1
    for _ in range(200):
        listed = ["ps", "-o", "stat=", "-p", str(pid)]
        state = subprocess.run(listed, capture_output=True, text=True)
        if not state.stdout.strip() or state.stdout.startswith("Z"):
            return
        time.sleep(0.05)
    os.kill(pid, signal.SIGKILL)
    pytest.fail("it goes on")


@pytest.mark.parametrize("lost", ["a", "b", "c"])
def test_one_report_in_several_formats(lost: str, tmp_path: Path) -> None:
    """The same numbers from each; the current one is that which was read best, not the last."""
    made = Made("2021")
    files = {
        "a.html": page(article(made)).encode(),
        "b.docx": docx(word_body(made)),
        "c.pdf": draw_report(made.truth, made.layout, made.prose)[0],
    }
    if lost == "c":  # its tables are not there
        files["c.pdf"] = draw_report(
            made.truth, Layout(left_out_parts=frozenset({"requests"})), made.prose
        )[0]
    elif lost == "b":
        files["b.docx"] = docx(word_body(made, lambda table: ""))
    else:
        files["a.html"] = page(article(made, lambda table: "<img>")).encode()
    home = tmp_path / "in" / "望蘅市" / "澹溪县"
    home.mkdir(parents=True)
    for name, data in files.items():
        (home / name).write_bytes(data)
    main([str(tmp_path / "in"), "--out", str(tmp_path / "out")])
    data = open_dataset(tmp_path / "out")
    earlier = set(data.findings.query("rule == 'superseded'")["report_id"])
    current = data.reports[~data.reports["report_id"].isin(earlier)]
    assert current["status"].tolist() == ["verified"]
    assert set(data.reports["format"]) == {"html", "docx", "pdf"}
    said = data.findings.query("rule == 'revised'")["message"]
    assert said.str.startswith("No number differs").all()


@pytest.mark.parametrize("era", ERAS)
def test_formats_give_the_same_cells_sections_and_postings(era: str, tmp_path: Path) -> None:
    made = Made(era)
    pdf = read(draw_report(made.truth, made.layout, made.prose)[0], tmp_path, "report.pdf")
    assert_read_as_drawn(pdf, made.drawing)
    for data, name in (
        (page(article(made)).encode(), "report.html"),
        (docx(word_body(made)), "report.docx"),
    ):
        other = read(data, tmp_path, name)
        assert_read_as_drawn(other, made.drawing)
        for table, columns in (
            ("postings", ["channel", "count", "unit", "approximate", "period", "sentence"]),
            ("channels", ["channel", "mentions", "counted"]),
        ):
            assert other.table(table)[columns].equals(pdf.table(table)[columns]), table
        if era == "2014":  # the drawn report has other headings
            continue
        assert other.sections["number"].tolist() == pdf.sections["number"].tolist()
        said = pdf.sections.set_index("heading")["text"].str.replace(r"\s", "", regex=True)
        for row in other.sections.itertuples():
            if row.number == 1:
                assert "".join(row.text.split()) == said[row.heading]
