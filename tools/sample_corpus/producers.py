"""From documents to finished PDFs: the programs are run, and what they date is given one date."""

import os
import subprocess
from pathlib import Path

import pikepdf

from .canvas import write_canvas
from .document import Document
from .sheet import write_sheet
from .web import write_web
from .word import write_word

_BATCH = 12  # files a run of LibreOffice
_MADE = "D:20261101000000Z"


def produce(documents: dict[str, Document], fontconfig: Path, work: Path, out: Path) -> None:
    """Write each document to its path under `out`; `work` keeps what comes in between."""
    environment = {**os.environ, "FONTCONFIG_FILE": str(fontconfig), "HOME": str(work)}
    fonts = fontconfig.parent
    sources: list[Path] = []
    for i, (path, document) in enumerate(documents.items()):
        writer, stem = document.layout.writer, f"{i:03}"
        match writer:
            case "word":
                sources.append(work / f"{stem}.docx")
                write_word(document, sources[-1])
            case "sheet":
                sources.append(work / f"{stem}.xlsx")
                write_sheet(document, sources[-1])
            case "web":
                page = work / f"{stem}.html"
                write_web(document, fonts / f"{document.layout.font}.ttf", page)
                _print_page(page, environment)
            case "page":
                (out / path).parent.mkdir(parents=True, exist_ok=True)
                write_web(document, None, out / path)
            case "canvas":
                write_canvas(document, fonts, work / f"{stem}.pdf")
    for start in range(0, len(sources), _BATCH):
        _export(sources[start : start + _BATCH], work, environment)
    for i, (path, document) in enumerate(documents.items()):
        if document.layout.writer == "page":
            continue
        (out / path).parent.mkdir(parents=True, exist_ok=True)
        _finish(work / f"{i:03}.pdf", out / path)


def _export(sources: list[Path], work: Path, environment: dict[str, str]) -> None:
    profile = f"-env:UserInstallation={(work / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(work)]
    _run([*command, *map(str, sources)], environment)


def _print_page(page: Path, environment: dict[str, str]) -> None:
    command = [
        "chromium",
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-background-networking",
        "--no-pdf-header-footer",
        f"--user-data-dir={page.parent / 'browser'}",
        f"--print-to-pdf={page.with_suffix('.pdf')}",
        page.as_uri(),
    ]
    _run(command, environment)


def _run(command: list[str], environment: dict[str, str]) -> None:
    subprocess.run(command, env=environment, check=True, capture_output=True, timeout=600)


def _finish(made: Path, path: Path) -> None:
    """Give the file a fixed date and pack it, so that the same input makes the same bytes."""
    with pikepdf.open(made) as pdf:
        pdf.docinfo["/CreationDate"] = pdf.docinfo["/ModDate"] = pikepdf.String(_MADE)
        if "/Metadata" in pdf.Root:
            del pdf.Root["/Metadata"]
        pdf.save(
            path,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            compress_streams=True,
            recompress_flate=True,
            deterministic_id=True,
        )
