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
# Bounded: what never ends would be gone through from each beginning.
_LINK = re.compile(r"<link\b[^>]{0,4000}>", re.I)
_ADDRESS = re.compile(rf"\shref{_VALUE}", re.I)
_IMPORT = re.compile(
    r"@import\s{1,9}(?:url\(\s{0,9})?[\"']?([^\"')\s;]++)[\"']?\s{0,9}\)?([^;{}]{0,300});", re.I
)
_MAX_IMPORTS_DEEP = 4  # sheets that sheets import
_MAX_SHEETS = 16_000_000  # characters of sheets that are put into the pages of one file
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
    by_address: dict[str, str] = {}
    for part in parts:
        if part.get_content_type() == "text/css":
            text = _text(part)
            by_address[part.get("Content-Location") or ""] = text
            by_address[f"cid:{_name(part)}"] = text
    sheets = _Sheets(by_address)
    return [sheets.put_into(_text(part)) for part in pages]


def _name(part: Message) -> str:
    return (part.get("Content-ID") or "").strip("<> ")


def _text(part: Message) -> str:
    payload = part.get_payload(decode=True)
    return decode(payload, part.get_content_charset())[0] if isinstance(payload, bytes) else ""


class _Sheets:
    """The style sheets of a file, by their addresses. How much of them is put into its pages is
    bounded: sheets that import each other many times would fill memory."""

    def __init__(self, by_address: Mapping[str, str]) -> None:
        self._by_address = by_address
        self._left = _MAX_SHEETS

    def put_into(self, page: str) -> str:
        """A page with style sheets in place of the links to them."""
        return _LINK.sub(self._linked, page) if self._by_address else page

    def _linked(self, link: re.Match[str]) -> str:
        address = _ADDRESS.search(link[0])
        sheet = self._taken(html.unescape(address[1].strip("\"'"))) if address else None
        if sheet is None or "alternate" in link[0].lower():
            return link[0]
        media = _MEDIA.search(link[0])
        whole = self._with_imports(sheet, 0)
        return f"<style{media[0] if media else ''}>{whole.replace('</', '')}</style>"

    def _with_imports(self, sheet: str, depth: int) -> str:
        """A style sheet with those that it imports in their places, for the screens that it
        says."""

        def imported(rule: re.Match[str]) -> str:
            inner = self._with_imports(self._taken(rule[1]) or "", depth + 1)
            return f"@media {rule[2].strip() or 'all'}{{{inner}}}"

        return _IMPORT.sub(imported, sheet) if depth < _MAX_IMPORTS_DEEP else ""

    def _taken(self, address: str) -> str | None:
        """The sheet at an address; null where there is none, or no room for it."""
        sheet = self._by_address.get(address)
        if sheet is None or len(sheet) > self._left:
            return None
        self._left -= len(sheet)
        return sheet
