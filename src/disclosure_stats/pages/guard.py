"""What a file must be before PDFium may open it: a PDF, and no decompression bomb."""

import base64
import re
import zlib
from collections.abc import Iterable, Iterator

from disclosure_stats.errors import ReadingError

MAX_INFLATED = 200_000_000  # bytes a stream; an A4 page at 600 dpi in colour takes 104 million

_HEADER_WITHIN = 1024  # bytes: where PDF readers look for %PDF-
_BEST_RATIO = 1032  # what deflate can do at most: 258 bytes in two bits
_A85_RATIO = 4  # ASCII85 writes four zero bytes as one letter
_MAX_HARMLESS = MAX_INFLATED // (_BEST_RATIO * _A85_RATIO)  # bytes of a stream deflated once
_CHUNK = 4_096  # bytes of a stream that tell whether it shrinks well
_STEP = 1 << 20  # bytes inflated at a time
_DICTIONARY_WITHIN = 2_048  # bytes before a stream
_WINDOW = 64  # bytes; deflated text or fonts have some 57 different values in so many
_FEW_VALUES = 20
_WINDOWS = 16
_STREAM = re.compile(rb"stream\r?\n?")

_KINDS = (
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"\x89PNG", "a PNG picture"),
    (b"PK\x03\x04", "a ZIP archive or an Office document"),
    (b"\xd0\xcf\x11\xe0", "an old Office document"),
)


def check_bytes(data: bytes) -> None:
    """Refuse what should not reach PDFium; `data` are the bytes of a file.

    Raises ReadingError: `empty_file`; `not_pdf`, saying what the file seems to be; `too_large` for
    a stream that inflates to `MAX_INFLATED` bytes or more. Streams are looked at as they stand
    in the file, deflated once or several times over, ASCII85 around it or not. Not covered are
    encrypted streams, other filters (LZW, JBIG2), filters named by reference or spelt with #
    escapes, streams with the word endstream in them, and streams that are large only together:
    against those stand the limits on pages and on time.
    """
    if not data:
        raise ReadingError("empty_file", "the file is empty")
    if data.find(b"%PDF-", 0, _HEADER_WITHIN) < 0:
        raise ReadingError("not_pdf", f"the file is not a PDF: it seems to be {_kind(data)}")
    for start, end in _streams(data):
        _check_stream(data, start, end)


def _kind(data: bytes) -> str:
    """What a file that is no PDF seems to be."""
    for signature, kind in _KINDS:
        if data.startswith(signature):
            return kind
    head = data[:_HEADER_WITHIN]
    if head.removeprefix(b"\xef\xbb\xbf").lstrip().lower().startswith((b"<!doctype", b"<html")):
        return "a web page (HTML)"
    if not any(byte < 9 or 13 < byte < 27 for byte in head) and any(
        _decodes(head, encoding) for encoding in ("utf-8", "gb18030")
    ):
        return "plain text"
    return "something else"


def _decodes(head: bytes, encoding: str) -> bool:
    try:
        head.decode(encoding)
    except UnicodeDecodeError as problem:
        return problem.start >= len(head) - 4  # a character cut by the end of the head
    return True


def _streams(data: bytes) -> Iterator[tuple[int, int]]:
    """Where each stream begins and ends, found in one pass over the file."""
    open_at: list[int] = []  # more than one where the word stands within a stream
    for match in _STREAM.finditer(data):
        place, start = match.span()
        end = max(place - 3, 0)
        if data.startswith(b"end", end):
            for opened in open_at:
                yield opened, end
            open_at.clear()
        else:
            open_at.append(start)
    for opened in open_at:
        yield opened, len(data)


def _check_stream(data: bytes, start: int, end: int) -> None:
    before = max(0, start - _DICTIONARY_WITHIN)
    dictionary = data[max(before, data.rfind(b" obj", before, start)) : start]
    levels = dictionary.count(b"FlateDecode")
    if levels == 0 or levels == 1 and end - start < _MAX_HARMLESS:
        return  # nearly every stream
    is_a85 = b"ASCII85Decode" in dictionary
    if levels == 1 and not _is_suspect(data, start, end, is_a85):
        return
    chunks: Iterable[bytes] = [_from_a85(data[start:end]) if is_a85 else data[start:end]]
    for _ in range(levels):
        chunks = _inflate(chunks)
    for _ in chunks:  # each level counts its bytes
        pass


def _is_suspect(data: bytes, start: int, end: int, is_a85: bool) -> bool:
    """Whether a stream deflated once may be a bomb, from its size and a few samples of it."""
    if (end - start) * _BEST_RATIO * (_A85_RATIO if is_a85 else 1) < MAX_INFLATED:
        return False
    return _repeats(data, start, end) or (not is_a85 and _shrinks_well(data, start, end))


def _repeats(data: bytes, start: int, end: int) -> bool:
    """Whether parts of the deflated bytes repeat themselves, as where a ratio is in the hundreds.

    It finds a bomb behind an innocent beginning, without inflating anything.
    """
    step = max(1, (end - start) // _WINDOWS)
    return any(
        len(set(data[place : place + _WINDOW])) <= _FEW_VALUES
        for place in range(start + step // 2, end - _WINDOW, step)
    )


def _shrinks_well(data: bytes, start: int, end: int) -> bool:
    """Whether the whole stream would be too large if it all shrank as its beginning did."""
    size = sum(map(len, _inflate([data[start : start + _CHUNK]])))
    return size * (end - start) >= MAX_INFLATED * _CHUNK


def _inflate(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """The inflated bytes of `chunks`, at most `_STEP` at a time; raises `too_large`."""
    inflater = zlib.decompressobj()
    size = 0
    for chunk in chunks:
        while chunk and not inflater.eof:
            try:
                piece = inflater.decompress(chunk, _STEP)
            except zlib.error:
                return  # the stream is damaged here: what follows is never inflated
            size += len(piece)
            if size >= MAX_INFLATED:
                raise ReadingError(
                    "too_large",
                    f"a stream of the file inflates to over {MAX_INFLATED // 1_000_000} MB",
                )
            yield piece
            chunk = inflater.unconsumed_tail


def _from_a85(encoded: bytes) -> bytes:
    try:
        return base64.a85decode(encoded.split(b"~>")[0])
    except ValueError:
        return b""  # damaged: PDFium makes nothing of it either
