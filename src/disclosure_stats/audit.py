"""The command `python -m disclosure_stats.audit`: a sample of cells for a person to read."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

import disclosure_stats
from disclosure_stats.console import in_one_sentence, one_line, run_command
from disclosure_stats.languages import LANGUAGES

EXIT_DONE = 0

_EPILOG = """\
How a sample is drawn, read and read back: docs/audit.md.

exit codes:
  0  the workbook was written, or read back
  2  wrong usage, there are no tables in DIR, or FILE cannot be written or understood

examples:
  python -m disclosure_stats.audit data/processed --reports data/raw --sample 200 --xlsx audit.xlsx
  python -m disclosure_stats.audit --read audit.xlsx
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command with `arguments` (those of the process by default); gives its exit code."""
    parser = _parser()
    options = parser.parse_args(arguments)
    if (options.read is None) == (options.tables is None or options.xlsx is None):
        parser.error("give DIR and --xlsx FILE, or --read FILE")
    work = _write if options.read is None else _print_rates
    return in_one_sentence(lambda: work(options), "an audit")


def _write(options: argparse.Namespace) -> int:
    from disclosure_stats.analysis.audit_sample import sample_cells
    from disclosure_stats.analysis.dataset import open_dataset
    from disclosure_stats.briefing.audit_workbook import write_audit

    sample = sample_cells(open_dataset(options.tables), options.sample, options.seed)
    pictured = write_audit(options.xlsx, sample, options.reports, options.language)
    strata = int((sample.strata["sampled"] > 0).sum())
    print(
        f"{one_line(str(options.xlsx))}: {len(sample.cells)} cells of {strata} strata "
        f"(of {len(sample.strata)}), {pictured} with their print"
    )
    if options.reports is None:
        print("give --reports INPUT, the folder that the tables were made from, for the pictures")
    return EXIT_DONE


def _print_rates(options: argparse.Namespace) -> int:
    from disclosure_stats.analysis.audit_rates import error_rates
    from disclosure_stats.briefing.audit_workbook import read_audit

    rates = error_rates(*read_audit(options.read))
    for name in ("rate", "low", "high"):
        rates[name] = [
            "" if value != value else f"{value:.2%}"
            for value in rates[name].to_numpy("float64", na_value=float("nan"))
        ]
    print(rates.to_string(index=False))
    return EXIT_DONE


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m disclosure_stats.audit",
        description="How often is a number wrong? Draw a random sample of printed cells, by form,\n"
        "format, route, table and proof, as a workbook in which a person writes what is printed;\n"
        "then read it back.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("tables", nargs="?", metavar="DIR", help="folder of the tables, or its URL")
    parser.add_argument(
        "--sample", type=int, default=200, metavar="N", help="how many cells (default: 200)"
    )
    parser.add_argument("--xlsx", type=Path, metavar="FILE", help="the workbook to write")
    parser.add_argument(
        "--reports",
        type=Path,
        metavar="INPUT",
        help="the folder of files that the tables were made from: then each cell is shown in print",
    )
    parser.add_argument(
        "--seed", type=int, default=0, help="another number draws another sample (default: 0)"
    )
    parser.add_argument(
        "--read", type=Path, metavar="FILE", help="a workbook with answers: print the error rates"
    )
    parser.add_argument(
        "--language", choices=LANGUAGES, default="zh", help="of the workbook (default: zh)"
    )
    parser.add_argument("--version", action="version", version=disclosure_stats.__version__)
    return parser


if __name__ == "__main__":
    sys.exit(run_command(main))
