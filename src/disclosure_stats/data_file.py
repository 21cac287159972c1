"""Data that stands beside the code of a room, in TOML files."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def load_data(package: str, name: str) -> dict[str, Any]:
    """What the file `name` of a package holds, loaded once; FileNotFoundError if there is none."""
    data: dict[str, Any] = tomllib.loads((files(package) / name).read_text(encoding="utf-8"))
    return data
