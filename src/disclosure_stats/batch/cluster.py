"""The pieces of a plan, read by the workers of a Dask cluster.

A worker reads a piece as a local run does, in a process beside its own, and writes the parts
itself; the outcomes alone come back. A piece whose worker is lost is read again by another: its
parts get other names, and a file that is in several parts is taken from one of them.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from uuid import uuid4

from disclosure_stats.batch.pieces import read_piece
from disclosure_stats.batch.tasks import Job, Outcome, Piece


def read_on_cluster(address: str, job: Job, pieces: Sequence[Piece]) -> Iterator[Outcome]:
    """The outcome of each file, piece by piece as they are done.

    Raises OSError when the cluster cannot be reached, gives a piece up, or cannot write parts.
    """
    try:
        from distributed import Client, as_completed
    except ImportError as problem:
        raise OSError(f"--dask needs the extra cluster: {problem}") from problem
    with Client(address) as client:
        futures = client.map(_read, pieces, job=job, pure=False)
        for _, outcomes in as_completed(futures, with_results=True):
            yield from outcomes


def _read(piece: Piece, job: Job) -> list[Outcome]:
    attempt = replace(piece, name=f"{piece.name}-{uuid4().hex[:8]}")
    return list(read_piece(job, attempt, stopped=lambda: False))
