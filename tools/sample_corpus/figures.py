"""The statutory figures of one place over the years, as each year's form asks for them."""

import random

from tests.statutory_wording import APPLICANTS, DISCLOSURES, INDICATORS, RESULTS, STAGES

from .ledger import YearOfRequests, ledger
from .model import FIRST_YEAR, LAST_YEAR, Figure, Place, Report
from .statutory import handled_groups
from .trends import Posted, posted

_OTHER_THREE = ("other_uncorrected", "other_unpaid", "other_other")

# What the 2014 form calls the outcomes; all else is counted as told to go another way.
_REPLIES_2014 = {
    "granted": "replied_granted",
    "partly_granted": "replied_partly",
    "refused_third_party": "refused_privacy",
    "refused_internal": "refused_other_law",
    "refused_process": "refused_other_law",
    "refused_enforcement_file": "refused_other_law",
    "refused_inquiry": "refused_not_information",
    "unavailable_not_held": "replied_not_this_body",
    "unavailable_must_create": "replied_nonexistent",
    "unavailable_unclear": "replied_asked_amend",
    "unprocessed_repeat": "replied_already_public",
}


def reports_of(place: Place) -> list[Report]:
    """The place's reports with their figures, oldest first, the missing years left out."""
    channels, requests = posted(place), ledger(place)
    reports = []
    disclosures = _disclosures(place)
    for year in range(FIRST_YEAR, LAST_YEAR + 1):
        if year in place.missing:
            continue
        report = Report(place, year)
        rng = random.Random(f"figures {place.name} {year}")
        if report.era == "2014":
            report.indicators = _indicators(channels[year], requests[year], disclosures[year], rng)
        else:
            report.disclosures = _asked_for(report, disclosures[year])
            report.requests = _requests(report, requests[year])
            report.appeals = _appeals(place, rng)
            _leave_unused_empty(report)
        reports.append(report)
    return reports


