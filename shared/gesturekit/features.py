"""Values -> feature vector, in integers, by named and versioned feature sets.

`raw`      the counts of a short take as they are (the course's network sees three of them).
`gesture`  for movements of any length: the shape (means of 16 equal parts of each axis, offset
           removed, one scale for the three axes of a sensor) and statistics of each axis.

The arithmetic is in plain_features.py. The host's vectorized twin is held equal to it by a test.
"""

import array

from gesturekit import kernels
from gesturekit.plain_features import STATISTICS, STEPS

RAW, GESTURE = 0, 1
NAMES = ("raw", "gesture")
VERSIONS = (1, 2)
MAX_SAMPLES = 1024


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


def of(model, code=kernels):
    """Return what computes the features of a Model; code: kernels or plain."""
    if model.feature_set == NAMES[RAW]:
        return Raw(model.axes, model.take)
    return Gesture(model.axes, code)


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
    """Shape and statistics of one movement. code: kernels or plain, what computes."""

    def __init__(self, axes, code=kernels):
        self.size = size(GESTURE, axes, 0)
        self._shapes, self._statistics, self._rescale = code.shapes, code.statistics, code.rescale
        self._where = array.array("i", (0, 0, 0, len(axes)))
        found = groups(axes)
        places = [len(axes) * (STEPS + STATISTICS), len(found)]
        for first, end in found:
            places += [first * STEPS, end * STEPS]
        self._groups = array.array("i", places)

    def compute(self, data, start, stride, count, out):
        """Write the features of `count` values into out (array of int16, `size` long).

        data: counts; axis a of value t lies at start + a * stride + t. 1 to MAX_SAMPLES values.
        """
        self._where[0] = start
        self._where[1] = stride
        self._where[2] = count
        self._shapes(data, self._where, out)
        self._statistics(data, self._where, out)
        self._rescale(out, self._groups, count)
