"""Web pages: what a person sees of them is read, and nothing else."""

import html
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from layouts import Layout
from layouts.tables import Cell, Table
from markup import (
    Made,
    article,
    is_figure,
    mht_of,
    page,
    plain,
    rows_of,
    spans,
    table_html,
)
from read_back import assert_read_as_drawn, cells_of
from read_documents import assert_whole, read

from disclosure_stats.documents.mht import pages_in

ERAS = ("2014", "2019", "2021")


def article_with(unseen: str, made: Made) -> str:
    """The report as markup, with this behind each of its numbers."""
    return article(
        made, lambda table: table_html(table, lambda c: plain(c) + unseen * is_figure(c))
    )


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


def with_boxes_in_boxes(made: Made) -> str:
    """A label of several rows stands beside a box that holds them; some boxes are hidden."""
    unseen = "\n<div hidden>7</div>\n<div style='display:none'>8</div><script></script>\n"

    def beside(rows: list[list[Cell]]) -> str:
        text = ""
        while rows:
            (label, *rest), height = rows[0], rows[0][0].rows
            right = "".join(f"<div style='flex:{c.columns}'>{plain(c)}</div>" for c in rest)
            if height > 1:
                width = sum(cell.columns for cell in rest)
                inner = beside([rest, *rows[1:height]])
                right = f"<div class='fr column' style='flex:{width}'>{inner}</div>"
            bold = f"{plain(label)[:-1]}<b>{plain(label)[-1:]}</b>"
            left = f"<div style='flex:{label.columns}'>{bold}</div>"
            text += f"<div class=fr>{left}{unseen * (label.row % 3 == 1)}{right}</div>"
            rows = rows[height:]
        return text

    body = article(made, lambda table: f"<div>{beside(rows_of(table))}</div>")
    return page(body, "<style>.fr { display: flex } .column { flex-direction: column }</style>")


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


def with_cells_that_say_their_places_in_a_grid(made: Made) -> str:
    """In rows that are no boxes themselves, the last cell of each first."""

    def boxes(table: Table) -> str:
        columns = len(table.widths)
        rows = ""
        for row in rows_of(table):
            rows += "<div class=r>"
            for cell in reversed(row):
                end = cell.column + cell.columns
                places = f"{cell.column + 1} / {-1 if end == columns else end + 1}"
                style = f"grid-column:{places};grid-row:{cell.row + 1} / span {cell.rows}"
                rows += f"<div style='{style}'>{plain(cell)}</div>"
            rows += "</div>"
        tracks = f"[label] minmax(4em, 2fr) repeat({columns - 1}, 1fr)"
        return f"<div style='display:grid;grid-template-columns:{tracks}'>{rows}</div>"

    return page(article(made, boxes), "<style>.r { display: contents }</style>")


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


def with_rows_of_boxes_of_one_width_each(made: Made) -> str:
    """Among lines of boxes as wide as what is in them, and wide boxes one below the other. Their
    order is that of flexible boxes, which they are not."""

    def boxes(table: Table) -> str:
        rows = ""
        for row in rows_of(table):
            way = "float:left" if row[0].row % 2 else "display:inline-block"
            style = f"{way};width:{{}}px"
            rows += "".join(
                f"<div style='order:{-cell.column};{style.format(40 * cell.columns)}'>"
                f"{plain(cell)}</div>"
                for cell in row
            ).join(("<div>", "</div>"))
        return f"<div>{rows}</div>"

    def paragraph(text: str) -> str:
        number, mark, rest = text.partition("、")
        if mark and len(number) == 1:
            parts = f"<b class=inline>{number}、</b><b class=inline>{rest}</b>"
            return f"<div>{parts}</div>"
        sentences = text.split("。")
        lines = "。</p><p style='width:640px'>".join(sentences)
        return f"<div><p style='width:640px'>{lines}</p></div>"

    body = article(made, boxes, paragraph)
    return page(body, "<style>.inline { display: inline-block }</style>")


def with_lost_spans(made: Made) -> str:
    def attributes(cell: Cell) -> str:
        is_label = cell.column == 0 and cell.rows == 1
        if cell.columns == 7:  # the title over all numbers is too wide
            return " colspan=8"
        return "" if is_label and not cell.centred else spans(cell)

    return page(article(made, lambda table: table_html(table, attributes=attributes)))


