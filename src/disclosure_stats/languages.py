"""The languages in which results are put into words."""

from typing import Final, Literal, get_args

Language = Literal["zh", "en"]
"""Chinese or English."""
LANGUAGES: Final[tuple[Language, ...]] = get_args(Language)
