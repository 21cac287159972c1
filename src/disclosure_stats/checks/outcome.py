"""How a check ends."""

from typing import Literal

Outcome = Literal["passed", "failed", "not_assessable"]
