"""Files as people hand them in: each gets its row in `reports`, at no cost to any other file."""

import base64
import io
import zlib
from collections.abc import Callable
from functools import cache
from pathlib import Path
from random import Random
from typing import NamedTuple

import pyarrow.parquet as parquet
import pytest
from PIL import Image
from pypdf import PdfReader, PdfWriter
from pypdf.generic import RectangleObject
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from disclosure_stats.errors import ReadingError
from disclosure_stats.extract import main
from disclosure_stats.pages.guard import MAX_INFLATED, check_bytes
from disclosure_stats.reading.document import read_document
from disclosure_stats.rows import Row

RAW = Path(__file__).resolve().parents[1] / "data" / "raw"
GOOD = next(RAW.rglob("官道口镇_2023.pdf")).read_bytes()
TABLES_OF_CELLS = ("disclosures", "requests", "appeals")


class Run(NamedTuple):
    """What a run of the command gave: its exit code, its summary, its tables."""

    code: int
    summary: str
    folder: Path

    def rows(self, table: str) -> list[Row]:
        return parquet.read_table(self.folder / f"{table}.parquet").to_pylist()

    def report(self, source_path: str) -> Row:
        (row,) = (row for row in self.rows("reports") if row["source_path"] == source_path)
        return row

    def cells(self, report_id: str) -> dict[str, list[Row]]:
        return {
            table: [row for row in self.rows(table) if row["report_id"] == report_id]
            for table in TABLES_OF_CELLS
        }


Extract = Callable[[Path], Run]


@pytest.fixture(scope="module")
def extract(tmp_path_factory: pytest.TempPathFactory) -> Extract:
    def run(folder: Path) -> Run:
        out = tmp_path_factory.mktemp("tables")
        with pytest.MonkeyPatch.context() as patch:
            stdout = io.StringIO()
            patch.setattr("sys.stdout", stdout)
            code = main([str(folder), "--out", str(out)])
        return Run(code, stdout.getvalue(), out)

    return run


@pytest.fixture(scope="module")
def alone(extract: Extract, tmp_path_factory: pytest.TempPathFactory) -> Run:
    """The good report read by itself."""
    folder = tmp_path_factory.mktemp("alone")
    (folder / "good.pdf").write_bytes(GOOD)
    return extract(folder)


def jpeg() -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (40, 30), "white").save(buffer, "JPEG")
    return buffer.getvalue()


def encrypted(user_password: str) -> bytes:
    """The good report under AES-256."""
    writer = PdfWriter(clone_from=io.BytesIO(GOOD))
    writer.encrypt(user_password, "of the owner", algorithm="AES-256")
    return saved(writer)


def on_pages_of(points: float) -> bytes:
    """The good report with pages of `points` each way."""
    writer = PdfWriter(clone_from=io.BytesIO(GOOD))
    for page in writer.pages:
        page.mediabox = page.cropbox = RectangleObject((0, 0, points, points))
    return saved(writer)


def saved(writer: PdfWriter) -> bytes:
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def no_report(pages: int) -> bytes:
    """A novel of so many pages."""
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    buffer = io.BytesIO()
    canvas = Canvas(buffer)
    for number in range(1, pages + 1):
        canvas.setFont("STSong-Light", 12)
        canvas.drawString(72, 770, f"第{number}回")
        for line in range(20):
            canvas.drawString(
                72, 740 - 20 * line, "却说那日雨歇云收，渡口只有一叶小舟，船家不见踪影。"
            )
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def garbled() -> bytes:
    """A PDF of which the beginning alone is left: noise follows."""
    return GOOD[:9] + bytes(byte ^ 0xA5 for byte in GOOD[9:])


def one_stream(content: bytes, filters: str) -> bytes:
    """A PDF of one page whose content stream is `content`, to be decoded by `filters`."""
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R >>",
        f"<< /Length {len(content)} /Filter {filters} >>\nstream\n".encode()
        + content
        + b"\nendstream",
    ]
    data = b"%PDF-1.4\n"
    places = []
    for number, body in enumerate(objects, start=1):
        places.append(len(data))
        data += f"{number} 0 obj\n".encode() + body + b"\nendobj\n"
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    end = f"xref\n0 5\n0000000000 65535 f \n{table}trailer\n<< /Size 5 /Root 1 0 R >>\n"
    return data + f"{end}startxref\n{len(data)}\n%%EOF\n".encode()


