"""Runs first in every Python of a command under test (host_spy.py): watches its serial port.

Below pyserial, so it sees what mpremote does, too: every request about DTR and RTS and every write
to a port goes to a log; at a chosen write the whole command is hit by a signal.
"""

import fcntl
import os
import signal
import sys
import termios

LOG = os.environ["SPY_LOG"]
HIT_AT = int(os.environ.get("SPY_HIT_AT", "0"))  # the write, counted over all processes; 0: none
SIGNAL = int(os.environ.get("SPY_SIGNAL", signal.SIGKILL))
LINES = {getattr(termios, name): name for name in ("TIOCMBIS", "TIOCMBIC", "TIOCMSET")}

real_ioctl, real_write = fcntl.ioctl, os.write


def log(*words: object) -> None:
    with open(LOG, "a") as file:
        print(
            "mpremote" if "mpremote" in sys.argv[0] else "tinyspark",
            os.getpid(),
            *words,
            file=file,
        )


def ioctl(fd: int, request: int, argument: bytes = b"", *more: object) -> object:
    if request not in LINES:
        return real_ioctl(fd, request, argument, *more)
    log(LINES[request], fd, int.from_bytes(argument[:4], sys.byteorder))
    return 0  # as a port does; a pty has no such lines


def write(fd: int, data: bytes) -> int:
    if fd > 2 and os.isatty(fd):
        log("write", len(data))
        with open(LOG) as file:
            count = sum(" write " in line for line in file)
        if count == HIT_AT:
            os.killpg(0, SIGNAL)
    return real_write(fd, data)


fcntl.ioctl, os.write = ioctl, write
