"""Whether a report of one body speaks as another, too, as a copy of that one's does."""

import re
from collections.abc import Iterator, Sequence

from disclosure_stats.checks.rules import finding
from disclosure_stats.pages.lines import Line
from disclosure_stats.places.spellings import short_form
from disclosure_stats.reading.identity.names import Names, parse_body
from disclosure_stats.reading.identity.titles import YEAR
from disclosure_stats.rows import Row
from disclosure_stats.text.folding import squeeze
from disclosure_stats.text.han import HAN

_DATE = re.compile(
    rf"{YEAR}[年./-][\d一二三四五六七八九十]{{1,3}}(?:[月./-][\d一二三四五六七八九十]{{0,3}}日?)?"
)
_SEAL = re.compile(r"\([^()]{1,4}\)$")  # (盖章)
_NAME = re.compile(rf"{HAN}{{2,30}}")
_KIND = re.compile("(?:民族)?(?:乡|镇|街道|苏木|地区)$")
_TOWNSHIPS = ("township", "subdistrict")
_PUBLISHERS = (*_TOWNSHIPS, "county", "prefecture")  # a department's report may be signed by others


def body_finding(names: Names, named: Sequence[str], lines: Sequence[Line]) -> Row | None:
    """The finding on a township beside that of `names` which the text names as its author: `named`
    are those of labels and preamble; who signs stands over a date. None where there is no other."""
    if names.place is None or names.level not in _PUBLISHERS:
        return None
    for body in (*named, *_signed(lines)):
        other = parse_body(body)
        if other is None or other.place is None or other.level not in _TOWNSHIPS:
            continue
        if _differ(names.place, other.place):
            message = f"It is the report of {names.body}, but names {body} as the author."
            return finding("body_contradicted", "reports", "body", message=message)
    return None


def _signed(lines: Sequence[Line]) -> Iterator[str]:
    """The bodies that stand alone on a line, with a date behind the name or on the next line."""
    texts = [squeeze(line.text) for line in lines]
    for above, text in zip(["", *texts], texts, strict=False):
        if date := _DATE.search(text):
            signed = _SEAL.sub("", text[: date.start()] or above)
            if date.end() == len(text) and _NAME.fullmatch(signed):
                yield signed


def _differ(one: str, other: str) -> bool:
    """Whether two names of places are not those of one: a town that became a subdistrict, or the
    short form of its name, is."""
    first, second = (_KIND.sub("", short_form(name)) for name in (one, other))
    return not (first.endswith(second) or second.endswith(first))
