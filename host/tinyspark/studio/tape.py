"""The latest samples of the board, written by one thread and read by any number of pages."""

import threading
from collections import deque

import numpy as np

MOST_BLOCKS = 2000  # of some samples each: minutes


class Tape:
    """Blocks of samples in their order; total counts all samples ever written.

    A reader keeps the total that it has seen, so none has to be told when another comes or goes.
    """

    def __init__(self) -> None:
        self._blocks: deque[tuple[int, np.ndarray]] = deque(maxlen=MOST_BLOCKS)
        self._lock = threading.Lock()
        self.total = 0

    def write(self, block: np.ndarray) -> None:
        """Append samples, int16 [n, axes]."""
        if len(block):
            with self._lock:
                self._blocks.append((self.total, block))
                self.total += len(block)

    def since(self, seen: int) -> tuple[np.ndarray, int]:
        """Return the samples behind number seen that are still kept, [n, axes], and the total."""
        with self._lock:
            found: list[np.ndarray] = []
            for first, block in reversed(self._blocks):
                if first + len(block) <= seen:
                    break
                found.insert(0, block[max(0, seen - first) :])
            joined = np.concatenate(found) if found else np.zeros((0, 0), np.int16)
            return joined, self.total

    def clear(self) -> None:
        """Forget all; the count goes on, so that readers only see nothing new."""
        with self._lock:
            self._blocks.clear()
