"""The command `python -m disclosure_stats.check`: what does not add up in written tables."""

import argparse
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Final
from unicodedata import east_asian_width

import disclosure_stats
from disclosure_stats.batch.recheck import CheckedReport, recheck
from disclosure_stats.checks.rules import name_of, rules, sentence
from disclosure_stats.console import one_line, run_command
from disclosure_stats.languages import LANGUAGES, Language

EXIT_ALL_HOLD, EXIT_SOME_FAIL, EXIT_USAGE = 0, 1, 2

_SHOWN = 40
_GRAVEST_FIRST = ("error", "warning", "info")
_WORDS: Final[dict[Language, dict[str, str]]] = {
    "zh": {
        "none": "共核对{reports}份报告，没有发现不一致。",
        "head": "共核对{reports}份报告，其中{with_findings}份有需要核对之处。",
        "counts": "规则|成立|不成立|无法判断",
        "more": "另有{more}条未列出：用 --xlsx 写出全部。",
        "info": "此外有{info}条提示（info），--xlsx 中列出。",
        "page": "第{page}页",
    },
    "en": {
        "none": "{reports} reports were checked, and nothing contradicts itself.",
        "head": "{reports} reports were checked; {with_findings} of them ought to be looked at.",
        "counts": "rule|holds|fails|not assessable",
        "more": "{more} more are not listed here: --xlsx writes all.",
        "info": "Besides, there are {info} of severity info: --xlsx lists them.",
        "page": "page {page}",
    },
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command with `arguments` (those of the process by default); gives its exit code."""
    parser = _parser()
    options = parser.parse_args(arguments)
    if options.reports is not None and options.xlsx is None:
        parser.error("--reports is for the pictures of --xlsx")
    language: Language = options.language
    reports: list[CheckedReport] = []
    outcomes: Counter[tuple[str, str]] = Counter()
    number = 0
    try:
        for report in recheck(options.tables):
            number += 1
            outcomes.update(report.outcomes)
            if report.findings:
                reports.append(report)
        _print_digest(number, reports, outcomes, language)
        if options.xlsx is not None:
            from disclosure_stats.briefing.findings_workbook import write_check_workbook

            count = write_check_workbook(options.xlsx, reports, outcomes, options.reports, language)
            print(f"{one_line(str(options.xlsx))}: {count}")
    except ImportError as problem:
        needed = "pip install 'disclosure-stats[notebooks]'"
        print(f"error: --xlsx needs {needed}: {problem}", file=sys.stderr)
        return EXIT_USAGE
    except BrokenPipeError:
        raise
    except OSError as problem:
        print(f"error: {one_line(str(problem))}", file=sys.stderr)
        return EXIT_USAGE
    return EXIT_SOME_FAIL if any(outcome == "failed" for _, outcome in outcomes) else EXIT_ALL_HOLD


def _print_digest(
    number: int,
    reports: Sequence[CheckedReport],
    outcomes: Counter[tuple[str, str]],
    language: Language,
) -> None:
    words = _WORDS[language]
    findings = [(report, found.row) for report in reports for found in report.findings]
    serious = [(report, row) for report, row in findings if row["severity"] != "info"]
    with_findings = len({id(report) for report, _ in serious})
    print(words["head" if serious else "none"].format(reports=number, with_findings=with_findings))
    print()
    _print_counts(outcomes, words["counts"].split("|"))
    serious.sort(key=lambda one: _GRAVEST_FIRST.index(one[1]["severity"]))
    heading = None
    for report, row in serious[:_SHOWN]:
        if heading is not report:
            heading = report
            print(f"\n{one_line(report.identity['source_path'])}")
        page = words["page"].format(page=row["page"]) if row["page"] is not None else ""
        facts = [*(name_of(row[name], language) for name in ("severity", "origin")), page]
        print(f"  [{', '.join(filter(None, facts))}] {sentence(row, language)}")
    print()
    if len(serious) > _SHOWN:
        print(words["more"].format(more=len(serious) - _SHOWN))
    if len(findings) > len(serious):
        print(words["info"].format(info=len(findings) - len(serious)))


def _print_counts(outcomes: Counter[tuple[str, str]], heads: Sequence[str]) -> None:
    """How often each rule held, failed, and could not be assessed, in columns."""
    lines = [
        (rule, *(str(outcomes[rule, one]) for one in ("passed", "failed", "not_assessable")))
        for rule in rules()
        if any(outcomes[rule, one] for one in ("passed", "failed", "not_assessable"))
    ]
    width = max((len(rule) for rule, *_ in lines), default=0)
    for first, *counts in [tuple(heads), *lines]:
        padded = " " * (width - _columns(first))
        print(first + padded + "".join(" " * (16 - _columns(text)) + text for text in counts))


def _columns(text: str) -> int:
    """How many columns of a terminal a text takes: a Chinese character takes two."""
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in text)


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
  2  wrong usage, there are no tables in DIR, or FILE cannot be written

example:
  python -m disclosure_stats.check data/processed --xlsx findings.xlsx --reports data/raw
"""


if __name__ == "__main__":
    sys.exit(run_command(main))
