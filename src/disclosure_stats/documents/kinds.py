"""What a file is, by its bytes; its name may say something else."""

import re
from typing import Literal

from disclosure_stats.documents.encoding import unmarked_utf16
from disclosure_stats.errors import ReadingError

Format = Literal["pdf", "html", "mht", "docx", "doc", "rtf", "odt"]

CONVERTED: frozenset[Format] = frozenset(("doc", "rtf", "odt"))
"""What is read by way of a converter."""

_HEAD = 4_096  # bytes
_NAMES_WITHIN = 65_536  # bytes: an archive names its parts at its end, and before each of them
_PDF_WITHIN = 1_024  # bytes: where PDF readers look for %PDF-
_ZIP = b"PK\x03\x04"
_END_OF_ARCHIVE = b"PK\x05\x06"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_TAG = re.compile(
    rb"<(?:!doctype\s+html|html|head|body|meta|title|table|div|p|script|style|center|font|span|"
    rb"h[1-6]|br|base|link|frameset|article|section)\b",
    re.I,
)
_MHT_HEADER = re.compile(
    rb"^(?:From|Subject|Date|MIME-Version|Content-Type|X-[\w-]+|Snapshot-Content-Location):", re.I
)
_MHT = re.compile(rb"^Content-Type:\s*(?:multipart/|text/html)|^MIME-Version:", re.I | re.M)
_WORD_XML = re.compile(rb"(?:<\?[^>]*>\s*)*<(?:pkg:package|w:wordDocument)\b", re.I)
_FLAT_ODT = re.compile(rb"(?:<\?[^>]*>\s*)*<office:document\b")


def format_of(data: bytes) -> Format | None:
    """The format of a file by its bytes `data`; null for one that no reader here takes."""
    head = data[:_HEAD]
    if b"%PDF-" in head[:_PDF_WITHIN]:
        return "pdf"
    if head.startswith(_ZIP):
        return _of_zip(data)
    if head.startswith(_OLE):
        return _of_ole(data)
    if head.lstrip().startswith(b"{\\rt"):
        return "rtf"
    return _of_text(head)


def check_archive(data: bytes) -> None:
    """Raises ReadingError (`not_a_report`) for a whole archive that is no Word file."""
    if data.startswith(_ZIP) and _END_OF_ARCHIVE in data[-_NAMES_WITHIN:]:
        raise ReadingError(
            "not_a_report", "the file is an archive or a workbook: it holds no text of a Word file"
        )


def _of_zip(data: bytes) -> Format | None:
    """An OpenDocument text says so in its first bytes; a torn archive may still name its parts."""
    if b"mimetypeapplication/vnd.oasis.opendocument.text" in data[:200]:
        return "odt"
    if any(b"word/" in piece for piece in (data[:_NAMES_WITHIN], data[-_NAMES_WITHIN:])):
        return "docx"
    return None


def _of_ole(data: bytes) -> Format | None:
    """Names in the directory of the container are written in two bytes a character."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        return "docx"
    return "doc" if "WordDocument".encode("utf-16-le") in data else None


def _of_text(head: bytes) -> Format | None:
    if head[:2] in (b"\xff\xfe", b"\xfe\xff") or unmarked_utf16(head):
        head = head.replace(b"\0", b"")
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip(b"\xff\xfe \t\r\n\0")
    if _MHT_HEADER.match(text) and _MHT.search(text):
        return "mht"
    if _WORD_XML.match(text):
        return "doc"
    if _FLAT_ODT.match(text):
        return "odt"
    return "html" if _TAG.search(text) else None
