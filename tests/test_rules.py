"""The rules as data, and what they say to a person."""

import re
from importlib.resources import files
from pathlib import Path

import pandas as pd
import pytest

from disclosure_stats.checks.claims import claims
from disclosure_stats.checks.other_ways import check_other_ways
from disclosure_stats.checks.rules import finding, rules, sentence
from disclosure_stats.checks.rules_page import rules_page
from disclosure_stats.forms import ERAS, load_form
from disclosure_stats.store.schemas import pandas_dtypes

ROOT = Path(__file__).resolve().parents[1]
FIELDS = {"table", "where", "expected", "found", "page"}


def test_every_rule_that_compares_is_listed() -> None:
    of_forms = {identity.rule for era in ERAS for identity in load_form(era).identities}
    assert of_forms == {rule.code for rule in rules().values() if rule.scope == "form"}
    assert {claim.rule for claim in claims()} <= rules().keys()


def test_every_finding_of_the_code_has_its_rule() -> None:
    named = {
        code
        for path in (ROOT / "src").rglob("*.py")
        for code in re.findall(r'\bfinding\(\s*"(\w+)"', path.read_text(encoding="utf-8"))
    }
    assert len(named) > 8
    assert named <= rules().keys()


@pytest.mark.parametrize("rule", rules().values(), ids=lambda rule: rule.code)
def test_a_rule_says_its_sentence_in_both_languages(rule) -> None:
    for template in (rule.english, rule.chinese):
        assert set(re.findall(r"{(\w+)}", template)) <= FIELDS
    assert re.search("[\u4e00-\u9fff]", rule.chinese)
    assert rule.chinese.endswith("。")
    assert not re.search("[\u4e00-\u9fff]", rule.english)
    assert rule.english.endswith((".", "look."))
    row = finding(rule.code, "requests", "received, total", expected=3, found=4, page=2)
    assert row["severity"] == rule.severity
    for language in ("en", "zh"):
        said = sentence(row, language)
        assert "{" not in said
        assert "None" not in said


def test_in_chinese_rows_and_columns_bear_the_labels_of_the_form() -> None:
    row = finding("column_balance", "requests", "natural_person", expected=3, found=4)
    assert sentence(row, "en") == (
        "requests, natural_person: received + carried_in is 4, "
        "but processed_total + carried_out is 3."
    )
    assert "“自然人”" in sentence(row, "zh")
    row = finding("in_force_balance", "disclosures", "normative_documents, in_force")
    assert "“行政规范性文件，现行有效件数”" in sentence(row, "zh")
    assert "现行有效—件" in sentence(row, "zh")


def test_a_row_of_a_dataframe_is_said_as_a_plain_one() -> None:
    row = finding("unreadable_pages", "sections", "page 2", "extraction", page=2)
    written = pd.DataFrame([{"report_id": "0", **row}]).astype(pandas_dtypes("findings"))
    (plain,) = written.to_dict("records")
    assert sentence(plain, "zh") == sentence(row, "zh") == "第2页没有可用的文字层，未能读取。"


def test_a_rule_of_another_version_is_said_as_it_was_written() -> None:
    row = {"rule": "of_tomorrow", "table": "requests", "where": "", "message": "As written."}
    assert sentence(row, "zh") == sentence(row, "en") == "As written."


def test_the_page_of_rules_is_current() -> None:
    assert (ROOT / "docs" / "checks.md").read_text(encoding="utf-8") == rules_page()


def test_no_two_rules_have_one_code() -> None:
    written = (files("disclosure_stats.checks") / "rules.toml").read_text(encoding="utf-8")
    assert written.count("[[rules]]") == len(rules())


def test_an_unknown_rule_is_a_mistake_of_ours() -> None:
    with pytest.raises(KeyError):
        finding("no_such_rule", "requests")


@pytest.mark.parametrize(("boards", "rules_found"), [(260, []), (301, ["postings_other"])])
def test_boards_of_the_narrative_against_the_other_ways_of_the_form(
    boards: int, rules_found: list[str]
) -> None:
    def posting(number: int, channel: str, count: int, **more: object) -> dict[str, object]:
        usual = {"parent_id": None, "unit": "条", "period": "year", "scope": "self", "page": 1}
        return {**usual, "posting_id": number, "channel": channel, "count": count, **more}

    postings = [
        posting(1, "notice_board", boards),
        posting(2, "notice_board", 200, parent_id=1),
        posting(3, "website", 900),
        posting(4, "broadcast", 70, unit="次"),
        posting(5, "screen", 800, period="cumulative"),
    ]
    indicators = [{"indicator": "via_other", "period": "year", "value": 300.0}]
    found = check_other_ways(postings, indicators)
    assert [row["rule"] for row in found] == rules_found
    assert check_other_ways(postings, []) == []
