"""How fast samples come by the board's clock: theirs is another one, and a few percent off.

Every number here stays small, so that measuring takes no heap. Knows no sensor.
"""

LEAST_MS = 10_000  # below that the steps of the app are too coarse
MOST_MS = 600_000  # then the measurement starts anew; 1000 times as much is a small number, too


class Pace:
    """`rate`: samples per 1000 s, 0 as long as it is not known."""

    def __init__(self, board):
        self._board = board
        self._since = 0  # ticks when the sample before `_first` was made
        self._first = 0  # index
        self.rate = 0

    def begin(self, now, index):
        """Sample number `index` is the first one after ticks `now`; what came before is over."""
        self._since = now
        self._first = index

    def note(self, now, index):
        """The samples before `index` are those up to ticks `now`."""
        passed = self._board.ticks_diff(now, self._since)
        if passed >= LEAST_MS:
            samples = 1000 * (index - self._first)
            self.rate = samples // passed * 1000 + samples % passed * 1000 // passed
            if passed >= MOST_MS:
                self.begin(now, index)
