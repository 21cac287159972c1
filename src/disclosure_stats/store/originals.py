"""The files that reports were read from, found again."""

import hashlib
from pathlib import Path

from disclosure_stats.store.source_paths import find_original


def read_original(home: Path, source_path: str, sha256: str) -> bytes | None:
    """The bytes of a report's file below `home`, the folder (or the file) that was given to the
    extract command; None if it is not there any more, or is another file now."""
    folder = home if home.is_dir() else home.parent
    path = find_original(folder, source_path).resolve()
    if not path.is_relative_to(folder.resolve()) or not path.is_file():
        return None
    data = path.read_bytes()
    return data if hashlib.sha256(data).hexdigest() == sha256 else None
