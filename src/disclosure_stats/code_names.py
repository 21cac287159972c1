"""What the codes of `reports` are called, for commands and charts alike."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Literal

from disclosure_stats.languages import LANGUAGES, Language

Group = Literal["statuses", "errors"]


@cache
def code_names(group: Group, language: Language) -> dict[str, str]:
    """Code → name of the statuses of reports (and of a report that is missing), or of the reasons
    why a file could not be read, in the order of `code_names.toml`."""
    text = (files(__package__) / "code_names.toml").read_text(encoding="utf-8")
    position = LANGUAGES.index(language)
    return {code: names[position] for code, names in tomllib.loads(text)[group].items()}
