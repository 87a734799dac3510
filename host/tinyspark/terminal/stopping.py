"""Ctrl-C during work whose outcome must be told: heard once, answered at once, explained.

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