def with_spans_too_short(made: Made) -> str:
    """Of the cell beside all results: the last rows begin a column too far to the left."""

    def attributes(cell: Cell) -> str:
        return f' colspan={cell.columns} rowspan="{cell.rows - 2 * (cell.rows > 8)}"'

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
    body = article_with(unseen, made)
    return page(body, "<style>td .x{display:none!important}@media print{td{display:none}}</style>")


def with_what_cannot_be_told_from_its_ground(made: Made) -> str:
    unseen = (
        "<span style='color:hsl(0,0%,100%)'>1</span><span style='color:#fefefe'>2</span>"
        "<span style='color:rgb(0 0 0 / 0%)'>3</span><font color=white>4</font>"
        "<span style='background:#1f4e79;color:#1f4e79'>5</span><b class=v>6</b>"
    )
    body = article_with(unseen, made)
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
    return page(article_with(unseen, made))


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
    body = article_with(unseen, made)
    return page(body, f"<style>{rules}{denied}</style>{sheet}")


def with_rules_within_rules(made: Made) -> str:
    unseen = "<b class=x>1</b><b class=y>2</b><i>3</i><b class=z>4</b>"
    rules = (
        "table, div { color: black; .x { display: none } @media screen { .y { display: none } } }"
        "td { & > i { display: none } } :is(th, td) :where(.z, .w) { display: none }"
    )
    body = article_with(unseen, made)
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


def with_gaps_of_no_size(made: Made) -> str:
    """Or of next to none, around what has a size again, or what the style sheet adds has one."""

    def inner(cell: Cell) -> str:
        if not is_figure(cell):
            return f"<p style='font:0/0 a'><span style='font-size:12pt'>{plain(cell)}</span>8</p>"
        tiny = "<u style='font-size:1px'>5</u><u style='FONT: 1.5pt/1 SimSun'>6</u><i>7</i>"
        return f"<p class=gap><span>{plain(cell)}</span>{tiny}<b data-n=''>9</b></p>"

    style = (
        "<style>.gap{font-size:0}.gap span{font-size:16px}.gap i{font-size:1em}"
        "p b::before{content:attr(data-n);font-size:16px}</style>"
    )
    return page(article(made, lambda table: table_html(table, inner)), style)


def with_heads_within_the_table(made: Made) -> str:
    def table(table: Table) -> str:
        groups = ""
        for row in rows_of(table):
            tag = "tbody" if any(map(is_figure, row)) else "thead"
            cells = "".join(f"<td{spans(cell)}>{plain(cell)}</td>" for cell in row)
            groups += f"<{tag}><tr>{cells}</tr></{tag}>"
        is_part_two = any(cell.key and cell.key[0] == "disclosures" for cell in table.cells)
        return f"<table>{groups}</table>" if is_part_two else table_html(table)

    return page(article(made, table))


def with_rules_for_other_browsers(made: Made) -> str:
    asked = (
        "(-ms-ime-align:auto)",
        "(-moz-appearance:none) and (display:grid)",
        "((display:grid) and (not (display:grid)))",
        "(colourfulness: high)",
        "not ((display:flex) or (-ms-foo:bar))",
        "(background: -moz-element(#a))",
        "(" * 5_000 + "display:grid" + ")" * 5_000,
    )
    rules = "".join(f"@supports {one}{{td{{display:none}}}}" for one in asked)
    known = "@supports (display:grid) and (not (-ms-foo:bar)) or selector(a > b){.x{display:none}}"
    known += "@supports (-ms-foo:bar) or (display:grid){.y{display:none}}"
    unseen = "<b class=x>1</b><b class=y>3</b><b style='display:none;display:block\\9'>2</b>"
    return page(article_with(unseen, made), f"<style>{rules}{known}</style>")


def with_colours_of_another_theme(made: Made) -> str:
    style = ":root{--ink:#111}body.dark{--ink:#fff}td{color:var(--ink)}"
    return page(article(made), f"<style>{style}</style>")


def with_digits_nearly_black(made: Made) -> str:
    def inner(cell: Cell) -> str:
        first, *rest = plain(cell) or " "
        return f"<i style='color:#333'>{first}</i><i style='color:#000'>{''.join(rest)}</i>"

    return page(article(made, lambda table: table_html(table, inner)))


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


