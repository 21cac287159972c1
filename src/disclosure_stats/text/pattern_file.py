"""Words and patterns of a room that stand in its TOML file; it keeps what it has asked for."""

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def load(package: str, name: str) -> dict[str, Any]:
    """The data of the file `name` in the package; FileNotFoundError if there is none."""
    data: dict[str, Any] = tomllib.loads((files(package) / name).read_text(encoding="utf-8"))
    return data


def pattern(package: str, name: str, key: str) -> re.Pattern[str]:
    """The pattern `key` of the table `patterns`, compiled anew."""
    return re.compile(source_of(package, name, key))


def source_of(package: str, name: str, key: str) -> str:
    """How that pattern is spelled; what stands in it in braces is another of the table."""
    sources: dict[str, str] = load(package, name)["patterns"]
    source = sources[key]
    while (inner := re.search(r"\{([a-z_]+)\}", source)) is not None:
        source = source.replace(inner[0], f"(?:{sources[inner[1]]})")
    return source
