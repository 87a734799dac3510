"""Share and time of a long work: how long it takes, and when it will be done if it goes on so."""

import time

_SURE = 0.05  # share from which on a time can be told


class Clock:
    """Share and time of a work that may begin again from 0 with its next part.

    share: of the work that is done, 0..1, or None where nobody knows.
    """

    def __init__(self) -> None:
        self._begun = time.monotonic()
        self.share: float | None = None
        self._end = 0.0  # when this part will be done, if it goes on as it did

    def reached(self, share: float | None) -> None:
        """Take in how far the work is."""
        now = time.monotonic()
        if share is None or share < (self.share or 0):
            self._begun = now
        if share:
            self._end = now + (now - self._begun) * (1 - share) / share
        self.share = share

    def past(self) -> float:
        """Return the seconds since this part began."""
        return time.monotonic() - self._begun

    def left(self) -> float | None:
        """Return the seconds until this part is done; None as long as that would be a guess."""
        if self.share is None or self.share < _SURE:
            return None
        return max(0.0, self._end - time.monotonic())


def seconds(count: float) -> str:
    """Return a time in short words."""
    return f"{count:.0f} s" if count < 100 else f"{count / 60:.0f} min"
