"""Values -> feature vector, in integers, by named and versioned feature sets.

`raw`         the counts of a short take as they are (the course's network sees three of them).
`gesture`     for movements of any length: the shape of each axis (means of 16 equal parts, offset
              removed, one scale for the axes of a sensor), the scales, the length, and statistics
              of each axis; in this order.
`shape`       its first part: shapes, scales and length.
`statistics`  its last part: scales, length and statistics.

The arithmetic is in plain_features.py. The host's vectorized twin is held equal to it by a test.
"""

import array

from gesturekit import kernels
from gesturekit.plain_features import STATISTICS, STEPS

RAW, GESTURE, SHAPE, STATISTICAL = range(4)
NAMES = ("raw", "gesture", "shape", "statistics")
VERSIONS = (1, 3, 1, 1)
RELATIVE = "proximity"  # the mean of this axis, always the last, counts from its first value
MAX_SAMPLES = 1024


def size(number, axes, take):
    """Return how many features set `number` has for these axes (names) and samples of a take."""
    if number == RAW:
        return len(axes) * take
    first, end = part(number, axes)
    return end - first


def part(number, axes):
    """Return (first, end): which features of `gesture` are those of set `number`, not RAW."""
    shapes = len(axes) * STEPS
    scaled = shapes + len(groups(axes)) + 1
    whole = scaled + len(axes) * STATISTICS
    return shapes if number == STATISTICAL else 0, scaled if number == SHAPE else whole


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
    return Gesture(model.axes, code, NAMES.index(model.feature_set))


class Raw:
    """The counts as they are, axis after axis. vector: those of the last compute(), int16."""

    def __init__(self, axes, take):
        self.vector = array.array("h", bytes(2 * len(axes) * take))
        self._axes = len(axes)

    def compute(self, data, start, stride, count):
        """Put the features of `count` values into vector; arguments as in Gesture.compute."""
        for axis in range(self._axes):
            for at in range(count):
                self.vector[axis * count + at] = data[start + axis * stride + at]


class Gesture:
    """Shape and statistics of one movement, or one of both. vector: of the last compute(), int16.

    code: kernels or plain, what computes; number: of the feature set, not RAW.
    """

    def __init__(self, axes, code=kernels, number=GESTURE):
        first, end = part(number, axes)
        whole = part(GESTURE, axes)[1]
        self._whole = array.array("h", bytes(2 * whole))
        self.vector = memoryview(self._whole)[first:end]
        self._has_statistics = number != SHAPE
        self._shapes, self._statistics, self._rescale = code.shapes, code.statistics, code.rescale
        statistics = whole - len(axes) * STATISTICS
        relative = axes[-1] == RELATIVE
        self._where = array.array("i", (0, 0, 0, len(axes), statistics, relative))
        found = groups(axes)
        places = [len(axes) * STEPS, len(found)]
        for first, end in found:
            places += [first * STEPS, end * STEPS]
        self._groups = array.array("i", places)

    def compute(self, data, start, stride, count):
        """Put the features of `count` values into vector.

        data: counts; axis a of value t lies at start + a * stride + t. 1 to MAX_SAMPLES values.
        """
        self._where[0] = start
        self._where[1] = stride
        self._where[2] = count
        self._shapes(data, self._where, self._whole)
        if self._has_statistics:
            self._statistics(data, self._where, self._whole)
        self._rescale(self._whole, self._groups, count)
