"""The command `python -m disclosure_stats.briefing`: tables in, a briefing out."""

import argparse
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import disclosure_stats
from disclosure_stats.analysis.dataset import open_dataset
from disclosure_stats.console import add_options_of_levels, in_one_sentence, one_line, run_command
from disclosure_stats.languages import LANGUAGES

EXIT_WRITTEN = 0

_EPILOG = """\
OUT then holds figures/ (PNG, SVG, PDF), briefing.pptx, briefing.xlsx and sources.csv.

charts (by default all but county_profile, a page a county; place_profile, a page a place, where
up to {most} places are named):
  {charts}

exit codes:
  0  the briefing was written
  2  wrong usage, an unknown place or year, a template that is none, a folder that cannot be
     written to, or the extra notebooks is not installed

example:
  python -m disclosure_stats.briefing data/processed --out briefing --place 栎心镇 --year 2021-2025
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command with `arguments` (those of the process by default); gives its exit code."""
    return in_one_sentence(lambda: _write(arguments), "a briefing")


def _write(arguments: Sequence[str] | None) -> int:
    from disclosure_stats.briefing.exhibits import CHART_NAMES, MAX_PROFILES
    from disclosure_stats.briefing.export import export_briefing

    options = _parser(CHART_NAMES, MAX_PROFILES).parse_args(arguments)
    files = export_briefing(
        open_dataset(options.tables).select(
            counties=options.county or None, prefectures=options.prefecture or None
        ),
        places=options.place or None,
        years=sorted({year for years in options.year for year in years}) or None,
        out=options.out,
        language=options.language,
        charts=options.chart or None,
        made=options.date,
        text=options.svg_text,
        template=options.template,
    )
    print(f"{len(files)} files in {one_line(str(options.out))}")
    return EXIT_WRITTEN


def _parser(charts: Sequence[str], most: int) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m disclosure_stats.briefing",
        description="Charts, slides, workbook and sources from the tables of the extract command.",
        epilog=_EPILOG.format(charts="\n  ".join(charts), most=most),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("tables", metavar="DIR", help="folder of the tables, or its URL")
    parser.add_argument("--out", required=True, type=Path, metavar="OUT", help="folder to write to")
    parser.add_argument(
        "--place", action="append", default=[], help="a place; may be given again (default: all)"
    )
    add_options_of_levels(parser, ("county", "prefecture"))
    parser.add_argument(
        "--year",
        action="append",
        default=[],
        type=_years,
        metavar="Y[-Y]",
        help="a year, or from one to another; may be given again (default: all)",
    )
    parser.add_argument(
        "--chart",
        action="append",
        default=[],
        metavar="NAME",
        help="a chart; may be given again (default: all, see below)",
    )
    parser.add_argument(
        "--template",
        type=Path,
        metavar="FILE.pptx",
        help="a presentation whose look the slides take: size, fonts, background",
    )
    parser.add_argument(
        "--svg-text",
        choices=("outlines", "editable"),
        default="outlines",
        help="letters of the SVG files: shapes, or text that can be edited (default: outlines)",
    )
    parser.add_argument("--language", choices=LANGUAGES, default="zh", help="default: zh")
    parser.add_argument(
        "--date",
        type=_date,
        metavar="YYYY-MM-DD",
        help="the date that stands on it (default: today)",
    )
    parser.add_argument("--version", action="version", version=disclosure_stats.__version__)
    return parser


def _years(text: str) -> list[int]:
    first, _, last = text.partition("-")
    try:
        years = list(range(int(first), int(last or first) + 1))
    except ValueError:
        years = []
    if not years:
        raise argparse.ArgumentTypeError(f"{text!r} is no year and no span of years")
    return years


def _date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no date as 2026-03-02") from None


if __name__ == "__main__":
    sys.exit(run_command(main))
