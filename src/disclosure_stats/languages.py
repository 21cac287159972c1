"""The languages in which results are put into words."""

from typing import Literal

Language = Literal["zh", "en"]
"""Chinese or English."""
