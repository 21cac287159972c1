"""How many processors a process may use."""

import os


def processors() -> int:
    """Those that the system lets this process run on, where it tells; else all that there are."""
    if hasattr(os, "sched_getaffinity"):  # not on all systems
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
