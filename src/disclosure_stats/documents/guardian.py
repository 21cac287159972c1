"""Runs a program until it ends, or until the process that asked for it is gone.

A program of its own: `guardian.py SECONDS MEGABYTES FOLDER PROGRAM …`. It reads its standard input,
which ends with the process that holds the other end, however that ends; the program that it runs,
and all that this starts, is then ended too, and `FOLDER`, where it worked, removed. Exit code 124
after `SECONDS`.
"""

import os
import shutil
import signal
import subprocess
import sys
import threading
from contextlib import suppress

TIMED_OUT = 124


def main() -> None:
    """Run what the arguments say."""
    seconds, megabytes = float(sys.argv[1]), int(sys.argv[2])
    _limit_memory(megabytes)
    process = subprocess.Popen(
        sys.argv[4:],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    threading.Thread(target=_end_with_asker, args=(process,), daemon=True).start()
    code = TIMED_OUT
    with suppress(subprocess.TimeoutExpired):
        code = process.wait(seconds)
    _end(process)
    os._exit(code if 0 <= code < 256 else 1)


def _end_with_asker(process: "subprocess.Popen[bytes]") -> None:
    sys.stdin.buffer.read()
    _end(process)
    shutil.rmtree(sys.argv[3], ignore_errors=True)
    os._exit(1)


def _end(process: "subprocess.Popen[bytes]") -> None:
    if sys.platform == "win32":
        if process.poll() is None:
            command = ["taskkill", "/F", "/T", "/PID", str(process.pid)]
            subprocess.run(command, capture_output=True, check=False)
    else:
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)


def _limit_memory(megabytes: int) -> None:
    if sys.platform != "win32":
        import resource

        with suppress(OSError, ValueError):
            resource.setrlimit(resource.RLIMIT_AS, (megabytes * 2**20, megabytes * 2**20))


if __name__ == "__main__":
    main()
