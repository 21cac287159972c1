"""The few honest inconsistencies: one figure in a report that does not agree with the rest."""

from .model import Inconsistency, Report

# Broken in the wording: the whole that the sentence prints exceeds its parts.
NARRATIVE_MISPRINTS = {("萤沼镇", 2024)}


def misprint(report: Report) -> None:
    """Change the one figure that this report gets wrong, if it is one of those that do."""
    match report.place.name, report.year:
        case "砚秋街道", 2022:
            cell = ("processed_total", "natural_person")
            report.requests[cell] += 1
            wrong = Inconsistency("processed_total", "requests", cell[1], cell)
        case "栎心镇", 2020:
            cell = ("partly_granted", "total")
            report.requests[cell] += 1
            wrong = Inconsistency("row_total", "requests", cell[0], cell)
        case "橡碗镇", 2023:
            cell = ("reconsideration", "total")
            report.appeals[cell] += 1
            wrong = Inconsistency("appeals_total", "appeals", cell[0], cell)
        case "蓼汀镇", 2017:
            report.indicators["staff"] += 2
            wrong = Inconsistency("indicator_sums", "indicators", "staff", ("staff",))
        case "栎心镇", 2024:
            _forget_one_carried_in(report)
            cell = ("carried_in", "natural_person")
            wrong = Inconsistency("carried_over", "requests", cell[1], cell)
        case key if key in NARRATIVE_MISPRINTS:
            wrong = Inconsistency("postings_parts", "postings", "all")
        case _:
            return
    report.inconsistency = wrong


def _forget_one_carried_in(report: Report) -> None:
    """Drop one of last year's requests throughout, so that the year by itself still balances."""
    for applicant in ("natural_person", "total"):
        for outcome in ("carried_in", "granted", "processed_total"):
            if report.requests[outcome, applicant] < 1:
                raise ValueError(f"nothing to forget in {outcome} of {report.place.name}")
            report.requests[outcome, applicant] -= 1
