"""A document as a web page, for Chromium to print or to be kept as it is."""

from html import escape
from pathlib import Path

from .document import Document
from .grids import Cell, Grid
from .layouts import Layout

# What the frame of the site says beyond the document itself.
FRAME_TEXT = (
    "首页走进新闻中心政务公开办事服务互动交流当前位置政府信息公开年报发布时间来源"
    "主办人民政府办公室（虚构）：　>-"
)

_FONT = '@font-face {{ font-family: corpus; src: url("{}"); }}\n'
_STYLE = """
@page {{ size: A4; margin: 14mm 15mm; }}
{font}* {{ -webkit-print-color-adjust: exact; }}
body {{ font-family: corpus; font-size: {body}pt; line-height: 1.75; margin: 0; color: #222;
        text-rendering: geometricPrecision; }}
h1 {{ font-size: {title}pt; font-weight: normal; text-align: center; line-height: 1.5;
      margin: 12pt 0 6pt; }}
h2 {{ font-size: {heading}pt; font-weight: normal; margin: 12pt 0 4pt; text-indent: 2em;
      break-after: avoid; }}
p {{ margin: 4pt 0; text-indent: 2em; text-align: justify; }}
.meta {{ text-align: center; font-size: 9pt; color: #777; text-indent: 0;
         border-bottom: 0.5pt solid #ccc; padding-bottom: 6pt; }}
.sign {{ text-align: right; text-indent: 0; }}
.notice {{ font-size: 8pt; color: #888; text-indent: 0; margin-top: 18pt; }}
table {{ border-collapse: collapse; width: 100%; table-layout: fixed; font-size: {table}pt;
         line-height: 1.4; margin: 6pt 0; }}
td {{ padding: 2.5pt 3pt; text-align: center; overflow-wrap: anywhere; {border} }}
td.left {{ text-align: left; }}
tr.zebra td {{ {zebra} }}
tr td.head {{ padding: 2.5pt 1pt; {head} }}
tr {{ break-inside: avoid; }}
.banner {{ background: #1d5a9e; color: #fff; padding: 10pt 14pt; font-size: 18pt; }}
.menu {{ background: #2f74c0; color: #fff; padding: 3pt 14pt; font-size: 9.5pt;
         word-spacing: 14pt; }}
.trail {{ font-size: 8.5pt; color: #666; margin: 6pt 0; }}
.bottom {{ border-top: 1.5pt solid #1d5a9e; margin-top: 16pt; padding-top: 5pt; font-size: 8.5pt;
           color: #666; text-align: center; }}
"""


def write_web(document: Document, font: Path | None, path: Path) -> None:
    """Write the page; without a font it is set in those of the reader's machine."""
    layout = document.layout
    ruled = layout.rules == "grid"
    style = _STYLE.format(
        font=f'@font-face {{ font-family: corpus; src: url("{font.as_uri()}"); }}\n'
        if font
        else "",
        body=layout.body_size,
        title=layout.body_size + 7,
        heading=layout.body_size + 1,
        table=layout.table_size,
        border=f"border: {layout.border_width}pt solid #{layout.border};" if ruled else "",
        head=f"background: #{layout.head_fill};",
        zebra="" if ruled else "background: #f6f6f6;",
    )
    if document.issued is None:
        raise ValueError("a web page shows its day of issue")
    date = "{}-{:02}-{:02}".format(*document.issued)
    parts = [f"<h1>{'<br>'.join(map(escape, document.title))}</h1>"]
    if layout.site_frame:
        parts = [_top(document), *parts]
        parts.append(f'<p class="meta">发布时间：{date}　来源：{escape(document.body)}</p>')
    else:
        parts.append(f'<p class="meta">{date}</p>')
    for block in document.blocks:
        if isinstance(block, Grid):
            parts.append(_table(block, layout))
        else:
            tag = "h2" if block.kind == "heading" else "p"
            parts.append(f"<{tag}>{escape(block.text)}</{tag}>")
    parts.append(f'<p class="sign">{"<br>".join(document.closing)}</p>')
    parts.append(f'<p class="notice">{document.notice}</p>')
    if layout.site_frame:
        parts.append(f'<div class="bottom">主办：{document.county}人民政府办公室（虚构）</div>')
    head = f'<meta charset="utf-8"><title>{"".join(document.title)}</title>'
    page = f'<!doctype html><html lang="zh"><head>{head}<style>{style}</style></head>'
    path.write_text(f"{page}<body>{''.join(parts)}</body></html>", encoding="utf-8")


def _top(document: Document) -> str:
    menu = f"首页 走进{document.county} 新闻中心 政务公开 办事服务 互动交流"
    trail = "当前位置：首页 &gt; 政务公开 &gt; 政府信息公开年报"
    return (
        f'<div class="banner">{document.county}人民政府</div><div class="menu">{menu}</div>'
        f'<div class="trail">{trail}</div>'
    )


def _table(grid: Grid, layout: Layout) -> str:
    total = sum(grid.widths)
    columns = "".join(f'<col style="width:{100 * w / total:.3f}%">' for w in grid.widths)
    rows: list[list[Cell]] = [[] for _ in range(grid.rows)]
    for cell in grid.cells:
        rows[cell.row].append(cell)
    lines = [_row(sorted(row, key=lambda cell: cell.column), i) for i, row in enumerate(rows)]
    head, rest = lines[: grid.header_rows], lines[grid.header_rows :]
    if not layout.repeat_header:
        head, rest = [], lines
    return (
        f"<table><colgroup>{columns}</colgroup>"
        f"<thead>{''.join(head)}</thead><tbody>{''.join(rest)}</tbody></table>"
    )


def _row(cells: list[Cell], number: int) -> str:
    shown = []
    for cell in cells:
        kind = "head" if cell.role == "head" else ""
        style = ""
        if cell.role == "label" and cell.rows == 1 and cell.column in (0, 2):
            kind, style = "left", f' style="padding-left:{3 + 9 * cell.indent}pt"'
        spans = f' rowspan="{cell.rows}"' * (cell.rows > 1)
        spans += f' colspan="{cell.columns}"' * (cell.columns > 1)
        text = escape(cell.text).replace("\n", "<br>")
        shown.append(f'<td class="{kind}"{style}{spans}>{text}</td>')
    stripe = ' class="zebra"' if number % 2 else ""
    return f"<tr{stripe}>{''.join(shown)}</tr>"
