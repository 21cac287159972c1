"""What of an OpenDocument text is settled before LibreOffice makes a Word file of it: whether it is
encrypted, and hidden sections, which the Word file would show."""

import io
import re
import zipfile
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from disclosure_stats.documents.package import MAX_PART, MAX_UNPACKED, UNPACKING
from disclosure_stats.errors import ReadingError

_CONTENT, _MANIFEST = "content.xml", "META-INF/manifest.xml"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_HIDDEN_SECTION = re.compile(rb"<text:section\b[^>]*\btext:display=[\"'](?:none|condition)[\"']")
_ENCRYPTED = b":encryption-data"


def without_hidden_sections(data: bytes) -> bytes:
    """The document `data` without its hidden sections; the same bytes where it has none. Raises
    ReadingError: `damaged`, `password_required`, `too_large`."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            unpacked = sum(member.file_size for member in archive.infolist())
            content = _part(archive, _CONTENT)
            if unpacked > MAX_UNPACKED or len(content) > MAX_PART:
                raise ReadingError("too_large", "the document unpacks without end")
            if _ENCRYPTED in _part(archive, _MANIFEST):
                raise ReadingError("password_required", "the document is encrypted")
            if _HIDDEN_SECTION.search(content) is None or b"<!ENTITY" in content:
                return data
            root = ElementTree.fromstring(content)
            _drop_hidden(root)
            return _with_content(archive, ElementTree.tostring(root, encoding="utf-8"))
    except (KeyError, ElementTree.ParseError, *UNPACKING) as problem:
        raise ReadingError("damaged", f"the document cannot be unpacked: {problem}") from None


def _part(archive: zipfile.ZipFile, name: str) -> bytes:
    """A part, no more of it than is allowed."""
    with archive.open(name) as part:
        return part.read(MAX_PART + 1)


def _drop_hidden(root: Element) -> None:
    for parent in list(root.iter()):
        for section in parent.findall(f"{_TEXT}section"):
            if section.get(f"{_TEXT}display") in ("none", "condition"):
                parent.remove(section)


def _with_content(archive: zipfile.ZipFile, content: bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as changed:
        for member in archive.infolist():
            part = content if member.filename == _CONTENT else archive.read(member)
            changed.writestr(member, part)
    return packed.getvalue()
