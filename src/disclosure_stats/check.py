"""The command `python -m disclosure_stats.check`: what does not add up in written tables."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

import disclosure_stats
from disclosure_stats.checks.rules import NO_WORK, SEVERITIES, name_of, rules, sentence
from disclosure_stats.console import (
    add_options_of_levels,
    columns_of,
    in_one_sentence,
    one_line,
    run_command,
)
from disclosure_stats.languages import LANGUAGES, Language
from disclosure_stats.rows import Row

if TYPE_CHECKING:
    from disclosure_stats.batch.checked import Checked, Outcomes

EXIT_ALL_HOLD, EXIT_SOME_FAIL = 0, 1

_SHOWN = 40
LEVELS = ("place", "county")
_WORDS: Final[dict[Language, dict[str, str]]] = {
    "zh": {
        "none": "共核对{reports}份报告，没有发现不一致。",
        "head": "共核对{reports}份报告，其中{with_findings}份有需要核对之处。",
        "counts": "规则|成立|不成立|无法判断",
        "more": "另有{more}条未列出：用 --xlsx 写出全部。",
        "info": "此外有{info}条提示（info），--xlsx 中列出。",
        "page": "第{page}页",
        "written": "{path}：写入{count}条",
    },
    "en": {
        "none": "{reports} reports were checked, and nothing contradicts itself.",
        "head": "{reports} reports were checked; {with_findings} of them ought to be looked at.",
        "counts": "rule|holds|fails|not assessable",
        "more": "{more} more are not listed here: --xlsx writes all.",
        "info": "Besides, there are {info} of severity info: --xlsx lists them.",
        "page": "page {page}",
        "written": "{path}: {count} findings",
    },
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command with `arguments` (those of the process by default); gives its exit code."""
    parser = _parser()
    options = parser.parse_args(arguments)
    if options.reports is not None and options.xlsx is None:
        parser.error("--reports is for the pictures of --xlsx")
    if options.reports is not None and not options.reports.exists():
        parser.error(f"there is no folder or file {options.reports}: the pictures are cut from it")
    if options.split is not None and options.xlsx is None:
        parser.error("--split is for the workbooks of --xlsx")
    return in_one_sentence(lambda: _check(options), "--xlsx")


def _check(options: argparse.Namespace) -> int:
    checked = _checked(options)
    _print_digest(checked, options.language)
    if options.xlsx is not None:
        _write_workbooks(checked, options)
    failed = any(outcome == "failed" for _, outcome in checked.outcomes)
    return EXIT_SOME_FAIL if failed else EXIT_ALL_HOLD


def _checked(options: argparse.Namespace) -> "Checked":
    """What checking says of the reports asked for."""
    # numpy is loaded here, and not where only the options are told.
    from disclosure_stats.batch.checked import check_tables

    wanted = {"place": options.place, "county": options.county}
    listed = _SHOWN if options.xlsx is None else None
    return check_tables(options.tables, wanted, listed, options.split, NO_WORK)


def _write_workbooks(checked: "Checked", options: argparse.Namespace) -> None:
    from disclosure_stats.briefing.findings_workbook import write_check_workbooks

    written = _WORDS[options.language]["written"]
    files = write_check_workbooks(options.xlsx, checked, options.reports, options.language)
    for path, count in files.items():
        print(written.format(path=one_line(str(path)), count=count))


def _print_digest(checked: "Checked", language: Language) -> None:
    words = _WORDS[language]
    head = words["head" if checked.serious else "none"]
    print(head.format(reports=checked.number, with_findings=checked.with_findings))
    print()
    _print_counts(checked.outcomes, words["counts"].split("|"))
    findings = [(report, found.row) for report in checked.reports for found in report.findings]
    serious = [(report, row) for report, row in findings if row["severity"] != "info"]
    serious.sort(key=lambda one: SEVERITIES.index(one[1]["severity"]))
    heading = None
    for report, row in serious[:_SHOWN]:
        if heading is not report:
            heading = report
            print(f"\n{_whose(report.identity)}")
        page = words["page"].format(page=row["page"]) if row["page"] is not None else ""
        facts = [*(name_of(row[name], language) for name in ("severity", "origin")), page]
        print(f"  [{', '.join(filter(None, facts))}] {sentence(row, language)}")
    print()
    if checked.serious > _SHOWN:
        print(words["more"].format(more=checked.serious - _SHOWN))
    if checked.infos:
        print(words["info"].format(info=checked.infos))


def _whose(identity: Row) -> str:
    """The file of a report, and its place and year where the file's name does not say the place: a
    volume holds the reports of many."""
    path, place = identity["source_path"], identity["place"]
    if place is None or place in path:
        return one_line(path)
    facts = (place, identity["year"])
    return one_line(f"{path}: {' '.join(str(fact) for fact in facts if fact is not None)}")


def _print_counts(outcomes: "Outcomes", heads: Sequence[str]) -> None:
    """How often each rule held, failed, and could not be assessed, in columns."""
    lines = [
        (rule, *(str(outcomes[rule, one]) for one in ("passed", "failed", "not_assessable")))
        for rule in rules()
        if any(outcomes[rule, one] for one in ("passed", "failed", "not_assessable"))
    ]
    width = max((len(rule) for rule, *_ in lines), default=0)
    for first, *counts in [tuple(heads), *lines]:
        padded = " " * (width - columns_of(first))
        print(first + padded + "".join(" " * (16 - columns_of(text)) + text for text in counts))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m disclosure_stats.check",
        description="Check the tables of the extract command once more: the form's own sums, the\n"
        "narrative against the tables, each year against the others. Nothing in DIR is changed.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("tables", metavar="DIR", help="folder of the tables, or its URL")
    parser.add_argument(
        "--xlsx",
        type=Path,
        metavar="FILE",
        help="write every finding into a workbook that can be sent to the township: what is "
        "printed, what it is held against, the sentence, and room for an answer",
    )
    parser.add_argument(
        "--reports",
        type=Path,
        metavar="INPUT",
        help="the folder of files that the tables were made from: then the workbook shows the "
        "printed cells",
    )
    add_options_of_levels(parser, LEVELS, "reports")
    parser.add_argument(
        "--split",
        choices=LEVELS,
        help="a workbook for each place or county that has findings: findings_NAME.xlsx",
    )
    parser.add_argument(
        "--language", choices=LANGUAGES, default="zh", help="of what is said (default: zh)"
    )
    parser.add_argument("--version", action="version", version=disclosure_stats.__version__)
    return parser


_EPILOG = """\
Every rule stands in docs/checks.md. A rule that needs a number which is null, or the report of a
year that is not there, is not assessable.

exit codes:
  0  every check that can be made holds
  1  some do not
  2  wrong usage, there are no tables in DIR or no such place, or FILE cannot be written

examples:
  python -m disclosure_stats.check data/processed --xlsx findings.xlsx --reports data/raw
  python -m disclosure_stats.check data/processed --xlsx findings.xlsx --split place
"""


if __name__ == "__main__":
    sys.exit(run_command(main))
