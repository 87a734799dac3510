"""One key at a time from the terminal, without Enter, on Linux, macOS and Windows.

Knows nothing of what the keys mean.
"""

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager


class Keys:
    """The keys a user presses, one at a time; never any when stdin is not a terminal."""

    def __init__(self, interactive: bool) -> None:
        self.interactive = interactive

    def read(self, timeout: float) -> str:
        """Return the next key within timeout seconds, in lower case; '' if there is none."""
        if not self.interactive:
            return ""
        return (_read_windows if os.name == "nt" else _read_posix)(timeout).lower()

    def wait(self) -> str:
        """Return the next key, however long it takes."""
        while not (key := self.read(0.2)):
            pass
        return key


def in_front() -> bool:
    """Does the terminal listen to us? In the background, or a session of its own, it does not."""
    try:
        return os.tcgetpgrp(0) == os.getpgrp()
    except OSError:
        return False


@contextmanager
def keys() -> Iterator[Keys]:
    """Single keys without Enter, for as long as the context lasts. Ctrl-C stays Ctrl-C.

    After Ctrl-Z and `fg` too: the shell has set the terminal its own way meanwhile.
    """
    if not sys.stdin.isatty() or os.name == "nt":
        yield Keys(sys.stdin.isatty())
        return
    import termios
    import tty

    def single(*_: object) -> None:
        if in_front():
            tty.setcbreak(0)

    before = termios.tcgetattr(0)
    tty.setcbreak(0)
    handler = signal.signal(signal.SIGCONT, single)
    try:
        yield Keys(True)
    finally:
        signal.signal(signal.SIGCONT, handler)
        termios.tcsetattr(0, termios.TCSADRAIN, before)


def _read_posix(timeout: float) -> str:
    import select

    if not select.select([0], [], [], timeout)[0]:
        return ""
    data = os.read(0, 32)  # an arrow key sends several bytes: they count as one key
    return data.decode("utf-8", "replace")[:1] if data else "q"  # end of input: nobody is there


def _read_windows(timeout: float) -> str:
    import msvcrt
    import time

    until = time.monotonic() + timeout
    while not msvcrt.kbhit():  # type: ignore[attr-defined]
        if time.monotonic() >= until:
            return ""
        time.sleep(0.02)
    return str(msvcrt.getwch())  # type: ignore[attr-defined]
