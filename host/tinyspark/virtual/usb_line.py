"""One direction of a USB cable and its planned faults: noise at a byte, an end after so many.

Counts bytes; knows nothing of ports, frames or time.
"""


class Line:
    """plan() and end_after() before the bytes come; most(), then carry() or crossed(), for all."""

    def __init__(self) -> None:
        self._count = 0  # bytes so far
        self._lose = 0  # of the next ones
        self._planned: list[tuple[int, int, bytes]] = []
        self._left: int | None = None

    def plan(self, after: int, lose: int, data: bytes) -> None:
        """When `after` more bytes have come, lose the next ones and put data in their place."""
        self._planned.append((self._count + after, lose, data))
        self._planned.sort(key=lambda plan: plan[0])

    def carry(self, data: bytes) -> bytes:
        """Return what arrives of data."""
        arrived = b""
        while self._planned and self._planned[0][0] <= self._count + len(data):
            at, lose, noise = self._planned.pop(0)
            before = at - self._count
            arrived += self._pass(data[:before]) + noise
            data = data[before:]
            self._lose += lose
        return arrived + self._pass(data)

    def end_after(self, count: int | None) -> None:
        """Let count more bytes cross; None: all."""
        self._left = count

    @property
    def ended(self) -> bool:
        return self._left == 0

    def most(self, count: int) -> int:
        """Return how many of count bytes may cross now."""
        return count if self._left is None else min(count, self._left)

    def crossed(self, count: int) -> None:
        if self._left is not None:
            self._left -= count

    def _pass(self, data: bytes) -> bytes:
        self._count += len(data)
        lost = min(self._lose, len(data))
        self._lose -= lost
        return data[lost:]
