"""What a file is, and reports of one content in several formats."""

import html
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from layouts import Layout, draw_report
from layouts.tables import Cell, Table
from markup import (
    Made,
    W,
    article,
    docx,
    mht_of,
    page,
    plain,
    rows_of,
    spans,
    table_html,
    word_body,
    word_paragraph,
)
from read_back import KEYS, assert_read_as_drawn, cells_of
from read_documents import assert_whole, read

from disclosure_stats import ReadingError, open_dataset, read_reports
from disclosure_stats.documents import libreoffice
from disclosure_stats.documents.kinds import format_of
from disclosure_stats.documents.reader import read_rendering
from disclosure_stats.extract import main

ERAS = ("2014", "2019", "2021")


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


@pytest.mark.parametrize(
    "markup",
    ["<div>", "<table><tr><td>", "<b><i>", "<div style='display:flex'><b>1</b>"],
    ids=["blocks", "tables", "text", "boxes"],
)
def test_elements_deep_within_elements(markup: str, tmp_path: Path) -> None:
    made = Made()
    rows = 3 * "<p style='display:flex'><b>1</b><b>2</b></p>"
    report = read(page(f"{article(made)}<div>{rows}{markup * 1_500}"), tmp_path)
    assert_whole(report, made)


def in_one_xml_file(body: str) -> bytes:
    """A Word file as one XML file (Flat OPC)."""
    text = f"<w:document {W}><w:body>{body}</w:body></w:document>"
    part = '<pkg:part pkg:name="/word/document.xml" pkg:contentType="application/xml">'
    package = f'<?xml version="1.0"?><?mso-application progid="Word.Document"?><pkg:package>{part}'
    return f"{package}<pkg:xmlData>{text}</pkg:xmlData></pkg:part></pkg:package>".encode()


def in_xml_of_word_2003(body: str) -> bytes:
    namespace = "http://schemas.microsoft.com/office/word/2003/wordml"
    text = f"<w:body><sect>{body.replace('vMerge', 'vmerge')}</sect></w:body>"
    return f'<w:wordDocument xmlns:w="{namespace}">{text}</w:wordDocument>'.encode()


def test_the_bytes_say_what_a_file_is(tmp_path: Path) -> None:
    made = Made()
    text = page(article(made))
    for name, data, kind in (
        ("a.pdf", text.encode(), "html"),
        ("a.doc", docx(word_body(made)), "docx"),
        ("a.doc", in_one_xml_file(word_body(made)), "docx"),
        ("a.doc", in_xml_of_word_2003(word_body(made)), "docx"),
        ("a.docx", b"\xef\xbb\xbf\r\n" + text.encode(), "html"),
        ("a.html", mht_of(text.encode(), b"<p>", "utf-8"), "mht"),
    ):
        report = read(data, tmp_path, name)
        assert report.format == kind, name
        assert_whole(report, made)
    assert format_of(b"{\\rtf1 x}") == "rtf"
    assert format_of(b"%PDF-1.7") == "pdf"
    assert format_of(b"\xff\xd8\xff") is None


@pytest.mark.parametrize("hidden", ["a report", "tables"])
def test_pictures_of_tables_leave_the_narrative(hidden: str, tmp_path: Path) -> None:
    made = Made()
    picture = "<p><img src='1.png'></p>"
    if hidden == "a report":
        old = f"<div style='display:none'>{article(Made(busy=False))}</div>"
        text = article(made, lambda table: picture) + old
    else:
        text = article(made, lambda t: f"{picture}<div style='display:none'>{table_html(t)}</div>")
    report = read(page(f"{text}<script src=1.js></script>"), tmp_path)
    assert report.status == "partial"
    assert report.year == made.truth.year
    assert len(report.sections) == 6
    assert set(report.findings["rule"]) >= {"table_missing"}


@pytest.mark.parametrize(
    ("year", "note", "status"),
    [
        (2013, "", "unproven"),
        (2013, "政府信息公开情况统计表见附件。", "partial"),
        (2014, "", "partial"),
    ],
)
def test_until_2013_reports_need_no_table(
    tmp_path: Path, year: int, note: str, status: str
) -> None:
    title = f"<h1>霞浣镇{year}年政府信息公开工作年度报告</h1>"
    # Its second line looks like a row of the form.
    text = (
        "<p>一、概述</p><p>主动公开政府信息</p><p>46</p><p>条。</p><p>二、问题</p><p>更新慢。</p>"
    )
    report = read(page(f"{title}{text}<p>{note}</p>"), tmp_path)
    assert report.status == status
    assert list(report.findings["rule"]) == ["table_missing"] * (status == "partial")
    assert list(report.postings["count"]) == [46]


@pytest.mark.parametrize("kind", ["a page with headings", "a page of paragraphs", "a Word file"])
def test_several_reports_in_one_document(kind: str, tmp_path: Path) -> None:
    one, other = Made("2021"), Made("2019")
    if kind == "a Word file":
        path, data = tmp_path / "both.docx", docx(word_body(one) + word_body(other))
    else:
        tag = "h1>" if kind == "a page with headings" else "p>"
        titled = (article(made).replace("p>", tag, 2) for made in (one, other))
        path, data = tmp_path / "both.html", page("".join(titled)).encode()
    path.write_bytes(data)
    for report, made in zip(read_reports(path), (one, other), strict=True):
        assert_read_as_drawn(report, made.drawing)


