"""What all commands do alike at a terminal."""

import os
import sys
from collections.abc import Callable

EXIT_BROKEN_PIPE = 141
"""As a shell says it of a command whose reader has gone: 128 and the number of SIGPIPE."""


def one_line(text: str) -> str:
    """A text that a terminal can show: names of files may hold line breaks and control codes."""
    return "".join(c if c.isprintable() else repr(c)[1:-1] for c in text)


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
