"""The year that a report is on where its statements differ; names that cannot be read whole."""

from datetime import date
from pathlib import Path

import pytest

from disclosure_stats.pages.pdfium import Document
from disclosure_stats.reading.document import read_document
from disclosure_stats.reading.identity.identify import read_identity
from disclosure_stats.reading.identity.titles import Title, as_title
from disclosure_stats.reading.identity.years import read_year

ODD = Path(__file__).resolve().parents[2] / "shared" / "odd"
RAW = Path(__file__).resolve().parents[1] / "data" / "raw"
PERIOD = "统计期限自2023年1月1日起至2023年12月31日止。"
REPORT = "政府信息公开工作年度报告"


@pytest.mark.parametrize(
    "text",
    [
        f"乌石坳镇2024年公布的2023年{REPORT}",
        f"乌石坳镇2024年公布2023年{REPORT}",
        f"2024年发布的乌石坳镇2023年度{REPORT}",
        f"乌石坳镇人民政府2023年度{REPORT}(2024年1月发布)",
    ],
)
def test_the_year_of_issue_is_not_the_year_reported_on(text: str) -> None:
    title = as_title(text)
    assert title is not None
    assert (title.year, (title.body or "")[:4]) == (2023, "乌石坳镇")


@pytest.mark.parametrize(
    ("stated", "text", "path", "made", "year", "is_found"),
    [
        (2023, PERIOD, "2023.pdf", 2024, 2023, False),
        (2032, PERIOD, "a.pdf", 2024, 2023, True),
        (2032, "", "a/2023.pdf", None, 2023, True),
        (2032, "", "a.pdf", None, None, True),
        (2025, PERIOD, "a.pdf", 2024, 2023, True),
        (2022, PERIOD, "a.pdf", 2024, 2022, True),
        (2023, "", "a.pdf", 2000, 2023, False),  # a clock that was never set
        (2023, "", "a.pdf", 2019, 2023, True),
        (None, "", "a/2023.pdf", 2024, 2023, False),
        (None, "", "a.pdf", 2024, None, False),
    ],
)
def test_years_that_cannot_be_and_years_that_differ(
    stated: int | None, text: str, path: str, made: int | None, year: int | None, is_found: bool
) -> None:
    read, findings = read_year(Title(0, "乌石坳镇", stated), text, path, made)
    assert read == year
    assert [found["rule"] for found in findings] == ["year_contradicted"] * is_found


def test_a_year_that_has_not_begun_is_not_believed() -> None:
    title = Title(0, "乌石坳镇", date.today().year + 1)
    assert read_year(title, "", "", None)[0] is None


def test_a_pdf_says_when_it_was_made() -> None:
    with Document(next(RAW.rglob("*.pdf")).read_bytes()) as document:
        assert document.year_made in range(2024, 2100)


def test_a_name_with_a_character_that_has_no_code_is_not_shortened() -> None:
    title = as_title(f"\ufffd岭镇人民政府2023年{REPORT}")
    assert title is not None
    row, findings = read_identity(title, [], "x.pdf")
    assert (row["body"], row["place"], row["year"]) == (None, None, 2023)
    assert [(found["rule"], found["severity"]) for found in findings] == [
        ("name_unread", "warning")
    ]
    named, findings = read_identity(title, [], f"𬭊岭镇人民政府2023年{REPORT}.pdf")
    assert (named["place"], findings) == ("𬭊岭镇", [])


@pytest.mark.skipif(not ODD.is_dir(), reason="the shared odd files are not here")
@pytest.mark.parametrize("path", sorted(ODD.glob("case09*.pdf")), ids=lambda path: path.stem)
def test_characters_beyond_the_basic_plane(path: Path) -> None:
    (report,) = read_document(path.read_bytes(), path.name)
    assert report.identity["place"] == "𬭊岭镇"
    assert "𬭊岭镇" in "".join(row["text"] for row in report.tables["sections"])