def with_hidden_copies_before(made: Made) -> str:
    """Of the report, and of single tables of another form; one is folded away."""
    other, former = Made(made.truth.era, busy=False), Made("2019")
    tables = (table_html(piece) for piece in former.pieces if isinstance(piece, Table))
    copies = "".join(f"<div style='display: none'>{one}</div>" for one in (article(other), *tables))
    copies += f"<details><summary>往年报告</summary>{article(former)}</details>"
    return page(f"{copies}<div>{article(made)}</div><script src=1.js></script>")


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
    """Of one cell each, or with an empty one beside it."""

    def inner(cell: Cell) -> str:
        empty = "<td></td>" * (cell.column % 2)
        return f"<div><table><tr>{empty}<td>{plain(cell)}</td></tr></table></div>"

    body = article(made, lambda table: table_html(table, inner))
    return page(f"<table><tr><td><table><tr><td>{body}</td></tr></table></td></tr></table>")


def with_the_numbers_of_a_row_in_a_table(made: Made) -> str:
    def table(table: Table) -> str:
        if len(table.widths) != 10:
            return table_html(table)
        rows = ""
        for row in rows_of(table):
            cells = [f"<td{spans(cell)}>{plain(cell)}</td>" for cell in row]
            inner = "".join(c for c, cell in zip(cells, row, strict=True) if is_figure(cell))
            labels = "".join(c for c, cell in zip(cells, row, strict=True) if not is_figure(cell))
            inner = inner and f"<td colspan=7><table><tr>{inner}</tr></table></td>"
            rows += f"<tr>{labels}{inner}</tr>"
        return f"<table>{rows}</table>"

    return page(article(made, table))


def cut_in_two(made: Made) -> str:
    def cut(table: Table) -> str:
        text = table_html(table)
        rows = text.split("</tr>")
        middle = 2 * len(rows) // 3
        if len(rows) < 20 or made.truth.era == "2014":
            return text
        foot = f"<p>{made.title}　第 3 页 共 12 页</p>"
        parts = ("</tr>".join(rows[:middle]), "</tr>".join(rows[middle:]))
        return f"{parts[0]}</tr></table>{foot}<table>{parts[1]}"

    return page(article(made, cut))


def with_remarks_behind_the_numbers(made: Made) -> str:
    def table(table: Table) -> str:
        rows = ""
        for number, row in enumerate(rows_of(table)):
            cells = "".join(f"<td{spans(cell)}>{plain(cell)}</td>" for cell in row)
            is_title = number < table.titles or not any(map(is_figure, row))
            remark = ("备注" if is_title else "见说明") * (number % 3 != 1)
            rows += f"<tr>{cells}<td>{remark}</td></tr>"
        return f"<table>{rows}</table>"

    return page(article(made, table))


def with_first_columns_once_more(made: Made) -> str:
    """As tables of their own, to stay in sight beside those that move."""

    def table(table: Table) -> str:
        labels = [
            "".join(f"<td{spans(cell)}>{plain(cell)}</td>" for cell in row if not is_figure(cell))
            for row in rows_of(table)[table.titles :]
        ]
        return f"{table_html(table)}<table><tr>{'<tr>'.join(labels)}</table>"

    return page(article(made, table))


def in_lines(made: Made) -> str:
    return page(
        "<div>" + article(made, paragraph=lambda text: f"&nbsp;&nbsp;{text}<br>") + "</div>"
    )


PAGES: tuple[Callable[[Made], str], ...] = (
    with_css_tables,
    with_flexible_boxes,
    with_flexible_boxes_in_another_order,
    with_boxes_in_boxes,
    with_grids,
    with_cells_that_say_their_places_in_a_grid,
    with_floats,
    with_rows_of_boxes_of_one_width_each,
    with_lost_spans,
    with_spans_too_short,
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
    with_gaps_of_no_size,
    with_heads_within_the_table,
    with_rules_for_other_browsers,
    with_colours_of_another_theme,
    with_digits_nearly_black,
    in_a_text_field,
    in_a_frame,
    hidden_until_a_script_shows_it,
    twice,
    with_hidden_copies_before,
    among_neighbours,
    with_the_title_in_the_window,
    in_nested_tables,
    with_the_numbers_of_a_row_in_a_table,
    cut_in_two,
    with_remarks_behind_the_numbers,
    with_first_columns_once_more,
    in_lines,
)


