"""Patterns that are compiled when they are first used.

There are some three hundred, of which one report needs a half: compiling them all would be a fifth
of what it costs to read a single file.
"""

import re
from typing import Any, cast

_METHODS = ("search", "match", "fullmatch", "finditer", "findall", "split", "sub")


class _LazyPattern:
    def __init__(self, source: str) -> None:
        self._source = source

    def __getattr__(self, name: str) -> Any:
        """What the pattern has; from now on its methods are found without this detour."""
        pattern = re.compile(self._source)
        vars(self).update({method: getattr(pattern, method) for method in _METHODS})
        return getattr(pattern, name)


def lazy_pattern(source: str) -> re.Pattern[str]:
    """What does all that the pattern does that `source` spells; an error in it is raised, as
    `re.error`, where it is first used."""
    return cast("re.Pattern[str]", _LazyPattern(source))
