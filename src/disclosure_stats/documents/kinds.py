"""What a file is, by its bytes; its name may say something else."""

import io
import re
import zipfile
from typing import Literal

from disclosure_stats.errors import ReadingError

Format = Literal["pdf", "html", "mht", "docx", "doc", "rtf", "odt"]

CONVERTED: frozenset[Format] = frozenset(("doc", "rtf", "odt"))
"""What is read by way of a converter."""

_HEAD = 4_096  # bytes
_NAMES_WITHIN = 65_536  # bytes: an archive names its parts at its end, and before each of them
_PDF_WITHIN = 1_024  # bytes: where PDF readers look for %PDF-
_OPEN_TEXT = b"application/vnd.oasis.opendocument.text"
_ZIP = b"PK\x03\x04"
_END_OF_ARCHIVE = b"PK\x05\x06"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MARKUP = 128  # bytes
_MIN_ZEROS = 0.7  # of every other byte of markup in UTF-16

# Compiled when first asked for: most files are PDFs.
_TAG = (
    rb"(?i)<(?:!doctype\s+html|html|head|body|meta|title|table|div|p|script|style|center|font|span"
    rb"|h[1-6]|br|base|link|frameset|article|section)\b"
)
_MHT_HEADER = (
    rb"(?i)(?:From|Subject|Date|MIME-Version|Content-Type|X-[\w-]+|Snapshot-Content-Location):"
)
_MHT = rb"(?im)^Content-Type:\s*(?:multipart/|text/html)|^MIME-Version:"
_WORD_2003 = rb"(?:<\?[^>]*>\s*)*<w:wordDocument\b"
_FLAT_DOCX = rb"(?:<\?[^>]*>\s*)*<pkg:package\b"


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
    """An OpenDocument text says so in its first bytes, or, if it was packed anew, in a part of its
    own; a torn archive may still name its parts."""
    if b"mimetype" + _OPEN_TEXT in data[:200]:
        return "odt"
    if any(b"word/" in piece for piece in (data[:_NAMES_WITHIN], data[-_NAMES_WITHIN:])):
        return "docx"
    return "odt" if _packed_type(data).startswith(_OPEN_TEXT) else None


def _packed_type(data: bytes) -> bytes:
    """What an archive says that it is in a part named mimetype; empty where it does not."""
    from disclosure_stats.documents.package import UNPACKING

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive, archive.open("mimetype") as part:
            return part.read(len(_OPEN_TEXT))
    except (KeyError, *UNPACKING):
        return b""


def _of_ole(data: bytes) -> Format | None:
    """Names in the directory of the container are written in two bytes a character."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        return "docx"
    return "doc" if "WordDocument".encode("utf-16-le") in data else None


def _of_text(head: bytes) -> Format | None:
    if head[:2] in (b"\xff\xfe", b"\xfe\xff") or unmarked_utf16(head):
        head = head.replace(b"\0", b"")
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip(b"\xff\xfe \t\r\n\0")
    if re.match(_MHT_HEADER, text) and re.search(_MHT, text):
        return "mht"
    if re.match(_FLAT_DOCX, text) or re.match(_WORD_2003, text):
        return "docx"
    return "html" if re.search(_TAG, text) else None


def unmarked_utf16(data: bytes) -> str | None:
    """The kind of UTF-16 that a page is in which has no mark of it: of the markup that it begins
    with every other byte is 0."""
    head = data[:_MARKUP]
    even, odd = head[::2].count(0), head[1::2].count(0)
    if max(even, odd) < _MIN_ZEROS * len(head) / 2 or min(even, odd) > 2 or not head:
        return None
    return "utf-16-le" if odd > even else "utf-16-be"