@pytest.mark.parametrize("markup", PAGES, ids=lambda markup: markup.__name__)
@pytest.mark.parametrize("era", ["2014", "2021"])
def test_page(markup: Callable[[Made], str], era: str, tmp_path: Path) -> None:
    made = Made(era)
    report = read(markup(made), tmp_path)
    assert_whole(report, made)
    assert (report.format, report.pages, report.route) == ("html", 1, "text")
    assert report.sections["number"].is_unique


@pytest.mark.parametrize(
    ("row", "zero"),
    [
        ("<p>{0}　{1}　{2}</p>", "0"),
        ("{0}：{2}　　", "0"),
        ("{0} {1} {2}；<br>", "0"),
        ("<p>{0}（{2}{1}）</p>", "0"),
        ("<p>{0}<b>{1}</b>{2}</p>", ""),
        ("<p><i style='float: right'>{2}{1}</i>{0}</p>", "0"),
        ("<dt>{0}</dt><dd>{1}</dd><dd>{2}</dd>", ""),
        ("<b style='float:left'>{0}</b><b style='float:left'>{2}{1}</b>", "0"),
        ("<p><b style='float:left'>{0}</b>{1} {2}</p>", "0"),
        ("<p>├────┼─┤</p><p>│{0}│{1}│__{2}__│</p>", "0"),
    ],
)
def test_a_form_that_is_set_in_lines(row: str, zero: str, tmp_path: Path) -> None:
    """On a page that is set by a table of one column, below links to others' reports."""
    made = Made("2014", busy=zero == "0", layout=Layout(zero=zero))

    def lines(table: Table) -> str:
        return "".join(row.format(*map(plain, cells)) for cells in rows_of(table)[1:])

    listed = "<p>网站公开信息：12条</p><p>微信发布信息：34条</p>"
    text = article(made, lines).replace("<p>　　二、", f"{listed}<p>　　二、")
    text = text.replace("<p>　　三、", "<p>　　三、公开渠道</p><p>公开栏公开：56条</p><p>　　四、")
    names = [f"青石镇{year}年政府信息公开工作年度报告" for year in range(2005, 2017)]
    links = "".join(f"<a href='{name}.html'>{name}</a><br>" for name in names)
    foot = f"上一篇：{names[-1]} 主办：白塔县人民政府"
    rows = "</td></tr><tr><td>".join((links, "来源：白塔县 浏览：87", text, foot))
    report = read(page(f"<table><tr><td>{rows}</td></tr></table>"), tmp_path)
    assert_whole(report, made)
    assert report.postings["count"].tolist() == [86, 12, 34, 56]
    assert report.sections["number"].tolist() == [1, 2, 3, 4]


@pytest.mark.parametrize(
    "row",
    [
        "<p>{0} {1} {2} 7</p>",
        "<p><i>{0}</i><i>{1}</i><i class=now>{2}</i><i class=past>7</i></p>",
    ],
    ids=["with gaps", "with none, by a style sheet elsewhere"],
)
def test_two_numbers_in_a_line_of_a_form_are_none(row: str, tmp_path: Path) -> None:
    made = Made("2014")
    (table,) = (piece for piece in made.pieces if isinstance(piece, Table))
    lines = "".join(row.format(*map(plain, cells)) for cells in rows_of(table)[1:])
    report = read(page(article(made, lambda _: lines)), tmp_path)
    assert report.indicators["value"].isna().all()
    assert report.status == "flagged"
    assert report.postings["count"].tolist() == [86]


@pytest.mark.parametrize("era", ["2014", "2021"])
def test_numbers_that_are_paragraphs_of_their_own(era: str, tmp_path: Path) -> None:
    made = Made(era)
    text = "网站公开信息</p><p>212</p><p>条，微信公众号发布信息</p><p>98</p><p>条。"
    report = read(page(article(made).replace(made.prose.overview, text)), tmp_path)
    assert report.postings["count"].tolist() == [212, 98]
    assert_whole(report, made)


