"""Which reports are of one body, and which of several on one year is the current one."""

import re
from pathlib import PurePosixPath
from typing import NamedTuple

from disclosure_stats.places.resolve import resolve

_REVISED = re.compile("更正|修订|修正|更新|补正|重新|重发|变更|改正|新版")
_DIGITS = re.compile(r"(\d+)")
_ENDING = re.compile(r"\.(?:pdf|s?html?|mht(?:ml)?|docx?|docm|dotx|wps|rtf|odt)$", re.I)
_MANY_OF_A_KIND = frozenset({"department", "unknown"})  # a county has dozens: the name tells


BodyKey = tuple[str | None, ...]


class Issuer(NamedTuple):
    """What tells whose a report is: columns of `reports`."""

    source_path: str
    body: str | None
    place: str
    level: str
    province: str | None
    prefecture: str | None
    county: str | None
    division_code: str | None


def body_key(issuer: Issuer) -> BodyKey:
    """The same for all reports of one body.

    A division code tells; else the county and the place. Of reports that name neither, those in one
    folder are taken together if they name one place: whether that is one body, `is_one_body` tells.
    """
    own = issuer.body if issuer.level in _MANY_OF_A_KIND else None
    if issuer.division_code is not None:
        return ("code", issuer.division_code, issuer.level, own)
    if issuer.county is not None:
        above = (issuer.province, issuer.prefecture, issuer.county)
        return ("names", issuer.place, issuer.level, own, *above)
    folder = PurePosixPath(issuer.source_path).parent.as_posix()
    return ("folder", issuer.place, issuer.level, own, folder)


def is_one_body(key: BodyKey) -> bool:
    """Whether reports with this key are of one body for certain: not where nothing but a name tells
    that several places of the country bear."""
    kind, place, level, *_ = key
    return kind != "folder" or len(resolve(place or "", level or "").candidates) < 2


def order_of_issue(source_path: str) -> tuple[bool, list[tuple[int, str]], str]:
    """A sort key for the files of one body on one year: the last is the current one.

    A file whose path says that it was corrected or issued anew (更正, 修订, 重新 and the like)
    comes after one that does not; else the names decide, numbers in them by their size.
    """
    path = _ENDING.sub("", source_path)
    pieces = [
        (int(piece), "") if piece.isdecimal() and piece.isascii() else (0, piece)
        for piece in _DIGITS.split(path)
    ]
    return bool(_REVISED.search(path)), pieces, source_path