@cache
def deflated(size: int, beginning: bytes = b"") -> bytes:
    """`beginning` and then `size` spaces, deflated without holding them in memory."""
    deflate = zlib.compressobj(9)
    block = b" " * 1_000_000
    parts = [deflate.compress(beginning)]
    parts += [deflate.compress(block) for _ in range(size // len(block))]
    parts.append(deflate.compress(block[: size % len(block)]))
    return b"".join(parts) + deflate.flush()


BAD: dict[str, tuple[str, Callable[[], bytes]]] = {
    "empty.pdf": ("empty_file", bytes),
    "text.pdf": ("not_pdf", "官道口镇人民政府2023年政府信息公开工作年度报告".encode),
    "picture.pdf": ("not_pdf", jpeg),
    "cut.pdf": ("damaged", lambda: GOOD[:2_000]),
    "garbled.pdf": ("damaged", garbled),
    "locked.pdf": ("password_required", lambda: encrypted("secret")),
    "novel.pdf": ("not_a_report", lambda: no_report(300)),
    "wall.pdf": ("too_large", lambda: on_pages_of(14_400)),
    "bomb.pdf": (
        "too_large",
        lambda: one_stream(deflated(MAX_INFLATED), "/FlateDecode"),
    ),
}


@pytest.fixture(scope="module")
def together(extract: Extract, tmp_path_factory: pytest.TempPathFactory) -> Run:
    """The good report read amid all the bad files."""
    folder = tmp_path_factory.mktemp("together")
    (folder / "good.pdf").write_bytes(GOOD)
    for name, (_, make) in BAD.items():
        (folder / name).write_bytes(make())
    return extract(folder)


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_has_its_row(name: str, together: Run) -> None:
    row = together.report(name)
    assert (row["status"], row["error_code"]) == ("failed", BAD[name][0])
    assert row["error"].strip()
    assert row["error"].splitlines() == [row["error"]]
    assert row["body"] is None
    assert row["seconds"] >= 0


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_is_named_on_one_line(name: str, together: Run) -> None:
    (line,) = (line for line in together.summary.splitlines() if name in line)
    assert BAD[name][0] in line


def test_bad_files_cost_others_nothing(together: Run, alone: Run) -> None:
    assert (alone.code, together.code) == (0, 1)
    assert len(together.rows("reports")) == len(BAD) + 1
    before, after = alone.report("good.pdf"), together.report("good.pdf")
    assert before["status"] == "flagged"
    assert {**after, "seconds": None} == {**before, "seconds": None}
    for table in TABLES_OF_CELLS:
        assert alone.rows(table)
        assert together.rows(table) == alone.rows(table)


def test_the_error_says_what_the_file_seems_to_be(together: Run) -> None:
    assert "JPEG" in together.report("picture.pdf")["error"]
    assert "text" in together.report("text.pdf")["error"]


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "PNG"),
        (b"PK\x03\x04\x14\0\x06\0", "Office"),
        (b"\n<!DOCTYPE html>\n<title>404</title>", "HTML"),
        ("年度报告".encode("gb18030"), "text"),
        (bytes(range(256)), "something else"),
        (b" " * 1_024 + b"%PDF-1.4", "text"),
    ],
)
def test_kinds_of_files_that_are_no_pdf(data: bytes, kind: str) -> None:
    with pytest.raises(ReadingError, match=kind) as caught:
        check_bytes(data)
    assert caught.value.code == "not_pdf"


def test_a_pdf_may_begin_after_other_bytes() -> None:
    check_bytes(b"\xef\xbb\xbf\r\n" + GOOD)


TWICE = "[/FlateDecode /FlateDecode]"
BOMBS: dict[str, Callable[[], bytes]] = {
    "a little too much": lambda: one_stream(deflated(MAX_INFLATED), "/FlateDecode"),
    "an innocent beginning": lambda: one_stream(
        deflated(MAX_INFLATED, beginning=Random(1).randbytes(50_000)), "/FlateDecode"
    ),
    "deflated twice": lambda: one_stream(zlib.compress(deflated(MAX_INFLATED)), TWICE),
    "written as letters": lambda: one_stream(
        base64.a85encode(deflated(MAX_INFLATED)) + b"~>", "[/ASCII85Decode /FlateDecode]"
    ),
    "within a file that is cut": lambda: one_stream(deflated(MAX_INFLATED), "/FlateDecode").split(
        b"\nendstream"
    )[0],
}


@pytest.mark.parametrize("name", BOMBS)
def test_bombs(name: str) -> None:
    data = BOMBS[name]()
    assert len(data) < MAX_INFLATED / 200
    with pytest.raises(ReadingError, match="inflates") as caught:
        check_bytes(data)
    assert caught.value.code == "too_large"


def test_what_is_no_bomb_passes() -> None:
    check_bytes(one_stream(deflated(MAX_INFLATED - 1), "/FlateDecode"))
    check_bytes(one_stream(zlib.compress(deflated(1_000_000)), TWICE))
    check_bytes(one_stream(b"x\x9c no deflated bytes at all" * 20_000, "/FlateDecode"))


