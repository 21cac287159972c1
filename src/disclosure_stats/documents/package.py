"""The parts of a Word file, which is a ZIP archive of XML, unpacked within bounds."""

import io
import lzma
import re
import struct
import zipfile
import zlib
from collections.abc import Mapping
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from disclosure_stats.errors import ReadingError

MAX_PART = 64 * 1024 * 1024  # bytes of one part, unpacked; a report's text has some 300 KB
MAX_UNPACKED = 1024 * 1024 * 1024  # bytes of all parts; photographs hardly shrink
_MAIN = re.compile(r"word/document\d*\.xml")
_RELATIONSHIPS = "_rels/.rels"
_ENTITY = re.compile(rb"<!ENTITY\s+(?:%\s+)?([^\s%;<>&]{1,100})\s")
_AMPLIFIED = 43  # XML_ERROR_AMPLIFICATION_LIMIT_BREACH of Expat: entities that grow without end
UNPACKING = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    EOFError,
    NotImplementedError,
    OSError,
    RuntimeError,
    ValueError,
)
"""What unpacking a torn archive may raise."""

_ZIP = b"PK"
_FLAT_PART = re.compile(
    rb"<pkg:part\s[^>]{0,500}?pkg:name=\"/([^\"]{1,250})\"[^>]{0,500}>\s{0,50}<pkg:xmlData[^>]{0,500}>"
)
_WORD_2003 = b"<w:wordDocument"
_HEAD = 4_096  # bytes
_OLE = b"\xd0\xcf\x11\xe0"


class Package:
    """A Word file's parts, by name. Raises ReadingError: `password_required`, `damaged` where it is
    no archive or no Word file, `too_large` where it unpacks to more than is allowed."""

    def __init__(self, data: bytes) -> None:
        if data.startswith(_OLE):
            raise ReadingError("password_required", "the Word file is encrypted")
        if not data.startswith(_ZIP):
            data = _packed(data)
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(data))
        except UNPACKING as problem:
            raise ReadingError("damaged", f"the Word file cannot be unpacked: {problem}") from None
        members = self._archive.infolist()
        if sum(member.file_size for member in members) > MAX_UNPACKED:
            raise ReadingError("too_large", _too_large(MAX_UNPACKED))
        self._names = {member.filename.replace("\\", "/"): member for member in members}

    def main(self) -> Element:
        """The root of the part that holds the text."""
        root = self.part(self._main_name())
        if root is None:
            raise ReadingError("damaged", "the archive is no Word file: it holds no text of one")
        return root

    def part(self, name: str) -> Element | None:
        """The root of a part; null if there is none of that name."""
        data = self.bytes_of(name)
        return None if data is None else parse_xml(data)

    def bytes_of(self, name: str) -> bytes | None:
        """A part as it is; null if there is none of that name."""
        member = self._names.get(name)
        if member is None:
            return None
        if member.flag_bits & 1:
            raise ReadingError("password_required", "the Word file is encrypted")
        try:
            with self._archive.open(member) as part:
                data = part.read(MAX_PART + 1)
        except UNPACKING as problem:
            raise ReadingError("damaged", f"the Word file cannot be unpacked: {problem}") from None
        if len(data) > MAX_PART:
            raise ReadingError("too_large", _too_large(MAX_PART))
        return data

    def chunk(self, identifier: str | None) -> bytes:
        """A document of another kind that the text holds by the relationship `identifier`; empty
        where there is none."""
        folder, _, name = self._main_name().rpartition("/")
        relationships = self.part(f"{folder}/_rels/{name}.rels")
        for relationship in relationships if relationships is not None else ():
            if relationship.get("Id") == identifier and relationship.get("TargetMode") is None:
                target = relationship.get("Target", "")
                path = target.lstrip("/") if target.startswith("/") else f"{folder}/{target}"
                return self.bytes_of(path) or b""
        return b""

    def _main_name(self) -> str:
        root = self.part(_RELATIONSHIPS)
        if root is not None:
            for relationship in root:
                if relationship.get("Type", "").endswith("/officeDocument"):
                    target = relationship.get("Target", "").lstrip("/")
                    if target in self._names and target.startswith("word/"):
                        return target
        return next((name for name in self._names if _MAIN.fullmatch(name)), "")


def _packed(data: bytes) -> bytes:
    """The archive that a Word file would be which is one XML file (Flat OPC, or that of Word 2003);
    what is none as it is. Pictures are left out."""
    if _WORD_2003 in data[:_HEAD]:
        return _packed_2003(data)
    pieces = data.split(b"</pkg:xmlData>")
    if len(pieces) == 1:
        return data
    heads = [(_FLAT_PART.search(piece), piece) for piece in pieces]
    parts = {head[1]: piece[head.end() :] for head, piece in heads if head}
    return _archive({name.decode("utf-8", "replace"): part for name, part in parts.items()})


def _packed_2003(data: bytes) -> bytes:
    """The archive that an XML file of Word 2003 would be: nearly all in it has the names of today.
    Its lists are left out; what they put before a paragraph stands there."""
    for kind in (b"<w:v", b"<w:h"):
        data = data.replace(kind + b"merge", kind + b"Merge")
    parts = {"word/document.xml": data}
    styles = parse_xml(data).find("styles")
    if styles is not None:
        parts["word/styles.xml"] = ElementTree.tostring(styles)
    return _archive(parts)


def _archive(parts: Mapping[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return packed.getvalue()


def parse_xml(data: bytes) -> Element:
    """The root element of an XML part, all names without their namespaces.

    Entities of other files are empty: they are never looked for. Raises ReadingError: `damaged`,
    and `too_large` for entities that grow without end.
    """
    parser = ElementTree.XMLParser()
    if b"<!ENTITY" in data:
        for name in _ENTITY.findall(data):
            parser.entity[name.decode("utf-8", "replace")] = ""
    try:
        root = ElementTree.fromstring(data, parser)
    except ElementTree.ParseError as problem:
        if problem.code == _AMPLIFIED:
            raise ReadingError("too_large", "the entities of a part grow without end") from None
        raise ReadingError("damaged", f"a part of the Word file is no XML: {problem}") from None
    for element in root.iter():
        element.tag = element.tag.rpartition("}")[2]  # which year's namespace does not matter
    return root


def _too_large(limit: int) -> str:
    return f"the Word file unpacks to over {limit // 2**20} MB"
