"""The command `python -m disclosure_stats.panel`: a row a place and year, to take away."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

import disclosure_stats
from disclosure_stats.console import (
    add_options_of_levels,
    in_one_sentence,
    one_line,
    run_command,
)

EXIT_WRITTEN = 0

_EPILOG = """\
FILE ends in .xlsx, .csv, .dta (Stata 14 and later), .parquet or .duckdb. Beside each quantity stand
its state (printed, computed, stated, or why there is no number) and its source (table and page). A
dictionary names every column in Chinese and English: a sheet, a table, or a CSV file beside.

exit codes:
  0  the panel was written
  2  wrong usage, there are no tables in DIR, FILE cannot be written, or a package that its format
     needs is not installed

example:
  python -m disclosure_stats.panel data/processed --out panel.dta
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command with `arguments` (those of the process by default); gives its exit code."""
    options = _parser().parse_args(arguments)
    return in_one_sentence(lambda: _write(options), options.out.suffix)


def _write(options: argparse.Namespace) -> int:
    from disclosure_stats.analysis.dataset import open_dataset

    dataset = open_dataset(options.tables).select(
        counties=options.county or None, prefectures=options.prefecture or None
    )
    for file in dataset.export_panel(options.out):
        print(one_line(str(file)))
    return EXIT_WRITTEN


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m disclosure_stats.panel",
        description="Write a row a place and year, every quantity with its state and source, for\n"
        "Excel, Stata, R, DuckDB or Python.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("tables", metavar="DIR", help="folder of the tables, or its URL")
    parser.add_argument("--out", required=True, type=Path, metavar="FILE", help="file to write")
    add_options_of_levels(parser, ("county", "prefecture"))
    parser.add_argument("--version", action="version", version=disclosure_stats.__version__)
    return parser


if __name__ == "__main__":
    sys.exit(run_command(main))