@pytest.mark.parametrize("user_password", ["", "secret"])
def test_only_an_empty_password_opens_by_itself(
    user_password: str, extract: Extract, tmp_path: Path, alone: Run
) -> None:
    data = encrypted(user_password)
    assert PdfReader(io.BytesIO(data)).is_encrypted
    (tmp_path / "report.pdf").write_bytes(data)
    run = extract(tmp_path)
    report = run.report("report.pdf")
    if user_password:
        assert (run.code, report["error_code"]) == (1, "password_required")
        return
    assert (run.code, report["status"], report["body"]) == (0, "flagged", "官道口镇人民政府")
    for table in TABLES_OF_CELLS:
        assert without_ids(run.rows(table)) == without_ids(alone.rows(table))


def without_ids(rows: list[Row]) -> list[Row]:
    return [{**row, "report_id": None} for row in rows]


def test_a_pdf_cut_short_is_damaged(extract: Extract, tmp_path: Path) -> None:
    for percent in (30, 60, 90):
        (tmp_path / f"{percent}.pdf").write_bytes(GOOD[: len(GOOD) * percent // 100])
    run = extract(tmp_path)
    assert [row["error_code"] for row in run.rows("reports")] == ["damaged"] * 3


def test_noise_in_a_file_crashes_nothing(extract: Extract, tmp_path: Path) -> None:
    """Whatever bytes are wrong: it is read, or its error is one of those that a person can use."""
    for seed in range(24):
        random = Random(seed)
        data = bytearray(GOOD)
        for _ in range(3 ** (seed % 8)):
            data[random.randrange(len(data))] = random.randrange(256)
        (tmp_path / f"{seed}.pdf").write_bytes(data)
    run = extract(tmp_path)
    rows = run.rows("reports")
    assert len(rows) == 24
    assert {row["error_code"] for row in rows} <= {None, "damaged", "not_a_report", "not_pdf"}
    assert {row["status"] for row in rows} >= {"flagged", "failed"}


NAMES = [
    "two words.pdf",
    "年报（终稿）.pdf",
    "📄 report.pdf",
    "line\nbreak.pdf",
    "UPPER.PDF",
    "#%&;'\".pdf",
]


def test_odd_names(extract: Extract, tmp_path: Path) -> None:
    for number, name in enumerate(NAMES):
        (tmp_path / name).write_bytes(GOOD + b"%" * number)  # each a file of its own
    (tmp_path / "bad\nname.pdf").write_bytes(b"")
    run = extract(tmp_path)
    rows = run.rows("reports")
    assert {row["source_path"] for row in rows} == {*NAMES, "bad\nname.pdf"}
    assert {row["status"] for row in rows if row["source_path"] in NAMES} == {"flagged"}
    assert run.report("bad\nname.pdf")["error_code"] == "empty_file"
    (line,) = (line for line in run.summary.splitlines() if "empty_file" in line)
    assert r"bad\nname.pdf" in line


def test_a_link_that_loops(extract: Extract, tmp_path: Path) -> None:
    folder = tmp_path / "county" / "town"
    folder.mkdir(parents=True)
    (folder / "report.pdf").write_bytes(GOOD)
    (folder / "up").symlink_to(tmp_path, target_is_directory=True)
    (folder / "nowhere").symlink_to(folder / "nowhere", target_is_directory=True)
    run = extract(tmp_path)
    assert run.code == 0
    assert [row["source_path"] for row in run.rows("reports")] == ["county/town/report.pdf"]


def test_identical_files(extract: Extract, tmp_path: Path, alone: Run) -> None:
    for name in ("a.pdf", "b.pdf", "c.pdf"):
        (tmp_path / name).write_bytes(GOOD)
    run = extract(tmp_path)
    assert run.code == 0
    assert [row["duplicate_of"] for row in run.rows("reports")] == [None, "a.pdf", "a.pdf"]
    assert len({row["report_id"] for row in run.rows("reports")}) == 1
    assert {row["status"] for row in run.rows("reports")} == {"flagged"}
    for table in TABLES_OF_CELLS:
        assert run.rows(table) == alone.rows(table)


def test_a_file_whose_end_is_missing_is_told_to_be_cut_off() -> None:
    for share in (0.5, 0.9, 0.999):
        with pytest.raises(ReadingError, match="cut off") as caught:
            read_document(GOOD[: int(share * len(GOOD))])
        assert caught.value.code == "damaged"


def test_a_portfolio_is_told_with_the_names_of_its_files() -> None:
    writer = PdfWriter(clone_from=io.BytesIO(no_report(1)))
    writer.add_attachment("report_2023.pdf", GOOD)
    with pytest.raises(ReadingError, match=r"report_2023\.pdf") as caught:
        read_document(saved(writer))
    assert caught.value.code == "not_a_report"
