"""The files of a plan, read by the workers of a Dask cluster.

A worker reads a piece as a local run does, in a process beside its own, and writes the parts
itself; only the outcomes come back. A piece whose worker is lost is read again by another: its
parts get other names, and a file that is in several parts is taken from one of them.
"""

from collections.abc import Generator, Sequence
from dataclasses import replace
from uuid import uuid4

from disclosure_stats.batch.pieces import cut, read_piece
from disclosure_stats.batch.tasks import Job, Outcome, Piece, ReadPiece, Task

_WORKERS_TO_COME = 32  # for whom the plan is cut where none has come yet, as with SLURM


def read_on_cluster(
    job: Job, tasks: Sequence[Task], prefix: str, address: str
) -> Generator[Outcome | ReadPiece, None, None]:
    """The outcome of each file and each piece that was read, piece by piece, from the cluster whose
    scheduler is at `address`.

    Files and output must have the same paths on all machines. Raises OSError when the cluster
    cannot be reached, when its workers are lost again and again, and when parts cannot be written.
    """
    try:
        from distributed import Client, KilledWorker, as_completed
    except ImportError as problem:
        raise OSError(f"--dask needs the extra cluster ({problem})") from problem
    try:
        connected = Client(address)
    except (TypeError, ValueError) as problem:  # no address, or TLS without a certificate
        raise OSError(f"{address} is no scheduler that can be spoken to: {problem}") from problem
    with connected as client:
        threads = sum(client.nthreads().values()) or _WORKERS_TO_COME
        pieces = cut(tasks, threads, prefix)
        futures = client.map(_read, pieces, job=job, pure=False)
        try:
            for _, events in as_completed(futures, with_results=True):
                yield from events
        except KilledWorker as problem:
            raise OSError(f"the cluster lost its workers: {problem}") from problem


def _read(piece: Piece, job: Job) -> list[Outcome | ReadPiece]:
    attempt = replace(piece, name=f"{piece.name}-{uuid4().hex[:8]}")
    return list(read_piece(job, attempt, stopped=lambda: False))
