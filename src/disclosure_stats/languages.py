"""The languages in which results are put into words."""

import locale
import os
from collections.abc import Mapping
from typing import Final, Literal, get_args

Language = Literal["zh", "en"]
"""Chinese or English."""
LANGUAGES: Final[tuple[Language, ...]] = get_args(Language)

_VARIABLES = ("LC_ALL", "LC_MESSAGES", "LANG")
_CHINESE = ("zh", "chinese")  # as Linux and macOS, and as Windows call it


def language_of_locale(environment: Mapping[str, str] = os.environ) -> Language:
    """The language of the person at this machine: Chinese where its locale is Chinese, else
    English. The first of LC_ALL, LC_MESSAGES and LANG that is set says it, else the system."""
    said = next(filter(None, (environment.get(name) for name in _VARIABLES)), None)
    name = said or locale.getlocale()[0] or ""
    return "zh" if name.lower().startswith(_CHINESE) else "en"
