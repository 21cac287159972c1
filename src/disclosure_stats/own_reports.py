"""The command `python -m disclosure_stats.own_reports`: one's own reports in, tables out, and the
notebooks know of them."""

import argparse
import sys
from collections.abc import Sequence

from disclosure_stats import extract
from disclosure_stats.console import leave_out_numpy, one_line, run_command
from disclosure_stats.languages import LANGUAGES, language_of_locale
from disclosure_stats.settings import (
    CORRECTIONS,
    TABLES,
    SettingsError,
    settings_for,
    write_settings,
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command with `arguments` (those of the process by default); gives its exit code."""
    parser = _parser()
    options = parser.parse_args(arguments)
    try:
        settings = settings_for(options.reports, options.out)
    except SettingsError as problem:
        parser.error(one_line(problem.said(options.language)))
    command = [settings.reports, "--out", settings.tables, "--csv", "--language", options.language]
    if CORRECTIONS.exists():
        command += ["--corrections", str(CORRECTIONS)]
    code = extract.main(command)
    if code in (extract.EXIT_READ, extract.EXIT_SOME_FAILED):
        try:
            write_settings(settings, ".")
        except SettingsError as problem:
            print(f"error: {one_line(problem.said(options.language))}", file=sys.stderr)
            return extract.EXIT_USAGE
        except OSError as problem:
            print(f"error: {one_line(str(problem))}", file=sys.stderr)
            return extract.EXIT_USAGE
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m disclosure_stats.own_reports",
        description="Read reports, and let the notebooks know of their tables. To be run in the\n"
        "folder of the checkout; python3 tasks.py extract and lab do so.",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "reports",
        nargs="?",
        metavar="FOLDER",
        help="a folder of reports, or a report (default: those read last, else the samples)",
    )
    parser.add_argument(
        "--out",
        metavar="DIR",
        help=f"folder for the tables, or its URL (default: {TABLES.as_posix()}/ and the name of "
        "FOLDER)",
    )
    parser.add_argument("--language", choices=LANGUAGES, default=language_of_locale())
    return parser


if __name__ == "__main__":
    leave_out_numpy()
    sys.exit(run_command(main))
