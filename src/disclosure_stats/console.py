"""What all commands do alike at a terminal."""

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from unicodedata import east_asian_width

from disclosure_stats.errors import SpokenError
from disclosure_stats.languages import language_of_locale

EXIT_USAGE = 2
"""Wrong usage, or what was given cannot be read or written."""

EXIT_BROKEN_PIPE = 141
"""As a shell says it of a command whose reader has gone: 128 and the number of SIGPIPE."""


def leave_out_numpy() -> None:
    """Make numpy as if it were not installed, in this process alone: Arrow takes it along wherever
    it finds it, a fifth of the start and of the memory of a command that only reads reports."""
    sys.modules["numpy"] = None  # type: ignore[assignment]  # what `import` takes for missing


def one_line(text: str) -> str:
    """A text that a terminal can show: names of files may hold line breaks and control codes."""
    return "".join(c if c.isprintable() else repr(c)[1:-1] for c in text)


def this_python() -> str:
    """How to call the Python that runs: that of a checkout one stands in by its path, so that a
    command that is shown can be copied; else `python`, whose environment is then known."""
    path = Path(sys.executable)
    return str(path.relative_to(Path.cwd())) if path.is_relative_to(Path.cwd()) else "python"


def columns_of(text: str) -> int:
    """How many columns of a terminal a text takes: a Chinese character takes two."""
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in text)


def run_command(main: Callable[[], int]) -> int:
    """The exit code of a command; it ends quietly when nobody reads any more what it prints."""
    try:
        code = main()
        sys.stdout.flush()
    except BrokenPipeError:
        # What is still to be written is written nowhere, or the interpreter would complain.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return EXIT_BROKEN_PIPE
    return code


def in_one_sentence(work: Callable[[], int], extra_for: str) -> int:
    """The exit code of `work`; a mistake of the user, or a package of the extra `notebooks` that
    `extra_for` needs and that is not installed, is said in one sentence."""
    try:
        return work()
    except ImportError as problem:
        needed = "pip install 'disclosure-stats[notebooks]'"
        print(f"error: {extra_for} needs {needed}: {problem}", file=sys.stderr)
    except BrokenPipeError:
        raise
    except SpokenError as problem:
        print(f"error: {one_line(problem.said(language_of_locale()))}", file=sys.stderr)
    except (ValueError, OSError) as problem:
        print(f"error: {one_line(str(problem))}", file=sys.stderr)
    return EXIT_USAGE


def add_options_of_levels(
    parser: argparse.ArgumentParser, levels: Sequence[str], what: str = "places"
) -> None:
    """Options that choose `what` by division: `--county`, `--prefecture`, …, each to be given as
    often as there are divisions of the level."""
    for level in levels:
        parser.add_argument(
            f"--{level}",
            action="append",
            default=[],
            help=f"the {what} of a {level}; may be given again (default: all)",
        )
