"""The folder that tables are written to: on a disk, or where a URL leads."""

import json
import os
import re
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pyarrow as pa
import pyarrow.fs as arrow_fs
import pyarrow.parquet as parquet

_THREADS = 4
_ARROWS_OWN = ("s3", "gs", "gcs", "abfs")
_ONE_SLASH = re.compile(r"[a-z][a-z0-9+.-]+:/[^/]")  # no drive of Windows, whose name is a letter


class Folder:
    """A folder and the few things that are done in it; names in it are relative, with `/`.

    `location` is a path, or a URL such as `s3://bucket/folder`. Arrow reads and writes S3, Google
    Cloud and Azure itself; for any other protocol that fsspec knows, fsspec and the package of the
    protocol must be installed. What goes wrong is an OSError.
    """

    def __init__(self, location: str | Path) -> None:
        given = _on_disk(str(location))
        if _ONE_SLASH.match(given):
            raise OSError(f"{given} cannot be opened: a URL has two slashes (s3://bucket/folder)")
        self.is_local = not is_url(given)
        self.location = str(Path(given).absolute()) if self.is_local else given
        self.filesystem, self._root = _open(self.location)

    def path(self, name: str) -> str:
        """The full path of a name, as `filesystem` takes it."""
        return f"{self._root}/{name}" if name else self._root

    def make(self, name: str = "") -> None:
        """Make the folder, or one in it, unless it is there."""
        self.filesystem.create_dir(self.path(name), recursive=True)

    def files(self, name: str = "") -> dict[str, int]:
        """The files in the folder of this name and below: their names and sizes in bytes."""
        return {inner: info.size for inner, info in self._below(name)}

    def stamps(self) -> dict[str, object]:
        """The files in the folder and below, each with what changes when it is written anew and
        stays when it is moved on a disk."""
        return {inner: (info.size, info.mtime_ns) for inner, info in self._below("")}

    def _below(self, name: str) -> Iterator[tuple[str, arrow_fs.FileInfo]]:
        selector = arrow_fs.FileSelector(self.path(name), allow_not_found=True, recursive=True)
        start = len(self._root) + 1
        for info in self.filesystem.get_file_info(selector):
            if info.type != arrow_fs.FileType.File:
                continue
            try:
                inner = info.path[start:]
            except UnicodeDecodeError:  # none of ours: a file of others whose name is in GBK
                continue
            yield inner, info

    def is_file(self, name: str) -> bool:
        """Whether there is a file of this name."""
        return bool(self._type(name) == arrow_fs.FileType.File)

    def is_folder(self, name: str) -> bool:
        """Whether there is a folder of this name."""
        return bool(self._type(name) == arrow_fs.FileType.Directory)

    def _type(self, name: str) -> arrow_fs.FileType:
        return self.filesystem.get_file_info(self.path(name)).type

    def read_bytes(self, name: str) -> bytes:
        """What a small file holds."""
        with self.filesystem.open_input_stream(self.path(name)) as stream:
            data: bytes = stream.read()
            return data

    def read_json(self, name: str) -> Any:
        """What a file of JSON holds."""
        return json.loads(self.read_bytes(name))

    def write_json(self, name: str, value: Any) -> None:
        """Write a small file of JSON."""
        self.write_text(name, json.dumps(value))

    def write_text(self, name: str, text: str) -> None:
        """Write a small file."""
        with self.filesystem.open_output_stream(self.path(name)) as stream:
            stream.write(text.encode())

    def parquet_file(self, name: str, coded: list[str] | None = None) -> parquet.ParquetFile:
        """A Parquet file, opened to be read from its beginning to its end; the columns `coded` are
        given as dictionaries."""
        stream = self.filesystem.open_input_file(self.path(name))
        return parquet.ParquetFile(stream, read_dictionary=coded)

    def parquet_writer(self, name: str, schema: pa.Schema) -> parquet.ParquetWriter:
        """A Parquet file, opened to be written."""
        return parquet.ParquetWriter(
            self.path(name), schema, compression="zstd", filesystem=self.filesystem
        )

    def move(self, name: str, target: str) -> None:
        """Give a file another name; a file that has it is replaced."""
        self.filesystem.move(self.path(name), self.path(target))

    def remove(self, name: str) -> None:
        """Remove a file, or a folder with all that is in it, if it is there."""
        if self.is_folder(name):
            with suppress(FileNotFoundError):  # object stores may show a folder that is gone
                self.filesystem.delete_dir(self.path(name))
        elif self.is_file(name):
            self.filesystem.delete_file(self.path(name))

    def settle(self, names: Iterable[str]) -> None:
        """Have the system write these files through to the disk, where there is one."""
        if self.is_local:
            side_by_side(partial(_settle, self.path(name)) for name in names)


def side_by_side(works: Iterable[Callable[[], None]]) -> None:
    """Do what waits for the disk, or for Arrow, in some threads; what one of them raises is raised
    when all have ended."""
    todo = deque(works)
    problems: list[BaseException] = []

    def work() -> None:
        while True:
            try:
                following = todo.popleft()
            except IndexError:
                return
            try:
                following()
            except BaseException as problem:  # to be raised where it is waited for
                problems.append(problem)

    # concurrent.futures would load the standard library's logging.
    threads = [threading.Thread(target=work) for _ in range(min(_THREADS, len(todo)))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if problems:
        raise problems[0]


def _settle(path: str) -> None:
    with open(path, "rb+") as file:
        os.fsync(file.fileno())


def is_url(location: str) -> bool:
    """Whether a location is a URL rather than a path."""
    return "://" in location


def _on_disk(location: str) -> str:
    """The path that a file URL stands for; any other location as it is."""
    if not location.lower().startswith("file:"):
        return location
    parts = urlsplit(location)
    if parts.netloc not in ("", "localhost") or not parts.path.startswith("/"):
        raise OSError(f"{location} cannot be opened: it names no folder of this machine")
    from urllib.request import url2pathname  # which takes all of HTTP along

    return url2pathname(parts.path)


def _open(location: str) -> tuple[arrow_fs.FileSystem, str]:
    if not is_url(location):
        return arrow_fs.LocalFileSystem(), Path(location).as_posix()
    protocol, _, rest = location.partition("://")
    if not protocol or not rest.strip("/"):
        raise OSError(f"{location} cannot be opened: it names no folder")
    if protocol == "memory":
        raise OSError(f"{location} cannot be opened: no other process sees the memory of one")
    try:
        if protocol in _ARROWS_OWN:
            filesystem, path = arrow_fs.FileSystem.from_uri(f"{protocol}://{rest.rstrip('/')}")
            return filesystem, path
        from fsspec.core import url_to_fs

        # Listings are asked for anew each time: other processes write into the folder too.
        remote, root = url_to_fs(location, use_listings_cache=False)
    except (ImportError, ValueError, TypeError) as problem:
        raise OSError(f"{location} cannot be opened: {problem}") from problem
    return arrow_fs.PyFileSystem(arrow_fs.FSSpecHandler(remote)), root
