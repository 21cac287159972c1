"""How far a scale that several places share has to go."""

from collections.abc import Iterable
from typing import Final

import numpy as np

_FAR: Final = 5
"""Times as high as all others: on a scale up to it these would lie in the lowest fifth."""
_MAX_SHARE: Final = 0.05
"""Of the values: more of them are no exception."""
_MIN_VALUES: Final = 5
"""Of fewer, none is taken for an exception."""


def scale_top(values: Iterable[float]) -> float:
    """The highest of the values, 1 at least; where a few are over five times as high as all others,
    the highest of those others: one figure that was misprinted, or added up over years, would
    leave nothing to be seen of the rest. What lies beyond has to be marked with its number."""
    known = np.sort(np.asarray(list(values), "float64"))
    known = known[~np.isnan(known)]
    few = max(1, int(_MAX_SHARE * len(known))) if len(known) >= _MIN_VALUES else 0
    for cut in range(few, 0, -1):
        rest = known[-cut - 1]
        if rest > 0 and known[-cut] > _FAR * rest:
            return max(1.0, float(rest))
    return float(known[-1:].max(initial=1.0))
