"""The command `python -m disclosure_stats.extract`: PDFs in, tables out."""

import argparse
import logging
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import disclosure_stats
from disclosure_stats.batch.plan import plan_files
from disclosure_stats.batch.progress import Progress
from disclosure_stats.batch.run import Tally, run
from disclosure_stats.store.schemas import TABLES

EXIT_READ, EXIT_SOME_FAILED, EXIT_USAGE, EXIT_INTERRUPTED = 0, 1, 2, 130

_DESCRIPTION = """\
Turn annual government information disclosure reports (政府信息公开工作年度报告) into tidy tables.

INPUT is a PDF, or a folder: then every PDF in it and below is read. Folder names that are names of
places (某某县/某某镇/2023.pdf) help to tell which county a report comes from.
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command with `arguments` (those of the process by default); gives its exit code."""
    parser = _parser()
    options = parser.parse_args(arguments)
    logging.basicConfig(level=logging.DEBUG if options.debug else logging.WARNING)
    try:
        plan = plan_files(options.inputs)
    except FileNotFoundError as problem:
        parser.error(str(problem))
    if not plan:
        parser.error(f"no PDF in {', '.join(map(str, options.inputs))}")
    start = time.perf_counter()
    progress = Progress(len(plan), sys.stderr)
    try:
        tally = run(plan, options.out, options.workers, options.csv, progress)
    except KeyboardInterrupt:
        progress.close()
        print("interrupted: the tables of an earlier run are as they were", file=sys.stderr)
        return EXIT_INTERRUPTED
    except OSError as problem:
        progress.close()
        print(f"error: the tables cannot be written: {problem}", file=sys.stderr)
        return EXIT_USAGE
    progress.close()
    print(_summary(tally, time.perf_counter() - start, options.out))
    return EXIT_SOME_FAILED if tally.failures else EXIT_READ


def _parser() -> argparse.ArgumentParser:
    tables = "\n".join(f"  {table.name:12} {table.description}" for table in TABLES.values())
    epilog = f"""\
DIR then holds, as Parquet (and CSV with --csv), these tables and datapackage.json, which describes
their columns:
{tables}

Tables appear whole or not at all: an interrupted run leaves those of an earlier one as they were.

exit codes:
  0  every file was read
  1  some files were not read: each is named, and has its row in reports with error_code
  2  wrong usage, or the tables cannot be written

example:
  python -m disclosure_stats.extract data/raw --out data/processed --csv
"""
    parser = argparse.ArgumentParser(
        prog="python -m disclosure_stats.extract",
        description=_DESCRIPTION,
        epilog=epilog,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("inputs", nargs="+", type=Path, metavar="INPUT", help="a PDF or a folder")
    parser.add_argument(
        "--out", required=True, type=Path, metavar="DIR", help="folder for the tables"
    )
    parser.add_argument(
        "--csv",
        action="store_true",
        help="write each table as CSV too, in UTF-8 with BOM for Excel and WPS",
    )
    parser.add_argument(
        "--workers",
        type=_positive,
        default=1,
        metavar="N",
        help="processes to read files with (default: 1)",
    )
    parser.add_argument(
        "--debug", action="store_true", help="log the traceback of what goes wrong within a file"
    )
    parser.add_argument("--version", action="version", version=disclosure_stats.__version__)
    return parser


def _positive(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number from 1")
    return int(text)


def _summary(tally: Tally, seconds: float, out: Path) -> str:
    counts = ", ".join(
        f"{tally.statuses[status]} {status}"
        for status in ("verified", "flagged", "partial", "failed")
    )
    lines = [
        f"{tally.files} files: {counts}; "
        f"{seconds:.1f} seconds, {tally.files / max(seconds, 1e-9):.1f} files a second",
    ]
    if tally.worst:
        lines.append("worst findings (all of them in the table findings):")
        lines.extend(f"  {_one_line(path)}: {message}" for path, message in tally.worst)
    if tally.failures:
        lines.append("not read:")
        lines.extend(
            f"  {_one_line(path)}: {code}: {message}" for path, code, message in tally.failures
        )
    lines.append(f"tables in {out}")
    return "\n".join(lines)


def _one_line(path: str) -> str:
    """A path that a terminal can show: names of files may hold line breaks and control codes."""
    return "".join(c if c.isprintable() else repr(c)[1:-1] for c in path)


if __name__ == "__main__":
    # Arrow takes numpy along wherever it finds it: a fifth of the start and of the memory, for
    # nothing that is done here. As if it were not installed, in this process alone.
    sys.modules["numpy"] = None  # type: ignore[assignment]
    sys.exit(main())