def _disclosures(place: Place) -> dict[int, dict[tuple[str, str], Figure]]:
    """Every measure that either form asks for; stocks of one year follow from the year before."""
    rng = random.Random(f"disclosures {place.name}")
    scale = {"quiet": 6, "small": 30, "busy": 900}[place.bustle]
    stock = rng.randint(0, 5)
    items = {"licences": rng.randint(4, 12), "other_services": rng.randint(15, 60)}
    items |= {"penalties": rng.randint(0, 25), "coercive_measures": rng.randint(0, 4), "fees": 0}
    years = {}
    for year in range(FIRST_YEAR, LAST_YEAR + 1):
        issued = rng.choice([0, 0, 0, 1, 1, 2])
        repealed = rng.choice([0, 0, 1]) if stock else 0
        stock += issued - repealed
        row: dict[tuple[str, str], Figure] = {
            ("rules", measure): 0
            for measure in (
                "issued",
                "repealed",
                "in_force",
                "created",
                "published",
                "published_total",
            )
        }
        norms = "normative_documents"
        row |= {
            (norms, "issued"): issued,
            (norms, "repealed"): repealed,
            (norms, "in_force"): stock,
        }
        row |= {(norms, "created"): issued, (norms, "published"): issued}
        row[norms, "published_total"] = stock
        for item, number in items.items():
            change = rng.choice([0, 0, 0, 1, 2, -1]) if number else 0
            row |= {(item, "items_last_year"): number, (item, "items_change"): change}
            items[item] = number + change
        row["licences", "decisions"] = rng.randint(scale // 2, 2 * scale)
        row["other_services", "decisions"] = rng.randint(scale, 3 * scale)
        row["penalties", "decisions"] = rng.randint(0, scale // 6)
        row["coercive_measures", "decisions"] = rng.choice([0, 0, 0, 1])
        row["fees", "amount"] = rng.choice([0, 0, 0, round(rng.uniform(0.5, 9), 2)])
        row["procurement", "projects"] = rng.randint(1, 9)
        row["procurement", "amount"] = round(rng.uniform(8, 160), 2)
        years[year] = row
    return years


def _asked_for(
    report: Report, known: dict[tuple[str, str], Figure]
) -> dict[tuple[str, str], Figure]:
    cells = {
        (item, measure): known[item, measure]
        for block in DISCLOSURES[report.era]
        for item in block.items
        for measure in block.measures
    }
    if report.place.style.rules_row != "zero":
        cells |= {key: report.place.style.rules_row for key in cells if key[0] == "rules"}
    return cells


def _requests(report: Report, entry: YearOfRequests) -> dict[tuple[str, str], Figure]:
    one_row = report.era == "2019" or report.place.style.other_row == "one"
    cells: dict[tuple[str, str], Figure] = {}
    people = [applicant for applicant in APPLICANTS if applicant != "total"]
    outcomes = [code for _, rows in handled_groups(one_row) for code in rows]
    for person in people:
        cells["received", person] = entry.received[person]
        cells["carried_in", person] = entry.carried_in[person]
        for code in outcomes:
            cells[code, person] = entry.handled[code, person]
        if one_row:
            cells["other", person] = sum(entry.handled[code, person] for code in _OTHER_THREE)
        cells["processed_total", person] = sum(
            n for (_, applicant), n in entry.handled.items() if applicant == person
        )
        cells["carried_out", person] = entry.carried_out[person]
    for code in ["received", "carried_in", *outcomes, "carried_out"]:
        cells[code, "total"] = sum(cells[code, person] for person in people)
    if one_row and report.era == "2021":
        cells |= {(code, applicant): "absent" for code in _OTHER_THREE for applicant in APPLICANTS}
    return cells


def _appeals(place: Place, rng: random.Random) -> dict[tuple[str, str], Figure]:
    cells: dict[tuple[str, str], Figure] = {}
    for stage in STAGES:
        parts = [rng.choice([0, 0, 0, 1, 2]) if place.bustle == "busy" else 0 for _ in range(4)]
        cells |= {(stage, code): n for code, n in zip(RESULTS, [*parts, sum(parts)], strict=True)}
    return cells


def _leave_unused_empty(report: Report) -> None:
    """Some bodies print no 0 where a kind of applicant, or a kind of appeal, never occurs."""
    mark = report.place.style.unused
    if mark == "zero":
        return
    for key, number in report.requests.items():
        if key[1] in ("research", "social_organisation", "legal_service") and number == 0:
            report.requests[key] = mark
    for key, number in report.appeals.items():
        if key[0] == "litigation_after_reconsideration" and number == 0:
            report.appeals[key] = mark


def _indicators(
    channels: Posted,
    requests: YearOfRequests,
    disclosures: dict[tuple[str, str], Figure],
    rng: random.Random,
) -> dict[str, Figure]:
    row: dict[str, Figure] = {code: 0 for code, *_ in INDICATORS if code}
    row["disclosed_total"] = channels.total
    row["normative_documents_issued"] = disclosures["normative_documents", "issued"]
    row["normative_documents_disclosed"] = disclosures["normative_documents", "issued"]
    row["via_website"], row["via_weibo"] = channels.website, channels.weibo
    row["via_wechat"], row["via_other"] = channels.wechat, channels.boards
    row["response_1"] = row["response_5"] = 0
    row["response_6"] = rng.randint(0, 12)
    row["response_7"] = rng.randint(0, 3) if channels.wechat else 0
    received = row["requests_received"] = requests.received.total()
    online = row["requests_online"] = rng.randint(0, received)
    in_person = row["requests_in_person"] = rng.randint(0, received - online)
    row["requests_letter"] = received - online - in_person
    closed = row["requests_closed"] = row["replies"] = requests.handled.total()
    extended = row["closed_extended"] = min(closed, rng.choice([0, 0, 1]))
    row["closed_on_time"] = closed - extended
    for (outcome, _), number in requests.handled.items():
        code = _REPLIES_2014.get(outcome, "replied_other_route")
        row[code] += number
        if code.startswith("refused_"):
            row["replied_refused"] += number
    row["dedicated_offices"], row["reading_points"] = 1, rng.randint(1, 4)
    full_time, part_time = rng.randint(0, 2), rng.randint(1, 14)
    row["staff_full_time"], row["staff_part_time"] = full_time, part_time
    row["staff"] = full_time + part_time
    row["dedicated_funds"] = rng.choice(["blank", 0, round(rng.uniform(0.3, 3), 1)])
    row["via_bulletin"] = rng.choice([0, 0, "dash"])
    row["meetings"], row["trainings"] = rng.randint(1, 5), rng.randint(0, 3)
    row["trainees"] = row["trainings"] * rng.randint(12, 40)
    return row
