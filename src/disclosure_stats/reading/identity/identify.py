"""Whose report it is, and which year it reports on."""

import re
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import PurePosixPath

from disclosure_stats.checks.rules import finding
from disclosure_stats.pages.lines import Line
from disclosure_stats.places.gazetteer import level_of
from disclosure_stats.places.resolve import Resolution, resolve
from disclosure_stats.reading.identity.authors import authors, sole_township
from disclosure_stats.reading.identity.mentions import places_in_text
from disclosure_stats.reading.identity.names import (
    SIGNATURE,
    Names,
    level_above,
    parse_body,
    places_on_path,
)
from disclosure_stats.reading.identity.other_bodies import body_finding
from disclosure_stats.reading.identity.place_finding import place_finding
from disclosure_stats.reading.identity.titles import Title, as_title
from disclosure_stats.reading.identity.years import read_year
from disclosure_stats.rows import Row
from disclosure_stats.text.folding import squeeze
from disclosure_stats.text.han import UNKNOWN

_GOVERNS = re.compile("(?:人民政府|办事处|管理委员会|管委会)$")


def read_identity(
    title: Title | None,
    lines: Sequence[Line],
    source_path: str,
    year_made: int | None = None,
) -> tuple[Row, list[Row]]:
    """The columns of `reports` that say whose report it is and which year it reports on, and the
    findings: on a name that cannot be read whole, on another body that the text speaks as, on a
    place whose division stays open, and on years that contradict each other. `year_made` is the
    year in which the file was made, if it says that."""
    text = "".join(squeeze(line.text) for line in lines)
    named = list(authors(text))
    body = title.body if title else None
    if body is None:
        signed = _signatures(lines)
        author = next(iter([*signed[-1:], *named]), None)
        body = author or _named_by_file(source_path) or sole_township(text)
    elif UNKNOWN in body:
        body = _named_by_file(source_path) or body
    unread = body if body and UNKNOWN in body else None
    names = parse_body(body) if body and not unread else None
    names = names or Names(body=None if unread else body)
    if title and title.body and names.place and not SIGNATURE.fullmatch(title.body):
        names.body = _in_full(names, lines)
    year, findings = read_year(title, text, source_path, year_made)
    if unread:
        findings.append(_unread_name(unread))
    printed = places_in_text(names.place, _paragraphs(lines)) if names.place else Names()
    folders = places_on_path(source_path, names.place)
    if printed.county in (names.place, *_above(names), *folders):
        printed.county = None  # the place itself, or what is known already
    place = _resolution(names, printed, folders, year)
    _fill_levels(names, printed, folders)
    if place.code and names.level != "subdistrict":
        names.level = level_of(place.code)  # 某某开发区 is of either level, 某某市 too
    row = {**asdict(names), "division_code": place.code, "year": year}
    of_body = body_finding(names, named, lines)
    findings += filter(None, (of_body, place_finding(names.place, place)))
    return row, findings


def _unread_name(body: str) -> Row:
    """The finding on a name of which a character has no code: without it, it would be another's."""
    message = f"{body}: a character of the name cannot be read, so that body and place are null."
    return finding("name_unread", "reports", "body", "extraction", message=message)


def _paragraphs(lines: Sequence[Line]) -> str:
    """The text without spaces; what ends short of the margin does not run on into what follows."""
    right = max((line.x1 for line in lines), default=0.0)
    return "".join(
        squeeze(line.text) + ("\n" if line.x1 < right - 2.5 * line.height else "") for line in lines
    )


def _resolution(
    names: Names, printed: Names, folders: Sequence[str], year: int | None
) -> Resolution:
    """The division that the body is, by its own name and the folders; by the running text, which
    names other places too, only where these do not say the county."""
    if names.place is None or names.level == "department":
        return Resolution()
    above = [*_above(names), *folders]
    if not any(level_above(name, "county") == "county" for name in above):
        above += _above(printed)
    return resolve(names.place, names.level, above, year)


def _above(names: Names) -> list[str]:
    return [name for name in (names.province, names.prefecture, names.county) if name]


def _fill_levels(names: Names, printed: Names, folders: Sequence[str]) -> None:
    """Puts the divisions that the report or the folders name where `names` has none, each at its
    level: a city alone before a township may be a prefecture or a county."""
    on_path = Names()
    for folder in folders:
        # A city above another division is a prefecture; alone, its level is open.
        level = level_above(folder, "prefecture" if folder != folders[-1] else None)
        if level and getattr(on_path, level) is None:
            setattr(on_path, level, folder)
    for other in (names, printed, on_path):
        if other.county and level_above(other.county, "county") == "prefecture":
            other.prefecture, other.county = other.prefecture or other.county, None
    for other in (printed, on_path):
        names.province = names.province or other.province
        names.prefecture = names.prefecture or other.prefecture
        names.county = names.county or other.county
    if names.prefecture is not None and names.prefecture == names.county:
        names.prefecture = None


def _signatures(lines: Sequence[Line]) -> list[str]:
    """The names of bodies that stand alone on a line: the signature, or the line over the title."""
    return [
        text
        for line in lines
        if SIGNATURE.fullmatch(text := squeeze(line.text)) and parse_body(text)
    ]


def _in_full(names: Names, lines: Sequence[Line]) -> str | None:
    """The name of the body that signs for a place, where the title names the place alone."""
    for signed in reversed(_signatures(lines)):
        of_signed = parse_body(signed)
        is_the_same = of_signed and (of_signed.place, of_signed.level) == (names.place, names.level)
        if is_the_same and _GOVERNS.search(signed):
            return signed
    return names.body


def _named_by_file(source_path: str) -> str | None:
    """The body in the name of the file, where that is a title."""
    title = as_title(squeeze(PurePosixPath(source_path).stem))
    return title.body if title else None
