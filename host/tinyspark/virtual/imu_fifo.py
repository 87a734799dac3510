"""The FIFO of the LSM6DS3TR-C: 2048 words of 16 bits, the oldest of which give way when full.

Counts words, not samples, as the chip does: after an overrun the oldest word may belong to the
middle of a sample, and the pattern tells to which axis.
"""

from collections import deque
from collections.abc import Sequence

CAPACITY = 2048


class Fifo:
    """Words in, words out. pattern: which word of a sample (0..5) comes out next."""

    def __init__(self) -> None:
        self._words: deque[int] = deque()
        self.sample_words = 6
        self.pattern = 0
        self.lost = 0  # words overwritten since the FIFO was last emptied by bypass

    def __len__(self) -> int:
        return len(self._words)

    def clear(self) -> None:
        self._words.clear()
        self.pattern = 0
        self.lost = 0

    def push(self, words: Sequence[int]) -> None:
        for word in words:
            if len(self._words) == CAPACITY:
                self.pop()
                self.lost += 1
            self._words.append(word & 0xFFFF)

    def head(self) -> int:
        """The oldest word, 0 when there is none."""
        return self._words[0] if self._words else 0

    def pop(self) -> None:
        if self._words:
            self._words.popleft()
            self.pattern = (self.pattern + 1) % self.sample_words

    def status(self, threshold: int) -> tuple[int, int, int, int]:
        """FIFO_STATUS1..4 for a threshold in words (0: none)."""
        unread = len(self._words)
        flags = (
            (0x80 if 0 < threshold <= unread else 0)
            | (0x40 if self.lost and unread == CAPACITY else 0)
            | (0x20 if unread + self.sample_words > CAPACITY else 0)
            | (0x10 if unread == 0 else 0)
        )
        difference = unread & 0x7FF  # 2048 does not fit into it
        return difference & 0xFF, flags | difference >> 8, self.pattern, 0
