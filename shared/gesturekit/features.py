"""Values -> feature vector, in integers, by named and versioned feature sets.

`raw`      the counts of a short take as they are (the course's network sees three of them).
`gesture`  for movements of any length: the shape (means of 16 equal parts of each axis, offset
           removed, one scale for the three axes of a sensor) and statistics of each axis.

The arithmetic is in plain.py. The host's vectorized twin is held equal to it by a test.
"""

from gesturekit.kernels import describe, log, rescale
from gesturekit.plain import STEPS

RAW, GESTURE = 0, 1
NAMES = ("raw", "gesture")
VERSIONS = (1, 2)
MAX_SAMPLES = 1024

STATISTICS = 7  # numbers for each axis beside its shape


def size(number, axes, take):
    """Return how many features set `number` has for these axes (names) and samples of a take."""
    if number == RAW:
        return len(axes) * take
    return len(axes) * (STEPS + STATISTICS) + len(groups(axes)) + 1


def groups(axes):
    """Return (first, end) for each run of axes of one sensor, such as (0, 3) for ax ay az."""
    found = []
    first = 0
    for at in range(1, len(axes) + 1):
        if at == len(axes) or axes[at][0] != axes[first][0]:
            found.append((first, at))
            first = at
    return found


class Raw:
    """The counts as they are, axis after axis."""

    def __init__(self, axes, take):
        self.size = len(axes) * take
        self._axes = len(axes)

    def compute(self, data, start, stride, count, out):
        """Write the features of `count` values; arguments as in Gesture.compute."""
        for axis in range(self._axes):
            for at in range(count):
                out[axis * count + at] = data[start + axis * stride + at]


class Gesture:
    """Shape and statistics of one movement."""

    def __init__(self, axes):
        self.size = size(GESTURE, axes, 0)
        self._groups = groups(axes)
        self._axes = len(axes)

    def compute(self, data, start, stride, count, out):
        """Write the features of `count` values into out (array of int16, `size` long).

        data: counts; axis a of value t lies at start + a * stride + t. 1 to MAX_SAMPLES values.
        """
        to, tail = 0, self._axes * STEPS
        for _ in range(self._axes):
            describe(data, start, count, out, to, tail)
            start += stride
            to += STEPS
            tail += STATISTICS
        for first, end in self._groups:
            out[tail] = log(16 * rescale(out, first * STEPS, end * STEPS))
            tail += 1
        out[tail] = log(count)
