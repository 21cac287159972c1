"""A page saved with all its parts in one file (MIME HTML): its pages, the first one first."""

from collections.abc import Iterator
from email import message_from_bytes
from email.message import Message
from typing import NamedTuple

_MAX_PARTS = 2_000


class HtmlPart(NamedTuple):
    """A page within the file: its bytes, and the encoding that its header states."""

    data: bytes
    charset: str | None


def html_parts(data: bytes) -> list[HtmlPart]:
    """The pages in the file, that which the others are frames of first."""
    message = message_from_bytes(data.lstrip(b"\xef\xbb\xbf\r\n\t "))
    start = message.get_param("start")
    parts = list(_pages(message))
    wanted = str(start).strip("<>") if start else None
    parts.sort(key=lambda part: (part.get("Content-ID") or "").strip("<> ") != wanted)
    return [
        HtmlPart(payload, part.get_content_charset())
        for part in parts
        if isinstance(payload := part.get_payload(decode=True), bytes)
    ]


def _pages(message: Message) -> Iterator[Message]:
    for number, part in enumerate(message.walk()):
        if number > _MAX_PARTS:
            return
        if part.get_content_type() in ("text/html", "application/xhtml+xml"):
            yield part
