"""Samples -> feature vector, in integers, by named and versioned feature sets.

`raw`      the counts of a short take as they are (the course's network sees three of them).
`gesture`  for movements of any length: the shape (means of 16 equal parts of each axis, offset
           removed, one scale for the three axes of a sensor) and statistics of each axis.

All values between the counts and the vector stay below 2**30 in size for up to MAX_SAMPLES
samples; results fit int16. The host's vectorized twin is held equal to this file by a test.
"""

RAW, GESTURE = 0, 1
NAMES = ("raw", "gesture")
VERSIONS = (1, 1)
MAX_SAMPLES = 1024

STEPS = 16  # parts of a gesture's shape
STATISTICS = 7  # numbers for each axis beside its shape
SHAPE_UNIT = 64  # a deviation of one mean absolute deviation of the sensor
SHAPE_LIMIT = 511
LEAST_SCALE = 4  # counts; below this a sensor's shape is noise and is not blown up further


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


def log(value):
    """Return about 16 * log2(value + 1) for a value of 0 to 2**25 (a line between powers of 2)."""
    value += 1
    power = 0
    while value >> (power + 1):
        power += 1
    return 16 * power + ((value << 4 >> power) & 15)


class Raw:
    """The counts as they are, axis after axis."""

    def __init__(self, axes, take):
        self.size = len(axes) * take
        self._axes = len(axes)

    def compute(self, data, start, stride, count, out):
        """Write the features of `count` samples; arguments as in Gesture.compute."""
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
        """Write the features of `count` samples into out (array of int16, `size` long).

        data: counts; axis a of sample t lies at start + a * stride + t. 1 to MAX_SAMPLES samples.
        """
        tail = self._axes * STEPS
        for axis in range(self._axes):
            out[tail] = shape(data, start + axis * stride, count, out, axis * STEPS)
            statistics(data, start + axis * stride, count, out, tail)
            tail += STATISTICS
        for first, end in self._groups:
            out[tail] = log(16 * rescale(out, first * STEPS, end * STEPS))
            tail += 1
        out[tail] = log(count)


def shape(data, start, count, out, to):
    """Write the means of STEPS equal parts, less the mean of all, to out; return that mean."""
    total = 0
    for at in range(start, start + count):
        total += data[at]
    mean = total // count
    for step in range(STEPS):
        first = step * count // STEPS
        end = max(first + 1, (step + 1) * count // STEPS)
        part = 0
        for at in range(start + first, start + end):
            part += data[at]
        out[to + step] = max(-32768, min(32767, part // (end - first) - mean))
    return mean


def rescale(out, first, end):
    """Divide the shapes in out[first:end] by their common scale; return it (counts)."""
    total = 0
    for at in range(first, end):
        total += abs(out[at])
    scale = max(LEAST_SCALE, total // (end - first))
    for at in range(first, end):
        value = out[at] * SHAPE_UNIT // scale
        out[at] = max(-SHAPE_LIMIT, min(SHAPE_LIMIT, value))
    return scale


def statistics(data, start, count, out, to):
    """After the mean in out[to] write deviation, height, depth, jerk, crossings and their rate."""
    mean = out[to]
    low = high = previous = data[start]
    deviation = jerk = 0
    for at in range(start, start + count):
        value = data[at]
        deviation += abs(value - mean)
        jerk += abs(value - previous)
        low = min(low, value)
        high = max(high, value)
        previous = value
    crossed = crossings(data, start, count, mean, deviation // (2 * count))
    out[to + 1] = log(4 * deviation // count)
    out[to + 2] = log(4 * (high - mean))
    out[to + 3] = log(4 * (mean - low))
    out[to + 4] = log(4 * jerk // count)
    out[to + 5] = 16 * crossed
    out[to + 6] = 1024 * crossed // count


def crossings(data, start, count, mean, margin):
    """Return how often the values change sides of the mean by more than margin."""
    crossed = side = 0
    for at in range(start, start + count):
        value = data[at] - mean
        if abs(value) > margin:
            now = 1 if value > 0 else -1
            if now != side:
                crossed += side != 0
                side = now
    return crossed
