"""What the processes of a run say to each other: plain values, which survive the way.

This module and what it imports are all that a leading process needs: it starts fast.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from disclosure_stats.batch.plan import PlannedFile
from disclosure_stats.errors import ErrorCode
from disclosure_stats.rows import Row

if TYPE_CHECKING:
    from disclosure_stats.checks.corrections import Correction


@dataclass(frozen=True, slots=True)
class Limits:
    """What a file may cost: seconds, and megabytes (2^20 bytes) of the process that reads it."""

    seconds: float
    megabytes: int


DEFAULT_LIMITS = Limits(120.0, 2048)
"""A scan of many pages takes tens of seconds and half a gigabyte."""


SECOND_LOOKS = ("doubtful", "all", "none")
"""Which numbers that no sum covers are looked at in print; what each means, says
`reading.proof.second_look`, which a leading process does not load."""

USUAL_LOOK = SECOND_LOOKS[0]


USUAL_WORK = "disclosure_stats.batch.read_file:process_file"
"""The function that reads a file, which only the processes that read import."""


@dataclass(frozen=True, slots=True)
class Job:
    """What holds for all files of a run: where parts are written, by what files are read
    (`batch.version`), what a file may cost, the name of the function that reads it, which only the
    processes that read import, whether they log what goes wrong within a file, the corrections of
    each file, by the identifier of its first report, and the other options of that function."""

    location: str
    version: str
    limits: Limits
    work: str
    debug: bool = False
    corrections: Mapping[str, tuple["Correction", ...]] = field(default_factory=dict)
    options: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Task:
    """A file to be read; `sha256` is that of the file when it was last read, if it was."""

    planned: PlannedFile
    sha256: str | None = None


@dataclass(frozen=True, slots=True)
class Piece:
    """Neighbours in the plan, read by one process into parts whose names begin with `name`."""

    name: str
    tasks: tuple[Task, ...]


@dataclass(frozen=True, slots=True)
class Verdict:
    """Why a file has no result: reading it ended the process that did. Its bytes are still told by
    their SHA-256, unless that ended a process too (`is_hashed`)."""

    code: ErrorCode
    message: str
    is_hashed: bool = True


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a file, in short; its rows are in a part.

    `statuses` has an entry for each report, `failures` the error code and message of each that
    failed, `errors` the rows of grave findings. All are empty for a file that is `unchanged`
    since it was last read. `part` names the part that is complete with this file: it holds what
    the process has read since the part before.
    """

    source_path: str
    statuses: tuple[str, ...] = ()
    failures: tuple[tuple[str, str], ...] = ()
    errors: tuple[Row, ...] = ()
    unchanged: bool = False
    part: str | None = None


@dataclass(frozen=True, slots=True)
class ReadPiece:
    """A piece that was read to its end, and the names of the parts that hold what was read anew."""

    piece: Piece
    parts: tuple[str, ...]
