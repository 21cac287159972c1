"""A limit of memory that the system itself holds a process to."""

import sys
from contextlib import suppress
from pathlib import Path

OUT_OF_MEMORY = 77
"""The code that a process ends with when it is given no more memory, and cannot go on."""

_BESIDE = 256 * 2**20  # bytes that a process may reserve and never use: stacks, arenas


def limit_memory(megabytes: int) -> None:
    """Have the system refuse this process more memory than so much (2^20 bytes) on top of what it
    has, where the system can (Linux).

    The process that leads looks ten times a second how much is in use; in between a library may ask
    for gigabytes. What is refused raises MemoryError, or ends the process where a library does not
    look.
    """
    if sys.platform != "linux":
        return
    import resource

    with suppress(OSError, ValueError):
        held = int(Path("/proc/self/statm").read_text().split()[5]) * resource.getpagesize()
        _, most = resource.getrlimit(resource.RLIMIT_DATA)
        wanted = held + megabytes * 2**20 + _BESIDE
        soft = wanted if most == resource.RLIM_INFINITY else min(wanted, most)
        resource.setrlimit(resource.RLIMIT_DATA, (soft, most))
