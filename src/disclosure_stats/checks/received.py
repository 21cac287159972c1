"""The narrative against the table: how many requests for information were received."""

import re
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from disclosure_stats.checks.outcome import Outcome

_NUMBER = r"(\d{1,3}(?:,\d{3})+|\d+)"
_UNIT = r"(?:件|条|份|宗|项|次|例|起|个|人次)"
_TAKEN = r"(?:收到|接到|受理|接收|新收|收取)"
_ABOUT = r"(?:信息公开|政务公开|依申请公开)"
# 收到政府信息公开申请 9 件, 受理依申请公开 0 件.
_COUNT_LAST = re.compile(rf"{_TAKEN}[^,，\d]{{0,16}}?{_ABOUT}[^,，\d]{{0,10}}?{_NUMBER}\s*{_UNIT}")
# 收到 9 件政府信息公开申请.
_COUNT_FIRST = re.compile(
    rf"{_TAKEN}[^,，\d]{{0,10}}?{_NUMBER}\s*{_UNIT}[^,，\d]{{0,12}}{_ABOUT}[^,，\d]{{0,6}}申请"
)
_NONE = re.compile(rf"(?:未|没有|没)(?:曾|有)?{_TAKEN}[^,，]{{0,24}}?{_ABOUT}[^,，]{{0,8}}")
# Part of the requests, those of others or other years, and other proceedings.
_OTHER = re.compile(
    r"其中|上年|去年|上一年|历年|累计|以来|结转|网络|网上|互联网|当面|现场|窗口|信函|邮寄|邮件|传真|平台"
    r"|代表|政府办|各部门|各单位|下属|转办|复议|诉讼|投诉|举报|咨询"
)
_YEAR = re.compile(r"(?<!\d)(20\d\d)年")
_FULL_WIDTH = {ord("０") + digit: str(digit) for digit in range(10)}
# Reports of counties and above tell of their own office's requests in words, and of all bodies'
# in the table.
_LEVELS = frozenset({"township", "subdistrict"})


class ReceivedCheck(NamedTuple):
    """What the narrative says was received beside what the table prints: `printed` with `table`,
    `where` and `page` of its cell; `carried_in` is what the year before left open."""

    stated: int
    printed: int
    carried_in: int | None
    table: str
    where: str
    page: int | None
    outcome: Outcome


def check_received(
    sections: Sequence[dict[str, Any]],
    tables: dict[str, list[dict[str, Any]]],
    level: str | None,
    year: int | None,
) -> ReceivedCheck | None:
    """The requests received by the narrative, against part three or the statistics form.

    None where the narrative gives no number, or several that differ, or the table has none; and
    for bodies above the township. 未收到 counts as 0. A number that includes what was carried in
    from the year before passes.
    """
    cell = _cell(tables)
    if level not in _LEVELS or cell is None:
        return None
    stated = {
        count for section in sections for count in stated_received(section["text"] or "", year)
    }
    if len(stated) != 1:
        return None
    (count,) = stated
    table, where, printed, page, carried_in = cell
    holds = count in (printed, printed + (carried_in or 0))
    return ReceivedCheck(
        count, printed, carried_in, table, where, page, "passed" if holds else "failed"
    )


def stated_received(text: str, year: int | None) -> Iterator[int]:
    """Every number of requests for information that the text says were received in the year."""
    for sentence in re.split(r"[。；;\n]", text.translate(_FULL_WIDTH)):
        if any(int(found) != year for found in _YEAR.findall(sentence)):
            continue
        for clause in re.split(r"(?<!\d),|，", sentence):
            if _OTHER.search(clause):
                continue
            if _NONE.search(clause):
                yield 0
                continue
            for pattern in (_COUNT_LAST, _COUNT_FIRST):
                found = pattern.search(clause)
                if found:
                    yield int(found[1].replace(",", ""))
                    break


def _cell(
    tables: dict[str, list[dict[str, Any]]],
) -> tuple[str, str, int, int | None, int | None] | None:
    """Table, place, number and page of the requests received, and the number carried in."""
    totals = {
        row["outcome"]: row for row in tables.get("requests", ()) if row["applicant"] == "total"
    }
    received = totals.get("received")
    if received is not None and received["count"] is not None:
        carried_in = totals.get("carried_in", {}).get("count")
        return "requests", "received", received["count"], received["page"], carried_in
    for row in tables.get("indicators", ()):
        if row["indicator"] == "requests_received" and row["period"] == "year":
            if row["value"] is None:
                return None
            return "indicators", "requests_received", int(row["value"]), row["page"], None
    return None
