"""The command `python -m disclosure_stats.extract`: reports in, tables out."""

import argparse
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import disclosure_stats
from disclosure_stats.batch.plan import PlannedFile, plan_files
from disclosure_stats.batch.progress import Progress, announced
from disclosure_stats.batch.run import Settings, Tally, run
from disclosure_stats.batch.tasks import DEFAULT_LIMITS, SECOND_LOOKS, USUAL_LOOK, Limits
from disclosure_stats.batch.words import describe_others, said
from disclosure_stats.console import leave_out_numpy, one_line, run_command
from disclosure_stats.errors import FolderInUse, NoInputError
from disclosure_stats.languages import LANGUAGES, Language, language_of_locale
from disclosure_stats.processors import processors

EXIT_READ, EXIT_SOME_FAILED, EXIT_USAGE, EXIT_INTERRUPTED = 0, 1, 2, 130

_DESCRIPTION = """\
Turn annual government information disclosure reports (政府信息公开工作年度报告) into tidy tables.

INPUT is a report, or a folder: then every report in it and below is read. PDFs, web pages (.html,
.htm, .shtml, .mht) and Word files (.docx, .docm, .dotx) are read as they are; .doc, .wps, .rtf and
.odt by way of LibreOffice, where it is installed. Folder names that are names of places
(某某县/某某镇/2023.pdf) help to tell which county a report comes from.
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command with `arguments` (those of the process by default); gives its exit code."""
    parser = _parser()
    options = parser.parse_args(arguments)
    try:
        # In a large tree that takes seconds.
        with announced(sys.stderr, options.language) as tell:
            plan = plan_files(options.inputs, tell)
    except NoInputError as problem:
        parser.error(one_line(problem.said(options.language)))
    except KeyboardInterrupt:
        print(said("nothing_read", options.language), file=sys.stderr)
        return EXIT_INTERRUPTED
    if not plan:
        inputs = one_line(", ".join(map(str, options.inputs)))
        others = [describe_others(plan.others, options.language)] if plan.others else []
        parser.error("; ".join([said("no_report", options.language, inputs=inputs), *others]))
    settings = Settings(
        workers=options.workers,
        limits=Limits(options.timeout, options.max_memory),
        with_csv=options.csv,
        force=options.force,
        debug=options.debug,
        cluster=options.dask,
        corrections=_corrections(parser, options.corrections, options.out),
        options={} if options.second_look == USUAL_LOOK else {"second_look": options.second_look},
    )
    start = time.perf_counter()
    tally = Tally(len(plan), others=dict(plan.others), hidden=plan.hidden)
    code = _run(plan, options.out, settings, tally, options.language)
    seconds = time.perf_counter() - start
    # Imported here, as is all that the processes that read need not wait for.
    from disclosure_stats.batch.summary import summary_text, write_summary

    finished = code in (EXIT_READ, EXIT_SOME_FAILED)
    if finished:
        print(summary_text(tally, seconds, options.out, options.language))
    if options.summary is not None:
        try:
            write_summary(options.summary, tally, seconds, options.out, finished)
        except OSError as problem:
            reason = one_line(str(problem))
            print(f"error: the summary cannot be written: {reason}", file=sys.stderr)
            return EXIT_USAGE
    return code


def _corrections(parser: argparse.ArgumentParser, path: Path | None, out: str) -> bytes | None:
    """What the file of corrections holds; a file that cannot be used is wrong usage."""
    if path is None:
        return None
    from disclosure_stats.checks.corrections import CorrectionsError, load_corrections
    from disclosure_stats.store.snapshot import CORRECTIONS

    if path.resolve() == Path(out, CORRECTIONS).resolve():
        parser.error(f"{path} is the copy that is kept beside the tables: keep yours elsewhere")
    try:
        data = path.read_bytes()
        load_corrections(data)
    except OSError as problem:
        parser.error(f"{path} cannot be read: {problem.strerror}")
    except CorrectionsError as problem:
        parser.error(f"{path}: {problem}")
    return data


def _run(
    plan: Sequence[PlannedFile], out: str, settings: Settings, tally: Tally, language: Language
) -> int:
    progress = Progress(sys.stderr, language)
    problem: str | None = None
    code = EXIT_USAGE
    try:
        run(plan, out, settings, tally, progress)
    except KeyboardInterrupt:
        code = EXIT_INTERRUPTED
        problem = said("interrupted", language, kept=what_is_kept(tally, out, language))
    except FolderInUse as refused:
        problem = f"error: {one_line(str(refused))}"
    except BrokenPipeError:
        raise
    except OSError as refused:
        reason = one_line(str(refused))
        failure = said("not_written", language, out=one_line(out), problem=reason)
        if tally.files:
            kept = what_is_kept(tally, out, language)
            failure = said("and_kept", language, problem=failure, kept=kept)
        problem = f"error: {failure}"
    finally:
        progress.close()
    if problem is not None:
        print(problem, file=sys.stderr)
        return code
    return EXIT_SOME_FAILED if tally.failures else EXIT_READ


