"""How fast samples come by the board's clock: theirs is another one, and a few percent off.

Every number here stays small, so that measuring takes no heap. Knows no sensor.
"""

from gesturekit.messages import INDEX_WRAP

LEAST_MS = 10_000  # below that the steps of the app are too coarse
MOST_MS = 600_000  # then the measurement starts anew; 1000 times as much is a small number, too


class Pace:
    """`rate`: samples per 1000 s, 0 as long as it is not known."""

    def __init__(self, board):
        self._board = board
        self._since = None  # ticks when the sample before `_first` was made
        self._first = 0  # index
        self.rate = 0

    def end(self):
        """A gap: what is counted from now on begins anew."""
        self._since = None

    def note(self, now, index):
        """The samples before `index` are those up to ticks `now`."""
        if self._since is None:
            self._begin(now, index)
        passed = self._board.ticks_diff(now, self._since)
        if passed >= LEAST_MS:
            samples = 1000 * ((index - self._first) % INDEX_WRAP)
            self.rate = samples // passed * 1000 + samples % passed * 1000 // passed
            if passed >= MOST_MS:
                self._begin(now, index)

    def _begin(self, now, index):
        self._since = now
        self._first = index