def parts_of(made: Made) -> list[tuple[str, str]]:
    """The headings of a report, each with the markup of what stands below it."""
    parts: list[tuple[str, str]] = []
    for piece in made.pieces[2:]:
        if isinstance(piece, str) and re.match("[一二三四五六]、", piece):
            parts.append((piece, ""))
        else:
            heading, inner = parts[-1]
            inner += f"<p>{piece}</p>" if isinstance(piece, str) else table_html(piece)
            parts[-1] = heading, inner
    return parts


def opening(made: Made) -> str:
    return f"<h1>{made.title}</h1><p>{made.prose.opening}</p>"


def behind_tabs_that_name_the_parts(made: Made) -> str:
    parts = parts_of(made)
    labels = "".join(f"<li onclick='show({n})'>{name}</li>" for n, (name, _) in enumerate(parts))
    panes = "".join(f"<div class='pane n{n}'>{inner}</div>" for n, (_, inner) in enumerate(parts))
    style = "<style>.pane{display:none}.n0{display:block}</style>"
    return page(f"{opening(made)}<ul>{labels}</ul><div>{panes}</div><script src=1.js>", style)


def behind_tabs_that_say_again_what_is_in_them(made: Made) -> str:
    parts = parts_of(made)
    labels = "".join(f"<li onclick='show({n})'>{name}</li>" for n, (name, _) in enumerate(parts))
    panes = "".join(
        f"<div style='display:{'none' if n else 'block'}'><h3>{name}</h3>{inner}</div>"
        for n, (name, inner) in enumerate(parts)
    )
    return page(f"{opening(made)}<ul>{labels}</ul><div>{panes}</div><script src=1.js>")


def folded_away(made: Made) -> str:
    parts = (f"<details><summary>{h}</summary>{inner}</details>" for h, inner in parts_of(made))
    return page(opening(made) + "".join(parts))


def beside_its_headings(made: Made) -> str:
    rows = (f"<tr><td>{h}</td><td>{inner}</td></tr>" for h, inner in parts_of(made))
    return page(f"{opening(made)}<table border=1>{''.join(rows)}</table>")


def with_rows_as_lines_once_more(made: Made) -> str:
    """For narrow screens, by style sheets of other files."""

    def table(table: Table) -> str:
        rows = [row for row in rows_of(table) if not is_figure(row[0]) and is_figure(row[-1])]
        lines = "".join(f"<h4>{row[0].text}</h4><p>{row[-1].text}条</p>" for row in rows)
        return f"<div class=wide>{table_html(table)}</div><div class=narrow>{lines}</div>"

    return page(article(made, table))


def with_marks_of_paper_and_of_comments(made: Made) -> str:
    """In mid-sentence a page ends, and a word is commented on; tables stand below a page's head."""
    before, after = made.prose.overview.split("政务公开栏")
    anchor = "<a href='#_msocom_1'>[u1]</a>"
    head = f"<p align=center>{html.escape(made.title)}</p>"
    marks = f"<p>- 2 -</p>{head}"
    text = f"{before}政务{anchor}公</p>{marks}<p>开栏{after}"
    comment = "<div style='mso-element:comment'>[u1]应为公开栏张贴12份</div>"
    comment += "<div style='mso-element:footnote'><a href='#_ftnref1'>[1]</a>含微信15条</div>"
    whole = article(made, lambda table: head + table_html(table))
    whole = whole.replace("<p>　　一、", "<p>明确责任，专人负责</p><p>- 1 -</p><p>　　一、")
    return page(whole.replace(made.prose.overview, text) + comment)


def with_spaces_escaped_twice(made: Made) -> str:
    return page(article(made, paragraph=lambda text: f"<p>&amp;nbsp;&amp;nbsp;{text}</p>"))


@pytest.mark.parametrize(
    "markup",
    [
        behind_tabs_that_name_the_parts,
        behind_tabs_that_say_again_what_is_in_them,
        folded_away,
        beside_its_headings,
        with_rows_as_lines_once_more,
        with_marks_of_paper_and_of_comments,
        with_spaces_escaped_twice,
    ],
    ids=lambda markup: markup.__name__,
)
def test_parts_of_a_page(markup: Callable[[Made], str], tmp_path: Path) -> None:
    made = Made()
    report = read(markup(made), tmp_path)
    assert_whole(report, made)
    texts = report.sections.set_index("number")["text"]
    assert texts.index.tolist() == [1, 2, 3, 4, 5, 6]
    assert (texts[1], texts[5]) == (made.prose.overview, made.prose.problems)
    assert report.postings["count"].tolist() == [86]


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


