"""Patterns of a room that stand in its TOML file; the room keeps what it has asked for."""

import re

from disclosure_stats.data_file import load_data
from disclosure_stats.text.lazy_pattern import lazy_pattern


def pattern(package: str, name: str, key: str) -> re.Pattern[str]:
    """The pattern `key` of the table `patterns`, which is compiled when it is first used."""
    return lazy_pattern(source_of(package, name, key))


def source_of(package: str, name: str, key: str) -> str:
    """How that pattern is spelled; what stands in it in braces is another of the table."""
    sources: dict[str, str] = load_data(package, name)["patterns"]
    source = sources[key]
    while (inner := re.search(r"\{([a-z_]+)\}", source)) is not None:
        source = source.replace(inner[0], f"(?:{sources[inner[1]]})")
    return source
