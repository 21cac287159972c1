"""The four sides that bench/throughput.py times. Each tells what it saw, and fails if it saw less
than every page; what this package saw stands in the tables that it wrote."""

from pathlib import Path
from typing import NamedTuple

import pdfplumber
import pypdfium2.raw as pdfium_c
import tablers

from disclosure_stats.extract import main as extract
from disclosure_stats.forms import load_form


class Seen(NamedTuple):
    """How many pages a side went through, and what it found there, in words."""

    pages: int
    found: str


def run_pipeline(files: list[Path], out: Path) -> None:
    """This package: from the files to the written tables, with one reading process."""
    # Forced: what an earlier round has read would be taken over as it stands.
    code = extract([*map(str, files), "--out", str(out), "--workers", "1", "--force"])
    assert code == 0, f"the extract command ended with {code}"


def check_tables(files: list[Path], out: Path) -> Seen:
    """What `run_pipeline` wrote: every file has its row, every report every row of its form."""
    import pyarrow.parquet as parquet

    reports = parquet.read_table(out / "reports.parquet").to_pylist()
    assert {row["error_code"] for row in reports} == {None}
    assert sum("-" not in row["report_id"] for row in reports) == len(files)
    rows: dict[str, set[str]] = {}
    for table, key in (("requests", "outcome"), ("indicators", "indicator")):
        columns = parquet.read_table(out / f"{table}.parquet", columns=["report_id", key])
        for row in columns.to_pylist():
            rows.setdefault(row["report_id"], set()).add(row[key])
    for report in reports:
        form = load_form(report["era"])
        expected = {entry.code for entry in form.outcomes or form.indicators if entry.code}
        missing = expected - rows[report["report_id"]]
        assert not missing, f"{report['source_path']}: no row {', '.join(sorted(missing))}"
    pages = sum(row["pages"] for row in reports)
    return Seen(pages, f"{len(reports)} reports, {sum(map(len, rows.values()))} rows of the forms")


def run_pdfplumber(files: list[Path]) -> Seen:
    """pdfplumber: the tables and the text of every page."""
    pages = rows = 0
    for file in files:
        with pdfplumber.open(file) as document:
            for page in document.pages:
                rows += sum(len(table) for table in page.extract_tables())
                assert page.extract_text(), f"pdfplumber: no text on page {page.page_number}"
                pages += 1
                page.close()
    assert rows
    return Seen(pages, f"{rows} table rows")


def run_floor(files: list[Path]) -> Seen:
    """The least that any reader on PDFium does: open the file, load the characters, close."""
    pdfium_c.FPDF_InitLibrary()
    pages = characters = 0
    for file in files:
        data = file.read_bytes()
        document = pdfium_c.FPDF_LoadMemDocument64(data, len(data), None)
        for index in range(pdfium_c.FPDF_GetPageCount(document)):
            page = pdfium_c.FPDF_LoadPage(document, index)
            text = pdfium_c.FPDFText_LoadPage(page)
            count = pdfium_c.FPDFText_CountChars(text)
            assert count > 0, f"PDFium: no character on page {index + 1} of {file}"
            characters += count
            pages += 1
            pdfium_c.FPDFText_ClosePage(text)
            pdfium_c.FPDF_ClosePage(page)
        pdfium_c.FPDF_CloseDocument(document)
    return Seen(pages, f"{characters} characters")


def run_tablers(files: list[Path]) -> Seen:
    """tablers: the tables of every page, with the text of their cells."""
    pages = rows = 0
    for file in files:
        with tablers.Document(file) as document:
            for page in document.pages():
                rows += sum(
                    len(table.rows) for table in tablers.find_tables(page, extract_text=True)
                )
                pages += 1
    assert rows
    return Seen(pages, f"{rows} table rows")
