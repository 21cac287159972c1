"""The output tables, written once: Arrow types, pandas dtypes, the data dictionary and
`datapackage.json` are all derived from here. The contract binds: names and codes do not change.
"""

from dataclasses import dataclass
from typing import Literal

from disclosure_stats.checks.rules import SEVERITIES
from disclosure_stats.checks.status import STATUSES
from disclosure_stats.errors import ERROR_CODES
from disclosure_stats.forms import ERAS

Kind = Literal["string", "code", "int8", "int16", "int32", "int64", "float32", "float64", "boolean"]

PANDAS_DTYPES: dict[Kind, str] = {
    "string": "string",
    "code": "category",
    "int8": "Int64",
    "int16": "Int16",
    "int32": "Int64",
    "int64": "Int64",
    "float32": "Float32",
    "float64": "Float64",
    "boolean": "boolean",
}

CONTRACT_VERSION = 2
"""Of the tables, their columns and codes: tables of another version are not read."""

CELL_STATES = ("printed", "blank", "dash", "unreadable", "absent")
LEVELS = ("township", "subdistrict", "county", "prefecture", "province", "department", "unknown")
CHANNELS = (
    "all",
    "notice_board",
    "website",
    "wechat",
    "weibo",
    "short_video",
    "new_media",
    "screen",
    "broadcast",
    "print",
    "meeting",
    "reading_point",
    "messaging",
    "other",
)
ACTIVITIES = (
    "meetings",
    "trainings",
    "trainees",
    "staff",
    "staff_full_time",
    "staff_part_time",
    "dedicated_offices",
    "reading_points",
    "complaints",
    "fees_collected",
    "dedicated_funds",
    "assessments",
    "accounts",
    "interpretations",
)


@dataclass(frozen=True, slots=True)
class Column:
    """A column: name, type, what it holds; `codes` is the closed list of its values,
    where they are codes of no form: see `code_book.py`."""

    name: str
    kind: Kind
    description: str
    codes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """An output table: what a row of it is, its key, and its columns in order."""

    name: str
    description: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]


_REPORT_ID = Column("report_id", "string", "the report, as in the table reports")
_CELL_STATE = Column("cell_state", "code", "what the cell prints", CELL_STATES)
BOX = ("x0", "top", "x1", "bottom")
"""The columns of a cell's box, in points."""

_PLACE = (
    Column("page", "int16", "page, counted from 1"),
    Column("x0", "float32", "left edge of the cell, in points of the page as shown"),
    Column("top", "float32", "upper edge of the cell, in points from the top"),
    Column("x1", "float32", "right edge of the cell, in points"),
    Column("bottom", "float32", "lower edge of the cell, in points from the top"),
)
_PROOF = Column(
    "proof",
    "code",
    "what the number rests on: a sum of the form that holds, another and independent look at the "
    "print, or one reading alone; null where there is no number",
    ("sums", "second_look", "once"),
)
_IMPLIED = "what the report's own sums force where the cell prints no number; null everywhere else"
_PROOF_OF_COUNT = (_PROOF, Column("implied", "int32", _IMPLIED))
_PROOF_OF_VALUE = (_PROOF, Column("implied", "float64", _IMPLIED))
_COUNT = Column("count", "int32", "the number printed; null is not zero")
_VALUE = Column("value", "float64", "the number printed; null is not zero")

FORMATS = ("pdf", "html", "mht", "docx", "doc", "rtf", "odt")

