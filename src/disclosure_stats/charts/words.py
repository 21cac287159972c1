"""The names of codes in the reader's language."""

from functools import cache

from disclosure_stats.data_file import load_data
from disclosure_stats.forms import ERAS
from disclosure_stats.languages import LANGUAGES, Language
from disclosure_stats.store.code_book import labels

_COLUMNS = {"channels": "channel", "statuses": "status"}  # groups that name a column's codes


@cache
def words(group: str, language: Language) -> dict[str, str]:
    """Code → name of a group of `words.toml` (`channels`, `outcomes`, …), in its order, after
    those of the code book where they are codes of a column; the group `eras` has the forms that
    there are."""
    if group == "eras":
        return {era: f"{era}年表" if language == "zh" else f"{era} form" for era in ERAS}
    position = LANGUAGES.index(language)
    own = {
        code: names[position] for code, names in load_data(__package__, "words.toml")[group].items()
    }
    return labels(_COLUMNS[group], language) | own if group in _COLUMNS else own


def capital(text: str) -> str:
    """The text with a capital to begin with, as a title or a sentence does."""
    return text[:1].upper() + text[1:]


def amount(number: float) -> str:
    """`1,200`, `0.4`: a number in digits, with up to six of them behind the point."""
    return f"{number:,.6f}".rstrip("0").removesuffix(".")


def many(count: int, one: str, more: str | None = None) -> str:
    """`1 place`, `1,200 places`: a number with its English noun."""
    return f"{count:,} {one if count == 1 else more or one + 's'}"