def test_page_with_its_parts_in_one_file(tmp_path: Path) -> None:
    made = Made()
    text = page(article(made)).replace('charset="utf-8"', "")
    saved = mht_of(text.encode("gb18030"), b"<iframe src='cid:2'></iframe>", "gb2312")
    report = read(saved, tmp_path, "report.mht")
    assert_whole(report, made)
    assert (report.format, report.pages) == ("mht", 1)


@pytest.mark.parametrize("address", ["cid:1@mhtml", "http://www.example.gov.cn/a.css?v=1&w=2"])
def test_style_sheets_that_are_saved_apart_hold(address: str, tmp_path: Path) -> None:
    made, other = Made("2021"), Made("2019")
    link = f"<link rel=stylesheet media=screen href='{html.escape(address)}'>"
    text = page(
        f"<div class=x>{article(other)}</div>{article_with('<b class=x>1</b>', made)}", link
    )
    sheets = {
        address: '@import url("http://www.example.gov.cn/b.css") screen;',
        "http://www.example.gov.cn/b.css": ".x{display:none}",
    }
    assert_whole(read(mht_with(sheets, text), tmp_path, "report.mht"), made)


def test_style_sheets_that_import_themselves_fill_no_memory() -> None:
    imports = '@import "a.css";' * 60
    saved = mht_with({"a.css": imports}, page("", "<link rel=stylesheet href=a.css>"))
    _, text = pages_in(saved)
    assert len(text) < 20_000_000


def mht_with(sheets: Mapping[str, str], text: str) -> bytes:
    """A page with style sheets, by their addresses, in one file."""
    parts = "".join(
        f"\r\n--=_1\r\nContent-Type: text/css\r\nContent-Location: {place}\r\n\r\n{sheet}"
        for place, sheet in sheets.items()
    )
    saved = mht_of(text.encode(), b"<p>", "utf-8")
    end = saved.rindex(b"\r\n--=_1--")
    return saved[:end] + parts.encode() + saved[end:]


def test_rows_without_cells_part_no_table(tmp_path: Path) -> None:
    made = Made("2021")

    def table(table: Table) -> str:
        is_part_two = any(cell.key and cell.key[0] == "disclosures" for cell in table.cells)
        between = "</tr><tr></tr><tr style='height:1px'></tr>" if is_part_two else "</tr>"
        return table_html(table).replace("</tr>", between)

    report = read(page(article(made, table)), tmp_path)
    assert_whole(report, made)
    assert report.sections.set_index("number").loc[2, "text"] == ""


def test_sentences_that_are_links_are_text(tmp_path: Path) -> None:
    made = Made()

    def paragraph(text: str) -> str:
        sentences = "".join(
            f"<p><a href='/gk'>{html.escape(sentence)}</a>。</p>"
            for sentence in text.removesuffix("。").split("。")
        )
        return sentences if text == made.prose.overview else f"<p>{html.escape(text)}</p>"

    report = read(page(article(made, paragraph=paragraph)), tmp_path)
    assert report.postings["count"].tolist() == [86]
    assert "做到应公开尽公开。" in report.sections["text"].iloc[0]


def link(text: str) -> str:
    return f"<a href='#1'>{text}</a>"


HEADINGS: dict[str, Callable[[str], str]] = {
    "links": lambda heading: f"<h3>{link(heading)}</h3>",
    "links, with a table of them": lambda heading: f"<h3>{link(heading)}</h3>",
    "links with other numbers": lambda heading: f"<h3>{link('I. ' + heading[2:])}</h3>",
    "of which the words are links": lambda heading: f"<p>{heading[:2]}{link(heading[2:])}</p>",
    "before a sentence": lambda heading: f"<p><b>{heading}</b>",
    "numbered as those below": lambda heading: f"<p>（{heading[0]}）{heading[2:]}</p>",
    "with their numbers in circles": lambda heading: f"<div>{heading[0]}</div><p>{heading[2:]}</p>",
    "in two cells": lambda heading: f"<table><td>{heading[:2]}<td>{heading[2:]}</table>",
}


