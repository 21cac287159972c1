"""The requests that a body gets and what becomes of them, carried from year to year."""

import random
from collections import Counter
from dataclasses import dataclass, field

from .model import FIRST_YEAR, LAST_YEAR, Place

_APPLICANTS = {
    "natural_person": 78,
    "company": 13,
    "research": 1,
    "social_organisation": 2,
    "legal_service": 4,
    "other_organisation": 2,
}

_OUTCOMES = {
    "granted": 460,
    "partly_granted": 90,
    "refused_third_party": 35,
    "refused_internal": 30,
    "refused_process": 30,
    "refused_enforcement_file": 20,
    "refused_inquiry": 12,
    "unavailable_not_held": 160,
    "unavailable_must_create": 35,
    "unavailable_unclear": 30,
    "unprocessed_petition": 50,
    "unprocessed_repeat": 20,
    "unprocessed_reconfirm": 8,
    "other_uncorrected": 20,
    "other_other": 15,
}


@dataclass
class YearOfRequests:
    """Counts by applicant (`received`, `carried_in`, `carried_out`) and by both (`handled`)."""

    received: Counter[str] = field(default_factory=Counter)
    carried_in: Counter[str] = field(default_factory=Counter)
    carried_out: Counter[str] = field(default_factory=Counter)
    handled: Counter[tuple[str, str]] = field(default_factory=Counter)

    def outcome(self, code: str) -> int:
        return sum(n for (outcome, _), n in self.handled.items() if outcome == code)


def _new_requests(place: Place, year: int, rng: random.Random) -> int:
    if place.bustle == "busy":
        return max(4, round((9 + 2.6 * (year - FIRST_YEAR)) * rng.uniform(0.65, 1.35)))
    odds = {"small": 0.45, "quiet": 0.1}[place.bustle]
    return rng.choice([1, 1, 2, 3]) if rng.random() < odds else 0


def ledger(place: Place) -> dict[int, YearOfRequests]:
    """Every request received is handled in its year or carried into the next, none is lost."""
    rng = random.Random(f"ledger {place.name}")
    waiting: Counter[str] = Counter()
    years: dict[int, YearOfRequests] = {}
    for year in range(FIRST_YEAR, LAST_YEAR + 1):
        entry = YearOfRequests(carried_in=Counter(waiting))
        new = rng.choices(*_weighted(_APPLICANTS), k=_new_requests(place, year, rng))
        entry.received.update(new)
        for applicant in [*waiting.elements(), *new]:
            # Only a busy body has requests still open when the year ends.
            if place.bustle == "busy" and rng.random() < 0.13:
                entry.carried_out[applicant] += 1
            else:
                entry.handled[rng.choices(*_weighted(_OUTCOMES))[0], applicant] += 1
        waiting = Counter(entry.carried_out)
        years[year] = entry
    return years


def _weighted(weights: dict[str, int]) -> tuple[list[str], list[int]]:
    return list(weights), list(weights.values())
