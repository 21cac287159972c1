"""The status of a report, decided from all that was found."""

from collections.abc import Iterable, Mapping
from typing import Any, Final, Literal, get_args

Status = Literal["verified", "unproven", "flagged", "partial", "failed"]
STATUSES: Final[tuple[str, ...]] = get_args(Status)
"""The best first."""


def status_of(findings: Iterable[Mapping[str, Any]], is_partial: bool, is_proved: bool) -> Status:
    """`partial` where a statutory table is missing or a page could not be read, else `flagged`
    where a finding is more than an `info`, else `verified` if most numbers rest on a sum that holds
    or on a second look, and `unproven` if not."""
    if is_partial:
        return "partial"
    serious = any(finding["severity"] != "info" for finding in findings)
    if serious:
        return "flagged"
    return "verified" if is_proved else "unproven"


def status_after(status: Status, findings: Iterable[Mapping[str, Any]]) -> Status:
    """The status of a report of which more was found when it was compared with others."""
    if status not in ("verified", "unproven"):
        return status
    return status_of(findings, is_partial=False, is_proved=status == "verified")
