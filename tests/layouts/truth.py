"""Figures of an invented body for one year, whose sums hold as the form wants them to."""

from dataclasses import dataclass, replace
from random import Random

from statutory_wording import (
    APPLICANTS,
    DISCLOSURES,
    INDICATORS,
    OUTCOMES,
    PROVINCIAL_INDICATORS,
    RESULTS,
    STAGES,
)

Key = tuple[str, str, str]
YEARS = {"2014": 2017, "2019": 2019, "2021": 2023}
SENDERS = [applicant for applicant in APPLICANTS if applicant != "total"]
OTHERS = ("other_uncorrected", "other_unpaid", "other_other")


@dataclass(frozen=True)
class Truth:
    """What a report says. `values` is keyed by (table, row code, column code)."""

    era: str
    year: int
    body: str
    values: dict[Key, float]

    def changed(self, **changes: object) -> "Truth":
        """The same truth with other fields."""
        return replace(self, **changes)  # type: ignore[arg-type]  # replace refuses unknown names

    def with_values(self, values: dict[Key, float]) -> "Truth":
        """The same truth with some values changed."""
        return replace(self, values={**self.values, **values})


def consistent_truth(
    era: str, random: Random, *, busy: bool = True, body: str = "石埠桥镇人民政府"
) -> Truth:
    """A truth whose sums hold; `busy` gives few zeros, else most cells are 0."""
    if era == "2014":
        values = _indicators(random, busy)
    else:
        values = {
            **_disclosures(era, random, busy),
            **_requests(era, random, busy),
            **_appeals(random, busy),
        }
    return Truth(era, YEARS[era], body, values)


def provincial_truth(random: Random) -> Truth:
    """The figures of a province's own form: this year's, and those since the start.

    Its sums hold over the rows that it prints, those among them that have no code of their own.
    """
    values: dict[Key, float] = {}
    for row in PROVINCIAL_INDICATORS:
        this_year = random.choice([0, random.randrange(1, 3000)])
        values["indicators", row.code, "year"] = this_year
        values["indicators", row.code, "cumulative"] = this_year + random.randrange(0, 20000)
    for whole, parts in _PROVINCIAL_PARTS.items():
        for period in ("year", "cumulative"):
            values["indicators", whole, period] = sum(
                values["indicators", part, period] for part in parts
            )
    return Truth("2014", 2018, "石埠桥镇人民政府", values)


_PROVINCIAL_PARTS = {
    "requests_received": ["requests_in_person", "requests_online", "other:信函、传真申请数"],
    "replies": ["replied_granted", "replied_partly", "replied_refused", "other:其他类型答复数"],
}


def _count(random: Random, busy: bool, most: int = 60) -> int:
    if busy:
        return random.randrange(1, most)
    return random.choice([0, 0, 0, 0, 0, 0, 0, 1, 2])


def _split(random: Random, whole: int, parts: int) -> list[int]:
    """`whole` thrown into `parts` parts at random."""
    shares = [0] * parts
    for _ in range(whole):
        shares[random.randrange(parts)] += 1
    return shares


def _disclosures(era: str, random: Random, busy: bool) -> dict[Key, float]:
    values: dict[Key, float] = {}
    for block in DISCLOSURES[era]:
        for item in block.items:
            for measure in block.measures:
                value: float = _count(random, busy, 4000)
                if measure == "amount":
                    value = round(value * 1.2345, 4)
                values["disclosures", item, measure] = value
    if busy and era == "2019":
        values["disclosures", "penalties", "items_change"] = -random.randrange(1, 40)
    return values


def _requests(era: str, random: Random, busy: bool) -> dict[Key, float]:
    outcomes = [code for group in OUTCOMES.values() for code in group]
    if era == "2019":
        outcomes = [code for code in outcomes if code not in OTHERS] + ["other"]
    values: dict[Key, float] = {}
    for sender in SENDERS:
        received = _count(random, busy, 90)
        carried_in = _count(random, busy, 9)
        carried_out = random.randrange(0, received + carried_in + 1) // 3
        processed = received + carried_in - carried_out
        rows = {"received": received, "carried_in": carried_in, "carried_out": carried_out}
        rows["processed_total"] = processed
        rows |= dict(zip(outcomes, _split(random, processed, len(outcomes)), strict=True))
        for outcome, count in rows.items():
            values["requests", outcome, sender] = count
    for outcome in [*outcomes, "received", "carried_in", "carried_out", "processed_total"]:
        values["requests", outcome, "total"] = sum(
            values["requests", outcome, sender] for sender in SENDERS
        )
    return values


def _appeals(random: Random, busy: bool) -> dict[Key, float]:
    values: dict[Key, float] = {}
    for stage in STAGES:
        total = 0
        for result in RESULTS:
            if result != "total":
                count = _count(random, busy, 12)
                values["appeals", stage, result] = count
                total += count
        values["appeals", stage, "total"] = total
    return values


_INDICATOR_PARTS = {
    "requests_received": [
        "requests_in_person",
        "requests_fax",
        "requests_online",
        "requests_letter",
    ],
    "requests_closed": ["closed_on_time", "closed_extended"],
    "replied_refused": [
        "refused_state_secret",
        "refused_trade_secret",
        "refused_privacy",
        "refused_securities",
        "refused_not_information",
        "refused_other_law",
    ],
    "replies": [
        "replied_already_public",
        "replied_granted",
        "replied_partly",
        "replied_refused",
        "replied_not_this_body",
        "replied_nonexistent",
        "replied_asked_amend",
        "replied_other_route",
    ],
    "reconsideration_total": [
        "reconsideration_upheld",
        "reconsideration_corrected",
        "reconsideration_other",
    ],
    "litigation_total": ["litigation_upheld", "litigation_corrected", "litigation_other"],
    "staff": ["staff_full_time", "staff_part_time"],
}


def _indicators(random: Random, busy: bool) -> dict[Key, float]:
    counts: dict[str, float] = {
        row.code: _count(random, busy, 900) for row in INDICATORS if row.code
    }
    for code in ("fees_collected", "dedicated_funds"):
        counts[code] = round(_count(random, busy, 90) * 0.35, 2)
    # Parts come before the wholes that they are parts of: a refusal is a reply.
    for whole, parts in _INDICATOR_PARTS.items():
        counts[whole] = sum(counts[part] for part in parts)
    return {("indicators", code, "year"): value for code, value in counts.items()}
