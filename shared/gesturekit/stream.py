"""Samples -> means -> movements: when it is worth asking the network, and about what.

`average` samples make one mean: what follows sees fewer numbers, and less noise. Means of each
axis lie in a row (every one is written twice, half a buffer apart, so that nothing is ever moved).
The arithmetic is advance() of plain_features.py. Training cuts recordings with the same functions,
so a network learns from exactly what it will be asked about. Knows counts of samples, no clock, no
network.
"""

import array

from gesturekit import kernels
from gesturekit.plain_features import (
    ACTIVE,
    AVERAGE,
    BEGIN,
    CAPACITY,
    COUNT,
    END,
    GATE,
    HOP,
    LAG,
    LEFT,
    NEXT,
    OLDEST,
    PEAK,
    QUIET,
    STATE,
    WIDTH,
    WINDOW,
)
from gesturekit.sample import AXES


def state(model):
    """Return the state of a new stream for the times of a model; see plain_features.py."""
    values = array.array("i", bytes(4 * STATE))
    values[AVERAGE] = values[LEFT] = model.average
    values[GATE] = model.gate
    for place, name in ((LAG, "lag"), (QUIET, "quiet"), (WINDOW, "window"), (HOP, "hop")):
        values[place] = getattr(model, name) // model.average
    values[CAPACITY] = values[WINDOW] + values[QUIET]
    return values


_FEW = 1 << 16  # means that stay counted: more than any movement is long
_COUNTS = (COUNT, OLDEST, BEGIN, END, NEXT)


class Stream:
    """push() samples; where it stops, state[EVENT] or state[HOPPED] say why. Preallocated.

    columns: which of the sensor's values each axis is; code: kernels or plain.
    """

    def __init__(self, model, columns, code=kernels):
        self._advance = code.advance
        self.state = state(model)
        self.state[WIDTH] = len(AXES[model.sensor])
        self.stride = 2 * self.state[CAPACITY]  # from one axis to the next in data
        self.data = array.array("h", bytes(2 * len(columns) * self.stride))
        self._sums = array.array("i", bytes(4 * self.state[WIDTH]))
        self._memory = (self.state, self.data, bytes(columns))

    def push(self, samples, at, count):
        """Take up to `count` samples (array of int16, from samples[at] on); return how many."""
        return self._advance(samples, at, count, self._sums, self._memory)

    def reset(self):
        """Forget a movement in progress; what was before will not be looked at."""
        state = self.state
        for column in range(state[WIDTH]):
            self._sums[column] = 0
        state[LEFT] = state[AVERAGE]
        state[OLDEST] = state[COUNT]
        state[ACTIVE] = state[BEGIN] = state[END] = state[PEAK] = 0

    def rebase(self):
        """Let the counts of means be smaller: only differences matter. Return how many samples."""
        state = self.state
        less = (state[COUNT] - _FEW) // state[HOP] * state[HOP]
        if less <= 0:
            return 0
        for place in _COUNTS:
            state[place] = max(0, state[place] - less)
        return less * state[AVERAGE]
