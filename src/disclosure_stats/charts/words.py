"""The names of codes in the reader's language."""

import tomllib
from functools import cache
from importlib.resources import files

from disclosure_stats.analysis.quantities import quantities
from disclosure_stats.code_names import code_names
from disclosure_stats.forms import ERAS
from disclosure_stats.languages import LANGUAGES, Language


@cache
def words(group: str, language: Language) -> dict[str, str]:
    """Code → name of a group of `words.toml` (`channels`, `outcomes`, …), in its order; the
    groups `eras` and `statuses` have the forms and the statuses that there are."""
    if group == "statuses":
        return code_names("statuses", language)
    if group == "eras":
        return {era: f"{era}年表" if language == "zh" else f"{era} form" for era in ERAS}
    text = (files(__package__) / "words.toml").read_text(encoding="utf-8")
    position = LANGUAGES.index(language)
    return {code: names[position] for code, names in tomllib.loads(text)[group].items()}


def quantity_name(quantity: str, language: Language) -> str:
    """The name of a column of the panel; KeyError for an unknown one."""
    if quantity in quantities():
        named = quantities()[quantity]
        return named.zh if language == "zh" else named.en
    name = words("postings", language).get(quantity)
    if name is not None:
        return name
    channel = words("channels", language)[quantity.removeprefix("postings_")]
    return f"{channel}条数" if language == "zh" else f"items posted, {channel}"


def many(count: int, one: str, more: str | None = None) -> str:
    """`1 place`, `1,200 places`: a number with its English noun."""
    return f"{count:,} {one if count == 1 else more or one + 's'}"
