"""The command `python -m disclosure_stats.corrections`: which corrections apply, and which not."""

import argparse
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import disclosure_stats
from disclosure_stats.checks.corrections import Correction, CorrectionsError, load_corrections
from disclosure_stats.console import one_line, run_command
from disclosure_stats.store.folder import Folder
from disclosure_stats.store.snapshot import check_contract
from disclosure_stats.store.source import finished_tables

EXIT_ALL_APPLIED, EXIT_SOME_NOT, EXIT_USAGE = 0, 1, 2

_EPILOG = """\
exit codes:
  0  every correction is applied in the tables
  1  some are not
  2  wrong usage, FILE cannot be used, or there are no tables in DIR

example:
  python -m disclosure_stats.corrections data/corrections.csv data/processed
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command with `arguments` (those of the process by default); gives its exit code."""
    parser = argparse.ArgumentParser(
        prog="python -m disclosure_stats.corrections",
        description="List what became of each correction of FILE in the tables in DIR.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("file", type=Path, metavar="FILE", help="the file of corrections")
    parser.add_argument("tables", metavar="DIR", help="folder of the tables, or its URL")
    parser.add_argument("--version", action="version", version=disclosure_stats.__version__)
    options = parser.parse_args(arguments)
    counts: Counter[str] = Counter()
    try:
        corrections = load_corrections(options.file.read_bytes())
        for correction, state, said in states(corrections, options.tables):
            counts[state] += 1
            print(f"{state}: {correction.report_id} {said}")
    except BrokenPipeError:
        raise
    except (CorrectionsError, OSError) as problem:
        print(f"error: {one_line(str(problem))}", file=sys.stderr)
        return EXIT_USAGE
    listed = ", ".join(f"{count} {state}" for state, count in counts.items())
    print(f"{len(corrections)} corrections" + f": {listed}" * bool(listed))
    return EXIT_ALL_APPLIED if counts["applied"] == len(corrections) else EXIT_SOME_NOT


def states(
    corrections: Sequence[Correction], location: str
) -> Iterator[tuple[Correction, str, str]]:
    """For each correction whether it is `applied`, `outdated` (the report has another value than it
    expects), `not applied` (the tables were made without it) or `not found` (there is no such
    report); with a sentence. Raises OSError if there are no tables."""
    folder = Folder(location)
    check_contract(folder)
    source = finished_tables(folder)
    if "reports" not in source.files:
        raise FileNotFoundError(f"{location} holds no tables: run disclosure_stats.extract first")
    wanted = {correction.report_id for correction in corrections}
    there = wanted & {report_id for (report_id,) in source.rows("reports", ["report_id"])}
    made: dict[tuple[str, str, str], tuple[str, str]] = {}
    columns = ["report_id", "rule", "table", "where", "message"]
    for report_id, rule, table, where, message in source.rows("findings", columns):
        if report_id in wanted and rule in ("corrected", "correction_outdated"):
            made[report_id, table, where] = rule, message
    for one in corrections:
        rule, message = made.get((one.report_id, one.table, one.where), ("", ""))
        if one.report_id not in there:
            yield one, "not found", f"{one.table}, {one.where}: there is no such report."
        elif rule == "correction_outdated":
            yield one, "outdated", message
        elif message == one.said():
            yield one, "applied", message
        else:
            said = "the tables were made without this correction: extract with --corrections."
            yield one, "not applied", f"{one.table}, {one.where}: {said}"


if __name__ == "__main__":
    sys.exit(run_command(main))
