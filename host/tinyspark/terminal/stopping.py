"""Ctrl-C where it needs care: in work whose outcome must be told, and while modules are loaded.

Knows nothing of the work, nor where its words go.
"""

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager


@contextmanager
def told(say: Callable[[str], None], outcome: Callable[[], str]) -> Iterator[None]:
    """When Ctrl-C ends the block, say so at once, then its outcome, which may take a moment to
    find out; pressing it once more changes nothing. KeyboardInterrupt leaves as usual."""

    def stop(*_: object) -> None:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGINT, stop)
    try:
        yield
    except KeyboardInterrupt:
        say("\nStopping; a moment, to see what the board runs now ...")
        say(outcome())
        raise
    finally:
        signal.signal(signal.SIGINT, before)


@contextmanager
def later() -> Iterator[None]:
    """Ctrl-C in the block is heard at its end: a module that is half loaded may swallow it."""
    if signal.getsignal(signal.SIGINT) is not signal.default_int_handler:
        yield  # it is ignored, or somebody else's
        return
    heard: list[int] = []
    signal.signal(signal.SIGINT, lambda number, _: heard.append(number))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    if heard:
        raise KeyboardInterrupt
