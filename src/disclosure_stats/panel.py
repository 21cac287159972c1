"""The command `python -m disclosure_stats.panel`: a row a place and year, to take away."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

import disclosure_stats
from disclosure_stats.console import one_line, run_command

EXIT_WRITTEN, EXIT_USAGE = 0, 2

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
    from disclosure_stats.analysis.dataset import open_dataset

    try:
        dataset = open_dataset(options.tables).select(
            counties=options.county or None, prefectures=options.prefecture or None
        )
        files = dataset.export_panel(options.out)
    except ImportError as problem:
        needed = "pip install 'disclosure-stats[notebooks]'"
        print(f"error: {options.out.suffix} needs {needed}: {problem}", file=sys.stderr)
        return EXIT_USAGE
    except BrokenPipeError:
        raise
    except (ValueError, OSError) as problem:
        print(f"error: {one_line(str(problem))}", file=sys.stderr)
        return EXIT_USAGE
    for file in files:
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
    for level in ("county", "prefecture"):
        parser.add_argument(
            f"--{level}",
            action="append",
            default=[],
            help=f"the places of a {level}; may be given again (default: all)",
        )
    parser.add_argument("--version", action="version", version=disclosure_stats.__version__)
    return parser


if __name__ == "__main__":
    sys.exit(run_command(main))
