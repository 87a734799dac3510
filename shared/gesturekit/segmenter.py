"""When a movement begins and ends: the moments at which it is worth asking the network.

A movement begins when the movement measure reaches the gate and has ended when the measure has
stayed below the gate for `quiet` samples. One that is longer than the window is looked at again
and again while it lasts. Training cuts recordings with this same class, so a network learns from
exactly what it will be asked about. Knows counts of samples, no clock, no network.
"""

NOTHING, ENDED, LASTING, LASTING_ENDED = 0, 1, 2, 3


class Segmenter:
    """One step a sample; begin and end say what to look at when step() returns an event.

    begin, end: numbers of the first sample and of one past the last; end - begin <= window.
    peak: greatest movement of the span so far.
    """

    def __init__(self, model):
        self._gate = model.gate
        self._lag = model.lag
        self._quiet = model.quiet
        self._window = model.window
        self._hop = model.hop
        self.count = 0
        self.reset()

    def reset(self):
        """Forget a movement in progress; what was before this sample will not be looked at."""
        self.active = False
        self.begin = self.end = self.peak = 0
        self._oldest = self.count
        self._next = 0
        self._lasting = False

    def step(self, movement):
        """Take the movement measure of the next sample; return what happened."""
        self.count += 1
        if movement >= self._gate:
            return self._move(movement)
        if self.active and self.count - self.end >= self._quiet:
            self.active = False
            return LASTING_ENDED if self._lasting else ENDED
        return NOTHING

    def _move(self, movement):
        if not self.active:
            self.active = True
            self._lasting = False
            self.begin = max(self._oldest, self.count - 1 - self._lag)
            self._next = self.begin + self._window
            self.peak = 0
        self.end = self.count
        self.peak = max(self.peak, movement)
        if self.end - self.begin > self._window:
            self.begin = self.end - self._window
        if self.end < self._next:
            return NOTHING
        self._lasting = True
        self._next = self.end + self._hop
        return LASTING
