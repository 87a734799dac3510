"""The latest samples of the board, written by one thread and read by any number of pages.

Samples are marked where some before them are missing, and where they are part of a take.
"""

import threading
from collections import deque
from typing import NamedTuple

import numpy as np

from gesturekit.messages import Message
from tinyspark.board.capture import Stream
from tinyspark.dataset.settings import Settings

MOST_BLOCKS = 2000  # of some samples each: minutes
# Flags of a sample: some before it got lost; the board did something else before it; it is part
# of a take
GAP, BREAK, TAKE = 1, 2, 4


class Strip(NamedTuple):
    """A piece of the tape. samples: int16 counts [n, axes]; flags: uint8 [n], GAP, BREAK, TAKE.

    first: the number of the first sample; total: how many were ever written; settings: what the
    numbers mean, None before the first sample.
    """

    samples: np.ndarray
    flags: np.ndarray
    first: int
    total: int
    settings: Settings | None


class Tape:
    """Blocks of samples in their order; total counts all samples ever written.

    A reader keeps the total that it has seen, so none has to be told when another comes or goes.
    """

    def __init__(self) -> None:
        self._blocks: deque[tuple[int, np.ndarray, np.ndarray]] = deque(maxlen=MOST_BLOCKS)
        self._lock = threading.Lock()
        self._stream = Stream("imu")
        self._broken = False
        self.settings: Settings | None = None
        self.total = 0

    def begin(self, settings: Settings) -> None:
        """From now on come samples of all axes of this sensor; those of others are forgotten."""
        with self._lock:
            self._stream = Stream(settings.sensor)
            self._broken = True
            if settings != self.settings:
                self._blocks.clear()
                self.settings = settings

    def hear(self, message: Message, flags: int = 0) -> None:
        """Write the samples in a message, if there are any of the sensor that was begun with."""
        missing = self._stream.missing, self._stream.restarts
        block = self._stream.feed(message)
        torn = missing != (self._stream.missing, self._stream.restarts)
        self.write(block, flags, torn)

    def write(self, block: np.ndarray, flags: int = 0, torn: bool = False) -> None:
        """Append samples, int16 [n, axes]; torn: some are missing before the first of them."""
        if not len(block):
            return
        marks = np.full(len(block), flags, np.uint8)
        marks[0] |= GAP * torn | BREAK * self._broken
        self._broken = False
        with self._lock:
            self._blocks.append((self.total, block, marks))
            self.total += len(block)

    def place(self, index: int) -> int:
        """Return the number here of a sample with the board's number index, just heard or soon."""
        return self.total - self._stream.behind(index)

    def since(self, seen: int) -> Strip:
        """Return the samples behind number seen that are still kept."""
        with self._lock:
            found: list[tuple[np.ndarray, np.ndarray]] = []
            for first, block, marks in reversed(self._blocks):
                if first + len(block) <= seen:
                    break
                skip = max(0, seen - first)
                found.append((block[skip:], marks[skip:]))
            total, settings = self.total, self.settings
        if not found:
            return Strip(np.zeros((0, 0), np.int16), np.zeros(0, np.uint8), total, total, settings)
        samples = np.concatenate([block for block, _ in reversed(found)])
        flags = np.concatenate([marks for _, marks in reversed(found)])
        return Strip(samples, flags, total - len(samples), total, settings)

    def clear(self) -> None:
        """Forget all; the count goes on, so that readers only see nothing new."""
        with self._lock:
            self._blocks.clear()
