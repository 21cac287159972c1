"""A dataset of many invented places, written as the extract command writes one."""

import random
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from dataset_writer import DatasetWriter

from disclosure_stats.forms import Form, form_of_year
from disclosure_stats.rows import Row

FIRST_YEAR, LAST_YEAR = 2016, 2025
OUTCOMES = {
    "granted": 0.5,
    "partly_granted": 0.12,
    "refused_internal": 0.08,
    "unavailable_not_held": 0.2,
    "unprocessed_petition": 0.1,
}
ALL_OUTCOMES = (
    "granted",
    "partly_granted",
    "refused_state_secret",
    "refused_law_forbids",
    "refused_three_securities",
    "refused_third_party",
    "refused_internal",
    "refused_process",
    "refused_enforcement_file",
    "refused_inquiry",
    "unavailable_not_held",
    "unavailable_must_create",
    "unavailable_unclear",
    "unprocessed_petition",
    "unprocessed_repeat",
    "unprocessed_publication",
    "unprocessed_excessive",
    "unprocessed_reconfirm",
    "other_uncorrected",
    "other_unpaid",
    "other_other",
)
_CHANNELS = ("notice_board", "website", "wechat", "short_video", "broadcast")
_INDICATORS = ("disclosed_total", "via_bulletin", "via_website", "via_weibo", "via_wechat")
_FAULTS = (
    "个别站所报送信息不够及时",
    "信息员多为兼职且更换频繁",
    "解读材料文字偏多而图解偏少",
    "公开渠道单一且栏目设置零散",
    "群众参与和互动的方式不多",
    "依申请公开答复的格式不统一",
)
_STAGES = ("reconsideration", "litigation_direct", "litigation_after_reconsideration")
_SYLLABLES = "栗槐枫榆桐松柏杉樟楠梓柳桑榕椴桦椿楸檀"


def place_names(count: int) -> list[str]:
    """Names of places that there are not, of two to five characters before 镇, 乡 or 街道."""
    kinds = ("镇", "乡", "街道")
    return [
        _SYLLABLES[number % 19]
        + "溪坪坞埠汀"[number % 5] * (1 + number % 4)
        + _SYLLABLES[(number * 7) // 19 % 19]
        + kinds[number % 3]
        for number in range(count)
    ]


def write_dataset(folder: Path, places: int | Sequence[str], seed: int = 0) -> Path:
    """Reports of so many places, or of places of these names, over ten years, each on the form of
    its year, some years missing, a few reports flagged; deterministic for a seed."""
    chance = random.Random(seed)
    with DatasetWriter(folder) as writer:
        names = place_names(places) if isinstance(places, int) else places
        for number, place in enumerate(names):
            busy = chance.choice((0, 0, 2, 8, 40))
            for year in range(FIRST_YEAR, LAST_YEAR + 1):
                if chance.random() < 0.08:
                    continue
                report = _report(place, number, year, chance)
                writer.add("reports", [report])
                # Drawn apart, so that the other tables are as they would be without it.
                narrative = _narrative(year, random.Random(report["report_id"]))
                for table, rows in (_tables(year, busy, chance) | narrative).items():
                    writer.add(table, rows, report_id=report["report_id"])
    return folder


def _form(year: int) -> Form:
    form = form_of_year(year)
    assert form is not None
    return form


def _report(place: str, number: int, year: int, chance: random.Random) -> Row:
    report_id = f"{number:08x}{year:08x}"
    return {
        "report_id": report_id,
        "source_path": f"{place}/{place}_{year}.pdf",
        "sha256": report_id * 4,
        "body": f"{place}人民政府",
        "place": place,
        "level": "township",
        "county": f"虚{number % 7}县",
        "prefecture": "虚拟市",
        "year": year,
        "era": _form(year).era,
        "pages": 3,
        "route": "text",
        "status": chance.choice(("verified",) * 8 + ("flagged", "partial")),
        "checks_passed": 60,
        "checks_failed": 0,
        "checks_not_assessable": 0,
    }


def _tables(year: int, busy: int, chance: random.Random) -> dict[str, list[Row]]:
    processed = max(0, round(chance.gauss(busy, busy / 4)))
    if "indicators" in _form(year).tables:
        return {"indicators": _indicators(processed, chance)}
    outcomes = dict.fromkeys(ALL_OUTCOMES, 0)
    for outcome in chance.choices(list(OUTCOMES), list(OUTCOMES.values()), k=processed):
        outcomes[outcome] += 1
    rows = {
        "received": processed,
        "carried_in": 0,
        **outcomes,
        "processed_total": processed,
        "carried_out": 0,
    }
    return {
        "requests": [
            _cell(outcome=outcome, applicant=applicant, count=count)
            for outcome, count in rows.items()
            for applicant in ("natural_person", "total")
        ],
        "appeals": [
            _cell(stage=stage, result=result, count=0)
            for stage in _STAGES
            for result in ("upheld", "corrected", "other", "pending", "total")
        ],
        "postings": _postings(year, chance),
    }


def _narrative(year: int, chance: random.Random) -> dict[str, list[Row]]:
    """Section five, what is counted beside postings, and the sentences of a section."""
    faults = chance.sample(_FAULTS, 2)
    counts = {"meetings": "次", "trainings": "期", "staff": "人", "accounts": "个"}
    activities = [
        {"activity": activity, "value": float(chance.randint(1, 9)), "unit": unit, "page": 1}
        for activity, unit in counts.items()
        if year > 2018 and chance.random() < 0.7
    ]
    said = {"approximate": False, "period": "year", "certainty": "sure", "sentence": "虚构。"}
    text = "".join(f"{chance.choice(_FAULTS)}，已着手逐项加以改进。" for _ in range(9))
    return {
        "statements": [
            {"number": n, "kind": "problem", "text": one, "none_stated": False, "page": 2}
            for n, one in enumerate(faults, start=1)
        ],
        "activities": [one | said for one in activities],
        "sections": [{"number": 1, "heading": "一、总体情况", "text": text, "first_page": 1}],
    }


def _cell(**values: Any) -> Row:
    place = {"page": 1, "x0": 10.0, "top": 10.0, "x1": 20.0, "bottom": 20.0}
    return {**values, "cell_state": "printed", **place}


def _indicators(processed: int, chance: random.Random) -> list[Row]:
    counts = {name: chance.randint(50, 400) for name in _INDICATORS[1:]}
    counts["disclosed_total"] = sum(counts.values())
    counts["requests_received"] = processed
    return [
        _cell(indicator=name, label=name, period="year", unit="条", value=float(count))
        for name, count in counts.items()
    ]


def _postings(year: int, chance: random.Random) -> list[Row]:
    boards = 420 - 30 * (year - FIRST_YEAR)
    counts = [boards, 100 + 12 * (year - FIRST_YEAR), 300, 60, 20]
    return [
        {
            "posting_id": number,
            "channel": channel,
            "count": max(0, count + chance.randint(-40, 40)),
            "unit": "条",
            "approximate": False,
            "period": "year",
            "certainty": "sure",
            "scope": "self",
            "sentence": "虚构的句子。",
            "page": 1,
        }
        for number, (channel, count) in enumerate(zip(_CHANNELS, counts, strict=True), start=1)
    ]