def test_reports_that_print_the_same_are_no_copies(tmp_path: Path) -> None:
    made = Made("2021", busy=False)
    text = article(made)
    path = tmp_path / "both.html"
    path.write_text(page(text + text.replace("石埠桥镇", "柏杨坝乡")), encoding="utf-8")
    reports = list(read_reports(path))
    assert [report.place for report in reports] == ["石埠桥镇", "柏杨坝乡"]
    for report in reports:
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


def test_a_short_opening_is_no_title(tmp_path: Path) -> None:
    """现将…报告如下： above part one: the title is that above it."""
    made = Made()
    text = article(made).replace(html.escape(made.title), "", 1)
    text = text.replace(
        html.escape(made.prose.opening), "现将我镇政府信息公开工作年度报告公布如下："
    )
    year = made.truth.year
    text = text.replace("公布如下", f"（{year}年）公布如下")
    report = read(page(f"<h1>{made.title}</h1><div>{text}</div>"), tmp_path)
    assert (report.body, report.year) == (made.truth.body, year)


@pytest.mark.parametrize(
    ("titled", "box", "body"),
    [
        ("", "<li>标　题：{title}</li><li>发布日期：2024-01-12</li>", "{body}"),
        ("{bare}", "<li>发文机关：{body}　成文日期：2024-01-12</li>", "{body}"),
        (
            "{bare}",
            "<table><tr><td>发布机构</td><td>{body}</td><td>文号</td></tr></table>",
            "{body}",
        ),
        ("{bare}", "<table><tr><td>发布机构：</td><td></td><td>文号：</td></tr></table>", None),
        ("{title}", "<li>发布机构：柏杨坝乡人民政府</li>", "{body}"),
        ("{bare}", "<p>来源：{body}　时间：2024-01-12</p>", "{body}"),
        ("{bare}", "<p>位置：<a>首页</a> &gt; <a>白塔县</a> &gt; <a>{body}</a></p>", "{body}"),
        ("{title}", "<p>主办：白塔县人民政府办公室　电话：1</p>", "{body}"),
    ],
)
def test_the_box_about_a_page(titled: str, box: str, body: str | None, tmp_path: Path) -> None:
    """What stands there counts where the title does not name the body."""
    made = Made()
    bare = f"{made.truth.year}年政府信息公开工作年度报告"
    text = article(made).replace(html.escape(made.prose.opening), "现将有关情况报告如下。")
    text = text.replace(html.escape(made.title), "{titled}", 1)
    names = {"title": made.title, "body": made.truth.body, "bare": bare}
    text = text.replace("{titled}", titled.format(**names))
    report = read(page(f"{box.format(**names)}<div>{text}</div>"), tmp_path)
    assert (report.body, report.year) == (body and body.format(**names), made.truth.year)
    assert (report.county == "白塔县") == ("白塔县" in box)
    assert "body_contradicted" not in set(report.findings["rule"])


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


@pytest.mark.parametrize(
    ("left_out", "states"),
    [
        (range(11, 51), ["unreadable"] * 4),
        (range(49, 53), ["printed", "printed", "absent", "absent"]),
    ],
)
def test_rows_of_one_label_are_told_apart_or_not_read(
    left_out: range, states: list[str], tmp_path: Path
) -> None:
    """Reconsideration and litigation share two labels; the headings over them may be left out."""
    made = Made("2014")
    (table,) = (piece for piece in made.pieces if isinstance(piece, Table))
    rows = [row for index, row in enumerate(rows_of(table)) if index not in left_out]
    cells = "".join(
        f"<tr>{''.join(f'<td>{plain(cell)}</td>' for cell in row)}</tr>" for row in rows
    )
    report = read(page(article(made, lambda _: f"<table>{cells}</table>")), tmp_path)
    found = report.indicators.set_index("indicator")["cell_state"]
    codes = (
        f"{stage}_{end}"
        for stage in ("reconsideration", "litigation")
        for end in ("corrected", "other")
    )
    assert [found[code] for code in codes] == states


def test_the_rows_that_share_a_label_are_parts_of_its_item(tmp_path: Path) -> None:
    made = Made("2019")
    (table,) = (one for one in made.pieces if isinstance(one, Table) and one.titles == 2)
    rows = []
    for first, *rest in rows_of(table):
        cells = "".join(f"<td{spans(cell)}>{plain(cell)}</td>" for cell in rest)
        if first.text == "其他对外管理服务事项":
            rows.append(f"<td rowspan='2'>{first.text}</td><td>行政检查</td>{cells}")
            rows.append("<td>行政确认</td><td>3</td><td>0</td><td>11</td>")
        else:
            rows.append(f"<td colspan='{first.columns + 1}'>{plain(first)}</td>{cells}")
    drawn = f"<table>{''.join(f'<tr>{row}</tr>' for row in rows)}</table>"
    markup = article(made, lambda one: drawn if one is table else table_html(one))
    report = read(page(markup), tmp_path)
    cells = report.disclosures.set_index("item")
    assert set(cells.loc["other_services", "cell_state"]) == {"unreadable"}
    assert set(cells.loc["licences", "cell_state"]) == {"printed"}
