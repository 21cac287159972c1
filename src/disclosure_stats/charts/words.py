"""The names of codes in the reader's language."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Literal

Language = Literal["zh", "en"]


@cache
def words(group: str, language: Language) -> dict[str, str]:
    """Code → name of a group of `words.toml` (`channels`, `outcomes`, …), in its order."""
    text = (files(__package__) / "words.toml").read_text(encoding="utf-8")
    position = {"zh": 0, "en": 1}[language]
    return {code: names[position] for code, names in tomllib.loads(text)[group].items()}