_TABLES = (
    Table(
        "reports",
        "one row a report, and one for each file that could not be read",
        ("source_path", "report_id"),
        (
            Column(
                "report_id",
                "string",
                "r and the first 16 hex digits of the file's SHA-256; -2, -3, … for further "
                "reports in it",
            ),
            Column("source_path", "string", "path relative to the input folder, with /"),
            Column("sha256", "string", "SHA-256 of the file"),
            Column("body", "string", "the issuing body as printed"),
            Column("place", "string", "its place name"),
            Column("level", "code", "its administrative level", LEVELS),
            Column("province", "string", "province, when the report or the path names it"),
            Column("prefecture", "string", "prefecture, when the report or the path names it"),
            Column("county", "string", "county, when the report or the path names it"),
            Column("division_code", "string", "statistical division code; null when not certain"),
            Column("year", "int32", "the year reported on"),
            Column("era", "code", "the template that it prints", ERAS),
            Column("format", "code", "what the file's bytes are, whatever its name says", FORMATS),
            Column("pages", "int16", "number of pages; 1 for a web page, null for Word"),
            Column("route", "code", "how the pages were read", ("text", "ocr", "mixed")),
            Column(
                "status",
                "code",
                "verified: all sums that apply hold, and they or a second look cover most numbers; "
                "unproven: no finding, but most numbers rest on one reading alone; flagged: read, "
                "with findings; partial: a table is missing or unreadable; failed: not read",
                STATUSES,
            ),
            Column("checks_passed", "int32", "sums that hold"),
            Column("checks_failed", "int32", "sums that do not hold"),
            Column("checks_not_assessable", "int32", "sums with a null cell"),
            Column("error_code", "code", "why it was not read, or not wholly", ERROR_CODES),
            Column("error", "string", "the same in one line for a person"),
            Column("seconds", "float32", "time spent on the file"),
            Column("extractor_version", "string", "version of disclosure_stats"),
            Column("first_page", "int16", "first page of the report in the file"),
            Column("last_page", "int16", "last page of the report in the file"),
            Column("duplicate_of", "string", "source_path of an earlier file with the same bytes"),
        ),
    ),
    Table(
        "disclosures",
        "part two (主动公开政府信息情况): one row a cell",
        ("report_id", "item", "measure"),
        (
            _REPORT_ID,
            Column("item", "code", "the row of the form"),
            Column("measure", "code", "the column of the form"),
            _VALUE,
            Column("unit", "code", "unit, as printed or as the form asks for"),
            _CELL_STATE,
            *_PLACE,
            Column("remark", "string", "what the cell prints besides number and unit"),
            *_PROOF_OF_VALUE,
        ),
    ),
    Table(
        "requests",
        "part three (收到和处理政府信息公开申请情况): one row a cell",
        ("report_id", "outcome", "applicant"),
        (
            _REPORT_ID,
            Column("outcome", "code", "the row of the form"),
            Column("applicant", "code", "the column of the form"),
            _COUNT,
            _CELL_STATE,
            *_PLACE,
            *_PROOF_OF_COUNT,
        ),
    ),
    Table(
        "appeals",
        "part four (行政复议、行政诉讼): one row a cell",
        ("report_id", "stage", "result"),
        (
            _REPORT_ID,
            Column("stage", "code", "reconsideration, or the kind of litigation"),
            Column("result", "code", "how it ended"),
            _COUNT,
            _CELL_STATE,
            *_PLACE,
            *_PROOF_OF_COUNT,
        ),
    ),
    Table(
        "indicators",
        "era 2014 (政府信息公开情况统计表): one row a cell",
        ("report_id", "indicator", "label", "period"),
        (
            _REPORT_ID,
            Column("indicator", "code", "the row of the form; other: see its label"),
            Column("label", "string", "the row's label as printed"),
            Column("period", "code", "what the column counts", ("year", "cumulative")),
            Column("unit", "code", "unit, as printed or as the form asks for"),
            _VALUE,
            _CELL_STATE,
            *_PLACE,
            *_PROOF_OF_VALUE,
        ),
    ),
    Table(
        "postings",
        "what the narrative says was posted, channel by channel",
        ("report_id", "posting_id"),
        (
            _REPORT_ID,
            Column("posting_id", "int32", "1, 2, … in the report"),
            Column("parent_id", "int32", "the posting that this one is a part of"),
            Column("channel", "code", "where it was posted", CHANNELS),
            Column("category", "string", "content category, as printed"),
            Column("count", "int64", "items posted"),
            Column("unit", "code", "条, 件, 篇, 期, 次, …"),
            Column("approximate", "boolean", "true for 余, 多, 约, 近, 以上, 超"),
            Column("period", "code", "what the count covers", ("year", "cumulative")),
            Column("certainty", "code", "`doubtful`: may be read otherwise", ("sure", "doubtful")),
            Column("scope", "code", "whose postings", ("self", "villages", "subordinates")),
            Column("sentence", "string", "the sentence that says so"),
            Column("page", "int16", "page, counted from 1"),
        ),
    ),
    Table(
        "channels",
        "which channels the report says that it uses, counted or not",
        ("report_id", "channel"),
        (
            _REPORT_ID,
            Column("channel", "code", "the channel", CHANNELS),
            Column("mentions", "int32", "how often it is named"),
            Column("counted", "boolean", "a posting gives a number for it"),
            Column("page", "int16", "page of the first mention"),
        ),
    ),
    Table(
        "statements",
        "problems and improvements of section five (存在的主要问题及改进情况): one row an item",
        ("report_id", "kind", "number"),
        (
            _REPORT_ID,
            Column("number", "int16", "1, 2, … within its kind"),
            Column("kind", "code", "what the item is", ("problem", "improvement")),
            Column("title", "string", "its first words up to a colon or full stop, as printed"),
            Column("text", "string", "the item as printed; null where none is stated"),
            Column("none_stated", "boolean", "the report says that there are none: 无, 暂无"),
            Column("page", "int16", "page on which it begins"),
        ),
    ),
    Table(
        "activities",
        "what the narrative counts beside postings: meetings, trainings, staff, money",
        ("report_id", "activity", "sentence", "value"),
        (
            _REPORT_ID,
            Column("activity", "code", "what is counted; codes as in indicators", ACTIVITIES),
            Column("value", "float64", "the number; 1.2万元 is 12000 元"),
            Column("unit", "code", "次, 期, 人, 元, …"),
            Column("approximate", "boolean", "true for 余, 多, 约, 近, 以上, 超"),
            Column("period", "code", "what the number covers", ("year", "cumulative")),
            Column("certainty", "code", "`doubtful`: may be read otherwise", ("sure", "doubtful")),
            Column("sentence", "string", "the sentence that says so"),
            Column("page", "int16", "page, counted from 1"),
        ),
    ),
    Table(
        "sections",
        "the report's sections, tables left out",
        ("report_id", "number"),
        (
            _REPORT_ID,
            Column("number", "int16", "1 to 6 by the form; as printed elsewhere"),
            Column("heading", "string", "the heading as printed"),
            Column("text", "string", "the text, one paragraph a line"),
            Column("first_page", "int16", "page on which it begins"),
            Column("last_page", "int16", "page on which it ends"),
        ),
    ),
    Table(
        "findings",
        "what does not add up, and what could not be read",
        ("report_id", "rule", "table", "where"),
        (
            _REPORT_ID,
            Column("rule", "code", "the rule that failed"),
            Column("severity", "code", "how grave", SEVERITIES),
            Column(
                "origin",
                "code",
                "source: the report itself, two readers agree; extraction: the readers differ or "
                "a cell is unreadable",
                ("source", "extraction", "unknown"),
            ),
            Column("table", "code", "the table concerned"),
            Column("where", "string", "outcome or item, and column"),
            Column("expected", "float64", "the side of a sum that is made up of parts"),
            Column("found", "float64", "the other side"),
            Column("message", "string", "one sentence"),
            Column("page", "int16", "page, counted from 1"),
        ),
    ),
)

TABLES: dict[str, Table] = {table.name: table for table in _TABLES}


def pandas_dtypes(table: str) -> dict[str, str]:
    """Column name → pandas dtype of a table, in order; an unknown table raises KeyError."""
    return {column.name: PANDAS_DTYPES[column.kind] for column in TABLES[table].columns}
