"""A page saved with all its parts in one file (MIME HTML): its pages, the first one first."""

import html
import re
from collections.abc import Mapping
from email import message_from_bytes
from email.message import Message
from itertools import islice

from disclosure_stats.documents.encoding import decode

_MAX_PARTS = 2_000
_PAGES = ("text/html", "application/xhtml+xml")
_VALUE = r"\s*=\s*(\"[^\"]*\"|'[^']*'|[^\s>]+)"
_LINK = re.compile(r"<link\b[^>]*>", re.I)
_ADDRESS = re.compile(rf"\shref{_VALUE}", re.I)
_IMPORT = re.compile(r"@import\s+(?:url\(\s*)?[\"']?([^\"')\s;]+)[\"']?\s*\)?([^;]*);", re.I)
_MAX_IMPORTS_DEEP = 4  # sheets that sheets import
_MEDIA = re.compile(rf"\smedia{_VALUE}", re.I)


def pages_in(data: bytes) -> list[str]:
    """The pages in the file, that which the others are frames of first, each with the style sheets
    that it links to and that are in the file, which browsers save apart."""
    message = message_from_bytes(data.lstrip(b"\xef\xbb\xbf\r\n\t "))
    start = message.get_param("start")
    parts = list(islice(message.walk(), _MAX_PARTS))
    pages = [part for part in parts if part.get_content_type() in _PAGES]
    wanted = str(start).strip("<>") if start else None
    pages.sort(key=lambda part: _name(part) != wanted)
    sheets: dict[str, str] = {}
    for part in parts:
        if part.get_content_type() == "text/css":
            text = _text(part)
            sheets[part.get("Content-Location") or ""] = sheets[f"cid:{_name(part)}"] = text
    return [_with_sheets(_text(part), sheets) for part in pages]


def _name(part: Message) -> str:
    return (part.get("Content-ID") or "").strip("<> ")


def _text(part: Message) -> str:
    payload = part.get_payload(decode=True)
    return decode(payload, part.get_content_charset())[0] if isinstance(payload, bytes) else ""


def _with_sheets(page: str, sheets: Mapping[str, str]) -> str:
    """A page with style sheets in place of the links to them."""

    def sheet_of(link: re.Match[str]) -> str:
        address = _ADDRESS.search(link[0])
        sheet = sheets.get(html.unescape(address[1].strip("\"'"))) if address else None
        if sheet is None or "alternate" in link[0].lower():
            return link[0]
        media = _MEDIA.search(link[0])
        whole = _with_imports(sheet, sheets)
        return f"<style{media[0] if media else ''}>{whole.replace('</', '')}</style>"

    return _LINK.sub(sheet_of, page) if sheets else page


def _with_imports(sheet: str, sheets: Mapping[str, str], depth: int = 0) -> str:
    """A style sheet with those that it imports in their places, for the screens that it says."""

    def imported(rule: re.Match[str]) -> str:
        inner = _with_imports(sheets.get(rule[1], ""), sheets, depth + 1)
        return f"@media {rule[2].strip() or 'all'}{{{inner}}}"

    return _IMPORT.sub(imported, sheet) if depth < _MAX_IMPORTS_DEEP else ""