def what_is_kept(tally: Tally, out: str, language: Language) -> str:
    """What a run that was left early leaves behind."""
    from disclosure_stats.store.folder import Folder
    from disclosure_stats.store.source import parts

    kept = 0
    with suppress(OSError):
        kept = len({path for part in parts(Folder(out)) for path in part.stored_files()})
    kept = min(kept + tally.unchanged, tally.total)
    if not kept:
        return said("nothing_kept", language)
    return said("kept", language, kept=kept, total=tally.total)


class _Parser(argparse.ArgumentParser):
    """A parser that loads what it tells of the output tables only where help is asked for."""

    def format_help(self) -> str:
        """The help, with the tables and the exit codes at its end."""
        self.epilog = _epilog()
        return super().format_help()


def _epilog() -> str:
    from disclosure_stats.store.schemas import TABLES

    tables = "\n".join(f"  {table.name:12} {table.description}" for table in TABLES.values())
    return f"""\
DIR then holds, as Parquet (and CSV with --csv), these tables and datapackage.json, which describes
their columns:
{tables}

The tables hold the files of INPUT, all of them. A file that an earlier run into DIR has read, by
the same version and from the same bytes, is not read again. A run may be interrupted or killed: the
same command goes on from there, and until it is done the tables of before are as they were.
With more than 20,000 reports each table is a folder, DIR/requests.parquet/year=2023/….

exit codes:
  0  every file was read
  1  some files were not read: each has its row in reports, with error_code
  2  wrong usage, the tables cannot be written, or another run is writing into DIR
  130  interrupted (Ctrl-C)

example:
  python -m disclosure_stats.extract data/raw --out data/processed --csv
"""


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="python -m disclosure_stats.extract",
        description=_DESCRIPTION,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "inputs", nargs="+", type=Path, metavar="INPUT", help="a report or a folder"
    )
    parser.add_argument(
        "--out",
        required=True,
        metavar="DIR",
        help="folder for the tables, or a URL such as s3://bucket/folder",
    )
    parser.add_argument(
        "--csv",
        action="store_true",
        help="write each table as CSV too, in UTF-8 with BOM for Excel and WPS",
    )
    parser.add_argument(
        "--workers",
        type=_positive,
        default=processors(),
        metavar="N",
        help="processes to read files with (default: one a core)",
    )
    parser.add_argument(
        "--timeout",
        type=_seconds,
        default=DEFAULT_LIMITS.seconds,
        metavar="SECONDS",
        help="give a file up as timed_out after so long (default: %(default)g)",
    )
    parser.add_argument(
        "--max-memory",
        type=_positive,
        default=DEFAULT_LIMITS.megabytes,
        metavar="MB",
        help="give a file up as crashed if its process needs more memory (default: %(default)s)",
    )
    parser.add_argument(
        "--corrections",
        type=Path,
        metavar="FILE",
        help="correct what was read by this CSV file (docs/corrections.md)",
    )
    parser.add_argument(
        "--second-look",
        choices=SECOND_LOOKS,
        default=USUAL_LOOK,
        help="which numbers that no sum covers are read once more from their print (this needs the "
        "extra ocr): those on pages whose text may lie, all, or none (default: %(default)s)",
    )
    parser.add_argument(
        "--force", action="store_true", help="read all files again, whatever was read before"
    )
    parser.add_argument(
        "--dask",
        metavar="ADDRESS",
        help="read on the Dask cluster with this scheduler (tcp://host:8786, or tls://… with the "
        "certificates that docs/cluster.md tells of) in place of --workers",
    )
    parser.add_argument(
        "--summary", type=Path, metavar="FILE", help="write counts and failures to FILE as JSON"
    )
    parser.add_argument(
        "--language",
        choices=LANGUAGES,
        default=language_of_locale(),
        help="of the closing summary and its findings (default: that of this system, %(default)s)",
    )
    parser.add_argument(
        "--debug", action="store_true", help="log the traceback of what goes wrong within a file"
    )
    parser.add_argument("--version", action="version", version=disclosure_stats.__version__)
    return parser


def _seconds(text: str) -> float:
    with suppress(ValueError):
        if 0 < float(text) < float("inf"):
            return float(text)
    raise argparse.ArgumentTypeError(f"{text!r} is not a number of seconds")


def _positive(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number from 1")
    return int(text)


if __name__ == "__main__":
    leave_out_numpy()
    sys.exit(run_command(main))
