"""A real Dask cluster of two worker processes, one of which is killed while it works."""

import os
import signal
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow.parquet as parquet
import pytest

from disclosure_stats.batch.plan import plan_files
from disclosure_stats.batch.run import Settings, Tally, run
from disclosure_stats.store.schemas import TABLES

distributed = pytest.importorskip("distributed", reason="needs the extra cluster")

RAW = Path(__file__).resolve().parents[1] / "data" / "raw"


@pytest.fixture(scope="module")
def cluster() -> Iterator[Any]:
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, host="127.0.0.1", dashboard_address=None
    ) as running:
        yield running


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two hundred reports, and one file that ends the process that reads it."""
    folder = tmp_path / "in"
    folder.mkdir()
    for index, sample in enumerate(sorted(RAW.rglob("*.pdf"))[:25]):
        for copy in range(8):
            data = sample.read_bytes() + f"\n%{copy}\n".encode()
            (folder / f"{index:02}-{copy}.pdf").write_bytes(data)
    (folder / "segfault.pdf").write_bytes(b"%PDF-1.4\n")
    return folder


def read(folder: Path, out: Path, address: str | None, after: Any = None) -> Tally:
    plan = plan_files([folder])
    tally = Tally(len(plan))
    settings = Settings(workers=2, cluster=address, work="faulty_work:work")
    run(plan, str(out), settings, tally, after or (lambda _: None))
    return tally


def rows(out: Path) -> dict[str, list[Any]]:
    return {
        table: [
            {**row, "seconds": None}
            for row in parquet.read_table(out / f"{table}.parquet").to_pylist()
        ]
        for table in TABLES
    }


@pytest.mark.skipif(os.name == "nt", reason="a worker is killed by a signal")
def test_a_lost_worker_changes_nothing_in_the_tables(
    cluster: Any, folder: Path, tmp_path: Path
) -> None:
    here = read(folder, tmp_path / "here", None)
    with distributed.Client(cluster) as client:
        victims = list(client.run(os.getpid).values())
    killed = threading.Event()

    def kill_one(tally: Tally) -> None:
        if not killed.is_set():
            killed.set()
            os.kill(victims[0], signal.SIGKILL)

    there = read(folder, tmp_path / "there", cluster.scheduler_address, kill_one)
    assert killed.is_set()
    assert (there.files, there.statuses) == (here.files, here.statuses)
    assert [code for _, code, _ in there.failures] == ["crashed"]
    assert rows(tmp_path / "there") == rows(tmp_path / "here")
    again = read(folder, tmp_path / "there", cluster.scheduler_address)
    assert again.unchanged == here.files - 1  # the crash is tried again


def test_a_cluster_that_is_not_there(folder: Path, tmp_path: Path) -> None:
    with (
        distributed.LocalCluster(n_workers=0, dashboard_address=None, host="127.0.0.1") as gone,
    ):
        address = gone.scheduler_address
    from dask import config

    with (
        config.set({"distributed.comm.timeouts.connect": "1s"}),
        pytest.raises(OSError, match=r"[Tt]imed out|refused|trying to connect"),
    ):
        read(folder, tmp_path / "out", address)
