"""`--out s3://…` against a real S3-compatible server on this machine.

The server is moto's. Its libraries ask for versions that the pinned ones exclude, so it is no part
of the extra `dev`: where it is not installed (`pip install "moto[server]"`), the tests are skipped.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow.fs as arrow_fs
import pyarrow.parquet as parquet
import pytest

import disclosure_stats
from disclosure_stats import open_dataset
from disclosure_stats.store.schemas import TABLES

moto_server = pytest.importorskip("moto.server", reason="needs moto[server], an S3 server")

RAW = Path(__file__).resolve().parents[1] / "data" / "raw"
SOURCE = str(Path(disclosure_stats.__file__).resolve().parents[1])
SAMPLES = sorted(RAW.rglob("*.pdf"))[:12]


@pytest.fixture
def bucket(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A bucket on a server of its own; the environment leads there."""
    server = moto_server.ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    for name, value in {
        "AWS_ENDPOINT_URL": f"http://{host}:{port}",
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_DEFAULT_REGION": "us-east-1",
    }.items():
        monkeypatch.setenv(name, value)
    s3 = arrow_fs.S3FileSystem(
        endpoint_override=f"{host}:{port}", scheme="http", allow_bucket_creation=True
    )
    s3.create_dir("reports")
    yield "s3://reports"
    server.stop()


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


def test_a_bucket_that_is_not_there(bucket: str, tmp_path: Path) -> None:
    shutil.copy(SAMPLES[0], tmp_path)
    done = extract(tmp_path, "s3://another/out")
    assert done.returncode == 2
    said = [line for line in done.stderr.splitlines() if "a second" not in line]
    assert len(said) == 1
    assert said[0].startswith("error: the tables cannot be written")
