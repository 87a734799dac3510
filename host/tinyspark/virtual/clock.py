"""Board time: whole microseconds since the virtual board was made, and calls due at a time.

A running clock follows the computer's monotonic clock, scaled. A stepped clock moves only as far
as it was granted, and jumps over what nobody needs: the same grants give the same board.
"""

import heapq
import itertools
import time
from abc import ABC, abstractmethod
from collections.abc import Callable
from fractions import Fraction

from tinyspark.errors import UserError

_MAX_MS = 24 * 3_600_000


class Clock(ABC):
    """The calls due at a time; what time it is, a subclass knows."""

    stepped = False

    def __init__(self) -> None:
        self._calls: list[tuple[int, int, Callable[[], None]]] = []
        self._order = itertools.count()

    @abstractmethod
    def now(self) -> int:
        """Return the board time in microseconds."""

    def call_at(self, when: int, call: Callable[[], None]) -> None:
        """Call once when board time reaches when (us); calls for one time keep their order."""
        heapq.heappush(self._calls, (when, next(self._order), call))

    def next_call(self) -> int | None:
        return self._calls[0][0] if self._calls else None

    def _run_first(self) -> None:
        heapq.heappop(self._calls)[2]()


class RunningClock(Clock):
    """Board time passes speed times as fast as the computer's."""

    def __init__(self, speed: float = 1.0) -> None:
        super().__init__()
        ratio = Fraction(speed).limit_denominator(1000)
        self.up, self.down = ratio.numerator, ratio.denominator
        self._zero = _monotonic_us()

    def now(self) -> int:
        return (_monotonic_us() - self._zero) * self.up // self.down

    def computer_us(self, when: int) -> int:
        """The computer's monotonic time in us at board time when."""
        return self._zero + when * self.down // self.up

    def run_due(self) -> None:
        while self._calls and self._calls[0][0] <= self.now():
            self._run_first()

    def delay(self) -> float | None:
        """Seconds of the computer's time to the next call."""
        if not self._calls:
            return None
        return max(0.0, (self.computer_us(self._calls[0][0]) - _monotonic_us()) / 1e6)


class SteppedClock(Clock):
    """Board time moves within what was granted."""

    stepped = True

    def __init__(self) -> None:
        super().__init__()
        self._now = 0
        self.limit = 0

    def now(self) -> int:
        return self._now

    def grant(self, us: int) -> None:
        self.limit += us

    def run_to(self, when: int) -> bool:
        """Move to when or to the limit, whichever is first; tell whether when was reached.

        A call on the way stops there, so that whoever waits can look at what the call changed.
        """
        goal = min(when, self.limit)
        if self._calls and self._calls[0][0] <= goal:
            self._now = max(self._now, self._calls[0][0])
            self._run_first()
            return self._now >= when and not self._due()
        self._now = max(self._now, goal)
        return self._now >= when

    def _due(self) -> bool:
        return bool(self._calls) and self._calls[0][0] <= self._now


def _monotonic_us() -> int:
    return time.clock_gettime_ns(time.CLOCK_MONOTONIC) // 1000


def microseconds(ms: float) -> int:
    """Return a time of a control command in us; UserError if it is none."""
    if not 0 <= ms <= _MAX_MS:
        raise UserError(f"{ms} ms is no time the board can wait.\nChoose 0 to {_MAX_MS}.")
    return round(ms * 1000)