@pytest.mark.parametrize("kind", HEADINGS)
def test_headings_that_are_set_in_an_odd_way(kind: str, tmp_path: Path) -> None:
    """With a list of them above, whose entries are links, and with headings below the first."""
    made = Made()
    headings = [p for p in made.pieces if isinstance(p, str) and re.match("[一二三四五六]、", p)]
    own = "（一）主动公开。按时公开。</p><p>（二）依申请公开。渠道畅通。</p><p>"

    def paragraph(text: str) -> str:
        if text in headings:
            return HEADINGS[kind](text)
        below = own if text == made.prose.overview else ""
        return f"{'' if kind == 'before a sentence' else '<p>'}{below}{html.escape(text)}</p>"

    listed = "".join(f"<li>{link(heading)}</li>" for heading in headings)
    if "table" in kind:
        rows = (f"<td>{heading[:2]}<td>{link(heading[2:])}" for heading in headings)
        listed = f"<table><tr>{'<tr>'.join(rows)}</table>"
    report = read(page(f"<ul>{listed}</ul>{article(made, paragraph=paragraph)}"), tmp_path)
    assert_whole(report, made)
    assert report.sections["number"].tolist() == [1, 2, 3, 4, 5, 6]
    texts = report.sections["text"].str.replace(r"\s", "", regex=True)
    assert "（二）依申请公开。渠道畅通。" in texts[0]
    assert texts[0].endswith(made.prose.overview)
    assert texts[4] == made.prose.problems
    assert texts[5] == "本年度无其他需要报告的事项。"


def test_headings_of_older_reports_before_a_sentence(tmp_path: Path) -> None:
    made = Made("2014")
    told = {
        "一、工作基本概况": "2017年，我镇推进政务公开工作。",
        "二、依申请公开和不予公开政府信息的情况": "本镇未收到政府信息公开申请。",
        "三、政府信息公开的收费及减免情况": "全年没有收费。",
    }
    made.pieces[2:4] = [f"{heading}{text}" for heading, text in told.items()]
    report = read(page(article(made)), tmp_path)
    sections = report.sections[:3]
    assert dict(zip(sections["heading"], sections["text"], strict=True)) == told


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


def test_a_number_with_a_mark_costs_itself_and_no_other_of_its_row(tmp_path: Path) -> None:
    made = Made(busy=False)
    marked = set(list(made.truth.values)[::4])

    def inner(cell: Cell) -> str:
        return plain(cell) + " <em>↑3</em>" * (cell.key in marked)

    report = read(page(article(made, lambda table: table_html(table, inner))), tmp_path)
    states = {key: cells_of(report)[key]["cell_state"] for key in made.truth.values}
    assert {key for key, state in states.items() if state == "unreadable"} == marked
    assert set(states.values()) == {"unreadable", "printed"}


def test_a_column_that_stands_apart_from_its_table_is_told(tmp_path: Path) -> None:
    """A sheet of a spreadsheet wider than its page: the last column of each table is on another."""
    made = Made()

    def parted(table: Table) -> str:
        end = max(cell.column + cell.columns for cell in table.cells)
        last = [cell for cell in table.cells if cell.column + cell.columns == end]
        left = [cell for cell in table.cells if cell not in last or cell.columns > 1]
        if not any(cell.key and cell.key[2] in ("in_force", "total") for cell in last):
            return table_html(table)
        narrowed = [
            replace(cell, columns=cell.columns - 1) if cell in last else cell for cell in left
        ]
        column = "".join(f"<p>{plain(cell)}</p>" for cell in last if cell.columns == 1)
        return table_html(replace(table, cells=narrowed)) + column

    report = read(page(article(made, parted)), tmp_path)
    totals = report.requests[report.requests["applicant"] == "total"]
    assert set(totals["cell_state"]) == {"absent"}
    lost = report.findings[report.findings["rule"] == "number_unplaced"]
    assert lost[["table", "origin"]].values.tolist() == [
        ["disclosures", "extraction"],
        ["requests", "extraction"],
    ]
    assert report.status == "flagged"


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
